"""Looking around in a JSON Schema: what a reference points at, which keys are known, what kinds fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from .formats import in_words

__all__ = ["alternatives", "kinds", "notes_at", "properties"]

_KINDS: Final = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
}
_STEPS_DOWN: Final = frozenset(
    ("properties", "patternProperties", "items", "additionalProperties", "contains")
)
_CHAIN: Final = 16
"""How many references may follow one another; a circle of them ends there."""
_NOTES: Final = ("title", "description", "examples")


def _target(reference: Any, root: Mapping[str, Any]) -> Any:
    here: Any = root
    for part in str(reference).lstrip("#").split("/")[1:]:
        here = _below(here, part.replace("~1", "/").replace("~0", "~"))
    return here


def alternatives(schema: Any, root: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The schema, followed by whatever it is composed of for the same value."""
    waiting = [schema]
    for _ in range(256):  # composition is shallow; a circle of it ends here
        if not waiting:
            return
        here = waiting.pop(0)
        if not isinstance(here, Mapping):
            continue
        yield here
        if "$ref" in here:
            waiting.append(_target(here["$ref"], root))
        for word in ("allOf", "anyOf", "oneOf"):
            waiting += here.get(word, ())
        waiting += [here[word] for word in ("if", "then", "else") if word in here]


def properties(schema: Any, root: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The keys that a mapping under ``schema`` may have, each with the schema of its value."""
    found: dict[str, Mapping[str, Any]] = {}
    for each in alternatives(schema, root):
        for name, sub in each.get("properties", {}).items():
            if isinstance(sub, Mapping):
                found.setdefault(name, sub)
    return found


def kinds(schemas: Iterable[Any], root: Mapping[str, Any]) -> list[str]:
    """What the values that fit one of ``schemas`` are called, blanks left out, without repeats."""
    found: dict[str, None] = {}
    for schema in schemas:
        for each in alternatives(schema, root):
            types = each.get("type", ())
            for name in [types] if isinstance(types, str) else types:
                if name in _KINDS:
                    formatted = in_words(each.get("format", "")) if name == "string" else None
                    found[formatted or _KINDS[name]] = None
    return list(found)


def notes_at(path: Iterable[str | int], root: Mapping[str, Any]) -> dict[str, Any]:
    """Title, description and examples of the value that the schema path ``path`` ends at.

    Where a reference and what it points at both have one, the reference's counts: it knows the use.
    """
    here: Any = root
    found: dict[str, Any] = {}
    steps = iter(path)
    for step in steps:
        here = _gather(here, found, root, step)
        here = _below(here, step)
        if step in _STEPS_DOWN:
            found = {}
        if step in ("properties", "patternProperties"):
            here = _below(here, next(steps, ""))
    _gather(here, found, root)
    return found


def _gather(here: Any, found: dict[str, Any], root: Mapping[str, Any], step: str | int = "") -> Any:
    """Note what ``here`` says of itself, following references until one has ``step``; where that ended."""
    for _ in range(_CHAIN):
        if not isinstance(here, Mapping):
            break
        for note in _NOTES:
            if note in here:
                found.setdefault(note, here[note])
        if step in here or "$ref" not in here:
            break
        here = _target(here["$ref"], root)
    return here


def _below(schema: Any, step: str | int) -> Any:
    if isinstance(schema, Mapping):
        return schema.get(str(step), {})
    if isinstance(schema, list) and isinstance(step, int) and step < len(schema):
        return schema[step]
    return {}
