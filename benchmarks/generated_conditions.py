"""Conditions for generated rules: conjunctions of tests that can hold together."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, Final, TypeAlias

from generated_frame import DATES, DEFINED_BY, FLAGS, KINDS, LISTS, OPENED, SIZES, WORDS

__all__ = ["condition"]

_Test: TypeAlias = Callable[[Random], tuple[str, Any]]


def condition(rng: Random) -> dict[str, Any]:
    """Two to four tests, each of another fact, so that they can hold together."""
    tests = [*rng.sample(_TESTS, rng.randint(2, 4))]
    return {path: value for test in tests for path, value in [test(rng)]}


def _flag(path: str) -> _Test:
    return lambda rng: (path, rng.random() < 0.5)


def _kind(path: str) -> _Test:
    def test(rng: Random) -> tuple[str, Any]:
        word = rng.choice(WORDS)
        return path, rng.choice([word, {"is_not": word}, {"one_of": sorted(rng.sample(WORDS, 3))}])

    return test


def _size(path: str, least: int, most: int) -> _Test:
    def test(rng: Random) -> tuple[str, Any]:
        low, high = sorted(rng.sample(range(least, most + 1), 2))
        return path, rng.choice([{"at_least": low}, {"at_most": high}, {"at_least": low, "at_most": high}])

    return test


def _list(path: str) -> _Test:
    return lambda rng: (path, {rng.choice(["has", "lacks"]): rng.choice(WORDS)})


def _date(path: str) -> _Test:
    def test(rng: Random) -> tuple[str, Any]:
        day = f"{OPENED} + {rng.randint(1, 30)} days"
        return path, rng.choice(["given", {"before": day}, {"on_or_after": day}])

    return test


_TESTS: Final[tuple[_Test, ...]] = (
    *(_flag(path) for path in FLAGS if path not in DEFINED_BY),
    *(_kind(path) for path in KINDS if path not in DEFINED_BY),
    *(_size(path, *bounds) for path, bounds in SIZES.items() if path not in DEFINED_BY),
    *(_list(path) for path in LISTS),
    *(_date(path) for path in DATES),
    _flag("quiet"),
    _flag("hurried"),
)
