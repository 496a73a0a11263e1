"""A ruleset compiled for the columns of a relation, and the run of it over the rows.

A run makes a table of what each row comes to (the *base*): whether it is plainly valid, each action's
state, and the days of its windows. For each distinct state its shape is asked for, once; then the shapes
are joined with the rows, and their days are compared. Actions that ask about others come after those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import duckdb
import pyarrow as pa
from sqlglot import exp

from etiquette._batch.columns import actions_of
from etiquette._batch.rows import NUMBER
from etiquette._batch.wanted import BREACHES, OF_ACTIONS, Wanted
from etiquette._compiling.shapes import Shapes
from etiquette.diagnostics import has_errors
from etiquette.ruleset import Ruleset

from .answers import Answer, answer_of, as_date
from .base import Base, base_of
from .stages import Stages, column
from .states import Opens
from .tables import COLUMNS, row_of
from .terms import Sql, case, is_null, literal

__all__ = ["Found", "Plan", "compile_ruleset"]

_BASE: Final = "etiquette_base"
_ALL: Final = "etiquette_all"
_ANSWERS: Final = "etiquette_answers"
_REST: Final = "etiquette_rest"
_OPENED: Final = "etiquette_opened"
_TOLD: Final = "__told"
_BREACHES: Final = "STRUCT(rule VARCHAR, level VARCHAR, about VARCHAR)[]"
_TEMPORARY: Final = exp.Properties(expressions=[exp.TemporaryProperty()])
_MOST_SHAPES: Final = 20_000
"""States of an action that one run looks up, the most frequent first; rows with others go to Python."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a run has made: the answers, and the numbers of the rows that are left to Python."""

    answers: str
    rest: str


