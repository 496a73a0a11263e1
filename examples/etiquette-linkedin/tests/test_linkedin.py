"""LinkedIn is one more way for those who are connected, and changes nothing else."""
# ruff: noqa: S101 - asserts are what tests are made of

import pytest

import etiquette
from etiquette.testing import assert_no_conflict, assert_only_narrows, assert_valid_report, facts

BEFORE = etiquette.load("post-interview", plugins=())
RULES = etiquette.load("post-interview", plugins=["linkedin"])
CASE = {"today": "2026-11-20", "timezone": "Europe/Berlin", "employer.timezone": "Europe/Berlin"}


def case(**more: object) -> dict[str, object]:
    """Facts of an interview of yesterday, nearly all of them known."""
    told = {**CASE, "interview.date": "2026-11-19", "employer.preferred_channel": "none"}
    return facts({**told, **{key.replace("__", "."): value for key, value in more.items()}})


def test_nothing_is_wrong_with_the_plugin() -> None:
    """It is found, and there is no diagnostic about it."""
    assert RULES.diagnostics == ()


@pytest.mark.parametrize(("connected", "expected"), [(True, True), (False, False)])
def test_only_when_connected(connected: bool, expected: bool) -> None:
    """LinkedIn is among the channels of a thank-you exactly if the two are connected."""
    report = RULES.check(case(linkedin__connected=connected))
    assert_valid_report(report)
    assert ("linkedin" in report.decision("send_thank_you").channels) is expected


def test_not_connected_unless_told() -> None:
    """Who says nothing is taken not to be connected, and isn't asked."""
    report = RULES.check(case())
    assert "linkedin" not in report.decision("send_thank_you").channels
    assert "linkedin.connected" not in [question.fact for question in report.questions]


@pytest.mark.parametrize(
    ("step", "about"),
    [
        ({"time": "20:00"}, set()),
        ({"time": "20:01"}, {"time"}),
        ({"message": {"characters": 600, "says": ["gratitude"]}}, set()),
        ({"message": {"characters": 601, "says": ["gratitude"]}}, {"message.characters"}),
    ],
)
def test_what_a_message_there_has_to_be(step: dict[str, object], about: set[str]) -> None:
    """A message is sent by day and has six hundred characters at most, both ends included."""
    proposed = {
        "action": "send_thank_you",
        "channel": "linkedin",
        "to": "interviewer",
        "via": "direct",
        **step,
    }
    report = RULES.check(case(linkedin__connected=True, proposed=proposed))
    found = {finding.about for finding in report.findings if finding.rule.startswith("linkedin/")}
    assert found == about


@pytest.mark.parametrize("connected", [True, False, None])
@pytest.mark.parametrize("today", ["2026-11-19", "2026-11-20", "2026-12-10"])
def test_it_only_narrows(connected: bool | None, today: str) -> None:
    """No other channel is touched, and nothing clashes."""
    told = case(today=today)
    assert_only_narrows(BEFORE, RULES, told)
    assert_no_conflict(RULES, case(today=today, linkedin__connected=connected))
