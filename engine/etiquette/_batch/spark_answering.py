"""How one process of an executor answers: by SQL what SQL can say, the rest by Python, as on one machine."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute

from .answering import Answering
from .engine import arrow_table, engine
from .quick import Quick
from .quoting import identifier
from .rows import LINE, NUMBER

__all__ = ["BothWays", "gathered"]

_pc: Any = pyarrow.compute  # its functions are made when it is imported

_ROWS: Final = 200_000
_BYTES: Final = 64_000_000
_WORTH_SQL: Final = 2_000
"""Rows from which on SQL is quicker than Python, which has less to begin with."""

_AT_A_TIME: Final = 4_096


def gathered(batches: Iterator[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """Batches of Spark by the dozen: for SQL it is cheaper to answer many rows at a time."""
    waiting: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        waiting.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= _ROWS or size >= _BYTES:
            yield waiting
            waiting, rows, size = [], 0, 0
    if waiting:
        yield waiting


class BothWays:
    """Answers batches with an :class:`Answering`, and with a database in memory of its own, on one core."""

    def __init__(self, answering: Answering) -> None:
        self.schema = answering.schema
        self._answering = answering
        folder = Path(tempfile.gettempdir()) / f"etiquette-{os.getpid()}"
        self._connection = engine(folder, None, threads=1)
        self._quick = Quick(answering.ruleset, answering.wanted, self._connection)

    def answer(self, batches: Sequence[pa.RecordBatch]) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
        """Answers and refused rows of ``batches`` of the same columns; each row once, in any order."""
        if sum(batch.num_rows for batch in batches) < _WORTH_SQL:
            yield from self._by_python(batches)
            return
        numbered = NUMBER in batches[0].schema.names
        keyed, others = [], []
        for batch in batches:
            fit, unfit = (batch, None) if numbered else self._keyed(batch)
            keyed.append(fit)
            others += [] if unfit is None else [unfit]
        table, rest = self._quick.answer(keyed if numbered else _with_numbers(keyed))
        if table is not None:
            yield from self._by_sql(table, numbered=numbered)
        yield from self._by_python([*(rest if numbered else _without_numbers(rest)), *others])

    def _by_python(
        self, batches: Sequence[pa.RecordBatch]
    ) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
        for batch in batches:
            for begin in range(0, batch.num_rows, _AT_A_TIME):
                yield self._answering.answer(batch.slice(begin, _AT_A_TIME))

    def _by_sql(self, name: str, *, numbered: bool) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
        names = ", ".join(identifier(each) for each in self.schema.names)
        query = f"SELECT {names} FROM {identifier(name)}"  # noqa: S608 - quoted names
        found = arrow_table(self._connection, query).cast(self.schema)
        if not numbered:
            found = found.set_column(1, self.schema.field(1), pa.nulls(found.num_rows, pa.int64()))
        nobody = pa.RecordBatch.from_pylist([], self._answering.refused_schema)
        yield from ((batch, nobody) for batch in found.to_batches())

    def _keyed(self, batch: pa.RecordBatch) -> tuple[pa.RecordBatch, pa.RecordBatch | None]:
        """The rows with a key, and those without, which would be given a number for one."""
        key = self._answering.wanted.key
        if LINE in batch.schema.names or key not in batch.schema.names:
            return batch.slice(0, 0), batch
        there = _pc.is_valid(batch.column(key))
        if pa.types.is_string(batch.column(key).type):
            there = _pc.and_kleene(there, _pc.not_equal(batch.column(key), ""))
        there = _pc.fill_null(there, False)
        return batch.filter(there), batch.filter(_pc.invert(there))


def _with_numbers(batches: Sequence[pa.RecordBatch]) -> list[pa.RecordBatch]:
    """Batches whose rows can be told apart; the numbers mean nothing else."""
    found, first = [], 1
    for batch in batches:
        numbers = pa.array(range(first, first + batch.num_rows), pa.int64())
        found.append(batch.append_column(NUMBER, numbers))
        first += batch.num_rows
    return found


def _without_numbers(batches: Sequence[pa.RecordBatch]) -> list[pa.RecordBatch]:
    return [batch.drop_columns([NUMBER]) for batch in batches]
