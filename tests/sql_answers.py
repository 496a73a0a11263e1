"""Rows answered by SQL beside the same rows answered one by one, and where the two differ."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import duckdb
import pyarrow as pa

from etiquette import Ruleset
from etiquette._batch.answering import Answering
from etiquette._batch.sql import Plan, compile_ruleset
from etiquette._batch.wanted import ALL_COLUMNS, Wanted
from small import TODAY

__all__ = ["Both", "both_ways", "in_columns", "in_lines", "wanted"]


@dataclass(frozen=True)
class Both:
    """Answers by row number: SQL's and Python's, the rows that SQL left, and those that were refused."""

    sql: Mapping[int, Mapping[str, Any]]
    python: Mapping[int, Mapping[str, Any]]
    rest: frozenset[int]
    refused: frozenset[int]
    rows: int

    @property
    def differences(self) -> list[str]:
        """What is wrong, in words; empty where all is well."""
        found = [f"row {number} was to be refused" for number in sorted(self.sql.keys() & self.refused)]
        if sorted([*self.sql, *self.rest]) != list(range(1, self.rows + 1)):
            found.append("rows got lost or came twice")
        for number, answer in self.sql.items():
            other = self.python.get(number, {})
            found += [
                f"row {number}: {name} is {value!r} and should be {other.get(name)!r}"
                for name, value in answer.items()
                if number in self.python and value != other.get(name)
            ]
        return found


def wanted(today: date | None = None, **parts: Any) -> Wanted:
    """A wish for every column."""
    return Wanted(present=TODAY, today=today, **{"columns": ALL_COLUMNS, **parts})


def in_lines(cases: Sequence[Mapping[str, Any] | str]) -> pa.Table:
    """A table with one line of JSON for each case; a text is a line already."""
    lines = [each if isinstance(each, str) else json.dumps(each, default=str) for each in cases]
    return pa.table(
        {"__row": pa.array(range(1, len(lines) + 1), pa.int64()), "__line": pa.array(lines, pa.string())}
    )


def in_columns(cases: Iterable[Mapping[str, Any]]) -> pa.Table:
    """A table with nested columns, of the types that the values have; a column of unlike values is text."""
    rows = [dict(each) for each in cases]
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: pa.array([row.get(name) for row in rows]) for name in names}
    return pa.table({"__row": pa.array(range(1, len(rows) + 1), pa.int64()), **columns})


def both_ways(ruleset: Ruleset, table: pa.Table, wish: Wanted | None = None) -> Both:
    """The rows of a table answered in both ways."""
    wish = wish or wanted()
    answers, refused = Answering(ruleset, wish).answer(table.combine_chunks().to_batches()[0])
    with duckdb.connect() as connection:
        connection.register("given", table)
        connection.execute("CREATE TABLE given_rows AS SELECT * FROM given")
        described = connection.execute("DESCRIBE given_rows").fetchall()
        plan = _plan(ruleset, wish, tuple((name, kind) for name, kind, *_ in described))
        found = plan.run(connection, "given_rows")
        made = connection.table(found.answers).to_arrow_table()
        rest = connection.table(found.rest).fetchall()
    assert made.schema.names == ["__row", *answers.schema.names]
    return Both(
        {row["__row"]: _without_number(row) for row in made.to_pylist()},
        {row["row"]: row for row in answers.to_pylist()},
        frozenset(number for (number,) in rest),
        frozenset(refused.column("row").to_pylist()),
        table.num_rows,
    )


@lru_cache(maxsize=8)
def _plan(ruleset: Ruleset, wish: Wanted, columns: tuple[tuple[str, str], ...]) -> Plan:
    return compile_ruleset(ruleset, wish, dict(columns))


_NUMBER: Final = "__row"


def _without_number(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != _NUMBER}
