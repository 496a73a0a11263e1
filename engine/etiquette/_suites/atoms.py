"""The parts of a condition that are true or false by themselves, and which of them decide it.

An *atom* is a comparison, the question whether an action is open, or a definition by its name, each with the
*not* that may stand before it. It **decides** in a situation if the whole condition would be otherwise were
only this atom otherwise, all others being as they are. So in ``a or b`` with both true neither decides, and
``b`` decides as soon as ``a`` is false. Tests of every atom deciding as true and deciding as false are what
is known as masking MC/DC.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from etiquette._deciding.evaluate import both, either, negate, truth
from etiquette._deciding.situation import Situation, Truth
from etiquette.algebra import All, Any, Condition, IsOpen, Named, Node, Not, Test

__all__ = ["atoms", "deciding", "is_condition"]


def is_condition(node: Node) -> TypeGuard[Condition]:
    """Whether a node is a condition, and not a value."""
    return isinstance(node, (Test, All, Any, Not, IsOpen)) or (
        isinstance(node, Named) and is_condition(node.body)
    )


def atoms(node: Condition) -> tuple[Condition, ...]:
    """The atoms of a condition, left to right; one that stands there twice is listed twice."""
    match node:
        case All(parts) | Any(parts):
            return tuple(atom for part in parts for atom in atoms(part))
        case Not(All() | Any() | Not() as part):
            return atoms(part)
        case Test() | IsOpen() | Named() | Not():
            return (node,)


def deciding(node: Condition, at: Situation) -> tuple[Truth, ...]:
    """For each atom the value with which it decides; ``None`` where it doesn't, or isn't known."""
    values = [truth(atom, at) for atom in atoms(node)]
    return tuple(value if _decides(node, values, place) else None for place, value in enumerate(values))


def _decides(node: Condition, values: Sequence[Truth], place: int) -> bool:
    if values[place] is None:
        return False
    outcomes = [_whole(node, [*values[:place], value, *values[place + 1 :]])[0] for value in (True, False)]
    return None not in outcomes and outcomes[0] != outcomes[1]


def _whole(node: Condition, values: Sequence[Truth]) -> tuple[Truth, Sequence[Truth]]:
    """What the condition comes to when its atoms have these values, and the values that are left over."""
    match node:
        case All(parts) | Any(parts):
            found: list[Truth] = []
            for part in parts:
                value, values = _whole(part, values)
                found.append(value)
            return (both if isinstance(node, All) else either)(*found), values
        case Not(All() | Any() | Not() as part):
            value, values = _whole(part, values)
            return negate(value), values
        case _:
            return values[0], values[1:]
