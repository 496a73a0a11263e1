"""The JSON of any report is that of its dict."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette._reporting.report_json import report_json
from etiquette.testing import cases
from packs_at_random import base, random_pack
from property.rulesets import PACKS, ruleset


@pytest.mark.parametrize("pack", PACKS)
@given(data=st.data())
def test_reports_of_the_bundled_packs(pack: str, data: st.DataObject) -> None:
    """For any facts, byte by byte, whatever is remembered of the reports before."""
    _same(ruleset(pack), data.draw(cases(ruleset(pack))))


@given(st.integers(0, 10**6), cases(base(True)))
def test_reports_of_packs_at_random(seed: int, case: dict[str, Any]) -> None:
    """For packs that use every construct, with the same ids in all of them."""
    _same(random_pack(seed), case)


def _same(rules: Any, case: dict[str, Any]) -> None:
    report = replace(rules.check(case), questions=(), assumptions=())  # slow to find; the examples have them
    found = report_json(report)
    assert found == json.dumps(report.to_dict(), ensure_ascii=False, separators=(",", ":")).encode()
