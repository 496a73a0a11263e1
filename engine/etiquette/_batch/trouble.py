"""What keeps a batch from being run, as an exception with words for a person."""

from __future__ import annotations

__all__ = ["BatchError"]


class BatchError(Exception):
    """A batch can't be run as asked; the text says what is wrong and what to do next."""
