"""Packs that nobody would write: a few rules that use every construct of the notation, drawn at random.

The same seed gives the same pack. They are put together from the algebra, on top of one declared pack, so
that thousands can be had in no time; what the loader would refuse isn't drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import time
from functools import cache
from random import Random
from typing import Any, Final

from etiquette import Rule, Ruleset
from etiquette.algebra import (
    ALWAYS,
    All,
    Condition,
    Constant,
    Count,
    Difference,
    Extreme,
    Fact,
    IsOpen,
    Named,
    Not,
    Param,
    Scaled,
    Shift,
    Test,
    Value,
)
from etiquette.algebra import Any as AnyOf
from etiquette.model import ASPECTS, Choice, Hours, Limit, MessageDemand, Modality, Override, Scope, Window
from small import small

__all__ = ["base", "random_pack"]

_MANIFEST: Final = """
definitions:
  written: {count: case.calls, where: {kind: write}}
  kept: {count: case.calls, where: {kind: call, kept: true}}
  last_call: {last: case.calls, where: {kind: call}, of: day}
  first_write: {first: case.calls, where: {kind: write}, of: day}
phases:
  during: {title: During}
  later: {title: Later, begins: {case.begun: true}, over: {case.closed: true}}
actions:
  write: {title: Write, phase: during, done_when: {written: {at_least: 2}}}
  call: {title: Call, phase: later}
  visit:
    title: Visit
    phase: during
    message: false
    channels: [letter, phone]
    per: {each: case.people, by: name, counting: kept, matches: person}
impossible:
  - title: A promise isn't kept before it is made
    when: {case.promised: {before: case.opened}}
"""
_ACTIONS: Final = ("call", "visit", "write")
_MODALITIES: Final[tuple[Modality, ...]] = ("must", "should", "may", "should_not", "must_not")
_CONCEPTS: Final = ("greeting", "question", "story", "joke")


@cache
def base(country: bool) -> Ruleset:
    """The pack that the rules are put on, with a country's days off or with weekends only."""
    found = small("", manifest=_MANIFEST)
    return found if country else replace(found, country=None)


def random_pack(seed: int, *, rules: int = 5, country: bool = True) -> Ruleset:
    """A pack of that many rules."""
    draw = _Draw(Random(seed), base(country))  # noqa: S311 - a repeatable choice, no secret
    return replace(draw.ruleset, rules=tuple(draw.rule(number) for number in range(rules)))


