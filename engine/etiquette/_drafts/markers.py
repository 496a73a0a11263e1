"""Lines held against the expressions of a pack."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import re2

from .text_lines import TextLines

__all__ = ["Markers"]

_MOST_JOINED: Final = 3
_BLOCK: Final = 256
"""Lines that are looked through at one go, since hardly any begins with a marker."""


class Markers:
    """Finds the lines of a text at which one of some expressions begins, whatever the case.

    A line is held against them as it is, and together with the one or two after it, with a space in between,
    since mail programs break long lines. Raises :class:`re2.error` for an expression that RE2 refuses.
    """

    def __init__(self, lines: TextLines, patterns: tuple[str, ...]) -> None:
        self._lines = lines
        self._one: Any = None
        self._many: Any = None
        if patterns:
            self._one, self._many = _expressions(patterns)
        self._empty: dict[int, bool] = {}

    def begins(self, number: int) -> int:
        """How many lines, from this one on, an expression needs; 0 where none begins here.

        What begins in a line further down doesn't begin here, though the lines joined fit as well.
        """
        if self._one is None or self._is_empty(number // _BLOCK):
            return 0
        before = 0
        for count, joined in enumerate(self._joined(number), 1):
            found = self._one.search(joined)
            if found and found.start() <= len(self._lines.told[number]) and found.end() > before:
                later = range(number + 1, number + count)
                return 0 if any(self.begins(each) for each in later) else count
            before = len(joined)
        return 0

    def _is_empty(self, block: int) -> bool:
        """Whether no expression can begin in a block of lines."""
        if block not in self._empty:
            numbers = range(block * _BLOCK, min((block + 1) * _BLOCK, len(self._lines)))
            self._empty[block] = not self._many.search(
                "\n".join(joined for number in numbers for joined in self._joined(number))
            )
        return self._empty[block]

    def _joined(self, number: int) -> list[str]:
        """A line, the same with the next, and with the next but one, if neither is blank or quoted."""
        told, quoted = self._lines.told, self._lines.quoted
        if not told[number]:
            return []
        joined = [told[number]]
        for each in range(number + 1, min(number + _MOST_JOINED, len(told))):
            if not told[each] or quoted[each]:
                break
            joined.append(f"{joined[-1]} {told[each]}")
        return joined


@lru_cache(maxsize=64)
def _expressions(patterns: tuple[str, ...]) -> tuple[Any, Any]:
    """One expression that finds what any of the patterns does in a line, and one that does in many lines."""
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    either = "|".join(f"(?:{each})" for each in patterns)
    one = re2.compile(either, options=options)
    options.never_nl = True
    return one, re2.compile(f"(?m)(?:{either})", options=options)
