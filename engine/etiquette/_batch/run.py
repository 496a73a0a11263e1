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
from .errand import DATABASES, Errand, Outcome, Watch, refused_beside
from .finish import copied_to, insist_on_no_table, put_into_table, put_together, put_together_refused
from .formats import STREAM, Format, format_of
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


def run(
    errand: Errand, ruleset: Ruleset, watch: Watch | None = None, stream: BinaryIO | None = None
) -> Outcome:
    """Answer every row of an input.

    ``stream`` is where answers go when ``errand.out`` is ``-``. Raises :class:`BatchError` where the input
    can't be read, the output can't be written, or another run has left its work. When it is interrupted, what
    is done stays beside the output, and the same errand goes on from there.
    """
    began = perf_counter()
    kind, made = format_of(errand.input), format_of(errand.out)
    insist_on_files(errand, kind)
    parts = Parts(_folder(errand), "parquet" if made in DATABASES else made)
    useless = False
    try:
        begun = parts.open(
            asked(errand, ruleset), _begun(errand), restart=errand.restart or errand.input == STREAM
        )
        before = parts.done()
        useless = not before
        errand, size = _prepared(errand, parts, begun, kind)
        source = source_of(errand.input, parts.folder)
        insist_on_columns(source, ruleset, errand.wanted)
        if made in DATABASES:
            insist_on_no_table(errand.out, made, errand.out_table, parts.folder)
        task = Task(
            errand.recipe.sealed(ruleset), errand.wanted, source, str(parts.folder), parts.suffix,
            errand.memory // (errand.processes + 1) if errand.memory else None,
            source.total >= (_WORTH_BYTES if isinstance(source, LineSource) else _WORTH_ROWS),
        )  # fmt: skip
        done = dict(before)
        sent = _Sent(parts, stream) if errand.out == STREAM else None
        for each in work_on(task, _left(source, size, before), ruleset, errand.processes):
            done[each.number] = each
            if sent is not None:
                sent.forward(done)
            if watch is not None:
                watch(sum(d.size for d in done.values()), source.total, sum(d.read for d in done.values()))
            useless = False
        schema = answer_schema(ruleset, errand.wanted, source.key_type(errand.wanted.key))
        refused = _finish(errand, parts, made, done, schema)
        useless = True
    finally:
        parts.close(remove=useless or errand.out == STREAM)
    return Outcome(
        sum(each.read for each in done.values()),
        sum(each.answered for each in done.values()),
        sum(each.refused for each in done.values()),
        sum(each.read for each in before.values()),
        perf_counter() - began,
        errand.wanted.present,
        refused,
    )


def _folder(errand: Errand) -> Path:
    if errand.out == STREAM:
        return Path(tempfile.mkdtemp(prefix="etiquette-"))
    return Path(f"{errand.out_table}.parts" if "://" in errand.out else f"{errand.out}.parts")


def _begun(errand: Errand) -> dict[str, Any]:
    return {"present": errand.wanted.present.isoformat(), "timezone": errand.wanted.timezone}


def _prepared(errand: Errand, parts: Parts, begun: dict[str, Any], kind: Format) -> tuple[Errand, int]:
    """The errand with the day and zone that it was begun with, and the size of its parts."""
    if is_staged(errand.input) and not parts.staged:
        stage(errand.input, errand.table, parts.folder, errand.memory)
        parts.record({"staged": True})
    if "size" not in begun:
        source = source_of(errand.input, parts.folder)
        least, most = _BYTES if isinstance(source, LineSource) else _ROWS
        begun["size"] = max(least, min(most, source.total // (_SHARES * errand.processes)))
        parts.record({"begun": begun})
    wanted = replace(
        errand.wanted,
        present=date.fromisoformat(begun["present"]),
        timezone=begun["timezone"],
        json_keys=kind == "jsonl" and format_of(errand.out) == "jsonl",
    )
    return replace(errand, wanted=wanted), begun["size"]


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


def _finish(
    errand: Errand, parts: Parts, made: Format, done: Mapping[int, Done], schema: pa.Schema
) -> str | None:
    """Put the parts together; the file of refused rows, if there are any."""
    numbers = sorted(done)
    answers = [parts.answers(number) for number in numbers]
    refused = [parts.refused(number) for number in numbers if done[number].refused]
    aside = errand.refused or refused_beside(errand.out)
    put_together_refused(refused, Path(aside))
    if made in DATABASES:
        put_into_table(answers, errand.out, made, errand.out_table, schema, parts.folder, errand.memory)
    elif errand.out != STREAM:
        put_together(answers, Path(errand.out), made, schema)
    return aside if refused else None
