"""Laws of differences: what is called equal is, what changes can be seen, and back is the other way round."""

from __future__ import annotations

from datetime import time, timedelta
from functools import lru_cache
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from etiquette import Ruleset
from etiquette._comparing.compare import compare
from etiquette._deciding.decide import resolve
from etiquette._deciding.plan import decide, substance
from etiquette._deciding.status import situation
from etiquette._deciding.steps import breaches
from etiquette.difference import Difference
from etiquette.facts import Facts, Step
from etiquette.kinds import MIRRORED
from small import TODAY, UTC, small

ACTION = "write"
CHANNELS = ("letter", "phone")
MANIFEST = """
actions:
  write: {title: Write, phase: during, channels: [letter, phone], recipients: [owner], carriers: [direct]}
  call: {title: Call, phase: during}
"""
WHEN = (
    "",
    "when: {case.closed: true}",
    "when: {case.urgent: true}",
    "when: {case.closed: true, case.urgent: false}",
)
MODALITIES = (
    "",
    "modality: must",
    "modality: should",
    "modality: may",
    "modality: should_not",
    "modality: must_not",
)
WINDOWS = (
    "",
    "window: {not_before: case.opened + 1 day}",
    "window: {not_before: case.opened + 2 days, not_after: case.opened + 4 days}",
    "window: {not_after: case.opened + 3 days}",
    "window: {ideally_by: case.opened + 2 days}",
)
OTHERS = (
    "",
    "channels: {never: [phone]}",
    "channels: {only: [phone]}",
    "channels: {prefer: [phone]}",
    "hours: {only: '09:00 to 18:00'}",
    "weekdays: {never: [tuesday, wednesday]}",
    "message: {must: [greeting], should: [question]}",
    "message: {may: [greeting, question], max_words: 30}",
    "message: {avoid: [greeting]}",
    "for: {channel: phone}, hours: {only: '10:00 to 12:00'}",
)
LEVELS = ("", "", "level: error", "level: note")

rule = st.tuples(
    st.sampled_from(WHEN),
    st.sampled_from(MODALITIES),
    st.sampled_from(WINDOWS),
    st.sampled_from(OTHERS),
    st.sampled_from(LEVELS),
)
rules = st.lists(rule, min_size=1, max_size=3)


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, str]:
    """The rules of two packs: some, and the same with a part of one rule changed, dropped or added."""
    old = draw(rules)
    new = list(old)
    place = draw(st.integers(0, len(old) - 1))
    how = draw(st.sampled_from(("change", "change", "change", "drop", "add", "exception")))
    if how == "change":
        part = draw(st.integers(0, 4))
        other = draw(rule)
        new[place] = (*old[place][:part], other[part], *old[place][part + 1 :])  # type: ignore[assignment]
    elif how == "drop" and len(old) > 1:
        del new[place]
    else:
        new.append(draw(rule))
    exception = how == "exception"
    return written(old), written(new, overriding=exception)


def written(some: list[Any], *, overriding: bool = False) -> str:
    """Rules as YAML. Advice against a step carries no constraint, and a rule for a way no modality."""
    lines = []
    for number, (when, modality, window, other, level) in enumerate(some):
        against = modality.endswith("_not")
        scoped = other.startswith("for:")
        parts = [when, "" if scoped else modality, "" if against and not scoped else window]
        parts += ["" if against and not scoped else other, level]
        said = [each for each in parts if each]
        if not any(each in said for each in (modality, window, other) if each):
            said.append("modality: may")
        if overriding and number == len(some) - 1 and number and not scoped:
            said.append("overrides: [a/r0]")
        lines.append(f"- {{id: a/r{number}, title: Rule {number}, action: write, {', '.join(said)}}}")
    return "\n".join(lines)


@lru_cache(maxsize=64)
def loaded(text: str) -> Ruleset:
    """A small pack with these rules."""
    return small(text, manifest=MANIFEST)


def seen(ruleset: Ruleset) -> list[Any]:
    """All that the evaluator says of every case, every day and every step of a small domain."""
    found: list[Any] = []
    for closed, urgent, by in product((False, True), (False, True), range(-1, 6)):
        told = {"case.opened": TODAY, "case.closed": closed, "case.urgent": urgent}
        facts = Facts(told, TODAY + timedelta(days=by), UTC)  # type: ignore[arg-type]  # values of facts
        at = situation(ruleset, facts)
        decision = substance(decide(at.afresh(), ruleset.actions[ACTION]))
        found.append(decision)
        if by == 0:
            found += [
                _levels(ruleset, facts, decision.status, *step)
                for step in product(range(-1, 7), CHANNELS, TIMES)
            ]
    return found


TIMES = (None, time(8), time(11), time(15))


def _levels(ruleset: Ruleset, facts: Facts, status: str, ahead: int, channel: str, at: time | None) -> str:
    """The gravest that is said against a step; where rules contradict each other nothing is advised."""
    if status == "conflict":
        return ""
    step = Step(ACTION, TODAY + timedelta(days=ahead), at, channel, "owner", "direct")
    at_that_day = situation(ruleset, facts).on(step.day)
    found = breaches(at_that_day, resolve(at_that_day, ruleset.actions[ACTION]), step)
    levels = {breach.level for breach in found if not breach.soft}
    return next((each for each in ("error", "warning") if each in levels), "")


def kinds(found: Difference) -> set[tuple[str, str]]:
    """What changes, by action and kind."""
    return {(action.action, change.kind) for action in found.actions for change in action.changes}


@given(mutated())
def test_equal_is_equal_in_every_case(texts: tuple[str, str]) -> None:
    """Two packs are called equal exactly if the evaluator says the same of every case of a small domain."""
    old, new = map(loaded, texts)
    found = compare(old, new)
    assert not found.unknown
    assert found.equal is (seen(old) == seen(new))


@given(mutated())
def test_back_is_the_other_way_round(texts: tuple[str, str]) -> None:
    """When the packs change places, each kind of change becomes its mirrored kind."""
    old, new = map(loaded, texts)
    there, back = compare(old, new), compare(new, old)
    gravity = {"graver", "milder"}  # told only where nothing else says it
    mirrored = {(action, MIRRORED[kind]) for action, kind in kinds(there) if kind not in gravity}  # type: ignore[index]
    assert mirrored == {(action, kind) for action, kind in kinds(back) if kind not in gravity}


@given(rules)
def test_nothing_changes_from_a_pack_to_itself(some: list[Any]) -> None:
    """A pack is equal to itself, with nothing unknown and nothing edited."""
    found = compare(loaded(written(some)), loaded(written(some)))
    assert (found.equal, found.bump, found.edits) == (True, "none", ())
