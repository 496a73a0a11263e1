"""Where the facts of a row stand in a relation: in columns, in fields of structs, or in a line of JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from sqlglot import exp
from sqlglot.errors import SqlglotError

from etiquette._batch.rows import LINE, NUMBER

from .stages import Stages, column
from .terms import Sql, Truth, UnsupportedError, both, call, literal, not_null

__all__ = ["JSON", "Raw", "Source", "each_of", "keys_of", "schema_at", "source_of", "told_somewhere"]

JSON: Final = "JSON"
"""The type of a value that is still JSON, quotes and all."""

_MOST: Final = 100_000
"""Longer lines are left to Python."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A value as it stands in the relation.

    ``shape`` is its type: the name of a scalar, a tuple of one type (a list), or types by name (a struct).
    """

    expr: Sql
    shape: Any

    def field(self, name: str) -> Raw:
        """A field of a struct."""
        return Raw(
            exp.Dot(this=self.expr.copy(), expression=exp.to_identifier(name, quoted=True)), self.shape[name]
        )


class Totals(Protocol):
    """What sums over lists: a :class:`~.tallies.Tallies`."""

    def total(self, entries: Raw, amount: Sql) -> Sql:
        """The sum of an amount over the entries; 0 where there is no list."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """The raw values of a relation by dotted path, and whether it holds nothing else.

    ``strange`` are values that are no facts: a row is plainly valid only where they say nothing. ``sound``
    holds where no key was overlooked when a line was read.
    """

    at: Mapping[str, Raw]
    strange: tuple[Raw, ...] = ()
    sound: Truth = field(default_factory=lambda: both(()))
    key: Raw | None = None


def source_of(
    schema: Mapping[str, Any],
    columns: Mapping[str, str],
    stages: Stages,
    tallies: Totals,
    *,
    key: str,
    ignored: tuple[str, ...],
) -> Source:
    """Where facts stand. Raises :class:`UnsupportedError` where the columns can't be made out."""
    if LINE in columns:
        return _in_lines(schema, stages, tallies, key, ignored)
    return _in_columns(schema, columns, key, ignored)


# Columns


def _in_columns(
    schema: Mapping[str, Any], columns: Mapping[str, str], key: str, ignored: tuple[str, ...]
) -> Source:
    found: dict[str, Raw] = {}
    strange: list[Raw] = []
    for name, type_ in columns.items():
        if name in (NUMBER, key) or name in ignored:
            continue
        raw = Raw(column(name), _shape(type_))
        for path, each in _leaves(name, raw, schema):
            if path is None:
                strange.append(each)
            elif path in found:
                raise UnsupportedError(f"{path} stands in two columns")
            else:
                found[path] = each
    carried = Raw(column(key), _shape(columns[key])) if key in columns else None
    return Source(found, tuple(strange), key=carried)


def _leaves(path: str, raw: Raw, schema: Mapping[str, Any]) -> Iterator[tuple[str | None, Raw]]:
    """Values at paths that the schema declares; those elsewhere have no path."""
    declared = schema_at(schema, path)
    if declared is None:
        yield None, raw
    elif "properties" in declared and path != "proposed":
        if not isinstance(raw.shape, dict):
            yield None, raw
            return
        for name in raw.shape:
            yield from _leaves(f"{path}.{name}", raw.field(name), schema)
    else:
        yield path, raw


def schema_at(schema: Mapping[str, Any], path: str) -> Mapping[str, Any] | None:
    """The schema of what stands at a dotted path."""
    here: Any = schema
    for name in path.split("."):
        here = here.get("properties", {}).get(name)
        if here is None:
            return None
    return here  # type: ignore[no-any-return]


def _shape(type_: str) -> Any:
    try:
        return _shape_of(exp.DataType.build(type_, dialect="duckdb"))
    except SqlglotError as error:
        raise UnsupportedError(f"the type {type_} can't be made out") from error


def _shape_of(type_: exp.DataType) -> Any:
    kinds = exp.DataType.Type
    if type_.this in (kinds.LIST, kinds.ARRAY):
        return (_shape_of(type_.expressions[0]),)
    if type_.this == kinds.STRUCT:
        return {each.this.name: _shape_of(each.args["kind"]) for each in type_.expressions}
    return "TEXT" if type_.this == kinds.ENUM else type_.sql("duckdb").partition("(")[0]


