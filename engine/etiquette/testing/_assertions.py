"""Assertions about reports and rulesets; each says which facts broke it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import time
from typing import Any, Final

from etiquette._deciding.plan import make_plan
from etiquette.check import conflicts, facts_for, findings
from etiquette.report import Decision, Report, Way
from etiquette.ruleset import Ruleset

from ._factory import plain

__all__ = ["assert_no_conflict", "assert_only_narrows", "assert_suggestions_hold", "assert_valid_report"]

_SHUT: Final = ("forbidden", "discouraged", "impossible")
"""Statuses under which nothing may be done, whatever else is added."""


def assert_valid_report(report: Report) -> None:
    """The report is JSON and validates against ``report.schema.json``."""
    from jsonschema import Draft202012Validator

    from etiquette._data import load_schema

    data = json.loads(json.dumps(report.to_dict()))
    errors = [error.message for error in Draft202012Validator(load_schema("report")).iter_errors(data)]
    assert not errors, errors


def assert_no_conflict(ruleset: Ruleset, case: Mapping[str, Any]) -> None:
    """No action's rules contradict each other on these facts."""
    facts, _ = facts_for(ruleset, case)
    if facts is not None:
        guidance = ruleset.as_of(facts.today)
        clashes = conflicts(guidance, facts, make_plan(guidance, facts))
        assert not clashes, _on(case, *(each.message for each in clashes))


def assert_suggestions_hold(ruleset: Ruleset, case: Mapping[str, Any]) -> None:
    """Every suggested step, when taken in place of the proposed one, is free of findings."""
    facts, _ = facts_for(ruleset, case)
    if facts is None or facts.proposed is None:
        return
    guidance = ruleset.as_of(facts.today)
    for finding in findings(guidance, facts, facts.proposed)[0]:
        if finding.suggestion is None or finding.suggestion.step is None:
            continue
        step = finding.suggestion.to_dict()["step"]
        again, problems = facts_for(ruleset, {**case, "proposed": step})
        assert again is not None, _on(case, *map(str, problems))
        assert again.proposed is not None, _on(case, "the suggestion proposes nothing")
        left = findings(guidance, again, again.proposed)[0]
        lines = [f"{each.rule}: {each.message}" for each in left if each.reviewer is None]
        assert not lines, _on(case, f"suggested: {step}", *lines)


def assert_only_narrows(without: Ruleset, more: Ruleset, case: Mapping[str, Any]) -> None:
    """Whatever ``more`` (the same rules and a plugin's) permits, ``without`` permits too.

    Channels, recipients and carriers that only ``more`` declares don't count: they are new, not loosened.
    """
    facts, narrowed = (facts_for(ruleset, case)[0] for ruleset in (without, more))
    if facts is None or narrowed is None:
        return
    before = {decision.action: decision for decision in make_plan(without.as_of(facts.today), facts)}
    for decision in make_plan(more.as_of(narrowed.today), narrowed):
        old = before.get(decision.action)
        if old is None:
            continue
        loosened = [way for way in decision.ways if _known(without, way) and not _covered(way, old)]
        assert not loosened or _closed(decision) or "ways" in old.undetermined or not old.ways, _on(
            case, f"{decision.action}: {loosened[:1]} is permitted by {more.packs} only"
        )
        if old.status in _SHUT:
            assert decision.status in (*_SHUT, "conflict", "undetermined"), _on(
                case, f"{decision.action}: {old.status} → {decision.status}"
            )


def _closed(decision: Decision) -> bool:
    return decision.status in ("conflict", "done", "undetermined", *_SHUT)


def _known(ruleset: Ruleset, way: Way) -> bool:
    return (
        way.channel in (*ruleset.channels, "")
        and way.recipient in (*ruleset.recipients, "")
        and way.via in (*ruleset.carriers, "")
    )


def _covered(way: Way, old: Decision) -> bool:
    return any(
        (way.channel, way.recipient, way.via) == (other.channel, other.recipient, other.via)
        and (other.not_before is None or (way.not_before is not None and way.not_before >= other.not_before))
        and (other.not_after is None or (way.not_after is not None and way.not_after <= other.not_after))
        and (other.hours is None or (way.hours is not None and _within(way.hours, other.hours)))
        and set(way.weekdays or range(1, 8)) <= set(other.weekdays or range(1, 8))
        for other in old.ways
    )


def _within(inner: tuple[time, time], outer: tuple[time, time]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _on(case: Mapping[str, Any], *lines: str) -> str:
    return "\n".join((*lines, "on the facts", json.dumps(plain(case), indent=1, sort_keys=True)))
