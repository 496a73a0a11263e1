"""Classes that are laid out as others are, and aren't frozen."""

from __future__ import annotations

from functools import cache

__all__ = ["twin"]


@cache
def twin(kind: type) -> type:
    """A class that is laid out as ``kind`` is, and not frozen."""
    return type(f"{kind.__name__}InTheMaking", (), {"__slots__": kind.__slots__})  # type: ignore[attr-defined]
