"""Next steps for the slips that YAML invites: quotes, dashes, colons, and keys at the wrong depth."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from .schema_case import Case
from .schema_walk import properties
from .wording import holding, listed, meant_comparison, written

__all__ = ["how_to_write", "nested", "twin_of"]

_MEANT: Final = {
    "yes": "true", "y": "true", "on": "true", "no": "false", "n": "false", "off": "false",
}  # fmt: skip
_MOST: Final = 3
_DEEP: Final = 4


def how_to_write(case: Case, expected: Sequence[str]) -> str:
    """What to write instead of a value that is none of the kinds ``expected``; empty without an idea."""
    value = case.value
    if isinstance(value, str):
        found = _instead_of_text(value, expected)
        if found:
            return found
    if "a text" in expected and isinstance(value, (bool, int, float)):
        wanted = str(case.schema.get("pattern", ""))
        fits = re.search(wanted, str(value))
        return "If it is a text, put it in quotes." if fits else case.example("Write it like this")
    if "a list" in expected and isinstance(value, (str, bool, int, float)):
        return f"Write it as a list: [{written(value)}]."
    if "a mapping" not in expected:
        return ""
    if isinstance(value, list) and value and all(isinstance(each, dict) and each for each in value):
        joined = {key: below for each in value for key, below in each.items()}
        lead = f"{case.path[-1]}: " if case.path and isinstance(case.path[-1], str) else ""
        if len(joined) == sum(map(len, value)):
            return f"Take the dashes away: {lead}{written(joined)}"
    known = [key for key in properties(case.schema, case.root) if key != "$schema"]
    return f"Write `key: value` below it; keys are {listed(known)}." if known else ""


def _instead_of_text(value: str, expected: Sequence[str]) -> str:
    if "true or false" in expected:
        word = _MEANT.get(value.casefold())
        if word:
            return f"Write {word}: {value} is an ordinary word here."
        if value in ("true", "false"):
            return f"Take the quotes away: {value}"
    if "a whole number" in expected and re.fullmatch(r"-?[0-9]+", value):
        return f"Take the quotes away: {value}"
    if "a mapping" in expected and re.match(r"[\w.]+:\S", value):
        return "Put a space after the colon."
    comparison = meant_comparison(value) if "a mapping" in expected else None
    return f"Write a colon, and braces around it: {{{comparison}}}" if comparison else ""


def twin_of(value: Any, words: Sequence[Any]) -> tuple[str, str] | None:
    """For a value that only quotes tell from a word that would do: the end of a sentence, and a next step."""
    twin = next((each for each in words if str(each) == str(value) and type(each) is not type(value)), None)
    if twin is None:
        return None
    if isinstance(value, str):
        kind = "" if isinstance(twin, bool) else "the number "
        return f'should be {kind}{written(twin)}, not the text "{value}"', f"Take the quotes away: {value}"
    return f'should be the text "{twin}", not the number {value}', f'Put it in quotes: "{twin}"'


def nested(key: str, known: Mapping[str, Any], root: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Where else ``key`` might belong: the keys of ``known`` below which it is known, and names alike.

    The second are dotted paths that have the key among their words; both are few, or empty.
    """
    owners = [name for name, schema in known.items() if key in properties(schema, root)]
    alike = holding(key, _dotted(known, root, ""))
    return owners if len(owners) <= _MOST else [], alike if len(alike) <= _MOST else []


def _dotted(known: Mapping[str, Any], root: Mapping[str, Any], before: str) -> list[str]:
    """The dotted paths of all keys below ``known``."""
    found: list[str] = []
    for name, schema in known.items():
        path = f"{before}{name}"
        below = properties(schema, root) if path.count(".") < _DEEP else {}
        found += [path, *_dotted(below, root, f"{path}.")]
    return found
