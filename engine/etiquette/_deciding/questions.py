"""Which unknown facts matter.

A fact is *decisive*, and asked for, if two completions of the facts that differ only in it give different
advice (that other rules lead to the same is no reason to ask); where no single fact is, a smallest set of
them. To find out, each action is decided again under every answer that the evaluation ran into the lack of,
which makes a tree: inner nodes are unknown facts, leaves are decisions that depend on nothing unknown any
more. Two completions that differ in one fact only part at a node of that fact, so comparing the leaves is
enough.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, TypeAlias

from etiquette._nouns import dataclass, field
from etiquette.facts import Facts, FactValue
from etiquette.model import Action
from etiquette.report import Decision, Question
from etiquette.ruleset import Ruleset

from .domains import representatives
from .evaluate import truth
from .plan import decide
from .situation import Situation
from .status import situation

__all__ = ["is_possible", "questions"]

_MOST_LEAVES: Final = 300
"""Beyond this many answers a tree is cut; the facts it then still waits for are asked for.

So are facts whose answers can't be listed, such as a list of records, once all others are known.
"""


@dataclass(slots=True)
class _Tree:
    """Leaves of one action's tree: what was answered on the way, and the decision."""

    leaves: list[tuple[Mapping[str, FactValue], Decision]] = field(default_factory=list)
    cut: set[str] = field(default_factory=set)


def is_possible(at: Situation) -> bool:
    """Whether nothing that the packs declare impossible certainly holds."""
    return not any(
        at.once(("impossible", place), lambda when=each.when: truth(when, at)) is True  # type: ignore[misc]
        for place, each in enumerate(at.ruleset.impossible)
    )


def questions(ruleset: Ruleset, facts: Facts, plan: Sequence[Decision]) -> tuple[Question, ...]:
    """The facts to ask for, those that change most decisions first."""
    at = situation(ruleset, facts)
    wanted: dict[tuple[str, ...], set[str]] = {}
    for decision in plan:
        if decision.depends_on:
            for group in _decisive(_grow(at, ruleset.actions[decision.action])):
                wanted.setdefault(group, set()).add(decision.action)
    for group in list(wanted):
        if len(group) > 1 and any((single,) in wanted for single in group):
            del wanted[group]
    made = [
        Question(path, _ask(ruleset, path), tuple(sorted(actions)), tuple(p for p in group if p != path))
        for group, actions in wanted.items()
        for path in group
    ]
    return tuple(sorted(made, key=lambda each: (-len(each.because), each.fact)))


def _ask(ruleset: Ruleset, path: str) -> str:
    decl = ruleset.vocabulary[path]
    ask = decl.ask or f"{decl.title or path}?"
    head, bracket, rest = path.partition("[")
    return f"{ask} ({head}, entry {int(rest.partition(']')[0]) + 1})" if bracket else ask


def _grow(at: Situation, action: Action) -> _Tree:
    tree = _Tree()
    idle: frozenset[str] | None = None
    waiting: list[tuple[dict[str, FactValue], Situation]] = [({}, at)]
    while waiting:
        answers, here = waiting.pop()
        if answers and not is_possible(here.afresh()):
            continue
        decision = decide(here.afresh(), action)
        options = {
            path: representatives(at.ruleset, at.facts, path, few=True)
            for path in decision.depends_on
            if path not in answers
        }
        if idle is None:
            idle = _idle(at, action, decision, options)
        listed = sorted((path for path in options if options[path]), key=_idle_last(idle, options))
        if not listed or len(tree.leaves) + len(waiting) > _MOST_LEAVES:
            tree.cut.update([path for path in listed or options if path not in idle] or listed[:1])
            tree.leaves.append((answers, decision.advice))
        else:
            path = listed[0]
            waiting.extend(({**answers, path: value}, here.but(path, value)) for value in options[path])
    return tree


_Options: TypeAlias = Mapping[str, Sequence[FactValue]]


def _idle(at: Situation, action: Action, decision: Decision, options: _Options) -> frozenset[str]:
    """The facts of which no answer, by itself, would tell anything new."""
    return frozenset(
        path
        for path, values in options.items()
        if values
        and all(decide(at.but(path, each).afresh(), action).advice == decision.advice for each in values)
    )


def _idle_last(idle: Collection[str], options: _Options) -> Callable[[str], tuple[bool, int, str]]:
    """The order of answering that keeps trees small: what tells something, then what has few answers."""
    return lambda path: (path in idle, len(options[path]), path)


def _decisive(tree: _Tree) -> Iterator[tuple[str, ...]]:
    """Groups of facts that change the decision together, as small as they come."""
    groups: set[tuple[str, ...]] = {(path,) for path in tree.cut}
    alike: dict[Decision, int] = {}
    leaves = [(answers, alike.setdefault(decision, len(alike))) for answers, decision in tree.leaves]
    for (one, here), (other, there) in combinations(leaves, 2):
        if here != there:
            groups.add(tuple(sorted(path for path in one if path in other and one[path] != other[path])))
    smallest = min((len(group) for group in groups), default=0)
    singles = [group for group in groups if len(group) == 1]
    yield from sorted(singles or [group for group in groups if len(group) == smallest][:1])
