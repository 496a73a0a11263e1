"""The files of a new pack: its text out of a template, and the schemas that an editor completes it with."""

from __future__ import annotations

import json
from typing import Any, Final

from etiquette._data import load_schema
from etiquette.loading import load
from etiquette.rules_schema import rules_schema

from .names import title_of
from .templates import filled

__all__ = ["SCHEMAS", "pack_files"]

SCHEMAS: Final = ".schemas"
"""The folder in a pack for schemas; it is hidden, and so no part of what the pack says."""


def pack_files(name: str, *, standalone: bool) -> dict[str, str]:
    """The files of a new pack by their path in its folder. ``name`` is one that a pack can have.

    Raises :class:`etiquette.RulesError` when the pack that the new one extends can't be used.
    """
    files = filled("standalone" if standalone else "pack", {"name": name, "title": title_of(name)})
    rules = load_schema("rules") if standalone else rules_schema(load(plugins=()))
    schemas = {"pack": load_schema("pack"), "rules": rules, "suite": load_schema("suite")}
    return files | {f"{SCHEMAS}/{kind}.schema.json": _text(each) for kind, each in schemas.items()}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
