"""Figures as tables: printed while they come in, and put into the page of figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

__all__ = ["Table", "put_into"]

_BEGIN: Final = "<!-- figures: begin -->"
_END: Final = "<!-- figures: end -->"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a title, a sentence on what was done, and rows of cells under a head."""

    title: str
    note: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        """The table as a section of a page."""
        lines = [" | ".join(cells) for cells in (self.head, ["---"] * len(self.head), *self.rows)]
        return "\n".join([f"## {self.title}", "", self.note, "", *(f"| {line} |" for line in lines)])

    def data(self) -> dict[str, Any]:
        """The table for other programs."""
        return {
            "title": self.title,
            "note": self.note,
            "rows": [dict(zip(self.head, row, strict=True)) for row in self.rows],
        }

    def __str__(self) -> str:
        cells = [self.head, *self.rows]
        widths = [max(len(row[n]) for row in cells) for n in range(len(self.head))]
        padded = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in cells
        ]
        return "\n".join([self.title, "", *(f"  {line}" for line in padded), ""])


def put_into(page: Path, about: str, tables: Sequence[Table]) -> None:
    """Write the tables, and ``about`` the machine, between the marks of ``page``; the rest of it stays.

    A file beside it has the same as JSON.
    """
    text = page.read_text("utf-8")
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"{page} lacks the marks {_BEGIN} and {_END} that figures are put between")
    figures = "\n\n".join([about, *(table.markdown() for table in tables)])
    page.write_text(f"{before}{begin}\n\n{figures}\n\n{end}{after}", "utf-8")
    figures_too = {"about": about, "figures": [table.data() for table in tables]}
    page.with_suffix(".json").write_text(
        json.dumps(figures_too, indent=2, ensure_ascii=False) + "\n", "utf-8"
    )
