"""The laws that every plan obeys, each a plain function that fails with an assertion.

They are held against the bundled packs (`test_plan.py`) and against packs, plugins and engines with a
planted fault (`test_faults.py`): a law that catches nothing would guard nothing.

Each takes the rules under trial, the facts of a case and, where it needs more choices, ``pick``, which
chooses one of several values.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any, Final, TypeAlias

from hypothesis import assume
from hypothesis import strategies as st

from etiquette import Conflict, Decision, Facts, Rule, Ruleset, Step
from etiquette._deciding.decide import resolve
from etiquette._deciding.domains import representatives
from etiquette._deciding.plan import make_plan
from etiquette._deciding.questions import is_possible
from etiquette._deciding.status import open_on, situation
from etiquette.check import conflicts, facts_for, findings
from etiquette.facts import UNKNOWN, with_fact
from etiquette.testing import assert_valid_report

__all__ = [
    "Pick",
    "asked_facts_matter",
    "conflicts_are_minimal",
    "ends_are_inclusive",
    "holds_for_completions",
    "nothing_else_matters",
    "parameter_values",
    "picking",
    "possible",
    "report_is_sound",
    "same_advice",
    "same_report",
]

Pick: TypeAlias = Callable[[Sequence[Any]], Any]
DAY: Final = timedelta(days=1)
TRIES: Final = 60
ROUNDS: Final = 5


def picking(data: st.DataObject) -> Pick:
    """Choices that Hypothesis makes, and shrinks towards the first value."""
    return lambda values: data.draw(st.sampled_from(values))


def possible(rules: Ruleset, case: Mapping[str, Any]) -> Facts:
    """The facts of a case, or another case if the packs say that it can't be."""
    facts, _ = facts_for(rules, case)
    assume(facts is not None)
    assert facts is not None
    return facts


def parameter_values(rules: Ruleset) -> st.SearchStrategy[dict[str, Any]]:
    """Settings of a few parameters: the ends of their ranges, or their words; the simplest sets none."""
    each: dict[str, st.SearchStrategy[Any]] = {}
    for name, parameter in rules.parameters.items():
        if parameter.type == "switch":
            each[name] = st.booleans()
        elif parameter.type == "enum":
            each[name] = st.sampled_from(parameter.values)
        else:
            least, most = parameter.least or 0, parameter.most if parameter.most is not None else 0
            each[name] = st.sampled_from(sorted({least, min(least + 1, most), most}))
    return st.fixed_dictionaries({}, optional=each)


def report_is_sound(rules: Ruleset, case: Mapping[str, Any]) -> None:
    """The report validates against its schema."""
    assert_valid_report(rules.check(case))


def same_report(one: Ruleset, other: Ruleset, case: Mapping[str, Any]) -> None:
    """Both rulesets give the same bytes, places of rules aside."""
    first, second = (json.dumps(_without_places(each.check(case).to_dict())) for each in (one, other))
    assert first == second, f"not the same report:\n{first}\n{second}"


def _without_places(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_places(each) for key, each in data.items() if key != "location"}
    if isinstance(data, list):
        return [_without_places(each) for each in data]
    return data


def conflicts_are_minimal(rules: Ruleset, case: Mapping[str, Any]) -> None:
    """The rules that a conflict names clash by themselves, and no longer do without any one of them."""
    facts = possible(rules, case)
    for conflict in conflicts(rules, facts, make_plan(rules, facts)):
        assert _clashes(rules, facts, conflict, conflict.rules), f"no clash by themselves: {conflict.rules}"
        for left_out in conflict.rules:
            rest = [each for each in conflict.rules if each != left_out]
            assert not _clashes(rules, facts, conflict, rest), f"{left_out} is not needed: {conflict.rules}"


def _clashes(rules: Ruleset, facts: Facts, conflict: Conflict, ids: Sequence[str]) -> bool:
    """Whether these rules, with what isn't overridden of each, clash about the action."""
    in_play = resolve(situation(rules, facts), rules.actions[conflict.action]).in_play
    about = {rule.id for rule in rules.by_action[conflict.action]}
    kept = tuple(
        _without(rule, [aspect for aspect, state in in_play.get(rule.id, {}).items() if state is False])
        for rule in rules.rules
        if rule.id in ids or rule.id not in about
    )
    plan = {decision.action: decision for decision in make_plan(replace(rules, rules=kept), facts)}
    return plan[conflict.action].status == "conflict"


def _without(rule: Rule, aspects: Sequence[str]) -> Rule:
    gone: dict[str, Any] = dict.fromkeys(aspects)
    return replace(rule, overrides=(), **gone)


def ends_are_inclusive(rules: Ruleset, case: Mapping[str, Any]) -> None:
    """The first and the last day of a window are in it and the days outside are not, for steps as well."""
    facts = possible(rules, case)
    for decision in make_plan(rules, facts):
        if decision.status not in ("not_yet", "due", "late", "open") or rules.opens[decision.action]:
            continue
        for day, inside in _around(decision, facts.today):
            said = _about_the_window(rules, facts, decision, day)
            assert bool(said) is not inside, f"{decision.action} on {day}, {inside=}: {said}"
            at = situation(rules, facts, day)
            untimed = all(way.hours is None and way.weekdays is None for way in decision.ways)
            if untimed or not inside:
                assert open_on(at, decision.action) is inside, f"{decision.action} on {day}: {inside=}"


def _around(decision: Decision, today: date) -> Iterator[tuple[date, bool]]:
    """The days at and just outside the ends of a window, as far as they can still come."""
    if decision.not_before and decision.not_before > today:
        yield decision.not_before, True
        yield decision.not_before - DAY, False
    if decision.not_after and decision.not_after >= today:
        yield decision.not_after, True
        yield decision.not_after + DAY, False


