"""Business days as unknowns: exact where only weekends count, else held between bounds and refined.

A country's calendar is a long table, and which country it is is a fact like any other. Most proofs need
none of it: that five business days from a day are no earlier than five days from it is enough. So a day
moved by business days is at first only known to lie within bounds that hold in every country. Where the
solver then finds a case, :meth:`Workdays.corrected` compares it with the calendar, and if it isn't so says
what is so around those days in that country; the solver looks again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import z3

from etiquette._deciding.calendars import add_business_days, countries

from .logic import Formula, Term, as_term, both, either, fresh, negate, number_in, pick, then, true_in
from .symbols import Number, Symbols, Text, Word

__all__ = ["Workdays"]

_WEEK: Final = 7
_MONDAY: Final = date(2024, 1, 1)
_SLACK: Final = 21
"""Days off in a row, and then some: no calendar has as many."""
_YEARS: Final = date(2026, 7, 1), date(2027, 12, 31)
_MOST_CALENDARS: Final = 4
_MOST_STEPS: Final = 30
_AROUND: Final = 30
"""Days on either side of a wrong guess whose business days are said in one go."""


@dataclass(frozen=True, slots=True)
class _Moved:
    base: Number
    amount: Number
    term: Term
    amounts: range | None


class Workdays:
    """All days of a session that are moved by business days."""

    def __init__(self, symbols: Symbols) -> None:
        self._symbols = symbols
        self._path = next((each.country for each in symbols.rulesets if each.country), None)
        self._moved: list[_Moved] = []
        self._known: dict[tuple[object, object], Term] = {}
        self._tables: dict[tuple[int, str], list[Any]] = {}
        self._weekdays: dict[int, tuple[Term, Term]] = {}

    def weekday(self, day: Term) -> Term:
        """The weekday of a day: 0 for a Monday."""
        if isinstance(day, int):
            return (day - _MONDAY.toordinal()) % _WEEK
        known = self._weekdays.get(day.get_id())
        if known is None:
            found, weeks = fresh("weekday"), fresh("weeks")
            base = _MONDAY.toordinal() % _WEEK
            self._symbols.said += [day == base + _WEEK * weeks + found, found >= 0, found < _WEEK]
            known = self._weekdays[day.get_id()] = found, day  # keeping the day keeps its id its own
        return known[0]

    def moved(self, base: Number, amount: Number, amounts: range | None) -> Number:
        """``base`` moved by an amount of business days; ``amounts`` are those that it may be."""
        none = either(base.none, amount.none)
        key = _id(base.term), _id(amount.term)
        if key not in self._known:
            self._known[key] = self._new(base, amount, amounts)
        return Number(self._known[key], none)

    def _new(self, base: Number, amount: Number, amounts: range | None) -> Term:
        term = fresh("business")
        self._moved.append(_Moved(base, amount, term, amounts))
        said, by = self._symbols.said, amount.term
        forward, back = _at_least(by, 0), _at_least(0, by)
        said.append(then(forward, z3.And(term >= base.term + by, term <= base.term + 3 * by + _SLACK)))
        if amounts is None or amounts.start < 0:
            said.append(then(back, either(_is(by, 0), _backward(term, base.term, by))))
        if amounts is not None:
            said.append(then(self.only_weekends, self._by_weekday(term, base.term, by, amounts)))
        return term

    def _by_weekday(self, term: Term, base: Term, by: Term, amounts: range) -> Formula:
        """What ``term`` is where only weekends are off; by 0 a day off is left for the next Monday."""
        weekday = self.weekday(base)
        parts: list[Formula] = []
        if 0 in amounts:
            rolled = pick(_is(weekday, 5), 2, pick(_is(weekday, 6), 1, 0))
            parts.append(then(_is(by, 0), term == base + rolled))
        if amounts[-1] > 0:
            # from a Saturday or a Sunday counting starts as it does from the Friday before
            friday = pick(_is(weekday, 5), 1, pick(_is(weekday, 6), 2, 0))
            weekends = self._fifths(weekday - friday + by)
            parts.append(then(_at_least(by, 1), term == base - friday + by + 2 * weekends))
        if amounts[0] < 0:
            # from a Saturday or a Sunday counting back starts as it does from the Monday after
            monday = pick(_is(weekday, 5), 2, pick(_is(weekday, 6), 1, 0))
            weekends = self._fifths(4 - (weekday + monday) % _WEEK - by)
            parts.append(then(_at_least(-1, by), term == base + monday + by - 2 * weekends))
        return both(*parts)

    def _fifths(self, days: Term) -> Term:
        """How many whole fives there are in a number."""
        if isinstance(days, int):
            return days // 5
        found = fresh("fifths")
        self._symbols.said += [5 * found <= days, days < 5 * found + 5]
        return found

    @property
    def only_weekends(self) -> Formula:
        """That no holidays count."""
        country = self._country() if self._moved else None
        return True if country is None else country.none

    def _country(self) -> Word | Text | None:
        path = self._path
        if path is None:
            return None
        found = self._symbols.fact(path)
        assert isinstance(found, (Word, Text))  # noqa: S101 - the loader lets no other kind through
        return found

    def country_in(self, model: z3.ModelRef) -> str | None:
        """The country of a case; ``None`` where only weekends count."""
        country = self._country()
        if country is None or true_in(model, country.none):
            return None
        if isinstance(country, Text):
            return self._symbols.text(number_in(model, country.code))
        return next(word for word, holds in country.choices.items() if true_in(model, holds))

    def calendars(self) -> Iterator[list[Any]]:
        """Country by country, those first that one thinks of, what its calendar says of two usual years.

        Each is a list of formulas: the country, that no day which is moved lies outside of those years, and
        where it goes from each day in them. First comes that no holidays count, where that may be.
        """
        country = self._country() if self._moved else None
        if country is None:
            return
        if country.none is not False:
            yield [country.none]
        names = list(country.choices) if isinstance(country, Word) else self._symbols.countries
        for name in [each for each in names if each in countries()][:_MOST_CALENDARS]:
            yield [
                self._is_country(name),
                *(said for moved in self._moved for said in self._years(moved, name)),
            ]

    def _years(self, moved: _Moved, country: str) -> list[Any]:
        key = moved.term.get_id(), country
        if key not in self._tables:
            self._tables[key] = [as_term(each) for each in self._table(moved, country)]
        return self._tables[key]

    def _table(self, moved: _Moved, country: str) -> Iterator[Formula]:
        """Where a day goes from each day of the usual years: as in any week, but for those near a holiday."""
        base, by = moved.base.term, moved.amount.term
        if isinstance(base, int) or moved.amounts is None:
            return
        amounts = [each for each in moved.amounts if abs(each) < _MOST_STEPS]
        idle = either(moved.base.none, moved.amount.none)
        yield either(idle, both(base >= _YEARS[0].toordinal(), base <= _YEARS[1].toordinal()))
        yield either(idle, *(_is(by, each) for each in amounts))
        weekday = self.weekday(base)
        for amount in amounts:
            here = both(negate(idle), _is(by, amount))
            special = dict(_near_holidays(country, amount))
            usual: list[Formula] = []
            for first, last in _runs(special):
                usual.append(either(base < first, base > last))
            steps: Term = 0
            for each in range(_WEEK):
                start = _MONDAY.toordinal() + each
                steps = pick(_is(weekday, each), _added(start, amount, None) - start, steps)
            yield then(both(here, *usual), moved.term == base + steps)
            for day, goes in special.items():
                yield then(both(here, base == day), moved.term == goes)

    def corrected(self, model: z3.ModelRef) -> list[Formula]:
        """What the case gets wrong about business days, said as it is; nothing if it gets them right."""
        if not self._moved:
            return []
        country = self.country_in(model)
        wrong: list[Formula] = []
        for moved in self._moved:
            if true_in(model, moved.base.none) or true_in(model, moved.amount.none):
                continue
            day, by = number_in(model, moved.base.term), number_in(model, moved.amount.term)
            if _added(day, by, country) != number_in(model, moved.term):
                wrong += self._as_it_is(moved, day, by, country)
        return wrong

    def _as_it_is(self, moved: _Moved, day: int, by: int, country: str | None) -> list[Formula]:
        here = self._is_country(country)
        days = range(day - _AROUND, day + _AROUND + 1)
        return [
            z3.Implies(
                z3.And(here, moved.base.term == each, as_term(_is(moved.amount.term, by))),
                moved.term == _added(each, by, country),
            )
            for each in days
        ]

    def _is_country(self, name: str | None) -> Any:
        country = self._country()
        if country is None:
            return z3.BoolVal(True)
        if name is None:
            return as_term(country.none)
        if isinstance(country, Text):
            return z3.And(as_term(negate(country.none)), country.code == self._symbols.code(name))
        return as_term(country.choices[name])


def _id(term: Term) -> object:
    """What equal terms have in common, as long as they are kept, which those of moved days are."""
    return term if isinstance(term, int) else ("term", term.get_id())


@lru_cache(maxsize=512)
def _near_holidays(country: str, amount: int) -> tuple[tuple[int, int], ...]:
    """The days of the usual years from which holidays lead elsewhere than weekends alone, and where to."""
    days = range(_YEARS[0].toordinal(), _YEARS[1].toordinal() + 1)
    goes = ((day, _added(day, amount, country)) for day in days)
    return tuple((day, to) for day, to in goes if to != _added(day, amount, None))


def _runs(days: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Consecutive days, by the first and the last of each run."""
    first: int | None = None
    last = 0
    for day in sorted(days):
        if first is not None and day > last + 1:
            yield first, last
            first = None
        first, last = day if first is None else first, day
    if first is not None:
        yield first, last


def _added(day: int, by: int, country: str | None) -> int:
    return add_business_days(date.fromordinal(day), by, country).toordinal()


def _at_least(one: Term, other: Term) -> Formula:
    return one >= other


def _is(one: Term, other: Term) -> Formula:
    return one == other


def _backward(term: Term, base: Term, by: Term) -> Formula:
    return z3.And(term <= base + by, term >= base + 3 * by - _SLACK)
