"""What a condition or a date comes to in a situation: the three-valued reader of the algebra.

Conditions follow Kleene's strong logic: ``True``, ``False`` or ``None`` for *not known*. Values may also be
:data:`~etiquette.vocabulary.NONE` (known to be none) or :data:`~etiquette.vocabulary.UNKNOWN`. A comparison
with NONE never holds; a date made from NONE is NONE; in ``latest`` and ``earliest`` NONE doesn't take part.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any as Anything
from typing import Final

from etiquette._nouns import dataclass
from etiquette.algebra import (
    All,
    Any,
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
    Pick,
    Scalar,
    Scaled,
    Shift,
    Test,
    Value,
)
from etiquette.vocabulary import NONE, UNKNOWN, Missing

from .calendars import add_business_days
from .situation import Situation, Truth

__all__ = ["Range", "Situation", "Truth", "both", "either", "negate", "truth", "value"]


@dataclass(frozen=True, slots=True)
class Range:
    """A whole number that is only known to lie within ``least`` and ``most``, both included."""

    least: int
    most: int


def negate(a: Truth) -> Truth:
    """Kleene's *not*."""
    return None if a is None else not a


def both(*parts: Truth) -> Truth:
    """Kleene's *and*; true of nothing."""
    if False in parts:
        return False
    return None if None in parts else True


def either(*parts: Truth) -> Truth:
    """Kleene's *or*; false of nothing."""
    if True in parts:
        return True
    return None if None in parts else False


def truth(node: Condition, at: Situation) -> Truth:
    """Whether a condition holds in a situation; ``None`` when that isn't known."""
    return at.judged(lambda: _truth(node, at))


def _truth(node: Condition, at: Situation) -> Truth:
    match node:
        case All(parts):
            return both(*[truth(part, at) for part in parts])
        case Any(parts):
            return either(*[truth(part, at) for part in parts])
        case Not(part):
            return negate(truth(part, at))
        case Named(_, body):
            return truth(body, at)  # type: ignore[arg-type]  # a condition holds conditions (typed on load)
        case IsOpen(action):
            return at.is_open(at, action)
        case Test(left, op, right):
            return compare(value(left, at), op, None if right is None else value(right, at))


_FARTHEST: Final = 20_000
"""Days by which a date can be moved at the most: well over fifty years."""

_FIRST: Final = date(1000, 1, 1)
_LAST: Final = date(9000, 1, 1)

_ORDER: Final[Mapping[str, Callable[[Anything, Anything], bool]]] = {
    "==": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(left: Anything, op: str, right: Anything = None) -> Truth:
    """One comparison of two values; see :class:`~etiquette.algebra.Test` for the operators."""
    if op == "given":
        return None if left is UNKNOWN else left is not NONE
    if left is NONE or right is NONE:
        return False
    if left is UNKNOWN or right is UNKNOWN:
        return None
    if op == "in" and isinstance(left, Range):
        return _among(left, right)
    if op == "in":
        return left in right
    if op == "has":
        return right in left
    if isinstance(left, Range) or isinstance(right, Range):
        return _compare_ranges(_as_range(left), op, _as_range(right))
    return _ORDER[op](left, right)


def _among(a: Range, numbers: tuple[Anything, ...]) -> Truth:
    inside = [number in numbers for number in range(a.least, a.most + 1)]
    return True if all(inside) else (None if any(inside) else False)


def _as_range(number: int | Range) -> Range:
    return number if isinstance(number, Range) else Range(number, number)


def _compare_ranges(a: Range, op: str, b: Range) -> Truth:
    match op:
        case "<":
            always, ever = a.most < b.least, a.least < b.most
        case "<=":
            always, ever = a.most <= b.least, a.least <= b.most
        case ">":
            always, ever = a.least > b.most, a.most > b.least
        case ">=":
            always, ever = a.least >= b.most, a.most >= b.least
        case _:
            always, ever = a.least == a.most == b.least == b.most, a.least <= b.most and b.least <= a.most
    return True if always else (None if ever else False)


def value(node: Value, at: Situation) -> Anything:
    """What a value node comes to: a scalar, a tuple of words, a :class:`Range`, NONE or UNKNOWN."""
    match node:
        case Constant(constant):
            return constant
        case Param(name):
            return at.ruleset.parameter(name)
        case Fact(path):
            return at.fact(path)
        case Named(_, body):
            return value(body, at)  # type: ignore[arg-type]  # a value holds values (typed on load)
        case Count(path, where):
            return _count(path, where, at)
        case Pick(end, path, where, name):
            return _pick(end, path, where, name, at)
        case Difference(start, end):
            return _each_known((value(start, at), value(end, at)), lambda a, b: (b - a).days)
        case Scaled(times, amount):
            return _each_known((value(amount, at),), lambda days: times * days)
        case Shift(base, amount, unit):
            return _shift(value(base, at), value(amount, at), unit, at)
        case Extreme(which, dates):
            known = [found for found in (value(each, at) for each in dates) if found is not NONE]
            if UNKNOWN in known:
                return UNKNOWN
            return (max(known) if which == "latest" else min(known)) if known else NONE


def _each_known(parts: tuple[Anything, ...], compute: Callable[..., Anything]) -> Anything:
    if NONE in parts:
        return NONE
    return UNKNOWN if UNKNOWN in parts else compute(*parts)


def _shift(base: Anything, amount: Anything, unit: str, at: Situation) -> Anything:
    def move(day: date, by: int) -> date | Missing:
        by = max(-_FARTHEST, min(by, _FARTHEST))
        if unit == "days":
            return max(_FIRST, min(day + timedelta(days=by), _LAST))
        country = at.country()
        return UNKNOWN if isinstance(country, Missing) else add_business_days(day, by, country)

    return _each_known((base, amount), move)


def _matching(
    path: str, where: tuple[tuple[str, Scalar], ...], at: Situation
) -> list[tuple[int, Mapping[str, Anything], Truth]] | None:
    """Entries of a list that match, or may match, with their index; ``None`` when the list isn't known."""
    entries = at.fact(path)
    if isinstance(entries, Missing):
        return None
    if not isinstance(entries, tuple):
        return []
    found: list[tuple[int, Mapping[str, Anything], Truth]] = []
    for index, entry in enumerate(entries):
        fields: Mapping[str, Anything] = entry  # type: ignore[assignment]  # a list of records (typed on load)
        matches = both(*[compare(fields.get(name, UNKNOWN), "==", wanted) for name, wanted in where])
        if matches is None:
            at.note_unknown(f"{path}[{index}].{name}" for name, _ in where if name not in fields)
        if matches is not False:
            found.append((index, fields, matches))
    return found


def _count(path: str, where: tuple[tuple[str, Scalar], ...], at: Situation) -> int | Range | Missing:
    found = _matching(path, where, at)
    if found is None:
        return UNKNOWN
    certain = sum(matches is True for _, _, matches in found)
    return certain if certain == len(found) else Range(certain, len(found))


def _pick(end: str, path: str, where: tuple[tuple[str, Scalar], ...], name: str, at: Situation) -> Anything:
    found = _matching(path, where, at)
    if found is None:
        return UNKNOWN
    dates: list[date] = []
    for index, fields, matches in found:
        day = fields.get(name, UNKNOWN)
        if day is UNKNOWN:
            at.note_unknown([f"{path}[{index}].{name}"])
        if matches is None or day is UNKNOWN:
            return UNKNOWN
        if isinstance(day, date):
            dates.append(day)
    return (min(dates) if end == "first" else max(dates)) if dates else NONE
