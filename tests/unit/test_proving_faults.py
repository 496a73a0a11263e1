"""Each planted fault that breaks a claim is found by a proof, which says what it is and blames no other."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

import pytest

import etiquette
from etiquette._proving.prove import prove
from etiquette.proof import Answer, Proof
from faults import FAULTS, Fault, name

CLAIMED: Final = [each for each in FAULTS if "claim" in each.said or each.said.get("law") == "no_conflict"]
CLASHES: Final = [
    each for each in CLAIMED if each.said.get("claim", "no_conflict") in ("no_conflict", "possible")
]
WITHOUT_WITNESS: Final = ("applies", "in_play", "needed", "override")


@cache
def proved(fault: Fault) -> Proof:
    """What is proved of a faulty pack with its plugins."""
    return etiquette.prove(
        fault.folder / "pack",
        plugins=(),
        paths=[fault.folder],
        extra_plugins=fault.plugins,
        seconds=2 if fault.said.get("hard") else 20,
    )


def found(fault: Fault) -> Answer:
    """The answer that refutes what the fault breaks."""
    claim, subject = fault.said.get("claim", "no_conflict"), fault.said.get("subject")
    refuted = [
        each for each in proved(fault).refuted if each.claim == claim and subject in (None, each.subject)
    ]
    assert len(refuted) == 1, refuted
    return refuted[0]


@pytest.mark.parametrize("fault", CLAIMED, ids=name)
def test_a_proof_finds_the_fault(fault: Fault) -> None:
    """The claim is refuted in the words that the fault file expects, with the rules that it names."""
    answer = found(fault)
    expected = fault.said["expect"]
    for text in [expected] if isinstance(expected, str) else expected:
        assert text in answer.sentence
    if "rules" in fault.said:
        assert set(answer.rules) == set(fault.said["rules"])
    assert answer.guidance == str(fault.said.get("guidance", ""))
    assert answer.help
    assert (answer.witness is None) == (answer.claim in WITHOUT_WITNESS)


@pytest.mark.parametrize("fault", CLAIMED, ids=name)
def test_nothing_else_is_refuted(fault: Fault) -> None:
    """One fault gives one refutation, and leaves nothing unknown."""
    proof = proved(fault)
    assert [each.rules for each in proof.refuted] == [found(fault).rules]
    assert fault.said.get("hard") or proof.unknown == ()


@pytest.mark.parametrize("fault", CLASHES, ids=name)
def test_each_rule_of_a_clash_is_needed(fault: Fault) -> None:
    """Without any one of its rules the pack is proved free of clashes: of three rules any two agree."""
    whole, hard = fault.rules(), fault.said.get("hard", False)
    for left_out in found(fault).rules:
        rest = replace(whole, rules=tuple(rule for rule in whole.rules if rule.id != left_out))
        proof = prove(rest, claims=["no_conflict", "possible"], seconds=0.5 if hard else 60)
        assert [each.sentence for each in proof.refuted] == []
        assert hard or proof.unknown == ()


def test_faults_of_every_claim_are_planted() -> None:
    """Each claim can fail, and there are several sets of three among the clashes."""
    assert {each.said.get("claim", "no_conflict") for each in CLAIMED} == set(etiquette.proof.CLAIMS)
    assert len(CLAIMED) >= 34
    assert sum("three" in name(each) for each in CLAIMED) >= 8
