"""A terminal or a file as something to print on: its width, its colours, and lines that break between words.

A command that prints a page does no more than this, and loading a library for it takes longer than all the
rest; only how wide letters of far-off scripts are is left to one.
"""

from __future__ import annotations

import itertools
import os
import re
import sys
from collections.abc import Iterator, Mapping
from typing import IO, Final

__all__ = ["Console", "Text", "cell_len"]

_CODES: Final = {"bold": 1, "dim": 2, "underline": 4, "red": 31, "green": 32, "yellow": 33}
_COLOURS: Final = 30
_WORD: Final = r"\s*\S+\s*"
_DUMB: Final = ("dumb", "unknown")
_PLAIN_BELOW: Final = "\u0300"
_SIGNS: Final = frozenset(
    "\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u2192\u2212\u2713\u2717\u20ac"
)
"""Signs beyond the Latin letters that every terminal shows one column wide."""


class Text:
    """Words with styles (``bold red``), to be printed on one line or wrapped to several."""

    __slots__ = ("pieces",)

    def __init__(self, text: str = "", style: str = "") -> None:
        self.pieces: list[tuple[str, str]] = [(text, style)] if text else []

    def __len__(self) -> int:
        return sum(len(text) for text, _ in self.pieces)

    @property
    def plain(self) -> str:
        """The words alone."""
        return "".join(text for text, _ in self.pieces)

    def append(self, text: str | Text, style: str = "") -> Text:
        """Add words at the end; returns the same text."""
        self.pieces += text.pieces if isinstance(text, Text) else [(text, style)] if text else []
        return self

    def copy(self) -> Text:
        """A text of its own with the same words."""
        return Text().append(self)

    def rstrip(self) -> Text:
        """The same without spaces at the end."""
        return self.cut(0, len(self.plain.rstrip()))

    def cut(self, start: int, end: int) -> Text:
        """The words from ``start`` to ``end``, in code points."""
        found, at = Text(), 0
        for text, style in self.pieces:
            part = text[max(0, start - at) : max(0, end - at)]
            found.append(part, style)
            at += len(text)
        return found

    def wrapped(self, width: int) -> list[Text]:
        """Lines of at most ``width`` columns; a word that is wider goes on in the next line."""
        plain = self.plain
        breaks = [0, *_breaks(plain, width), len(plain)]
        return [self.cut(start, end).rstrip() for start, end in itertools.pairwise(breaks)]


def _breaks(text: str, width: int) -> Iterator[int]:
    """Where further lines begin."""
    at = 0
    for found in re.finditer(_WORD, text):
        start, word = found.start(), found[0]
        size = cell_len(word.rstrip())
        if size <= width - at:
            at += cell_len(word)
        elif size > width:
            pieces = _folded(word, width)
            for piece in pieces:
                if start:
                    yield start
                start += len(piece)
            at = cell_len(pieces[-1])
        else:
            if at and start:
                yield start
            at = cell_len(word)


def _folded(word: str, width: int) -> list[str]:
    """A word in pieces of at most ``width`` columns."""
    if _is_plain(word):
        return [word[start : start + width] for start in range(0, len(word), width)]
    from rich.cells import chop_cells

    return chop_cells(word, width)


def cell_len(text: str) -> int:
    """How many columns a text takes."""
    if _is_plain(text):
        return len(text)
    from rich.cells import cell_len as measured

    return measured(text)


def _is_plain(text: str) -> bool:
    return text.isascii() or all((char < _PLAIN_BELOW and char != "\xad") or char in _SIGNS for char in text)


class Console:
    """What is printed on. ``styled`` says whether it takes bold and dim, ``coloured`` whether colours too."""

    def __init__(self, stream: IO[str], width: int, environment: Mapping[str, str]) -> None:
        self.stream, self.width = stream, width
        self.encoding = getattr(stream, "encoding", None) or "utf-8"
        self.styled = _takes_styles(stream, environment)
        self.coloured = self.styled and not environment.get("NO_COLOR")

    def print(self, text: Text | None = None) -> None:
        """One line."""
        self.stream.write(f"{self.shown(text) if text is not None else ''}\n")

    def shown(self, text: Text) -> str:
        """The words with the codes of their styles, as the stream takes them."""
        if not self.styled:
            return text.plain
        return "".join(self._styled(part, style) for part, style in text.pieces)

    def _styled(self, text: str, style: str) -> str:
        codes = sorted({_CODES[word] for word in style.split()})
        wanted = [str(code) for code in codes if self.coloured or code < _COLOURS]
        return f"\x1b[{';'.join(wanted)}m{text}\x1b[0m" if wanted else text


def _takes_styles(stream: IO[str], environment: Mapping[str, str]) -> bool:
    compatible = environment.get("TTY_COMPATIBLE", "")
    forced = environment.get("FORCE_COLOR")
    if compatible in ("0", "1"):
        terminal = compatible == "1"
    elif forced is not None:
        terminal = forced != ""
    else:
        try:
            terminal = stream.isatty()
        except ValueError:
            return False  # it is closed
    if not terminal or environment.get("TERM", "").lower() in _DUMB:
        return False
    return sys.platform != "win32" or _takes_codes(environment)


def _takes_codes(environment: Mapping[str, str]) -> bool:
    """Whether a console of Windows reads codes of styles: those that came with Windows long didn't."""
    return any(name in environment for name in ("WT_SESSION", "TERM", "ANSICON", "FORCE_COLOR"))


def columns(stream: IO[str]) -> int:
    """The width of the terminal behind a stream; 0 where there is none, or where it can't tell."""
    try:
        return os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0
    except (OSError, ValueError):
        return 0
