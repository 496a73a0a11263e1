"""What SQL answers and what it leaves, on rows that were picked for it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import duckdb
import pytest

from etiquette._batch.sql import UnsupportedError, compile_ruleset
from etiquette._batch.sql.terms import literal
from etiquette._batch.sql.weekdays import moved_by_workdays
from etiquette._deciding.calendars import add_business_days
from packs_at_random import base
from small import case, small
from sql_answers import both_ways, in_columns, in_lines, wanted

_RULE = """
  - id: ask/early
    title: Early
    action: write
    modality: should
    when: {case.urgent: false}
    window: {not_before: case.opened, ideally_by: case.opened + 2 days%s}
"""
RULES = small(_RULE % "")
CLOSING = small(_RULE % ", not_after: case.promised")

DOUBTFUL: tuple[Any, ...] = (
    {"case": {"opened": "2026-11-23", "opend": "2026-11-23"}},
    {"case": {"opened": "2026-11-31"}},
    {"case": {"opened": "2026-1-3"}},
    {"case": {"opened": 20261123}},
    {"case": {"opened": "2006-11-22"}},
    {"case": {"opened": None}},
    {"case": {"urgent": True}},
    {"case": {"opened": "2026-11-23", "urgent": "true"}},
    {"case": {"opened": "2026-11-23", "urgent": 1}},
    {"case": {"opened": "2026-11-23", "number": 10}},
    {"case": {"opened": "2026-11-23", "number": 2.5}},
    {"case": {"opened": "2026-11-23", "wished": "pigeon"}},
    {"case": {"opened": "2026-11-23", "agreed": ["wire", "pigeon"]}},
    {"case": {"opened": "2026-11-23", "agreed": "wire"}},
    {"case": {"opened": "2026-11-23", "place": "Mars/North"}},
    {"case": {"opened": "2026-11-23", "country": "QQ"}},
    {"case": {"opened": "2026-11-23", "calls": [5]}},
    {"case": {"opened": "2026-11-23", "calls": [{"kept": "yes"}]}},
    {"case": {"opened": "2026-11-23", "calls": {"kept": True}}},
    {"case": 5},
    {"case": [{"opened": "2026-11-23"}]},
    {"case": {"opened": "2026-11-23"}, "today": "tomorrow"},
    {"case": {"opened": "2026-11-23"}, "timezone": "CET/Home"},
    {"case": {"opened": "2026-11-23"}, "proposed": {"action": "write"}},
    {"case": {"opened": "2026-11-23"}, "packs": ["small"]},
    '{"case": {"opened": "2026-11-23"}, "case": {"opened": "2026-11-24"}}',
    '{"case": {"opened": "2026-11-23", "urgent": true, "urgent": false}}',
    '{"case": {"opened": "2026-11-23"}',
    "[]",
    "5",
    "",
)


@pytest.mark.parametrize("row", DOUBTFUL, ids=lambda row: json.dumps(row)[:60])
def test_what_is_not_plainly_valid_is_left_to_python(row: Any) -> None:
    """Unknown keys, wrong types, far days, strange words, keys that stand twice: SQL answers none of them."""
    found = both_ways(RULES, in_lines([case(), row]))
    assert not found.differences
    assert found.rest == {2}


def test_plain_rows_are_answered() -> None:
    """Rows with nothing odd about them are SQL's, around each end of the window."""
    promised = [f"2026-11-{day}" for day in (20, 22, 23, 24, 27)]
    days = [f"2026-11-{day}" for day in range(20, 30)]
    drawn = [case(day, opened="2026-11-23", promised=end) for day in days for end in (*promised, "none")]
    found = both_ways(CLOSING, in_lines(drawn))
    assert not found.differences
    assert len(found.sql) > len(drawn) / 2
    statuses = {answer["write.status"] for answer in found.sql.values()}
    assert statuses >= {"not_yet", "due", "late", "missed"}


def test_keys_are_carried_through() -> None:
    """A key is a text or a number; a row without one has its own number for a key."""
    rows = [{"id": key, **case()} for key in ("a", "", 7, None, 1.5, 'with "quotes"')]
    rows.append(case())
    found = both_ways(RULES, in_lines(rows))
    assert not found.differences
    assert [found.sql[number]["id"] for number in (1, 3, 7)] == ["a", "7", "7"]


def test_columns_that_are_no_facts_are_left_to_python() -> None:
    """A strange column is in nobody's way where it says nothing."""
    found = both_ways(RULES, in_columns([{**case(), "odd": None}, {**case(), "odd": "x"}]))
    assert not found.differences
    assert found.rest == {2}


def test_columns_without_a_needed_fact_are_not_supported() -> None:
    """Where no column tells what every row has to, there is nothing for SQL to answer."""
    with pytest.raises(UnsupportedError, match=r"case\.opened"):
        compile_ruleset(RULES, wanted(), {"__row": "BIGINT", "today": "DATE"})


def test_names_with_accents_are_left_to_python() -> None:
    """Who has been served is a matter of names, and SQL compares them only where they are plain."""
    rules = base(country=False)
    people = [[{"name": "Ada"}], [{"name": "Zoë"}], [{"name": "Ada"}, {"name": "Ada"}]]
    calls = [{"kind": "call", "kept": True, "person": "Ada"}]
    found = both_ways(rules, in_lines([case(people=each, calls=calls) for each in people]))
    assert not found.differences
    assert found.rest == {2, 3}
    assert found.sql[1]["visit.status"] == "done"


@pytest.mark.parametrize("as_columns", [False, True])
def test_business_days_without_a_country(as_columns: bool) -> None:
    """From any weekday, by any number of business days either way, as the calendar has it."""
    first = date(2026, 11, 16).toordinal()
    amounts = range(-12, 13)
    with duckdb.connect() as connection:
        for amount in amounts:
            by = literal(amount)
            moved = moved_by_workdays(_column("day"), _column("amount") if as_columns else amount)
            query = f"SELECT {moved.sql('duckdb')} FROM (SELECT unnest(range({first}, {first} + 14)) AS day, {by.sql()} AS amount)"  # noqa: S608, E501 - numbers
            found = [int(day) for (day,) in connection.execute(query).fetchall()]
            days = [date.fromordinal(first + ahead) for ahead in range(14)]
            assert found == [add_business_days(day, amount, None).toordinal() for day in days]


def _column(name: str) -> Any:
    from sqlglot import exp

    return exp.column(name)
