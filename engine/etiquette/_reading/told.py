"""From the data of a facts file to the values of facts, each under its dotted path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from etiquette.facts import NONE, FactValue
from etiquette.vocabulary import FactDecl, Vocabulary

from .document import PathKey
from .facts_schema import is_blank
from .formats import is_date

__all__ = ["dates_in", "told_facts"]


def told_facts(data: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, FactValue]:
    """What ``data``, which fits the vocabulary's schema, says about each declared fact; blanks left out."""
    told: dict[str, FactValue] = {}
    for path, decl in vocabulary.facts.items():
        here = _at(data, tuple(path.split(".")))
        if not is_blank(here):
            told[path] = _value(here, decl)
    return told


def _value(value: Any, decl: FactDecl) -> FactValue:
    if decl.can_be_none and str(value) == "none":
        return NONE
    match decl.kind:
        case "date":
            return date.fromisoformat(value)
        case "time":
            return time.fromisoformat(value)
        case "records":
            return tuple(_entry(each, decl) for each in value)
        case "words" | "texts":
            return tuple(value)
        case _:
            found: FactValue = value
            return found


def _entry(entry: Mapping[str, Any], decl: FactDecl) -> Mapping[str, FactValue]:
    return {
        field.name: _value(entry[field.name], field)
        for field in decl.fields
        if not is_blank(entry.get(field.name))
    }


def dates_in(data: Any, vocabulary: Vocabulary) -> Iterator[tuple[PathKey, date]]:
    """Every date of the calendar that stands where one belongs, with its path; ``data`` may be faulty."""
    for dotted, decl in vocabulary.facts.items():
        path: PathKey = tuple(dotted.split("."))
        value = _at(data, path)
        if decl.kind == "date":
            yield from _dated(path, value)
        elif decl.kind == "records" and isinstance(value, list):
            for field in decl.fields:
                for index, entry in enumerate(value) if field.kind == "date" else ():
                    yield from _dated((*path, index, field.name), _at(entry, (field.name,)))
    yield from _dated(("proposed", "date"), _at(data, ("proposed", "date")))


def _at(data: Any, path: PathKey) -> Any:
    for part in path:
        data = data.get(part) if isinstance(data, Mapping) else None
    return data


def _dated(path: PathKey, value: Any) -> Iterator[tuple[PathKey, date]]:
    if isinstance(value, str) and is_date(value):
        yield path, date.fromisoformat(value)
