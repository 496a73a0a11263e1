"""The schema that a facts file is held against: the vocabulary's, with the words of one ruleset filled in."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from etiquette._data import load_schema
from etiquette.ruleset import Ruleset

from .schema_walk import properties
from .vocabulary_slips import STRUCTURE

__all__ = ["facts_schema", "is_blank", "prepared_schema", "without_unknowns"]

_FIRST: Final = ("$schema", "$id", "title", "description")


def facts_schema(ruleset: Ruleset) -> dict[str, Any]:
    """The JSON Schema of facts for ``ruleset``, the caller's to change.

    It is the schema of the ruleset's vocabulary (which plugins' sections are part of), where each
    ``x-words`` has become the list of words that the ruleset declares, and a message may be told in every
    unit that the ruleset measures.
    """
    return copy.deepcopy(prepared_schema(ruleset))


@lru_cache(maxsize=32)
def prepared_schema(ruleset: Ruleset) -> dict[str, Any]:
    """The same, shared: nobody may change it."""
    own = copy.deepcopy(dict(ruleset.vocabulary.schema))
    schema: dict[str, Any] = {key: own[key] for key in sorted(own, key=_place_in_file)}
    declared = schema.setdefault("properties", {})
    bundled = load_schema("facts")["properties"]
    for name in STRUCTURE:
        declared.setdefault(name, bundled[name])
    words = {
        "channels": list(ruleset.channels),
        "recipients": list(ruleset.recipients),
        "carriers": list(ruleset.carriers),
        "actions": list(ruleset.actions),
        "concepts": list(ruleset.concepts),
    }
    for each in _schemas_in(schema):
        _fill_in(each, words)
    _add_units(declared["proposed"], ruleset)
    return schema


def _place_in_file(key: str) -> int:
    """Where a key of the schema stands for a reader: what it is first, then what it holds."""
    return _FIRST.index(key) if key in _FIRST else len(_FIRST)


def _schemas_in(schema: Any) -> Iterator[dict[str, Any]]:
    """``schema`` and every mapping below it."""
    waiting = [schema]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            yield here
            waiting += here.values()
        elif isinstance(here, list):
            waiting += here


def _fill_in(schema: dict[str, Any], words: Mapping[str, Sequence[str]]) -> None:
    kind = schema.get("x-words")
    if not isinstance(kind, str):
        return
    if "enum" in schema:  # its own words, of which rules speak as if they were declared
        del schema["x-words"]
    elif words.get(kind):
        none = ["none"] if schema.get("x-none") else []
        null = [None] if "null" in schema.get("type", ()) else []
        schema["enum"] = [*words[kind], *none, *null]


def _add_units(proposed: dict[str, Any], ruleset: Ruleset) -> None:
    message = properties(proposed, proposed).get("message", {})
    for detail in message.get("anyOf", ()):
        told = detail.get("properties")
        for unit in sorted(ruleset.measures) if told else ():
            told.setdefault(
                unit,
                {
                    "title": unit[:1].upper() + unit[1:],
                    "description": f"How many {unit} it has, if you do not give the text.",
                    "type": ["integer", "null"],
                    "minimum": 0,
                    "examples": [1],
                },
            )


def without_unknowns(data: Any, schema: Any, root: Mapping[str, Any]) -> Any:
    """``data`` without the keys whose value is blank, or *none* where that is an answer.

    Only keys that ``schema`` knows are left out, so that the others are still found to be wrong.
    """
    if isinstance(data, list):
        items = schema.get("items", {}) if isinstance(schema, Mapping) else {}
        return [without_unknowns(each, items, root) for each in data]
    if not isinstance(data, dict):
        return data
    known = properties(schema, root)
    return {
        key: without_unknowns(value, known.get(key, {}), root)
        for key, value in data.items()
        if key not in known or not (is_blank(value) or (value == "none" and known[key].get("x-none")))
    }


def is_blank(value: Any) -> bool:
    """Whether a value says nothing: null, or a text of white space."""
    return value is None or (isinstance(value, str) and not value.strip())
