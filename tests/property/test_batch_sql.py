"""Whatever SQL answers is what the rules say: every column, for any facts and any pack."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from etiquette import Ruleset
from etiquette._batch.sql.base import base_of
from etiquette._batch.sql.reading import Reading, reading_of
from etiquette._deciding.evaluate import Range, truth, value
from etiquette._deciding.situation import Situation
from etiquette.algebra import IsOpen, Named, Node, walk
from etiquette.check import facts_for
from etiquette.testing import cases
from etiquette.vocabulary import NONE, UNKNOWN
from packs_at_random import base, random_pack
from sql_answers import both_ways, in_columns, in_lines, wanted

from .rulesets import PACKS, ruleset

ROWS = 25
FEW = settings(max_examples=5)
"""Each example is a whole table of rows."""


def rows(rules: Ruleset, told: float) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows of facts; without a proposed step, which is never SQL's."""
    return st.lists(cases(rules, proposed=False, told=told), min_size=ROWS, max_size=ROWS)


@pytest.mark.parametrize("pack", PACKS)
@FEW
@given(st.data())
def test_bundled_packs_get_the_same_answers(pack: str, data: st.DataObject) -> None:
    """Of the bundled packs, on lines of JSON, all columns of whatever SQL answers are right."""
    rules = ruleset(pack)
    found = both_ways(rules, in_lines(data.draw(rows(rules, 0.3))))
    assert not found.differences


@settings(max_examples=8)
@given(st.integers(0, 10_000), st.booleans(), st.sampled_from((0.2, 0.5, 0.9)), st.data())
def test_random_packs_get_the_same_answers(
    seed: int, country: bool, told: float, data: st.DataObject
) -> None:
    """So they are under packs that nobody would write."""
    rules = random_pack(seed, rules=6, country=country)
    found = both_ways(rules, in_lines(data.draw(rows(rules, told))))
    assert not found.differences


@FEW
@given(st.integers(0, 10_000), st.data())
def test_columns_get_the_same_answers(seed: int, data: st.DataObject) -> None:
    """And on nested columns with types in place of lines."""
    rules = random_pack(seed, rules=6)
    found = both_ways(rules, in_columns(data.draw(rows(rules, 0.6))))
    assert not found.differences


@settings(max_examples=8)
@given(st.integers(0, 10_000), st.sampled_from((0.2, 0.5, 0.9)), st.data())
def test_conditions_and_days_are_what_the_evaluator_says(seed: int, told: float, data: st.DataObject) -> None:
    """Every condition and every end of a window comes to the same, unknown and none included."""
    rules = random_pack(seed, rules=6, country=False)
    drawn = data.draw(rows(rules, told))
    reading = reading_of(rules, wanted(), {"__row": "BIGINT", "__line": "VARCHAR"})
    nodes = list(dict.fromkeys(_nodes(rules)))
    found = _worked_out(rules, reading, nodes, drawn)
    for place, case in enumerate(drawn):
        facts, _ = facts_for(rules, case)
        if facts is None or place not in found:
            continue
        at = Situation(rules, facts)
        for node, made in zip(nodes, found[place], strict=True):
            assert made == _expected(node, at), (node, case)


def _nodes(rules: Ruleset) -> list[Node]:
    """The conditions and days of rules, and what they are made of, but for what asks about other actions."""
    found: list[Node] = [rule.when for rule in rules.rules]
    found += [node for each in found[:] for node in walk(each) if _is_condition(node)]
    windows = [rule.window for rule in rules.rules if rule.window]
    days = [day for each in windows for day in (each.not_before, each.ideally_by, each.not_after) if day]
    return [each for each in found if not any(isinstance(node, IsOpen) for node in walk(each))] + days


def _is_condition(node: Node) -> bool:
    inner = node.body if isinstance(node, Named) else node
    return type(inner).__name__ in ("Test", "All", "Any", "Not")


def _expected(node: Node, at: Situation) -> Any:
    if _is_condition(node):
        return truth(node, at)  # type: ignore[arg-type]  # a condition, as the line before says
    found = value(node, at)  # type: ignore[arg-type]  # a day
    assert not isinstance(found, Range)
    if found is UNKNOWN or found is NONE:
        return "unknown" if found is UNKNOWN else "none"
    return found.toordinal() if isinstance(found, date) else found


def _worked_out(
    rules: Ruleset, reading: Reading, nodes: list[Node], drawn: list[dict[str, Any]]
) -> dict[int, list[Any]]:
    """What SQL makes of the nodes, by the place of each row that it takes for plainly valid."""
    columns: dict[str, Any] = {}
    for number, node in enumerate(nodes):
        if _is_condition(node):
            columns[f"v{number}"] = reading.truth(node).expr
        else:
            term = reading.value(node)
            columns[f"v{number}"] = term.value
            columns[f"none{number}"] = exp.false() if term.none is None else term.none
    columns["sound"] = exp.and_(*(reading.stages.hold(each) for _, each in reading.sound))
    columns["row"] = exp.column("__row", quoted=True)
    with duckdb.connect() as connection:
        connection.register("given", in_lines(drawn))
        connection.execute("CREATE TABLE lines AS SELECT * FROM given")
        made = connection.sql(reading.stages.query("lines", columns).sql("duckdb")).to_arrow_table()
    return {
        row["row"] - 1: [_shown(row, number, node) for number, node in enumerate(nodes)]
        for row in made.to_pylist()
        if row["sound"]
    }


def _shown(row: dict[str, Any], number: int, node: Node) -> Any:
    found = row[f"v{number}"]
    if _is_condition(node) or found is not None:
        return found
    return "none" if row[f"none{number}"] else "unknown"


@FEW
@given(st.data())
def test_what_is_left_to_python_is_little(data: st.DataObject) -> None:
    """With no rules at all, SQL answers every row that is valid and plain."""
    rules = base(country=False)
    assert base_of(rules, wanted(), {"__row": "BIGINT", "__line": "VARCHAR"}).states
    found = both_ways(rules, in_lines(data.draw(rows(rules, 0.3))))
    assert not found.differences
    assert found.sql
