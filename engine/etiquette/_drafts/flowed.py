"""``format=flowed``: lines of a mail that were broken only to be sent (RFC 3676), joined again."""

from __future__ import annotations

from typing import Final

__all__ = ["unflowed"]

_DELIMITER: Final = "-- "
_DEEPEST: Final = 20
"""Quotes within quotes that are told apart."""


def unflowed(text: str, *, delsp: bool) -> str:
    """``text`` with its paragraphs on lines of their own; ``delsp`` drops the space at which they broke.

    A line that ends in a space goes on in the next, if that is quoted as deeply. The line before a signature
    never does.
    """
    lines: list[str] = []
    open_: list[str] = []
    at = 0

    def close() -> None:
        if open_:
            lines.append((">" * at + " " if at else "") + "".join(open_))
            open_.clear()

    for line in text.split("\n"):
        rest = line.lstrip(">")
        depth = min(len(line) - len(rest), _DEEPEST)
        rest = rest.removeprefix(" ")
        if depth != at or rest == _DELIMITER:
            close()
        at = depth
        flows = rest.endswith(" ") and rest != _DELIMITER
        open_.append(rest[:-1] if flows and delsp else rest)
        if not flows:
            close()
    close()
    return "\n".join(lines)
