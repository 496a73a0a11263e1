"""Telling formulas, terms and sets apart: without the solver where they are written alike."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, TypeVar

from .logic import Formula, either, negate, same

__all__ = ["apart", "members", "same_pairs", "sets_apart", "unequal", "unlike"]


_Member = TypeVar("_Member", bound=Hashable)


def unlike(one: Any, other: Any) -> bool:
    """Whether two formulas, terms or plain values aren't written the same."""
    if hasattr(one, "eq") and hasattr(other, "eq"):
        return not one.eq(other)
    if hasattr(one, "eq") or hasattr(other, "eq"):
        return True
    return bool(one != other)


def apart(one: Formula, other: Formula) -> Formula:
    """That exactly one of two formulas holds."""
    return negate(same(one, other)) if unlike(one, other) else False


def unequal(one: Any, other: Any) -> Formula:
    """That two terms are different numbers."""
    return negate(one == other)


def same_pairs(old: Sequence[tuple[Any, Any]], new: Sequence[tuple[Any, Any]]) -> bool:
    """Whether two sequences of pairs are written the same."""
    return len(old) == len(new) and not any(
        unlike(was[0], now[0]) or unlike(was[1], now[1]) for was, now in zip(old, new, strict=True)
    )


def members(pairs: Iterable[tuple[Formula, _Member]]) -> dict[_Member, Formula]:
    """For each member of a set, the formula that it is in it."""
    found: dict[_Member, list[Formula]] = {}
    for given, member in pairs:
        found.setdefault(member, []).append(given)
    return {member: either(*parts) for member, parts in found.items()}


def sets_apart(old: Iterable[tuple[Formula, Hashable]], new: Iterable[tuple[Formula, Hashable]]) -> Formula:
    """That something is in one of two sets only, whose members each have the formula that they are in."""
    before, after = members(old), members(new)
    return either(*(apart(before.get(each, False), after.get(each, False)) for each in {**before, **after}))