class Plan:
    """SQL for the rows of one relation. Keeps the shapes that it has met; not to be shared by threads."""

    def __init__(self, ruleset: Ruleset, wanted: Wanted, base: Base) -> None:
        self.ruleset = ruleset
        self.wanted = wanted
        self.base = base
        guidance = ruleset.as_of(wanted.as_of or wanted.today or wanted.present)
        self._shapes = [Shapes(guidance, state.layout) for state in base.states]
        self._rows: list[dict[Any, dict[str, Any]]] = [{} for _ in base.states]
        self._texts: dict[tuple[str, ...], str] = {}

    def run(self, connection: duckdb.DuckDBPyConnection, relation: str) -> Found:
        """Answer the rows of ``relation``; see :mod:`etiquette._batch.sql`."""
        connection.execute(self._text("base", relation, make=lambda: self._base(relation)))
        table = _BASE
        for place in self.base.order:
            if self.base.states[place].asked and table == _BASE:
                table = _OPENED
                connection.execute(self._text("opened", make=self._opened))
            self._look_up(connection, table, place)
        connection.execute(self._text("all", make=lambda: self._all(table)))
        connection.execute(self._text("answers", make=self._answers))
        connection.execute(self._text("rest", make=self._rest))
        return Found(_ANSWERS, _REST)

    def _text(self, *name: str, make: Callable[[], exp.Expr]) -> str:
        """A statement as text, made when it is first asked for: it is the same for all rows."""
        if name not in self._texts:
            self._texts[name] = make().sql("duckdb")
        return self._texts[name]

    # Statements

    def _base(self, relation: str) -> exp.Create:
        return _table(_BASE, self.base.stages.query(relation, self.base.columns))

    def _answers(self) -> exp.Create:
        names = [column(name) for name in self._columns()]
        return _view(_ANSWERS, exp.select(*names).from_(_ALL).where(column(_TOLD)))

    def _rest(self) -> exp.Create:
        return _table(_REST, exp.select(column(NUMBER)).from_(_ALL).where(exp.not_(column(_TOLD))))

    def _all(self, table: str) -> exp.Create:
        """Each row with whether SQL can answer it, and its answer."""
        stages, answers = self._answered(range(len(self.base.states)))
        told = exp.and_(column("plain"), *(each.told for each in answers.values()))
        columns = {**self._columns(answers), _TOLD: stages.hold(told)}
        joined = self._joined(table, tuple(answers))
        return _view(_ALL, stages.query(joined, columns))

    def _columns(self, answers: Mapping[int, Answer] | None = None) -> dict[str, Sql]:
        """The columns of answers with what they hold, those of ``answer_schema`` after the row's number."""
        complete = not has_errors(self.ruleset.diagnostics)
        found: dict[str, Sql] = {
            NUMBER: column(NUMBER),
            self.wanted.key: column("key"),
            "row": column(NUMBER),
            "as_of": as_date(column("today")),
            "ok": literal(complete),
            "exit_code": exp.cast(literal(0 if complete else 3), "TINYINT"),
        }
        places = {state.layout.action.id: place for place, state in enumerate(self.base.states)}
        for action in actions_of(self.ruleset, self.wanted):
            for name in (each for each in OF_ACTIONS if each in self.wanted.columns):
                found[f"{action}.{name}"] = answers[places[action]].columns[name] if answers else exp.null()
        if BREACHES in self.wanted.columns:
            kind = exp.DataType.build(_BREACHES, dialect="duckdb")
            found[BREACHES] = exp.cast(exp.Array(expressions=[]), kind)
        return found

    def _answered(self, places: Iterable[int]) -> tuple[Stages, dict[int, Answer]]:
        """The answers of some actions, over the rows that are joined with the shapes of these."""
        places = tuple(places)
        given = [*self.base.columns, *(f"{name}_{place}" for place in places for name in COLUMNS)]
        stages = Stages(given)
        return stages, {place: answer_of(place, self.base.slots[place], stages) for place in places}

    def _joined(self, table: str, places: Iterable[int]) -> exp.Subquery:
        """The rows of ``table``, each with its shapes."""
        made: list[Sql] = [exp.Column(this=exp.Star(), table=exp.to_identifier("base"))]
        places = tuple(places)
        for place in places:
            shapes = _shapes_table(place)
            made += [
                _alias(exp.column(name, table=shapes, quoted=True), f"{name}_{place}") for name in COLUMNS
            ]
        query = exp.select(*made, copy=False)
        query = query.from_(exp.alias_(exp.table_(table), "base", table=True), copy=False)
        for place in places:
            query.append("joins", self._join(place))
        return query.subquery("joined", copy=False)

    # Actions that ask about others

    def _opened(self) -> exp.Create:
        """The base with how the actions turn out that are asked about, and what hangs on it."""
        places = {state.layout.action.id: place for place, state in enumerate(self.base.states)}
        asked = {name for place in self.base.asking for name in self.base.states[place].asked}
        stages, answers = self._answered(sorted(places[name] for name in asked))
        made: dict[str, Sql] = {name: column(name) for name in self.base.columns}
        for place, turns in self.base.asking.items():
            opens = [
                stages.hold(answers[places[name]].open, "open") for name in self.base.states[place].asked
            ]
            tests = [_turned_out(turn, opens) for turn in turns]
            numbers = [literal(number) for number in range(len(tests))]
            made[f"opens_{place}"] = case(*zip(tests, numbers, strict=True))
            for at, chosen in enumerate(zip(*turns.values(), strict=True)):
                made[f"c_{place}_{at}"] = case(*zip(tests, chosen, strict=True))
        return _table(_OPENED, stages.query(self._joined(_BASE, answers), made))

    def _keys(self, place: int) -> dict[str, pa.DataType]:
        """The columns of an action's state, with types: numbers, words, how those asked about turn out."""
        numbers, words = self.base.keys[place]
        turns = self.base.asking.get(place)
        chosen = [f"c_{place}_{at}" for at in range(len(next(iter(turns.values()))))] if turns else []
        found = dict.fromkeys((*numbers, *chosen), pa.int64()) | dict.fromkeys(words, pa.string())
        return found | ({f"opens_{place}": pa.int64()} if turns else {})

    # Shapes

    def _look_up(self, connection: duckdb.DuckDBPyConnection, table: str, place: int) -> None:
        """Make a table with the shapes of the states that rows have."""
        types, known, keys = self._keys(place), self._rows[place], [()]
        if types:
            keys = connection.execute(
                self._text("states", str(place), make=lambda: _states(table, types))
            ).fetchall()
        for key in keys:
            if key not in known:
                known[key] = self._shape(place, key)
        name = _shapes_table(place)
        arrays = [pa.array([key[at] for key in keys], kind) for at, kind in enumerate(types.values())]
        arrays += [pa.array([known[key][each] for key in keys], kind) for each, kind in COLUMNS.items()]
        made = pa.Table.from_arrays(arrays, names=[*types, *COLUMNS])
        connection.register(f"{name}_new", made)
        connection.execute(_table(name, exp.select("*").from_(f"{name}_new")).sql("duckdb"))
        connection.unregister(f"{name}_new")

    def _shape(self, place: int, key: tuple[Any, ...]) -> dict[str, Any]:
        state = self.base.states[place]
        opens: Opens = ()
        if state.asked:
            opens, key = tuple(self.base.asking[place])[key[-1]], key[:-1]
        words = len(self.base.keys[place][1])
        numbers = key[: len(key) - words]
        found = state.decoded(numbers, key[len(numbers) :], opens)
        shapes = self._shapes[place]
        return row_of(shapes, shapes.of(found), self.base.zones)

    def _join(self, place: int) -> exp.Join:
        table = _shapes_table(place)
        tests = [
            _equal(
                exp.column(name, table="base", quoted=True), exp.column(name, table=table, quoted=True), kind
            )
            for name, kind in self._keys(place).items()
        ]
        return exp.Join(this=exp.table_(table), side="LEFT", on=exp.and_(*tests) if tests else exp.true())


