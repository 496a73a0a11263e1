"""Changes of a pack (*mutants*), and whether any case notices them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from etiquette.algebra import Param, walk
from etiquette.diagnostics import Location
from etiquette.model import Rule
from etiquette.ruleset import Ruleset

from .answer import differs
from .bench import Bench, Ready, parametrised
from .coverage import Goal, is_own, says_itself
from .idle import idle, idle_rule
from .likely import in_likely_order
from .model import Excused, Parameters, Setting
from .mutate_pack import changed_pack
from .mutate_rules import changed_rules
from .parallel import in_parallel
from .places import Places

__all__ = [
    "Equivalent",
    "Exchange",
    "Fate",
    "Judged",
    "Mutant",
    "Mutation",
    "cannot_tell",
    "mutants",
    "mutate",
]

Equivalent: TypeAlias = Callable[[Ruleset, Ruleset], bool | None]
"""Whether two rulesets say the same of all facts; ``None`` where that can't be told."""

Fate: TypeAlias = Literal["noticed", "equivalent", "excused", "unnoticed"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small change of a pack. ``name`` is what suites call it by; ``words`` say what is changed.

    ``subject`` is the rule, or what else of the pack is changed (``definition answered``); ``part`` the key.
    """

    name: str
    subject: str
    part: str
    words: str
    location: Location | None
    change: Callable[[Ruleset], Ruleset]


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


def mutants(bench: Bench, *, plugins: bool) -> tuple[Mutant, ...]:
    """Every small change of what the pack on the bench says; with ``plugins`` of their rules too."""
    places = Places(bench)
    found: list[Mutant] = []
    for rule in bench.ruleset.rules:
        if is_own(bench, rule, plugins=plugins):
            for each in changed_rules(rule, bench.ruleset):
                if not says_itself(bench, rule, each.part):
                    continue
                place = places.of_rule(rule, each.part)
                change = Exchange(rule, each.rule)
                found.append(Mutant(f"{rule.id}:{each.name}", rule.id, each.part, each.words, place, change))
    manifest = bench.candidate.manifest
    for made in changed_pack(bench.ruleset, manifest.data):
        subject = made.name.partition(":")[0]
        part = str(made.path[-1])
        found.append(Mutant(made.name, subject, part, made.words, manifest.at(made.path), made.change))
    return tuple(_distinct(found))


def _distinct(found: Iterable[Mutant]) -> Iterator[Mutant]:
    """Names are what suites excuse mutants by, so that no two may have the same."""
    seen: dict[str, int] = {}
    for each in found:
        seen[each.name] = seen.get(each.name, 0) + 1
        number = seen[each.name]
        yield each if number == 1 else replace(each, name=f"{each.name}-{number}")


@dataclass(frozen=True, slots=True)
class Exchange:
    """Puts a rule in the place of another, in any ruleset that has the other as it is."""

    old: Rule
    new: Rule | None

    def __call__(self, ruleset: Ruleset) -> Ruleset:
        if self.old not in ruleset.rules:
            return ruleset
        rules = (self.new if rule == self.old else rule for rule in ruleset.rules)
        return replace(ruleset, rules=tuple(rule for rule in rules if rule is not None))


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
    changed = _Changed(bench, mutant)
    for place in in_likely_order(bench, mutant.subject, mutant.part, prepared.seen):
        ready = bench.ready[place]
        if changed.noticed_by(ready):
            return ready.case.title
    return None


class _Changed:
    """A mutant in each setting that cases are in, with what it may change there."""

    def __init__(self, bench: Bench, mutant: Mutant) -> None:
        self.bench, self.mutant = bench, mutant
        self.by_setting: dict[Setting, tuple[Ruleset, frozenset[str], bool] | None] = {}
        self.by_parameters: dict[tuple[Setting, Parameters], Ruleset] = {}

    def noticed_by(self, ready: Ready) -> bool:
        """Whether a case, which somebody vouches for, isn't as expected any more."""
        if ready.setting not in self.by_setting:
            base = self.bench.loaded(ready.setting)
            new = self.mutant.change(base)
            self.by_setting[ready.setting] = None if new is base else (new, *_touched(base, new))
        found = self.by_setting[ready.setting]
        if found is None:
            return False
        new, actions, facts_too = found
        looks = actions & ready.actions
        if not looks and not (facts_too and (ready.refused or ready.case.expect.problems is not None)):
            return False
        if self._is_idle(ready) or self._is_set(ready):
            return False
        return differs(ready, self._ruleset(new, ready), looks, facts_too=facts_too)

    def _is_idle(self, ready: Ready) -> bool:
        at = ready.situation
        change = self.mutant.change
        if at is None:
            return True
        if isinstance(change, Exchange):
            return idle_rule(at, change.old, change.new)
        found = self.by_setting[ready.setting]
        return found is not None and idle(at, ready.ruleset, self._ruleset(found[0], ready))

    def _is_set(self, ready: Ready) -> bool:
        """Whether the case sets the very parameter that is changed."""
        return self.mutant.subject in {f"parameter {name}" for name, _ in ready.case.parameters}

    def _ruleset(self, new: Ruleset, ready: Ready) -> Ruleset:
        key = ready.setting, ready.case.parameters
        if key not in self.by_parameters:
            self.by_parameters[key] = parametrised(new, ready.case.parameters)
        return self.by_parameters[key]


def _touched(old: Ruleset, new: Ruleset) -> tuple[frozenset[str], bool]:
    """The actions of which a changed ruleset may say something else, and whether facts may be refused."""
    if old.definitions != new.definitions:
        return frozenset(new.actions), True
    facts_too = old.impossible != new.impossible
    changed = {
        name
        for name, action in new.actions.items()
        if action != old.actions[name]
        or new.by_action[name] != old.by_action[name]
        or new.phases.get(action.phase) != old.phases.get(action.phase)
        or _reads(new, name, _reset(old, new))
    }
    if facts_too:
        changed |= set(new.actions)
    more = True
    while more:
        waiting = {name for name, asks in new.opens.items() if asks & changed}
        more = not waiting <= changed
        changed |= waiting
    return frozenset(changed), facts_too


def _reset(old: Ruleset, new: Ruleset) -> frozenset[str]:
    return frozenset(name for name, each in new.parameters.items() if each != old.parameters.get(name))


def _reads(ruleset: Ruleset, action: str, parameters: frozenset[str]) -> bool:
    """Whether a rule of an action reads one of these parameters."""
    if not parameters:
        return False
    for rule in ruleset.by_action[action]:
        window = rule.window
        ends = (window.not_before, window.ideally_by, window.not_after) if window else ()
        nodes = [node for root in (rule.when, *(end for end in ends if end)) for node in walk(root)]
        limits = [limit.most for limit in rule.message.limits] if rule.message else []
        if any(isinstance(each, Param) and each.name in parameters for each in (*nodes, *limits)):
            return True
    return False
