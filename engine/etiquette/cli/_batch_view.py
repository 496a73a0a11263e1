"""What a person sees of a batch: how far it is, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from ._output import note

if TYPE_CHECKING:
    from etiquette._batch.errand import Errand, Outcome, Watch

__all__ = ["progress", "say_interrupted", "summary"]


@contextmanager
def progress(stream: TextIO, *, quiet: bool) -> Iterator[Watch | None]:
    """What is to be told of the progress; nothing where nobody looks."""
    if quiet or not stream.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,.0f} a second, left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(file=stream), transient=True) as shown:
        task = shown.add_task("", total=None, rows=0, rate=0)

        def watch(done: int, total: int, rows: int) -> None:
            elapsed = shown.tasks[0].elapsed or 1
            shown.update(task, completed=done, total=total, rows=rows, rate=rows / elapsed)

        yield watch


def summary(errand: Errand, outcome: Outcome) -> str:
    """The counts, which add up; the day; how long it took."""
    out = "standard output" if errand.out == "-" else errand.out
    source = "standard input" if errand.input == "-" else errand.input
    width = len(f"{outcome.read:,}")
    lines = [
        f"read      {outcome.read:{width},} rows of {source}",
        f"answered  {outcome.answered:{width},} in {out}",
        f"refused   {outcome.refused:{width},}"
        + (f" in {outcome.refused_file}" if outcome.refused_file else ""),
    ]
    if outcome.before:
        lines.append(f"An interrupted run had done {outcome.before:,} of them.")
    if errand.wanted.today is None:
        lines.append(f"Rows that tell no day are answered for {outcome.present}.")
    rate = (outcome.read - outcome.before) / max(outcome.seconds, 1e-9)
    lines.append(f"It took {outcome.seconds:.1f} s, {rate:,.0f} rows a second.")
    return "\n".join(lines)


def say_interrupted(errand: Errand) -> None:
    """What to do after an interruption."""
    if "-" not in (errand.out, errand.input):
        note("\nStopped. The same command goes on where it stopped; --restart begins anew.")
