"""What the cases of a suite look at: which rules, which conditions, and which ends of windows.

A case *looks at* an action if it expects something of it: of its decision on the day of the case, or, with
`findings`, of the proposed step on the day of that step. Only then does it count:

* a **rule** is covered once it is in effect where a case looks at one of its actions;
* an **atom** of a condition is covered once it was seen deciding as true, and once as false;
* an **end of a window** is covered once a case has looked at the day before it, at the day itself and at the
  day after, each time with this very end being the one that holds for some way.

Conditions are those of rules, of definitions, of what is impossible, of phases, and of when an action is
done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from etiquette._deciding.decide import Resolution, resolve
from etiquette._deciding.plan import decide, in_effect
from etiquette._deciding.situation import Situation
from etiquette._deciding.status import ideally_by, situation
from etiquette.algebra import Condition, Named, walk
from etiquette.model import Action, Rule
from etiquette.ruleset import Ruleset

from .atoms import atoms, deciding, is_condition
from .bench import Bench, Ready

__all__ = [
    "ENDS",
    "Boundary",
    "Decider",
    "End",
    "Goal",
    "InEffect",
    "Owner",
    "goals",
    "is_own",
    "owners",
    "says_itself",
    "seen",
]

End: TypeAlias = Literal["not_before", "ideally_by", "not_after"]
ENDS: Final[tuple[End, ...]] = ("not_before", "ideally_by", "not_after")
_TIMELY: Final = frozenset({"not_yet", "due", "open", "late", "missed"})


@dataclass(frozen=True, slots=True, order=True)
class InEffect:
    """A rule is in effect."""

    rule: str


@dataclass(frozen=True, slots=True, order=True)
class Owner:
    """What a condition belongs to; ``name`` is the id of the rule, the name of the definition and so on."""

    kind: Literal["rule", "definition", "done_when", "begins", "over", "impossible"]
    name: str


@dataclass(frozen=True, slots=True, order=True)
class Decider:
    """The atom at ``place`` of a condition decides with a value."""

    owner: Owner
    place: int
    value: bool


@dataclass(frozen=True, slots=True, order=True)
class Boundary:
    """A look at the day before (-1), the day of (0), or the day after (1) an end of a rule's window."""

    rule: str
    end: End
    offset: int


Goal: TypeAlias = InEffect | Decider | Boundary


def owners(ruleset: Ruleset) -> Mapping[Owner, Condition]:
    """Every condition of a ruleset, by what it belongs to."""
    found: dict[Owner, Condition] = {Owner("rule", rule.id): rule.when for rule in ruleset.rules}
    for name, body in ruleset.definitions.items():
        inner = body.body if isinstance(body, Named) else body
        if is_condition(inner):
            found[Owner("definition", name)] = inner
    for action in ruleset.actions.values():
        if action.done_when is not None:
            found[Owner("done_when", action.id)] = action.done_when
    for phase in ruleset.phases.values():
        if phase.begins is not None:
            found[Owner("begins", phase.id)] = phase.begins
        if phase.over is not None:
            found[Owner("over", phase.id)] = phase.over
    for each in ruleset.impossible:
        found[Owner("impossible", each.title)] = each.when
    return found


def goals(bench: Bench, *, plugins: bool) -> tuple[Goal, ...]:
    """Everything that the suites of a pack should look at: what the pack itself says or changes.

    With ``plugins`` also what the rules of plugins say that are loaded with it.
    """
    ruleset = bench.ruleset
    mine = [rule for rule in ruleset.rules if is_own(bench, rule, plugins=plugins)]
    found: list[Goal] = [InEffect(rule.id) for rule in mine]
    wanted = own_conditions(bench, (rule for rule in mine if says_itself(bench, rule, "when")))
    for owner, node in owners(ruleset).items():
        if owner in wanted:
            found += [Decider(owner, n, value) for n in range(len(atoms(node))) for value in (True, False)]
    for rule in mine:
        for end in ENDS if says_itself(bench, rule, "window") else ():
            if rule.window is not None and getattr(rule.window, end) is not None:
                found += [Boundary(rule.id, end, offset) for offset in (-1, 0, 1)]
    return tuple(found)


def is_own(bench: Bench, rule: Rule, *, plugins: bool) -> bool:
    """Whether the pack on the bench says or changes a rule; a plugin's counts where it is asked for."""
    if rule.owner.startswith("plugin:"):
        return plugins
    return bench.name in (rule.owner, *rule.changed_by)


def says_itself(bench: Bench, rule: Rule, key: str) -> bool:
    """Whether the pack on the bench says a part of a rule: all of its own rules, and what it changes."""
    if bench.name not in rule.changed_by:
        return True
    changes = (bench.candidate.manifest.data.get("change") or {}).get(rule.id) or {}
    return key in changes


