"""The days, hours and messages that constraints leave for a way, as formulas.

Windows, hours and weekdays are intervals and sets, and what several of them leave is settled two by two, but
for one thing: a short window may hold no day of the right weekday. Then the days of the window are gone
through one by one, as the evaluator does it, in the recipient's zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Final

import z3

from etiquette._deciding.messages import characters_in
from etiquette.algebra import Constant, Fact, Named, Pick, Shift, Value
from etiquette.model import Limit, Rule

from .logic import Formula, Term, both, either, fresh, negate, pick, then, total

if TYPE_CHECKING:
    from .decisions import Decided, WayKey

__all__ = ["LONG", "End", "Room", "Rooms", "days_apart", "extreme"]

_DAY: Final = 24 * 60
_LOOK_AHEAD: Final = 8
LONG: Final = _LOOK_AHEAD
"""Days of a window that has every weekday, wherever the recipient is."""
_WEEK: Final = 7
_EVERY: Final = frozenset(range(1, 8))


class Rooms:
    """The rooms of one decision; ways that the same rules bind share one."""

    def __init__(self, decided: Decided) -> None:
        self._decided = decided
        self._everywhere = decided.everywhere()
        self._made: dict[tuple[tuple[str, ...], str | None], Room] = {}
        self._by_way: dict[WayKey, Room] = {}

    def of(self, key: WayKey) -> Room:
        """The room that is left for a way."""
        found = self._by_way.get(key)
        if found is None:
            found = self._by_way[key] = self._of(key)
        return found

    def _of(self, key: WayKey) -> Room:
        scoped = self._decided.scoped(key)
        zone = self._decided.ruleset.zone_fact(key)
        cached = tuple(rule.id for rule in scoped), zone
        found = self._made.get(cached)
        if found is None:
            found = self._made[cached] = Room(self._decided, (*self._everywhere, *scoped), zone)
        return found


@dataclass(frozen=True, slots=True)
class End:
    """One end of a window: that it is in play, and the day; ``node`` is how it is written."""

    given: Formula
    day: Term
    node: Value


@dataclass
class Room:
    """What ``rules`` leave for a way whose recipient's zone is the fact ``zone``."""

    decided: Decided
    rules: tuple[Rule, ...]
    zone: str | None

    def ends(self, name: str) -> list[End]:
        """The ends of windows of that name that may be in play."""
        found: list[End] = []
        for rule in self.rules:
            node = getattr(rule.window, name) if rule.window else None
            if node is None:
                continue
            day = self.decided.formulas.day(node)
            given = both(self.decided.binding(rule, "window"), negate(day.none))
            if given is not False:
                found.append(End(given, day.term, node))
        return found

    @cached_property
    def begins(self) -> list[End]:
        """The days before which it is too early."""
        return self.ends("not_before")

    @cached_property
    def closes(self) -> list[End]:
        """The days after which it is too late."""
        return self.ends("not_after")

    @cached_property
    def hours(self) -> list[tuple[Formula, int, int]]:
        """Intervals of minutes of the day, each with that it is in play."""
        return [
            (given, _minute(rule.hours.only[0]), _minute(rule.hours.only[1]))
            for rule in self.rules
            if rule.hours and rule.hours.only and (given := self.decided.binding(rule, "hours")) is not False
        ]

    @cached_property
    def weekdays(self) -> list[tuple[Formula, frozenset[int]]]:
        """Sets of weekdays (Monday is 1), each with that it is in play."""
        return [
            (given, rule.hours.weekdays)
            for rule in self.rules
            if rule.hours
            and rule.hours.weekdays is not None
            and rule.hours.weekdays != _EVERY
            and (given := self.decided.binding(rule, "hours")) is not False
        ]

    @cached_property
    def some(self) -> Formula:
        """That there is a day, an hour and a message that are right."""
        return both(self.window, self.some_hour, self.some_weekday, self.short_window, self.message)

    @cached_property
    def window(self) -> Formula:
        """That no end of the window comes before its beginning."""
        return both(
            *(
                then(both(begin.given, close.given), begin.day <= close.day)
                for begin, close in product(self.begins, self.closes)
            )
        )

    @cached_property
    def some_hour(self) -> Formula:
        """That the hours have a minute in common: intervals do if any two of them do."""
        return both(
            *(
                negate(both(one, other))
                for (one, first, _), (other, _, last) in product(self.hours, self.hours)
                if first > last
            )
        )

    @cached_property
    def some_weekday(self) -> Formula:
        """That the weekdays have one in common."""
        return either(*(self.on_weekday(each) for each in _EVERY)) if self.weekdays else True

    def on_weekday(self, weekday: int) -> Formula:
        """That a weekday (Monday is 1) is left."""
        return both(*(negate(given) for given, days in self.weekdays if weekday not in days))

    @cached_property
    def short_window(self) -> Formula:
        """That a window with two ends holds a day of a right weekday."""
        if not self.weekdays or not self.begins or not self.closes or self._surely_long():
            return True
        (begin, begins), (close, closes) = (
            extreme(self.begins, latest=True),
            extreme(self.closes, latest=False),
        )
        first, last, bounded = self._named(begin), self._named(close), both(begins, closes)
        days = (both(first + ahead <= last, self.matches(first, ahead)) for ahead in range(_LOOK_AHEAD + 1))
        return either(negate(bounded), both(*(negate(given) for given, _ in self.weekdays)), *days)

    def _surely_long(self) -> bool:
        """Whether it can be seen that every window in play has all weekdays, wherever the recipient is."""
        return all(
            (days := days_apart(begin.node, close.node)) is not None and days > LONG
            for begin, close in product(self.begins, self.closes)
        )

    def _named(self, term: Term) -> Term:
        if isinstance(term, int):
            return term
        name = fresh("end")
        self.decided.formulas.symbols.said.append(name == term)
        return name

    def matches(self, day: Term, ahead: int = 0) -> Formula:
        """That ``ahead`` days after a day there is a moment of a right weekday and hour for the recipient."""
        if not self.weekdays:
            return True
        weekday = self.decided.formulas.workdays.weekday(day)
        zones = self.decided.formulas.zones
        apart = 0 if self.zone is None else zones.apart(self.zone)
        moments: list[Formula] = []
        for shift in (0,) if isinstance(apart, int) else (-2, -1, 0, 1, 2):
            right = (
                both(weekday == each, self.on_weekday((each + ahead + shift) % _WEEK + 1))
                for each in range(_WEEK)
            )
            moments.append(both(self._touches(apart, shift), either(*right)))
        return either(*moments)

    def _touches(self, apart: Term, shift: int) -> Formula:
        """That the sender's day has a moment in the hours of the recipient's day ``shift`` days later."""
        if isinstance(apart, int):
            return True
        hours = [(True, 0, _DAY - 1), *self.hours]
        return both(
            *(
                then(given, z3.And(apart <= end + _DAY * shift, apart >= begin + _DAY * shift - (_DAY - 1)))
                for given, begin, end in hours
            )
        )

    def on(self, day: Term) -> Formula:
        """That a day lies in the window and has a moment that is right."""
        inside = [then(end.given, end.day <= day) for end in self.begins]
        inside += [then(end.given, day <= end.day) for end in self.closes]
        return both(*inside, self.matches(day))

    # Messages

    def most_of(self, limit: Limit) -> Term:
        """The number that a limit comes to."""
        return limit.most if isinstance(limit.most, int) else self.decided.formulas.day(limit.most).term

    @cached_property
    def message(self) -> Formula:
        """That the demands on a message don't contradict each other."""
        return both(*self._messages()) if self.decided.action.message else True

    def asking(self) -> Iterator[tuple[Formula, Rule]]:
        """The rules that ask something of a message, each with that it is in play."""
        for rule in self.rules:
            if rule.message is not None:
                given = self.decided.binding(rule, "message")
                if given is not False:
                    yield given, rule

    def _messages(self) -> Iterator[Formula]:
        asking = list(self.asking())
        must: dict[str, list[Formula]] = {}
        for given, rule in asking:
            assert rule.message is not None  # noqa: S101 - only such rules are asking
            for concept in rule.message.must:
                must.setdefault(concept, []).append(given)
        for (one, rule), (other, against) in product(asking, asking):
            demand, counter = rule.message, against.message
            assert demand is not None  # noqa: S101 - see above
            assert counter is not None  # noqa: S101 - see above
            held = {*demand.must, *((demand.first,) if demand.first else ())}
            clash = bool(held & set(counter.avoid))
            clash |= None not in (demand.first, counter.first) and demand.first != counter.first
            clash |= None not in (demand.subject, counter.subject) and demand.subject != counter.subject
            if clash:
                yield negate(both(one, other))
        yield from self._budgets(asking, must)

    def _budgets(
        self, asking: Sequence[tuple[Formula, Rule]], must: dict[str, list[Formula]]
    ) -> Iterator[Formula]:
        concepts = self.decided.ruleset.concepts
        rooms = {name: concepts[name].room for name in must if name in concepts and concepts[name].room}
        if not rooms:
            return
        most = sum(rooms.values())
        needed = total([pick(either(*must[name]), room, 0) for name, room in rooms.items()])
        for given, rule in asking:
            assert rule.message is not None  # noqa: S101 - only such rules are asking
            for limit in rule.message.limits:
                per = characters_in(limit.unit, self.decided.ruleset.measures)
                room = self.most_of(limit)
                if isinstance(room, int) and room * per >= most:
                    continue
                yield then(given, needed <= room * per)


def extreme(ends: Sequence[End], *, latest: bool) -> tuple[Term, Formula]:
    """The latest or earliest of the ends in play, which means nothing where none is; and that one is."""
    if not ends:
        return 0, False
    best, known = ends[0].day, ends[0].given
    for end in ends[1:]:
        better = end.day > best if latest else end.day < best
        best = pick(both(end.given, either(negate(known), better)), end.day, best)
        known = either(known, end.given)
    return best, known


def days_apart(begin: Value, close: Value) -> int | None:
    """The days from one date to another where both are a constant number of days from the same one."""
    first, last = _moved(begin), _moved(close)
    return last[1] - first[1] if first is not None and last is not None and first[0] == last[0] else None


def _moved(node: Value) -> tuple[Value, int] | None:
    match node:
        case Shift(base, Constant(days), "days") if isinstance(days, int):
            below = _moved(base)
            return None if below is None else (below[0], below[1] + days)
        case Named(_, body):
            return _moved(body)  # type: ignore[arg-type]  # a date's definition is a value
        case Fact() | Pick():
            return node, 0
        case _:
            return None


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
