"""What can be seen of conditions without a solver: for each fact, which of its values they leave.

A *box* is a necessary condition: where the condition holds, each fact that the box names has one of the
values that it leaves. Two conditions whose boxes don't meet never hold together. What isn't a test of one
fact against constants (dates against dates, counts, alternatives) leaves everything: no box is too small.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from etiquette.algebra import All, Condition, Constant, Fact, Named, Not, Param, Scalar, Test

__all__ = ["Box", "Values", "box", "meet"]

Box: TypeAlias = "Mapping[tuple[str, str], Values]"
"""By fact (or parameter) and facet: its value, whether it is none, or whether a list has a word."""

_NONE: Final = "none"
_FAR: Final = 10**9


@dataclass(frozen=True, slots=True)
class Values:
    """``among`` these and not ``besides`` those, within ``least`` and ``most``; ``None`` is no limit."""

    among: frozenset[Scalar] | None = None
    besides: frozenset[Scalar] = frozenset()
    least: int = -_FAR
    most: int = _FAR

    def both(self, other: Values) -> Values:
        """What both leave."""
        among = self.among
        if other.among is not None:
            among = other.among if among is None else among & other.among
        return Values(
            among, self.besides | other.besides, max(self.least, other.least), min(self.most, other.most)
        )

    @property
    def empty(self) -> bool:
        """Whether nothing is left."""
        if self.least > self.most:
            return True
        if self.among is None:
            return False
        return not any(
            each not in self.besides and _within(each, self.least, self.most) for each in self.among
        )


def _within(value: Scalar, least: int, most: int) -> bool:
    return isinstance(value, bool) or not isinstance(value, int) or least <= value <= most


def box(node: Condition) -> dict[tuple[str, str], Values]:
    """The box of a condition."""
    found: dict[tuple[str, str], Values] = {}
    _narrow(node, found, holds=True)
    return found


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes leave something together."""
    if len(other) < len(one):
        one, other = other, one
    return all(not values.both(other[key]).empty for key, values in one.items() if key in other)


def _narrow(node: Condition, found: dict[tuple[str, str], Values], *, holds: bool) -> None:
    match node:
        case All(parts) if holds:
            for part in parts:
                _narrow(part, found, holds=True)
        case Not(part):
            _narrow(part, found, holds=not holds)
        case Named(_, body):
            _narrow(body, found, holds=holds)  # type: ignore[arg-type]  # a condition holds conditions
        case Test(Fact(path) | Param(path) as left, op, right):
            name = path if isinstance(left, Fact) else f"${path}"
            for facet, values in _values(op, right, holds=holds):
                key = name, facet
                found[key] = found[key].both(values) if key in found else values
        case _:
            pass


def _values(op: str, right: object, *, holds: bool) -> list[tuple[str, Values]]:
    """What a test leaves of a fact; a comparison that doesn't hold may not hold because the fact is none."""
    if op == "given":
        return [(_NONE, Values(frozenset({not holds})))]
    if not isinstance(right, Constant):
        return []
    value = right.value
    if op == "has":
        return [(f"has {value}", Values(frozenset({holds})))] if holds or isinstance(value, str) else []
    if op == "in" and isinstance(value, tuple):
        return [("", _among(frozenset(value), holds=holds)), *_given(holds=holds)]
    if op == "==" and not isinstance(value, tuple):
        return [("", _among(frozenset({value}), holds=holds)), *_given(holds=holds)]
    if isinstance(value, int) and not isinstance(value, bool):
        return [("", each) for each in _range(op, value, holds=holds)] + _given(holds=holds)
    return []


def _given(*, holds: bool) -> list[tuple[str, Values]]:
    return [(_NONE, Values(frozenset({False})))] if holds else []


def _among(values: frozenset[Scalar], *, holds: bool) -> Values:
    if holds:
        return Values(values)
    return Values(besides=values)


def _range(op: str, value: int, *, holds: bool) -> list[Values]:
    if not holds:
        return []  # a number that is none is neither smaller nor larger
    match op:
        case "<":
            return [Values(most=value - 1)]
        case "<=":
            return [Values(most=value)]
        case ">":
            return [Values(least=value + 1)]
        case ">=":
            return [Values(least=value)]
        case _:
            return []
