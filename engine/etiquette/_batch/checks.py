"""What has to be so before a run begins, so that nobody learns after an hour what was wrong at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq

from etiquette._reading.wording import did_you_mean
from etiquette.ruleset import Ruleset

from .cells import Cells
from .errand import DATABASES, Errand, refused_beside
from .formats import STREAM, Format
from .rows import PROBLEM
from .source import ParquetSource, Source
from .trouble import BatchError
from .wanted import Wanted

__all__ = ["insist_on_columns", "insist_on_files", "insist_on_names"]


def insist_on_files(errand: Errand, kind: Format) -> None:
    """Raises :class:`BatchError` where the input isn't there, or nothing can be written to the output."""
    if kind in DATABASES and not errand.table:
        raise BatchError(f"The input {errand.input} is a database. Name the table to read: --table NAME.")
    if kind not in DATABASES and errand.table:
        raise BatchError(f"The input {errand.input} is no database. Leave --table out.")
    if errand.input != STREAM and kind != "postgres":
        path = Path(errand.input)
        if not path.is_file():
            what = "is a folder, not a file" if path.is_dir() else "isn't there"
            raise BatchError(f"The input {errand.input} {what}. Name a file to read.")
        if _same(errand.input, errand.out) and kind not in DATABASES:
            raise BatchError(f"The output {errand.out} is what is read. Name another file for the answers.")
    if errand.out != STREAM and "://" not in errand.out and not Path(errand.out).absolute().parent.is_dir():
        raise BatchError(f"The folder of {errand.out} isn't there. Make it first, or name another file.")
    aside = errand.refused or refused_beside(errand.out)
    for other, what in ((errand.input, "what is read"), (errand.out, "where the answers go")):
        if _same(aside, other):
            raise BatchError(
                f"{aside} can't take the refused rows: it is {what}. Name another file: --refused FILE."
            )


def _same(one: str, other: str) -> bool:
    """Whether two names are of one file, or would be."""
    if STREAM in (one, other) or "://" in one or "://" in other:
        return False
    first, second = Path(one), Path(other)
    if first.exists() and second.exists():
        return first.samefile(second)
    return first.absolute() == second.absolute()


def insist_on_columns(source: Source, ruleset: Ruleset, wanted: Wanted) -> None:
    """Raises :class:`BatchError` for a column that is no fact: it would be wrong in every row."""
    if isinstance(source, ParquetSource):
        insist_on_names(pq.read_schema(source.path).names, ruleset, wanted)


def insist_on_names(names: Iterable[str], ruleset: Ruleset, wanted: Wanted) -> None:
    """The same for the names of columns."""
    cells = Cells(ruleset)
    for name in names:
        if name not in (wanted.key, PROBLEM, *wanted.ignored) and not cells.knows(name):
            near = did_you_mean(name, cells.columns())
            meant = f" Did you mean {near}?" if near else ""
            raise BatchError(
                f"The column {name} is no fact of these rules.{meant} Rename it, or leave it out with "
                f"--ignore {json.dumps(name) if ' ' in name or not name else name}."
            )
