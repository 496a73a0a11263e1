"""A proposed step held against the decision for its day, and the nearest step that would be right."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from etiquette import Finding, Ruleset
from small import TODAY, case, small

DAY = timedelta(days=1)


def found(rules: Ruleset, proposed: dict[str, Any], **facts: Any) -> list[Finding]:
    """The findings on a proposed step, today unless it says otherwise."""
    report = rules.check(case(proposed={"action": "write", **proposed}, **facts))
    assert report.answered, report.diagnostics
    return list(report.findings)


def one(rules: Ruleset, proposed: dict[str, Any], **facts: Any) -> Finding:
    """The only finding."""
    (finding,) = found(rules, proposed, **facts)
    return finding


def suggested(finding: Finding) -> dict[str, Any]:
    """The suggested step as data, without its action."""
    assert finding.suggestion is not None
    step = finding.suggestion.to_dict()["step"]
    assert step is not None, finding.suggestion.text
    return {key: value for key, value in step.items() if key != "action"}


MAY = "  - {id: a/may, title: A, action: write, modality: may}\n"


def narrowed(constraint: str, modality: str = "may", more: str = "") -> Ruleset:
    """A permission with one constraint by a rule called b/narrow."""
    return small(
        f"  - {{id: a/base, title: Base, action: write, modality: {modality}}}\n"
        f"  - {{id: b/narrow, title: Narrow, action: write, {constraint}, because: So it is.}}\n{more}"
    )


# What is found


@pytest.mark.parametrize(
    ("constraint", "step", "about", "observed", "required", "right"),
    [
        (
            "channels: {only: [letter]}",
            {"channel": "phone"},
            "channel",
            "by phone",
            "only by letter",
            {"channel": "letter"},
        ),
        (
            "channels: {never: [phone]}",
            {"channel": "phone"},
            "channel",
            "by phone",
            "not by phone",
            {"channel": "letter"},
        ),
        (
            "recipients: {only: [owner]}",
            {"to": "clerk"},
            "recipient",
            "to the clerk",
            "only to the owner",
            {"to": "owner"},
        ),
        (
            "recipients: {never: [clerk]}",
            {"to": "clerk"},
            "recipient",
            "to the clerk",
            "not to the clerk",
            {"to": "owner"},
        ),
        (
            "via: {only: [agent]}",
            {"via": "direct"},
            "via",
            "directly",
            "only through your agent",
            {"via": "agent"},
        ),
        ("via: {never: [direct]}", {"via": "direct"}, "via", "directly", "not directly", {"via": "agent"}),
        (
            "window: {not_before: case.opened + 3 days}",
            {},
            "day",
            "Monday 23 November",
            "not before Thursday 26 November",
            {"date": "2026-11-26"},
        ),
        (
            "window: {not_after: case.opened + 3 days}",
            {"date": "2026-11-28"},
            "day",
            "Saturday 28 November",
            "not after Thursday 26 November",
            {"date": "2026-11-26"},
        ),
        (
            "weekdays: {never: [monday, tuesday]}",
            {},
            "day",
            "Monday 23 November",
            "Wednesday, Thursday, Friday, Saturday or Sunday",
            {"date": "2026-11-25"},
        ),
        (
            "weekdays: {only: [friday]}",
            {"time": "10:00"},
            "day",
            "Monday 10:00 (UTC)",
            "Friday",
            {"date": "2026-11-27", "time": "10:00"},
        ),
        (
            "hours: {only: 08:00 to 18:00}",
            {"time": "07:59"},
            "time",
            "Monday 07:59 (UTC)",
            "08:00 to 18:00 (UTC)",
            {"time": "08:00"},
        ),
        (
            "hours: {only: 08:00 to 18:00}",
            {"time": "18:01"},
            "time",
            "Monday 18:01 (UTC)",
            "08:00 to 18:00 (UTC)",
            {"date": "2026-11-24"},
        ),
        (
            "message: {max_words: 10}",
            {"message": {"words": 11}},
            "message.words",
            "11 words",
            "at most 10 words",
            {"message": {"words": 10}},
        ),
        (
            "message: {max_characters: 5}",
            {"message": {"text": "123456"}},
            "message.characters",
            "6 characters",
            "at most 5 characters",
            {"message": {"characters": 5}},
        ),
        (
            "message: {subject: required}",
            {"message": {"subject": "none"}},
            "message.subject",
            "no subject",
            "a subject",
            {"message": {}},
        ),
        (
            "message: {subject: forbidden}",
            {"message": {"subject": "Hello"}},
            "message.subject",
            "the subject “Hello”",
            "no subject",
            {"message": {"subject": "none"}},
        ),
        (
            "message: {must: [greeting]}",
            {"message": {"says": ["question"]}},
            "message.says",
            "nothing of “a greeting”",
            "“a greeting”",
            {"message": {"says": ["greeting", "question"]}},
        ),
        (
            "message: {avoid: [joke]}",
            {"message": {"says": ["joke"]}},
            "message.says",
            "“a joke”",
            "nothing of “a joke”",
            {"message": {"says": []}},
        ),
    ],
)
def test_a_breach_says_what_is_and_what_should_be(
    constraint: str, step: dict[str, Any], about: str, observed: str, required: str, right: dict[str, Any]
) -> None:
    """Each kind of constraint: observed against required, the rule, its reason, and what would be right."""
    finding = one(narrowed(constraint), step)
    assert (finding.rule, finding.about, finding.level) == ("b/narrow", about, "warning")
    assert (finding.observed, finding.required) == (observed, required)
    assert finding.because == "So it is."
    assert finding.message == f"Narrow: {observed}, where it should be {required}."
    better = suggested(finding)
    assert {key: better.get(key) for key in right} == right


@pytest.mark.parametrize(
    ("constraint", "step"),
    [
        ("channels: {only: [letter, {fact: case.wished}]}", {"channel": "phone"}),
        ("window: {not_before: case.opened, not_after: case.opened}", {}),
        ("hours: {only: 08:00 to 18:00}", {"time": "08:00"}),
        ("hours: {only: 08:00 to 18:00}", {"time": "18:00"}),
        ("weekdays: {only: [monday]}", {"time": "23:59"}),
        ("message: {max_words: 10, subject: required}", {"message": {"words": 10, "subject": "Hello"}}),
        ("message: {must: [greeting], avoid: [joke]}", {"message": {"says": ["greeting"]}}),
        ("message: {must: [greeting], max_words: 100, subject: required}", {"message": {}}),
        ("message: {must: [greeting]}", {}),
        ("for: {channel: letter}, message: {max_words: 10}", {"channel": "phone", "message": {"words": 99}}),
        ("for: {channel: letter}, recipients: {never: [clerk]}", {"to": "clerk"}),
    ],
)
def test_what_is_right_or_not_known_is_no_breach(constraint: str, step: dict[str, Any]) -> None:
    """Ends are inclusive, what a step leaves out isn't held against it, nor are rules for other ways."""
    assert found(narrowed(constraint), step, wished="phone") == []


