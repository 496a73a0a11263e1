"""The algebra as text, in the notation that packs are written in: for explanations and messages."""

from __future__ import annotations

from typing import Any as Anything

from etiquette.algebra import (
    All,
    Any,
    Constant,
    Count,
    Difference,
    Extreme,
    Fact,
    IsOpen,
    Named,
    Node,
    Not,
    Param,
    Pick,
    Scaled,
    Shift,
    Test,
)
from etiquette.vocabulary import NONE, UNKNOWN, NoneType

__all__ = ["node_in_words", "value_in_words"]

_OPERATORS = {"==": "is", "<": "is before", "<=": "is on or before", ">": "is after", ">=": "is on or after"}
_COUNTING = {"==": "is", "<": "is fewer than", "<=": "is at most", ">": "is more than", ">=": "is at least"}


def value_in_words(value: Anything) -> str:
    """A value as it would be written in a facts file; ``not known`` for one that isn't."""
    if value is NONE or isinstance(value, NoneType):
        return "none"
    if value is UNKNOWN or value is None:
        return "not known"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        if any(not isinstance(each, str) for each in value):
            return f"{len(value)} entries"
        return ", ".join(value) if value else "none"
    if hasattr(value, "least"):
        return f"{value.least} to {value.most}"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def node_in_words(node: Node) -> str:  # noqa: C901  # one case for each kind of node, by design
    """A node on one line, such as ``case.date + grace`` or ``calls is at least 2``."""
    match node:
        case Constant(value):
            words = value if isinstance(value, tuple) else (value,)
            return " or ".join(value_in_words(each) for each in words)
        case Fact(path):
            return path
        case Param(name) | Named(name, _):
            return name
        case Count(path, where):
            return f"the number of {path}{_matching(where)}"
        case Pick(end, path, where, field):
            return f"the {end} {field} of {path}{_matching(where)}"
        case Difference(start, end):
            return f"the days from {node_in_words(start)} to {node_in_words(end)}"
        case Scaled(times, amount):
            return f"{times} * {node_in_words(amount)}"
        case Shift(base, amount, unit):
            return f"{node_in_words(base)} {_moved(amount, unit)}"
        case Extreme(which, dates):
            return f"the {which} of ({', '.join(node_in_words(each) for each in dates)})"
        case Test():
            return _test(node, negated=False)
        case Not(Test() as test):
            return _test(test, negated=True)
        case Not(part):
            return f"not ({node_in_words(part)})"
        case All(parts):
            return " and ".join(node_in_words(part) for part in parts) or "always"
        case Any(parts):
            return " or ".join(node_in_words(part) for part in parts) or "never"
        case IsOpen(action):
            return f"{action} is open"


def _matching(where: tuple[tuple[str, Anything], ...]) -> str:
    if not where:
        return ""
    return f" with {', '.join(f'{name} {value_in_words(value)}' for name, value in where)}"


def _moved(amount: Node, unit: str) -> str:
    if isinstance(amount, Constant) and type(amount.value) is int:
        number = abs(amount.value)
        kind = "business day" if unit == "business_days" else "day"
        return f"{'-' if amount.value < 0 else '+'} {number} {kind}{'' if number == 1 else 's'}"
    if isinstance(amount, Scaled) and amount.times == -1:
        return f"- {node_in_words(amount.amount)}"
    return f"+ {node_in_words(amount)}"


def _test(test: Test, *, negated: bool) -> str:
    left = node_in_words(test.left)
    if test.op == "given":
        return f"{left} is {'none' if negated else 'given'}"
    right = node_in_words(test.right) if test.right is not None else ""
    if test.op in ("in", "has"):
        verbs = {("in", False): "is", ("in", True): "is not", ("has", False): "has", ("has", True): "lacks"}
        return f"{left} {verbs[test.op, negated]} {right}"
    words = _COUNTING if _counts(test) else _OPERATORS
    verb = words[test.op]
    return f"{left} {verb.replace('is', 'is not', 1) if negated else verb} {right}"


def _counts(test: Test) -> bool:
    body = test.left.body if isinstance(test.left, Named) else test.left
    number = isinstance(test.right, Constant) and type(test.right.value) is int
    return isinstance(body, (Count, Difference)) or number or isinstance(test.right, Param)
