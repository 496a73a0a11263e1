"""The generated reader of facts: what it takes, what it leaves to the other, and how it makes objects."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import tzlocal

from etiquette import Ruleset
from etiquette._compiling.swift_facts import Reader, swift_reader, warnings_of
from etiquette._compiling.swift_objects import made
from etiquette._compiling.trees import constant, name
from etiquette._reading.read_facts import facts_document, read_facts
from etiquette.facts import NONE, Facts, Step
from packs_at_random import base
from property.rulesets import ROOT, ruleset

TODAY = date(2026, 11, 23)
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


@pytest.fixture(scope="module")
def small_one() -> Ruleset:
    """A pack with a fact of each kind."""
    return base(True)


@pytest.fixture(scope="module")
def read(small_one: Ruleset) -> Reader:
    """Its reader."""
    return swift_reader(small_one)


def case(**facts: Any) -> dict[str, Any]:
    """Facts of a case that was opened today."""
    return {"today": "2026-11-23", "timezone": "UTC", "case": {"opened": "2026-11-23", **facts}}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_all_examples_are_read(path: Path) -> None:
    """What a reader of files finds in an example, the generated reader finds in its data."""
    rules = ruleset("post-interview")
    document, _ = facts_document(path)
    assert document is not None
    expected, problems = read_facts(document.data, rules)
    assert problems == ()
    assert swift_reader(rules)(document.data, None) == expected


def test_a_fact_of_each_kind(read: Reader) -> None:
    """Days, times, words, numbers, lists and records become what facts hold; blanks and null nothing."""
    found = read(
        case(
            promised="none",
            closed=False,
            urgent=None,
            number=3,
            country="DE",
            place="Asia/Kolkata",
            wished=" ",
            agreed=["wire", "phone"],
            sights=(),
            calls=[{"day": date(2026, 11, 20), "kind": "call", "kept": True, "person": ""}],
        ),
        None,
    )
    assert found is not None
    assert found.told == {
        "case.opened": TODAY,
        "case.promised": NONE,
        "case.closed": False,
        "case.number": 3,
        "case.country": "DE",
        "case.place": "Asia/Kolkata",
        "case.agreed": ("wire", "phone"),
        "case.sights": (),
        "case.calls": ({"day": date(2026, 11, 20), "kind": "call", "kept": True},),
    }


@pytest.mark.parametrize(
    "facts",
    [
        {"case": {}},
        case(opened=None),
        case(opened="20261123"),
        case(opened="2026-W48-1"),
        case(opened="2026-02-30"),
        case(opened=datetime(2026, 11, 23, 9, tzinfo=UTC)),
        case(opened="1996-11-22"),
        case(closed="no"),
        case(number=True),
        case(number=10),
        case(country="XX"),
        case(place="Mars/Base"),
        case(wished="fax"),
        case(wished=["phone"]),
        case(agreed=["fax"]),
        case(agreed="phone"),
        case(agreed=[["phone"]]),
        case(people=[{"name": "Ana"}, {"name": " Ana"}]),
        case(people=[{"nome": "Ana"}]),
        case(mood="good"),
        {**case(), "mood": "good"},
        {**case(), "packs": " "},
        {**case(), "today": "1899-12-31"},
        {**case(), "proposed": {"date": "2026-11-23"}},
        {**case(), "proposed": {"action": "write", "date": "2026-11-22"}},
        {**case(), "proposed": {"action": "write", "time": time(9, 30, 15)}},
        {**case(), "proposed": {"action": "write", "message": {"text": "One two", "words": 3}}},
        {**case(), "proposed": {"action": "write", "message": {"says": ""}}},
        [],
        None,
    ],
    ids=str,
)
def test_what_is_left_to_the_other_reader(read: Reader, facts: Any) -> None:
    """Whatever is wrong, to be warned of, or merely odd gets no answer."""
    assert read(facts, None) is None


def test_a_step_that_passed(small_one: Ruleset) -> None:
    """A reader that takes steps for days that have passed says of them what the other reader warns of."""
    facts = {**case(), "proposed": {"action": "write", "date": "2026-11-22"}}
    found = swift_reader(small_one, passed_steps=True)(facts, None)
    assert found is not None
    assert read_facts(facts, small_one) == (found, warnings_of(found, small_one))
    assert [each.code for each in warnings_of(found, small_one)] == ["E311"]


def test_today_that_is_given(read: Reader) -> None:
    """It wins over the one in the facts, which has to be a day all the same."""
    given = date(2027, 1, 5)
    found = read(case(), given)
    assert found is not None
    assert found.today == given
    assert read({**case(), "today": "soon"}, given) is None
    assert read(case(), datetime(2027, 1, 5, tzinfo=UTC)) is None


def test_what_the_reader_assumes(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Today, the machine's zone, asked for each time, and the day of a step are listed."""
    facts = {"case": {"opened": datetime.now(UTC).date()}, "proposed": {"action": "write"}}
    for zone in ("Asia/Tokyo", "America/Lima"):
        monkeypatch.setattr(tzlocal, "get_localzone_name", lambda zone=zone: zone)
        found = read(facts, None)
        assert found is not None
        day = found.today.isoformat()
        assert found.assumed == {"timezone": zone, "today": day, "proposed.date": day}


def test_a_machine_without_a_zone(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """UTC is assumed where the machine's zone has no name, or one that nobody knows."""
    for name_ in (None, "Mars/Base"):
        monkeypatch.setattr(tzlocal, "get_localzone_name", lambda name_=name_: name_)
        found = read({"case": {"opened": TODAY}}, TODAY)
        assert found is not None
        assert found.assumed == {"timezone": "UTC"}


def test_words_of_an_enumeration(small_one: Ruleset, read: Reader) -> None:
    """Members of a StrEnum are words, as keys and as values."""

    class Word(StrEnum):
        case = "case"
        phone = "phone"

    facts: dict[Any, Any] = {Word.case: {"opened": "2026-11-23", "wished": Word.phone}}
    assert read(facts, TODAY) == read_facts(facts, small_one, today=TODAY)[0]


def test_nothing_that_a_caller_holds_is_shared(read: Reader) -> None:
    """Two answers share no mapping, and changing what was given changes no answer."""
    facts = case(agreed=["phone"])
    first, second = read(facts, None), read(facts, None)
    assert first is not None
    assert second is not None
    assert first.told is not second.told
    assert first.assumed is not second.assumed
    facts["case"]["agreed"].append("wire")
    assert first.told["case.agreed"] == ("phone",)


@pytest.mark.parametrize("by_twin", [True, False])
def test_objects_are_the_same_either_way(by_twin: bool) -> None:
    """By twin or field by field, a step is a step that nobody can change."""
    lent: dict[str, Any] = {"new": object.__new__}

    def lend(thing: Any) -> ast.expr:
        lent[f"lent_{len(lent)}"] = thing
        return name(f"lent_{len(lent) - 1}")

    values = dict.fromkeys(Step.__slots__, constant(None)) | {"action": constant("write")}
    code = made("step", Step, values, lend, by_twin=by_twin)
    exec(compile(ast.fix_missing_locations(ast.Module(code, [])), "", "exec"), lent)  # noqa: S102 - made here
    assert lent["step"] == Step("write", None)  # type: ignore[arg-type]  # a step without a day, for once
    with pytest.raises(AttributeError):
        lent["step"].action = "call"


def test_an_object_lacks_nothing() -> None:
    """A slot that has no value is a mistake of whoever generates the code."""
    with pytest.raises(ValueError, match=r"Facts has the slots told, today, .*, not told"):
        made("facts", Facts, {"told": constant(None)}, lambda _: name("lent"))
