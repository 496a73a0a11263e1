"""Facts mappings from dotted paths, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from etiquette.vocabulary import NONE

__all__ = ["facts", "flat", "plain"]


def facts(paths: Mapping[str, Any] | None = None, /, **sections: Any) -> dict[str, Any]:
    """The nested mapping of a facts file from dotted paths, whole sections, or both.

    >>> facts({"case.date": "2026-11-19", "today": "2026-11-20"}, case={"kept": True})
    {'case': {'kept': True, 'date': '2026-11-19'}, 'today': '2026-11-20'}
    """
    nested: dict[str, Any] = {
        key: dict(each) if isinstance(each, Mapping) else each for key, each in sections.items()
    }
    for path, value in (paths or {}).items():
        *sections_of, name = path.split(".")
        here = nested
        for section in sections_of:
            here = here.setdefault(section, {})
        here[name] = plain(value)
    return nested


def plain(value: Any) -> Any:
    """A fact's value as a facts file has it: dates and times as text, NONE as the word ``none``."""
    if value is NONE:
        return "none"
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    return value


def flat(nested: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """The dotted paths of a facts mapping; lists stay whole.

    >>> flat({"case": {"date": "2026-11-19"}, "today": "2026-11-20"})
    {'case.date': '2026-11-19', 'today': '2026-11-20'}
    """
    found: dict[str, Any] = {}
    for key, value in nested.items():
        if isinstance(value, Mapping):
            found.update(flat(value, f"{prefix}{key}."))
        else:
            found[f"{prefix}{key}"] = value
    return found
