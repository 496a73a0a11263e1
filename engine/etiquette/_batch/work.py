"""The work on one part, wherever it is done: read, answer, write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa

from etiquette.ruleset import Ruleset

from .answering import Answering
from .engine import engine
from .parts import Done, Parts
from .quick import Quick
from .recipe import Recipe
from .source import Part, Source
from .wanted import Wanted
from .writing import write_answers, write_refused

__all__ = ["Task", "Worker"]

_AT_A_TIME: Final = 4_096


@dataclass(frozen=True, slots=True)
class Task:
    """All that a process has to know to work on any part; it can be pickled.

    ``sql`` says whether rules are worth compiling to SQL: that takes as long as some thousand rows in Python.
    ``kind`` is that of the answers' files: ``jsonl``, ``csv`` or ``parquet``. ``memory`` bounds, in bytes,
    what the database of one process takes, ``None`` where nothing bounds it.
    """

    recipe: Recipe
    wanted: Wanted
    source: Source
    folder: str
    kind: str
    memory: int | None = None
    sql: bool = True


class Worker:
    """Works on parts, one at a time."""

    def __init__(self, task: Task, ruleset: Ruleset | None = None) -> None:
        self._task = task
        self._parts = Parts(Path(task.folder), task.kind)
        self._answering = Answering(
            task.recipe.ruleset() if ruleset is None else ruleset,
            task.wanted,
            recipe=task.recipe,
            key_type=task.source.key_type(task.wanted.key),
        )
        self._connection = engine(Path(task.folder), task.memory, threads=1)
        self._quick = Quick(self._answering.ruleset, task.wanted, self._connection)

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def do(self, part: Part) -> Done:
        """Answer a part, and leave it done."""
        batches = list(self._task.source.batches(part))
        by_sql, rest = self._quick.answer(batches) if self._task.sql else (None, batches)
        answers: list[pa.RecordBatch] = []
        refused: list[pa.RecordBatch] = []
        for batch in rest:
            for some in _slices(batch):
                found, aside = self._answering.answer(some)
                answers.append(found)
                refused.append(aside)
        return self._keep(
            part,
            sum(batch.num_rows for batch in batches),
            by_sql,
            pa.Table.from_batches(answers, self._answering.schema),
            pa.Table.from_batches(refused, self._answering.refused_schema),
        )

    def _keep(self, part: Part, read: int, by_sql: str | None, answers: pa.Table, refused: pa.Table) -> Done:
        wanted = self._task.wanted
        path = self._parts.answers(part.number)
        written = write_answers(self._connection, by_sql, answers, path, self._task.kind, wanted)
        aside = self._parts.refused(part.number)
        aside.unlink(missing_ok=True)
        if refused.num_rows:
            write_refused(refused, aside, wanted)
        if read != written + refused.num_rows:
            raise RuntimeError(f"{read} rows were read and {written} + {refused.num_rows} came of them")
        done = Done(part.number, part.size, read, written, refused.num_rows)
        self._parts.finish(done)
        return done


def _slices(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Few rows at a time, so that the objects of all of them are never there together."""
    yield from (batch.slice(begin, _AT_A_TIME) for begin in range(0, batch.num_rows, _AT_A_TIME))
