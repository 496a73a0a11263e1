"""In worlds small enough to go through case by case, a proof claims exactly what is so."""

from __future__ import annotations

from functools import cache
from typing import Final

import pytest

from etiquette import Ruleset
from etiquette._proving.prove import prove
from etiquette.proof import Claim, Proof, Verdict
from small_worlds import World, small_worlds

BLOCKS: Final = 8
EACH: Final = 6
MOST_CASES: Final = 160


@cache
def proofs(block: int) -> list[tuple[Ruleset, Proof]]:
    """Those of the first fifty or so worlds that a block looks at, and what is proved of them."""
    worlds = list(small_worlds(BLOCKS * EACH, MOST_CASES))[block::BLOCKS]
    return [(rules, prove(rules, seconds=60)) for rules in worlds]


def subjects(proof: Proof, verdict: Verdict, *claims: Claim) -> set[str]:
    """What has the verdict in any of the claims."""
    return {each.subject for each in proof.answers if each.claim in claims and each.verdict == verdict}


@pytest.mark.parametrize("block", range(BLOCKS))
def test_proofs_and_enumeration_agree(block: int) -> None:
    """Whatever has no part for plugins and layers: what holds in all cases is proved, and nothing else."""
    for rules, proof in proofs(block):
        seen = World(rules).look()
        assert proof.unknown == ()
        assert subjects(proof, "refuted", "no_conflict", "possible") == {action for action, _ in seen.clashes}
        assert subjects(proof, "refuted", "no_gap") == seen.gaps
        assert subjects(proof, "proved", "applies") == seen.applies
        assert subjects(proof, "proved", "in_play") == seen.in_play
        assert subjects(proof, "proved", "needed") == seen.needed
        assert subjects(proof, "proved", "override") == seen.overriding
        for each in proof.refuted:
            if each.claim in ("no_conflict", "possible"):
                assert (each.subject, frozenset(each.rules)) in seen.clashes


def test_the_worlds_are_of_every_kind() -> None:
    """Among what is compared each claim about rules holds somewhere and fails somewhere."""
    found = [
        (each.claim, each.verdict)
        for block in range(BLOCKS)
        for _, proof in proofs(block)
        for each in proof.answers
    ]
    claims: tuple[Claim, ...] = ("no_conflict", "no_gap", "applies", "in_play", "needed", "override")
    assert {(claim, verdict) for claim in claims for verdict in ("proved", "refuted")} <= set(found)
