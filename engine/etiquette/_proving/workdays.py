"""Business days as unknowns: exact where only weekends count, else held between bounds and refined.

A country's calendar is a long table, and which country it is is a fact like any other. Most proofs need
none of it: that five business days from a day are no earlier than five days from it is enough. So a day
moved by business days is at first only known to lie within bounds that hold in every country. Where the
solver then finds a case, :meth:`Workdays.corrected` compares it with the calendar, and if it isn't so says
what is so around those days in that country; the solver looks again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import z3

from etiquette._deciding.calendars import add_business_days, countries

from .logic import Formula, Term, both, either, negate, number_in, pick, then, true_in
from .symbols import Number, Symbols, Text, Word

__all__ = ["Workdays"]

_WEEK: Final = 7
_MONDAY: Final = date(2024, 1, 1)
_SLACK: Final = 21
"""Days off in a row, and then some: no calendar has as many."""
_AROUND: Final = 30
"""Days on either side of a wrong guess whose business days are said in one go."""
_AMOUNTS: Final = 60


@dataclass(frozen=True, slots=True)
class _Moved:
    base: Number
    amount: Number
    term: Term


class Workdays:
    """All days of a session that are moved by business days."""

    def __init__(self, symbols: Symbols) -> None:
        self._symbols = symbols
        self._path = next((each.country for each in symbols.rulesets if each.country), None)
        self._moved: list[_Moved] = []
        self._weekdays: dict[int, tuple[Term, Term]] = {}
        self._said: set[tuple[Any, ...]] = set()

    def weekday(self, day: Term) -> Term:
        """The weekday of a day: 0 for a Monday."""
        if isinstance(day, int):
            return (day - _MONDAY.toordinal()) % _WEEK
        known = self._weekdays.get(day.get_id())
        if known is None:
            found, weeks = z3.FreshInt("weekday"), z3.FreshInt("weeks")
            base = _MONDAY.toordinal() % _WEEK
            self._symbols.said += [day == base + _WEEK * weeks + found, found >= 0, found < _WEEK]
            known = self._weekdays[day.get_id()] = found, day  # keeping the day keeps its id its own
        return known[0]

    def moved(self, base: Number, amount: Number, amounts: range | None) -> Number:
        """``base`` moved by an amount of business days; ``amounts`` are those that it may be."""
        none = either(base.none, amount.none)
        term = z3.FreshInt("business")
        self._moved.append(_Moved(base, amount, term))
        said, by = self._symbols.said, amount.term
        forward, back = _at_least(by, 0), _at_least(0, by)
        said.append(then(forward, z3.And(term >= base.term + by, term <= base.term + 3 * by + _SLACK)))
        if amounts is None or amounts.start < 0:
            said.append(then(back, either(_is(by, 0), _backward(term, base.term, by))))
        if amounts is not None and len(amounts) <= _AMOUNTS:
            said.append(then(self._only_weekends(), self._by_weekday(term, base.term, by, amounts)))
        return Number(term, none)

    def _by_weekday(self, term: Term, base: Term, by: Term, amounts: range) -> Formula:
        weekday = self.weekday(base)
        cases = []
        for amount in amounts:
            steps: Term = 0
            for each in range(_WEEK):
                start = date.fromordinal(_MONDAY.toordinal() + each)
                days = (add_business_days(start, amount, None) - start).days
                steps = pick(_is(weekday, each), days, steps)
            cases.append(then(_is(by, amount), term == base + steps))
        return both(*cases)

    def _only_weekends(self) -> Formula:
        country = self._country()
        return True if country is None else country.none

    def _country(self) -> Word | Text | None:
        path = self._path
        if path is None:
            return None
        found = self._symbols.fact(path)
        assert isinstance(found, (Word, Text))  # noqa: S101 - the loader lets no other kind through
        if isinstance(found, Text) and ("countries",) not in self._said:
            self._said.add(("countries",))
            codes = sorted(self._symbols.code(each) for each in self._calendars())
            within = z3.And(found.code >= codes[0], found.code <= codes[-1])
            self._symbols.said.append(
                within
                if len(codes) == codes[-1] - codes[0] + 1
                else z3.Or([found.code == code for code in codes])
            )
        return found

    def _calendars(self) -> list[str]:
        """The countries that there is a calendar for, those first that the vocabulary gives as examples."""
        assert self._path is not None  # noqa: S101 - only asked where there is one
        first = [each for each in self._symbols.declared(self._path).examples if each in countries()]
        return [*first, *sorted(countries() - set(first))]

    def country_in(self, model: z3.ModelRef) -> str | None:
        """The country of a case; ``None`` where only weekends count."""
        country = self._country()
        if country is None or true_in(model, country.none):
            return None
        if isinstance(country, Text):
            return self._symbols.text(number_in(model, country.code))
        return next(word for word, holds in country.choices.items() if true_in(model, holds))

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
                z3.And(here, moved.base.term == each, _truth(_is(moved.amount.term, by))),
                moved.term == _added(each, by, country),
            )
            for each in days
        ]

    def _is_country(self, name: str | None) -> Any:
        country = self._country()
        if country is None:
            return z3.BoolVal(True)
        if name is None:
            return _truth(country.none)
        if isinstance(country, Text):
            return z3.And(_truth(negate(country.none)), country.code == self._symbols.code(name))
        return _truth(country.choices[name])


def _added(day: int, by: int, country: str | None) -> int:
    return add_business_days(date.fromordinal(day), by, country).toordinal()


def _at_least(one: Term, other: Term) -> Formula:
    return one >= other


def _is(one: Term, other: Term) -> Formula:
    return one == other


def _backward(term: Term, base: Term, by: Term) -> Formula:
    return z3.And(term <= base + by, term >= base + 3 * by - _SLACK)


def _truth(formula: Formula) -> Any:
    return z3.BoolVal(formula) if isinstance(formula, bool) else formula
