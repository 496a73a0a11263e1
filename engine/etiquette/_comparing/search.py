"""One action under two rulesets: every kind of change with a case of it, or the proof that there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from etiquette._proving.changes import begun, changes, over
from etiquette._proving.differ import possible
from etiquette._proving.logic import Formula, both, either, negate, true_in
from etiquette._proving.records import TooManySorts
from etiquette._proving.session import Found, Session
from etiquette._proving.witness import Case, read_case, shrunk
from etiquette._proving.written import about, incomparable, same_text
from etiquette.facts import Facts
from etiquette.kinds import KINDS, Kind
from etiquette.ruleset import Ruleset

from .seen import Seen, see, shows
from .steps import step_shows, step_that_shows, with_entries, with_step

__all__ = ["Searched", "Shown", "search"]

_TRIES: Final = 8
_BY_STEP: Final = ("preference", "graver", "milder")
_NOT_REPLAYED: Final = "a case that can be replayed"


@dataclass(frozen=True, slots=True)
class Shown:
    """A kind of change, the facts that show it, and what the evaluator made of them under both rulesets."""

    kind: Kind
    facts: Facts
    before: Seen
    after: Seen


@dataclass(frozen=True, slots=True)
class Searched:
    """What was found about one action. ``unknown`` are the kinds left open, each with what ran out."""

    shown: tuple[Shown, ...] = ()
    unknown: tuple[tuple[Kind | None, str], ...] = ()

    @property
    def same(self) -> bool:
        """Whether the decisions are proved to be the same in every case."""
        return not self.shown and not self.unknown


def search(
    old: Ruleset, new: Ruleset, action: str, days: tuple[date, date] | None, seconds: float
) -> Searched:
    """Every kind of change of the advice on ``action``, which both rulesets declare.

    ``days`` are the first and last on which today is best looked for, where guidance is in force for a time.
    """
    before, after = about(old, action), about(new, action)
    if same_text(before, after, action):
        return Searched()
    reason = incomparable(before, after, action)
    if reason:
        return Searched(unknown=((None, reason),))
    try:
        return _Search(before, after, action, days, seconds).everything()
    except TooManySorts as error:
        return Searched(unknown=((None, f"the rules tell too many sorts of entries of {error} apart"),))


class _Search:
    def __init__(
        self, old: Ruleset, new: Ruleset, action: str, days: tuple[date, date] | None, seconds: float
    ) -> None:
        self.old, self.new, self.action = old, new, action
        self.session = Session(old, new, ranging=False, seconds=seconds)
        self.was, self.now = (decisions.of(action) for decisions in self.session.decisions)
        self.kinds = {change.kind: change.holds for change in changes(self.was, self.now)}
        if "message_option" in self.kinds:
            clear = (self.kinds.get("message_more", False), self.kinds.get("message_less", False))
            self.kinds["message_option"] = both(self.kinds["message_option"], *map(negate, clear))
        self.possible = possible(self.session)
        today = self.session.world.symbols.today
        self.then: Formula = (
            True if days is None else both(today >= days[0].toordinal(), today <= days[1].toordinal())
        )

    def everything(self) -> Searched:
        """Every kind in turn; nothing is asked of the kinds if there is no difference at all."""
        if self._find(either(*self.kinds.values()), nicely=False).state == "none":
            return Searched()
        shown: list[Shown] = []
        unknown: list[tuple[Kind | None, str]] = []
        for kind in KINDS:
            if kind in self.kinds and not _clear(kind, shown):
                found = self._kind(kind, self.kinds[kind])
                if isinstance(found, Shown):
                    shown.append(found)
                elif found:
                    unknown.append((kind, found))
        return Searched(tuple(shown), tuple(unknown))

    def _find(self, *parts: Formula, nicely: bool = True) -> Found:
        return self.session.find(*parts, self.possible, nicely=nicely, likely=True)

    def _kind(self, kind: Kind, holds: Formula) -> Shown | str:
        """A case of one kind; empty if it is proved that there is none, else what ran out."""
        ran_out = ""
        for place, wished in enumerate(self._wishes()):
            known: list[Formula] = []
            for _ in range(_TRIES):
                found = self._find(holds, wished, *known)
                if found.model is None:
                    ran_out = found.ran_out or ran_out
                    break
                shown = self._replayed(kind, read_case(self.session, found.model))
                if shown is not None:
                    return shown
                ran_out = _NOT_REPLAYED
                known.append(negate(both(*self._pattern(found))))
            if place == 0 and not known and self._find(holds, nicely=False).state == "none":
                return ""
        return ran_out

    def _wishes(self) -> Sequence[Formula]:
        """Where to look first: where the action is still to be done and permitted, without holidays."""
        undone = both(negate(self.was.done), negate(self.now.done), self.then)
        running = (both(begun(each), negate(over(each))) for each in (self.was, self.now))
        acting = both(self.was.permitted, self.now.permitted, undone, *running)
        usual = self.session.world.workdays.only_weekends
        return [each for each in (both(acting, usual), acting, undone, True) if each is not False]

    def _pattern(self, found: Found) -> Iterator[Formula]:
        """How a case came about: which rules apply, and which ways are left."""
        assert found.model is not None  # noqa: S101 - only asked where a case was found
        for decided in (self.was, self.now):
            parts = [decided.applies(rule.id) for rule in decided.rules]
            parts += [decided.feasible(key) for key in decided.universe]
            yield from (part if true_in(found.model, part) else negate(part) for part in parts)

    # The evaluator has the last word

    def _replayed(self, kind: Kind, case: Case) -> Shown | None:
        """The smallest part of a case that shows the change under both rulesets, as they are."""
        facts = case.facts
        if kind in _BY_STEP:
            facts = self._with_step(kind, facts)
        smallest = shrunk(self.new, Case(facts, {}), lambda rules, some: self._shows(kind, rules, some))
        if smallest is None:
            return None
        before, after = self._both(smallest.facts)
        assert before is not None  # noqa: S101 - it was shown a moment ago
        assert after is not None  # noqa: S101 - see above
        return Shown(kind, smallest.facts, before, after)

    def _both(self, facts: Facts) -> tuple[Seen | None, Seen | None]:
        return see(self.old, facts, self.action), see(self.new, facts, self.action)

    def _with_step(self, kind: Kind, facts: Facts) -> Facts:
        """The facts with a step that shows the change, where only a step does."""
        before, after = self._both(facts)
        if before is None or after is None or shows(kind, before, after):
            return facts
        for some in (facts, with_entries(facts, before, after)):
            before, after = self._both(some)
            step = None if before is None or after is None else step_that_shows(kind, before, after)
            if step is not None:
                return with_step(some, step)
        return facts

    def _shows(self, kind: Kind, rules: Ruleset, facts: Facts) -> bool:
        del rules  # parameters are as they are set
        before, after = self._both(facts)
        if before is None or after is None:
            return False
        if facts.proposed is not None:
            return step_shows(kind, before, after, facts.proposed)
        return shows(kind, before, after)


def _clear(kind: Kind, shown: Sequence[Shown]) -> bool:
    """Whether a change of gravity follows from what was shown: a step that is no longer right is worse."""
    if kind not in ("graver", "milder"):
        return False
    return any(KINDS[each.kind] in (KINDS[kind], "different") for each in shown)
