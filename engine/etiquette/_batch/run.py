"""A whole run: from an input to answers, refused rows, and counts that add up."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any, BinaryIO, Final

import pyarrow as pa

from etiquette.ruleset import Ruleset

from .asked import asked
from .checks import insist_on_columns, insist_on_files
from .columns import answer_schema
from .finish import copied_to, insist_on_no_table, put_into_table, put_together, put_together_refused
from .formats import STREAM, Format, format_of
from .job import DATABASES, Job, Outcome, Watch, refused_beside
from .parts import Done, Parts
from .source import LineSource, Part, Source
from .staging import is_staged, source_of, stage
from .work import Task
from .workers import work_on

__all__ = ["run"]

_SHARES: Final = 4
"""How many parts each process gets of an input that is small."""
_BYTES: Final = (1 << 20, 16 << 20)
_ROWS: Final = (4_096, 61_440)
_WORTH_BYTES: Final = 8 << 20
_WORTH_ROWS: Final = 20_000
"""How large an input has to be for the rules to be compiled to SQL."""


def run(job: Job, ruleset: Ruleset, watch: Watch | None = None, stream: BinaryIO | None = None) -> Outcome:
    """Answer every row of an input.

    ``stream`` is where answers go when ``job.out`` is ``-``. Raises :class:`BatchError` where the input can't
    be read, the output can't be written, or another run has left its work. When it is interrupted, what is
    done stays beside the output, and the same job goes on from there.
    """
    began = perf_counter()
    kind, made = format_of(job.input), format_of(job.out)
    insist_on_files(job, kind)
    parts = Parts(_folder(job), "parquet" if made in DATABASES else made)
    useless = False
    try:
        begun = parts.open(asked(job, ruleset), _begun(job), restart=job.restart or job.input == STREAM)
        before = parts.done()
        useless = not before
        job, size = _prepared(job, parts, begun, kind)
        source = source_of(job.input, parts.folder)
        insist_on_columns(source, ruleset, job.wanted)
        if made in DATABASES:
            insist_on_no_table(job.out, made, job.out_table, parts.folder)
        task = Task(
            job.recipe.sealed(ruleset), job.wanted, source, str(parts.folder), parts.suffix,
            job.memory // (job.processes + 1) if job.memory else None,
            source.total >= (_WORTH_BYTES if isinstance(source, LineSource) else _WORTH_ROWS),
        )  # fmt: skip
        done = dict(before)
        sent = _Sent(parts, stream) if job.out == STREAM else None
        for each in work_on(task, _left(source, size, before), ruleset, job.processes):
            done[each.number] = each
            if sent is not None:
                sent.forward(done)
            if watch is not None:
                watch(sum(d.size for d in done.values()), source.total, sum(d.read for d in done.values()))
            useless = False
        schema = answer_schema(ruleset, job.wanted, source.key_type(job.wanted.key))
        refused = _finish(job, parts, made, done, schema)
        useless = True
    finally:
        parts.close(remove=useless or job.out == STREAM)
    return Outcome(
        sum(each.read for each in done.values()),
        sum(each.answered for each in done.values()),
        sum(each.refused for each in done.values()),
        sum(each.read for each in before.values()),
        perf_counter() - began,
        job.wanted.present,
        refused,
    )


def _folder(job: Job) -> Path:
    if job.out == STREAM:
        return Path(tempfile.mkdtemp(prefix="etiquette-"))
    return Path(f"{job.out_table}.parts" if "://" in job.out else f"{job.out}.parts")


def _begun(job: Job) -> dict[str, Any]:
    return {"present": job.wanted.present.isoformat(), "timezone": job.wanted.timezone}


def _prepared(job: Job, parts: Parts, begun: dict[str, Any], kind: Format) -> tuple[Job, int]:
    """The job with the day and zone that it was begun with, its input copied, and the size of its parts."""
    if is_staged(job.input) and not parts.staged:
        stage(job.input, job.table, parts.folder, job.memory)
        parts.record({"staged": True})
    if "size" not in begun:
        source = source_of(job.input, parts.folder)
        least, most = _BYTES if isinstance(source, LineSource) else _ROWS
        begun["size"] = max(least, min(most, source.total // (_SHARES * job.processes)))
        parts.record({"begun": begun})
    wanted = replace(
        job.wanted,
        present=date.fromisoformat(begun["present"]),
        timezone=begun["timezone"],
        json_keys=kind == "jsonl" and format_of(job.out) == "jsonl",
    )
    return replace(job, wanted=wanted), begun["size"]


def _left(source: Source, size: int, before: Mapping[int, Done]) -> Iterator[Part]:
    return (part for part in source.parts(size) if part.number not in before)


class _Sent:
    """Sends the answers of parts to a stream in their order, each as soon as those before it are sent."""

    def __init__(self, parts: Parts, stream: BinaryIO | None) -> None:
        self._parts = parts
        self._stream = stream or sys.stdout.buffer
        self._next = 0

    def forward(self, done: Mapping[int, Done]) -> None:
        """Send what can be sent."""
        while self._next in done:
            answers = self._parts.answers(self._next)
            copied_to(self._stream, answers)
            answers.unlink()
            self._next += 1
        self._stream.flush()


def _finish(job: Job, parts: Parts, made: Format, done: Mapping[int, Done], schema: pa.Schema) -> str | None:
    """Put the parts together; the file of refused rows, if there are any."""
    numbers = sorted(done)
    answers = [parts.answers(number) for number in numbers]
    refused = [parts.refused(number) for number in numbers if done[number].refused]
    aside = job.refused or refused_beside(job.out)
    put_together_refused(refused, Path(aside))
    if made in DATABASES:
        put_into_table(answers, job.out, made, job.out_table, schema, parts.folder, job.memory)
    elif job.out != STREAM:
        put_together(answers, Path(job.out), made, schema)
    return aside if refused else None
