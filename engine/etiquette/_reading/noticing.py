"""Noticing which files and folders an answer rests on, so that it can be kept until one of them changes.

Whatever reads or lists says so with :func:`notice`; whoever wants to know opens :func:`noticing` around it.
Each thread and each task notices for itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.resources.abc import Traversable
from pathlib import Path

__all__ = ["Noticed", "notice", "noticing"]


class Noticed:
    """``paths`` are the files and folders that were looked at, there or not.

    ``whole`` is false once something was read that isn't on disk, such as a file within an archive: what
    rests on that can't be told to be unchanged.
    """

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.whole = True


_watching: ContextVar[Noticed | None] = ContextVar("etiquette_noticing", default=None)


def notice(path: Path | Traversable) -> None:
    """Say that ``path`` is looked at, read or listed."""
    noticed = _watching.get()
    if noticed is None:
        return
    if isinstance(path, Path):
        noticed.paths.add(str(path))
    else:
        noticed.whole = False


@contextmanager
def noticing() -> Iterator[Noticed]:
    """What is noticed until the end of the block."""
    noticed = Noticed()
    token = _watching.set(noticed)
    try:
        yield noticed
    finally:
        _watching.reset(token)
