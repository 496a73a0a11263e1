"""From a shape and the days of a row to an action's answer: the comparisons that are left to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from .stages import Stages, column
from .terms import Sql, case, literal, not_null

__all__ = ["Answer", "Day", "answer_of", "as_date"]


@dataclass(frozen=True)
class Day:
    """The day in a slot, NULL where there is none; its place among the slots, and which end it is."""

    place: int
    end: str
    expr: Sql


_OPEN: Final = ("late", "due", "open")
_NO_OPENING: Final = ("missed", "undetermined")


@dataclass(frozen=True)
class Answer:
    """An action's answer as expressions. ``told`` says whether SQL can tell it; never NULL."""

    told: Sql
    open: Sql
    columns: Mapping[str, Sql]


def answer_of(place: int, slots: Sequence[Day], stages: Stages) -> Answer:
    """The answer of the action at ``place``; the columns of its shape have that number after their names."""

    def of(name: str) -> Sql:
        return column(f"{name}_{place}")

    today = column("today")
    begins, by, ends = (
        stages.hold(
            _extreme([slot for slot in slots if slot.end == end], of(mask), latest=end == "not_before")
        )
        for end, mask in (("not_before", "begins_at"), ("ideally_by", "best_by"), ("not_after", "ends_at"))
    )
    first = stages.hold(_rolled(stages.hold(_latest(today, begins)), of("roll")))
    by_then = by
    if not isinstance(by, exp.Null):
        opening_day = begins if isinstance(begins, exp.Null) else _rolled(begins, of("roll"))
        by_then = stages.hold(case((not_null(by), _latest(by, opening_day))))
    room = exp.GTE(this=ends.copy(), expression=exp.Add(this=begins.copy(), expression=of("spare")))
    missed = exp.LT(this=ends.copy(), expression=first.copy())
    status = stages.hold(
        exp.Coalesce(
            this=of("status"),
            expressions=[
                case(
                    (missed, literal("missed")),
                    (exp.GT(this=first.copy(), expression=today.copy()), literal("not_yet")),
                    (exp.Is(this=of("begun"), expression=exp.null()), literal("undetermined")),
                    (exp.not_(of("begun")), literal("not_yet")),
                    (exp.GT(this=today.copy(), expression=by_then.copy()), literal("late")),
                    otherwise=of("now"),
                )
            ],
        ),
        "status",
    )
    opening = stages.hold(
        exp.Coalesce(
            this=exp.and_(
                of("dated"),
                of("opening"),
                exp.not_(exp.In(this=status.copy(), expressions=[literal(each) for each in _NO_OPENING])),
                _true_unless(missed.copy(), exp.false(), negated=True),
            ),
            expressions=[exp.false()],
        )
    )
    opens_on = case((opening, first))
    steady = exp.or_(
        of("steady"), exp.not_(opening.copy()), exp.EQ(this=first.copy(), expression=today.copy())
    )
    told = exp.and_(
        exp.not_(of("hard")),
        _true_unless(room, exp.true()),
        exp.EQ(
            this=exp.Paren(this=exp.BitwiseAnd(this=of("zones"), expression=column("abroad"))),
            expression=literal(0),
        ),
        steady,
    )
    columns = {
        "status": status,
        "modality": of("modality"),
        "not_before": as_date(case((of("dated"), begins))),
        "ideally_by": as_date(case((of("dated"), by_then))),
        "not_after": as_date(case((of("dated"), ends))),
        "opens_on": as_date(opens_on),
        **{name: of(name) for name in ("channels", "recipients", "via", "rules")},
    }
    is_open = exp.In(this=status.copy(), expressions=[literal(each) for each in _OPEN])
    undetermined = exp.EQ(this=status.copy(), expression=literal("undetermined"))
    open_ = case((undetermined, exp.null()), otherwise=is_open)
    return Answer(exp.Coalesce(this=told, expressions=[exp.false()]), open_, columns)


def _latest(one: Sql, other: Sql) -> Sql:
    """The later of two days, the second of which may be none at all."""
    if isinstance(other, exp.Null):
        return one
    return exp.Greatest(this=one.copy(), expressions=[other.copy()], ignore_nulls=True)


def _rolled(day: Sql, roll: Sql) -> Sql:
    """A day, or the next one that is right where not all weekdays are."""
    weekday = exp.Mod(
        this=exp.Paren(this=exp.Sub(this=day.copy(), expression=literal(1))), expression=literal(7)
    )
    place = exp.Add(this=exp.Paren(this=weekday), expression=literal(1))
    further = exp.Anonymous(this="LIST_EXTRACT", expressions=[roll.copy(), exp.cast(place, "BIGINT")])
    found = exp.Coalesce(this=further, expressions=[literal(0)])
    return exp.Paren(this=exp.Add(this=day.copy(), expression=found))


def _true_unless(test: Sql, default: Sql, *, negated: bool = False) -> Sql:
    found = exp.Coalesce(this=test, expressions=[default.copy()])
    return exp.not_(found) if negated else found


def _extreme(slots: Sequence[Day], mask: Sql, *, latest: bool) -> Sql:
    """The latest or earliest of the days whose slots the mask names; NULL where there is none."""
    parts = [
        case((_in(mask, slot.place), slot.expr)) for slot in slots if not isinstance(slot.expr, exp.Null)
    ]
    if not parts:
        return exp.null()
    if len(parts) == 1:
        return parts[0]
    kind = exp.Greatest if latest else exp.Least
    return kind(this=parts[0], expressions=parts[1:], ignore_nulls=True)


def _in(mask: Sql, place: int) -> Sql:
    bit = exp.BitwiseAnd(this=mask.copy(), expression=exp.cast(literal(1 << place), "BIGINT"))
    return exp.NEQ(this=exp.Paren(this=bit), expression=literal(0))


def as_date(number: Sql) -> Sql:
    """The day of a number."""
    if isinstance(number, exp.Null):
        return exp.cast(number, "DATE")
    first = exp.cast(literal("0001-01-01"), "DATE")
    apart = exp.Paren(this=exp.Sub(this=exp.Paren(this=number.copy()), expression=literal(1)))
    return exp.cast(exp.Add(this=first, expression=exp.cast(apart, "INT")), "DATE")
