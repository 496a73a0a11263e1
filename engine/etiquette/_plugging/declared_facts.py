"""Facts that a plugin declares: one section of the facts file, under the plugin's own name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from etiquette._data import load_schema
from etiquette._reading.schema import validate
from etiquette._reading.vocabulary_slips import slips
from etiquette._reading.yaml import from_data

from .plugin_problems import Origin, PluginError, kind_of, rubbish

__all__ = ["read_facts"]

_HOOK: Final = "etiquette_facts"
_RESERVED: Final = frozenset({"today", "timezone", "proposed", "packs"})


def read_facts(origin: Origin, result: Mapping[str, object]) -> Mapping[str, Any]:
    """The section's schema, closed, and with *blank* allowed for every fact.

    It is held against the schema that a pack's own vocabulary is held against. Raises :class:`PluginError` if
    what ``etiquette_facts`` returned doesn't fit.
    """
    if list(result) != [origin.name] or origin.name in _RESERVED:
        names = ", ".join(sorted(map(repr, result))) or "nothing"
        hint = f"A plugin's facts are one section under its own name, {origin.name!r}."
        raise _wrong(origin, f"facts under {names}.", hint)
    given = result[origin.name]
    if not isinstance(given, Mapping):
        raise _wrong(origin, f"the section is {kind_of(given)} instead of a mapping.")
    section: dict[str, Any] = {"title": origin.name, "type": ["object", "null"], **_plain(given)}
    document = from_data({"type": "object", "properties": {origin.name: section}}, _HOOK)
    for problem in validate(document, load_schema("vocabulary")):
        raise _wrong(origin, problem.message, problem.help)
    for slip in slips(document.data, adds=True):
        raise _wrong(origin, slip.message, slip.help)
    facts: dict[str, dict[str, Any]] = section.get("properties", {})
    for name, fact in facts.items():
        if "properties" in fact:
            raise _wrong(origin, f"the fact {name!r} is a section of its own; a plugin has only one.")
        if not fact.get("x-ask", "").strip():
            raise _wrong(origin, f"the fact {name!r} has no 'x-ask', the question that asks for it.")
    if not facts:
        raise _wrong(origin, "the section has no properties.")
    return {
        **section,
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {name: _with_blank(fact) for name, fact in facts.items()},
    }


def _plain(given: Mapping[str, object]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(from_data(given).data, default=repr))
    return found


def _with_blank(fact: Mapping[str, Any]) -> dict[str, Any]:
    """The fact's schema that also takes a blank, which means that it is not known."""
    given = fact["type"] if isinstance(fact["type"], list) else [fact["type"]]
    found = {**fact, "type": [*(each for each in given if each != "null"), "null"]}
    if "enum" in found and None not in found["enum"]:
        found["enum"] = [*found["enum"], None]
    return found


def _wrong(origin: Origin, text: str, hint: str = "") -> PluginError:
    return PluginError(rubbish(origin, _HOOK, text, hint))
