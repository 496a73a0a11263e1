"""What a run is to do, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from .formats import STREAM
from .recipe import Recipe
from .wanted import Wanted

__all__ = ["DATABASES", "Errand", "Outcome", "Watch", "refused_beside"]

Watch: TypeAlias = Callable[[int, int, int], None]
"""Is told how much is done, how much there is (both in bytes or rows), and how many rows are done."""

DATABASES: Final = ("duckdb", "sqlite", "postgres")
"""The formats that hold tables."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be done. ``table`` and ``out_table`` are names where the input or output is a database.

    ``refused`` is the file for refused rows, ``None`` for the usual one. ``processes`` work at a time;
    ``memory`` bounds, in bytes, what the database takes in all of them together.
    """

    input: str
    out: str
    recipe: Recipe
    wanted: Wanted
    table: str | None = None
    out_table: str = "answers"
    refused: str | None = None
    processes: int = 1
    memory: int | None = None
    restart: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run. ``before`` are the rows that an earlier, interrupted run had done.

    ``refused_file`` is ``None`` where no row was refused. ``present`` is the day for rows that told none.
    """

    read: int
    answered: int
    refused: int
    before: int
    seconds: float
    present: date
    refused_file: str | None


def refused_beside(out: str) -> str:
    """The usual file for refused rows."""
    return "answers.refused.jsonl" if out == STREAM or "://" in out else f"{out}.refused.jsonl"
