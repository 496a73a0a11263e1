"""Where the comments of a text stand, and which of its lines are blank."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["BREAKS", "Comment", "Lines", "find_comments"]

BREAKS: Final = "\n\r\x85\u2028\u2029"
_BREAK: Final = re.compile(f"\r\n|[{BREAKS}]")
_COMMENT: Final = re.compile(f"(?:^|(?<=[ \t{BREAKS}]))#[^{BREAKS}]*")
_HEADER: Final = re.compile(f"[|>][-+0-9]*[ \t]+(#[^{BREAKS}]*)")


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, from its ``#`` to the end of the line. ``alone`` means that nothing stands before it."""

    start: int
    column: int
    text: str
    alone: bool
    after_blank: bool


class Lines:
    """The lines of a text, by offset."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]

    def start_of(self, offset: int) -> int:
        """Where the line that ``offset`` is in begins."""
        return self._starts[bisect.bisect_right(self._starts, offset) - 1]

    def number(self, offset: int) -> int:
        """The number of the line that ``offset`` is in, from 1."""
        return bisect.bisect_right(self._starts, offset)

    def column(self, offset: int) -> int:
        """How many characters stand before ``offset`` in its line."""
        return offset - self.start_of(offset)

    def begins(self, offset: int) -> bool:
        """Whether nothing but dashes stands before ``offset`` in its line."""
        return not self.text[self.start_of(offset) : offset].strip(" \t-?")

    def after_blank(self, offset: int) -> bool:
        """Whether the line above the one that ``offset`` is in says nothing."""
        line = bisect.bisect_right(self._starts, offset) - 1
        return line > 0 and not self.text[self._starts[line - 1] : self._starts[line]].strip()


def find_comments(lines: Lines, scalars: Sequence[tuple[int, int]]) -> Iterator[Comment]:
    """All comments in order. ``scalars`` are the spans of the text's scalars, in order.

    Only in a scalar can a ``#`` after a space be anything but the beginning of a comment; and what looks
    like one behind the sign of a folded or literal text is one.
    """
    text = lines.text
    ends = [0, *(end for _, end in scalars)]
    starts = [*(start for start, _ in scalars), len(text)]
    for index, (end, start) in enumerate(zip(ends, starts, strict=True)):
        for found in _COMMENT.finditer(text, end, start):
            yield _comment(lines, found.start(), found[0])
        header = _HEADER.match(text, start) if index < len(scalars) else None
        if header:
            yield _comment(lines, header.start(1), header[1])


def _comment(lines: Lines, start: int, text: str) -> Comment:
    begin = lines.start_of(start)
    alone = not lines.text[begin:start].strip(" \t\ufeff")
    return Comment(start, start - begin, text.rstrip(), alone, lines.after_blank(start))
