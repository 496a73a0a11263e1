"""Counts and picks over lists of records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlglot import exp

from etiquette.vocabulary import FactDecl

from .raw import Raw, each_of
from .tallies import MOST_ENTRIES, Tallies
from .terms import Sql, Term, UnsupportedError, call, case, literal, not_null
from .told import FIRST, LAST, entry_day, entry_is, ordered_day

__all__ = ["counted", "matches", "picked"]


def matches(decl: FactDecl, entry: Raw, where: Sequence[tuple[str, Any]]) -> Sql:
    """Whether an entry has all these values; NULL where that isn't known."""
    parts = [entry_is(decl, entry, name, wanted) for name, wanted in where]
    return exp.and_(*parts) if parts else exp.true()


def counted(decl: FactDecl, entries: Term, where: Sequence[tuple[str, Any]], tallies: Tallies) -> Term:
    """How many entries match: at least, and at most."""
    raw = _listed(entries)
    if raw is None:
        return _none_of(entries, Term(literal(0), "number", unknown=False))
    if not where:
        length = exp.Coalesce(this=call("len", raw.expr), expressions=[literal(0)])
        return Term(
            _unless_unknown(entries, length), "number", unknown=entries.unknown, span=(0, MOST_ENTRIES)
        )
    match = matches(decl, Raw(exp.to_identifier("entry"), raw.shape[0]), where)
    least, most = tallies.count(raw, match), tallies.count(raw, _maybe(match))
    return Term(
        _unless_unknown(entries, least), "number", unknown=entries.unknown,
        most=_unless_unknown(entries, most), span=(0, MOST_ENTRIES),
    )  # fmt: skip


def picked(
    decl: FactDecl,
    entries: Term,
    where: Sequence[tuple[str, Any]],
    field: str,
    tallies: Tallies,
    *,
    latest: bool,
) -> Term:
    """The latest or the earliest day in a field of the entries that match."""
    raw = _listed(entries)
    if raw is None:
        return _none_of(entries, Term(exp.null(), "day", exp.true()))
    entry = Raw(exp.to_identifier("entry"), raw.shape[0])
    match = matches(decl, entry, where)
    day, told = entry_day(decl, entry, field)
    unclear = tallies.count(raw, exp.and_(_maybe(match), exp.not_(_surely(exp.and_(match, told)))))
    certain = tallies.count(raw, match)
    some = exp.GT(this=certain, expression=literal(0))
    days = each_of("list_transform", raw, lambda _: case((match, day)))
    chosen = call("list_max" if latest else "list_min", days)
    extreme = case((some, ordered_day(entry, field, chosen)))
    settled: Sql = exp.EQ(this=unclear, expression=literal(0))
    if entries.unknown:
        settled = exp.and_(not_null(raw.expr), settled)
    value = case((settled, extreme))
    none = exp.and_(settled, exp.Is(this=extreme.copy(), expression=exp.null()))
    return Term(value, "day", none, unknown=True, span=(FIRST, LAST))


def _surely(truth: Sql) -> Sql:
    return exp.Coalesce(this=truth.copy(), expressions=[exp.false()])


def _maybe(truth: Sql) -> Sql:
    """Whether something holds or may hold."""
    return exp.Coalesce(this=truth.copy(), expressions=[exp.true()])


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


def _unless_unknown(entries: Term, count: Sql) -> Sql:
    """A count, where the list is told or assumed."""
    return case((not_null(entries.value), count)) if entries.unknown else count
