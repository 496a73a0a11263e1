"""Proposing cases for what no case looks at, each with the answer of today, for somebody to confirm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from etiquette._deciding.plan import decide
from etiquette._deciding.unparse import node_in_words
from etiquette._reading.yaml import from_data
from etiquette.algebra import ALWAYS, Condition
from etiquette.model import Rule
from etiquette.report import Decision, MessagePlan

from .atoms import atoms, deciding
from .bench import Bench, Ready, prepared
from .coverage import Boundary, Decider, Goal, InEffect, Owner, owners, seen
from .model import Case, Expected, Setting
from .variations import Change, Variation, changes_for, changes_of, plain, variations

__all__ = ["Proposal", "propose", "usual_setting"]

_FAR: Final = 3
_FRAME: Final = ("proposed",)
_KEYS: Final = {
    "window": ("not_before", "ideally_by", "not_after"),
    "channels": ("channels",),
    "recipients": ("recipients",),
    "via": ("via",),
    "message": ("message",),
    "modality": ("modality",),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A case, or a table of days, as it would be written in a suite."""

    kind: str
    data: Mapping[str, Any]


def usual_setting(bench: Bench) -> Setting:
    """The setting of most cases; without any, that of the caller."""
    settings = [ready.setting for ready in bench.ready]
    return max(settings, key=settings.count, default=Setting((), bench.recipe.plugins))


def propose(bench: Bench, missing: Sequence[Goal]) -> tuple[tuple[Proposal, ...], tuple[Goal, ...]]:
    """Proposals that look at as much of ``missing`` as could be found, and what none was found for."""
    proposer = _Proposer(bench)
    left = dict.fromkeys(missing)
    made: list[Proposal] = []
    for goal in missing:
        if goal not in left:
            continue
        found = proposer.proposal(goal)
        if found is not None:
            proposal, looks = found
            made.append(proposal)
            for each in looks:
                left.pop(each, None)
    return tuple(made), tuple(left)


