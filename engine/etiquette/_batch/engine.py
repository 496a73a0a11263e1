"""The embedded database that reads, answers and writes."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

__all__ = ["arrow_table", "engine"]


def engine(folder: Path, memory: int | None, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A database in memory that puts what is too large for it into ``folder``."""
    connection = duckdb.connect(config={"temp_directory": str(folder / "overflow")})
    connection.execute("SET enable_progress_bar = false")  # it would go to standard output
    if memory is not None:
        connection.execute(f"SET memory_limit = '{memory // 1_000_000}MB'")
    if threads is not None:
        connection.execute(f"SET threads = {threads:d}")
    return connection


def arrow_table(connection: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
    """What a query gives."""
    found = connection.sql(query)
    assert found is not None  # noqa: S101 - it is a query
    return found.to_arrow_table()
