"""Putting one node of the algebra in the place of another, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar, cast

from etiquette.algebra import (
    All,
    Any,
    Condition,
    Difference,
    Extreme,
    Named,
    Node,
    Not,
    Scaled,
    Shift,
    Test,
    Value,
)
from etiquette.model import Window
from etiquette.ruleset import Ruleset

__all__ = ["mapped", "with_definition"]

_Some = TypeVar("_Some", bound=Node)


def mapped(node: _Some, change: Callable[[Node], Node]) -> _Some:
    """``node`` with ``change`` made to everything below it, then to itself; kinds stay what they are."""

    def value(inner: Value) -> Value:
        return mapped(inner, change)

    def condition(inner: Condition) -> Condition:
        return mapped(inner, change)

    found: Node = node
    match node:
        case Test(left, op, right):
            found = Test(value(left), op, None if right is None else value(right))
        case All(parts):
            found = All(tuple(map(condition, parts)))
        case Any(parts):
            found = Any(tuple(map(condition, parts)))
        case Not(part):
            found = Not(condition(part))
        case Named(name, body):
            found = Named(name, mapped(body, change))
        case Difference(start, end):
            found = Difference(value(start), value(end))
        case Scaled(times, amount):
            found = Scaled(times, value(amount))
        case Shift(base, amount, unit):
            found = Shift(value(base), value(amount), unit)
        case Extreme(which, dates):
            found = Extreme(which, tuple(map(value, dates)))
        case _:
            pass
    return cast("_Some", change(found))


def with_definition(ruleset: Ruleset, name: str, body: Node) -> Ruleset:
    """``ruleset`` in which the definition ``name`` says ``body``, wherever it is used."""

    def change(node: Node) -> Node:
        return Named(name, body) if isinstance(node, Named) and node.name == name else node

    def condition(node: Condition | None) -> Condition | None:
        return None if node is None else mapped(node, change)

    def end(node: Value | None) -> Value | None:
        return None if node is None else mapped(node, change)

    def window(old: Window | None) -> Window | None:
        if old is None:
            return None
        return Window(end(old.not_before), end(old.ideally_by), end(old.not_after))

    return replace(
        ruleset,
        rules=tuple(
            replace(rule, when=mapped(rule.when, change), window=window(rule.window))
            for rule in ruleset.rules
        ),
        definitions={
            other: body if other == name else mapped(node, change)
            for other, node in ruleset.definitions.items()
        },
        actions={
            key: replace(action, done_when=condition(action.done_when))
            for key, action in ruleset.actions.items()
        },
        phases={
            key: replace(phase, begins=condition(phase.begins), over=condition(phase.over))
            for key, phase in ruleset.phases.items()
        },
        impossible=tuple(replace(each, when=mapped(each.when, change)) for each in ruleset.impossible),
    )
