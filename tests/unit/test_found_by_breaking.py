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
    """Preferring to meet implies an invitation: nothing is refused because we assumed there is none."""
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


def test_advice_against_a_step_weighs_no_less_than_what_it_outweighs() -> None:
    """A plugin's discouragement takes a rule's window away, but not the gravity of breaching it."""
    rules = """
  - id: a/may
    title: A
    action: write
    modality: may
    level: error
    window: {not_before: case.opened + 5 days}
"""
    against = "  - {id: z/not, title: Z, action: write, modality: should_not, level: note}\n"
    step = {"action": "write", "date": "2026-11-24", "channel": "letter"}
    for plugins in ({}, {"zed": against}):
        report = small(rules, plugins=plugins).check(case(proposed=step))
        assert report.exit_code == 1, report.findings


def test_a_suggestion_avoids_the_hour_that_comes_twice() -> None:
    """Where the sender's clock repeats an hour, the suggested time is right as it is written."""
    facts = {
        "today": "2026-10-20",
        "timezone": "America/New_York",
        "interview": {"date": "2026-10-01"},
        "employer": {
            "timezone": "Europe/Helsinki",
            "agreed_channels": ["sms"],
            "preferred_channel": "sms",
        },
        "proposed": {"action": "ask_status", "date": "2026-11-01", "time": "00:30", "channel": "sms"},
    }
    suggestion = POST.check(facts).findings[0].suggestion
    assert suggestion is not None
    assert not POST.check({**facts, "proposed": suggestion.to_dict()["step"]}).findings


def test_a_conflict_names_a_minimal_set_of_rules() -> None:
    """Leave out any one of the rules that it names, and what is left no longer clashes."""
    rules = small("""
  - {id: a/b, title: B, action: write, modality: must, window: {not_before: case.promised}}
  - {id: a/c, title: C, action: write, window: {not_after: case.opened + 3 days}}
  - {id: a/d, title: D, action: write, window: {not_before: case.opened + 10 days}}
  - {id: b/e, title: E, action: write, modality: should}
""")
    (conflict,) = rules.check(case(promised="2026-11-30")).conflicts
    assert conflict.rules in (("a/b", "a/c"), ("a/c", "a/d", "b/e"))


def test_a_rule_whose_preference_clashes_keeps_its_other_wishes() -> None:
    """Only the clashing preference is set aside, not the day by which a step is best taken."""
    rules = small("""
  - id: a/b
    title: B
    action: write
    modality: may
    window: {ideally_by: case.opened + 1 day}
    channels: {prefer: [letter]}
  - {id: a/c, title: C, action: write, channels: {prefer: [phone]}}
""")
    step = {"action": "write", "date": "2026-11-26", "channel": "letter"}
    assert [each.about for each in rules.check(case(proposed=step)).findings] == ["day"]


def test_a_skipped_time_is_an_hour_later_in_ones_own_zone_too() -> None:
    """Half past two on the night when clocks go forward is half past three."""
    rules = small("  - {id: a/b, title: B, action: write, modality: may, hours: {only: 03:00 to 20:00}}\n")
    step = {"action": "write", "date": "2026-03-29", "time": "02:30", "channel": "letter"}
    assert not rules.check(case("2026-03-28", "Europe/Berlin", proposed=step)).findings


def test_what_opens_much_later_is_found() -> None:
    """An action that waits for another one's far window opens on its first day."""
    rules = small("""
  - id: a/b
    title: B
    action: write
    modality: may
    window: {not_before: case.opened + 300 days}
    weekdays: {only: [monday]}
  - {id: a/c, title: C, action: call, modality: may}
  - {id: a/d, title: D, action: call, modality: should_not, when: {write: not_open}}
""")
    plan = rules.check(case())
    assert plan.decision("call").status == "discouraged"
    step = {"action": "call", "date": "2026-11-24", "channel": "letter"}
    suggestion = rules.check(case(proposed=step)).findings[0].suggestion
    assert suggestion is not None
    assert suggestion.step is not None
    assert suggestion.step.day == plan.decision("write").opens_on


def test_a_way_that_is_over_makes_nothing_late() -> None:
    """What was best by wire doesn't make a letter late once the wire is closed."""
    rules = small("""
  - {id: a/b, title: B, action: write, modality: may}
  - id: a/c
    title: C
    action: write
    for: {channel: wire}
    window: {ideally_by: case.opened + 1 day, not_after: case.opened + 3 days}
""")
    assert rules.check(case("2026-11-30", opened="2026-11-20")).decision("write").status == "open"
