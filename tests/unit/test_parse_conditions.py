"""Conditions as packs write them: the nodes they become, whatever the order of their keys."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any as Anything

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from etiquette._data import load_schema
from etiquette._packing.parse_conditions import parse_condition, parse_timeless
from etiquette._packing.tree import Tree
from etiquette._reading.yaml import from_data
from etiquette.algebra import (
    ALWAYS,
    All,
    Any,
    Condition,
    Constant,
    Count,
    Fact,
    IsOpen,
    Named,
    Not,
    Op,
    Param,
    Test,
    Value,
)
from parsing import names, said, tree
from small import LAW

COUNTED = Named("minutes_sent", Count("notes", (("about", "send_minutes"),)))
UNDECIDED = Named("undecided", Test(Fact("client.decided"), "==", Constant(False)))


def compared(left: Value | str, op: Op, right: Anything = None) -> Test:
    """A comparison of a fact, or of any value, with a constant or any value."""
    plain = right is not None and not hasattr(right, "__dataclass_fields__")
    return Test(Fact(left) if isinstance(left, str) else left, op, Constant(right) if plain else right)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("{client.decided: true}", compared("client.decided", "==", True)),
        ("{tone: formal}", compared(Param("tone"), "==", "formal")),
        ("{copy_the_boss: false}", compared(Param("copy_the_boss"), "==", False)),
        ("{meeting.rounds: 3}", compared("meeting.rounds", "==", 3)),
        ("{meeting.date: 2026-11-23}", compared("meeting.date", "==", date(2026, 11, 23))),
        ("{client.country: DE}", compared("client.country", "==", "DE")),
        ("{client.decides_by: given}", compared("client.decides_by", "given")),
        ("{client.decides_by: none}", Not(compared("client.decides_by", "given"))),
        ("{notes: given}", compared("notes", "given")),
        ("{tone: {is_not: formal}}", Not(compared(Param("tone"), "==", "formal"))),
        ("{tone: {one_of: [formal, friendly]}}", compared(Param("tone"), "in", ("formal", "friendly"))),
        ("{meeting.rounds: {not_one_of: [1, 2]}}", Not(compared("meeting.rounds", "in", (1, 2)))),
        ("{client.likes: {has: email}}", compared("client.likes", "has", "email")),
        ("{client.likes: {lacks: phone}}", Not(compared("client.likes", "has", "phone"))),
        ("{minutes_sent: {at_least: 1}}", compared(COUNTED, ">=", 1)),
        (
            "{minutes_sent: {fewer_than: 9, more_than: 1}}",
            All((compared(COUNTED, ">", 1), compared(COUNTED, "<", 9))),
        ),
        ("{minutes_sent: {at_most: minutes_words}}", compared(COUNTED, "<=", Param("minutes_words"))),
        (
            "{meeting.date: {before: client.decides_by}}",
            compared("meeting.date", "<", Fact("client.decides_by")),
        ),
        ("{meeting.date: {on_or_after: 2026-01-01}}", compared("meeting.date", ">=", date(2026, 1, 1))),
        ("{meeting.date: {on_or_before: 2026-01-01}}", compared("meeting.date", "<=", date(2026, 1, 1))),
        ("{meeting.date: {after: 2026-01-01}}", compared("meeting.date", ">", date(2026, 1, 1))),
        ("{meeting.date: {on: 2026-01-01}}", compared("meeting.date", "==", date(2026, 1, 1))),
        ("{undecided: true}", UNDECIDED),
        ("{undecided: false}", Not(UNDECIDED)),
        ("{send_minutes: open}", IsOpen("send_minutes")),
        ("{send_minutes: not_open}", Not(IsOpen("send_minutes"))),
        ("{all: [{undecided: true}]}", All((UNDECIDED,))),
        ("{any: [{undecided: true}, {send_minutes: open}]}", Any((UNDECIDED, IsOpen("send_minutes")))),
        ("{not: {undecided: true}}", Not(UNDECIDED)),
        (
            "{undecided: true, client.decided: true}",
            All((compared("client.decided", "==", True), UNDECIDED)),
        ),
        ("{}", ALWAYS),
    ],
)
def test_conditions(text: str, node: Condition) -> None:
    """Each way of writing a condition becomes the nodes that it means."""
    known = names()
    assert parse_condition(tree(text), known) == node
    assert not known.found


def test_a_parameter_of_days_bounds_a_number_of_days() -> None:
    """A difference of dates may be compared to a parameter in days, and a count may not."""
    known = names()
    known.parameters = {**known.parameters, "usual": known.parameters["minutes_words"]}
    assert parse_condition(tree("{promised_span: {at_least: usual}}"), known)
    assert not known.found


def test_one_mistake_leaves_the_others_to_be_found() -> None:
    """All mistakes of a condition are told at once, each with its own place."""
    known = names()
    parse_condition(tree("{tone: rude, meeting.date: {at_least: 3}, any: [{weather: true}]}"), known)
    assert [each.code for each in known.found] == ["E411", "E413", "E412"]
    assert len({each.location for each in known.found}) == 3


def test_only_rules_may_ask_what_is_open() -> None:
    """A condition that decisions are made from can't ask about decisions, not even by way of a definition."""
    known = names(late={"when": {"send_minutes": "open"}})
    parse_timeless(tree("{late: true}"), known)
    assert said(known) == [
        "E413 This asks whether send_minutes is open, and only the condition of a rule can."
    ]


KEYS = [
    "client.decided",
    "meeting.date",
    "meeting.rounds",
    "tone",
    "client.likes",
    "undecided",
    "notes",
    "wat",
]
OPERATORS = list(load_schema("rules")["$defs"]["comparisons"]["properties"])
SCALARS = st.sampled_from(
    [True, False, 3, 12, "given", "none", "formal", "email", "meeting.date + 1 day", "2026-02-30"]
)
VALUES = SCALARS | st.dictionaries(
    st.sampled_from(OPERATORS), SCALARS | st.lists(SCALARS, min_size=1, max_size=2), min_size=1, max_size=2
)
CONDITIONS = st.recursive(
    st.dictionaries(st.sampled_from(KEYS), VALUES, min_size=1, max_size=3),
    lambda inner: st.fixed_dictionaries(
        {}, optional={"all": st.lists(inner, min_size=1, max_size=2), "not": inner}
    ).filter(bool),
    max_leaves=4,
)
SHAPE = Draft202012Validator(
    {**load_schema("rules"), **load_schema("rules")["$defs"]["condition"], "required": []}
)


@LAW
@given(CONDITIONS, st.randoms())
def test_the_order_of_keys_never_shows(condition: dict[str, Anything], rng: random.Random) -> None:
    """Whatever has the shape of a condition is read the same with its keys in any order."""

    def shuffled(value: Anything) -> Anything:
        if isinstance(value, dict):
            keys = list(value)
            rng.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(each) for each in value] if isinstance(value, list) else value

    if not SHAPE.is_valid(condition):
        return
    one, other = names(), names()
    first = parse_condition(Tree.of(from_data(condition), "some-pack"), one)
    second = parse_condition(Tree.of(from_data(shuffled(condition)), "some-pack"), other)
    assert first == second
    assert hash(first) == hash(second)
    assert sorted(said(one)) == sorted(said(other))


def test_equal_texts_give_equal_nodes() -> None:
    """A condition that is written in JSON, and one in YAML, come to the same."""
    text = "{any: [{undecided: true}, {meeting.rounds: {at_least: 2}}]}"
    again = json.dumps(tree(text).plain())
    assert parse_condition(tree(text), names()) == parse_condition(tree(again), names())
