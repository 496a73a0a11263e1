"""Packs that can't be used: each says exactly what is wrong, where, and what to do next."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import etiquette
from etiquette._reading.render_diagnostics import render_diagnostics
from etiquette.codes import TITLES

CASES = Path(__file__).resolve().parents[1] / "cases"
BAD = CASES / "bad_packs"
NAMES = sorted(each.name for each in BAD.iterdir())
FROM_LOADING = {code for code in TITLES if code.startswith("E4")}


def problems(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a person reads when the packs of a case are loaded from inside its folder."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("ETIQUETTE_PATH", raising=False)
    call: dict[str, Any] = {"packs": ["./coach"], "paths": ["."], "parameters": {}}
    if Path("load.yaml").exists():
        call |= yaml.safe_load(Path("load.yaml").read_text("utf-8"))
    with pytest.raises(etiquette.RulesError) as raised:
        etiquette.load(
            *call["packs"],
            plugins=(),
            paths=[*call["paths"], "../../other_etiquette"],
            parameters=call["parameters"],
        )
    return render_diagnostics(raised.value.diagnostics) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_bad_pack(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The diagnostics of a bad pack are, to the letter, those on record."""
    expected = (BAD / name / "expected.txt").read_text("utf-8")
    assert problems(BAD / name, monkeypatch) == expected


def test_every_code_of_packs_has_a_case() -> None:
    """Each E4 code is shown by at least one bad pack."""
    texts = [(BAD / name / "expected.txt").read_text("utf-8") for name in NAMES]
    assert {code for text in texts for code in re.findall(r"\bE4\d\d\b", text)} == FROM_LOADING
