"""Doing something again whenever a file of some folders changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

__all__ = ["EXTRA", "again_on_change"]

EXTRA: Final = "watchfiles"
_SUFFIXES: Final = (".yaml", ".yml", ".json")


def again_on_change(
    folders: Callable[[], Sequence[Path]], do: Callable[[], None], *, most: int | None = None
) -> None:
    """``do`` now, and after each change of a YAML or JSON file below ``folders``, until interrupted.

    ``most`` is how often it is done again at the most; ``None`` is without end.
    """
    from watchfiles import watch

    do()
    changes = watch(*folders(), watch_filter=lambda _, path: path.endswith(_SUFFIXES), raise_interrupt=False)
    for _ in islice(changes, most):
        do()
