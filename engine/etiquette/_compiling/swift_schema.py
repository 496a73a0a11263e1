"""Which schemas are plain enough for a generated reader: those that say what their kind of value needs.

A schema that uses any other word, or is put together of several, is for the other reader alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from etiquette.vocabulary import FactDecl

__all__ = ["CLOCK", "Spot", "fits", "is_known", "is_plain_mapping"]

CLOCK: Final = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
"""The pattern of a time of day."""

_NOTES: Final = frozenset(("title", "description", "examples", "$schema", "$id"))
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_IMPLIED: Final = ("", f"^{_DAY}$", f"^(none|{_DAY})$", CLOCK)
"""Patterns that say no more than the kind of the value."""

_JSON: Final = {
    "boolean": "boolean",
    "number": "integer",
    "words": "array",
    "texts": "array",
    "records": "array",
}
_KNOWN: Final[Mapping[str, frozenset[str]]] = {
    "boolean": frozenset(),
    "number": frozenset(("minimum", "maximum")),
    "word": frozenset(("enum",)),
    "text": frozenset(("maxLength", "pattern")),
    "date": frozenset(("format", "pattern")),
    "time": frozenset(("format", "pattern")),
    "zone": frozenset(("format",)),
    "words": frozenset(("items",)),
    "texts": frozenset(("items",)),
    "records": frozenset(("items",)),
}
_OF_MAPPINGS: Final = frozenset(("properties", "required", "additionalProperties"))
_FORMATS: Final = {"date": ("date", "date-or-none"), "time": ("time",), "zone": ("timezone",)}


@dataclass(frozen=True, slots=True)
class Spot:
    """A key that a value may stand at: how it is declared, its schema, and whether it must be there.

    ``only`` are the words that it may be beside what the schema says.
    """

    decl: FactDecl
    schema: Mapping[str, Any]
    required: bool = False
    only: frozenset[str] | None = None


def is_known(spot: Spot) -> bool:
    """Whether the schema says nothing that the code for this kind of value wouldn't see to."""
    schema, kind = spot.schema, spot.decl.kind
    if not fits(schema, _JSON.get(kind, "string"), _KNOWN[kind]):
        return False
    if kind in _FORMATS:
        return schema.get("format") in _FORMATS[kind] and schema.get("pattern", "") in _IMPLIED
    if kind in ("words", "texts"):
        return fits(schema.get("items", {}), "string", frozenset(("enum", "maxLength", "pattern")))
    return kind != "records" or fits(schema["items"], "object", _OF_MAPPINGS)


def is_plain_mapping(schema: Mapping[str, Any]) -> bool:
    """Whether a mapping is all that the schema asks for, and certain keys in it."""
    return fits(schema, "object", _OF_MAPPINGS)


def fits(schema: Mapping[str, Any], kind: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether ``schema`` wants a ``kind`` (a type of JSON Schema) or null, and uses only ``known`` words."""
    types = schema.get("type", kind)
    named = {types} if isinstance(types, str) else set(types)
    words = {key for key in schema if key not in _NOTES and key != "type" and not key.startswith("x-")}
    return named <= {kind, "null"} and kind in named and words <= known
