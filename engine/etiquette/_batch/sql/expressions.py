"""Conditions, days and amounts as SQL: a reader of the algebra.

What is known beforehand (parameters, constants) is worked out here. Business days are reckoned with weekends
only: rows that name a country are none of SQL's (:attr:`Expressions.by_country`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any as Anything
from typing import Final

from sqlglot import exp

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
from etiquette.ruleset import Ruleset

from .facts import Look, constant_term
from .records import counted, picked
from .stages import Stages
from .tallies import Tallies
from .terms import (
    FALSE,
    Sql,
    Term,
    Truth,
    UnsupportedError,
    both,
    call,
    case,
    either,
    guarded,
    is_null,
    literal,
    negate,
    not_null,
)
from .weekdays import moved_by_workdays

__all__ = ["Expressions"]

_FARTHEST: Final = 20_000
_FIRST: Final = 364_878  # 1000-01-01
_LAST: Final = 3_286_818  # 9000-01-01
_ORDER: Final[Mapping[str, Callable[..., Sql]]] = {
    "==": exp.EQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}


class Expressions:
    """Makes SQL for nodes. What is composed is worked out once, in a column of its own."""

    def __init__(self, ruleset: Ruleset, stages: Stages, tallies: Tallies) -> None:
        self.ruleset = ruleset
        self.stages = stages
        self.tallies = tallies
        self.opens: Mapping[str, Truth] = {}
        self.by_country = False

    # Conditions

    def truth(self, node: Node, look: Look) -> Truth:
        """Whether a condition holds."""
        match node:
            case All(parts):
                return both([self.truth(part, look) for part in parts])
            case Any(parts):
                return either([self.truth(part, look) for part in parts])
            case Not(part):
                return negate(self.truth(part, look))
            case Named(_, body):
                return self.truth(body, look)
            case IsOpen(action):
                return self.opens[action]
            case Test(left, op, right):
                there = self.value(left, look)
                return self._test(there, op, None if right is None else self.value(right, look))
            case _:
                raise TypeError(f"{node} is no condition")

    def _test(self, left: Term, op: str, right: Term | None) -> Truth:
        if right is None:
            return _given(left)
        if exp.true() in (left.none, right.none):
            return FALSE
        if op == "has":
            return guarded(call("list_contains", left.value, right.value), left, right)
        if op == "in":
            return self._among(left, right)
        if left.most is not None or right.most is not None:
            return self._of_ranges(left, op, right)
        for one, other in ((left, right), (right, left)):
            if op == "==" and isinstance(one.fixed, bool):
                return guarded(other.value if one.fixed else exp.not_(other.value), other)
        return guarded(_ORDER[op](this=left.value.copy(), expression=right.value.copy()), left, right)

    def _among(self, left: Term, right: Term) -> Truth:
        if not isinstance(right.fixed, tuple):
            raise UnsupportedError("in something that isn't constant")
        numbers = [literal(each) for each in right.fixed]
        inside = exp.In(this=left.value.copy(), expressions=numbers) if numbers else exp.false()
        if left.most is None:
            return guarded(inside, left)
        between = [
            exp.and_(
                exp.GTE(this=number.copy(), expression=left.value.copy()),
                exp.LTE(this=number.copy(), expression=left.most.copy()),
            )
            for number in numbers
        ]
        many: Sql = literal(0)
        for each in between:
            many = exp.Add(this=many, expression=exp.cast(exp.Paren(this=each), "INT"))
        width = exp.Add(
            this=exp.Sub(this=left.most.copy(), expression=left.value.copy()), expression=literal(1)
        )
        whole = exp.EQ(this=exp.Paren(this=many), expression=exp.Paren(this=width))
        some = exp.GT(this=exp.Paren(this=many), expression=literal(0))
        found = case(
            (is_null(left.value), exp.null()),
            (whole, exp.true()),
            (some, exp.null()),
            otherwise=exp.false(),
        )
        return guarded(found, replace(left, unknown=True))

    def _of_ranges(self, left: Term, op: str, right: Term) -> Truth:
        least, most = (left.value, left.most or left.value), (right.value, right.most or right.value)
        (a, b), (c, d) = least, most

        def test(kind: type[exp.Binary], one: Sql, other: Sql) -> Sql:
            return kind(this=one.copy(), expression=other.copy())

        match op:
            case "<":
                always, ever = test(exp.LT, b, c), test(exp.LT, a, d)
            case "<=":
                always, ever = test(exp.LTE, b, c), test(exp.LTE, a, d)
            case ">":
                always, ever = test(exp.GT, a, d), test(exp.GT, b, c)
            case ">=":
                always, ever = test(exp.GTE, a, d), test(exp.GTE, b, c)
            case _:
                always = exp.and_(test(exp.EQ, a, b), test(exp.EQ, b, c), test(exp.EQ, c, d))
                ever = exp.and_(test(exp.LTE, a, d), test(exp.LTE, c, b))
        nothing = exp.or_(is_null(a), is_null(c))
        found = case((nothing, exp.null()), (always, exp.true()), (ever, exp.null()), otherwise=exp.false())
        return guarded(found, replace(left, unknown=True), right)

    # Values

    def value(self, node: Node, look: Look) -> Term:
        """What a value comes to."""
        match node:
            case Constant(value):
                return constant_term(value)
            case Param(name):
                return constant_term(self.ruleset.parameter(name))
            case Fact(path):
                return look(path)
            case Named(_, body):
                return self.value(body, look)
            case Count(path, where):
                made = counted(self.ruleset.vocabulary[path], look(path), where, self.tallies)
            case Pick(end, path, where, field):
                decl = self.ruleset.vocabulary[path]
                made = picked(decl, look(path), where, field, self.tallies, latest=end == "last")
            case Difference(start, end):
                made = _sum("-", self.value(end, look), self.value(start, look), "number")
            case Scaled(times, amount):
                made = _sum("*", constant_term(times), self.value(amount, look), "number")
            case Shift(base, amount, unit):
                made = self._shift(self.value(base, look), self.value(amount, look), unit, look)
            case Extreme(which, dates):
                made = self._extreme([self.value(each, look) for each in dates], which == "latest")
            case _:
                raise TypeError(f"{node} is no value")
        return self.stages.hold_term(made)

    def _shift(self, base: Term, amount: Term, unit: str, look: Look) -> Term:
        amount = _bounded(amount, -_FARTHEST, _FARTHEST)
        if unit == "days":
            return _bounded(_sum("+", base, amount, "day"), _FIRST, _LAST)
        self.by_country = True
        base, amount = self.stages.hold_term(base), self.stages.hold_term(amount)
        made = _sum("+", base, amount, "day")
        if amount.fixed is None:
            value = moved_by_workdays(base.value, amount.value)
        else:
            value = moved_by_workdays(base.value, amount.fixed)
        value = case((exp.and_(not_null(base.value), not_null(amount.value)), value))
        unknown = made.unknown
        path = self.ruleset.country
        if path is not None:
            country = look(path)
            there = country.none if country.none is not None else exp.false()
            value, unknown = case((there, value)), True
        return Term(value, "day", made.none, unknown, span=None)

    def _extreme(self, dates: list[Term], latest: bool) -> Term:
        """None of those that are none takes part; as long as one isn't known, nor is the extreme."""
        kind = exp.Greatest if latest else exp.Least
        dates = [each for each in dates if each.none != exp.true()]
        if len(dates) <= 1:
            return dates[0] if dates else Term(exp.null(), "day", exp.true())
        value: Sql = kind(
            this=dates[0].value.copy(),
            expressions=[each.value.copy() for each in dates[1:]],
            ignore_nulls=True,
        )
        open_ = [exp.not_(each.known) for each in dates if each.unknown]
        none = None
        if all(each.none is not None for each in dates):
            none = exp.and_(*(each.none for each in dates if each.none is not None))
        if open_:
            value = case((exp.not_(exp.or_(*open_)), value))
        spans = [each.span for each in dates]
        span = None
        if all(each is not None for each in spans):
            span = min(each[0] for each in spans if each), max(each[1] for each in spans if each)
        return Term(value, "day", none, bool(open_), span=span)


