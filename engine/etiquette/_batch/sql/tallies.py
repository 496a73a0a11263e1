"""How many entries of a list pass each of several tests, all counted in one go over the list.

Going over a list takes its time in SQL. So the tests of one list share whole numbers: each has some bits of
them, every entry adds one where it passes, and what the numbers come to is taken apart again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Final

from sqlglot import exp

from .raw import Raw, each_of
from .stages import Stages, column
from .terms import Sql, call, case, literal, not_null

__all__ = ["MOST_ENTRIES", "Tallies"]

MOST_ENTRIES: Final = 200
"""Rows with longer lists have to be left to Python: there would be no bits for so many."""

_BITS: Final = 60
_WIDTH: Final = 8
_WIDE: Final = 12


@dataclass
class _Number:
    """One whole number and what it is the sum of: expressions over an entry, each with its place."""

    name: str
    stage: int
    parts: dict[Sql, int] = field(default_factory=dict)
    used: int = 0


class Tallies:
    """The tallies of all lists of a relation."""

    def __init__(self, stages: Stages) -> None:
        self._stages = stages
        self._numbers: dict[Sql, list[_Number]] = {}

    def count(self, entries: Raw, test: Sql) -> Sql:
        """How many entries pass a test over ``entry``; 0 where there is no list."""
        passes = case((test, literal(1)), otherwise=literal(0))
        return self._field(entries, passes, _WIDTH)

    def total(self, entries: Raw, amount: Sql) -> Sql:
        """The sum of an amount (at most 16) over the entries; 0 where there is no list."""
        return self._field(entries, amount, _WIDE)

    def _field(self, entries: Raw, amount: Sql, width: int) -> Sql:
        number = self._number(entries, amount, width)
        at = number.parts[amount]
        total: Sql = column(number.name)
        if at:
            total = exp.Paren(this=exp.BitwiseRightShift(this=total, expression=literal(at)))
        mask = exp.BitwiseAnd(this=total, expression=literal((1 << width) - 1))
        return exp.Paren(this=mask)

    def _number(self, entries: Raw, amount: Sql, width: int) -> _Number:
        numbers = self._numbers.setdefault(entries.expr, [])
        stage = self._stages.after(entries.expr, amount)
        for number in numbers:
            if amount in number.parts:
                return number
        for number in numbers:
            if number.stage >= stage and number.used + width <= _BITS:
                break
        else:
            number = _Number(f"tally_{len(self._numbers)}_{len(numbers)}", stage)
            numbers.append(number)
            self._stages.defer(number.name, stage, partial(_summed, entries, number))
        number.parts[amount] = number.used
        number.used += width
        return number


def _summed(entries: Raw, number: _Number) -> Sql:
    total: Sql | None = None
    for amount, at in number.parts.items():
        part: Sql = exp.cast(amount, "BIGINT")
        if at:
            part = exp.Mul(this=part, expression=exp.cast(literal(1 << at), "BIGINT"))
        total = part if total is None else exp.Add(this=total, expression=part)
    assert total is not None  # noqa: S101 - a number is made for a part
    found = call("list_sum", each_of("list_transform", entries, lambda _: total))
    some = exp.and_(not_null(entries.expr), exp.GT(this=call("len", entries.expr), expression=literal(0)))
    return case((some, exp.cast(found, "BIGINT")), otherwise=exp.cast(literal(0), "BIGINT"))
