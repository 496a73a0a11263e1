"""Conditions that never or always hold, whatever the facts, and those that say a thing twice.

Only what can be told from the parts of one condition is found here; what follows from other rules and from
impossible situations is a matter of proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final, TypeAlias

from etiquette._deciding.unparse import node_in_words
from etiquette.algebra import All, Any, Condition, Constant, Count, IsOpen, Named, Node, Not, Test

from .finding import Found
from .subject import Subject

__all__ = ["always", "certain", "impossible", "never"]

_Literal: TypeAlias = tuple[Condition, bool]
"""A test, and whether it is to hold or not to hold."""

_ORDERS: Final = {"<": {-1}, "<=": {-1, 0}, "==": {0}, ">=": {0, 1}, ">": {1}}
_FAR: Final = 10**9


def never(subject: Subject) -> Iterator[Found]:
    """Conditions whose parts exclude each other."""
    for who, tree, condition in subject.conditions:
        clash = impossible(condition)
        if clash:
            message = f"The condition of {who} can never hold: {clash}."
            yield Found(tree, message, "Correct one of them, or take the whole away.")


def always(subject: Subject) -> Iterator[Found]:
    """Conditions that hold whatever the facts are."""
    for who, tree, condition in subject.conditions:
        reason = certain(condition)
        if reason:
            message = f"The condition of {who} always holds: {reason}."
            yield Found(tree, message, "Correct it, or take it away.")


def impossible(condition: Condition) -> str:
    """Why a condition can't hold; empty if it can, as far as can be told."""
    literals, choices = _conjunction(condition, wanted=True)
    clash = _clash(literals)
    if clash:
        return clash
    for parts in choices:
        reasons = []
        for part in parts:
            more, inner = _conjunction(*part)
            if inner or not (reason := _clash([*literals, *more])):
                break
            reasons.append(reason)
        else:
            return reasons[0] if reasons else "none of no conditions holds"
    return ""


def certain(condition: Condition) -> str:
    """Why a condition holds in any case; empty if it needn't."""
    reason = impossible(Not(condition))
    if not reason:
        return ""
    for part in _parts(condition):
        for one, other in combinations(part, 2):
            if other == Not(one) or one == Not(other):
                return f"either {_said(one)} or {_said(other)}"
    return f"{_said(condition)} is always so"


def _parts(condition: Condition) -> Iterator[tuple[Condition, ...]]:
    body = _bare(condition)
    if isinstance(body, (All, Any)):
        if isinstance(body, Any):
            yield body.parts
        for part in body.parts:
            yield from _parts(part)


def _conjunction(
    condition: Condition, wanted: bool
) -> tuple[list[_Literal], list[list[tuple[Condition, bool]]]]:
    """What must hold together, and the choices of which one must hold, for ``condition`` to be ``wanted``."""
    literals: list[_Literal] = []
    choices: list[list[tuple[Condition, bool]]] = []
    todo: list[tuple[Condition, bool]] = [(condition, wanted)]
    while todo:
        each, sign = todo.pop(0)
        match _bare(each):
            case Not(part):
                todo.append((part, not sign))
            case All(parts) if sign:
                todo += [(part, True) for part in parts]
            case Any(parts) if not sign:
                todo += [(part, False) for part in parts]
            case All(parts) | Any(parts):
                choices.append([(part, sign) for part in parts])
            case other:
                literals.append((other, sign))
    return literals, choices


def _bare(condition: Node) -> Condition:
    """A condition without the name that it was given."""
    while isinstance(condition, Named):
        condition = condition.body
    return condition  # type: ignore[return-value]  # what has the name of a condition is one


def _clash(literals: list[_Literal]) -> str:
    """Two of ``literals`` that exclude each other, or one that is impossible by itself, in words."""
    for test, sign in literals:
        if isinstance(test, Test) and _never_counted(test, sign):
            said = _said(test if sign else Not(test))
            return f"{said}, and a number of entries is never less than 0"
    for (one, plus), (other, also) in combinations(literals, 2):
        if _exclude(one, plus, other, also):
            return f"{_said(one if plus else Not(one))} and {_said(other if also else Not(other))}"
    return ""


def _exclude(one: Condition, plus: bool, other: Condition, also: bool) -> bool:
    if one == other:
        return plus != also
    if not isinstance(one, Test) or not isinstance(other, Test) or one.left != other.left:
        return False
    for first, sign, second, holds in ((one, plus, other, also), (other, also, one, plus)):
        if first.op == "given" and not sign and holds and second.op != "given":
            return True  # a comparison with none never holds
    if plus and also:
        return _apart(one, other)
    if plus != also:
        positive, negative = (one, other) if plus else (other, one)
        inside, outside = _words(positive), _words(negative)
        return bool(inside and outside and inside <= outside)
    return False


def _apart(one: Test, other: Test) -> bool:
    """Whether two tests of the same thing can't both hold."""
    words, others = _words(one), _words(other)
    if words and others:
        return not words & others
    first, second = _range(one), _range(other)
    if first and second:
        return first.most < second.least or second.most < first.least
    if one.op in _ORDERS and other.op in _ORDERS and one.right == other.right:
        return not _ORDERS[one.op] & _ORDERS[other.op]
    return False


def _words(test: Test) -> frozenset[object]:
    """The values that a test permits, where they can be listed."""
    if not isinstance(test.right, Constant):
        return frozenset()
    value = test.right.value
    if test.op == "==":
        return frozenset({value})
    return frozenset(value) if test.op == "in" and isinstance(value, tuple) else frozenset()


@dataclass(frozen=True, slots=True)
class _Range:
    least: int
    most: int


def _range(test: Test) -> _Range | None:
    """The whole numbers that a test permits."""
    if not isinstance(test.right, Constant) or type(test.right.value) is not int:
        return None
    number = test.right.value
    return {
        "==": _Range(number, number),
        "<": _Range(-_FAR, number - 1),
        "<=": _Range(-_FAR, number),
        ">": _Range(number + 1, _FAR),
        ">=": _Range(number, _FAR),
    }.get(test.op)


def _never_counted(test: Test, sign: bool) -> bool:
    """Whether a number of entries would have to be less than none, for a test to hold or not to hold."""
    permitted = _range(test)
    if permitted is None or not isinstance(_bare(test.left), Count):
        return False
    return permitted.most < 0 if sign else permitted.least <= 0 and permitted.most == _FAR


def _said(condition: Condition) -> str:
    if isinstance(condition, Not) and isinstance(condition.part, IsOpen):
        return f"{condition.part.action} is not open"
    return node_in_words(condition)
