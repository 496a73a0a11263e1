"""Trying every small change of a pack: which of them no case notices, and which make no difference."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from etiquette.ruleset import Ruleset

from .bench import Bench
from .coverage import Goal
from .likely import in_likely_order
from .model import Excused
from .mutants import Mutant, mutants
from .notice import Changed
from .parallel import in_parallel

__all__ = ["Equivalent", "Fate", "Judged", "Mutation", "cannot_tell", "mutate"]

Equivalent: TypeAlias = Callable[[Ruleset, Ruleset], bool | None]
"""Whether two rulesets say the same of all facts; ``None`` where that can't be told."""

Fate: TypeAlias = Literal["noticed", "equivalent", "excused", "unnoticed"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a mutant; ``by`` is the case that noticed it, or the reason that excuses it."""

    mutant: Mutant
    fate: Fate
    by: str = ""


@dataclass(frozen=True, slots=True)
class Mutation:
    """All mutants of a pack. ``needless`` are excuses of mutants that aren't there, or that are noticed."""

    judged: tuple[Judged, ...]
    needless: tuple[Excused, ...]

    def with_fate(self, fate: Fate) -> tuple[Judged, ...]:
        """Those that this became of."""
        return tuple(each for each in self.judged if each.fate == fate)


def cannot_tell(_old: Ruleset, _new: Ruleset) -> bool | None:
    """What stands for a proof where none can be had."""
    return None


def mutate(
    bench: Bench,
    *,
    processes: int,
    plugins: bool = False,
    seen: Mapping[int, Collection[Goal]] | None = None,
    equivalent: Equivalent = cannot_tell,
) -> Mutation:
    """Judge every mutant. All cases should pass; those that nobody vouches for don't count.

    ``seen`` tells, by the number of a case, what it looks at: where to begin.
    """
    every = mutants(bench, plugins=plugins)
    _PREPARED[id(bench)] = _Prepared(every, seen or {})
    noticed = in_parallel(
        _first_notice, bench, [(number, plugins) for number in range(len(every))], processes
    )
    excuses = {each.name: each for suite in bench.suites for each in suite.equivalent}
    left = [number for number, by in enumerate(noticed) if by is None]
    proofs = in_parallel(_Proof(equivalent), bench, [(each, plugins) for each in left], processes, fewest=4)
    del _PREPARED[id(bench)]
    same = dict(zip(left, proofs, strict=True))
    judged = [
        _judged(mutant, by, excuses, same=bool(same.get(number)))
        for number, (mutant, by) in enumerate(zip(every, noticed, strict=True))
    ]
    there = {mutant.name for mutant in (every if plugins or not excuses else mutants(bench, plugins=True))}
    needed = there - {each.mutant.name for each in judged if each.fate != "excused"}
    return Mutation(tuple(judged), tuple(each for name, each in excuses.items() if name not in needed))


class _Proof:
    """Whether a mutant makes no difference, as far as that can be proved."""

    def __init__(self, equivalent: Equivalent) -> None:
        self.equivalent = equivalent

    def __call__(self, bench: Bench, item: tuple[int, bool]) -> bool | None:
        mutant = _prepared(bench, plugins=item[1]).mutants[item[0]]
        return self.equivalent(bench.ruleset, mutant.change(bench.ruleset))


def _judged(mutant: Mutant, by: str | None, excuses: Mapping[str, Excused], *, same: bool) -> Judged:
    if by is not None:
        return Judged(mutant, "noticed", by)
    if same:
        return Judged(mutant, "equivalent")
    if mutant.name in excuses:
        return Judged(mutant, "excused", excuses[mutant.name].because)
    return Judged(mutant, "unnoticed")


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What each process needs besides the bench, made once where processes share it."""

    mutants: Sequence[Mutant]
    seen: Mapping[int, Collection[Goal]]


_PREPARED: dict[int, _Prepared] = {}


def _prepared(bench: Bench, *, plugins: bool) -> _Prepared:
    """What the parent has prepared; made again in a process that shares nothing with it."""
    if id(bench) not in _PREPARED:
        _PREPARED[id(bench)] = _Prepared(mutants(bench, plugins=plugins), {})
    return _PREPARED[id(bench)]


def _first_notice(bench: Bench, item: tuple[int, bool]) -> str | None:
    """The first case that notices a mutant, by its title."""
    prepared = _prepared(bench, plugins=item[1])
    mutant = prepared.mutants[item[0]]
    changed = Changed(bench, mutant)
    for place in in_likely_order(bench, mutant.subject, mutant.part, prepared.seen):
        ready = bench.ready[place]
        if changed.noticed_by(ready):
            return ready.case.title
    return None
