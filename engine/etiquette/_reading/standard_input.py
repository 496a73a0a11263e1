"""Standard input as bytes."""

from __future__ import annotations

import sys
from io import BytesIO
from typing import BinaryIO, Final

__all__ = ["STDIN", "standard_input"]

STDIN: Final = "<stdin>"
"""What diagnostics call it."""


def standard_input(most: int) -> BinaryIO | None:
    """The bytes of standard input, whatever layer of text is above them; ``None`` if it was closed.

    Where there is only text, no more of it is read than ``most`` and one character, so that too much shows.
    """
    if sys.stdin is None:
        return None
    raw: BinaryIO | None = getattr(sys.stdin, "buffer", None)
    return raw if raw is not None else BytesIO(sys.stdin.read(most + 1).encode("utf-8", "replace"))
