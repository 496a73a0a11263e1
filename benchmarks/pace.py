"""How long one decision takes: many cases in a row, again and again, in turns with what it is put beside."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from math import ceil
from time import perf_counter
from typing import Any, Final, TypeAlias

from measure import Times, in_turns

__all__ = ["Subject", "paces"]

Subject: TypeAlias = tuple[Callable[[Any], object], Sequence[Any]]
"""What is timed, and the cases that it is given one after the other."""

_LEAST: Final = 0.03
"""Seconds that a round of a subject takes at least: much longer than what looking at the clock takes."""


def paces(subjects: Mapping[str, Subject], rounds: int) -> dict[str, Times]:
    """The seconds that each subject takes for one case, in so many rounds that take turns.

    The loop is in C and the same for all: its own time, some 30 ns a case, is in each figure.
    """
    return in_turns({name: _paced(*subject) for name, subject in subjects.items()}, rounds)


def _paced(decide: Callable[[Any], object], cases: Sequence[Any]) -> Callable[[], float]:
    once = _pass(
        decide, cases
    )  # the first pass fills whatever fills itself; the second tells how many make a round
    once = min(once, _pass(decide, cases))
    times = ceil(_LEAST / once)

    def subject() -> float:
        return sum(_pass(decide, cases) for _ in range(times)) / times / len(cases)

    return subject


def _pass(decide: Callable[[Any], object], cases: Sequence[Any]) -> float:
    start = perf_counter()
    deque(map(decide, cases), maxlen=0)
    return perf_counter() - start