@pytest.mark.parametrize(
    ("modality", "level", "text"),
    [("must_not", "error", "not to do this"), ("should_not", "warning", "rather not to do this")],
)
def test_what_is_forbidden_has_no_right_step(modality: str, level: str, text: str) -> None:
    """A step that must not or should not be taken is found, and the advice is to leave it."""
    rules = small(f"  - {{id: a/no, title: No, action: write, modality: {modality}}}\n")
    finding = one(rules, {})
    assert (finding.about, finding.level, finding.required) == ("action", level, text)
    assert finding.suggestion is not None
    assert (finding.suggestion.step, "leave it" in finding.suggestion.text) == (None, True)


@pytest.mark.parametrize(
    ("modality", "own", "level"),
    [
        ("must", "", "error"),
        ("should", "", "warning"),
        ("may", "", "note"),
        ("may", "level: error, ", "error"),
        ("must", "level: note, ", "note"),
    ],
)
def test_the_level_is_the_rules_own_or_its_modalitys(modality: str, own: str, level: str) -> None:
    """A rule's own word on how grave a breach is wins over what its modality implies."""
    rules = small(
        f"  - {{id: a/r, title: A, action: write, modality: {modality}, {own}channels: {{never: [phone]}}}}\n"
    )
    report = rules.check(case(proposed={"action": "write", "channel": "phone"}))
    assert [each.level for each in report.findings] == [level]
    assert report.exit_code == (1 if level == "error" else 0)


