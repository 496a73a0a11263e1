"""The cells of one row as nested facts: dotted columns, text where a number or a list belongs, blanks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, Final

from etiquette._reading.facts_schema import prepared_schema
from etiquette._reading.schema_walk import alternatives, properties
from etiquette.ruleset import Ruleset

__all__ = ["Cells"]

_SWITCHES: Final = {"true": True, "false": False, "1": True, "0": False}
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,18}")
_LEFT_OUT: Final = object()


class Cells:
    """How the cells of a table are read, by the schema of a ruleset's facts.

    A cell that is null or a blank text says nothing. A text is read as true or false, as a whole number or
    as JSON where the schema wants such a thing and no text would do; what can't be read so stays as it is,
    and is then found to be wrong like any other value.
    """

    def __init__(self, ruleset: Ruleset) -> None:
        self._schema = prepared_schema(ruleset)
        self._kinds: dict[tuple[str, ...], frozenset[str]] = {}

    def facts(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """The nested mapping of a facts file. A column ``a.b`` is the key ``b`` in the section ``a``."""
        found: dict[str, Any] = {}
        for name, value in cells.items():
            path = tuple(name.split("."))
            told = self._told(value, path)
            if told is not _LEFT_OUT:
                _put(found, path, told)
        return found

    def knows(self, column: str) -> bool:
        """Whether a column is a fact, a section, or another key that facts may have."""
        return self._declared(tuple(column.split("."))) is not None

    def columns(self) -> list[str]:
        """The names that columns of facts may have, for whoever has mistyped one."""
        return sorted(_leaves(self._schema, self._schema))

    def _told(self, value: Any, path: tuple[str, ...]) -> Any:
        if value is None:
            return _LEFT_OUT
        if isinstance(value, str):
            return self._read(value, path) if value.strip() else _LEFT_OUT
        if isinstance(value, Mapping):
            inner = {key: self._told(each, (*path, key)) for key, each in value.items()}
            told = {key: each for key, each in inner.items() if each is not _LEFT_OUT}
            return told or _LEFT_OUT
        if isinstance(value, list):
            return [self._entry(each) for each in value]
        return _day(value)

    def _entry(self, value: Any) -> Any:
        """An entry of a list: it is one even where nothing is told about it."""
        if isinstance(value, Mapping):
            return {key: self._entry(each) for key, each in value.items() if each is not None}
        return _day(value)

    def _read(self, text: str, path: tuple[str, ...]) -> Any:
        kinds = self._kinds_at(path)
        bare = text.strip()
        if {"array", "object"} & kinds and bare[0] in "[{":
            try:
                return json.loads(bare)
            except (ValueError, RecursionError):
                return text
        if "boolean" in kinds and bare.lower() in _SWITCHES:
            return _SWITCHES[bare.lower()]
        if "integer" in kinds and "string" not in kinds and _WHOLE.fullmatch(bare):
            return int(bare)
        return text

    def _declared(self, path: tuple[str, ...]) -> Any:
        here: Any = self._schema
        for name in path:
            here = properties(here, self._schema).get(name)
            if here is None:
                return None
        return here

    def _kinds_at(self, path: tuple[str, ...]) -> frozenset[str]:
        """The JSON types that a value at ``path`` may have."""
        if path not in self._kinds:
            found: set[str] = set()
            for each in alternatives(self._declared(path), self._schema):
                types = each.get("type", ())
                found |= {types} if isinstance(types, str) else set(types)
            self._kinds[path] = frozenset(found)
        return self._kinds[path]


def _leaves(schema: Any, root: Any, before: str = "") -> Iterator[str]:
    for name, inner in properties(schema, root).items():
        yield f"{before}{name}"
        yield from _leaves(inner, root, f"{before}{name}.")


def _put(found: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Put a value where its path says, beside what other columns of the section say."""
    here = found
    for name in path[:-1]:
        inner = here.setdefault(name, {})
        if not isinstance(inner, dict):
            return
        here = inner
    old = here.get(path[-1])
    here[path[-1]] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value


def _day(value: Any) -> Any:
    """A value as a facts file has it: days and times as text, a moment at midnight as its day."""
    if isinstance(value, datetime):
        midnight = value.tzinfo is None and value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
