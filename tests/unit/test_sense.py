"""Facts that can't be meant, however well they are written: each is refused or warned of in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import etiquette
from etiquette import Ruleset
from etiquette._reading.document import Document
from etiquette._reading.read_facts import read_facts
from etiquette._reading.schema import validate
from etiquette._reading.yaml import from_data
from etiquette.facts import Step
from etiquette.report import Report
from pages import run
from small import FACTS, TODAY, case, small

TAKEN_APART = "Jose\u0301"
_LEFT = '      left: {type: string, format: date, x-past: true, title: Left, x-ask: "When was it left?"}\n'


@cache
def rules() -> Ruleset:
    """A small pack that counts business days and owes an action to each person of a list."""
    return small(
        "- {id: a/write, title: Write to each, action: write, modality: must, because: It is owed,\n"
        "   window: {ideally_by: case.opened + 1 business day}}\n",
        manifest="""
definitions:
  written: {count: case.calls, where: {kind: write}}
actions:
  write:
    title: Write
    phase: during
    done_when: {written: {at_least: 1}}
    per: {each: case.people, by: name, counting: written, matches: person}
""",
        vocabulary=FACTS.replace("day: {", "day: {x-past: true, ").replace(
            "      closed: {", f"{_LEFT}      closed: {{"
        ),
    )


def problems(report: Report) -> list[str]:
    """The diagnostics of a report, each as ``CODE message | help``."""
    return [f"{each} | {each.help}" for each in report.diagnostics]


# --- a country without a calendar ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "shown", "help_"),
    [
        ("ZZ", "ZZ", ""),
        ("de", "de", "Did you mean DE? "),
        ("DE\n", r'"DE\n"', "Did you mean DE? "),
        ("Elsewhere", "Elsewhere", ""),
    ],
)
def test_a_country_without_a_calendar(country: str, shown: str, help_: str) -> None:
    """A pack's own text fact that holds the country may hold anything; what has no calendar is refused."""
    report = rules().check(case(country=country))
    assert (report.answered, report.exit_code) == (False, 2)
    said = (
        f"E312 case.country is {shown}, and there is no calendar of days off for it. | "
        f"{help_}Write the two letters of ISO 3166, such as DE, or none to count weekends only."
    )
    assert problems(report) == [said]


@pytest.mark.parametrize("country", ["DE", "none", None])
def test_a_country_with_a_calendar_or_none(country: str | None) -> None:
    """A country that has a calendar, the word none and nothing at all are answers."""
    assert rules().check(case(country=country)).answered


@pytest.mark.parametrize(("country", "code"), [("ZZ", "E312"), ("DE\n", "E206")])
def test_a_country_of_the_bundled_facts(country: str, code: str) -> None:
    """Two letters that are no country have no calendar; a line break behind them isn't written right."""
    told = {"today": "2026-11-23", "timezone": "UTC", "interview": {"date": "2026-11-09"}}
    report = etiquette.load("business-days").check({**told, "employer": {"country": country}})
    assert [each.code for each in report.diagnostics] == [code]
    assert (r'"DE\n"' in report.diagnostics[0].message) == (code == "E206")


@pytest.mark.parametrize(
    ("pattern", "fits", "misfits"),
    [
        ("^(none|[A-Z]{2})$", "DE", "DE\n"),
        (r"^\$[0-9]$", "$3", "$3\n"),
        ("^[$a]$", "$", "$\n"),
        ("^a$|^b$", "a", "a\n"),
        ("^[a-z]", "a\n", "1"),
        (r"^[\]$]$", "]", "]\n"),
    ],
)
def test_a_pattern_ends_at_the_very_end(pattern: str, fits: str, misfits: str) -> None:
    """``$`` in a schema is the end of the text, behind which no line break may follow."""

    def found(text: str) -> list[str]:
        document: Document = from_data({"text": text})
        schema = {"properties": {"text": {"type": "string", "pattern": pattern}}}
        return [each.code for each in validate(document, schema)]

    assert (found(fits), found(misfits)) == ([], ["E206"])


# --- days on the wrong side of today -------------------------------------------------------------------


