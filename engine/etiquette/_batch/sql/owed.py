"""Actions that are owed to each entry of a list: whether all have been served.

Names are compared as they stand. That is right where they are plain: ASCII, with single spaces; rows with
other names, or with records that may or may not serve somebody, are left to Python.
"""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from etiquette.model import PerEach
from etiquette.ruleset import Ruleset

from .facts import Look
from .raw import Raw, each_of
from .records import matches
from .terms import Sql, Truth, call, case, is_null, literal, not_null
from .told import text_of

__all__ = ["all_served"]

_PLAIN: Final = "^[!-~]+( [!-~]+)*$"


def all_served(ruleset: Ruleset, per: PerEach, look: Look, otherwise: Truth) -> tuple[Truth, Sql]:
    """Whether nobody of the list remains (``otherwise`` where nobody is listed), and whether SQL can tell.

    The second is never NULL.
    """
    body = ruleset.counted(per)
    entries, records = look(per.each), look(body.list)
    if entries.fixed == () or (entries.shape is None and not entries.unknown):
        return otherwise, exp.true()
    if isinstance(entries.value, exp.Null):
        return Truth(exp.null()), exp.true()
    decl = ruleset.vocabulary[body.list]
    named = Raw(entries.value, (entries.shape,))
    names = each_of("list_transform", named, lambda entry: _name(entry, per.by))
    count = exp.Coalesce(this=call("len", entries.value), expressions=[literal(0)])
    listed = exp.GT(this=count, expression=literal(0))
    if records.shape is None:
        served: Sql = exp.null() if records.unknown else exp.false()
        clear: Sql = exp.true()
    else:
        done = Raw(records.value, (records.shape,))
        serving = Raw(
            each_of("list_filter", done, lambda entry: matches(decl, entry, body.where)), done.shape
        )
        persons = each_of("list_transform", serving, lambda entry: _name(entry, per.matches))
        served = call("list_has_all", persons, names)
        unnamed = each_of("list_filter", serving, lambda entry: is_null(_name(entry, per.matches)))
        for_anybody = exp.GT(this=call("len", unnamed), expression=literal(0))
        single = exp.EQ(this=count.copy(), expression=literal(1))
        served = case((exp.and_(single, for_anybody), exp.true()), otherwise=served)
        nobody: Sql = exp.null() if records.unknown else exp.false()
        served = case((is_null(records.value), nobody), otherwise=served)
        clear = _clear(decl, done, body.where, per.matches, single)
    truth = case((listed, served), otherwise=otherwise.expr)
    if entries.unknown:
        truth = case((is_null(entries.value), exp.null()), otherwise=truth)
    plain = exp.EQ(
        this=call("len", call("list_distinct", each_of("list_filter", Raw(names, ("NAME",)), _plain))),
        expression=count.copy(),
    )
    told = case((listed, exp.and_(plain, clear)), otherwise=exp.true())
    return Truth(truth), told


def _clear(decl: object, records: Raw, where: object, field: str, single: Sql) -> Sql:
    """Whether each record plainly serves somebody or nobody."""

    def unclear(entry: Raw) -> Sql:
        match = matches(decl, entry, where)  # type: ignore[arg-type]
        name = _name(entry, field)
        odd = exp.and_(not_null(name), exp.not_(_plain(Raw(name, "NAME"))))
        nobody = exp.and_(is_null(name), exp.not_(single))
        return exp.and_(
            exp.Coalesce(this=match, expressions=[exp.true()]),
            exp.or_(is_null(exp.Paren(this=match.copy())), odd, nobody),
        )

    found = call("len", each_of("list_filter", records, unclear))
    return exp.EQ(this=exp.Coalesce(this=found, expressions=[literal(0)]), expression=literal(0))


def _name(entry: Raw, field: str) -> Sql:
    if field not in entry.shape:
        return exp.cast(exp.null(), "VARCHAR")
    return text_of(entry.field(field)) or exp.cast(exp.null(), "VARCHAR")


def _plain(name: Raw) -> Sql:
    return exp.Coalesce(this=call("regexp_matches", name.expr, literal(_PLAIN)), expressions=[exp.false()])
