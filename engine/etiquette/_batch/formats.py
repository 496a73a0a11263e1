"""Which kind of file a name stands for, by its suffix."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal, TypeAlias

from .trouble import BatchError

__all__ = ["STREAM", "Format", "format_of"]

Format: TypeAlias = Literal["jsonl", "csv", "parquet", "duckdb", "sqlite", "postgres"]

STREAM: Final = "-"
"""The name of standard input and standard output."""

_SUFFIXES: Final[dict[str, Format]] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".duckdb": "duckdb",
    ".ddb": "duckdb",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
}
_POSTGRES: Final = ("postgres://", "postgresql://")


def format_of(name: str) -> Format:
    """The format of a file or of a database, by its name; of a stream JSONL. A final ``.gz`` is ignored.

    Raises :class:`BatchError` for a name that tells nothing.
    """
    if name == STREAM:
        return "jsonl"
    if name.startswith(_POSTGRES):
        return "postgres"
    path = Path(name.removesuffix(".gz"))
    found = _SUFFIXES.get(path.suffix.lower())
    if found is None:
        raise BatchError(
            f"The name {name} doesn't tell by its ending what it holds. Give it one of the endings "
            ".jsonl, .csv, .parquet, .duckdb or .sqlite."
        )
    return found
