"""Conditions with the parameters as they are set: what only they decide is decided."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any as Anything
from typing import Final

from etiquette.algebra import ALWAYS, All, Any, Condition, Constant, Named, Node, Not, Op, Param, Test
from etiquette.ruleset import Ruleset

from .conditions import simple

__all__ = ["in_use", "settled"]

_NEVER: Final = Any(())
_COMPARE: Final[dict[Op, Callable[[Anything, Anything], bool]]] = {
    "==": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda left, right: left in right,
}


def settled(condition: Condition, ruleset: Ruleset) -> Condition:
    """``condition`` without the comparisons of parameters to values: they hold or don't as they are set."""
    return _settled(simple(condition), ruleset)


def in_use(condition: Condition, ruleset: Ruleset) -> bool:
    """Whether the parameters, as they are set, leave it possible that the condition holds."""
    return settled(condition, ruleset) != _NEVER


def _settled(condition: Condition, ruleset: Ruleset) -> Condition:
    match condition:
        case All(parts):
            kept = [each for each in (_settled(part, ruleset) for part in parts) if each != ALWAYS]
            return _NEVER if _NEVER in kept else simple(All(tuple(kept)))
        case Any(parts):
            kept = [each for each in (_settled(part, ruleset) for part in parts) if each != _NEVER]
            return ALWAYS if ALWAYS in kept else simple(Any(tuple(kept)))
        case Not(part):
            inner = _settled(part, ruleset)
            if inner in (ALWAYS, _NEVER):
                return _NEVER if inner == ALWAYS else ALWAYS
            return simple(Not(inner))
        case Test(left, op, right) if op in _COMPARE:
            values = [_value(each, ruleset) for each in (left, right)]
            if not isinstance(left, Constant) and None not in values:
                return ALWAYS if _COMPARE[op](*values) else _NEVER
            return condition
        case _:
            return condition


def _value(node: Node | None, ruleset: Ruleset) -> Anything:
    """What a parameter or a literal is; ``None`` for anything else."""
    match node:
        case Named(_, body):
            return _value(body, ruleset)
        case Param(name):
            return ruleset.parameter(name)
        case Constant(value):
            return value
        case _:
            return None
