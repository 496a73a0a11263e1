"""A text as its lines, with what is to be known of each."""

from __future__ import annotations

import re
from typing import Final

from etiquette._nouns import dataclass

__all__ = ["TextLines"]

_RULED: Final = re.compile(r"[-_=*]{10,}")


@dataclass(frozen=True, slots=True)
class TextLines:
    """The lines of ``text``, counted from zero.

    ``starts`` are their offsets, ``told`` what stands on them, without spaces around it, and ``quoted``
    whether they begin with ``>``.
    """

    text: str
    starts: tuple[int, ...]
    told: tuple[str, ...]
    quoted: tuple[bool, ...]

    @classmethod
    def of(cls, text: str) -> TextLines:
        """The lines of a text."""
        lines = text.split("\n")
        starts: list[int] = []
        offset = 0
        for line in lines:
            starts.append(offset)
            offset += len(line) + 1
        told = tuple(line.strip() for line in lines)
        quoted = [line.startswith(">") for line in told]
        for number, line in enumerate(lines):
            # Mailboxes that are files put a ">" before a line that begins with "From".
            around = (*quoted[max(0, number - 1) : number], *quoted[number + 1 : number + 2])
            if line.startswith(">From ") and not any(around):
                quoted[number] = False
        return cls(text, tuple(starts), told, tuple(quoted))

    def __len__(self) -> int:
        return len(self.told)

    def next_told(self, number: int) -> int:
        """The number of the next line, from this one on, that isn't blank; their count without one."""
        while number < len(self) and not self.told[number]:
            number += 1
        return number

    def end_of(self, number: int) -> int:
        """The offset after the last character of a line."""
        return self.starts[number + 1] - 1 if number + 1 < len(self) else len(self.text)

    def has_delimiter(self, number: int) -> bool:
        """Whether a line is what RFC 3676 sets before a signature, with its space."""
        return self.told[number] == "--" and self.text.startswith("-- ", self.starts[number])

    def is_ruled(self, number: int) -> bool:
        """Whether a line is nothing but a rule, as mail programs draw above what they quote."""
        return _RULED.fullmatch(self.told[number]) is not None