def compile_ruleset(ruleset: Ruleset, wanted: Wanted, columns: Mapping[str, str]) -> Plan:
    """``ruleset`` as SQL over a relation with these columns; see :mod:`etiquette._batch.sql`.

    Raises :class:`~.terms.UnsupportedError` where nothing can be answered that way.
    """
    return Plan(ruleset, wanted, base_of(ruleset, wanted, columns))


def _equal(one: Sql, other: Sql, kind: pa.DataType) -> Sql:
    """Equal; among words, NULL is the word that isn't known."""
    same = exp.NullSafeEQ if kind == pa.string() else exp.EQ
    return same(this=one, expression=other)


def _turned_out(turn: Opens, opens: list[Sql]) -> Sql:
    """Whether the actions that are asked about turn out like this."""
    pairs = zip(turn, opens, strict=True)
    tests = [is_null(one) if open_ is None else (one if open_ else exp.not_(one)) for open_, one in pairs]
    return exp.and_(*tests)


def _shapes_table(place: int) -> str:
    return f"etiquette_shapes_{place}"


def _states(table: str, names: Iterable[str]) -> exp.Select:
    """The distinct states that rows have, the most frequent first."""
    columns = [column(name) for name in names]
    query = exp.select(*columns).from_(table).where(column("plain"))
    return query.group_by(*columns).order_by("COUNT(*) DESC").limit(_MOST_SHAPES)


def _alias(expr: Sql, name: str) -> Sql:
    return exp.alias_(expr, name, quoted=True)


def _table(name: str, query: exp.Select) -> exp.Create:
    """The statement that makes a temporary table of a query, in place of the one that there was."""
    return exp.Create(
        this=exp.table_(name), kind="TABLE", replace=True, expression=query, properties=_TEMPORARY.copy()
    )


def _view(name: str, query: exp.Select) -> exp.Create:
    return exp.Create(
        this=exp.table_(name), kind="VIEW", replace=True, expression=query, properties=_TEMPORARY.copy()
    )
