"""The rows that SQL can answer, answered by SQL; the others are handed back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from etiquette.ruleset import Ruleset

from .engine import arrow_table
from .quoting import identifier
from .rows import LINE, NUMBER, PROBLEM
from .sql import Plan, UnsupportedError, compile_ruleset
from .wanted import Wanted

__all__ = ["Quick"]

_ROWS: Final = "etiquette_rows"


class Quick:
    """Rules as SQL, compiled for the first rows that come; it belongs to one connection."""

    def __init__(self, ruleset: Ruleset, wanted: Wanted, connection: duckdb.DuckDBPyConnection) -> None:
        self._ruleset = ruleset
        self._wanted = wanted
        self._connection = connection
        self._plan: Plan | None = None
        self._able = True

    def answer(self, batches: Sequence[pa.RecordBatch]) -> tuple[str | None, list[pa.RecordBatch]]:
        """The name of a table with answers, ``None`` where SQL has none; and the rows that are left.

        The table has the columns of answers and is there until the next call.
        """
        readable, rest = [], []
        for batch in batches if self._able else ():
            fit, unfit = self._as_sql_reads(batch)
            readable += [fit] if fit.num_rows else []
            rest += [unfit] if unfit is not None and unfit.num_rows else []
        if not readable:
            return None, rest if self._able else list(batches)
        table = pa.Table.from_batches(readable)
        self._connection.register(_ROWS, table)
        try:
            if self._plan is None:
                self._plan = compile_ruleset(self._ruleset, self._wanted, self._columns())
            found = self._plan.run(self._connection, _ROWS)
            query = f"SELECT {identifier(NUMBER)} FROM {identifier(found.rest)}"  # noqa: S608 - a quoted name
            left = arrow_table(self._connection, query).column(0)
        except UnsupportedError:
            self._able = False
            return None, list(batches)
        finally:
            self._connection.unregister(_ROWS)
        if len(left):
            rest += table.filter(pc.field(NUMBER).isin(left.combine_chunks())).to_batches()
        return found.answers, rest

    def _as_sql_reads(self, batch: pa.RecordBatch) -> tuple[pa.RecordBatch, pa.RecordBatch | None]:
        """The rows of a batch as SQL wants them, and those that it can't read at all."""
        if LINE in batch.schema.names:
            place = batch.schema.get_field_index(LINE)
            try:
                texts = batch.column(place).cast(pa.string())
            except pa.ArrowInvalid:  # somewhere in it is what isn't UTF-8
                return batch.slice(0, 0), batch
            return batch.set_column(place, LINE, texts), None
        if PROBLEM in batch.schema.names:
            problems = batch.column(PROBLEM)
            fine = batch.filter(problems.is_null()).drop_columns([PROBLEM])
            return fine, batch.filter(problems.is_valid())
        return batch, None

    def _columns(self) -> dict[str, str]:
        """The columns of the rows with their types, as the database calls them."""
        found = self._connection.execute(f"DESCRIBE {_ROWS}").fetchall()
        return {name: kind for name, kind, *_ in found}
