"""The formulas say what the evaluator says: on random cases whose facts are all known, about everything."""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import Final

import pytest

import etiquette
from etiquette import Ruleset
from faults import FAULTS, Fault, name
from packs_at_random import random_pack
from pages import ROOT
from proving import disagreements

LOADABLE: Final = [fault for fault in FAULTS if fault.said.get("law") not in ("loads", "stays_complete")]
PACKS: Final = ("post-interview", "business-days", str(ROOT / "examples" / "coach-pack"))


def agree(rules: Ruleset, seed: int, cases: int) -> None:
    """Fail with the first few differences between formulas and evaluator."""
    found = list(islice(disagreements(rules, Random(seed), cases), 3))  # noqa: S311 - repeatable, no secret
    assert not found, "\n".join(found)


@pytest.mark.parametrize("pack", PACKS)
def test_of_the_bundled_packs(pack: str) -> None:
    """With all channels, a bundled pack comes to the same by formulas as by the evaluator."""
    agree(etiquette.load(pack), 1, 60)


@pytest.mark.parametrize("fault", LOADABLE, ids=name)
def test_of_faulty_packs(fault: Fault) -> None:
    """So does each pack with a planted fault, together with its plugins."""
    agree(fault.rules(), 2, 12)


@pytest.mark.parametrize("country", [True, False], ids=["holidays", "weekends"])
@pytest.mark.parametrize("block", range(4))
def test_of_packs_at_random(block: int, country: bool) -> None:
    """So do packs that nobody would write, which use every construct of the notation."""
    for seed in range(block * 12, block * 12 + 12):
        agree(random_pack(seed, country=country), seed, 6)
