"""The work on one part, wherever it is done: read, answer, write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from etiquette.ruleset import Ruleset

from .answering import Answering
from .parts import Done, Parts
from .recipe import Recipe
from .source import Part, Source
from .staging import engine
from .wanted import Wanted
from .writing import write_answers, write_refused

__all__ = ["Task", "Worker"]


@dataclass(frozen=True, slots=True)
class Task:
    """All that a process has to know to work on any part; it can be pickled.

    ``kind`` is that of the answers' files: ``jsonl``, ``csv`` or ``parquet``. ``memory`` bounds, in bytes,
    what the database of one process takes, ``None`` where nothing bounds it.
    """

    recipe: Recipe
    wanted: Wanted
    source: Source
    folder: str
    kind: str
    memory: int | None = None


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

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def do(self, part: Part) -> Done:
        """Answer a part, and leave it done."""
        answers: list[pa.RecordBatch] = []
        refused: list[pa.RecordBatch] = []
        read = 0
        for batch in self._task.source.batches(part):
            found, aside = self._answering.answer(batch)
            answers.append(found)
            refused.append(aside)
            read += batch.num_rows
        return self._keep(
            part,
            read,
            pa.Table.from_batches(answers, self._answering.schema),
            pa.Table.from_batches(refused, self._answering.refused_schema),
        )

    def _keep(self, part: Part, read: int, answers: pa.Table, refused: pa.Table) -> Done:
        wanted = self._task.wanted
        write_answers(self._connection, answers, self._parts.answers(part.number), self._task.kind, wanted)
        aside = self._parts.refused(part.number)
        aside.unlink(missing_ok=True)
        if refused.num_rows:
            write_refused(refused, aside, wanted)
        done = Done(part.number, part.size, read, answers.num_rows, refused.num_rows)
        self._parts.finish(done)
        return done