def _given(left: Term) -> Truth:
    if left.none is None:
        if not left.unknown:
            return Truth(exp.true(), unknown=False)
        return Truth(exp.or_(not_null(left.value), exp.null()))
    if not left.unknown:
        return negate(Truth(left.none, unknown=False))
    return Truth(case((left.none, exp.false()), (not_null(left.value), exp.true())))


def _sum(op: str, left: Term, right: Term, kind: Anything) -> Term:
    """Arithmetic with days: none wherever a part is none, else unknown wherever a part is unknown."""
    if left.most is not None or right.most is not None:
        raise UnsupportedError("reckoning with a count")
    kinds = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul}
    value: Sql = exp.Paren(this=kinds[op](this=left.value.copy(), expression=right.value.copy()))
    if op == "*" or left.span is None or right.span is None:
        wide = [exp.cast(each.value, "BIGINT") for each in (left, right)]
        value = exp.Paren(this=kinds[op](this=wide[0], expression=wide[1]))
    nones = [each.none for each in (left, right) if each.none is not None]
    span = None
    if left.span is not None and right.span is not None:
        corners = [_reckoned(op, one, other) for one in left.span for other in right.span]
        span = min(corners), max(corners)
    fixed = None
    if isinstance(left.fixed, int) and isinstance(right.fixed, int):
        fixed = _reckoned(op, left.fixed, right.fixed)
        value = literal(fixed)
    none = exp.or_(*nones) if nones else None
    return Term(value, kind, none, left.unknown or right.unknown, span=span, fixed=fixed)


def _reckoned(op: str, one: int, other: int) -> int:
    return one + other if op == "+" else (one - other if op == "-" else one * other)


def _bounded(term: Term, least: int, most: int) -> Term:
    """The same, brought within bounds where it could lie outside."""
    if isinstance(term.fixed, int):
        return constant_term(max(least, min(term.fixed, most)))
    if term.span is not None and least <= term.span[0] and term.span[1] <= most:
        return term
    low = exp.LT(this=term.value.copy(), expression=literal(least))
    high = exp.GT(this=term.value.copy(), expression=literal(most))
    value = case((low, literal(least)), (high, literal(most)), otherwise=term.value)
    return replace(term, value=value, span=(least, most))
