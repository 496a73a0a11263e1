"""The bundled packs are proved clean, with whichever channels, and no case tells otherwise."""

from __future__ import annotations

from itertools import combinations
from typing import Final

import pytest

import etiquette
from faults import FAULTS
from million import counted
from pages import ROOT

PACKS: Final = ("post-interview", "business-days", str(ROOT / "examples" / "coach-pack"))
CHANNELS: Final = ("email", "in_person", "phone", "recruiter", "sms")
SUBSETS: Final = tuple(some for size in range(len(CHANNELS)) for some in combinations(CHANNELS, size))


@pytest.mark.parametrize("pack", PACKS)
def test_with_all_channels_everything_is_proved(pack: str) -> None:
    """Every claim about every action, rule, override, plugin and layer."""
    proof = etiquette.prove(pack)
    assert [each.sentence for each in proof.answers if each.verdict != "proved"] == []
    assert proof.ok
    claims = {each.claim for each in proof.answers}
    assert claims >= set(etiquette.proof.CLAIMS) - {"keeps"}
    assert ("keeps" in claims) == (pack != "post-interview")


@pytest.mark.parametrize("channels", SUBSETS, ids="+".join)
def test_with_any_channels_nothing_clashes(channels: tuple[str, ...]) -> None:
    """No subset of the channels makes rules clash or leaves what must be done undoable or unanswered."""
    proof = etiquette.prove("post-interview", plugins=channels, claims=["no_conflict", "possible", "no_gap"])
    assert [each.sentence for each in proof.answers if each.verdict != "proved"] == []


def test_no_case_contradicts_the_proof() -> None:
    """On thousands of random cases there is no clash either; `benchmarks/million.py` takes more of them."""
    assert counted("post-interview", cases=2_500, seed=1) == 0


def test_random_cases_can_find_a_clash() -> None:
    """Of a pack with a planted fault many cases tell: the count isn't zero for want of looking."""
    fault = next(each for each in FAULTS if each.folder.name.startswith("04"))
    assert counted(str(fault.folder / "pack"), cases=200, seed=1) > 10