def test_findings_come_gravest_first_and_name_each_rule() -> None:
    """Every rule that a step breaches is named, errors before warnings before notes."""
    rules = small("""
  - {id: a/base, title: A, action: write, modality: may, channels: {never: [phone]}}
  - {id: b/hard, title: B, action: write, level: error, recipients: {never: [clerk]}}
  - {id: c/soft, title: C, action: write, channels: {never: [phone]}}
""")
    findings = found(rules, {"channel": "phone", "to": "clerk"})
    assert [(each.rule, each.level) for each in findings] == [
        ("b/hard", "error"),
        ("c/soft", "warning"),
        ("a/base", "note"),
    ]


def test_what_an_outweighed_or_overridden_rule_wanted_is_not_held_against_a_step() -> None:
    """Only rules that are certainly in play object."""
    rules = small("""
  - {id: a/base, title: A, action: write, modality: must, channels: {never: [phone]}}
  - {id: b/exception, title: B, action: write, when: {case.closed: true}, channels: {only: [phone, wire]},
     overrides: ["a/base#channels"]}
  - {id: c/unknown, title: C, action: write, when: {case.number: {at_least: 1}}, recipients: {never: [clerk]}}
""")
    assert found(rules, {"channel": "phone", "to": "clerk"}, closed=True) == []
    assert [each.rule for each in found(rules, {"channel": "phone"}, closed=False)] == ["a/base"]
    assert [each.rule for each in found(rules, {"to": "clerk"}, closed=False, number=1)] == ["c/unknown"]


def test_a_step_that_only_all_rules_together_exclude_is_found_as_a_way() -> None:
    """Where no rule alone objects, the smallest set that does together is named."""
    rules = narrowed(
        "channels: {only: [letter]}",
        more="  - {id: c/letters, title: Letters, action: write,"
        " for: {channel: letter}, recipients: {never: [clerk]}}\n"
        "  - {id: d/innocent, title: Innocent, action: write, via: {only: [direct]}}\n",
    )
    finding = one(rules, {"to": "clerk"})
    assert (finding.about, finding.required) == ("way", "a step that “Narrow” and “Letters” leave together")
    assert suggested(finding)["to"] == "owner"


@pytest.mark.parametrize(
    ("levels", "rule", "level"),
    [
        (("note", "error"), "c/letters", "error"),
        (("error", "note"), "b/narrow", "error"),
        (("note", "warning"), "c/letters", "warning"),
        (("warning", "warning"), "b/narrow", "warning"),
    ],
)
def test_a_way_is_as_grave_as_the_gravest_of_the_rules_that_exclude_it(
    levels: tuple[str, str], rule: str, level: str
) -> None:
    """What rules exclude only together is found under the gravest of them, whichever comes first."""
    rules = narrowed(
        f"level: {levels[0]}, channels: {{only: [letter]}}",
        more=f"  - {{id: c/letters, title: Letters, action: write, level: {levels[1]},"
        " for: {channel: letter}, recipients: {never: [clerk]}}\n",
    )
    finding = one(rules, {"to": "clerk"})
    assert (finding.about, finding.rule, finding.level) == ("way", rule, level)


