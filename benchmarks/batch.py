"""What a batch costs beside DuckDB merely reading the same file and writing the same columns.

    python benchmarks/batch.py                     a million rows, JSONL and Parquet
    python benchmarks/batch.py --rows 10000000 --only parquet --rounds 1
    python benchmarks/batch.py --write             also put the figures into docs/benchmarks.md

The floor is two times added up: DuckDB reads every column of the input and throws it away, and writes the
answers, which it has in memory, as the batch does. Memory is the sum over all processes of a batch, looked at
twenty times a second. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any, Final

import duckdb

from measure import ROOT, Times, in_turns, machine, took
from tables import Table, put_into

__all__ = ["floor", "main", "rows"]

PAGE: Final = ROOT / "docs" / "benchmarks.md"
MILLION: Final = 1_000_000
TODAY: Final = date(2026, 11, 23)
_CHANNELS: Final = ("email", "phone", "none")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; with ``--write`` put it into the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=MILLION)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--proposed", type=float, default=0.0, help="the share of rows that propose a step")
    parser.add_argument("--only", choices=("jsonl", "parquet"))
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args(arguments)
    kinds = (chosen.only,) if chosen.only else ("jsonl", "parquet")
    with TemporaryDirectory() as folder:
        table = _table(chosen, kinds, Path(folder))
    print(table)
    if chosen.write:
        put_into(PAGE, f"Measured on {machine()}.", [table], "batch")
    return 0


def _table(chosen: argparse.Namespace, kinds: Sequence[str], folder: Path) -> Table:
    source = folder / "in.jsonl"
    with source.open("w") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows(chosen.rows, chosen.proposed))
    if "parquet" in kinds:
        duckdb.execute(f"COPY (FROM read_json('{source}')) TO '{folder / 'in.parquet'}'")
    found = []
    for kind in kinds:
        run = _Batch(folder, kind, chosen.threads)
        run()
        times = in_turns(
            {"floor": lambda k=kind: floor(folder, k, chosen.threads), "batch": run},  # type: ignore[misc]
            chosen.rounds,
        )
        found.append(_row(kind, chosen.rows, times, run.memory))
    return Table(
        "Batches",
        f"{chosen.rows:,} rows, {chosen.proposed:.0%} of them with a proposed step; the bundled pack with "
        f"all channels, the usual columns of all actions, {chosen.threads} processors. The floor is DuckDB "
        "reading the input and writing the same answers.",
        ("", "batch", "floor", "ratio", "rows a second", "memory"),
        found,
    )


def _row(kind: str, count: int, times: dict[str, Times], memory: int) -> tuple[str, ...]:
    rate = f"{count / times['batch'].median:,.0f}"
    size = f"{memory / 1e6:,.0f} MB"
    return kind, str(times["batch"]), str(times["floor"]), times["batch"].over(times["floor"]), rate, size


class _Batch:
    """A subject: the command, from its start to its end; ``memory`` is the most that it had."""

    def __init__(self, folder: Path, kind: str, threads: int) -> None:
        self.command = (
            sys.executable, "-m", "etiquette", "batch", str(folder / f"in.{kind}"), "--out",
            str(folder / f"out.{kind}"), "--quiet", "--threads", str(threads),
        )  # fmt: skip
        self.memory = 0

    def __call__(self) -> float:
        began = perf_counter()
        with subprocess.Popen(self.command, cwd=ROOT) as process:
            while process.poll() is None:
                self.memory = max(self.memory, sum(map(_resident, _family(process.pid))))
                sleep(0.05)
        if process.returncode:
            raise RuntimeError(f"{' '.join(self.command)} ended with {process.returncode}")
        return perf_counter() - began


def _family(process: int) -> Iterator[int]:
    """A process and all that it has started."""
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _resident(process: int) -> int:
    """The bytes of memory that a process has; 0 where it is gone, or the system doesn't say."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def floor(folder: Path, kind: str, threads: int) -> float:
    """Seconds that DuckDB takes to read the input, every column of it, and to write the answers."""
    reader, options = ("read_json", "FORMAT json") if kind == "jsonl" else ("read_parquet", "FORMAT parquet")
    with duckdb.connect(config={"threads": threads}) as database:
        database.execute("SET enable_progress_bar = false")
        database.execute(f"CREATE TABLE answers AS FROM {reader}('{folder / f'out.{kind}'}')")
        reading = f"SELECT max(hash(line)) FROM {reader}('{folder / f'in.{kind}'}') AS line"  # noqa: S608
        writing = f"COPY answers TO '{folder / 'floor'}' ({options})"
        seconds = took(lambda: database.execute(reading).fetchall()) + took(lambda: database.execute(writing))
    (folder / "floor").unlink()
    return seconds


def rows(count: int, proposed: float = 0.0, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Rows of facts as a tool would have them: what is known differs, and days lie around today."""
    random = Random(seed)
    for number in range(count):
        yield _one(number, random, proposed)


def _one(number: int, random: Random, proposed: float) -> dict[str, Any]:
    event = TODAY - timedelta(days=random.randrange(-3, 40))
    employer: dict[str, Any] = {"replied": random.random() < 0.2}
    if random.random() < 0.5:
        employer["promised_reply_by"] = str(event + timedelta(days=random.randrange(5, 25)))
    if random.random() < 0.4:
        employer["preferred_channel"] = random.choice(_CHANNELS)
    if random.random() < 0.1:
        employer["invited_to_visit"] = True
    row: dict[str, Any] = {
        "id": number,
        "today": str(TODAY),
        "timezone": "Europe/Berlin",
        "interview": {"date": str(event), "format": random.choice(("in_person", "video", "phone"))},
        "employer": employer,
    }
    if random.random() < 0.1:
        row["recruiter"] = {"outside_firm": True}
    if event < TODAY and random.random() < 0.6:
        row["contacts"] = [
            {
                "date": str(event + timedelta(days=1)),
                "action": "send_thank_you",
                "channel": "email",
                "to": "interviewer",
                "direction": "sent",
            }
        ]
    if random.random() < proposed:
        row["proposed"] = {
            "action": "ask_status",
            "date": str(TODAY),
            "channel": "email",
            "to": "interviewer",
        }
    return row


if __name__ == "__main__":
    sys.exit(main())
