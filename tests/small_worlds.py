"""Small worlds: packs about so few facts that every case can be gone through with the evaluator.

What the evaluator then says of all cases is compared with what a proof claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from itertools import count, product
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

from etiquette import Rule, Ruleset
from etiquette._deciding.combine import combine
from etiquette._deciding.decide import Resolution, resolve
from etiquette._deciding.evaluate import truth
from etiquette._deciding.plan import make_plan
from etiquette._deciding.situation import Situation
from etiquette._deciding.status import situation, status_on
from etiquette._proving.decisions import GRAVITY
from etiquette._proving.witness import with_parameters
from etiquette._proving.world import roots
from etiquette.algebra import (
    ALWAYS,
    All,
    Condition,
    Constant,
    Fact,
    IsOpen,
    Not,
    Param,
    Shift,
    Test,
    facts_in,
    walk,
)
from etiquette.algebra import Any as AnyOf
from etiquette.check import conflicts
from etiquette.facts import NONE, Facts
from etiquette.model import ASPECTS, Choice, Hours, Limit, MessageDemand, Modality, Override, Silence, Window
from small import small

__all__ = ["World", "small_worlds"]

_MONDAY: Final = date(2026, 11, 23)
_UTC: Final = ZoneInfo("UTC")
_MODALITIES: Final[tuple[Modality, ...]] = ("must", "should", "may", "should_not", "must_not")
_FACTS: Final = ("case.closed", "case.urgent", "case.wished", "case.number", "case.promised")


def _base() -> Ruleset:
    whole = small("")
    two = {name: whole.channels[name] for name in ("letter", "phone")}
    wait = replace(whole.parameters["wait"], value=1, least=0, most=3)
    return replace(
        whole,
        country=None,
        channels=two,
        recipients={"owner": whole.recipients["owner"]},
        carriers={"direct": whole.carriers["direct"]},
        parameters={"wait": wait, "strict": whole.parameters["strict"]},
        actions={
            **whole.actions,
            "write": replace(
                whole.actions["write"],
                answered=True,
                silences=(Silence("Closed.", Test(Fact("case.closed"), "==", Constant(True))),),
            ),
        },
    )


BASE: Final = _base()


def small_worlds(how_many: int, most_cases: int) -> Iterator[Ruleset]:
    """So many small worlds, of no more than so many cases each."""
    seeds = count()
    for _ in range(how_many):
        yield next(world for world in map(small_world, seeds) if size(world) <= most_cases)


def size(ruleset: Ruleset) -> int:
    """How many cases there are."""
    return sum(1 for _ in _cases(ruleset)) * sum(1 for _ in _parameters(ruleset))


def small_world(seed: int) -> Ruleset:
    """A pack of a few rules about at most three facts beside the day that everything counts from."""
    draw = _Draw(Random(seed))  # noqa: S311 - a repeatable choice, no secret
    return replace(BASE, rules=tuple(draw.rule(number) for number in range(draw.random.randint(2, 4))))


class _Draw:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.facts = random.sample(_FACTS, 2)

    def one(self, *options: Any) -> Any:
        return self.random.choice(options)

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    def day(self) -> Any:
        base = Fact(self.one("case.opened", "case.opened", *(f for f in self.facts if f == "case.promised")))
        by = self.one(Constant(0), Constant(1), Constant(2), Param("wait"))
        return Shift(base, by, self.one("days", "days", "business_days"))

    def test(self) -> Condition:
        path = self.random.choice(self.facts)
        match path:
            case "case.wished":
                found = self.one(
                    Test(Fact(path), "==", Constant("letter")),
                    Test(Fact(path), "given"),
                    Test(Fact(path), "in", Constant(("letter", "phone"))),
                )
            case "case.number":
                found = Test(
                    Fact(path), self.one("<", ">=", "=="), self.one(Constant(1), Constant(2), Param("wait"))
                )
            case "case.promised":
                found = self.one(
                    Test(Fact(path), "given"),
                    Test(
                        Fact(path), self.one("<", "<=", "=="), Shift(Fact("case.opened"), Constant(1), "days")
                    ),
                )
            case _:
                found = Test(Fact(path), "==", Constant(True))
        return Not(found) if self.chance(0.4) else found

    def when(self, action: str) -> Condition:
        if self.chance(0.3):
            return ALWAYS
        parts = [self.test() for _ in range(self.random.randint(1, 2))]
        if action == "call" and self.chance(0.3):
            parts.append(self.one(IsOpen("write"), Not(IsOpen("write"))))
        return self.one(All, AnyOf)(tuple(parts)) if len(parts) > 1 else parts[0]

    def constraint(self, name: str) -> Any:
        match name:
            case "window":
                ends = {
                    end: self.day() for end in ("not_before", "ideally_by", "not_after") if self.chance(0.5)
                }
                return Window(**ends) if ends else Window(not_after=self.day())
            case "hours":
                only = self.one(None, (time(8), time(12)), (time(11), time(18)), (time(13), time(14)))
                return Hours(
                    only, None, self.one(frozenset({1, 2}), frozenset(range(2, 8)), frozenset({6, 7}))
                )
            case "channels":
                items = (
                    self.one(
                        Constant("letter"),
                        Constant("phone"),
                        *(Fact(f) for f in self.facts if f == "case.wished"),
                    ),
                )
                return Choice(**{self.one("only", "never", "prefer"): items})
            case _:
                some = self.random.sample(("greeting", "question", "joke"), self.random.randint(1, 2))
                said: dict[str, Any] = {self.one("must", "should", "avoid"): tuple(some)}
                limits = self.one((), (Limit("characters", 100),))
                first, mention = self.one(None, None, "greeting"), self.one((), (), ("case.sights",))
                return MessageDemand(limits=limits, first=first, mention=mention, **said)

    def rule(self, number: int) -> Rule:
        action = self.one("write", "write", "call")
        modality: Modality | None = self.one(None, *_MODALITIES)
        found: dict[str, Any] = {}
        if modality not in ("must_not", "should_not") and (modality is None or self.chance(0.5)):
            name = self.one("window", "window", "hours", "channels", "message")
            found = {name: self.constraint(name)}
        overrides: tuple[Override, ...] = ()
        if number and self.chance(0.4):
            overrides = (Override(f"r/{self.random.randrange(number)}", self.one(None, None, *ASPECTS)),)
        return Rule(
            f"r/{number}", f"Rule {number}", "small", actions=(action,), when=self.when(action),
            modality=modality, overrides=overrides, **found,
        )  # fmt: skip


@dataclass
class World:
    """What the evaluator says of every case of a small world."""

    ruleset: Ruleset
    clashes: set[tuple[str, frozenset[str]]] = field(default_factory=set)
    gaps: set[str] = field(default_factory=set)
    applies: set[str] = field(default_factory=set)
    in_play: set[str] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)
    overriding: set[str] = field(default_factory=set)
    cases: int = 0

    def look(self) -> World:
        """Go through all cases."""
        for parameters in _parameters(self.ruleset):
            rules = with_parameters(self.ruleset, parameters)
            fewer = {
                rule.id: replace(rules, rules=tuple(each for each in rules.rules if each.id != rule.id))
                for rule in rules.rules
            }
            for facts in _cases(self.ruleset):
                self.cases += 1
                self._look_at(rules, fewer, facts)
        return self

    def _look_at(self, rules: Ruleset, fewer: Mapping[str, Ruleset], facts: Facts) -> None:
        at = situation(rules, facts)
        for action in rules.actions.values():
            found = resolve(at, action)
            self._clash(rules, facts, at, found)
            meant = any(truth(each.when, at) for each in action.silences)
            if action.answered and status_on(at, found) == "unaddressed" and not meant:
                self.gaps.add(action.id)
            for rule in rules.by_action[action.id]:
                if found.applies[rule.id]:
                    self.applies.add(rule.id)
                    self._rule(at, found, rule)
                if rule.id not in self.needed:
                    other = fewer[rule.id]
                    if _differ(at, found, situation(other, facts)):
                        self.needed.add(rule.id)

    def _clash(self, rules: Ruleset, facts: Facts, at: Situation, found: Resolution) -> None:
        if status_on(at, found) != "conflict":
            return
        plan = tuple(each for each in make_plan(rules, facts) if each.action == found.action.id)
        for conflict in conflicts(rules, facts, plan):
            self.clashes.add((found.action.id, frozenset(conflict.rules)))

    def _rule(self, at: Situation, found: Resolution, rule: Rule) -> None:
        play = found.in_play.get(rule.id, {})
        lost = found.outweighed.get(rule.id)
        if any(state and not (aspect == "modality" and lost) for aspect, state in play.items()):
            self.in_play.add(rule.id)
        for override in rule.overrides:
            for target in at.ruleset.targets(rule, override):
                if not found.applies.get(target.id):
                    continue
                aspects = target.aspects if override.aspect is None else (override.aspect,)
                for aspect in set(aspects) & set(target.aspects):
                    others = at.ruleset.overriders[target.id, aspect]
                    alone = not any(found.applies.get(each.id) for each in others if each.id != rule.id)
                    if alone and (aspect == "modality" or not found.outweighed.get(target.id)):
                        self.overriding.add(f"{rule.id} → {override}")


def _differ(at: Situation, found: Resolution, other: Situation) -> bool:
    """Whether anybody would act otherwise."""
    without = resolve(other, other.ruleset.actions[found.action.id])
    if found.modalities != without.modalities or _against(found) != _against(without):
        return True
    if found.modalities & {"must_not", "conflict"}:
        return False
    return any(_left(at, found, least) != _left(other, without, least) for least in GRAVITY)


def _against(found: Resolution) -> int:
    """How grave the gravest advice against the action is."""
    return max(
        (
            1 + GRAVITY[rule.effective_level]
            for name, rule in found.rules.items()
            if rule.modality in ("must_not", "should_not")
            and found.in_play.get(name, {}).get("modality")
            and not found.outweighed.get(name)
        ),
        default=0,
    )


def _left(at: Situation, found: Resolution, least: Any) -> Any:
    """The ways that rules of at least a level leave, and what is preferred among them."""
    demands = [each for each in found.demands if GRAVITY[each.rule.effective_level] >= GRAVITY[least]]
    ways = combine(at, found.action, demands)
    wished = {(each.rule.scope, each.channels.prefer) for each in demands if each.channels.prefer}
    return ways, wished if len(ways) > 1 else None


def _parameters(ruleset: Ruleset) -> Iterator[dict[str, Any]]:
    used = {node.name for root in roots(ruleset) for node in walk(root) if isinstance(node, Param)}
    ranges: list[Any] = []
    for name in sorted(used):
        least, most = ruleset.parameters[name].least, ruleset.parameters[name].most
        ranges.append([(name, value) for value in range(least or 0, (most or 0) + 1)])
    return (dict(each) for each in product(*ranges))


def _cases(ruleset: Ruleset) -> Iterator[Facts]:
    """Every case that the rules can tell apart: the facts that they read, days around the one that counts."""
    rules = ruleset.rules
    read = {path for root in roots(replace(ruleset, impossible=())) for path in facts_in(root)}
    weekdays = any(rule.hours for rule in rules) or any(
        isinstance(node, Shift) and node.unit == "business_days"
        for root in roots(ruleset)
        for node in walk(root)
    )
    opening = [_MONDAY + timedelta(days=ahead) for ahead in range(7 if weekdays else 1)]
    todays = (
        range(-4, 9) if any(isinstance(n, IsOpen) for root in roots(ruleset) for n in walk(root)) else (0,)
    )
    for opened, ahead in product(opening, todays):
        values: dict[str, list[Any]] = {
            "case.opened": [opened],
            "case.closed": [True, False],
            "case.urgent": [True, False],
            "case.wished": ["letter", "phone", NONE],
            "case.number": [0, 1, 2, 3, 4],
            "case.promised": [NONE, *(opened + timedelta(days=by) for by in range(-9, 10))],
        }
        asked = sorted((read | {"case.opened"}) & values.keys())
        for chosen in product(*(values[path] for path in asked)):
            yield Facts(dict(zip(asked, chosen, strict=True)), opened + timedelta(days=ahead), _UTC)