def told_somewhere(raw: Raw) -> Sql:
    """Whether a value says anything at all; never NULL."""
    if isinstance(raw.shape, dict) and raw.shape:
        return exp.or_(*(told_somewhere(raw.field(name)) for name in raw.shape))
    return not_null(raw.expr)


# Lines


def _in_lines(
    schema: Mapping[str, Any], stages: Stages, tallies: Totals, key: str, ignored: tuple[str, ...]
) -> Source:
    """Lines are read once, into the structure of the schema.

    Whatever the structure doesn't know is overlooked. So the colons of a line are counted: there are as many
    as keys were found, or something else stands in the line (a key, a text with a colon, a null).
    """
    structure = _structure(schema)
    for name in (key, *ignored):
        structure[name] = JSON
    line = column(LINE)
    read = exp.Try(this=call("from_json", line, literal(json.dumps(structure))))
    document = stages.hold(read, "document")
    top = Raw(document, structure)
    found: dict[str, Raw] = {}
    total = _sum([_collect(name, top.field(name), found, stages, tallies) for name in structure])
    carried = found.pop(key)
    for name in ignored:
        found.pop(name, None)
    sound = exp.and_(
        not_null(document),
        exp.LT(this=call("strlen", line), expression=literal(_MOST)),
        exp.EQ(this=exp.Paren(this=_colons_in(line)), expression=exp.Paren(this=total)),
    )
    return Source(found, (), Truth(stages.hold(sound, "sound"), unknown=False), carried)


def _structure(schema: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, sub in schema.get("properties", {}).items():
        if name == "proposed":
            found[name] = JSON
        elif "properties" in sub:
            found[name] = _structure(sub)
        elif "items" in sub:
            items = sub["items"]
            found[name] = [_structure(items)] if "properties" in items else [JSON]
        else:
            found[name] = JSON
    return found


def _collect(path: str, raw: Raw, found: dict[str, Raw], stages: Stages, tallies: Totals) -> Sql:
    """Note the values below ``raw`` by path; how many keys are there, that of ``raw`` included.

    What should be a section and isn't one is read as a section that says nothing: it isn't counted.
    """
    if isinstance(raw.shape, dict):
        parts = [_collect(f"{path}.{name}", raw.field(name), found, stages, tallies) for name in raw.shape]
        inner = stages.hold(_sum(parts), "keys")
        return _sum([inner, _one_if(exp.GT(this=inner, expression=literal(0)))])
    if not isinstance(raw.shape, list):
        found[path] = Raw(stages.hold(raw.expr, "raw"), raw.shape)
        return _one_if(not_null(found[path].expr))
    held = stages.hold(raw.expr, "list")
    found[path] = Raw(held, (raw.shape[0],))
    there = _one_if(not_null(held))
    if not isinstance(raw.shape[0], dict):
        return there
    return _sum([there, tallies.total(found[path], keys_of(Raw(exp.to_identifier("entry"), raw.shape[0])))])


def keys_of(entry: Raw) -> Sql:
    """How many fields of an entry are told."""
    return _sum([_one_if(not_null(entry.field(name).expr)) for name in entry.shape])


def each_of(function: str, entries: Raw, make: Callable[[Raw], Sql]) -> Sql:
    """A function of a list that is given something worked out for each entry."""
    name = exp.to_identifier("entry")
    made = make(Raw(name, entries.shape[0]))
    return call(function, entries.expr, exp.Lambda(this=made, expressions=[name]))


def _sum(parts: Sequence[Sql]) -> Sql:
    total = parts[0]
    for each in parts[1:]:
        total = exp.Add(this=total.copy(), expression=each.copy())
    return total


def _colons_in(text: Sql) -> Sql:
    """How many colons a text has."""
    without = call("replace", text, literal(":"), literal(""))
    return exp.Sub(this=call("strlen", text), expression=call("strlen", without))


def _one_if(test: Sql) -> Sql:
    return exp.cast(exp.Paren(this=test), "INT")