def own_conditions(bench: Bench, rules: Iterable[Rule]) -> frozenset[Owner]:
    """The conditions that the manifest of the pack declares, and those of ``rules``."""
    data = bench.candidate.manifest.data
    found = {Owner("rule", rule.id) for rule in rules}
    found |= {Owner("definition", name) for name in data.get("definitions") or ()}
    found |= {Owner("done_when", name) for name in data.get("actions") or ()}
    found |= {Owner("begins", name) for name in data.get("phases") or ()}
    found |= {Owner("over", name) for name in data.get("phases") or ()}
    found |= {Owner("impossible", each["title"]) for each in data.get("impossible") or ()}
    return frozenset(found)


def seen(ready: Ready, bench: Bench) -> frozenset[Goal]:
    """What a case looks at. A rule that in its setting is otherwise than on the bench doesn't count."""
    if ready.facts is None:
        return frozenset()
    rules = ready.ruleset.as_of(ready.facts.today)
    same = {rule.id: rule for rule in bench.ruleset.rules}
    found: set[Goal] = set()
    looks = ready.looks
    used: set[str] = set()
    for name, days in looks.items():
        action = rules.actions[name]
        mine = [rule for rule in rules.by_action[name] if same.get(rule.id) == rule]
        used |= _definitions(rules, action)
        for day in days:
            at = situation(rules, ready.facts).on(day)
            found |= set(_of_rules(at, action, mine))
            found |= set(_of_windows(at, action, mine, today=day == ready.facts.today))
        found |= set(_of_action(situation(rules, ready.facts), rules, action))
    at = situation(rules, ready.facts)
    for name, node in rules.definitions.items():
        body = node.body if isinstance(node, Named) else node
        if name in used and is_condition(body):
            found |= set(_deciders(Owner("definition", name), body, at))
    if looks or ready.refused:
        for each in rules.impossible:
            found |= set(_deciders(Owner("impossible", each.title), each.when, at))
    return frozenset(found)


def _definitions(rules: Ruleset, action: Action) -> set[str]:
    """The definitions that the decision on an action rests on, by name."""
    phase = rules.phases.get(action.phase)
    nodes: list[Condition | None] = [rule.when for rule in rules.by_action[action.id]]
    nodes += [action.done_when, phase.begins if phase else None, phase.over if phase else None]
    nodes += [each.when for each in rules.impossible]
    assumed = {
        decl.assume.value
        for decl in rules.vocabulary.facts.values()
        if decl.assume and decl.assume.kind == "holds"
    }
    return assumed | {
        each.name for node in nodes if node is not None for each in walk(node) if isinstance(each, Named)
    }


def _deciders(owner: Owner, node: Condition, at: Situation) -> Iterator[Goal]:
    for place, value in enumerate(deciding(node, at)):
        if value is not None:
            yield Decider(owner, place, value)


def _of_rules(at: Situation, action: Action, rules: Iterable[Rule]) -> Iterator[Goal]:
    made = {rule.id for rule in in_effect(resolve(at, action))}
    for rule in rules:
        if rule.id in made:
            yield InEffect(rule.id)
        yield from _deciders(Owner("rule", rule.id), rule.when, at)


def _of_action(at: Situation, rules: Ruleset, action: Action) -> Iterator[Goal]:
    phase = rules.phases.get(action.phase)
    if action.done_when is not None:
        yield from _deciders(Owner("done_when", action.id), action.done_when, at)
    if phase is not None and phase.begins is not None:
        yield from _deciders(Owner("begins", phase.id), phase.begins, at)
    if phase is not None and phase.over is not None:
        yield from _deciders(Owner("over", phase.id), phase.over, at)


def _of_windows(at: Situation, action: Action, rules: Iterable[Rule], *, today: bool) -> Iterator[Goal]:
    found = resolve(at, action)
    if today and decide(at.afresh(), action).status not in _TIMELY:
        return
    holding = _holding(at, found)
    mine = {rule.id for rule in rules}
    for demand in found.demands:
        if demand.rule.id in mine:
            for end in ENDS:
                day = getattr(demand, end)
                if day is not None and day in holding[end] and abs((at.day - day).days) <= 1:
                    yield Boundary(demand.rule.id, end, (at.day - day).days)


def _holding(at: Situation, found: Resolution) -> dict[End, set[date]]:
    """The days on which the windows of the ways that are left begin and end."""
    days: dict[End, set[date]] = {
        end: {day for way in found.ways if (day := getattr(way, end)) is not None} for end in ENDS
    }
    wished = ideally_by(at, found.ways)
    days["ideally_by"] = {wished} if wished else set()
    return days