def test_a_step_after_its_phase_is_found() -> None:
    """A phase that is over is over for a step as well."""
    rules = small(MAY, manifest="phases: {during: {title: During, over: {case.closed: true}}}")
    assert one(rules, {}, closed=True).required == "before “During” is over"
    assert found(rules, {}, closed=False) == []


# What is merely best


def test_what_is_merely_best_is_a_note_where_it_can_be_had() -> None:
    """A preferred channel that is free is suggested; where it isn't to be had, nothing is said."""
    rules = narrowed("channels: {prefer: [wire]}")
    finding = one(rules, {"channel": "phone"})
    assert (finding.level, finding.required) == ("note", "rather by wire")
    assert suggested(finding)["channel"] == "wire"
    assert found(narrowed("channels: {never: [wire], prefer: [wire]}"), {"channel": "phone"}) == []


def test_a_missed_ideal_is_no_finding_once_it_can_not_be_met() -> None:
    """After the ideal day has gone by, the same step today is as good as it gets."""
    rules = narrowed("window: {ideally_by: case.opened + 1 day}")
    finding = one(rules, {"date": (TODAY + 5 * DAY).isoformat()})
    assert (finding.level, finding.required) == ("note", "ideally by Tuesday 24 November")
    assert suggested(finding)["date"] == "2026-11-24"
    late = TODAY + 5 * DAY
    assert found(rules, {}, today=late, opened=TODAY.isoformat()) == []


def test_preferred_hours_and_weekdays_are_advice() -> None:
    """An hour or a day that is merely preferred is a note with the nearest that is."""
    finding = one(narrowed("hours: {prefer: 09:00 to 17:00}"), {"time": "08:30"})
    assert (finding.level, suggested(finding)["time"]) == ("note", "09:00")
    finding = one(narrowed("weekdays: {prefer: [tuesday]}"), {"time": "10:00"})
    assert (finding.level, suggested(finding)["date"]) == ("note", "2026-11-24")


def test_wishes_that_were_set_aside_are_not_held_against_a_step() -> None:
    """Where preferences clash, none of them makes a note."""
    rules = narrowed(
        "channels: {prefer: [wire]}",
        more="  - {id: c/p, title: C, action: write, channels: {prefer: [phone]}}\n",
    )
    assert found(rules, {"channel": "letter"}) == []


# The nearest right step


def test_the_nearest_right_step_changes_as_little_as_it_can() -> None:
    """Fewer parts changed before a nearer day; what the step leaves open is filled in by preference."""
    rules = narrowed("for: {channel: phone}, window: {not_before: case.opened + 2 days}")
    assert suggested(one(rules, {"channel": "phone"})) == {
        "date": "2026-11-25",
        "channel": "phone",
        "to": "owner",
        "via": "direct",
    }


def test_a_suggestion_is_never_in_the_past() -> None:
    """A window that has closed leaves nothing to suggest; one that is open is suggested from today on."""
    rules = narrowed("window: {not_before: case.opened - 9 days, not_after: case.opened}")
    late = one(
        rules, {"date": (TODAY + 5 * DAY).isoformat()}, today=TODAY + 2 * DAY, opened=TODAY.isoformat()
    )
    assert late.suggestion is not None
    assert late.suggestion.step is None
    assert suggested(one(rules, {"date": (TODAY + 5 * DAY).isoformat()}))["date"] == TODAY.isoformat()


