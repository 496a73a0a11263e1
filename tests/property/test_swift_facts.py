"""The generated reader of facts gives what the other reader gives, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette import Ruleset
from etiquette._compiling.swift_facts import Reader, swift_reader, warnings_of
from etiquette._reading.read_facts import read_facts
from etiquette.testing import cases
from packs_at_random import base, random_pack
from property.rulesets import ruleset

BUNDLED = "post-interview"
NAMES = (BUNDLED, "business-days", "small", "small without a country", "random")
KEYS = ("new", "date", "time", "packs", "$schema", "message", "person", "timezone", 1)
JUNK: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 3, 10**9, 2.0, float("nan"), "", " ", "none", "None", "x", "yes", b"email",
    "2026-11-23", "20261123", "2026-W48-1", "2026-11-31", "2026-11-23 ", "1899-01-01", "2046-11-24",
    "2600-01-01", "14:30", "14:30:00", "7:5", "24:00", "Europe/Berlin", "EST", "Mars/Base", "email", "letter",
    "DE", "XX", "small", "a/b", "Ana", "Ana ", "a\nb", "x" * 201, [], {}, [[]], [None], ["email", "email"],
    ["none"], [{}], [{"name": "Ana"}, {"name": "Ana"}], [{"name": "Ana"}, {"name": None}], {"says": ""},
    {"text": "Hello there", "words": 2}, {"text": "Hello", "words": 3}, {"subject": "none"}, {"x": 1}, (),
    ("email",), {"email"}, date(2026, 11, 23), datetime(2026, 11, 23, 9), time(14, 30), time(14, 30, 5),  # noqa: DTZ001
)  # fmt: skip
"""What may stand anywhere: most of it is wrong in most places."""


@cache
def known(name: str) -> tuple[Ruleset, Reader, Reader]:
    """A ruleset, its reader, and the one that takes steps which passed as well."""
    made = {
        "small": lambda: base(True),
        "small without a country": lambda: base(False),
        "random": lambda: random_pack(7),
    }
    rules = made[name]() if name in made else ruleset(name)
    return rules, swift_reader(rules), swift_reader(rules, passed_steps=True)


def spots(data: Any) -> list[tuple[Any, Any]]:
    """Every place in nested data: what holds it, and its key there."""
    keys = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    return [spot for key in list(keys) for spot in ((data, key), *spots(data[key]))]


def spoil(data: Any, draw: Callable[[st.SearchStrategy[Any]], Any]) -> Any:
    """A copy of facts in which one thing or a few are changed, gone, new or twice there."""
    data = deepcopy(data)
    for _ in range(draw(st.integers(1, 3))):
        places = spots(data)
        if not places:
            return data
        held, key = draw(st.sampled_from(places))
        match draw(st.sampled_from(("change", "change", "change", "remove", "add", "double", "cast"))):
            case "change":
                held[key] = deepcopy(draw(st.sampled_from(JUNK)))
            case "remove":
                del held[key]
            case "add" if isinstance(held, dict):
                held[draw(st.sampled_from(KEYS))] = deepcopy(draw(st.sampled_from(JUNK)))
            case "double" if isinstance(held, list):
                held.append(deepcopy(held[key]))
            case "cast" if isinstance(held[key], str):
                held[key] = _as_object(held[key])
            case "cast" if isinstance(held[key], list):
                held[key] = tuple(held[key])
            case _:
                pass
    return data


def _as_object(text: str) -> Any:
    """A day or a time as an object of Python's, where the text is one."""
    for kind in (date, time):
        try:
            return kind.fromisoformat(text)
        except ValueError:
            continue
    return text


def agree(name: str, facts: Any, today: date | None) -> bool:
    """Hold the readers' answers against the other's; whether the stricter one gave any."""
    rules, read, read_passed = known(name)
    found, late = read(facts, today), read_passed(facts, today)
    if late is None:
        assert found is None
        return False
    expected, problems = read_facts(facts, rules, today=today)
    assert late == expected
    assert list(late.told) == list(expected.told)
    assert problems == warnings_of(late, rules)
    assert found == (None if problems else expected)
    return found is not None


days = st.sampled_from((None, None, date(2026, 11, 23), date(2028, 2, 29), date(1899, 1, 1)))


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_facts_that_are_right_are_read_alike(name: str, data: st.DataObject) -> None:
    """What the other reader takes without a word, the generated one takes as well, and the same way."""
    facts = data.draw(cases(known(name)[0], told=data.draw(st.sampled_from((0.1, 0.5, 0.9)))))
    today = data.draw(days)
    if not agree(name, facts, today):
        assert read_facts(facts, known(name)[0], today=today)[1]


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_facts_that_are_spoilt_are_never_read_otherwise(name: str, data: st.DataObject) -> None:
    """Of facts with wrong types, unknown keys, bad days or things twice there it says the same or nothing."""
    facts = data.draw(cases(known(name)[0], told=data.draw(st.sampled_from((0.2, 0.7)))))
    agree(name, spoil(facts, data.draw), data.draw(days))


@given(
    shift=st.integers(-2, 2),
    years=st.sampled_from((-20, 20)),
    today=st.dates(date(1930, 1, 1), date(2150, 1, 1)),
)
def test_days_twenty_years_off(shift: int, years: int, today: date) -> None:
    """Around twenty years from today, where days begin to be too far off, both readers draw the same line."""
    there = date(today.year + years, today.month, min(today.day, 28)) + timedelta(days=shift)
    for facts in ({"case": {"opened": there.isoformat()}}, {"case": {"opened": there}}):
        expected = read_facts(facts, known("small")[0], today=today)[1] == ()
        assert agree("small", facts, today) is expected
