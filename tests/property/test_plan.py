"""Laws that a plan obeys, for any facts, any bundled pack and any set of channels."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from etiquette import Decision, Facts, Ruleset, Step
from etiquette.check import facts_for, findings
from etiquette.decide import situation
from etiquette.domains import representatives, with_fact
from etiquette.plan import make_plan
from etiquette.questions import is_possible
from etiquette.testing import (
    assert_no_conflict,
    assert_only_narrows,
    assert_suggestions_hold,
    assert_valid_report,
    cases,
)

from .rulesets import CHANNELS, PACKS, SUBSETS, ruleset

DAY = timedelta(days=1)
FULL = ruleset(PACKS[0])


def possible(rules: Ruleset, case: dict[str, Any]) -> Facts:
    """The facts of a case, or another case if the packs say that it can't be."""
    facts, _ = facts_for(rules, case)
    assume(facts is not None)
    assert facts is not None
    return facts


@given(st.sampled_from(PACKS), st.sampled_from(SUBSETS), cases(FULL))
def test_no_conflict_for_any_facts(pack: str, channels: tuple[str, ...], case: dict[str, Any]) -> None:
    """No bundled pack contradicts itself, whatever the facts and whichever channels are installed."""
    rules = ruleset(pack, channels)
    possible(rules, case)
    assert_no_conflict(rules, case)


@given(st.sampled_from(PACKS), cases(FULL))
def test_the_report_is_valid_and_always_the_same(pack: str, case: dict[str, Any]) -> None:
    """Every report validates against its schema, and the same input gives the same bytes."""
    rules = ruleset(pack)
    report = rules.check(case)
    assert_valid_report(report)
    assert json.dumps(report.to_dict()) == json.dumps(rules.check(case).to_dict())


@given(st.sampled_from(PACKS), st.sampled_from(SUBSETS), st.sampled_from(CHANNELS), cases(FULL))
def test_a_plugin_only_narrows(
    pack: str, channels: tuple[str, ...], plugin: str, case: dict[str, Any]
) -> None:
    """Adding a channel plugin never permits what was not permitted without it."""
    without = tuple(each for each in channels if each != plugin)
    more = tuple(sorted({*without, plugin}))
    possible(ruleset(pack, without), case)
    assert_only_narrows(ruleset(pack, without), ruleset(pack, more), case)


@given(st.sampled_from(PACKS), st.sampled_from(SUBSETS), cases(FULL, proposed=True))
def test_a_suggested_step_is_free_of_findings(
    pack: str, channels: tuple[str, ...], case: dict[str, Any]
) -> None:
    """Whoever takes the suggested step hears no further objection."""
    rules = ruleset(pack, channels)
    possible(rules, case)
    assert_suggestions_hold(rules, case)


@given(st.sampled_from(PACKS), cases(FULL, proposed=False))
def test_the_ends_of_a_window_are_inclusive(pack: str, case: dict[str, Any]) -> None:
    """A step on the first and on the last day of a window is in it; a day outside it is not."""
    rules = ruleset(pack)
    facts = possible(rules, case)
    for decision in make_plan(rules, facts):
        if decision.status not in ("not_yet", "due", "late", "open") or rules.opens[decision.action]:
            continue
        for day, inside in around(decision, facts.today):
            about = window_findings(rules, facts, decision, day)
            assert bool(about) is not inside, (decision.action, day, about)


def around(decision: Decision, today: date) -> Iterator[tuple[date, bool]]:
    """The days at and just outside the ends of a window, as far as they can still come."""
    if decision.not_before and decision.not_before > today:
        yield decision.not_before, True
        yield decision.not_before - DAY, False
    if decision.not_after and decision.not_after >= today:
        yield decision.not_after, True
        yield decision.not_after + DAY, False


def window_findings(rules: Ruleset, facts: Facts, decision: Decision, day: date) -> list[str]:
    """What is said against a day as such, by the window of the ways (hours and weekdays aside)."""
    return [
        finding.required
        for finding in findings(rules, facts, Step(decision.action, day))[0]
        if finding.about == "day" and finding.required.startswith(("not before", "not after"))
    ]


