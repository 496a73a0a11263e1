"""The JSON of single values, as UTF-8; of what packs say again and again it is kept.

What is kept comes from packs (ids, titles, reasons given) or is a day or a time. Nothing that somebody wrote
about a case is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable
from datetime import date, time
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any, Final, Protocol, TypeVar

__all__ = [
    "Shown",
    "by_identity",
    "clock",
    "constant",
    "day",
    "dumped",
    "kept",
    "listed",
    "text",
    "texts",
    "words",
]

_MOST: Final = 4096
_TEXTS: Final[dict[str, bytes]] = {}
_WORDS: Final[dict[tuple[str, ...], bytes]] = {(): b"[]"}
_DAYS: Final[dict[date | None, bytes]] = {None: b"null"}

_Key = TypeVar("_Key", bound=Hashable)
_Thing = TypeVar("_Thing")
_Found = TypeVar("_Found")


class Shown(Protocol):
    """What knows its own shape as JSON."""

    def to_dict(self) -> Any:
        """Plain data."""


def kept(memory: dict[_Key, _Found], key: _Key, found: _Found, most: int = _MOST) -> _Found:
    """``found``, which ``memory`` keeps for ``key`` from now on; with ``most`` in it, it is begun anew."""
    if len(memory) >= most:
        memory.clear()
    memory[key] = found
    return found


def by_identity(encode: Callable[[_Thing], bytes], most: int = _MOST) -> Callable[[_Thing], bytes]:
    """``encode`` for things that never change: the same object is encoded once; the ``most`` are remembered.

    Objects that are alike and not the same are encoded each, since telling that they are alike takes as long.
    """
    memory: dict[int, tuple[_Thing, bytes]] = {}

    def encoded(thing: _Thing) -> bytes:
        found = memory.get(id(thing))  # the memory holds the thing, so nothing else has its number
        return found[1] if found is not None else kept(memory, id(thing), (thing, encode(thing)), most)[1]

    return encoded


def text(value: str) -> bytes:
    """A text that may be about anybody: never kept."""
    try:
        return encode_basestring(value).encode()
    except UnicodeEncodeError:  # half of a character, which UTF-8 can't say
        return encode_basestring_ascii(value).encode()


def constant(value: str | None) -> bytes:
    """A text of a pack, or ``null``."""
    if value is None:
        return b"null"
    return _TEXTS.get(value) or kept(_TEXTS, value, text(value))


def texts(values: Iterable[str]) -> bytes:
    """A list of texts that may be about anybody."""
    return b"[%b]" % b",".join([text(each) for each in values])


def words(values: tuple[str, ...]) -> bytes:
    """A list of ids, or of texts of packs."""
    return _WORDS.get(values) or kept(_WORDS, values, texts(values))


def day(value: date | None) -> bytes:
    """A day in ISO 8601, or ``null``."""
    return _DAYS.get(value) or kept(_DAYS, value, b"null" if value is None else b'"%b"' % str(value).encode())


def clock(value: time) -> bytes:
    """A time of day, to the minute."""
    return b'"%b"' % value.isoformat("minutes").encode()


def dumped(value: Any) -> bytes:
    """Plain data that is seldom there."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        return written.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()


def listed(things: Iterable[Shown]) -> bytes:
    """A list of things that are seldom there."""
    return dumped([each.to_dict() for each in things])
