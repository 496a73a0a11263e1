"""The plan: every action's decision as of a day, most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final

from etiquette._nouns import replace
from etiquette.facts import Facts
from etiquette.model import Action, Rule
from etiquette.report import Decision, Status
from etiquette.ruleset import Ruleset

from .combine import CONSTRAINTS
from .decide import Resolution, resolve
from .each import remaining
from .evaluate import truth
from .situation import Situation
from .status import ideally_by, opens_on, situation, status_on

__all__ = ["UNMEANT", "by_urgency", "decide", "in_effect", "make_plan", "reason_of", "substance"]

_URGENCY: Final[tuple[Status, ...]] = (
    "conflict",
    "late",
    "due",
    "open",
    "undetermined",
    "not_yet",
    "impossible",
    "discouraged",
    "forbidden",
    "missed",
    "done",
    "unaddressed",
)
_RANK: Final = {status: place for place, status in enumerate(_URGENCY)}
_NO_STEP: Final[frozenset[Status]] = frozenset({"conflict", "done", "forbidden", "impossible"})
"""Statuses under which a decision names no ways: there is no step left to take."""


def make_plan(ruleset: Ruleset, facts: Facts) -> tuple[Decision, ...]:
    """Decisions on all declared actions as of ``facts.today``, most urgent first.

    Actions of equal urgency come in the order in which they open, then in declared order.
    """
    at = situation(ruleset, facts)
    made = [decide(at.afresh(), action) for action in ruleset.actions.values()]
    return by_urgency(made)


def by_urgency(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Decisions in the order of a plan; those given first come first among equals."""
    return tuple(sorted(decisions, key=lambda each: (_RANK[each.status], each.opens_on or date.max)))


def decide(at: Situation, action: Action) -> Decision:
    """One action's decision as of the situation's day; ``at`` must not have been read from before."""
    return at.once(("decide", action.id, at.day), lambda: _decide(at, action))


def _decide(at: Situation, action: Action) -> Decision:
    found = resolve(at, action)
    status = status_on(at, found)
    step_left = status not in _NO_STEP
    settled = found.settled if step_left else frozenset({"window", "ways", "message"})
    ways = found.ways if step_left and "ways" in settled else ()
    dated = ways if "window" in settled else ()
    left = remaining(at, action.per) if action.per else None
    unsettled = [name for name in ("window", "ways", "message") if name not in settled]
    if len(found.modalities) != 1 and status == "undetermined":
        unsettled.insert(0, "modality")
    modality = found.modality if len(found.modalities) == 1 else None
    opens = opens_on(at, action) if dated and status not in ("missed", "undetermined") else None
    shown = ways if "window" in settled and "message" in settled else ()
    return Decision(
        action=action.id,
        title=action.title,
        status=status,
        modality=modality,
        not_before=_unless_none(min, [way.not_before for way in dated]),
        ideally_by=ideally_by(at, dated),
        not_after=_unless_none(max, [way.not_after for way in dated]),
        opens_on=opens,
        channels=_projected([way.channel for way in ways]),
        recipients=_projected([way.recipient for way in ways]),
        via=_projected([way.via for way in ways]),
        message=ways[0].message if ways and action.message and "message" in settled else None,
        remaining=left.names if left else (),
        rules=tuple(rule.id for rule in in_effect(found)),
        outweighed=tuple(sorted(rule for rule, out in found.outweighed.items() if out)),
        overridden=tuple(
            rule
            for rule, aspects in sorted(found.in_play.items())
            if found.applies[rule] is True and not found.outweighed.get(rule) and False in aspects.values()
        ),
        ways=shown,
        undetermined=tuple(unsettled),
        depends_on=tuple(sorted(at.unknown_read)) if unsettled or status == "undetermined" else (),
        reason=_reason(at, found, status),
        because=tuple(
            dict.fromkeys(rule.because for rule in in_effect(found) if rule.modality and rule.because)
        ),
        preferences_set_aside=found.set_aside if step_left else (),
    )


def in_effect(found: Resolution) -> tuple[Rule, ...]:
    """The rules that made a decision: they are in play in some aspect and aren't outweighed."""
    made: list[Rule] = []
    for rule_id, aspects in found.in_play.items():
        carrying = [aspect for aspect in CONSTRAINTS if aspects.get(aspect) is True]
        weighing = aspects.get("modality") is True and rule_id not in found.outweighed
        if carrying or weighing:
            made.append(found.rules[rule_id])
    return tuple(made)


def substance(decision: Decision) -> Decision:
    """What a decision advises, without how it came about: equal where nobody would act otherwise."""
    return replace(
        decision,
        rules=(),
        outweighed=(),
        overridden=(),
        depends_on=(),
        reason="",
        because=(),
        preferences_set_aside=(),
    )


def _unless_none(pick: Callable[[Sequence[date]], date], days: Sequence[date | None]) -> date | None:
    """``pick`` of the days, or no day as soon as one of them is open-ended."""
    known = [day for day in days if day is not None]
    return pick(known) if known and len(known) == len(days) else None


def _projected(parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(part for part in dict.fromkeys(parts) if part)


def _reason(at: Situation, found: Resolution, status: Status) -> str:
    action = found.action
    if status == "unaddressed" and not action.silent:
        meant = (each.because for each in action.silences if truth(each.when, at) is True)
        return next(meant, UNMEANT)
    return reason_of(at.ruleset, action, status)


UNMEANT: Final = "The rules say nothing about this."
"""The reason for silence that nobody gives one for."""


def reason_of(ruleset: Ruleset, action: Action, status: Status) -> str:
    """Why a status is what it is, where that depends on nothing else; empty where the dates say so."""
    phase = ruleset.phases.get(action.phase)
    if status == "missed" and phase is not None and phase.over is not None:
        return f"“{phase.title}” is over."
    reasons: dict[Status, str] = {
        "unaddressed": action.silent or UNMEANT,
        "impossible": "No way is left that all the rules permit.",
        "undetermined": "This depends on something that isn't known yet.",
    }
    return reasons.get(status, "")