class _Proposer:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.setting = usual_setting(bench)
        self.base = bench.loaded(self.setting)
        self.rules = {rule.id: rule for rule in bench.ruleset.rules}
        self.conditions = owners(bench.ruleset)
        self.titles: set[str] = set()
        ready = [each for each in bench.ready if each.setting == self.setting and not each.refused]
        self.starts = sorted(ready, key=lambda each: len(str(each.case.facts.data))) or [self._first()]

    def _first(self) -> Ready:
        """The least that can be told: what every case must tell, as the vocabulary's examples have it."""
        data: dict[str, Any] = {}
        day = date(2026, 11, 23)
        for path, decl in self.base.vocabulary.facts.items():
            if decl.required:
                *sections, name = path.split(".")
                here = data
                for section in sections:
                    here = here.setdefault(section, {})
                here[name] = day.isoformat() if decl.kind == "date" else (decl.examples or ("A",))[0]
        return self._ready(
            {"today": (day + timedelta(days=1)).isoformat(), "timezone": "UTC", **data}, {}, Expected()
        )

    def _ready(self, facts: Mapping[str, Any], parameters: Mapping[str, Any], expect: Expected) -> Ready:
        from etiquette.diagnostics import Location

        case = Case("", from_data(facts), expect, Location(""), tuple(sorted(parameters.items())))
        return prepared(case, self.setting, self.base)

    def proposal(self, goal: Goal) -> tuple[Proposal, frozenset[Goal]] | None:
        """The first case found that looks at ``goal``, with all that it looks at."""
        for variation in self._variations(goal):
            found = self._try(goal, variation)
            if found is not None:
                return found
        return None

    def _variations(self, goal: Goal) -> Iterator[Variation]:
        node = self._condition(goal)
        for start in self.starts:
            if start.facts is None:
                continue
            data = {key: value for key, value in start.case.facts.data.items() if key not in _FRAME}
            open_ = self._open(goal, start)
            unknown = changes_of(start.ruleset, start.facts, open_)
            changes = (*unknown, *changes_for(start.ruleset, start.facts, node, data))
            every = variations(data, dict(start.case.parameters), _distinct(changes))
            yield from (each for number, each in enumerate(every) if number < self._most(start))

    def _open(self, goal: Goal, start: Ready) -> Sequence[str]:
        """The facts that aren't known and that leave open what is to be looked at."""
        if isinstance(goal, Decider) or start.facts is None:
            return ()
        at = start.situation
        assert at is not None  # noqa: S101 - there are facts
        plan = (decide(at.afresh(), at.ruleset.actions[action]) for action in self._actions(goal))
        return tuple(dict.fromkeys(path for decision in plan for path in decision.depends_on))

    def _most(self, start: Ready) -> int:
        """Near the first starts everything is tried, near the others only single changes."""
        return 1500 if start in self.starts[:_FAR] else 60

    def _condition(self, goal: Goal) -> Condition:
        if isinstance(goal, Decider):
            return self.conditions[goal.owner]
        return self.conditions.get(Owner("rule", goal.rule), ALWAYS)

    def _try(self, goal: Goal, variation: Variation) -> tuple[Proposal, frozenset[Goal]] | None:
        ready = self._ready(variation.facts, variation.parameters, Expected())
        if ready.facts is None or (ready.refused and not _of_impossible(goal)):
            return None
        if isinstance(goal, Decider):
            at = ready.situation
            assert at is not None  # noqa: S101 - the facts can be read
            if deciding(self.conditions[goal.owner], at)[goal.place] is not goal.value:
                return None
        if ready.refused:
            return self._refused(goal, variation, ready)
        for action in self._actions(goal):
            if isinstance(goal, Boundary):
                found = self._table(goal, action, variation, ready)
            else:
                found = self._case(goal, action, variation, ready)
            if found is not None:
                return found
        return None

    def _actions(self, goal: Goal) -> Sequence[str]:
        rules = self.base.by_action
        if isinstance(goal, Decider) and goal.owner.kind == "done_when":
            return (goal.owner.name,)
        if isinstance(goal, Decider) and goal.owner.kind != "rule":
            return tuple(rules)
        name = goal.owner.name if isinstance(goal, Decider) else goal.rule
        return tuple(action for action, of in rules.items() if any(rule.id == name for rule in of))

    def _refused(
        self, goal: Goal, variation: Variation, ready: Ready
    ) -> tuple[Proposal, frozenset[Goal]] | None:
        codes = tuple(sorted({each.code for each in ready.problems}))
        looks = seen(ready, self.bench)
        if goal not in looks or codes != ("E304",):
            return None
        return self._proposal(goal, variation, {"expect": {"problems": list(codes)}}), looks

    def _case(
        self, goal: Goal, action: str, variation: Variation, ready: Ready
    ) -> tuple[Proposal, frozenset[Goal]] | None:
        whole = self._ready(variation.facts, variation.parameters, Expected({action: {}}))
        looks = seen(whole, self.bench)
        if goal not in looks or whole.facts is None:
            return None
        decision = ready.ruleset.check(whole.facts).decision(action)
        rule = None if isinstance(goal, Decider) and goal.owner.kind != "rule" else self._rule(goal)
        expected = {"expect": {"plan": {action: answer_of(decision, rule)}}}
        return self._proposal(goal, variation, expected), looks

    def _rule(self, goal: Goal) -> Rule:
        return self.rules[goal.owner.name if isinstance(goal, Decider) else goal.rule]

    def _table(
        self, goal: Boundary, action: str, variation: Variation, ready: Ready
    ) -> tuple[Proposal, frozenset[Goal]] | None:
        day = self._end(goal, action, ready)
        if day is None:
            return None
        expected: dict[str, Any] = {}
        looks: set[Goal] = set()
        for offset in (-1, 0, 1):
            today = (day + timedelta(days=offset)).isoformat()
            one = self._ready(
                {**variation.facts, "today": today}, variation.parameters, Expected({action: {}})
            )
            if one.facts is not None and not one.refused:
                expected[today] = one.ruleset.check(one.facts).decision(action).status
                looks |= seen(one, self.bench)
        if goal not in looks:
            return None
        facts = {key: value for key, value in variation.facts.items() if key != "today"}
        data = self._data(goal, {"action": action}, facts, variation.parameters, {"expect": expected})
        return Proposal("days", data), frozenset(looks)

    def _end(self, goal: Boundary, action: str, ready: Ready) -> date | None:
        from etiquette._deciding.decide import resolve

        at = ready.situation
        assert at is not None  # noqa: S101 - the facts can be read
        found = resolve(at, at.ruleset.actions[action])
        days = (getattr(demand, goal.end) for demand in found.demands if demand.rule.id == goal.rule)
        return next((day for day in days if day is not None), None)

    def _proposal(self, goal: Goal, variation: Variation, expected: Mapping[str, Any]) -> Proposal:
        return Proposal("cases", self._data(goal, {}, variation.facts, variation.parameters, expected))

    def _data(
        self,
        goal: Goal,
        more: Mapping[str, Any],
        facts: Mapping[str, Any],
        parameters: Mapping[str, Any],
        expected: Mapping[str, Any],
    ) -> dict[str, Any]:
        settings = {"parameters": dict(parameters)} if parameters else {}
        head = {"title": self._title(goal), "confirm": True}
        return {**head, **more, **settings, "facts": dict(facts), **expected}

    def _title(self, goal: Goal) -> str:
        if isinstance(goal, InEffect):
            title = f"{goal.rule}: {self.rules[goal.rule].title}"
        elif isinstance(goal, Boundary):
            title = f"{goal.rule}: the days around {goal.end.replace('_', ' ')}"
        else:
            words = node_in_words(atoms(self.conditions[goal.owner])[goal.place])
            title = f"{goal.owner.name}: “{words}” is {'so' if goal.value else 'not so'}"
        number, whole = 1, title
        while whole in self.titles:
            number += 1
            whole = f"{title}, {number}"
        self.titles.add(whole)
        return whole


def _of_impossible(goal: Goal) -> bool:
    return isinstance(goal, Decider) and goal.owner.kind == "impossible"


def answer_of(decision: Decision, rule: Rule | None) -> dict[str, Any]:
    """The status, and what a rule has a say in, as a suite would expect it."""
    keys = [key for aspect in (rule.aspects if rule else ()) for key in _KEYS.get(aspect, ())]
    found: dict[str, Any] = {"status": decision.status}
    for key in keys:
        value = getattr(decision, key)
        if key == "message":
            plan = value or MessagePlan()
            parts = {
                name: list(words)
                for name in ("must", "should", "may", "avoid", "mention")
                if (words := getattr(plan, name))
            }
            limits = {f"max_{unit}": most for unit, most in plan.limits}
            found[key] = {**parts, **({"limits": limits} if limits else {}), "first": plan.first or "none"}
        else:
            found[key] = "none" if value is None else plain(value)
    return found


def _distinct(changes: Iterable[Change]) -> Sequence[Change]:
    """The changes without repeats, in order; values needn't be hashable."""
    return tuple({(each.path, repr(each.value), each.parameter): each for each in changes}.values())
