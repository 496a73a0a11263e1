"""Facts in, decisions out, by the compiled ruleset; what that leaves to the readable code goes there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from etiquette._deciding.plan import UNMEANT, by_urgency, decide, reason_of
from etiquette._deciding.status import situation
from etiquette.facts import Facts, Step
from etiquette.model import Action
from etiquette.report import Decision, Status
from etiquette.ruleset import Ruleset

from .decisions import decision_of
from .program import Decided

__all__ = ["by_hand", "by_hand_on", "certainly", "decided", "decisions", "make_plan", "plan_of"]


def decided(ruleset: Ruleset, facts: Facts) -> Decided:
    """What the compiled ruleset decides, in declared order."""
    return ruleset.compiled.decide(facts.told, facts.today.toordinal(), facts.timezone.key)


def make_plan(ruleset: Ruleset, facts: Facts) -> tuple[Decision, ...]:
    """Decisions on all declared actions as of ``facts.today``, most urgent first."""
    return plan_of(ruleset, facts, decided(ruleset, facts))


def plan_of(ruleset: Ruleset, facts: Facts, found: Decided) -> tuple[Decision, ...]:
    """What was decided as a plan, most urgent first."""
    return by_urgency(decisions(ruleset, facts, found))


def decisions(ruleset: Ruleset, facts: Facts, found: Decided) -> Iterator[Decision]:
    """What was decided as decisions, in declared order."""
    for bare, left, action in zip(*found, ruleset.actions.values(), strict=True):
        if bare is None:
            yield by_hand(ruleset, facts, action)
            continue

        def reason(action: Action, status: Status) -> str:
            if status != "unaddressed" or action.silent:
                return reason_of(ruleset, action, status)
            meant = certainly(ruleset, facts, ruleset.compiled.silences[action.id])
            return action.silences[meant[0]].because if meant else UNMEANT

        def depends_on(action: Action = action) -> tuple[str, ...]:
            return tuple(by_hand(ruleset, facts, action).depends_on)

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


def by_hand_on(ruleset: Ruleset, facts: Facts, step: Step) -> Decision:
    """What the readable code decides on a step's action for the day of the step."""
    return decide(situation(ruleset, facts).on(step.day), ruleset.actions[step.action])
