"""What somebody who tried to break the engine found, so that it stays mended."""

from __future__ import annotations

import pytest

import etiquette
from etiquette import Report, Ruleset
from small import case, small

POST = etiquette.load()


def check(**facts: object) -> Report:
    """A check of the bundled guidance on a Monday two weeks after the interview's month began."""
    return POST.check({"today": "2026-11-23", "timezone": "Europe/Berlin", **facts})


def test_an_assumption_gives_way_to_what_is_told() -> None:
    """Preferring to meet implies an invitation: the facts are not refused because we assumed there is none."""
    report = check(interview={"date": "2026-11-09"}, employer={"preferred_channel": "in_person"})
    assert report.answered
    assumed = {each.fact: each.value for each in report.assumptions}
    assert assumed["employer.invited_to_visit"] == "true"


def test_what_is_told_can_still_be_impossible() -> None:
    """The same told outright is refused."""
    employer = {"preferred_channel": "in_person", "invited_to_visit": False}
    report = check(interview={"date": "2026-11-09"}, employer=employer)
    assert [each.code for each in report.diagnostics] == ["E304"]


def test_a_step_before_its_phase_begins_is_noted() -> None:
    """Thanking before the interview is over is worth a note, and a better day."""
    report = check(
        interview={"date": "2026-11-23", "ended": False},
        proposed={"action": "send_thank_you", "channel": "email"},
    )
    (finding,) = report.findings
    assert (finding.level, finding.about) == ("note", "day")
    assert finding.suggestion is not None
    assert finding.suggestion.step is not None


@pytest.mark.parametrize(
    ("channel", "step", "rule"),
    [
        ("phone", {"time": "03:00"}, "phone/office-hours"),
        ("email", {"message": {"words": 500}}, "silence/short-email"),
    ],
)
def test_a_step_that_leaves_its_way_open_is_bound_by_what_binds_all(
    channel: str, step: dict[str, object], rule: str
) -> None:
    """Where only one channel is left, its rules hold for a step that doesn't name it."""
    report = check(
        interview={"date": "2026-11-02"},
        employer={"preferred_channel": channel},
        proposed={"action": "ask_status", "date": "2026-11-24", **step},
    )
    assert rule in [each.rule for each in report.findings]


def asking(when: str, definitions: str = "") -> Ruleset:
    """A pack of one rule that permits to write under a condition."""
    manifest = f"definitions: {definitions}\n" if definitions else ""
    return small(
        f"  - {{id: a/may, title: A, action: write, when: {when}, modality: may}}\n", manifest=manifest
    )


@pytest.mark.parametrize(
    ("when", "fact"),
    [
        ("{case.promised: {on: 2026-12-24}}", "case.promised"),
        ("{case.promised: {after: 2030-12-24}}", "case.promised"),
        ("{case.promised: {before: 2020-12-24}}", "case.promised"),
        ("{case.number: {one_of: [3, 7]}}", "case.number"),
    ],
)
def test_constants_tell_values_apart(when: str, fact: str) -> None:
    """A fact that only a constant of the pack divides is asked for."""
    assert [each.fact for each in asking(when).check(case()).questions] == [fact]


def test_bounds_on_a_difference_tell_dates_apart() -> None:
    """A promise that must lie forty to sixty days off is asked for."""
    rules = asking(
        "{span: {at_least: 40, at_most: 60}}", "{span: {days_from: case.opened, to: case.promised}}"
    )
    assert [each.fact for each in rules.check(case()).questions] == ["case.promised"]


def test_dates_never_leave_the_calendar() -> None:
    """Absurd amounts end at a far day, not in a traceback."""
    rules = small("""
  - id: a/far
    title: A
    action: write
    modality: may
    window: {not_before: case.opened + 20000 days + 20000 days + 20000 days + 20000 days}
""")
    assert rules.check(case()).decision("write").status == "not_yet"
