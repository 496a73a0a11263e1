"""What a fact is told as: from a raw value to a term, and whether that plainly belongs there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import available_timezones

from sqlglot import exp

from etiquette._deciding.calendars import countries
from etiquette._reading.formats import FORMATS
from etiquette.vocabulary import FactDecl

from .raw import JSON, Raw, each_of, keys_of
from .stages import Stages
from .tallies import MOST_ENTRIES, Tallies
from .terms import Kind, Sql, Term, UnsupportedError, call, case, is_null, literal, not_null

__all__ = [
    "DAYS",
    "FIRST",
    "LAST",
    "Told",
    "day_number",
    "entry_day",
    "entry_is",
    "ordered_day",
    "read",
    "text_of",
    "words_of",
]

DAYS: Final = 7_304
"""Days within which every date lies that is no more than twenty years away."""

FIRST: Final = 685_926
LAST: Final = 810_838
"""The first and last day (in 1879 and 2220) that facts can tell, given the years that today can be in."""

_KNOWN: Final = frozenset({"type", "enum", "format", "minimum", "maximum", "maxLength", "pattern", "items"})
_SILENT: Final = frozenset({"title", "description", "examples", "default", "$comment", "deprecated"})
_KINDS: Final[Mapping[str, Kind]] = {
    "boolean": "truth", "word": "word", "words": "words", "number": "number", "date": "day",
    "records": "records", "text": "word", "zone": "word", "texts": "words", "time": "other",
}  # fmt: skip
_CONTROL: Final = '[\\x00-\\x1f\\x7f\\\\"]'
_WHOLE: Final = ("TINYINT", "SMALLINT", "INT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_TEXT: Final = ("TEXT", "VARCHAR")
_TRUE: Final[Sql] = exp.true()


@dataclass(frozen=True, slots=True)
class Told:
    """A fact as it was told. ``sound`` is never NULL: where it is false, Python has to look."""

    term: Term
    sound: Sql


def read(
    decl: FactDecl,
    schema: Mapping[str, Any],
    raw: Raw,
    words: tuple[str, ...],
    today: Sql,
    stages: Stages,
    tallies: Tallies,
    *,
    country: bool = False,
) -> Told:
    """A fact told as ``raw`` under its own ``schema``; ``words`` are those that it may be."""
    kind = _KINDS[decl.kind]
    blank = Told(Term(raw.expr, kind, unknown=True), is_null(raw.expr))
    if not _understood(schema):
        return blank
    if decl.kind in ("words", "texts", "records"):
        return _list(decl, schema, raw, words, today, tallies) or blank
    made = _scalar(decl, schema, raw, words, today, stages)
    if made is None:
        return blank
    if country:
        known = exp.In(this=made.term.value.copy(), expressions=[literal(each) for each in countries()])
        made = Told(made.term, exp.and_(made.sound, exp.or_(is_null(made.term.value), known)))
    return made


def _understood(schema: Mapping[str, Any]) -> bool:
    """Whether all that a schema asks for is looked at here."""
    if not all(key in _KNOWN or key in _SILENT or key.startswith("x-") for key in schema):
        return False
    items = schema.get("items", {})
    if "properties" in items:
        return all(_understood(each) for each in items["properties"].values()) and all(
            key in ("type", "properties", "required", "additionalProperties", *_SILENT)
            or key.startswith("x-")
            for key in items
        )
    return "items" not in schema or _understood(items)


# One value


def _scalar(
    decl: FactDecl, schema: Mapping[str, Any], raw: Raw, words: tuple[str, ...], today: Sql, stages: Stages
) -> Told | None:
    plain = _plain(decl, schema, raw, words, today, stages.hold)
    if plain is None:
        return None
    value, none, sound = plain
    kind = _KINDS[decl.kind]
    span = {"day": (FIRST, LAST), "number": (decl.least or 0, decl.most or 1_000_000)}.get(kind)
    least = schema.get("minimum")
    if kind == "number" and (least is None or schema.get("maximum") is None):
        span = (-1_000_000, 1_000_000)
    held = stages.hold(value, "told")
    return Told(Term(held, kind, none, unknown=True, span=span), stages.hold(sound, "sound"))


def _plain(
    decl: FactDecl,
    schema: Mapping[str, Any],
    raw: Raw,
    words: tuple[str, ...],
    today: Sql,
    hold: Callable[[Sql, str], Sql],
) -> tuple[Sql, Sql | None, Sql] | None:
    """The value, whether it is none, and whether all is plainly right; ``None``: the type isn't read."""
    absent = is_null(raw.expr)
    none: Sql | None = None
    text = text_of(raw)
    if decl.can_be_none and text is not None:
        is_none = exp.EQ(this=raw.expr.copy(), expression=_as_raw("none", raw))
        none = hold(exp.Coalesce(this=is_none, expressions=[exp.false()]), "none")
    made: tuple[Sql, Sql] | None
    match decl.kind:
        case "boolean":
            made = _boolean(raw)
        case "number":
            made = _number(schema, raw)
        case "date":
            made = _date(decl, raw, text, today, hold)
        case "word" if words and text is not None:
            among = exp.In(this=raw.expr.copy(), expressions=[_as_raw(each, raw) for each in words])
            made = text, among
        case "zone" if text is not None:
            zones = sorted(each for each in available_timezones() if FORMATS["timezone"](each))
            made = text, exp.In(this=raw.expr.copy(), expressions=[_as_raw(each, raw) for each in zones])
        case "text" if text is not None:
            made = text, _sound_text(schema, raw, text)
        case _:
            made = None
    if made is None:
        return None
    value, right = made
    if none is not None:
        value = case((exp.not_(none), value))
    right = right if none is None else exp.or_(none, right)
    sound = case((absent, exp.true()), otherwise=exp.Coalesce(this=right.copy(), expressions=[exp.false()]))
    return value, none, sound


