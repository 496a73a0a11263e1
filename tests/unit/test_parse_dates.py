"""Dates as packs write them: the nodes they become, and a caret under what doesn't belong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette._packing.parse_dates import parse_date
from etiquette._packing.tree import Tree
from etiquette._reading.document import Document
from etiquette._reading.yaml import from_data
from etiquette.algebra import (
    Constant,
    Difference,
    Extreme,
    Fact,
    Named,
    Param,
    Pick,
    Scaled,
    Shift,
    Unit,
    Value,
)
from parsing import document, names, said, tree
from small import LAW

DATE = Fact("meeting.date")
SPAN = Named("promised_span", Difference(DATE, Fact("client.decides_by")))


def shift(base: Value, amount: Value | int, unit: Unit = "days") -> Shift:
    """A date that is moved."""
    return Shift(base, Constant(amount) if isinstance(amount, int) else amount, unit)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("meeting.date", DATE),
        ("2026-11-23", Constant(date(2026, 11, 23))),
        ("last_note", Named("last_note", Pick("last", "notes", (), "day"))),
        ("meeting.date + 14 days", shift(DATE, 14)),
        ("meeting.date+1 day", shift(DATE, 1)),
        ("meeting.date - 1 day + 2 business days", shift(shift(DATE, -1), 2, "business_days")),
        ("meeting.date - 0 business days", shift(DATE, 0, "business_days")),
        ("meeting.date + patience", shift(DATE, Param("patience"), "business_days")),
        ("meeting.date - patience", shift(DATE, Scaled(-1, Param("patience")), "business_days")),
        ("meeting.date + promised_span", shift(DATE, SPAN)),
        ("meeting.date + 2 * promised_span", shift(DATE, Scaled(2, SPAN))),
        ("meeting.date - 3 * patience", shift(DATE, Scaled(-3, Param("patience")), "business_days")),
        (
            "{latest_of: [meeting.date, client.decides_by + 2 days]}",
            Extreme("latest", (DATE, shift(Fact("client.decides_by"), 2))),
        ),
        (
            "{earliest_of: [meeting.date], plus: patience}",
            shift(Extreme("earliest", (DATE,)), Param("patience"), "business_days"),
        ),
        ("{latest_of: [meeting.date], minus: 2 days}", shift(Extreme("latest", (DATE,)), -2)),
        (
            "{latest_of: [{earliest_of: [meeting.date]}]}",
            Extreme("latest", (Extreme("earliest", (DATE,)),)),
        ),
    ],
)
def test_dates(text: str, node: Value) -> None:
    """Each way of writing a date becomes the nodes that it means."""
    known = names()
    assert parse_date(tree(text), known) == node
    assert not known.found


def caret(text: str) -> str:
    """What is underlined of a date that is wrong, in a file of several lines."""
    known = names()
    source = document(f"rules:\n  - not_before: {text}\n")
    assert parse_date(Tree.of(source, "some-pack", ("rules", 0, "not_before")), known) is None
    (problem,) = known.found
    place = problem.location
    assert place is not None
    assert place.line == 2
    ((_, line),) = problem.excerpt
    return line[place.column - 1 : place.end_column - 1]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("meeting.date + 2 weeks", "weeks"),
        ('"meeting.date + 2 weeks"', "weeks"),
        ("'meeting.date + two days'", "two"),
        ("meeting.dote + 2 days", "meeting.dote"),
        ("meeting.date + 2 days 3", "3"),
        ("meeting.date + 2 * * 3", "*"),
        ("meeting.date + 2 business hours", "hours"),
        ("{latest_of: [meeting.date], plus: 3 moons}", "moons"),
    ],
)
def test_the_caret_stands_under_the_offending_word(text: str, marked: str) -> None:
    """A mistake within a date is shown to the character, quoted or not."""
    assert caret(text) == marked


def test_a_folded_text_is_marked_as_a_whole() -> None:
    """Where a date is written over two lines, the mark falls back to where it begins."""
    known = names()
    assert parse_date(tree(">-\n  meeting.date\n  + 2 moons"), known) is None
    (problem,) = known.found
    assert problem.location is not None
    assert (problem.location.line, problem.location.column) == (1, 1)


def test_a_broken_definition_is_reported_once() -> None:
    """A date that uses a definition which is wrong itself says nothing more about it."""
    known = names(broken={"last": "nothing", "of": "day"})
    assert parse_date(tree("broken + 1 day"), known) is None
    assert parse_date(tree("broken"), known) is None
    assert said(known) == ["E411 There is no fact called nothing."]


@LAW
@given(st.text(alphabet="meeting.date +-*12 businesdaylthrk_{}[]\n\t", max_size=40))
def test_any_text_is_a_date_or_a_problem(text: str) -> None:
    """Whatever is written where a date belongs gives a date or says what is wrong, never neither or both."""
    known = names()
    source: Document = from_data(text)
    found = parse_date(Tree.of(source, "some-pack"), known)
    assert (found is None) == bool(known.found)
