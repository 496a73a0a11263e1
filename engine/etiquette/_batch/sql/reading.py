"""The facts of a relation's rows: where they stand, what they are told as, which rows are plainly valid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlglot import exp

from etiquette._batch.wanted import Wanted
from etiquette._reading.facts_schema import prepared_schema
from etiquette._reading.far_off import YEARS_OF_TODAY
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import FactDecl

from .expressions import Expressions
from .facts import Facts
from .raw import Source, schema_at, source_of, told_somewhere
from .stages import Stages
from .tallies import Tallies
from .terms import Sql, Term, Truth, UnsupportedError, literal, not_null
from .told import Told, day_number, read, text_of

__all__ = ["Reading", "reading_of"]

_DAYS_OF_TODAY: Final = tuple(date(year, 1, 1).toordinal() for year in YEARS_OF_TODAY)


@dataclass(frozen=True)
class Reading:
    """The facts of a row in SQL. ``sound`` are Booleans, never NULL, that all hold where a row is plainly
    valid.

    ``today`` and ``zone`` are those of the row; ``expressions`` says what conditions come to.
    """

    source: Source
    stages: Stages
    facts: Facts
    expressions: Expressions
    today: Sql
    zone: Sql
    sound: tuple[tuple[str, Sql], ...]

    def truth(self, node: Any) -> Truth:
        """Whether a condition holds, in a column."""
        return self.stages.hold_truth(self.expressions.truth(node, self.facts.seen))

    def value(self, node: Any) -> Term:
        """What a value comes to, in columns."""
        return self.stages.hold_term(self.expressions.value(node, self.facts.seen))


def reading_of(ruleset: Ruleset, wanted: Wanted, columns: Mapping[str, str]) -> Reading:
    """How the rows of a relation are read. Raises :class:`UnsupportedError` where SQL can't."""
    stages = Stages(columns)
    schema = prepared_schema(ruleset)
    tallies = Tallies(stages)
    source = source_of(schema, columns, stages, tallies, key=wanted.key, ignored=wanted.ignored)
    today, day_sound = _today(source, wanted, stages)
    sound: list[tuple[str, Sql]] = [("the line", source.sound.expr), ("today", day_sound)]
    sound += [("other columns", exp.not_(told_somewhere(raw))) for raw in source.strange]
    told: dict[str, Term] = {}
    for path, decl in ruleset.vocabulary.facts.items():
        raw = source.at.get(path)
        declared = schema_at(schema, path)
        if raw is None or declared is None:
            if decl.required:
                raise UnsupportedError(f"no column tells {path}")
            continue
        found = read(
            decl,
            declared,
            raw,
            ruleset.words_for(decl),
            today,
            stages,
            tallies,
            country=path == ruleset.country,
        )
        told[path] = found.term
        sound.append((path, found.sound))
        if decl.required:
            sound.append((path, not_null(raw.expr)))
    zone, zone_sound = _zone(source, wanted, schema, stages)
    sound.append(("timezone", zone_sound))
    sound += list(_others(ruleset, source))
    expressions = Expressions(ruleset, stages, tallies)
    facts = Facts(ruleset, told, today, stages, expressions.truth)
    return Reading(source, stages, facts, expressions, today, zone, tuple(sound))


_TODAY: Final = FactDecl("today", "date")
_ZONE: Final = FactDecl("timezone", "zone")


def _today(source: Source, wanted: Wanted, stages: Stages) -> tuple[Sql, Sql]:
    """The day of a row, and whether what it tells of it is plainly a day."""
    present = literal(wanted.present)
    raw = source.at.get("today")
    told = Told(Term(exp.null()), exp.true())
    if raw is not None:
        # Any day will do that is written well: it is within twenty years of itself.
        told = read(
            _TODAY, {"type": "string", "format": "date"}, raw, (), _itself(raw), stages, Tallies(stages)
        )
    if wanted.today is not None:
        return literal(wanted.today), told.sound
    if isinstance(told.term.value, exp.Null):
        return present, told.sound
    today = stages.hold(exp.Coalesce(this=told.term.value.copy(), expressions=[present]), "today")
    first, last = _DAYS_OF_TODAY
    within = exp.and_(
        exp.GTE(this=today.copy(), expression=literal(first)),
        exp.LT(this=today.copy(), expression=literal(last)),
    )
    return today, exp.and_(told.sound, within)


def _itself(raw: Any) -> Sql:

    if raw.shape == "DATE":
        return day_number(raw.expr)

    text = text_of(raw)
    if text is None:
        return literal(0)
    return day_number(exp.TryCast(this=text, to=exp.DataType.build("DATE")))


def _zone(source: Source, wanted: Wanted, schema: Mapping[str, Any], stages: Stages) -> tuple[Sql, Sql]:
    raw = source.at.get("timezone")
    given = literal(wanted.timezone)
    declared = schema_at(schema, "timezone")
    if raw is None or declared is None:
        return given, exp.true()
    told = read(_ZONE, declared, raw, (), literal(0), stages, Tallies(stages))
    return stages.hold(exp.Coalesce(this=told.term.value.copy(), expressions=[given]), "zone"), told.sound


def _others(ruleset: Ruleset, source: Source) -> list[tuple[str, Sql]]:
    """What isn't a fact and is left to Python wherever it is told: a proposed step, packs."""
    looked_at = {"today", "timezone", *ruleset.vocabulary.facts}
    found: list[tuple[str, Sql]] = []
    for path, raw in source.at.items():
        if path not in looked_at:
            found.append((path, exp.not_(told_somewhere(raw))))
    return found
