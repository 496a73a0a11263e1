"""What says that a mail can't be read in a time that anybody would wait."""

from __future__ import annotations

__all__ = ["TangledError"]


class TangledError(Exception):
    """More parts within parts, or more markup within markup, than is read."""
