"""What proofs, differences and mutations cost, as ratios and growth within one run.

    python benchmarks/prove.py                   every figure; takes a while
    python benchmarks/prove.py --only growth     one of them
    python benchmarks/prove.py --write           also put them into docs/benchmarks.md

Nothing here passes or fails: machines differ, and a test that looks at a clock tells lies.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from generated_packs import generate
from measure import ROOT, Times, in_turns, machine, ran, run
from tables import Table, put_into

__all__ = ["main"]

PAGE: Final = ROOT / "docs" / "benchmarks.md"
BUNDLED: Final = tuple(sorted(each.parent.name for each in (ROOT / "rules").glob("*/pack.yaml")))
COACH: Final = str(ROOT / "examples" / "coach-pack")
SIZES: Final = (14, 100, 500, 1000, 5000)
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


def etiquette(*arguments: str) -> Callable[[], float]:
    """A subject: a command, cold, from the start of Python to its end."""
    return ran("-m", "etiquette", *arguments, allowed=ENDED)


def prove(options: Options, *arguments: str) -> Callable[[], float]:
    """A subject: proving a pack, cold; whatever refutes something is written elsewhere."""
    return etiquette("prove", *arguments, "--witnesses", str(options.folder / "witnesses"))


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
        "`etiquette prove PACK` with every bundled channel, in a new process each time, and as a multiple of "
        f"`python -c 'import z3'`: {_rounds(options.rounds)}."
    )
    return Table("Proving the bundled packs", note, ("", "time", "times import z3"), rows)


def growth(options: Options) -> Table:
    """Generated packs of more and more rules: the proof by itself, and the whole command."""
    rows: list[tuple[str, ...]] = []
    before: tuple[int, Times] | None = None
    for size in options.sizes:
        folder = str(generate(size).write(options.folder / f"growth-{size}"))
        rounds = 1 if size >= LARGE else options.rounds
        subjects = {"alone": _alone(folder), "whole": prove(options, folder, "--no-plugins")}
        times = in_turns(subjects, rounds)
        alone = times["alone"]
        grown = "" if before is None else f"{_exponent(before, (size, alone)):.2f}"
        rows.append((f"{size:,}", str(alone), str(times["whole"]), grown))
        before = (size, alone)
    note = (
        "Packs made by `benchmarks/generated_packs.py`, in which every claim holds. *Alone* is the proof of "
        "rules that are loaded already; *whole* is the command, which also starts Python, reads the files "
        "and checks them. *Growth* is the power of the number of rules with which *alone* has grown since "
        "the row above: 1 is linear, 2 is quadratic."
    )
    return Table("Growth with the number of rules", note, ("rules", "alone", "whole", "growth"), rows)


def _alone(folder: str) -> Callable[[], float]:
    return lambda: float(run(str(ROOT / "benchmarks" / "proof_alone.py"), folder))


def _exponent(before: tuple[int, Times], now: tuple[int, Times]) -> float:
    return log(now[1].median / before[1].median) / log(now[0] / before[0])


def differences(options: Options) -> Table:
    """Two versions: a layer against what it stands on, and generated packs with one changed rule."""
    pairs = {"post-interview and business-days": ("post-interview", "business-days")}
    pairs["post-interview and the coach's pack"] = ("post-interview", COACH)
    for size in (each for each in options.sizes if each <= LARGE):
        pack = generate(size)
        old = pack.write(options.folder / f"old-{size}")
        new = pack.with_one_rule_changed().write(options.folder / f"new-{size}")
        pairs[f"{size:,} rules, one of them changed"] = (str(old), str(new))
    times = in_turns({name: etiquette("diff", *pair) for name, pair in pairs.items()}, options.rounds)
    note = f"`etiquette diff OLD NEW`, in a new process each time: {_rounds(options.rounds)}."
    return Table("Differences", note, ("", "time"), [(name, str(each)) for name, each in times.items()])


def mutations(options: Options) -> Table:
    """The bundled packs, changed in many small ways, against their own cases."""
    subjects = {pack: etiquette("test", pack, "--mutate") for pack in BUNDLED}
    subjects |= {f"{pack}, cases only": etiquette("test", pack) for pack in BUNDLED}
    times = in_turns(subjects, options.rounds)
    note = f"`etiquette test PACK --mutate`, on all cores: {_rounds(options.rounds)}."
    return Table("Mutations", note, ("", "time"), [(name, str(each)) for name, each in times.items()])


FIGURES: Final[dict[str, Callable[[Options], Table]]] = {
    "bundled": bundled,
    "growth": growth,
    "differences": differences,
    "mutations": mutations,
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
            tables.append(FIGURES[name](options))
            print(tables[-1], flush=True)
    if given.write:
        put_into(PAGE, about, tables)


if __name__ == "__main__":
    main()
