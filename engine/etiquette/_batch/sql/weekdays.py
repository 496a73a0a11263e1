"""Days moved by business days where Saturdays and Sundays are all there is of days off."""

from __future__ import annotations

from sqlglot import exp

from .terms import Sql, case, literal

__all__ = ["moved_by_workdays", "weekday"]

_FRIDAY, _WORKDAYS, _WEEK = 4, 5, 7
_WEEKS = 4_000
"""More weeks than any move is long: added before a division, which then is one of positive numbers."""


def weekday(day: Sql) -> Sql:
    """0 for Monday to 6 for Sunday; day 1 of the count was a Monday."""
    return exp.Mod(
        this=exp.Paren(this=exp.Sub(this=day.copy(), expression=literal(1))), expression=literal(_WEEK)
    )


def moved_by_workdays(day: Sql, amount: Sql | int) -> Sql:
    """``day`` moved by an amount of business days, which may be a column."""
    if isinstance(amount, int):
        if amount == 0:
            return _rolled(day)
        return _ahead(day, literal(amount)) if amount > 0 else _back(day, literal(amount))
    zero = exp.EQ(this=amount.copy(), expression=literal(0))
    ahead = exp.GT(this=amount.copy(), expression=literal(0))
    return case((zero, _rolled(day)), (ahead, _ahead(day, amount)), otherwise=_back(day, amount))


def _plus(one: Sql, other: Sql) -> Sql:
    return exp.Paren(this=exp.Add(this=one.copy(), expression=other.copy()))


def _less(one: Sql, other: Sql) -> Sql:
    return exp.Paren(this=exp.Sub(this=one.copy(), expression=other.copy()))


def _over(weekday_: Sql) -> Sql:
    """Days since Friday on a weekend, else 0."""
    return exp.Greatest(this=_less(weekday_, literal(_FRIDAY)), expressions=[literal(0)], ignore_nulls=True)


def _rolled(day: Sql) -> Sql:
    """A day off rolls forward to Monday."""
    over = _over(weekday(day))
    return _plus(
        day, case((exp.GT(this=over, expression=literal(0)), _less(literal(3), over)), otherwise=literal(0))
    )


def _ahead(day: Sql, amount: Sql) -> Sql:
    """Counting starts on the day after; from a weekend as from the Friday before."""
    off = _over(weekday(day))
    return _counted(_less(day, off), _less(weekday(day), off), amount)


def _back(day: Sql, amount: Sql) -> Sql:
    """Counting starts on the day before; from a weekend as from the Monday after."""
    start = _rolled(day)
    return _counted(start, weekday(start), amount)


def _counted(day: Sql, on: Sql, amount: Sql) -> Sql:
    """From a day of work, which is a Monday where ``on`` is 0, by so many days of work."""
    total = exp.cast(_plus(_plus(on, amount), literal(_WORKDAYS * _WEEKS)), "BIGINT")
    weeks = exp.IntDiv(this=total.copy(), expression=literal(_WORKDAYS))
    rest = exp.Mod(this=total.copy(), expression=literal(_WORKDAYS))
    whole = exp.Mul(this=_less(exp.Paren(this=weeks), literal(_WEEKS)), expression=literal(_WEEK))
    return _plus(_plus(_less(day, on), whole), exp.Paren(this=rest))
