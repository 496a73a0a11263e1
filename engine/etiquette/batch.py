"""Many cases at once: the door to what needs the extra ``batch``."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

__all__ = ["MISSING", "can_batch"]

MISSING: Final = "Batches need the extra `batch`: pip install 'etiquette-engine[batch]'"


def can_batch() -> bool:
    """Whether the extra ``batch`` is installed."""
    return all(find_spec(name) for name in ("duckdb", "pyarrow"))