class _Draw:
    def __init__(self, random: Random, ruleset: Ruleset) -> None:
        self.random = random
        self.ruleset = ruleset
        self.defined = {name: Named(name, body) for name, body in ruleset.definitions.items()}

    def one(self, *options: Any) -> Any:
        return self.random.choice(options)

    def some(self, options: Sequence[Any], most: int) -> tuple[Any, ...]:
        return tuple(self.random.sample(options, self.random.randint(1, min(most, len(options)))))

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    # Days and amounts

    def amount(self) -> Value:
        span = Difference(Fact("case.opened"), Fact("case.promised"))
        few = Constant(self.random.randint(-3, 9))
        return self.one(few, few, few, Param("wait"), span, Scaled(2, span))  # type: ignore[no-any-return]

    def day(self, depth: int = 0) -> Value:
        plain = [Fact("case.opened"), Fact("case.opened"), Fact("case.promised")]
        plain += [self.defined["last_call"], self.defined["first_write"]]  # type: ignore[list-item]
        base_: Value = self.random.choice(plain)
        match self.random.randint(0, 5):
            case 0 | 1:
                return Shift(base_, self.amount(), "days")
            case 2 | 3:
                by = self.one(Constant(self.random.randint(-3, 6)), Param("grace"))
                return Shift(base_, by, "business_days")
            case 4 if depth < 2:
                dates = (self.day(depth + 1), self.day(depth + 1))
                return Extreme(self.one("latest", "earliest"), dates)
            case _:
                return base_

    # Conditions

    def test(self) -> Condition:
        makers: tuple[Callable[[], Condition], ...] = (
            lambda: Test(Fact(self.one("case.closed", "case.urgent")), "==", Constant(True)),
            lambda: Test(Fact(self.one("case.promised", "case.wished", "case.country")), "given"),
            lambda: Test(self.day(1), self.one("<", "<=", "==", ">", ">="), self.day(1)),
            lambda: Test(
                Fact("case.number"), self.one("==", ">=", "<"), self.one(Constant(3), Param("most"))
            ),
            lambda: Test(Fact("case.wished"), "==", Constant(self.one("phone", "letter"))),
            lambda: Test(Fact("case.wished"), "in", Constant(("phone", "wire"))),
            lambda: Test(Fact("case.agreed"), "has", Constant(self.one("wire", "phone"))),
            lambda: Test(Fact("case.country"), "==", Constant(self.one("DE", "IL"))),
            lambda: Test(self.count(), self.one(">=", "==", "<"), Constant(self.random.randint(0, 3))),
            lambda: Test(self.defined[self.one("last_call", "first_write")], "given"),
            lambda: Test(Param("strict"), "==", Constant(True)),
            lambda: Test(
                Difference(Fact("case.opened"), Fact("case.promised")),
                self.one("<", ">="),
                Constant(self.random.randint(-2, 9)),
            ),
        )
        found = self.random.choice(makers)()
        return Not(found) if self.chance(0.25) else found

    def count(self) -> Value:
        where = self.one((), (("kind", "call"),), (("kept", True),), (("kept", False), ("kind", "write")))
        return self.one(self.defined["written"], self.defined["kept"], Count("case.calls", where))  # type: ignore[no-any-return]

    def when(self, actions: Sequence[str]) -> Condition:
        if self.chance(0.3):
            return ALWAYS
        parts = [self.test() for _ in range(self.random.randint(1, 3))]
        if tuple(actions) == ("call",) and self.chance(
            0.3
        ):  # never in a circle: only calls ask, of the others
            open_ = IsOpen(self.one("write", "visit"))
            parts.append(Not(open_) if self.chance(0.5) else open_)
        if len(parts) == 1:
            return parts[0]
        return All(tuple(parts)) if self.chance(0.6) else AnyOf(tuple(parts))

    # Constraints

    def choice(self, words: Sequence[str], facts: Sequence[str] = ()) -> Choice:
        items = self.some([*map(Constant, words), *map(Fact, facts)], 2)
        return Choice(**{self.one("only", "only", "never", "prefer"): items})

    def hours(self) -> Hours:
        only = self.one(None, (time(8), time(12)), (time(11), time(18)), (time(22), time(23, 59)))
        days = self.one(
            None, frozenset({1}), frozenset({1, 2, 3, 4, 5}), frozenset({6, 7}), frozenset({2, 5})
        )
        return Hours(only, None, days) if only or days else Hours(weekdays=frozenset({3}))

    def message(self) -> MessageDemand:
        limits = self.one(
            (), (Limit("words", 20),), (Limit("characters", 100),), (Limit("words", Param("most")),)
        )
        first = self.one(None, None, "greeting", "question")
        subject = self.one(None, None, "required", "forbidden")
        found: dict[str, Any] = {self.one("must", "should", "may", "avoid"): self.some(_CONCEPTS, 2)}
        mention = self.one((), (), ("case.sights",), ("case.guests", "case.sights"))
        return MessageDemand(limits=limits, first=first, subject=subject, mention=mention, **found)

    def window(self) -> Window:
        ends = {name: self.day() for name in ("not_before", "ideally_by", "not_after") if self.chance(0.5)}
        return Window(**ends) if ends else Window(not_before=self.day())

    def constraint(self, name: str) -> Any:
        match name:
            case "channels":
                return self.choice(tuple(self.ruleset.channels), ("case.wished", "case.agreed"))
            case "recipients":
                return self.choice(tuple(self.ruleset.recipients))
            case "via":
                return self.choice(tuple(self.ruleset.carriers))
            case _:
                return getattr(self, name)()

    def scope(self) -> Scope:
        return Scope(
            self.one(None, *self.ruleset.channels),
            self.one(None, *self.ruleset.recipients),
            self.one(None, *self.ruleset.carriers),
        )

    # Rules

    def rule(self, number: int) -> Rule:
        whole_phase = self.chance(0.15)
        actions = () if whole_phase else tuple(sorted(self.some(_ACTIONS, 2)))
        modality: Modality | None = None if whole_phase else self.one(None, *_MODALITIES)
        found: dict[str, Any] = {}
        if modality not in ("must_not", "should_not"):
            names = [name for name in ASPECTS if name != "modality"]
            wanted = self.some(names, 2) if modality is None or self.chance(0.5) else ()
            found = {name: self.constraint(name) for name in wanted}
        scoped = modality is None and self.chance(0.3)
        return Rule(
            f"r/{number}",
            f"Rule {number}",
            "small",
            actions=actions,
            phases=(self.one("during", "later"),) if whole_phase else (),
            when=self.when(actions),
            modality=modality,
            scope=self.scope() if scoped else None,
            overrides=self.overrides(number) if not scoped else (),
            **found,
        )

    def overrides(self, number: int) -> tuple[Override, ...]:
        """Exceptions to rules drawn before: so there is no circle."""
        if number == 0 or self.chance(0.6):
            return ()
        aspect = self.one(None, None, *ASPECTS)
        return (Override(f"r/{self.random.randrange(number)}", aspect),)
