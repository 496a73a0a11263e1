"""Taking times so that they can be compared: taken in turns, as medians, with their spread.

Machines get slower and faster while one looks, so two things are compared only by runs that took turns; and
what is reported of them is a ratio, or how it grows, which another machine would show as well.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

__all__ = ["ROOT", "Times", "in_turns", "machine", "ran", "run", "took"]

ROOT: Final = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds that the same thing took, again and again."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return median(self.seconds)

    def __str__(self) -> str:
        if len(self.seconds) == 1:
            return _readable(self.median)
        return f"{_readable(self.median)} ({_readable(min(self.seconds))} to {_readable(max(self.seconds))})"

    def over(self, other: Times) -> str:
        """The ratio of the medians, with that of single rounds, for runs that took turns."""
        ratios = [mine / theirs for mine, theirs in zip(self.seconds, other.seconds, strict=True)]
        spread = "" if len(ratios) == 1 else f" ({_ratio(min(ratios))} to {_ratio(max(ratios))})"
        return f"{_ratio(self.median / other.median)}{spread}"


def _ratio(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _readable(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.3g} s"
    return f"{seconds * 1e3:.3g} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.3g} us"


def in_turns(subjects: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, Times]:
    """The times of each subject, a function that returns seconds; each round begins with another one."""
    names = list(subjects)
    taken: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        first = number % len(names)
        for name in (*names[first:], *names[:first]):
            taken[name].append(subjects[name]())
    return {name: Times(tuple(seconds)) for name, seconds in taken.items()}


def took(work: Callable[[], object]) -> float:
    """The seconds that ``work`` takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def run(*arguments: str, allowed: Sequence[int] = (0,), **environment: str) -> str:
    """What a new Python says when it is started with these arguments; raises if it ends in another way."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "80", **environment},
    )  # fmt: skip
    if done.returncode not in allowed:
        raise RuntimeError(
            f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        )
    return done.stdout


def ran(*arguments: str, allowed: Sequence[int] = (0,), **environment: str) -> Callable[[], float]:
    """A subject: a new Python with these arguments, from its start to its end."""
    return lambda: took(lambda: run(*arguments, allowed=allowed, **environment))


def machine() -> str:
    """The machine in words that say what matters and no more."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"
