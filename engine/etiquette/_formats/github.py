"""Commands that a workflow of GitHub turns into notes beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from etiquette.diagnostics import Location
from etiquette.model import Level

from .entries import Entry
from .places import shown, shown_path
from .texts import said, titled

__all__ = ["github"]

_COMMANDS: Final[Mapping[Level, str]] = {"error": "error", "warning": "warning", "note": "notice"}


def github(entries: Sequence[Entry]) -> str:
    """One ``::error``, ``::warning`` or ``::notice`` command a line; nothing when there are no entries.

    The message begins with place and code, since the log of a workflow shows the message only, and names the
    related places, since there is no other way to.
    """
    return "".join(f"{_command(entry)}\n" for entry in entries)


def _command(entry: Entry) -> str:
    properties = {**_place(entry.location), "title": titled(entry)}
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    where = shown(entry.location) if entry.location else entry.subject
    parts = (f"{where}:" if where else "", entry.code, said(entry), *map(_also, entry.related))
    message = " ".join(part for part in parts if part)
    return f"::{_COMMANDS[entry.level]} {told}::{_data(message)}"


def _also(related: tuple[str, Location]) -> str:
    text, place = related
    return f"See also {shown(place)}{f' ({text})' if text else ''}."


def _place(place: Location | None) -> dict[str, str]:
    if place is None:
        return {}
    found = {"file": shown_path(place.file), "line": str(place.line), "col": str(place.column)}
    if place.end_column > place.column:
        found["endColumn"] = str(place.end_column)
    return found


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
