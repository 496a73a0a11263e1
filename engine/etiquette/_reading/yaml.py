"""Strict YAML: a text becomes plain data in which every key and every value knows its place.

Read are the core types of YAML 1.2 and nothing else: ``no`` and ``1:30`` and ``2026-11-23`` are words.
Refused, each with a diagnostic: duplicate keys, keys that aren't words, tags, merge keys, a second
document, and whatever grows without bound (size, depth, aliases). Nothing here recurses over the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

import yaml

from etiquette.diagnostics import Diagnostic, in_order

from . import yaml_problems as problems
from .document import Document, PathKey
from .files import read_text
from .yaml_compose import MAX_ALIASES, MAX_DEPTH, Composer

__all__ = ["MAX_ALIASES", "MAX_DEPTH", "Document", "PathKey", "from_data", "parse", "read", "read_text"]

_LEADING_TABS: Final = re.compile(r"^\t+", re.MULTILINE)


def read(
    source: Path | Traversable, label: str, limit: int
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Read and parse one file of at most ``limit`` bytes; ``label`` is what diagnostics call it."""
    text, found = read_text(source, label, limit)
    return (None, found) if text is None else parse(text, label)


def parse(text: str, file: str) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """The document that ``text`` holds, or ``None`` and every reason why it can't be had."""
    text = text.removeprefix("\ufeff")
    blank = Document(file, text, None)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return None, (problems.not_unicode(blank, error.start),)
    try:
        composer = Composer(blank)
        composer.run(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.YAMLError:
        # The parser in C words its complaints differently: what a person reads comes from one parser only.
        composer = Composer(blank)
        try:
            composer.run(yaml.parse(_without_tabs(text), Loader=yaml.SafeLoader))
        except yaml.YAMLError as error:
            composer.found.append(problems.syntax(blank, error))
    if composer.found:
        return None, in_order(composer.found)
    if composer.place is None or composer.data is None:
        return None, (problems.empty(blank),)
    return Document(file, text, composer.data, composer.place), ()


def _without_tabs(text: str) -> str:
    """JSON may be indented by tabs, which the parser in Python refuses; in brackets a space is as good."""
    if text.lstrip()[:1] not in ("{", "["):
        return text
    return _LEADING_TABS.sub(lambda found: " " * len(found[0]), text)


def from_data(data: Any, file: str = "<data>") -> Document:
    """A document for data that a program gives directly; dates and times become their ISO words.

    Raises :class:`ValueError` for data that nests deeper than 64 levels or contains itself.
    """
    return Document(file, "", _plain(data, MAX_DEPTH))


def _plain(data: Any, room: int) -> Any:
    if isinstance(data, date):
        return data.isoformat()
    if isinstance(data, time):
        return data.isoformat("minutes")
    if not isinstance(data, (Mapping, list, tuple)):
        return data
    if room == 0:
        raise ValueError(f"nests deeper than {MAX_DEPTH} levels")
    if isinstance(data, Mapping):
        return {str(key): _plain(value, room - 1) for key, value in data.items()}
    return [_plain(value, room - 1) for value in data]
