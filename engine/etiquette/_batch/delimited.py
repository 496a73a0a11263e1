"""Text with delimiters: what its header says, and a reader to which no row gets lost."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .trouble import BatchError

__all__ = ["Header", "header_of", "records"]

_DELIMITERS: Final = ",;\t|"
_LARGEST: Final = 1 << 24


@dataclass(frozen=True, slots=True)
class Header:
    """The names of columns, what stands between them, and how many lines that took."""

    names: tuple[str, ...]
    delimiter: str
    lines: int


def header_of(path: Path) -> Header:
    """The header of a file. Raises :class:`BatchError` where it has none, or a name twice."""
    csv.field_size_limit(_LARGEST)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        first = file.readline()
        delimiter = max(_DELIMITERS, key=first.count)
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter)
        names = tuple(name.strip() for name in next(reader, ()))
        lines = reader.line_num
    if not names:
        raise BatchError(f"The file {path} is empty. Name the columns in its first line, as case.date.")
    for name in names:
        if names.count(name) > 1:
            raise BatchError(f"The file {path} has two columns called {name!r}. Rename one of them.")
    return Header(names, delimiter, lines)


def records(path: Path, header: Header) -> Iterator[Sequence[str | None]]:
    """The rows, each with one more cell that says what is wrong with it; of those that are fine, ``None``.

    A row with too few cells is filled up; what is too many is put into the last. Blank lines are no rows.
    """
    width = len(header.names)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        reader = csv.reader(file, delimiter=header.delimiter)
        next(reader)
        for cells in reader:
            if cells:
                problem = _problem(cells, width)
                if problem:
                    cells = [_shown(cell) for cell in cells]
                    joined = header.delimiter.join(cells[width - 1 :])
                    cells = [*cells[: width - 1], joined] if len(cells) > width else cells
                yield *(cell or None for cell in cells), *[None] * (width - len(cells)), problem


def _problem(cells: Sequence[str], width: int) -> str | None:
    if len(cells) != width:
        return f"The row has {len(cells)} cells, and the header names {width} columns."
    if any(_shown(cell) != cell for cell in cells):
        return "The row isn't UTF-8 text."
    return None


def _shown(cell: str) -> str:
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