def test_what_has_happened_lies_not_after_today() -> None:
    """Days marked as past are refused after today, in entries and alone; today itself is past enough."""
    told = case(calls=[{"day": "2026-11-23"}, {"day": "2026-11-24", "kind": "write"}], left="2026-12-01")
    report = rules().check(told)
    assert not report.answered
    assert problems(report) == [
        f"E308 {path} is {day}, which is still to come: today is 2026-11-23. | "
        "Check the day, or leave it out until it has happened; what you plan belongs under proposed."
        for path, day in (("case.calls[1].day", "2026-11-24"), ("case.left", "2026-12-01"))
    ]


def test_a_day_that_has_come() -> None:
    """What is refused today is all right once that day has come."""
    told = case(calls=[{"day": "2026-11-24", "kind": "write"}])
    assert not rules().check(told).answered
    assert rules().check(told, today=date(2026, 11, 24)).answered


def test_facts_that_a_program_gives_are_looked_at_too() -> None:
    """Facts that didn't come from a file can't hold what a file couldn't."""
    facts, found = read_facts(case(calls=[{"day": "2026-11-23"}], country="DE"), rules())
    assert facts is not None
    assert not found
    assert rules().check(facts).answered
    assert [each.code for each in rules().check(facts, today=date(2026, 11, 22)).diagnostics] == ["E308"]
    nowhere = replace(facts, told={**facts.told, "case.country": "ZZ"})
    assert [each.code for each in rules().check(nowhere).diagnostics] == ["E312"]


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2026, 12, 24)])
def test_the_question_for_a_past_day_is_about_the_past(today: date) -> None:
    """What a past day could be, when its question is weighed, is never after today."""
    from etiquette._deciding.domains import representatives

    facts, _ = read_facts(case(calls=[{}]), rules(), today=today)
    assert facts is not None
    days = representatives(rules(), facts, "case.calls[0].day")
    assert max(day for day in days if isinstance(day, date)) == today


def test_a_step_whose_day_has_passed() -> None:
    """A step in the past is warned of beside the answer, and nothing in the past is suggested instead."""
    report = rules().check(case(proposed={"action": "write", "date": "2026-11-20"}, opened="2026-11-19"))
    assert (report.answered, report.exit_code) == (True, 0)
    said = (
        "E311 proposed.date is 2026-11-20, and that day has passed: today is 2026-11-23. | "
        "Give the day on which you mean to do it. If you have done it, tell it among what has happened."
    )
    assert problems(report) == [said]
    assert report.diagnostics[0].severity == "warning"
    steps = [each.suggestion.step for each in report.findings if each.suggestion]
    assert all(step is None or step.day >= TODAY for step in steps)


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-24", None])
def test_a_step_today_or_later(day: str | None) -> None:
    """A step today, later or on no particular day is nothing to be warned of."""
    assert not problems(rules().check(case(proposed={"action": "write", "date": day})))


def test_a_past_step_is_never_called_right(tmp_path: Path) -> None:
    """On the page the day that has passed comes first, and no tick stands beside the step."""
    (tmp_path / "facts.yaml").write_text(
        "today: 2026-11-23\ntimezone: UTC\ninterview: {date: 2026-11-20}\n"
        "proposed: {action: send_thank_you, date: 2026-11-21, channel: email}\n",
        encoding="utf-8",
    )
    status, said = run(["etiquette", "check", "facts.yaml"], tmp_path)
    assert status == 0
    assert said.startswith("The day of your step has passed.")
    assert "That day has passed." in said
    assert "all right" not in said
    assert "speaks against" not in said
    assert "(E311)" in said


# --- names ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", ["Jos\u00e9", TAKEN_APART, f" {TAKEN_APART} "])
def test_two_entries_of_one_name(other: str) -> None:
    """Who is owed something by name needs a name of their own, however the names are typed."""
    report = rules().check(case(people=[{"name": "Jos\u00e9"}, {"name": "Ada"}, {"name": other}]))
    assert not report.answered
    (said,) = problems(report)
    assert said.startswith("E309 case.people[2].name is ")
    assert said.endswith(
        ", and so is case.people[0].name. | "
        "Write more of the names, so that they differ, or keep one entry if they are the same."
    )


