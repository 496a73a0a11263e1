"""What no case looks at, in words, with the lines of the pack that it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from etiquette._deciding.unparse import node_in_words
from etiquette._reading.wording import listed
from etiquette.diagnostics import Location
from etiquette.model import Rule

from .atoms import atoms
from .bench import Bench
from .coverage import ENDS, Boundary, Decider, End, Goal, InEffect, Owner, owners
from .places import Places

__all__ = ["Coverage", "Gap", "Kind", "coverage_of", "gaps", "goal_name"]

Kind: TypeAlias = Literal["rules", "conditions", "windows"]
_KINDS: Final[dict[type, Kind]] = {InEffect: "rules", Decider: "conditions", Boundary: "windows"}
_DAYS: Final = {-1: "the day before", 0: "the day itself", 1: "the day after"}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of one kind is covered: ``covered`` of ``total`` things to be seen, besides those excused."""

    kind: Kind
    covered: int
    total: int
    excused: int = 0

    @property
    def percent(self) -> float:
        """All of nothing is a hundred."""
        return 100.0 if not self.total else 100.0 * self.covered / self.total


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that no case looks at. ``subject`` is the rule, or what else of the pack it belongs to."""

    kind: Kind
    subject: str
    title: str
    message: str
    location: Location | None
    names: tuple[str, ...] = ()


def coverage_of(
    wanted: Sequence[Goal], seen: Collection[Goal], excused: Collection[Goal] = ()
) -> tuple[Coverage, ...]:
    """The three coverages. What is ``excused`` needn't be seen, and counts for nothing."""
    found: list[Coverage] = []
    for type_, kind in _KINDS.items():
        mine = [goal for goal in wanted if isinstance(goal, type_)]
        there = [goal for goal in mine if goal not in excused]
        found.append(Coverage(kind, sum(goal in seen for goal in there), len(there), len(mine) - len(there)))
    return tuple(found)


def goal_name(bench: Bench, goal: Goal) -> str:
    """What suites call a goal by."""
    if isinstance(goal, InEffect):
        return f"{goal.rule}:in effect"
    if isinstance(goal, Boundary):
        return f"{goal.rule}:{goal.end} {_DAYS[goal.offset]}"
    words = node_in_words(atoms(owners(bench.ruleset)[goal.owner])[goal.place])
    kind = "" if goal.owner.kind == "rule" else f"{goal.owner.kind} "
    return f"{kind}{goal.owner.name}:“{words}” {str(goal.value).lower()}"


def gaps(bench: Bench, missing: Sequence[Goal]) -> tuple[Gap, ...]:
    """The goals in ``missing``, put together by what they are about, in the order of the pack's rules."""
    return tuple(_Describer(bench).gaps(missing))


class _Describer:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.places = Places(bench)
        self.rules = {rule.id: rule for rule in bench.ruleset.rules}
        self.conditions = owners(bench.ruleset)

    def gaps(self, missing: Sequence[Goal]) -> Iterator[Gap]:
        by_rule = {goal.rule for goal in missing if isinstance(goal, InEffect)}
        for rule in self.rules.values():
            if rule.id in by_rule:
                place = self.places.of_rule(rule, "id")
                name = goal_name(self.bench, InEffect(rule.id))
                yield Gap("rules", rule.id, rule.title, "It is in effect in no case.", place, (name,))
        for owner in self.conditions:
            mine = [goal for goal in missing if isinstance(goal, Decider) and goal.owner == owner]
            for atom in sorted({goal.place for goal in mine}):
                yield self._atom(owner, atom, {goal.value for goal in mine if goal.place == atom})
        for rule in self.rules.values():
            for end in ENDS:
                days = [
                    goal.offset
                    for goal in missing
                    if isinstance(goal, Boundary) and (goal.rule, goal.end) == (rule.id, end)
                ]
                if days:
                    yield self._end(rule, end, days)

    def _atom(self, owner: Owner, place: int, missed: set[bool]) -> Gap:
        words = node_in_words(atoms(self.conditions[owner])[place])
        said = f"“{words}” never makes the difference."
        if len(missed) == 1:
            (value,) = missed
            said = f"“{words}” is never {str(value).lower()} where it alone makes the difference."
        subject, title, location = self._owner(owner)
        names = tuple(goal_name(self.bench, Decider(owner, place, value)) for value in sorted(missed))
        return Gap("conditions", subject, title, said, location, names)

    def _owner(self, owner: Owner) -> tuple[str, str, Location | None]:
        manifest, name = self.bench.candidate.manifest, owner.name
        if owner.kind == "rule":
            rule = self.rules[name]
            return name, rule.title, self.places.of_rule(rule, "when")
        if owner.kind == "definition":
            return f"definition {name}", "", manifest.at(("definitions", name), key=True)
        if owner.kind == "done_when":
            title = self.bench.ruleset.actions[name].title
            return f"action {name}", title, manifest.at(("actions", name, "done_when"), key=True)
        if owner.kind == "impossible":
            titles = [each["title"] for each in manifest.data.get("impossible") or ()]
            number = titles.index(name)
            return f"impossible {number + 1}", name, manifest.at(("impossible", number))
        title = self.bench.ruleset.phases[name].title
        return f"phase {name}", title, manifest.at(("phases", name, owner.kind), key=True)

    def _end(self, rule: Rule, end: End, offsets: Sequence[int]) -> Gap:
        node = getattr(rule.window, end)
        days = listed([_DAYS[offset] for offset in sorted(offsets)], "or")
        said = f"{end.replace('_', ' ').capitalize()} {node_in_words(node)}: no case looks at {days}."
        names = tuple(goal_name(self.bench, Boundary(rule.id, end, offset)) for offset in sorted(offsets))
        return Gap("windows", rule.id, rule.title, said, self.places.of_rule(rule, "window", end), names)
