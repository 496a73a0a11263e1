"""How long the command takes from its start to its end, beside that of a bare interpreter.

    python benchmarks/cold.py                    # the table; --rounds N for more or fewer
    python benchmarks/cold.py --json cold.json   # also as JSON
    python benchmarks/cold.py --help-of-all      # the help of every command as well

Every round runs each command once, one after the other, so that whatever else the machine does falls on all
of them alike. Shown are medians, and how many times that of ``python -I -c pass`` in the same round it is
(the median of the ratios). Processor time is what the process and the system spent for it; it hardly
depends on what else runs. Rules are kept in a folder of their own, and the facts are those of the examples.
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from measure import machine

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
ETIQUETTE = Path(sys.executable).with_name("etiquette")
BARE = "python -I -c pass"


@dataclass
class Row:
    """One command, and what it took in each round: wall clock and processor, in milliseconds."""

    name: str
    command: list[str]
    aim: float | None = None
    terminal: bool = False
    fresh: bool = False
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def run(self, environment: Mapping[str, str], kept: Path) -> None:
        """Run it once; one that is ``fresh`` finds no rules kept."""
        if self.fresh:
            kept = kept.with_name("fresh")
            shutil.rmtree(kept, ignore_errors=True)
        environment = {**environment, "ETIQUETTE_CACHE": str(kept)}
        with _Sink(terminal=self.terminal) as sink:
            start = time.perf_counter()
            process = os.posix_spawn(
                self.command[0],
                self.command,
                environment,
                file_actions=[(os.POSIX_SPAWN_DUP2, sink.handle, 1), (os.POSIX_SPAWN_DUP2, sink.handle, 2)],
            )
            _, status, used = os.wait4(process, 0)
            self.wall.append((time.perf_counter() - start) * 1e3)
        self.processor.append((used.ru_utime + used.ru_stime) * 1e3)
        assert os.waitstatus_to_exitcode(status) in (0, 1), self.name

    def over(self, bare: Row) -> tuple[float, float]:
        """How many times the bare interpreter's time: wall clock, processor."""
        return (
            statistics.median(mine / its for mine, its in zip(self.wall, bare.wall, strict=True)),
            statistics.median(mine / its for mine, its in zip(self.processor, bare.processor, strict=True)),
        )


class _Sink:
    """Where output goes: nowhere, or to a terminal that somebody reads."""

    def __init__(self, *, terminal: bool) -> None:
        self.terminal = terminal

    def __enter__(self) -> Self:
        if self.terminal:
            self.reader, self.handle = pty.openpty()
        else:
            self.handle = os.open(os.devnull, os.O_WRONLY)
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.handle)
        if self.terminal:
            os.close(self.reader)


def rows(folder: Path, *, help_of_all: bool) -> list[Row]:
    """What is measured; ``folder`` is for files that are made for it."""
    only_date, told = str(EXAMPLES / "01-only-the-date.yaml"), str(EXAMPLES / "06-panel.yaml")
    as_json = folder / "facts.json"
    as_json.write_text(
        json.dumps({"today": "2026-11-24", "timezone": "Europe/Berlin", "interview": {"date": "2026-11-23"}}),
        encoding="utf-8",
    )
    step = str(EXAMPLES / "03-promise-missed.yaml")
    check = [str(ETIQUETTE), "check"]
    found = [
        Row(BARE, [sys.executable, "-I", "-c", "pass"]),
        Row("check, YAML", [*check, only_date], aim=4),
        Row("check, YAML, to a terminal", [*check, only_date], aim=4, terminal=True),
        Row("check, YAML, more facts", [*check, told], aim=4),
        Row("check, YAML, a step proposed", [*check, step], aim=4),
        Row("check, YAML, --format json", [*check, "--format", "json", only_date], aim=4),
        Row("check, JSON facts", [*check, str(as_json)], aim=3),
        Row("etiquette --help", [str(ETIQUETTE), "--help"], aim=4),
        Row("etiquette check --help", [*check, "--help"], aim=4),
        Row("etiquette --version", [str(ETIQUETTE), "--version"]),
        Row("check, YAML, nothing kept", [*check, only_date], aim=15, fresh=True),
    ]
    if help_of_all:
        listed = ("explain", "draft", "show", "test", "handbook", "new", "prove", "diff", "packs", "schema")
        others = (*listed, "lint", "fmt", "batch", "completion")
        found[-1:-1] = [
            Row(f"etiquette {each} --help", [str(ETIQUETTE), each, "--help"], aim=4) for each in others
        ]
    return found


def measured(count: int, *, help_of_all: bool) -> list[Row]:
    """All rows after ``count`` rounds, and one before that isn't counted."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kept = folder / "kept"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        environment |= {"TERM": "xterm"}
        found = rows(folder, help_of_all=help_of_all)
        for number in range(count + 1):
            for row in found:
                row.run(environment, kept)
            if number == 0:
                for row in found:
                    row.wall.clear()
                    row.processor.clear()
        return found


def table(found: Sequence[Row]) -> str:
    """The rows as text."""
    bare = found[0]
    lines = [f"{'':34}{'wall ms':>9}{'cpu ms':>9}{'wall x':>9}{'cpu x':>9}{'aim x':>8}"]
    for row in found:
        wall, processor = row.over(bare)
        aim = f"{row.aim:g}" if row.aim else ""
        lines.append(
            f"{row.name:34}{statistics.median(row.wall):9.1f}{statistics.median(row.processor):9.1f}"
            f"{wall:9.1f}{processor:9.1f}{aim:>8}"
        )
    return "\n".join(lines)


def as_data(found: Sequence[Row]) -> dict[str, Any]:
    """The same for programs."""
    bare = found[0]
    return {
        "machine": machine(),
        "rows": [
            {
                "name": row.name,
                "aim": row.aim,
                "wall_ms": sorted(round(each, 2) for each in row.wall),
                "cpu_ms": sorted(round(each, 2) for each in row.processor),
                "wall_over_bare": round(row.over(bare)[0], 2),
                "cpu_over_bare": round(row.over(bare)[1], 2),
            }
            for row in found
        ],
    }


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--help-of-all", action="store_true")
    told = parser.parse_args()
    found = measured(told.rounds, help_of_all=told.help_of_all)
    print(table(found))
    if told.json:
        told.json.write_text(json.dumps(as_data(found), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
