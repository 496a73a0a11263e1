"""Answers and refused rows to files."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from .quoting import identifier, literal
from .wanted import Wanted

__all__ = ["csv_header", "write_answers", "write_refused"]


def write_answers(
    connection: duckdb.DuckDBPyConnection, answers: pa.Table, path: Path, kind: str, wanted: Wanted
) -> None:
    """Write a table as Parquet, or as the lines of JSON or CSV; CSV without its header.

    In CSV a list is its JSON.
    """
    new = path.with_name(f".{path.name}.new")
    if kind == "parquet":
        pq.write_table(answers, new)
    else:
        connection.register("answers", answers)
        columns = ", ".join(_column(field, kind, wanted) for field in answers.schema)
        options = "FORMAT json" if kind == "jsonl" else "FORMAT csv, HEADER false"
        query = f"SELECT {columns} FROM answers"  # noqa: S608 - quoted names
        connection.execute(f"COPY ({query}) TO {literal(str(new))} ({options})")
        connection.unregister("answers")
    new.replace(path)


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