@pytest.mark.parametrize(
    ("person", "help_"),
    [
        ("Ada Bryon", 'Did you mean "Ada Byron"? The names there are "Ada Byron" and Ben.'),
        ("ada byron", 'Did you mean "Ada Byron"? The names there are "Ada Byron" and Ben.'),
        ("Zacharias", 'The names there are "Ada Byron" and Ben.'),
    ],
)
def test_a_name_that_is_nobodys(person: str, help_: str) -> None:
    """A name that isn't on the list is said beside the answer, for what was done and for what is proposed."""
    told = case(
        people=[{"name": "Ada Byron"}, {"name": "Ben"}],
        calls=[{"day": "2026-11-23", "kind": "write", "person": person}],
        proposed={"action": "write", "person": person},
    )
    report = rules().check(told)
    assert (report.answered, report.exit_code) == (True, 0)
    assert report.decision("write").remaining == ("Ada Byron", "Ben")
    shown = f'"{person}"' if " " in person else person
    assert problems(report) == [
        f"E310 {path} is {shown}, and no entry of case.people has that name. | {help_}"
        for path in ("case.calls[0].person", "proposed.person")
    ]
    assert {each.severity for each in report.diagnostics} == {"warning"}


@pytest.mark.parametrize(
    "told",
    [
        {"people": [{"name": "Ada"}, {"name": "Ben"}], "calls": [{"kind": "call", "person": "Zoe"}]},
        {"people": [{"name": "Ada"}, {"name": "Ben"}], "calls": [{"person": "Zoe"}]},
        {"people": [{"name": "Ada"}, {}], "calls": [{"kind": "write", "person": "Zoe"}]},
        {"people": [], "calls": [{"kind": "write", "person": "Zoe"}]},
        {"calls": [{"kind": "write", "person": "Zoe"}]},
        {"people": [{"name": "Ada"}], "calls": [{"kind": "write", "person": " Ada "}]},
        {"people": [{"name": "Ada"}], "proposed": {"action": "call", "person": "Zoe"}},
    ],
)
def test_names_that_nothing_is_said_about(told: dict[str, Any]) -> None:
    """Names of something else, or where somebody on the list may be meant, are nothing to be warned of."""
    assert not problems(rules().check(case(**told)))


def test_a_warning_shows_the_line(tmp_path: Path) -> None:
    """A warning about a file carries its place and its line, like every other problem."""
    (tmp_path / "facts.yaml").write_text(
        "today: 2026-11-23\ncase:\n  opened: 2026-11-23\n  people: [{name: Ada}]\n"
        "  calls:\n  - {kind: write, person: Adaa}\n",
        encoding="utf-8",
    )
    (found,) = rules().check(tmp_path / "facts.yaml").diagnostics
    assert found.location is not None
    assert (found.location.line, found.excerpt) == (6, ((6, "  - {kind: write, person: Adaa}"),))
    assert found.help == "Did you mean Ada? The name there is Ada."


# --- today as a program gives it -----------------------------------------------------------------------


@pytest.mark.parametrize("moment", [datetime(2026, 11, 23, 9, 30, tzinfo=UTC), datetime(2026, 11, 23)])  # noqa: DTZ001 - a naive moment is what is tested
def test_a_moment_is_no_day(moment: datetime) -> None:
    """A moment in place of today is refused with the way out, in a check, an explanation and facts."""
    facts, _ = read_facts(case(), rules())
    assert facts is not None
    for source in (case(), facts):
        for ask in (rules().check, rules().explain):
            with pytest.raises(TypeError, match=r"give today=moment\.date\(\)"):
                ask(source, today=moment)
    with pytest.raises(TypeError, match=r"not the moment 2026-11-23T"):
        rules().check(replace(facts, today=moment))


def test_a_text_is_no_day() -> None:
    """A text in place of today is refused by its kind."""
    with pytest.raises(TypeError, match=r"today should be a datetime\.date, not str '2026-11-23'"):
        rules().check(case(), today="2026-11-23")  # type: ignore[arg-type]  # what is tested
    assert rules().check(case(), today=TODAY).as_of == TODAY


def test_a_step_that_a_program_proposes() -> None:
    """A step in facts that a program gives is held against today as well."""
    facts, _ = read_facts(case(), rules())
    assert facts is not None
    late = replace(facts, proposed=Step("write", date(2026, 11, 1)))
    assert [each.code for each in rules().check(late).diagnostics] == ["E311"]