def text_of(raw: Raw) -> Sql | None:
    """The text that a raw value is, if it can be one."""
    if raw.shape == JSON:
        quoted = exp.cast(raw.expr, "VARCHAR")
        inner = exp.Sub(this=call("length", quoted), expression=literal(2))
        return call("substr", quoted, literal(2), inner)
    return raw.expr if raw.shape in _TEXT else None


def _as_raw(word: str, raw: Raw) -> Sql:
    return literal(f'"{word}"' if raw.shape == JSON else word)


def _boolean(raw: Raw) -> tuple[Sql, Sql] | None:
    if raw.shape == "BOOLEAN":
        return raw.expr, exp.true()
    if raw.shape not in (JSON, *_TEXT):
        return None
    two = [literal("true"), literal("false")]
    told = raw.expr if raw.shape == JSON else call("lower", call("trim", raw.expr))
    return exp.EQ(this=told.copy(), expression=literal("true")), exp.In(this=told.copy(), expressions=two)


def _number(schema: Mapping[str, Any], raw: Raw) -> tuple[Sql, Sql] | None:
    if raw.shape in _WHOLE:
        value, right = raw.expr, _TRUE
    elif raw.shape in (JSON, *_TEXT):
        value = exp.TryCast(this=exp.cast(raw.expr, "VARCHAR"), to=exp.DataType.build("INT"))
        right = exp.EQ(this=exp.cast(value, "VARCHAR"), expression=exp.cast(raw.expr, "VARCHAR"))
    else:
        return None
    parts: list[Sql] = [right]
    bounds = ((schema.get("minimum", -1_000_000), exp.GTE), (schema.get("maximum", 1_000_000), exp.LTE))
    for bound, test in bounds:
        parts.append(test(this=value.copy(), expression=literal(bound)))
    return value, exp.and_(*parts)


