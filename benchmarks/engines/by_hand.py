"""No engine at all: the decision written by hand in Python, which all others must agree with."""

from __future__ import annotations

from typing import Final

from workload.by_hand import decide

from .base import Engine

__all__ = ["BY_HAND", "ENGINES"]

BY_HAND: Final = Engine("hand-written Python", lambda: decide, host="everything")

ENGINES: Final = (BY_HAND,)
