"""Actions that are owed to each entry of a list: whose name is whose, and who remains."""

from __future__ import annotations

from typing import Any

import pytest

from etiquette.report import Report
from small import case, small

COMPOSED, TAKEN_APART = "Jos\u00e9", "Jose\u0301"

RULES = small(
    "- {id: a/write, title: Write to each, action: write, modality: must, because: It is owed.}\n",
    manifest="""
definitions:
  written: {count: calls, where: {kind: write}}
actions:
  write:
    title: Write
    phase: during
    done_when: {written: {at_least: 1}}
    per: {each: case.people, by: name, counting: written, matches: person}
""".replace("calls", "case.calls"),
)


def checked(people: list[dict[str, Any]], *persons: str) -> Report:
    """The report on a case with these people, to each of whose ``persons`` something was written."""
    calls = [{"day": "2026-11-23", "kind": "write", "person": person} for person in persons]
    return RULES.check(case(people=people, calls=calls))


def test_somebody_may_be_called_unknown() -> None:
    """A name that reads like the engine's own word for not known is a name like any other."""
    report = checked([{"name": "UNKNOWN"}])
    assert report.decision("write").remaining == ("UNKNOWN",)
    assert not [each for each in report.questions if "people" in each.fact]
    assert checked([{"name": "UNKNOWN"}], "UNKNOWN").decision("write").status == "done"


def test_an_entry_without_a_name_is_asked_about() -> None:
    """Who remains isn't known while somebody on the list has no name."""
    decision = checked([{"name": "Ada"}, {}]).decision("write")
    assert (decision.status, decision.remaining) == ("undetermined", ())
    assert "case.people[1].name" in decision.depends_on


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        (COMPOSED, TAKEN_APART),
        (TAKEN_APART, COMPOSED),
        ("Ada Byron", " Ada\u00a0 Byron "),
        ("Ada Byron ", "Ada Byron"),
    ],
)
def test_names_that_look_alike_are_the_same(listed: str, written: str) -> None:
    """Neither how an accent is encoded nor how much space there is makes a name another."""
    report = checked([{"name": listed}, {"name": "Ben"}], written)
    assert report.decision("write").remaining == ("Ben",)


def test_other_names_are_other_names() -> None:
    """What looks different is different."""
    report = checked([{"name": "Jose"}, {"name": "Ben"}], COMPOSED)
    assert report.decision("write").remaining == ("Jose", "Ben")