def _about_the_window(rules: Ruleset, facts: Facts, decision: Decision, day: date) -> list[str]:
    """What is said against a day as such, by the window of the ways (hours and weekdays aside)."""
    return [
        finding.required
        for finding in findings(rules, facts, Step(decision.action, day))[0]
        if finding.about in ("day", "way")
        and finding.required.startswith(("not before", "not after", "a step"))
    ]


def holds_for_completions(rules: Ruleset, case: Mapping[str, Any], pick: Pick) -> None:
    """What a plan states stays true when the facts that it doesn't know become known."""
    facts = possible(rules, case)
    before = make_plan(rules, facts)
    completed = _answered(rules, facts, sorted(_unknown(rules, facts)), pick)
    assume(is_possible(situation(rules, completed)))
    after = {decision.action: decision for decision in make_plan(rules, completed)}
    for decision in before:
        wrong = list(_contradictions(decision, after[decision.action]))
        assert not wrong, f"{decision.action}: {'; '.join(wrong)}"


def _unknown(rules: Ruleset, facts: Facts) -> set[str]:
    """All facts that anything about the plan ran into the lack of, those of settled decisions included."""
    at = situation(rules, facts)
    for action in rules.actions.values():
        resolve(at, action)
        open_on(at, action.id)
    return {*at.unknown_read, *(path for each in make_plan(rules, facts) for path in each.depends_on)}


def _answered(rules: Ruleset, facts: Facts, paths: Iterable[str], pick: Pick) -> Facts:
    """The facts with an answer to each of ``paths`` that has any."""
    told = dict(facts.told)
    for path in paths:
        values = representatives(rules, facts, path)
        if values:
            told = with_fact(told, path, pick(values))
    return replace(facts, told=told)


def _completed(rules: Ruleset, facts: Facts, pick: Pick, besides: Iterable[str] = ()) -> Facts:
    """The facts with answers until nothing is unknown any more, ``besides`` some; answers raise questions."""
    left_open = set(besides)
    for _ in range(ROUNDS):
        unknown = sorted(_unknown(rules, facts) - left_open)
        if not unknown:
            break
        left_open.update(unknown)
        facts = _answered(rules, facts, unknown, pick)
    return facts


def _contradictions(before: Decision, after: Decision) -> Iterator[str]:
    """What ``before`` states and ``after`` doesn't."""
    if before.modality is not None and after.modality != before.modality:
        yield f"modality {before.modality} → {after.modality}"
    if before.status == "undetermined":
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


def _advice(rules: Ruleset, facts: Facts) -> dict[str, Decision]:
    """What a plan advises for each action, whichever rules it comes from."""
    return {decision.action: decision.advice for decision in make_plan(rules, facts)}


def same_advice(one: Ruleset, other: Ruleset, case: Mapping[str, Any]) -> None:
    """Both rulesets advise the same, whatever their rules are called."""
    first, second = (_advice(each, possible(each, case)) for each in (one, other))
    changed = [action for action in first if first[action] != second[action]]
    assert not changed, f"other advice on {', '.join(changed)}"


def nothing_else_matters(rules: Ruleset, case: Mapping[str, Any], pick: Pick) -> None:
    """A fact that is neither asked for nor assumed makes no difference, once all the others are known."""
    facts = possible(rules, case)
    report = rules.check(facts)
    asked = {question.fact for question in report.questions}
    at = situation(rules, facts)
    unknown = [
        path
        for path in rules.vocabulary.facts
        if at.fact(path) is UNKNOWN and representatives(rules, facts, path)
    ]
    silent = [path for path in unknown if path not in asked]
    assume(silent)
    path = pick(silent)
    others = _answered(rules, facts, (each for each in unknown if each != path), pick)
    others = _completed(rules, others, pick, [path])
    values = representatives(rules, facts, path)
    versions = [replace(facts, told=with_fact(others.told, path, pick(values))) for _ in range(2)]
    assume(all(is_possible(situation(rules, version)) for version in versions))
    one, two = (_advice(rules, version) for version in versions)
    changed = [action for action in one if one[action] != two[action]]
    assert not changed, f"{path} isn't asked for, and changes {', '.join(changed)}"


def asked_facts_matter(rules: Ruleset, case: Mapping[str, Any], pick: Pick) -> None:
    """For each question there are two completions that differ only in its facts and give other advice."""
    facts = possible(rules, case)
    report = rules.check(facts)
    random = Random(pick(range(1000)))  # noqa: S311 - a repeatable choice among many, no secret
    for question in report.questions:
        group = (question.fact, *question.together_with)
        others = _unknown(rules, facts) - set(group)
        if not all(representatives(rules, facts, path) for path in group):
            continue
        tries = TRIES if others else 1
        matters = (_makes_a_difference(rules, facts, group, random) for _ in range(tries))
        assert any(matters), f"{question.fact} is asked for and changes nothing"


def _makes_a_difference(rules: Ruleset, facts: Facts, group: Sequence[str], random: Random) -> bool:
    """Whether under one choice of the other facts there are two of these that give different plans."""
    answered = _completed(rules, facts, random.choice, group)
    combinations = list(product(*(representatives(rules, answered, path) for path in group)))
    first: dict[str, Decision] | None = None
    for values in random.sample(combinations, min(len(combinations), TRIES)):
        told: Mapping[str, Any] = answered.told
        for path, value in zip(group, values, strict=True):
            told = with_fact(told, path, value)
        completed = replace(answered, told=told)
        if is_possible(situation(rules, completed)):
            advised = _advice(rules, completed)
            first = advised if first is None else first
            if advised != first:
                return True
    return False
