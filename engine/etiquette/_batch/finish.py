"""The parts of a run put together: one file, a stream or a table, whole or not at all."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import BinaryIO

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from .engine import engine
from .formats import Format
from .parquet_join import join_parquet
from .quoting import identifier, literal, table_name
from .trouble import BatchError
from .writing import csv_header

__all__ = ["copied_to", "insist_on_no_table", "put_into_table", "put_together", "put_together_refused"]


def put_together(parts: Sequence[Path], out: Path, kind: Format, schema: pa.Schema) -> None:
    """One file from those of the parts, in their order; it takes the place of what was there."""
    new = out.with_name(f".{out.name}.new")
    try:
        if kind == "parquet":
            _join(parts, new, schema)
        else:
            with new.open("wb") as file:
                if kind == "csv":
                    file.write(csv_header(schema).encode())
                for part in parts:
                    copied_to(file, part)
        new.replace(out)
    finally:
        new.unlink(missing_ok=True)


def _join(parts: Sequence[Path], new: Path, schema: pa.Schema) -> None:
    if parts:
        join_parquet(parts, new)
    else:
        pq.write_table(schema.empty_table(), new)


def put_together_refused(parts: Sequence[Path], out: Path) -> None:
    """One file of all refused rows; none where there are none, not even that of an earlier run."""
    if not parts:
        out.unlink(missing_ok=True)
        return
    new = out.with_name(f".{out.name}.new")
    with new.open("wb") as file:
        for part in parts:
            copied_to(file, part)
    new.replace(out)


def copied_to(file: BinaryIO, part: Path) -> None:
    """Append what a file holds."""
    with part.open("rb") as stream:
        shutil.copyfileobj(stream, file, 1 << 20)


def insist_on_no_table(out: str, kind: Format, table: str, folder: Path) -> None:
    """Raises :class:`BatchError` where the table is there already, or the database can't be opened."""
    try:
        if kind == "sqlite":
            with closing(sqlite3.connect(out)) as connection:
                query = "SELECT 1 FROM sqlite_master WHERE name = ?"
                there = connection.execute(query, [table]).fetchone()
        else:
            with closing(_attached(out, kind, folder, None)) as database:
                there = _has(database, table)
    except (duckdb.Error, sqlite3.Error) as error:
        raise _unwritten(out, error) from None
    if there:
        raise BatchError(
            f"The database {out} has a table {table} already. Drop it, or name another one: --out-table NAME."
        )


def _has(database: duckdb.DuckDBPyConnection, table: str) -> bool:
    try:
        database.execute(f"SELECT 1 FROM output.{table_name(table)} LIMIT 0")  # noqa: S608 - a quoted name
    except duckdb.CatalogException:
        return False
    return True


def _attached(out: str, kind: Format, folder: Path, memory: int | None) -> duckdb.DuckDBPyConnection:
    database = engine(folder, memory)
    database.execute(f"ATTACH {literal(out)} AS output{' (TYPE postgres)' if kind == 'postgres' else ''}")
    return database


def _unwritten(out: str, error: Exception) -> BatchError:
    reason = str(error).strip().partition("\n")[0]
    return BatchError(f"The database {out} can't be written: {reason.rstrip('.')}. Check it, then try again.")


def put_into_table(
    parts: Sequence[Path],
    out: str,
    kind: Format,
    table: str,
    schema: pa.Schema,
    folder: Path,
    memory: int | None,
) -> None:
    """A new table from the Parquet files of the parts. In SQLite and Postgres a list is its JSON."""
    try:
        if kind == "sqlite":
            _into_sqlite(parts, out, table, schema)
            return
        whole = folder / "answers.parquet"
        _join(parts, whole, schema)
        columns = ", ".join(
            f"to_json({identifier(field.name)})::VARCHAR AS {identifier(field.name)}"
            if kind == "postgres" and pa.types.is_list(field.type)
            else identifier(field.name)
            for field in schema
        )
        with closing(_attached(out, kind, folder, memory)) as database:
            query = f"SELECT {columns} FROM read_parquet({literal(str(whole))})"  # noqa: S608 - quoted names
            database.execute(f"CREATE TABLE output.{table_name(table)} AS {query}")
    except (duckdb.Error, sqlite3.Error) as error:
        raise _unwritten(out, error) from None


def _into_sqlite(parts: Sequence[Path], out: str, table: str, schema: pa.Schema) -> None:
    names = ", ".join(identifier(name) for name in schema.names)
    marks = ", ".join("?" for _ in schema.names)
    with closing(sqlite3.connect(out, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.execute(f"CREATE TABLE {table_name(table)} ({names})")
        insert = f"INSERT INTO {table_name(table)} VALUES ({marks})"  # noqa: S608 - a quoted name
        for part in parts:
            for batch in pq.ParquetFile(part).iter_batches():
                columns = [map(_cell, column.to_pylist()) for column in batch.columns]
                connection.executemany(insert, zip(*columns, strict=True))
        connection.execute("COMMIT")


def _cell(value: object) -> object:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, date) else value
