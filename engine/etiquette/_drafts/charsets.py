"""The bytes of a mail as text, in whatever charset it names or should have named."""

from __future__ import annotations

import codecs
from typing import Final

__all__ = ["decoded", "sound"]

_NO_CHARSETS: Final = frozenset(
    ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "mbcs", "oem")
)
"""Codecs that Python has and no mail can mean; some of them are slow."""

_PLAIN: Final = frozenset(("ascii", "utf-8", "iso8859-1"))
"""What mail programs say when they don't know: then the bytes are looked at."""


def decoded(raw: bytes, charset: str | None) -> str:
    """``raw`` as text. Raises :class:`LookupError` for a charset that nobody knows.

    A mail that names none, or one of those that are named without thinking, is read as UTF-8 if it is that,
    and else as windows-1252, as web browsers do. In any other charset, bytes that mean nothing are replaced.
    """
    name = codecs.lookup(charset).name if charset else "ascii"
    if name.replace("_", "-") in _NO_CHARSETS:
        raise LookupError(charset)
    if name not in _PLAIN:
        return sound(raw.decode(name, "replace"))
    try:
        return sound(raw.decode("utf-8-sig" if name != "iso8859-1" or not charset else "cp1252"))
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def sound(text: str) -> str:
    """``text`` without halves of characters, which nothing can write.

    The halves that stand for bytes, as in headers that weren't encoded, are read as what these bytes say.
    """
    if not any("\ud800" <= each <= "\udfff" for each in text):
        return text
    raw = text.encode("utf-8", "surrogateescape") if _only_bytes(text) else text.encode("utf-8", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _only_bytes(text: str) -> bool:
    return not any("\ud800" <= each <= "\udc7f" or "\udd00" <= each <= "\udfff" for each in text)
