"""The rules, schemas and templates that come with the package, wherever they are."""

from __future__ import annotations

import copy
import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

from ._reading.noticing import notice

__all__ = ["bundled", "load_schema"]


def bundled(kind: Literal["rules", "schemas", "templates"]) -> Traversable:
    """The folder of bundled ``rules``, ``schemas`` or ``templates``: in the package, else in the checkout."""
    inside = files("etiquette") / kind
    if inside.is_dir():
        return inside
    return Path(__file__).resolve().parents[2] / kind


def load_schema(name: str) -> dict[str, Any]:
    """The bundled JSON Schema ``name`` (``facts`` for ``facts.schema.json``), the caller's to change.

    Raises :class:`KeyError` when there is no schema of that name.
    """
    notice(bundled("schemas") / f"{name}.schema.json")
    return copy.deepcopy(_parsed(name))


@cache
def _parsed(name: str) -> dict[str, Any]:
    known = {each.name: each for each in bundled("schemas").iterdir()}
    schema: dict[str, Any] = json.loads(known[f"{name}.schema.json"].read_text("utf-8"))
    return schema
