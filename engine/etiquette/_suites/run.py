"""Running the cases on a bench: which differ from what they expect, and what they look at."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TypeAlias

from etiquette.model import Rule

from .answer import failures
from .bench import Bench
from .compare import Difference
from .coverage import Goal, seen
from .examples import Tried, tried
from .model import Case
from .parallel import in_parallel
from .why import deciding_rules

__all__ = ["Outcome", "Run", "run"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case went. ``rules`` are, for each difference, those that made what came out."""

    case: Case
    differences: tuple[Difference, ...]
    rules: tuple[tuple[Rule, ...], ...] = ()
    seen: frozenset[Goal] = frozenset()

    @property
    def passed(self) -> bool:
        """Whether everything is as expected."""
        return not self.differences


@dataclass(frozen=True, slots=True)
class Run:
    """All cases of a bench, in order, and all examples of its concepts."""

    bench: Bench
    outcomes: tuple[Outcome, ...]
    seconds: float
    examples: tuple[Tried, ...] = ()

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The cases that aren't as expected."""
        return tuple(each for each in self.outcomes if not each.passed)

    @property
    def misread(self) -> tuple[Tried, ...]:
        """The examples that aren't read as they should be."""
        return tuple(each for each in self.examples if not each.passed)

    @property
    def unconfirmed(self) -> tuple[Outcome, ...]:
        """The cases that nobody has looked at yet."""
        return tuple(each for each in self.outcomes if each.case.confirm)

    @property
    def seen(self) -> frozenset[Goal]:
        """All that the cases look at which are as expected and which somebody vouches for."""
        vouched = (each.seen for each in self.outcomes if each.passed and not each.case.confirm)
        return frozenset().union(*vouched)


def run(bench: Bench, *, processes: int, coverage: bool = False) -> Run:
    """Run every case that is meant; with ``coverage`` also note what each of them looks at."""
    start = perf_counter()
    work = _examined if coverage else _checked
    found = in_parallel(work, bench, range(len(bench.ready)), processes)
    outcomes = (Outcome(ready.case, *each) for ready, each in zip(bench.ready, found, strict=True))
    cases = tuple(outcomes)
    examples = tuple(tried(each, bench.ruleset) for each in bench.samples)
    return Run(bench, cases, perf_counter() - start, examples)


_Found: TypeAlias = tuple[tuple[Difference, ...], tuple[tuple[Rule, ...], ...], frozenset[Goal]]


def _checked(bench: Bench, number: int) -> _Found:
    ready = bench.ready[number]
    found = failures(ready)
    return found, tuple(deciding_rules(ready, each) for each in found), frozenset()


def _examined(bench: Bench, number: int) -> _Found:
    return (*_checked(bench, number)[:2], seen(bench.ready[number], bench))
