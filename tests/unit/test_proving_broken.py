"""What was found by trying to break proofs stays found."""

from __future__ import annotations

from etiquette import Ruleset
from etiquette._proving.memory import Memory
from etiquette._proving.prove import prove
from etiquette.proof import Answer
from small import FACTS, small

NOBODY = '      nobody: {type: boolean, x-none: true, title: Nobody, x-ask: "Nobody?"}\n'


def refuted(rules: Ruleset, memory: Memory | None = None) -> tuple[Answer, ...]:
    """What doesn't hold of some rules."""
    return prove(rules, memory=memory).refuted


def test_a_truth_that_may_be_none() -> None:
    """A boolean that is none is neither true nor false, and rules can meet there."""
    vocabulary = FACTS.replace("      number:", f"{NOBODY}      number:", 1)
    rules = """
  - {id: a/one, title: One, action: call, when: {not: {case.nobody: true}}, modality: must}
  - {id: a/two, title: Two, action: call, when: {not: {case.nobody: false}}, modality: must_not}
"""
    (found,) = (each for each in refuted(small(rules, vocabulary=vocabulary)) if each.code == "E801")
    assert found.witness is not None
    assert found.witness.facts["case"]["nobody"] == "none"


def test_a_country_that_is_no_other() -> None:
    """A country that isn't one of those that rules name is one that there is a calendar for."""
    rules = """
  - {id: a/one, title: One, action: call, when: {case.country: {is_not: DE}}, modality: must}
  - {id: a/two, title: Two, action: call, when: {case.country: {is_not: IL}}, modality: must_not}
"""
    (found,) = (
        each
        for each in refuted(small(rules, manifest="calendar: {country: case.country}"))
        if each.code == "E801"
    )
    assert found.verdict == "refuted"


def test_of_two_overrides_that_name_the_same_one_is_superfluous() -> None:
    """Only the later of two overlapping overrides never takes anything away."""
    rules = """
  - {id: a/one, title: One, action: call, modality: must_not}
  - {id: b/two, title: Two, action: call, when: {case.urgent: true}, modality: must, overrides: [a/one, a/*]}
"""
    (found,) = (each for each in refuted(small(rules)) if each.claim == "override")
    assert found.subject == "b/two → a/*"
    assert "another of its overrides does so already" in found.sentence


def test_what_is_remembered_knows_whose_silence_it_was() -> None:
    """A silence that moves from one action to another makes another question."""
    rules = """
  - {id: a/call, title: Call, action: call, when: {case.urgent: false}, modality: must}
  - {id: a/write, title: Write, action: write, modality: may}
"""
    silence = "answered: true, silent_when: [{when: {case.urgent: true}, because: No.}]"
    right = small(rules, manifest=f"actions: {{call: {{title: C, phase: during, {silence}}}}}")
    wrong = small(
        rules,
        manifest=f"""
actions:
  call: {{title: C, phase: during, answered: true}}
  write: {{title: W, phase: during, {silence}}}
""",
    )
    memory = Memory()
    assert not [each for each in refuted(right, memory) if each.claim == "no_gap"]
    assert [each.subject for each in refuted(wrong, memory) if each.claim == "no_gap"] == ["call"]
