"""From the parser's events to data and places, without recursion and within bounds."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from etiquette._nouns import dataclass, replace
from etiquette.diagnostics import Diagnostic, Location

from . import yaml_problems as problems
from .document import Document, Place

__all__ = ["MAX_ALIASES", "MAX_DEPTH", "MAX_EXPANSION", "Composer", "core_value", "joined_halves"]

MAX_DEPTH: Final = 64
MAX_ALIASES: Final = 100
MAX_EXPANSION: Final = 10_000
"""How many values all aliases together may stand for."""

_NULLS: Final = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_LONGEST_NUMBER: Final = 40
_INT: Final = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)


@dataclass(slots=True)
class _Open:
    """A collection that is being read; ``key`` is the key that waits for its value."""

    data: dict[str, Any] | list[Any]
    place: Place
    anchor: str | None
    key: tuple[str, Location] | None = None
    wants_key: bool = False
    ignored: bool = False


class _Enough(Exception):  # noqa: N818 - it stops the reading, which isn't an error of its own
    """What was found makes reading on pointless."""


class Composer:
    """Turns the parser's events into data and places, keeping the open collections on a list.

    Afterwards ``data`` and ``place`` hold the document and ``found`` what is wrong with it.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.found: list[Diagnostic] = []
        self.data: Any = None
        self.place: Place | None = None
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, Place]] = {}
        self._aliases = self._expanded = self._documents = 0

    def run(self, events: Iterator[Any]) -> None:
        """Take all events; what is wrong is in ``found`` afterwards."""
        try:
            for event in events:
                self._take(event)
        except _Enough:
            pass

    def _take(self, event: Any) -> None:
        location = self._location(event)
        if getattr(event, "tag", None):
            self.found.append(problems.tag(self.document, location, event.tag))
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, location)
        elif isinstance(event, yaml.MappingStartEvent):
            self._begin(_Open({}, Place(location), event.anchor, wants_key=True))
        elif isinstance(event, yaml.SequenceStartEvent):
            self._begin(_Open([], Place(location), event.anchor))
        elif isinstance(event, yaml.CollectionEndEvent):
            closed = self._open.pop()
            closed.place.location = _until(closed.place.location, location)
            self._anchor(closed.anchor, closed.data, closed.place)
            self._put(closed.data, closed.place)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(str(event.anchor), location)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(problems.several_documents(self.document, location))

    def _begin(self, opened: _Open) -> None:
        if len(self._open) == MAX_DEPTH:
            self._stop(problems.too_deep(self.document, opened.place.location, MAX_DEPTH))
        if self._wants_key():
            self.found.append(problems.key_not_word(self.document, opened.place.location, None))
        if opened.anchor:
            self._anchors.pop(opened.anchor, None)
        opened.place.height = 1
        self._open.append(opened)

    def _scalar(self, event: yaml.ScalarEvent, location: Location) -> None:
        plain = bool(event.implicit[0]) and not event.tag and not event.style
        text = event.value if event.value.isascii() else joined_halves(event.value)
        if text is None:
            self.found.append(problems.half_character(self.document, location))
            text = ""
        value = core_value(text) if plain else text
        if self._wants_key():
            if plain and text == "<<":
                self.found.append(problems.merge_key(self.document, location))
            elif not isinstance(value, str):
                self.found.append(problems.key_not_word(self.document, location, text))
            value = text
        place = Place(location)
        self._anchor(event.anchor, value, place)
        self._put(value, place)

    def _alias(self, name: str, location: Location) -> None:
        known = self._anchors.get(name)
        if known is None:
            inside = any(each.anchor == name for each in self._open)
            self.found.append(problems.alias(self.document, location, name, inside=inside))
            self._put(None, Place(location))
            return
        data, place = known
        self._aliases += 1
        self._expanded += place.size
        if self._aliases > MAX_ALIASES or self._expanded > MAX_EXPANSION:
            self._stop(problems.too_many_aliases(self.document, location, MAX_ALIASES, MAX_EXPANSION))
        if len(self._open) + place.height > MAX_DEPTH:
            self._stop(problems.too_deep(self.document, location, MAX_DEPTH))
        if self._wants_key():
            self.found.append(problems.key_not_word(self.document, location, None))
        self._put(copy.deepcopy(data), place)

    def _anchor(self, name: str | None, data: Any, place: Place) -> None:
        if name:
            self._anchors[name] = (data, place)

    def _wants_key(self) -> bool:
        return bool(self._open) and self._open[-1].wants_key

    def _put(self, data: Any, place: Place) -> None:
        """Hand a finished value to the collection that it belongs to; at the top it is the document."""
        if not self._open:
            self.data, self.place = data, place
            return
        parent = self._open[-1]
        parent.place.size += place.size
        parent.place.height = max(parent.place.height, place.height + 1)
        if isinstance(parent.data, list):
            parent.place.inner[len(parent.data)] = place
            parent.data.append(data)
        elif parent.wants_key:
            name = data if isinstance(data, str) else ""
            parent.ignored = name in parent.data
            if parent.ignored:
                first = parent.place.keys[name]
                self.found.append(problems.duplicate_key(self.document, name, place.location, first))
            parent.key = (name, place.location)
            parent.wants_key = False
        elif parent.key:
            name, location = parent.key
            parent.wants_key = True
            if not parent.ignored:
                parent.data[name] = data
                parent.place.inner[name] = place
                parent.place.keys[name] = location

    def _stop(self, diagnostic: Diagnostic) -> None:
        self.found.append(diagnostic)
        raise _Enough

    def _location(self, event: Any) -> Location:
        start, end = event.start_mark, event.end_mark
        block = not getattr(event, "flow_style", True)
        marked = end.line == start.line and end.column > start.column and not block
        return Location(self.document.file, start.line + 1, start.column + 1, end.column + 1 if marked else 0)


def _until(start: Location, end: Location) -> Location:
    """A collection in brackets that ends in the line it began in is marked as a whole."""
    if end.line != start.line or not start.end_column:
        return start
    return replace(start, end_column=max(end.end_column, start.end_column))


def core_value(text: str) -> Any:
    """The value of a plain scalar under the core schema of YAML 1.2; overlong numbers are words."""
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if len(text) > _LONGEST_NUMBER:
        return text
    if _INT.fullmatch(text):
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if _FLOAT.fullmatch(text):
        return float(re.sub(r"\.(?=[in])", "", text.lower()))
    return text


def joined_halves(text: str) -> str | None:
    """``text`` with JSON's escaped halves of a character joined; ``None`` if a half stands alone."""
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return None
