"""What is worked out about each row before any shape is known: its validity, states and days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from graphlib import TopologicalSorter
from typing import Final

from sqlglot import exp

from etiquette._batch.rows import NUMBER
from etiquette._batch.wanted import Wanted
from etiquette.ruleset import Ruleset

from .answers import Day
from .raw import JSON, Raw
from .reading import Reading, reading_of
from .stages import Stages, column
from .states import ActionState, Opens, state_of
from .terms import Sql, call, case, is_null, literal, not_null

__all__ = ["Base", "base_of"]

_ZERO: Final = exp.cast(exp.Literal.number(0), "BIGINT")
_NO_ESCAPES: Final = '^"[^"\\\\]*"$'
_WHOLE: Final = "^(0|-?[1-9][0-9]{0,17})$"


@dataclass(frozen=True)
class Base:
    """The columns of the table that a run begins with.

    ``columns`` are ``__row``, ``key``, ``today``, ``plain`` (whether all is plainly valid and SQL can tell
    the states), ``abroad`` (a bit for each fact in ``zones`` whose zone isn't the sender's), and those that
    ``keys`` (numbers, and words) and ``slots`` name for each state. ``asking`` names the further numbers of
    those that ask about other actions, by how these turn out. ``order``: whoever asks comes after those
    that are asked about.
    """

    stages: Stages
    columns: Mapping[str, Sql]
    states: tuple[ActionState, ...]
    order: tuple[int, ...]
    keys: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    slots: tuple[tuple[Day, ...], ...]
    asking: Mapping[int, Mapping[Opens, tuple[Sql, ...]]]
    zones: Mapping[str, int]
    sound: tuple[tuple[str, Sql], ...] = field(default=(), compare=False)


def base_of(ruleset: Ruleset, wanted: Wanted, columns: Mapping[str, str]) -> Base:
    """The base of a relation's rows. Raises :class:`~.terms.UnsupportedError` where SQL can't make it."""
    guidance = ruleset.as_of(wanted.as_of or wanted.today or wanted.present)
    reading = reading_of(guidance, wanted, columns)
    states = tuple(state_of(reading, action) for action in guidance.actions.values())
    made: dict[str, Sql] = {NUMBER: column(NUMBER)}
    made["key"], key_sound = _key(reading.source.key, reading.stages, as_json=wanted.json_keys)
    made["today"] = reading.today
    zones = _zones(guidance, states)
    made["abroad"] = _abroad(reading, zones)
    sound = [*reading.sound, ("the key", key_sound)]
    sound += [(state.layout.action.id, state.clear) for state in states]
    sound += [("impossible", exp.not_(_surely(reading, each.when))) for each in guidance.impossible]
    sound += _of_guidance(ruleset, wanted, reading)
    keys: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    slots: list[tuple[Day, ...]] = []
    asking: dict[int, dict[Opens, tuple[Sql, ...]]] = {}
    for place, state in enumerate(states):
        numbers = _named(made, f"n_{place}", state.numbers)
        words = _named(made, f"w_{place}", state.words)
        keys.append((numbers, words))
        ends = zip(state.layout.slots, state.slots, strict=True)
        slots.append(tuple(Day(at, slot.end, _slot(made, day)) for at, (slot, day) in enumerate(ends)))
        if state.asked:
            asking[place] = _turns(made, place, state)
    if reading.expressions.by_country and guidance.country is not None:
        country = reading.facts.seen(guidance.country)
        sound.append((guidance.country, is_null(country.value)))
    made["plain"] = _all_of(sound, reading.stages)
    return Base(
        reading.stages, made, states, _order(guidance, states), tuple(keys), tuple(slots), asking, zones,
        tuple(sound),
    )  # fmt: skip


def _named(made: dict[str, Sql], stem: str, expressions: tuple[Sql, ...]) -> tuple[str, ...]:
    names = tuple(f"{stem}_{at}" for at in range(len(expressions)))
    made.update(zip(names, expressions, strict=True))
    return names


def _slot(made: dict[str, Sql], day: Sql) -> Sql:
    """A slot as the table has it; equal ones share a column."""
    if not isinstance(day, exp.Column):
        return day
    made[f"d_{day.name}"] = day
    return column(f"d_{day.name}")


def _turns(made: dict[str, Sql], place: int, state: ActionState) -> dict[Opens, tuple[Sql, ...]]:
    width = max(len(each) for each in state.asking.values())
    found: dict[Opens, tuple[Sql, ...]] = {}
    for turn, (opens, expressions) in enumerate(state.asking.items()):
        names = _named(made, f"a_{place}_{turn}", expressions)
        found[opens] = (*(column(name) for name in names), *(_ZERO for _ in range(width - len(names))))
    return found


def _all_of(sound: list[tuple[str, Sql]], stages: Stages) -> Sql:
    """That everything is sound."""
    parts = [stages.hold(each, "plain") for _, each in sound if each != exp.true()]
    return exp.and_(*parts) if parts else exp.true()


def _surely(reading: Reading, condition: object) -> Sql:
    truth = reading.truth(condition)
    return exp.Coalesce(this=truth.expr, expressions=[exp.false()])


def _of_guidance(ruleset: Ruleset, wanted: Wanted, reading: Reading) -> list[tuple[str, Sql]]:
    """Rows on whose day other rules are in force are left to Python."""
    if wanted.as_of is not None or wanted.today is not None or len(ruleset.epochs()) == 1:
        return []
    first = max(each for each in ruleset.epochs() if each <= wanted.present)
    last = ruleset.guidance_until(wanted.present) or date.max
    within = exp.and_(
        exp.GTE(this=reading.today.copy(), expression=literal(first)),
        exp.LTE(this=reading.today.copy(), expression=literal(last)),
    )
    return [("the rules in force", within)]


def _order(ruleset: Ruleset, states: tuple[ActionState, ...]) -> tuple[int, ...]:
    places = {state.layout.action.id: place for place, state in enumerate(states)}
    order = TopologicalSorter({name: ruleset.opens[name] for name in places}).static_order()
    return tuple(sorted((places[name] for name in order), key=lambda place: bool(states[place].asked)))


# Zones


def _zones(ruleset: Ruleset, states: tuple[ActionState, ...]) -> dict[str, int]:
    facts = {ruleset.zone_fact(way) for state in states for way in ruleset.ways(state.layout.action)}
    return {path: place for place, path in enumerate(sorted(path for path in facts if path is not None))}


def _abroad(reading: Reading, zones: Mapping[str, int]) -> Sql:
    total: Sql = _ZERO
    for path, place in zones.items():
        there = reading.facts.told(path).value
        if not isinstance(there, exp.Null):
            other = exp.NEQ(this=there.copy(), expression=reading.zone.copy())
            bit = case((other, exp.cast(literal(1 << place), "BIGINT")), otherwise=_ZERO)
            total = bit if total is _ZERO else exp.Add(this=total, expression=bit)
    return total


# Keys


def _key(raw: Raw | None, stages: Stages, *, as_json: bool) -> tuple[Sql, Sql]:
    """The key of a row (its number, where it has none), and whether SQL can tell it; text, or its JSON."""
    number = column(NUMBER)
    if raw is None:
        return exp.cast(number, "VARCHAR"), exp.true()
    if raw.shape == JSON:
        text = exp.cast(raw.expr, "VARCHAR")
        quoted = call("regexp_matches", text, literal(_NO_ESCAPES))
        inner = call("substr", text, literal(2), exp.Sub(this=call("length", text), expression=literal(2)))
        empty = exp.EQ(this=text.copy(), expression=literal('""'))
        key = case(
            (exp.or_(is_null(text), empty), exp.cast(number, "VARCHAR")),
            (quoted, text if as_json else inner),
            otherwise=text,
        )
        whole = call("regexp_matches", text, literal(_WHOLE))
        return stages.hold(key, "key"), exp.Coalesce(
            this=exp.or_(is_null(text), quoted, whole), expressions=[exp.false()]
        )
    if raw.shape in ("TEXT", "VARCHAR"):
        blank = exp.EQ(this=raw.expr.copy(), expression=literal(""))
        return case(
            (blank, exp.cast(number, "VARCHAR")),
            (not_null(raw.expr), raw.expr),
            otherwise=exp.cast(number, "VARCHAR"),
        ), exp.true()
    if isinstance(raw.shape, str):
        return exp.Coalesce(this=raw.expr.copy(), expressions=[number]), exp.true()
    return raw.expr, exp.false()