@given(st.sampled_from(PACKS), cases(FULL, proposed=False, told=0.3), st.data())
def test_the_plan_holds_for_every_completion(pack: str, case: dict[str, Any], data: st.DataObject) -> None:
    """What a plan states stays true when the facts that it doesn't know become known."""
    rules = ruleset(pack)
    facts = possible(rules, case)
    before = make_plan(rules, facts)
    unknown = sorted({path for decision in before for path in decision.depends_on})
    told = dict(facts.told)
    for path in unknown:
        values = representatives(rules, facts, path)
        if values:
            told = with_fact(told, path, data.draw(st.sampled_from(values), label=path))
    completed = replace(facts, told=told)
    assume(is_possible(situation(rules, completed)))
    after = {decision.action: decision for decision in make_plan(rules, completed)}
    for decision in before:
        for stated in contradictions(decision, after[decision.action]):
            pytest.fail(f"{decision.action}: {stated}")


def contradictions(before: Decision, after: Decision) -> Iterator[str]:
    """What ``before`` states and ``after`` doesn't."""
    if before.status == "undetermined":
        if before.modality is not None and "modality" not in before.undetermined:
            if after.modality != before.modality:
                yield f"modality {before.modality} → {after.modality}"
        return
    if after.status != before.status:
        yield f"status {before.status} → {after.status}"
    fields = {
        "window": ("not_before", "ideally_by", "not_after", "opens_on"),
        "ways": ("channels", "recipients", "via"),
        "message": ("message",),
    }
    for part, names in fields.items():
        if part not in before.undetermined:
            for name in names:
                if getattr(before, name) != getattr(after, name):
                    yield f"{name} {getattr(before, name)} → {getattr(after, name)}"


def advice_of(plan: Iterable[Decision]) -> dict[str, Decision]:
    """What a plan advises for each action, whichever rules it comes from."""
    return {decision.action: decision.advice for decision in plan}


@given(st.sampled_from(PACKS), cases(FULL, proposed=False, told=0.3), st.data())
def test_what_is_not_asked_for_cannot_change_the_plan(
    pack: str, case: dict[str, Any], data: st.DataObject
) -> None:
    """A fact that is neither asked for nor listed as assumed makes no difference, however it is told."""
    rules = ruleset(pack)
    facts = possible(rules, case)
    report = rules.check(facts)
    asked = {question.fact for question in report.questions}
    asked |= {path for question in report.questions for path in question.together_with}
    assumed = {each.fact for each in report.assumptions}
    silent = [
        path
        for path in rules.vocabulary.facts
        if path not in facts.told and path not in asked | assumed and representatives(rules, facts, path)
    ]
    assume(silent)
    path = data.draw(st.sampled_from(silent), label="fact")
    told = dict(facts.told)
    for other in sorted(asked):
        values = representatives(rules, facts, other)
        if values:
            told = with_fact(told, other, data.draw(st.sampled_from(values), label=other))
    values = representatives(rules, facts, path)
    one, two = (data.draw(st.sampled_from(values), label=label) for label in ("one", "two"))
    versions = [replace(facts, told=with_fact(told, path, value)) for value in (one, two)]
    assume(all(is_possible(situation(rules, version)) for version in versions))
    first, second = (advice_of(make_plan(rules, version)) for version in versions)
    assert first == second, path


@given(st.sampled_from(PACKS), cases(FULL, proposed=False, told=0.3), st.randoms(use_true_random=False))
def test_what_is_asked_for_can_change_the_plan(pack: str, case: dict[str, Any], random: Any) -> None:
    """For each question there are two completions that differ only in that fact and give other plans."""
    rules = ruleset(pack)
    facts = possible(rules, case)
    report = rules.check(facts)
    for question in report.questions:
        group = (question.fact, *question.together_with)
        others = sorted({path for decision in report.plan for path in decision.depends_on} - set(group))
        assert any(makes_a_difference(rules, facts, group, others, random) for _ in range(400)), question


def makes_a_difference(
    rules: Ruleset, facts: Facts, group: tuple[str, ...], others: list[str], random: Any
) -> bool:
    """Whether one draw of the other facts, and two of these, gives two different plans."""
    told: dict[str, Any] = dict(facts.told)
    for path in others:
        values = representatives(rules, facts, path)
        if values:
            told = with_fact(told, path, random.choice(values))
    plans: list[dict[str, Decision]] = []
    for _ in range(2):
        version: dict[str, Any] = told
        for path in group:
            version = with_fact(version, path, random.choice(representatives(rules, facts, path)))
        completed = replace(facts, told=version)
        if not is_possible(situation(rules, completed)):
            return False
        plans.append(advice_of(make_plan(rules, completed)))
    return plans[0] != plans[1]
