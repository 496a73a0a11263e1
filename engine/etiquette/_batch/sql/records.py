"""Counts and picks over lists of records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlglot import exp

from etiquette.vocabulary import FactDecl

from .raw import Raw, each_of
from .terms import Sql, Term, UnsupportedError, call, case, literal
from .told import FIRST, LAST, entry_day, entry_is

__all__ = ["counted", "matches", "picked"]


def matches(decl: FactDecl, entry: Raw, where: Sequence[tuple[str, Any]]) -> Sql:
    """Whether an entry has all these values; NULL where that isn't known."""
    parts = [entry_is(decl, entry, name, wanted) for name, wanted in where]
    return exp.and_(*parts) if parts else exp.true()


def counted(decl: FactDecl, entries: Term, where: Sequence[tuple[str, Any]]) -> Term:
    """How many entries match: at least, and at most."""
    raw = _listed(entries)
    if raw is None:
        return _none_of(entries, Term(literal(0), "number", unknown=False))
    if not where:
        return Term(_or_zero(entries, call("len", raw.expr)), "number", unknown=entries.unknown)
    least = call("len", each_of("list_filter", raw, lambda entry: matches(decl, entry, where)))
    most = call("len", each_of("list_filter", raw, lambda entry: _maybe(matches(decl, entry, where))))
    return Term(
        _or_zero(entries, least), "number", unknown=entries.unknown, most=_or_zero(entries, most), span=(0, 100_000)
    )


def picked(
    decl: FactDecl, entries: Term, where: Sequence[tuple[str, Any]], field: str, *, latest: bool
) -> Term:
    """The latest or the earliest day in a field of the entries that match."""
    raw = _listed(entries)
    if raw is None:
        return _none_of(entries, Term(exp.null(), "day", exp.true()))

    def sure(entry: Raw) -> Sql:
        return exp.and_(matches(decl, entry, where), entry_day(decl, entry, field)[1])

    certain = Raw(each_of("list_filter", raw, sure), raw.shape)
    possible = each_of("list_filter", raw, lambda entry: _maybe(matches(decl, entry, where)))
    days = each_of("list_transform", certain, lambda entry: entry_day(decl, entry, field)[0])
    extreme = call("list_max" if latest else "list_min", days)
    settled = exp.EQ(this=call("len", certain.expr), expression=call("len", possible))
    value = case((settled, extreme))
    none = exp.and_(
        exp.Coalesce(this=settled, expressions=[exp.false()]), exp.Is(this=extreme.copy(), expression=exp.null())
    )
    if entries.none is not None:
        none = exp.or_(none, entries.none)
    return Term(value, "day", none, unknown=True, span=(FIRST, LAST))


def _maybe(truth: Sql) -> Sql:
    """Whether something holds or may hold."""
    return exp.Coalesce(this=truth, expressions=[exp.true()])


def _listed(entries: Term) -> Raw | None:
    """The list, with the type of its entries; nothing where no row can have one."""
    if entries.kind in ("records", "words") and entries.shape is not None:
        return Raw(entries.value, (entries.shape,))
    if entries.fixed is not None or isinstance(entries.value, exp.Null):
        return None
    raise UnsupportedError("a list whose entries can't be made out")


def _none_of(entries: Term, empty: Term) -> Term:
    """What there is of a list that is empty in all rows, or unknown in all of them."""
    if entries.unknown:
        return Term(exp.null(), empty.kind, unknown=True)
    return empty


def _or_zero(entries: Term, count: Sql) -> Sql:
    """No list counts as nothing where it is known to be none."""
    if entries.none is None:
        return count
    return case((entries.none, literal(0)), otherwise=count)