def day_number(day: Sql) -> Sql:
    """The number of a day of the calendar."""
    first = exp.cast(literal("0001-01-01"), "DATE")
    apart = exp.Sub(this=day.copy(), expression=first)
    return exp.cast(exp.Paren(this=exp.Add(this=apart, expression=literal(1))), "INT")


def _date(
    decl: FactDecl, raw: Raw, text: Sql | None, today: Sql, hold: Callable[[Sql, str], Sql]
) -> tuple[Sql, Sql] | None:
    parts: list[Sql] = []
    if raw.shape == "DATE":
        day: Sql = raw.expr
    elif text is not None:
        day = hold(exp.TryCast(this=text.copy(), to=exp.DataType.build("DATE")), "day")
        parts.append(exp.EQ(this=exp.cast(day, "VARCHAR"), expression=text.copy()))
        if raw.shape == JSON:
            parts.append(call("starts_with", exp.cast(raw.expr, "VARCHAR"), literal('"')))
    else:
        return None
    value = hold(day_number(day), "ordinal")
    parts.append(exp.LTE(this=value.copy(), expression=exp.Add(this=today.copy(), expression=literal(DAYS))))
    parts.append(exp.GTE(this=value.copy(), expression=exp.Sub(this=today.copy(), expression=literal(DAYS))))
    if decl.past:
        parts.append(exp.LTE(this=value.copy(), expression=today.copy()))
    return value, exp.and_(*parts)


def _sound_text(schema: Mapping[str, Any], raw: Raw, text: Sql) -> Sql:
    parts: list[Sql] = [
        exp.not_(call("regexp_matches", text, literal(_CONTROL))),
        exp.NEQ(this=call("trim", text), expression=literal("")),
    ]
    if raw.shape == JSON:
        parts.append(call("starts_with", exp.cast(raw.expr, "VARCHAR"), literal('"')))
    if "maxLength" in schema:
        parts.append(exp.LTE(this=call("length", text), expression=literal(schema["maxLength"])))
    if "pattern" in schema:
        parts.append(call("regexp_matches", text, literal(schema["pattern"])))
    if "enum" in schema:
        parts.append(exp.In(this=text.copy(), expressions=[literal(each) for each in schema["enum"] if each]))
    return exp.and_(*parts)


# Lists


def _list(
    decl: FactDecl, schema: Mapping[str, Any], raw: Raw, words: tuple[str, ...], today: Sql, tallies: Tallies
) -> Told | None:
    if not isinstance(raw.shape, tuple):
        return None
    entry, kind, items = raw.shape[0], _KINDS[decl.kind], schema.get("items", {})
    if decl.kind == "records":
        if not isinstance(entry, dict):
            return None
        return _records(decl, items, raw, today, tallies)
    if entry not in (JSON, *_TEXT):
        return None

    def right(each: Raw) -> Sql:
        text = text_of(each)
        assert text is not None  # noqa: S101 - a text, by the line before
        if decl.kind == "words":
            return exp.In(this=each.expr.copy(), expressions=[_as_raw(word, each) for word in words])
        return _sound_text(items, each, text)

    if decl.kind == "words" and not words:
        return None
    value = (
        each_of("list_transform", raw, lambda each: text_of(each) or each.expr) if entry == JSON else raw.expr
    )
    return Told(Term(value, kind, unknown=True, shape=entry), _all(raw, right))


def _all(raw: Raw, right: Callable[[Raw], Sql]) -> Sql:
    """Whether something holds of all entries of a list, or there is no list."""
    found = call("len", each_of("list_filter", raw, right))
    same = exp.EQ(this=found, expression=call("len", raw.expr))
    return case((is_null(raw.expr), exp.true()), otherwise=same)


