"""Inputs that can't be taken in parts as they are, copied to where they can: CSV, tables, streams, gzip."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from .delimited import header_of, records
from .engine import engine
from .formats import STREAM, Format, format_of
from .quoting import literal, table_name
from .rows import PROBLEM
from .source import LineSource, ParquetSource, Source
from .trouble import BatchError

__all__ = ["is_staged", "source_of", "stage"]

_GROUP: Final = 61_440
"""Rows of a row group of a copy."""

_AT_A_TIME: Final = 8_192


def is_staged(name: str) -> bool:
    """Whether an input has to be copied before it can be taken in parts."""
    return name == STREAM or name.endswith(".gz") or format_of(name) not in ("jsonl", "parquet")


def source_of(name: str, folder: Path) -> Source:
    """The input itself, or its copy in ``folder``, which :func:`stage` has made."""
    lines = format_of(name) == "jsonl"
    path = str(_copy_in(name, folder)) if is_staged(name) else name
    if lines:
        return LineSource(path)
    return ParquetSource(path)


def _copy_in(name: str, folder: Path) -> Path:
    return folder / ("input.jsonl" if format_of(name) == "jsonl" else "input.parquet")


def stage(name: str, table: str | None, folder: Path, memory: int | None) -> None:
    """Copy an input into ``folder``, whole or not at all.

    ``memory`` bounds, in bytes, what the copying takes. Raises :class:`BatchError` with the reason where it
    can't be read.
    """
    copy = _copy_in(name, folder)
    new = copy.with_name(f".{copy.name}.new")
    try:
        _stage(name, format_of(name), table, new, folder, memory)
    except (duckdb.Error, sqlite3.Error, pa.ArrowException, EOFError, gzip.BadGzipFile) as error:
        reason = str(error).strip().partition("\n")[0]
        message = f"The input {name} can't be read: {reason.rstrip('.')}. Check it, then try again."
        raise BatchError(message) from None
    new.replace(copy)


def _stage(name: str, kind: Format, table: str | None, new: Path, folder: Path, memory: int | None) -> None:
    if name == STREAM:
        with new.open("wb") as out:
            shutil.copyfileobj(sys.stdin.buffer, out)
        return
    if name.endswith(".gz"):
        plain = new if kind in ("jsonl", "parquet") else folder / "input.csv"
        with gzip.open(name, "rb") as packed, plain.open("wb") as out:
            shutil.copyfileobj(packed, out)
        name = str(plain)
    if kind == "csv":
        _from_csv(Path(name), new, folder, memory)
        (folder / "input.csv").unlink(missing_ok=True)
    elif kind in ("duckdb", "postgres"):
        _from_database(name, kind, table or "", new, folder, memory)
    elif kind == "sqlite":
        _write(new, *_from_sqlite(name, table or ""))


def _from_csv(path: Path, new: Path, folder: Path, memory: int | None) -> None:
    """By the quick reader where every row is as the header says, else by the patient one."""
    header = header_of(path)
    with closing(engine(folder, memory)) as connection:
        try:
            found = connection.read_csv(
                str(path),
                header=False,
                skiprows=header.lines,
                delimiter=header.delimiter,
                quotechar='"',
                escapechar='"',
                auto_detect=False,
                columns=dict.fromkeys(header.names, "VARCHAR"),
            )
            found.write_parquet(str(new), row_group_size=_GROUP)
        except duckdb.Error:
            _write(new, [*header.names, PROBLEM], records(path, header))


def _from_database(name: str, kind: Format, table: str, new: Path, folder: Path, memory: int | None) -> None:
    options = "READ_ONLY" if kind == "duckdb" else "TYPE postgres, READ_ONLY"
    with closing(engine(folder, memory)) as connection:
        connection.execute(f"ATTACH {literal(name)} AS input ({options})")
        query = f"SELECT * FROM input.{table_name(table)}"  # noqa: S608 - a quoted name
        connection.execute(f"COPY ({query}) TO {literal(str(new))} (FORMAT parquet, ROW_GROUP_SIZE {_GROUP})")


def _from_sqlite(name: str, table: str) -> tuple[list[str], Iterator[Sequence[Any]]]:
    """SQLite's own library is always there; DuckDB's reader of it has to be had from the network."""
    connection = sqlite3.connect(f"{Path(name).absolute().as_uri()}?mode=ro", uri=True)
    cursor = connection.execute(f"SELECT * FROM {table_name(table)}")  # noqa: S608 - a quoted name
    names = [each[0] for each in cursor.description]

    def rows() -> Iterator[Sequence[Any]]:
        with closing(connection):
            for row in cursor:
                yield tuple(map(_text, row))

    return names, rows()


def _text(value: object) -> str | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return None if value is None else str(value)


def _write(new: Path, names: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    schema = pa.schema([(name, pa.string()) for name in names])
    with pq.ParquetWriter(new, schema) as writer:
        waiting: list[Sequence[Any]] = []
        for row in rows:
            waiting.append(row)
            if len(waiting) == _AT_A_TIME:
                writer.write_batch(_batch(waiting, schema))
                waiting.clear()
        if waiting:
            writer.write_batch(_batch(waiting, schema))


def _batch(rows: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.RecordBatch:
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=schema)
