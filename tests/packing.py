"""Packs as texts, written to a folder and loaded, on top of the pack of client meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

import etiquette
from etiquette import Ruleset
from etiquette._reading.render_diagnostics import render_diagnostics

__all__ = ["BASE", "OTHER", "layer", "loaded", "refused", "write"]

OTHER: Final = Path(__file__).parent / "cases" / "other_etiquette"
BASE: Final = "client-meetings"


def layer(name: str = "coach", says: str = "", extends: str = BASE, version: str = "1.0.0") -> str:
    """A manifest."""
    head = f"pack: {name}\nversion: {version}\nformat: 1\ntitle: The pack {name}\n"
    return head + (f"extends: {extends}\n" if extends else "") + says


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Files by their path in ``folder``."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def loaded(folder: Path, *packs: str | Path, **options: Any) -> Ruleset:
    """The ruleset of packs in ``folder``, without plugins unless they are asked for."""
    paths: Sequence[Path] = options.pop("paths", (folder, OTHER))
    return etiquette.load(*packs, paths=paths, **{"plugins": (), **options})


def refused(folder: Path, *packs: str | Path, **options: Any) -> str:
    """What a person reads when the packs can't be loaded."""
    with pytest.raises(etiquette.RulesError) as raised:
        loaded(folder, *packs, **options)
    return render_diagnostics(raised.value.diagnostics)
