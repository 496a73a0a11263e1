"""Figures as tables: printed while they come in, and put into the page of figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

__all__ = ["Table", "as_json", "put_into"]

_MARK: Final = "<!-- {}: {} -->"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a title, a sentence on what was done, and rows of cells under a head."""

    title: str
    note: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    taken: Mapping[str, Sequence[float]] = field(default_factory=dict)
    """What was measured, unrounded: seconds of each round, or bytes, by the name of a row."""

    def markdown(self) -> str:
        """The table as a section of a page."""
        lines = [" | ".join(cells) for cells in (self.head, ["---"] * len(self.head), *self.rows)]
        return "\n".join([f"## {self.title}", "", self.note, "", *(f"| {line} |" for line in lines)])

    def data(self) -> dict[str, Any]:
        """The table for other programs."""
        rows = [dict(zip(self.head, row, strict=True)) for row in self.rows]
        taken = {"taken": {name: list(each) for name, each in self.taken.items()}} if self.taken else {}
        return {"title": self.title, "note": self.note, "rows": rows, **taken}

    def __str__(self) -> str:
        cells = [self.head, *self.rows]
        widths = [max(len(row[n]) for row in cells) for n in range(len(self.head))]
        padded = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in cells
        ]
        return "\n".join([self.title, "", *(f"  {line}" for line in padded), ""])


def put_into(page: Path, about: str, tables: Sequence[Table], part: str = "figures") -> None:
    """Write the tables, and ``about`` the machine, between the marks of a part of ``page``; the rest stays.

    A file beside it has the same as JSON, under the name of the page, and of the part if it isn't *figures*.
    """
    opening, closing = _MARK.format(part, "begin"), _MARK.format(part, "end")
    text = page.read_text("utf-8")
    before, begin, rest = text.partition(opening)
    _, end, after = rest.partition(closing)
    if not begin or not end:
        raise ValueError(f"{page} lacks the marks {opening} and {closing} that figures are put between")
    figures = "\n\n".join([about, *(table.markdown() for table in tables)])
    page.write_text(f"{before}{begin}\n\n{figures}\n\n{end}{after}", "utf-8")
    data = page.with_suffix(".json") if part == "figures" else page.with_name(f"{page.stem}-{part}.json")
    data.write_text(as_json(about, tables), "utf-8")


def as_json(about: str, tables: Sequence[Table]) -> str:
    """The tables for other programs, as JSON."""
    everything = {"about": about, "figures": [table.data() for table in tables]}
    return json.dumps(everything, indent=2, ensure_ascii=False) + "\n"
