"""Which rules made what came out otherwise than expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from etiquette._deciding.decide import resolve
from etiquette._deciding.status import situation
from etiquette.model import Rule
from etiquette.report import Decision

from .bench import Ready
from .compare import Difference

__all__ = ["deciding_rules"]

_ASPECTS: Final = {
    "modality": "modality",
    "not_before": "window",
    "ideally_by": "window",
    "not_after": "window",
    "opens_on": "window",
    "channels": "channels",
    "recipients": "recipients",
    "via": "via",
    "message": "message",
}
_BY_STATUS: Final = {"not_yet": "not_before", "late": "ideally_by", "missed": "not_after"}


def deciding_rules(ready: Ready, difference: Difference) -> tuple[Rule, ...]:
    """The rules of a decision that are about what differs; none where no rule in particular is."""
    if ready.facts is None or ready.refused or difference.path[:1] != ("plan",):
        return ()
    rules = ready.ruleset.as_of(ready.facts.today)
    action, key = str(difference.path[1]), str(difference.path[2])
    decision = ready.ruleset.check(ready.facts).decision(action)
    by_id = {rule.id: rule for rule in rules.rules}
    made = [by_id[rule] for rule in decision.rules]
    if key == "status":
        key = _BY_STATUS.get(decision.status, "modality")
    aspect = _ASPECTS.get(key)
    fitting = [rule for rule in made if aspect is not None and getattr(rule, aspect) is not None]
    if aspect == "window":
        days = _days(decision, key)
        return tuple(_with_end(ready, action, fitting, key, days))
    if aspect == "modality":
        return tuple(rule for rule in fitting if rule.modality == decision.modality)
    if aspect == "message":
        part = str(difference.path[-1])
        return tuple(rule for rule in fitting if getattr(rule.message, part, None))
    if aspect is not None:
        wanted = ready.case.expect.plan[action][key] or ()
        missing = [word for word in wanted if word not in getattr(decision, key)]
        return tuple(_excluding(ready, action, fitting, aspect, missing))
    return ()


def _days(decision: Decision, key: str) -> set[date]:
    name = "not_before" if key == "opens_on" else key
    return {day for way in decision.ways if (day := getattr(way, name)) is not None}


def _with_end(ready: Ready, action: str, rules: list[Rule], key: str, days: set[date]) -> Iterator[Rule]:
    """Those rules whose own end is the one that counts."""
    assert ready.facts is not None  # noqa: S101 - the caller has looked
    guidance = ready.ruleset.as_of(ready.facts.today)
    found = resolve(situation(guidance, ready.facts), guidance.actions[action])
    name = "not_before" if key == "opens_on" else key
    ends = {demand.rule.id: getattr(demand, name) for demand in found.demands}
    yield from (rule for rule in rules if ends.get(rule.id) in days)


def _excluding(
    ready: Ready, action: str, rules: list[Rule], aspect: str, words: Sequence[str]
) -> Iterator[Rule]:
    """Those rules that leave out one of ``words``, for all ways; where none is missing, there are none."""
    assert ready.facts is not None  # noqa: S101 - the caller has looked
    guidance = ready.ruleset.as_of(ready.facts.today)
    found = resolve(situation(guidance, ready.facts), guidance.actions[action])
    choices = {demand.rule.id: getattr(demand, aspect) for demand in found.demands}
    for rule in rules:
        choice = choices.get(rule.id)
        if choice is not None and any(not choice.allows(word) for word in words):
            yield rule
