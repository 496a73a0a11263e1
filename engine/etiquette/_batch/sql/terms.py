"""Pieces of SQL that say what a condition or a value comes to, and Kleene's logic over them.

A truth is a Boolean that is NULL where it isn't known: ``AND``, ``OR`` and ``NOT`` of SQL then are
Kleene's. A value is NULL where it isn't known *and* where it is known to be none; a companion, never NULL,
tells the two apart. Days are whole numbers, those of :meth:`datetime.date.toordinal`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, TypeAlias

from sqlglot import exp

__all__ = [
    "FALSE",
    "NOTHING",
    "TRUE",
    "UNSURE",
    "Kind",
    "Sql",
    "Term",
    "Truth",
    "UnsupportedError",
    "both",
    "call",
    "case",
    "either",
    "guarded",
    "is_null",
    "literal",
    "negate",
    "not_null",
]

Sql: TypeAlias = exp.Expr
Kind: TypeAlias = Literal["truth", "word", "words", "number", "day", "records", "other"]


class UnsupportedError(Exception):
    """What this says can't be said in SQL: the rows that need it are answered in Python."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A Boolean expression. ``unknown``: it may be NULL."""

    expr: Sql
    unknown: bool = True

    @property
    def fixed(self) -> bool:
        """Whether it is the same in all rows."""
        return isinstance(self.expr, (exp.Boolean, exp.Null))


@dataclass(frozen=True, slots=True)
class Term:
    """A value. ``none`` says whether it is known to be none (``None``: it never is).

    ``unknown``: it may be unknown. ``most`` is set for a count that may be a range, of which ``value`` is the
    least. ``span`` bounds days and numbers; ``fixed`` is the Python value of what is the same in all rows;
    ``shape`` is the type of a list's entries as they stand in the relation.
    """

    value: Sql
    kind: Kind = "other"
    none: Sql | None = None
    unknown: bool = False
    most: Sql | None = None
    span: tuple[int, int] | None = None
    fixed: Any = None
    shape: Any = None

    @property
    def known(self) -> Sql:
        """Whether it is told or none; never NULL."""
        if self.none is None:
            return not_null(self.value)
        return exp.or_(not_null(self.value), self.none)


TRUE: Final = Truth(exp.true(), unknown=False)
FALSE: Final = Truth(exp.false(), unknown=False)
UNSURE: Final = Truth(exp.null())
NOTHING: Final = Term(exp.null(), unknown=True)


def literal(value: Any) -> Sql:
    """A constant of a pack as SQL, whatever it holds: a Boolean, a number, a word or a day."""
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, date):
        return exp.Literal.number(value.toordinal())
    if isinstance(value, int):
        return exp.Literal.number(value) if value >= 0 else exp.Neg(this=exp.Literal.number(-value))
    return exp.Literal.string(str(value))


def is_null(expr: Sql) -> Sql:
    """``expr IS NULL``."""
    return exp.Is(this=_wrapped(expr), expression=exp.null())


def not_null(expr: Sql) -> Sql:
    """``expr IS NOT NULL``."""
    return exp.Not(this=is_null(expr))


def call(name: str, *parts: Sql) -> Sql:
    """A function of that name, written as it stands."""
    return exp.Anonymous(this=name, expressions=[part.copy() for part in parts])


def case(*branches: tuple[Sql, Sql], otherwise: Sql | None = None) -> Sql:
    """``CASE WHEN … THEN … ELSE … END``."""
    found = exp.Case()
    for test, result in branches:
        found.append("ifs", exp.If(this=test.copy(), true=result.copy()))
    if otherwise is not None:
        found.set("default", otherwise.copy())
    return found


def both(parts: Iterable[Truth]) -> Truth:
    """Kleene's *and*; true of nothing."""
    left = _distinct(parts, dropped=True)
    if any(part.expr == exp.false() for part in left):
        return FALSE
    if len(left) <= 1:
        return left[0] if left else TRUE
    return Truth(exp.and_(*(part.expr for part in left)), any(part.unknown for part in left))


def either(parts: Iterable[Truth]) -> Truth:
    """Kleene's *or*; false of nothing."""
    left = _distinct(parts, dropped=False)
    if any(part.expr == exp.true() for part in left):
        return TRUE
    if len(left) <= 1:
        return left[0] if left else FALSE
    return Truth(exp.or_(*(part.expr for part in left)), any(part.unknown for part in left))


def negate(part: Truth) -> Truth:
    """Kleene's *not*."""
    if isinstance(part.expr, exp.Boolean):
        return FALSE if part.expr.this else TRUE
    if isinstance(part.expr, exp.Null):
        return part
    return Truth(exp.not_(part.expr), part.unknown)


def guarded(test: Sql, *terms: Term) -> Truth:
    """A comparison of ``terms``, NULL where one isn't known, and false where one is none."""
    without = [exp.not_(term.none) for term in terms if term.none is not None]
    return Truth(exp.and_(test, *without), any(term.unknown for term in terms))


def _distinct(parts: Iterable[Truth], *, dropped: bool) -> list[Truth]:
    """The parts once each, without those that are ``dropped`` in all rows."""
    unit = exp.Boolean(this=dropped)
    found: dict[Sql, Truth] = {}
    for part in parts:
        if part.expr != unit:
            found.setdefault(part.expr, part)
    return list(found.values())


def _wrapped(expr: Sql) -> Sql:
    simple = (exp.Column, exp.Dot, exp.Literal, exp.Func, exp.Case, exp.Paren, exp.Null, exp.Cast)
    return expr.copy() if isinstance(expr, simple) else exp.Paren(this=expr.copy())
