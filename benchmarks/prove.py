"""What proofs, differences, mutations and the reading of messages cost, as ratios and growth within one run.

    python benchmarks/prove.py                   every figure; takes a while
    python benchmarks/prove.py --only growth     one of them
    python benchmarks/prove.py --write           also put them into docs/benchmarks.md

Nothing here passes or fails: machines differ, and a test that looks at a clock tells lies.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import etiquette
from measure import ROOT, Times, in_turns, machine, ran, run
from reading_speed import speed
from tables import Table, put_into
from versions import bundled_versions, generated_versions

__all__ = ["main"]

PAGE: Final = ROOT / "docs" / "benchmarks.md"
BUNDLED: Final = tuple(sorted(each.parent.name for each in (ROOT / "rules").glob("*/pack.yaml")))
COACH: Final = str(ROOT / "examples" / "coach-pack")
LARGEST: Final = "post-interview"
SIZES: Final = (14, 100, 500, 1000, 5000)
MESSAGES: Final = 10_000
LARGE: Final = 1000
"""From this size on a round is enough."""

ENDED: Final = (0, 1, 4)
"""Exit codes of a command that came to an end: nothing, something, or something unknown was found."""


@dataclass(frozen=True, slots=True)
class Options:
    """How often, how large, and where to put what is made on the way."""

    rounds: int
    sizes: Sequence[int]
    folder: Path


def prove(options: Options, *arguments: str) -> Callable[[], float]:
    """A subject: proving a pack cold, in a new process, with nothing remembered."""
    return _prove(options, *arguments, "--fresh")


def _prove(options: Options, *arguments: str) -> Callable[[], float]:
    witnesses = ("--witnesses", str(options.folder / "witnesses"))
    cache = str(options.folder / "cache")
    command = ("-m", "etiquette", "prove", *arguments, *witnesses)
    return ran(*command, allowed=ENDED, XDG_CACHE_HOME=cache)


def prove_again(options: Options, old: str, new: str, *arguments: str) -> Callable[[], float]:
    """A subject: proving the new version of a pack, with what was proved of the old one remembered."""
    before, again = prove(options, old, *arguments), _prove(options, new, *arguments)

    def subject() -> float:
        before()
        return again()

    return subject


def bundled(options: Options) -> Table:
    """Each bundled pack, with every channel, against importing the solver."""
    base = "import z3"
    subjects = {base: ran("-c", base), **{pack: prove(options, pack) for pack in (*BUNDLED, COACH)}}
    times = in_turns(subjects, options.rounds)
    rows = [
        (_name(name), str(each), "1" if name == base else each.over(times[base]))
        for name, each in times.items()
    ]
    note = (
        "`etiquette prove --fresh PACK` with every bundled channel, in a new process each time, and as a "
        f"multiple of `python -c 'import z3'`: {_rounds(options.rounds)}."
    )
    return Table("Proving the bundled packs", note, ("", "time", "times import z3"), rows)


def growth(options: Options) -> Table:
    """Generated packs of more and more rules: the proof by itself, the whole command, and each again."""
    rows: list[tuple[str, ...]] = []
    before: tuple[int, Times] | None = None
    for size in options.sizes:
        old, new = generated_versions(size, options.folder)
        rounds = 1 if size >= LARGE else options.rounds
        runs = [_alone(old, new) for _ in range(rounds)]
        alone, again = (Times(tuple(each[n] for each in runs)) for n in (0, 1))
        subjects = {"whole": prove(options, old, "--no-plugins")}
        subjects["again"] = prove_again(options, old, new, "--no-plugins")
        times = in_turns(subjects, rounds)
        grown = "" if before is None else f"{_exponent(before, (size, alone)):.2f}"
        whole = times["whole"]
        cells = (str(alone), grown, again.over(alone), str(whole), times["again"].over(whole))
        rows.append((f"{size:,}", *cells))
        before = (size, alone)
    note = (
        "*Alone* is the proof of rules that are loaded already; *whole* is the command, which also starts "
        "Python, reads the files and checks them. *Growth* is the power of the number of rules with which "
        "*alone* has grown since the row above: 1 is linear, 2 is quadratic. *Again* is the proof after one "
        "rule was changed, as a part of the one before: 0.1 is a tenth."
    )
    head = ("rules", "alone", "growth", "again, alone", "whole", "again, whole")
    return Table("Growth with the number of rules", note, head, rows)


def _alone(old: str, new: str) -> tuple[float, float]:
    first, again = run(str(ROOT / "benchmarks" / "proof_alone.py"), old, new).split()
    return float(first), float(again)


def _exponent(before: tuple[int, Times], now: tuple[int, Times]) -> float:
    return log(now[1].median / before[1].median) / log(now[0] / before[0])


def after_a_change(options: Options) -> Table:
    """The largest bundled pack once more, with one rule changed, as an editor would prove it."""
    old, new = bundled_versions(LARGEST, options.folder)
    subjects = {"everything": prove(options, old), "after one rule changed": prove_again(options, old, new)}
    times = in_turns(subjects, options.rounds)
    rows = [(name, str(each), each.over(times["everything"])) for name, each in times.items()]
    note = f"`etiquette prove {LARGEST}`, from the start of Python to its end: {_rounds(options.rounds)}."
    return Table("Proving a bundled pack again", note, ("", "time", "part"), rows)


def differences(options: Options) -> Table:
    """Two versions: a layer against what it stands on, and packs with one changed rule."""
    pairs = {"post-interview and business-days": ("post-interview", "business-days")}
    pairs["post-interview and the coach's pack"] = ("post-interview", COACH)
    pairs[f"{LARGEST}, one rule changed"] = bundled_versions(LARGEST, options.folder / "diff")
    for size in (each for each in options.sizes if each <= LARGE):
        pairs[f"{size:,} rules, one of them changed"] = generated_versions(size, options.folder / "diff")
    subjects = {name: _etiquette("diff", *pair) for name, pair in pairs.items()}
    times = in_turns(subjects, options.rounds)
    note = f"`etiquette diff OLD NEW`, in a new process each time: {_rounds(options.rounds)}."
    return Table("Differences", note, ("", "time"), [(name, str(each)) for name, each in times.items()])


def mutations(options: Options) -> Table:
    """The bundled packs, changed in many small ways, against their own cases."""
    subjects = {pack: _etiquette("test", pack, "--mutate") for pack in BUNDLED}
    subjects |= {f"{pack}, cases only": _etiquette("test", pack) for pack in BUNDLED}
    times = in_turns(subjects, options.rounds)
    note = f"`etiquette test PACK --mutate`, on all cores: {_rounds(options.rounds)}."
    return Table("Mutations", note, ("", "time"), [(name, str(each)) for name, each in times.items()])


def reading(options: Options) -> Iterable[Table]:
    """How fast messages are read."""
    return speed(etiquette.load(LARGEST), options.rounds, MESSAGES)


def _etiquette(*arguments: str) -> Callable[[], float]:
    return ran("-m", "etiquette", *arguments, allowed=ENDED)


FIGURES: Final[dict[str, Callable[[Options], Table | Iterable[Table]]]] = {
    "bundled": bundled,
    "growth": growth,
    "again": after_a_change,
    "differences": differences,
    "mutations": mutations,
    "reading": reading,
}


def _name(pack: str) -> str:
    return "the coach's pack in examples" if pack == COACH else pack


def _rounds(rounds: int) -> str:
    return "one round" if rounds == 1 else f"medians of {rounds} rounds, least and most in brackets"


def main(arguments: Sequence[str] | None = None) -> None:
    """Take the figures that are asked for, print them, and write them if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", choices=FIGURES, action="append", help="one of the figures; repeatable")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is taken (5)")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many rules to generate")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/benchmarks.md")
    given = parser.parse_args(arguments)
    if given.write and given.only:
        parser.error("--write replaces every figure: leave --only out")
    about = f"Taken on {machine()}."
    print(about, end="\n\n")
    tables: list[Table] = []
    with TemporaryDirectory() as folder:
        options = Options(given.rounds, given.sizes, Path(folder))
        for name in given.only or FIGURES:
            taken = FIGURES[name](options)
            for table in (taken,) if isinstance(taken, Table) else taken:
                tables.append(table)
                print(table, flush=True)
    if given.write:
        put_into(PAGE, about, tables)


if __name__ == "__main__":
    main()
