"""Lines that come together from pieces, as a page shows them."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["Lines"]

_DEEPEST: Final = 8
"""Quotes within quotes that are told apart."""

_SPACES: Final = re.compile(r"[ \t\n\r\f]+")
_DELIMITER: Final = "-- "


class Lines:
    """Lines of text. ``depth`` is how many quotes the line that is begun stands in."""

    def __init__(self) -> None:
        self.depth = 0
        self._lines: list[str] = []
        self._begun: list[str] = []

    def add(self, text: str, *, as_written: bool = False) -> None:
        """More of the line that is begun, or several lines where the text's own line ends count."""
        if not as_written:
            self._begun.append(text)
            return
        first, *others = text.split("\n")
        self._begun.append(first)
        for each in others:
            self.end()
            self._begun.append(each)

    def end(self) -> None:
        """The end of a line, which may be empty."""
        line = _SPACES.sub(" ", "".join(self._begun)).replace("\N{NO-BREAK SPACE}", " ").strip()
        self._begun = []
        line = _DELIMITER if line == _DELIMITER.rstrip() else line
        mark = ">" * min(self.depth, _DEEPEST)
        self._lines.append(f"{mark} {line}".rstrip() if mark else line)

    def end_of_block(self) -> None:
        """The end of a line that something stands on, if only a space that doesn't break."""
        if "".join(self._begun).strip(" \t\n\r\f"):
            self.end()
        else:
            self._begun = []

    def signature(self) -> None:
        """The line before a signature, on a line of its own."""
        self.end_of_block()
        if self._lines and self._lines[-1] != _DELIMITER:
            self._lines.append(_DELIMITER)

    def text(self) -> str:
        """All lines that came together."""
        return "\n".join(self._lines)
