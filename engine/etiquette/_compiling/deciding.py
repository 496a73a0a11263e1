"""Facts in, decisions out, by the compiled ruleset; what that leaves to the readable code goes there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from etiquette._deciding.plan import UNMEANT, by_urgency, decide, reason_of
from etiquette._deciding.plan import make_plan as readable_plan
from etiquette._deciding.status import situation
from etiquette.facts import Facts
from etiquette.model import Action
from etiquette.report import Decision, Status
from etiquette.ruleset import Ruleset

from .decisions import decision_of

__all__ = ["by_hand", "certainly", "decisions", "make_plan"]


def make_plan(ruleset: Ruleset, facts: Facts) -> tuple[Decision, ...]:
    """Decisions on all declared actions as of ``facts.today``, most urgent first.

    The first few cases of a ruleset take the readable code: to generate code takes as long as to decide ten cases.
    """
    if not ruleset.worth_compiling():
        return readable_plan(ruleset, facts)
    return by_urgency(decisions(ruleset, facts))


def decisions(ruleset: Ruleset, facts: Facts) -> Iterator[Decision]:
    """Decisions on all declared actions as of ``facts.today``, in declared order."""
    found = ruleset.compiled.decide(facts.told, facts.today.toordinal(), facts.timezone.key)
    for (bare, left), action in zip(found, ruleset.actions.values(), strict=True):
        if bare is None:
            yield by_hand(ruleset, facts, action)
            continue

        def reason(action: Action, status: Status) -> str:
            if status != "unaddressed" or action.silent:
                return reason_of(ruleset, action, status)
            meant = certainly(ruleset, facts, tuple(each.when for each in action.silences))
            return action.silences[meant[0]].because if meant else UNMEANT

        def depends_on(action: Action = action) -> tuple[str, ...]:
            return by_hand(ruleset, facts, action).depends_on

        yield decision_of(bare, left, reason, depends_on)


def certainly(ruleset: Ruleset, facts: Facts, conditions: tuple[Any, ...]) -> tuple[int, ...]:
    """The places of those of ``conditions`` that certainly hold."""
    if not conditions:
        return ()
    holding = ruleset.compiled.holding(conditions)
    return holding(facts.told, facts.today.toordinal(), facts.timezone.key)


def by_hand(ruleset: Ruleset, facts: Facts, action: Action) -> Decision:
    """What the readable code decides."""
    return decide(situation(ruleset, facts), action)