def _records(decl: FactDecl, items: Mapping[str, Any], raw: Raw, today: Sql, tallies: Tallies) -> Told | None:
    required = items.get("required", ())
    if not set(required) <= set(raw.shape[0]):
        return None
    entry = Raw(exp.to_identifier("entry"), raw.shape[0])
    parts: list[Sql] = [exp.GT(this=exp.Paren(this=keys_of(entry)), expression=literal(0))]
    for name in entry.shape:
        field, schema = decl.field(name), items["properties"].get(name)
        made = None
        if field is not None and schema is not None:
            made = _plain(field, schema, entry.field(name), words_of(schema), today, lambda expr, _: expr)
        parts.append(is_null(entry.field(name).expr) if made is None else made[2])
    parts += [not_null(entry.field(name).expr) for name in required]
    wrong = exp.not_(exp.Coalesce(this=exp.and_(*parts), expressions=[exp.false()]))
    none_wrong = exp.EQ(this=tallies.count(raw, wrong), expression=literal(0))
    few = exp.LTE(this=call("len", raw.expr), expression=literal(MOST_ENTRIES))
    sound = case((is_null(raw.expr), exp.true()), otherwise=exp.and_(few, none_wrong))
    return Told(Term(raw.expr, "records", unknown=True, shape=raw.shape[0]), sound)


def words_of(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """The words that a schema, with a ruleset's own filled in, lets a text be."""
    return tuple(each for each in schema.get("enum", ()) if isinstance(each, str) and each != "none")


def entry_is(decl: FactDecl, entry: Raw, name: str, wanted: Any) -> Sql:
    """Whether a field of an entry is ``wanted``; NULL where it isn't told."""
    if name not in entry.shape:
        return exp.null()
    raw, field = entry.field(name), decl.field(name)
    if field is None:
        raise UnsupportedError(f"{decl.path} has no field {name}")
    if isinstance(wanted, bool):
        if raw.shape == "BOOLEAN":
            return raw.expr if wanted else exp.not_(raw.expr)
        return exp.EQ(this=raw.expr.copy(), expression=literal("true" if wanted else "false"))
    if isinstance(wanted, str) and raw.shape in (JSON, *_TEXT):
        if any(char in wanted for char in '"\\'):
            raise UnsupportedError("a word with quotes")
        return exp.EQ(this=raw.expr.copy(), expression=_as_raw(wanted, raw))
    if type(wanted) is int and raw.shape in _WHOLE:
        return exp.EQ(this=raw.expr.copy(), expression=literal(wanted))
    if type(wanted) is int and raw.shape in (JSON, *_TEXT):
        return exp.EQ(this=exp.cast(raw.expr, "VARCHAR"), expression=literal(str(wanted)))
    raise UnsupportedError(f"{name} of {decl.path} as {raw.shape}")


def entry_day(decl: FactDecl, entry: Raw, name: str) -> tuple[Sql, Sql]:
    """What the day in a field of an entry can be ordered by, NULL unless it is one, and whether it is told
    or none.

    Days as text are ordered as they stand: :func:`ordered_day` makes one of them a number.
    """
    if name not in entry.shape:
        return exp.cast(exp.null(), "VARCHAR"), exp.false()
    raw, field = entry.field(name), decl.field(name)
    if field is None or raw.shape not in (JSON, "DATE", *_TEXT):
        raise UnsupportedError(f"{name} of {decl.path} as {raw.shape}")
    if not field.can_be_none or raw.shape == "DATE":
        return raw.expr, not_null(raw.expr)
    some = exp.NEQ(this=raw.expr.copy(), expression=_as_raw("none", raw))
    return case((some, raw.expr)), not_null(raw.expr)


def ordered_day(entry: Raw, name: str, chosen: Sql) -> Sql:
    """The number of a day that was chosen among those of :func:`entry_day`."""
    if name not in entry.shape:
        return exp.null()
    shape = entry.field(name).shape
    if shape == "DATE":
        return day_number(chosen)
    text = text_of(Raw(chosen, shape))
    assert text is not None  # noqa: S101 - a text, by the other function
    return day_number(exp.TryCast(this=text, to=exp.DataType.build("DATE")))
