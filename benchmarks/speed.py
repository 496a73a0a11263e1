"""How fast facts are decided: this engine beside others, on the same decision, and how that grows.

    python benchmarks/speed.py                   every figure; takes some minutes
    python benchmarks/speed.py --only decision   one of them
    python benchmarks/speed.py --json FILE       also write them to a file, with every round
    python benchmarks/speed.py --write           also put them, and plots, into docs/benchmarks.md
    python benchmarks/speed.py --quick           small; for CI

No engine is timed before it has given the right answer on two thousand cases. Wrong answers are the only
thing that fails; nothing here passes or fails by a clock. The engines come with
`pip install 'etiquette-engine[bench]'`; those that aren't installed are left out, except under CI, where that
is an error.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from deciding import CASES, TIMED, WrongAnswersError, checked, checking, deciding, missing
from growth import growth
from measure import ROOT, machine
from tables import Table, as_json, put_into

__all__ = ["main"]

PAGE: Final = ROOT / "docs" / "benchmarks.md"
SIZES: Final = (10, 100, 1000, 10_000)
QUICK_SIZES: Final = (10, 30)
QUICK_CASES: Final = (500, 50)
"""On so many cases answers are held equal, and so many are timed."""


@dataclass(frozen=True, slots=True)
class Options:
    """How often, how many and how large, and where to put what is made on the way."""

    rounds: int
    cases: int
    timed: int
    sizes: Sequence[int]
    folder: Path


def _decision(options: Options) -> Iterable[Table]:
    ready = checked(options.cases)
    print(f"{len(ready)} ways of deciding agree on {options.cases:,} cases.", end="\n\n")
    yield deciding(ready, options.rounds, options.timed)


def _checking(options: Options) -> Iterable[Table]:
    yield checking(options.rounds, options.timed)


def _sizes(options: Options) -> Iterable[Table]:
    return growth(options.sizes, min(options.rounds, 5), options.folder)


FIGURES: Final[dict[str, Callable[[Options], Iterable[Table]]]] = {
    "decision": _decision,
    "checking": _checking,
    "sizes": _sizes,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the figures that are asked for, print them, write them if asked to; 1 if an answer is wrong."""
    given = _arguments(arguments)
    os.environ["ETIQUETTE_CACHE"] = "off"  # loading is timed from the files
    absent = missing()
    if absent:
        print(f"Not installed, so left out: {', '.join(absent)}.", file=sys.stderr)
        if os.environ.get("CI"):
            return 1
    about = f"Taken on {machine()}."
    print(about, end="\n\n")
    tables: list[Table] = []
    with TemporaryDirectory() as folder:
        cases, timed = QUICK_CASES if given.quick else (CASES, TIMED)
        options = Options(given.rounds, cases, timed, given.sizes, Path(folder))
        try:
            for name in given.only or FIGURES:
                for table in FIGURES[name](options):
                    tables.append(table)
                    print(table, flush=True)
        except WrongAnswersError as error:
            print(error, file=sys.stderr)
            return 1
    if given.json:
        given.json.write_text(as_json(about, tables), "utf-8")
    if given.write:
        from plots import draw

        put_into(PAGE, about, tables, "speed")
        draw(tables, PAGE.parent / "plots")
    return 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", choices=FIGURES, action="append", help="one of the figures; repeatable")
    parser.add_argument("--rounds", type=int, help="how often each is taken (15)")
    parser.add_argument("--sizes", type=int, nargs="+", help="how many rules to generate")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, with every round")
    parser.add_argument("--write", action="store_true", help="put figures and plots into docs/benchmarks.md")
    parser.add_argument("--quick", action="store_true", help="one round of little: checks answers above all")
    given = parser.parse_args(arguments)
    if given.write and (given.only or given.quick):
        parser.error("--write replaces every figure: leave --only and --quick out")
    given.rounds = given.rounds or (1 if given.quick else 15)
    given.sizes = given.sizes or (QUICK_SIZES if given.quick else SIZES)
    return given


if __name__ == "__main__":
    sys.exit(main())