def test_several_things_wrong_are_put_right_at_once() -> None:
    """One suggestion mends the day, the channel and the message together, and says so in words."""
    rules = small("""
  - {id: a/base, title: A, action: write, modality: may, window: {not_before: case.opened + 3 days}}
  - {id: b/wire, title: B, action: write, channels: {only: [wire]}, weekdays: {never: [thursday]}}
  - {id: c/message, title: C, action: write, message: {must: [greeting], avoid: [joke], max_words: 50}}
""")
    step = {"channel": "phone", "to": "owner", "message": {"words": 80, "says": ["joke"], "subject": "Hello"}}
    findings = found(rules, step)
    assert {each.rule for each in findings} == {"a/base", "b/wire", "c/message"}
    assert all(each.suggestion == findings[0].suggestion for each in findings)
    assert suggested(findings[0]) == {
        "date": "2026-11-27",
        "channel": "wire",
        "to": "owner",
        "via": "direct",
        "message": {"words": 50, "subject": "Hello", "says": ["greeting"]},
    }
    assert findings[0].suggestion is not None
    assert findings[0].suggestion.text == (
        "By wire to the owner, directly, on Friday 27 November; cut to 50 words, "
        "saying “a greeting”, leaving out “a joke”."
    )


def test_a_text_that_is_too_long_is_replaced_by_the_length_to_aim_for() -> None:
    """No machine shortens a text; the suggestion says how long it may be, and holds when taken."""
    rules = narrowed("message: {max_words: 3, max_characters: 100}")
    finding = one(rules, {"message": {"text": "one two three four"}})
    step = suggested(finding)
    assert step["message"] == {"words": 3, "characters": 18}
    assert found(rules, step) == []


@pytest.mark.parametrize(
    ("zone", "place", "time", "fine"),
    [
        ("UTC", "UTC", "23:30", True),
        ("UTC", "Europe/Prague", "23:30", False),  # half past midnight on Tuesday there
        ("UTC", "Europe/Prague", "22:59", True),
        ("America/New_York", "Europe/Prague", "17:59", True),
        ("America/New_York", "Europe/Prague", "18:00", False),
        ("Pacific/Auckland", "Europe/Prague", "12:00", True),  # midnight, Monday begins
        ("Pacific/Auckland", "Europe/Prague", "11:59", False),  # still Sunday
    ],
)
def test_weekdays_and_hours_are_where_the_recipient_is(zone: str, place: str, time: str, fine: bool) -> None:
    """A Monday at half past eleven at night may be Tuesday for whoever is written to."""
    rules = narrowed("weekdays: {only: [monday]}")
    findings = found(rules, {"time": time, "to": "clerk"}, zone=zone, place=place)
    assert (findings == []) is fine


def test_a_suggested_time_is_the_senders_for_the_recipients_hours() -> None:
    """The time that is suggested is on the sender's clock, and right on the recipient's."""
    rules = narrowed("hours: {only: 08:00 to 10:00}")
    finding = one(rules, {"time": "12:00", "to": "clerk"}, zone="Europe/Prague", place="America/New_York")
    step = suggested(finding)
    assert (step["date"], step["time"]) == ("2026-11-23", "14:00")
    assert found(rules, step, zone="Europe/Prague", place="America/New_York") == []


def test_without_a_time_a_day_is_right_if_any_moment_of_it_is() -> None:
    """A Sunday in Auckland is partly a Saturday in Prague."""
    rules = narrowed("weekdays: {only: [saturday]}, hours: {only: 20:00 to 23:59}")
    sunday = {"date": "2026-11-29", "to": "clerk"}
    assert found(rules, sunday, zone="Pacific/Auckland", place="Europe/Prague") == []
    saturday = {"date": "2026-11-28", "to": "clerk"}
    assert [
        each.about for each in found(rules, saturday, zone="Pacific/Auckland", place="Europe/Prague")
    ] == ["day"]


@pytest.mark.parametrize("time", ["00:30", "01:30", "02:30", "03:30"])
@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2026, 10, 25)])
def test_a_time_that_a_clock_change_skips_or_repeats_gets_an_answer(day: date, time: str) -> None:
    """Half past two may not exist or come twice; the step is still checked, and a suggestion still holds."""
    rules = narrowed("hours: {only: 09:00 to 10:00}")
    facts = {"zone": "Europe/Prague", "place": "America/New_York", "today": day}
    finding = one(rules, {"time": time, "to": "clerk"}, **facts)
    assert found(rules, suggested(finding), **facts) == []
