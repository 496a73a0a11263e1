"""Answers and refused rows to files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from .engine import arrow_table
from .quoting import identifier, literal
from .wanted import Wanted

__all__ = ["csv_header", "write_answers", "write_refused"]

_ANSWERS: Final = "answers_of_rows"


def write_answers(
    connection: duckdb.DuckDBPyConnection,
    by_sql: str | None,
    answers: pa.Table,
    path: Path,
    kind: str,
    wanted: Wanted,
) -> int:
    """Write answers as Parquet, or as the lines of JSON or CSV; how many they are. CSV gets no header.

    ``by_sql`` is the name of a table with more answers of the same columns. Rows go in their order. In CSV a
    list is its JSON.
    """
    new = path.with_name(f".{path.name}.new")
    text = kind != "parquet"
    columns = ", ".join(_column(field, kind, wanted) for field in answers.schema)
    plain = ", ".join(identifier(field.name) for field in answers.schema)
    tables = [by_sql] if by_sql is not None else []
    if answers.num_rows or by_sql is None:
        connection.register(_ANSWERS, answers)
        tables.append(_ANSWERS)
    several = " UNION ALL ".join(f"SELECT {plain} FROM {each}" for each in tables)  # noqa: S608 - quoted names
    query = f"SELECT {columns if text else plain} FROM ({several}) AS found ORDER BY found.row"  # noqa: S608
    if text:
        options = "FORMAT json" if kind == "jsonl" else "FORMAT csv, HEADER false"
        count = connection.execute(f"COPY ({query}) TO {literal(str(new))} ({options})").fetchall()[0][0]
    else:
        found = arrow_table(connection, query).cast(answers.schema)
        pq.write_table(found, new)
        count = found.num_rows
    if _ANSWERS in tables:
        connection.unregister(_ANSWERS)
    new.replace(path)
    return int(count)


def _column(field: pa.Field, kind: str, wanted: Wanted) -> str:
    name = identifier(field.name)
    if kind == "csv" and pa.types.is_list(field.type):
        return f"to_json({name})::VARCHAR AS {name}"
    if wanted.json_keys and field.name == wanted.key:
        return f"{name}::JSON AS {name}"
    return name


def csv_header(schema: pa.Schema) -> str:
    """The first line of a CSV file."""
    names = (f'"{name.replace(chr(34), chr(34) * 2)}"' if _odd(name) else name for name in schema.names)
    return ",".join(names) + "\n"


def _odd(name: str) -> bool:
    return any(character in name for character in ',"\r\n')


def write_refused(refused: pa.Table, path: Path, wanted: Wanted) -> None:
    """Write refused rows as lines of JSON: the number, the key, the row as it came, and what is wrong."""
    new = path.with_name(f".{path.name}.new")
    with new.open("w", encoding="utf-8", errors="backslashreplace") as out:
        for batch in refused.to_batches():
            for row in batch.to_pylist():
                key = row[wanted.key]
                told = {
                    "row": row["row"],
                    wanted.key: json.loads(key) if wanted.json_keys and key is not None else key,
                    "raw": row["raw"],
                    "diagnostics": json.loads(row["diagnostics"]),
                }
                out.write(json.dumps(told, ensure_ascii=False) + "\n")
    new.replace(path)
