"""One sitting with the solver: formulas in, a case in which they hold, proof that there is none, or neither.

Only what is asked about is said to the solver: the facts that the question touches, and of the situations
that the packs call impossible those that share a fact with them. Where a found case gets business days
wrong, they are put right and the solver looks again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Any, Final, Literal

import z3

from etiquette.algebra import facts_in
from etiquette.ruleset import Ruleset

from .decisions import Decisions
from .formulas import Formulas
from .logic import Formula, as_term, both, negate
from .parameters import Parameters
from .symbols import Number
from .world import World, roots

__all__ = ["Found", "Session"]

_CORRECTIONS: Final = 300
_USUAL_DAY: Final = date(2026, 11, 23)
_NEAR: Final = 60
_FAR: Final = 20 * 365
_QUICK: Final = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a question: a case (``model``), ``none``, or ``unknown`` with what ran out."""

    state: Literal["case", "none", "unknown"]
    model: z3.ModelRef | None = None
    ran_out: str = ""


class Session:
    """Rulesets over the same facts, and a solver.

    With ``ranging``, parameters take any value they may. ``days`` are the first and last that today may be.
    """

    def __init__(
        self,
        *rulesets: Ruleset,
        ranging: bool = True,
        seconds: float = 20.0,
        days: tuple[date, date] | None = None,
    ) -> None:
        self.rulesets = rulesets
        self.world = World(rulesets, [node for each in rulesets for node in roots(each)])
        said, today = self.world.symbols.said, self.world.symbols.today
        if days is not None:
            said += [today >= days[0].toordinal(), today <= days[1].toordinal()]
        self.parameters = tuple(Parameters(each, said, ranging=ranging) for each in rulesets)
        self.decisions = tuple(
            Decisions(each, Formulas(self.world, parameters))
            for each, parameters in zip(rulesets, self.parameters, strict=True)
        )
        self.seconds = seconds
        self._solver = z3.Solver()
        self._solver.set("timeout", int(seconds * 1000))
        self._told = 0
        self._wished: dict[bool, tuple[tuple[int, int], list[Any]]] = {}
        self._excluded: set[int] = set()

    def find(self, *parts: Formula, nicely: bool = True, likely: bool = False) -> Found:
        """A case in which all the parts hold; with ``nicely`` one that is easy on the eye.

        ``likely`` is for questions to which there probably is one: usual cases are gone through first.
        """
        wanted = both(*parts)
        if wanted is False:
            return Found("none")
        self._say_what_is()
        usual = [self._named_usual(each) for each in (True, False)] if likely else []
        self._solver.push()
        try:
            self._solver.add(as_term(wanted))
            found = self._at_first(usual)
            if found is None:
                found = self._solve(())
            return self._nicer(found) if nicely and found.state == "case" else found
        finally:
            self._solver.pop()

    def _at_first(self, usual: Sequence[Sequence[Any]]) -> Found | None:
        """A usual case, where one can be had quickly; ``usual`` is what may be assumed, turn by turn."""
        if not usual:
            return None
        self._solver.set("timeout", _QUICK)
        try:
            for names in usual:
                if self._check(names) == z3.sat:
                    model = self._solver.model()
                    if not self.world.workdays.corrected(model):
                        return Found("case", model)
        finally:
            self._solver.set("timeout", int(self.seconds * 1000))
        return None

    def _named_usual(self, parameters: bool) -> list[Any]:
        """What usual cases have in common, to be assumed; said anew only where more has been asked about."""
        known = self._told, len(self.world.zones.offsets)
        kept = self._wished.get(parameters)
        if kept is None or kept[0] != known:
            names = [name for each in self._usual(parameters) for name in _named(each, self._solver)]
            kept = self._wished[parameters] = known, names
        return kept[1]

    def _usual(self, parameters: bool) -> Iterable[Formula]:
        """What usual cases have in common; with ``parameters`` as they are set."""
        today = self.world.symbols.today
        counts = [sort.count for records in self.world.lists.made.values() for sort in records.sorts]
        wishes = [
            *(each.as_set() for each in self.parameters if parameters),
            *(offset == 0 for offset in self.world.zones.offsets.values()),
            *(count <= 2 for count in counts),
            today == _USUAL_DAY.toordinal(),
            self.world.workdays.only_weekends,
            *(z3.And(d - today <= _NEAR, today - d <= _NEAR) for d in self._days()),
        ]
        return [each for each in wishes if not isinstance(each, bool)]

    def _say_what_is(self) -> None:
        """Say what holds of all that has been asked about so far."""
        self._exclude()
        said = self.world.symbols.said
        self._solver.add(*(as_term(each) for each in said[self._told :]))
        self._told = len(said)

    def _exclude(self) -> None:
        """Take along the impossible situations that share a fact with what has been asked about."""
        while True:
            known = self.world.symbols.facts.keys() | self.world.lists.made.keys()
            more = [
                (place, each)
                for place, each in enumerate(self.rulesets[0].impossible)
                if place not in self._excluded and facts_in(each.when) & known
            ]
            if not more:
                return
            for place, each in more:
                self._excluded.add(place)
                possible = self.decisions[0].formulas.holds(each.when)
                self.world.symbols.said.append(negate(possible))

    def _solve(self, assuming: Sequence[Any]) -> Found:
        until, first = monotonic() + self.seconds, True
        for _ in range(_CORRECTIONS):
            verdict = self._check(assuming)
            if verdict == z3.unsat:
                return Found("none")
            if verdict != z3.sat:
                return Found("unknown", ran_out=self._why())
            model = self._solver.model()
            wrong = self.world.workdays.corrected(model)
            if not wrong:
                return Found("case", model)
            usual = self._by_calendar(assuming) if first else None
            if usual is not None:
                return usual
            first = False
            self._solver.add(*wrong)
            if monotonic() > until:
                return Found("unknown", ran_out=f"the {self.seconds:g} seconds for one question")
        return Found("unknown", ran_out=f"{_CORRECTIONS} looks into calendars of days off")

    def _by_calendar(self, assuming: Sequence[Any]) -> Found | None:
        """A case in one of a few countries in a usual year, each with its whole calendar."""
        for said in self.world.workdays.calendars():
            self._solver.push()
            try:
                self._solver.add(*said)
                if self._check(assuming) == z3.sat:
                    model = self._solver.model()
                    if not self.world.workdays.corrected(model):
                        return Found("case", model)
            finally:
                self._solver.pop()
        return None

    def _check(self, assuming: Sequence[Any]) -> z3.CheckSatResult:
        """Ask the solver. It takes the keyboard's interrupt for itself, which is meant for the program."""
        verdict = self._solver.check(*assuming)
        if verdict == z3.unknown and "interrupted" in self._solver.reason_unknown():
            raise KeyboardInterrupt
        return verdict

    def _why(self) -> str:
        reason = self._solver.reason_unknown()
        if reason in ("timeout", "canceled"):
            return f"the {self.seconds:g} seconds for one question"
        return f"the solver ({reason})"

    def _nicer(self, found: Found) -> Found:
        """The same, with as many of some wishes as can be had, one after the other."""
        granted: list[Any] = []
        for wish in self._wishes():
            if wish is True or wish is False:
                continue
            named = _named(wish, self._solver)
            better = self._solve([*granted, *named])
            if better.state == "case":
                granted += named
                found = better
        return found

    def _wishes(self) -> Iterable[Formula]:
        """Parameters as they are set, clocks alike, few records, the usual day, days near it."""
        for parameters in self.parameters:
            yield parameters.as_set()
        yield both(*(each == 0 for each in self.world.zones.offsets.values()))
        yield self.world.zones.usual
        counts = [sort.count for records in self.world.lists.made.values() for sort in records.sorts]
        yield both(*(count == 0 for count in counts))
        yield both(*(count <= 2 for count in counts))
        today = self.world.symbols.today
        yield today == _USUAL_DAY.toordinal()
        yield z3.And(today >= _USUAL_DAY.toordinal() - 400, today <= _USUAL_DAY.toordinal() + 400)
        for near in (0, 7, _NEAR, _FAR):
            yield both(*(z3.And(d - today <= near, today - d <= near) for d in self._days()))
        yield both(*(d <= today for d in self._days()))

    def _days(self) -> list[Any]:
        symbols, lists = self.world.symbols, self.world.lists
        facts = (
            symbol.term
            for path, symbol in symbols.facts.items()
            if symbols.declared(path).kind == "date" and isinstance(symbol, Number)
        )
        sorts = (sort for records in lists.made.values() for sort in records.sorts)
        return [*facts, *(day for sort in sorts for days in sort.days.values() for day in days[:2])]


def _named(wish: Formula, solver: z3.Solver) -> list[Any]:
    """A wish as something that can be assumed and dropped again."""
    name = z3.Bool(f"wish!{wish.get_id()}")
    solver.add(z3.Implies(name, wish))
    return [name]
