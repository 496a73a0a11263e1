"""What no schema says of a vocabulary: that its patterns are patterns, and that it leaves the frame alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from etiquette._nouns import dataclass

from .document import PathKey

__all__ = ["STRUCTURE", "Slip", "slips"]

STRUCTURE: Final = ("$schema", "today", "timezone", "packs", "proposed")
"""What every facts file may say, whatever the vocabulary; it is declared in the bundled schema."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Something in a vocabulary that can't be used: where, what is wrong with it, and what to do."""

    path: PathKey
    message: str
    help: str


def slips(schema: Mapping[str, Any], *, adds: bool) -> Iterator[Slip]:
    """Everything that can't be used in a vocabulary whose shape is right.

    ``adds`` tells that it adds to the facts of others, as a layer's and a plugin's do: then it can't make
    anything be needed, or facts files that know nothing of it would be refused.
    """
    for name in schema.get("properties", {}):
        if name in STRUCTURE:
            message = f"{name} stands in every facts file already, and can't be declared."
            yield Slip(("properties", name), message, "Give the fact another name, or put it into a section.")
    yield from _section(schema, (), "the facts", adds=adds)


def _section(schema: Mapping[str, Any], path: PathKey, name: str, *, adds: bool) -> Iterator[Slip]:
    if adds and schema.get("required"):
        message = f"{name} can't need anything here: facts files from before would all be refused."
        yield Slip((*path, "required"), message, "Take `required` away; what isn't told is asked for.")
    for key, sub in schema.get("properties", {}).items():
        yield from _fact(sub, (*path, "properties", key), key, adds=adds)


def _fact(schema: Mapping[str, Any], path: PathKey, name: str, *, adds: bool) -> Iterator[Slip]:
    kinds = schema.get("type")
    several = [each for each in kinds if each != "null"] if isinstance(kinds, list) else []
    if len(several) > 1:
        message = f"{name} can't be of two types, {several[0]} and {several[1]}."
        yield Slip((*path, "type"), message, "Keep one of them; null may stand beside it.")
    if "pattern" in schema:
        try:
            re.compile(schema["pattern"])
        except (re.error, OverflowError, RecursionError) as error:
            message = f"The pattern of {name} is no regular expression: {error}."
            yield Slip((*path, "pattern"), message, "Correct it, or take it away.")
    if "items" in schema:
        yield from _fact(schema["items"], (*path, "items"), name, adds=False)
    yield from _section(schema, path, name, adds=adds)
