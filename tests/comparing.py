"""Cases of ``tests/cases/diff``: the rules of two small packs, and what changes from one to the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from etiquette import Ruleset
from small import small

__all__ = ["CASES", "Pair", "pair", "read"]

CASES: Final = Path(__file__).parent / "cases" / "diff"


@dataclass(frozen=True)
class Pair:
    """Two rulesets, and what is expected there and back."""

    old: Ruleset
    new: Ruleset
    there: Mapping[str, Any]
    back: Mapping[str, Any]


def read(path: Path) -> Pair:
    """The case of a file."""
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    sides = [_side(told, name) for name in ("old", "new")]
    return Pair(sides[0], sides[1], told.get("there", {}), told.get("back", {}))


def _side(told: Mapping[str, Any], name: str) -> Ruleset:
    manifest = yaml.safe_load(told.get("manifests", {}).get(name, "")) or {}
    wanted = told.get("actions", {}).get(name)
    if wanted:
        manifest["actions"] = {each: {"title": each.title(), "phase": "during"} for each in wanted}
        manifest["order"] = {"actions": wanted}
    ruleset = small(told[name], manifest=yaml.safe_dump(manifest))
    return ruleset if not wanted else only_actions(ruleset, wanted)


def only_actions(ruleset: Ruleset, wanted: list[str]) -> Ruleset:
    """The ruleset without the other actions of the small pack."""
    from dataclasses import replace

    return replace(ruleset, actions={name: each for name, each in ruleset.actions.items() if name in wanted})


def pair(old: str, new: str) -> tuple[Ruleset, Ruleset]:
    """Two small packs with these rules (YAML lists)."""
    return small(old), small(new)
