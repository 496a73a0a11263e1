"""What a batch on Spark costs: rows a second and core, beside Spark alone, and on paper a thousand million.

    python benchmarks/spark.py                        a million rows of Parquet on local[2]
    python benchmarks/spark.py --rows 10000000        more of them
    python benchmarks/spark.py --write                also put the figures into docs/spark.md

It needs the extra `spark` and Java 17. Processor time is that of Java and of all Pythons that it starts, as
the system counts it, so that it means much the same on a machine that has other things to do; wall time
doesn't. Starting Spark (some seconds) isn't part of any figure.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from etiquette._batch.errand import Errand
from etiquette._batch.recipe import Recipe
from etiquette._batch.spark_files import run_on_spark
from etiquette._batch.spark_session import session_at
from etiquette._batch.wanted import Wanted
from measure import ROOT, machine
from tables import Table, put_into

__all__ = ["main"]

PAGE: Final = ROOT / "docs" / "spark.md"
TODAY: Final = date(2026, 11, 23)
MANY: Final = 1_000_000_000
NIGHT: Final = 8
"""Hours."""
PRICE: Final = 0.05
"""US dollars for an hour of one virtual core: an assumption, of the order of public list prices."""
BUSY: Final = 0.7
"""The part of a cluster's cores that does this work; the rest is lost to starting, waiting and stragglers."""
SHARES: Final = {"spark_sql_files_maxPartitionBytes": "1m", "spark_sql_files_openCostInBytes": "65536"}
"""Facts are a few bytes each as Parquet: shares as small as this, so that all cores have work to the end."""
_GROUP: Final = 50_000
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that something took: by the clock, and of all processors together."""

    wall: float
    cpu: float


def written(path: Path, rows: int) -> None:
    """Facts as Parquet: a day of all, promises and wishes of many, contacts of some; the same each time."""
    random = Random(7)
    day = [(TODAY + timedelta(days=number)).isoformat() for number in range(-60, 61)]
    schema = pa.schema(
        [
            ("id", pa.int64()),
            ("interview.date", pa.string()),
            ("interview.ended", pa.bool_()),
            ("employer.promised_reply_by", pa.string()),
            ("employer.preferred_channel", pa.string()),
            ("recruiter.outside_firm", pa.bool_()),
            ("contacts", pa.list_(pa.struct([("date", pa.string()), ("action", pa.string())]))),
        ]
    )
    with pq.ParquetWriter(path, schema) as writer:
        for first in range(0, rows, _GROUP):
            count = min(_GROUP, rows - first)
            met = [random.randint(0, 60) for _ in range(count)]
            columns: list[list[Any]] = [
                list(range(first, first + count)),
                [day[each] for each in met],
                [random.choice((True, None)) for _ in met],
                [random.choice((None, day[random.randint(each, 120)])) for each in met],
                [random.choice((None, "email", "phone")) for _ in met],
                [random.choice((None, True, False)) for _ in met],
                [
                    random.choice(
                        ([], None, [{"date": day[random.randint(each, 60)], "action": "send_thank_you"}])
                    )
                    for each in met
                ],
            ]
            arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))


def cost_of(work: Callable[[], object]) -> Cost:
    """What ``work`` takes in this process and in all that it has started."""
    cpu, start = _cpu(), perf_counter()
    work()
    return Cost(perf_counter() - start, _cpu() - cpu)


def _cpu() -> float:
    """Processor seconds of this process, of those below it, and of those of them that have ended."""
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for each in Path("/proc").glob("[0-9]*"):
        try:
            fields = (each / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(each.name)] = int(fields[1])
        seconds[int(each.name)] = sum(map(int, fields[11:15])) / _TICKS
    mine = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in mine} - mine:
        mine |= more
    return sum(seconds[each] for each in mine)


def figures(rows: int, master: str, packs: Sequence[str]) -> tuple[Table, Table]:
    """Reading and writing by Spark alone, the same with answers, and what that comes to."""
    recipe = Recipe(packs=tuple(packs))
    rules = recipe.ruleset()
    with TemporaryDirectory() as folder, session_at(master, **SHARES) as session:
        source, small = Path(folder) / "facts.parquet", Path(folder) / "small.parquet"
        written(source, rows)
        written(small, 5_000)
        errand = Errand(str(source), str(Path(folder) / "answers.parquet"), recipe, Wanted(present=TODAY))

        def answered(errand: Errand) -> None:
            found = run_on_spark(errand, rules, None)
            assert (found.answered, found.refused) == (found.read, 0)

        answered(
            Errand(str(small), str(Path(folder) / "small.out.parquet"), recipe, errand.wanted)
        )  # warmed up
        with_rules = cost_of(lambda: answered(errand))
        copy = str(Path(folder) / "copy.parquet")
        alone = cost_of(lambda: session.read.parquet(errand.out).write.parquet(copy))
        read = cost_of(lambda: session.read.parquet(str(source)).write.format("noop").mode("append").save())
    bare = Cost(alone.wall + read.wall, alone.cpu + read.cpu)
    return _measured(rows, master, with_rules, bare), _on_paper(rows, with_rules)


def _measured(rows: int, master: str, with_rules: Cost, bare: Cost) -> Table:
    cells = [
        (
            name,
            f"{cost.wall:.0f} s",
            f"{cost.cpu:.0f} s",
            f"{rows / cost.cpu:,.0f}",
            f"{rows / cost.wall:,.0f}",
        )
        for name, cost in (("the batch", with_rules), ("Spark alone", bare))
    ]
    note = (
        f"{rows:,} rows of Parquet to Parquet on {master}, with the bundled pack, all channels and the usual "
        "columns. *Spark alone* reads the same facts, and reads and writes the same answers, without rules."
    )
    head = ("", "by the clock", "processor time", "rows a second and core", "rows a second")
    return Table("Measured", note, head, cells)


def _on_paper(rows: int, cost: Cost) -> Table:
    hours = MANY * cost.cpu / rows / 3600
    cores = hours / NIGHT / BUSY
    note = (
        f"From the processor time above: a core here is a core there, {BUSY:.0%} of the cores' time is used, "
        f"and an hour of a virtual core costs US$ {PRICE:.2f} (an assumption, of the order of the list "
        "prices of the large clouds). Storage and traffic aren't in it."
    )
    cells = [
        ("core hours of work", f"{hours:,.0f}"),
        (f"cores for {NIGHT} hours", f"{ceil(cores):,}"),
        ("cost of a night", f"US$ {cores * NIGHT * PRICE:,.0f}"),
    ]
    return Table(f"On paper: {MANY:,} rows in a night", note, ("", ""), cells)


def main(arguments: Sequence[str] | None = None) -> None:
    """Take the figures, print them, and write them if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--pack", action="append", default=[], help="a pack; the usual one without it")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/spark.md")
    given = parser.parse_args(arguments)
    about = f"Taken on {machine()}."
    tables = figures(given.rows, given.master, given.pack)
    print(about, *tables, sep="\n\n")
    if given.write:
        put_into(PAGE, about, tables)


if __name__ == "__main__":
    main()
