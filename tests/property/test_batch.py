"""A batch says of each row what a check says of it, column by column."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from etiquette import Ruleset
from etiquette._batch.answering import Answering
from etiquette._batch.engine import arrow_table
from etiquette._batch.quick import Quick
from etiquette._batch.rows import LINE, NUMBER
from etiquette._batch.wanted import ALL_COLUMNS, OF_ACTIONS, Wanted
from etiquette.testing import cases, flat
from packs_at_random import base, random_pack

from .rulesets import PACKS, ruleset

PRESENT = date(2026, 11, 23)
WANTED = Wanted(PRESENT, "Europe/Berlin", columns=ALL_COLUMNS)
FULL = ruleset(PACKS[0])


def expected(rules: Ruleset, case: dict[str, Any], number: int) -> dict[str, Any] | None:
    """The columns that a check's JSON comes to; ``None`` where it has no answer."""
    report = rules.check(case)
    if not report.answered:
        return None
    found = report.to_dict()
    row: dict[str, Any] = {
        "id": str(number),
        "row": number,
        "as_of": found["as_of"],
        "ok": found["ok"],
        "exit_code": report.exit_code,
    }
    for decision in found["plan"]:
        row |= {f"{decision['action']}.{name}": decision[name] for name in OF_ACTIONS}
    row["breaches"] = [
        {key: each[key] for key in ("rule", "level", "about")}
        for each in found["findings"]
        if each["level"] != "note"
    ]
    return row


def as_json(row: dict[str, Any]) -> dict[str, Any]:
    """A row of answers with its days as text."""
    return {name: each.isoformat() if isinstance(each, date) else each for name, each in row.items()}


def held_against_checks(rules: Ruleset, rows: list[dict[str, Any]]) -> None:
    """The answers to a batch are those of checks, and what has none is refused for the same reasons."""
    answering = Answering(rules, WANTED)
    wanted = [expected(rules, case, number) for number, case in enumerate(rows, 1)]
    for batch in (lines(rows), dotted(rows)):
        answers, refused = answering.answer(batch)
        assert [as_json(each) for each in answers.to_pylist()] == [each for each in wanted if each]
        aside = {each["row"]: json.loads(each["diagnostics"]) for each in refused.to_pylist()}
        assert sorted(aside) == [number for number, each in enumerate(wanted, 1) if each is None]
        for number, diagnostics in aside.items():
            assert diagnostics == [each.to_dict() for each in rules.check(rows[number - 1]).diagnostics]


def lines(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    """The rows as lines of JSON."""
    texts = [json.dumps(each).encode() for each in rows]
    return pa.RecordBatch.from_pydict({NUMBER: list(range(1, len(rows) + 1)), LINE: texts})


def dotted(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    """The rows as dotted columns of text, with lists as JSON."""
    texts = [{name: as_cell(value) for name, value in flat(each).items()} for each in rows]
    names = sorted({name for each in texts for name in each})
    columns = {name: pa.array([each.get(name) for each in texts], pa.string()) for name in names}
    return pa.RecordBatch.from_pydict({NUMBER: list(range(1, len(rows) + 1)), **columns})


def as_cell(value: Any) -> str:
    """A value as a cell of CSV has it."""
    return value if isinstance(value, str) else json.dumps(value)


@given(st.sampled_from(PACKS), st.lists(cases(FULL), min_size=1, max_size=4))
def test_rows_of_the_bundled_packs(pack: str, rows: list[dict[str, Any]]) -> None:
    """Every column is the field of the report, for lines of JSON and for cells of text."""
    held_against_checks(ruleset(pack), rows)


@given(st.integers(0, 10_000), st.booleans(), st.data())
def test_rows_of_packs_at_random(seed: int, country: bool, data: st.DataObject) -> None:
    """The same for packs that nobody would write, which use every construct of the notation."""
    rows = data.draw(st.lists(cases(base(country)), min_size=1, max_size=3))
    held_against_checks(random_pack(seed, country=country), rows)


def by_sql(rules: Ruleset, batch: pa.RecordBatch, connection: duckdb.DuckDBPyConnection) -> Any:
    """The answers to a batch, by SQL as far as that goes, and how many rows it went."""
    table, rest = Quick(rules, WANTED, connection).answer([batch])
    answering = Answering(rules, WANTED)
    answers = [row for each in rest for row in answering.answer(each)[0].to_pylist()]
    if table is None:
        return answers, 0
    names = ", ".join(f'"{name}"' for name in answering.schema.names)
    found = arrow_table(connection, f"SELECT {names} FROM {table}").cast(answering.schema).to_pylist()  # noqa: S608
    return sorted([*answers, *found], key=lambda row: row["row"]), len(found)


@settings(max_examples=6)
@given(st.sampled_from(PACKS), st.lists(cases(FULL, proposed=False), min_size=12, max_size=24))
def test_rows_answered_by_sql(pack: str, rows: list[dict[str, Any]]) -> None:
    """Whether SQL answers a row or Python does makes no difference to any column."""
    rules = ruleset(pack)
    for batch in (lines(rows), dotted(rows)):
        with duckdb.connect() as connection:
            found, _ = by_sql(rules, batch, connection)
        assert found == Answering(rules, WANTED).answer(batch)[0].to_pylist()


def test_sql_answers_plain_rows() -> None:
    """What tells little, and nothing odd, needs no Python."""
    rows = [
        {"interview": {"date": f"2026-11-{day:02}"}, "employer": {"replied": day % 2 == 0}}
        for day in range(1, 29)
    ]
    with duckdb.connect() as connection:
        for batch in (lines(rows), dotted(rows)):
            assert by_sql(FULL, batch, connection)[1] == len(rows)
