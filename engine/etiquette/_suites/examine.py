"""All that one run of the command finds out about a pack."""

from __future__ import annotations

from dataclasses import dataclass

from .bench import Bench
from .coverage import Goal, goals
from .examples import Unused, unused
from .gaps import Coverage, Gap, coverage_of, gaps, goal_name
from .model import Excused
from .mutate import Equivalent, Mutation, cannot_tell, mutate
from .run import Run, run

__all__ = ["Examined", "Wanted", "examine"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be found out. ``fail_under`` are percents that each coverage must reach."""

    processes: int
    coverage: bool = False
    mutate: bool = False
    with_plugins: bool = False
    fail_under: float | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """What came out. ``coverage`` is empty where it wasn't asked for, and ``mutation`` is ``None`` where it
    wasn't, or where cases fail: then nothing can be said of what they notice. ``needless`` are excuses for
    goals of coverage that aren't there, or that a case reaches. ``not_mutated`` is whether changes of the
    pack were to be tried, and weren't. ``unused`` are the phrases that no example uses.
    """

    run: Run
    coverage: tuple[Coverage, ...] = ()
    gaps: tuple[Gap, ...] = ()
    missing: tuple[Goal, ...] = ()
    mutation: Mutation | None = None
    fail_under: float | None = None
    needless: tuple[Excused, ...] = ()
    not_mutated: bool = False
    unused: tuple[Unused, ...] = ()

    @property
    def bench(self) -> Bench:
        """What was tested."""
        return self.run.bench

    @property
    def too_little(self) -> tuple[Coverage, ...]:
        """The coverages that don't reach what they must."""
        least = self.fail_under
        return tuple(each for each in self.coverage if least is not None and each.percent < least)

    @property
    def needless_excuses(self) -> tuple[Excused, ...]:
        """The excuses, of both kinds, that nothing needs."""
        return (*self.needless, *(self.mutation.needless if self.mutation else ()))

    @property
    def ok(self) -> bool:
        """Whether cases and examples are as expected, enough is covered, and no change goes unnoticed."""
        unnoticed = self.mutation is not None and bool(self.mutation.with_fate("unnoticed"))
        wrong = self.run.failed or self.run.misread
        return not wrong and not self.too_little and not unnoticed


def examine(bench: Bench, wanted: Wanted, equivalent: Equivalent = cannot_tell) -> Examined:
    """Run the cases, and whatever else is wanted."""
    looking = wanted.coverage or wanted.mutate
    found = run(bench, processes=wanted.processes, coverage=looking)
    mutation = None
    if wanted.mutate and not found.failed:
        seen = {number: each.seen for number, each in enumerate(found.outcomes)}
        mutation = mutate(
            bench, processes=wanted.processes, plugins=wanted.with_plugins, seen=seen, equivalent=equivalent
        )
    not_mutated = wanted.mutate and mutation is None
    if not wanted.coverage:
        return Examined(found, mutation=mutation, not_mutated=not_mutated)
    concepts = {(each.concept, each.language) for each in bench.samples}
    phrases = tuple(
        each for each in unused(bench.ruleset, bench.name) if (each.concept, each.language) in concepts
    )
    if bench.concept_file is not None:
        return Examined(found, not_mutated=not_mutated, unused=phrases)
    every = goals(bench, plugins=wanted.with_plugins)
    excuses = {each.name: each for suite in bench.suites for each in suite.unreachable}
    named = {goal_name(bench, goal): goal for goal in goals(bench, plugins=True)} if excuses else {}
    excused = {named[name] for name in excuses if name in named and named[name] not in found.seen}
    missing = tuple(goal for goal in every if goal not in found.seen and goal not in excused)
    return Examined(
        found,
        coverage_of(every, found.seen, excused),
        gaps(bench, missing),
        missing,
        mutation,
        wanted.fail_under,
        tuple(each for name, each in excuses.items() if named.get(name) not in excused),
        not_mutated,
        phrases,
    )
