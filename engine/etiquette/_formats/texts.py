"""Texts that any format can hold."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from .entries import Entry

__all__ = ["clean", "cleaned", "said", "titled"]

_UNSHOWABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]")
"""What XML 1.0 can't hold, what a terminal would obey, and what some readers take for the end of a line."""


def clean(text: str) -> str:
    """``text`` with a line feed for every line end and � for what can't be shown."""
    return _UNSHOWABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def cleaned(entry: Entry) -> Entry:
    """The entry with clean texts; names of files are left as they are."""
    return replace(
        entry,
        code=clean(entry.code),
        message=clean(entry.message),
        help=clean(entry.help),
        title=clean(entry.title),
        subject=clean(entry.subject),
        rationale=clean(entry.rationale),
        related=tuple((clean(text), place) for text, place in entry.related),
    )


def said(entry: Entry) -> str:
    """Message and next step, in one line of sentences unless the message itself has several lines."""
    return " ".join(part for part in (entry.message.strip(), entry.help.strip()) if part)


def titled(entry: Entry) -> str:
    """The code and, where it is known, what it stands for."""
    return f"{entry.code} {entry.title}".strip()
