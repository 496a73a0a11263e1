"""The figures as pictures, for the page on benchmarks."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any, Final

from tables import Table

__all__ = ["draw"]

_GROWTH: Final = {
    "growth-time": (
        "seconds",
        ("loading", "compiling, and one decision", "a decision, first time", "a decision", "a report"),
    ),
    "growth-memory": ("bytes", ("memory, ruleset", "memory, report")),
}
_DPI: Final = 110


def draw(tables: Sequence[Table], folder: Path) -> None:
    """Draw what can be drawn of the tables, as PNG files in ``folder``. Needs matplotlib."""
    matplotlib = import_module("matplotlib")
    matplotlib.use("Agg")
    pyplot = import_module("matplotlib.pyplot")
    folder.mkdir(exist_ok=True)
    for table in tables:
        if table.title == "One decision":
            _bars(pyplot, table, folder / "decision.png")
    growing = [table for table in tables if table.title.startswith("Growth: ")]
    if growing:
        for name, (unit, columns) in _GROWTH.items():
            _curves(pyplot, growing, columns, unit, folder / f"{name}.png")


def _bars(pyplot: Any, table: Table, file: Path) -> None:
    """A bar for each row, the quickest on top, with the least and most as a line; the axis is logarithmic."""
    rows = sorted(table.taken.items(), key=lambda each: median(each[1]), reverse=True)
    middles = [median(seconds) * 1e6 for _, seconds in rows]
    spread = [
        [middle - min(seconds) * 1e6 for middle, (_, seconds) in zip(middles, rows, strict=True)],
        [max(seconds) * 1e6 - middle for middle, (_, seconds) in zip(middles, rows, strict=True)],
    ]
    figure, axes = pyplot.subplots(figsize=(8, 0.34 * len(rows) + 1))
    colours = ["#c44e52" if name.startswith("etiquette") else "#7f8ea3" for name, _ in rows]
    axes.barh([name for name, _ in rows], middles, xerr=spread, color=colours, ecolor="#333333")
    axes.set_xscale("log")
    axes.set_xlabel("microseconds for one case")
    axes.grid(axis="x", alpha=0.3)
    _save(pyplot, figure, file)


def _curves(pyplot: Any, tables: Sequence[Table], columns: Sequence[str], unit: str, file: Path) -> None:
    """A picture for each kind of pack, side by side, with a curve for each column by the number of rules."""
    figure, all_axes = pyplot.subplots(
        1, len(tables), figsize=(4 * len(tables), 4), sharey=True, squeeze=False
    )
    for axes, table in zip(all_axes[0], tables, strict=True):
        for column in columns:
            values = table.taken[column]  # of the largest packs not everything is taken
            axes.plot(table.taken["rules"][: len(values)], values, marker="o", label=column)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_title(table.title.removeprefix("Growth: "))
        axes.set_xlabel("rules")
        axes.grid(alpha=0.3)
    all_axes[0][0].set_ylabel(unit)
    all_axes[0][-1].legend(fontsize="small")
    _save(pyplot, figure, file)


def _save(pyplot: Any, figure: Any, file: Path) -> None:
    figure.tight_layout()
    figure.savefig(file, dpi=_DPI, metadata={"Software": None})
    pyplot.close(figure)
