"""TEMPLATE_TITLE is one more way, and changes nothing else."""
# ruff: noqa: S101 - asserts are what tests are made of

import pytest

import etiquette
from etiquette.testing import assert_no_conflict, assert_only_narrows, assert_valid_report, facts

NAME = "TEMPLATE_NAME"
BEFORE = etiquette.load(plugins=())
RULES = etiquette.load(plugins=[NAME])
STEP = {"action": "send_thank_you", "channel": NAME, "to": "interviewer", "via": "direct"}


def case(**more: object) -> dict[str, object]:
    """Facts of an interview of yesterday."""
    return facts(
        {
            "today": "2026-11-20",
            "timezone": "Europe/Berlin",
            "employer.timezone": "Europe/Berlin",
            "employer.preferred_channel": "none",
            "interview.date": "2026-11-19",
            **more,
        }
    )


def test_nothing_is_wrong_with_the_plugin() -> None:
    """It is found, and there is no diagnostic about it."""
    assert RULES.diagnostics == ()


def test_it_is_one_more_way() -> None:
    """The channel is among those of the plan."""
    report = RULES.check(case())
    assert_valid_report(report)
    assert NAME in report.decision("send_thank_you").channels


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
    report = RULES.check(case(proposed={**STEP, **step}))
    assert {each.about for each in report.findings if each.rule.startswith("TEMPLATE_DASHED/")} == about


@pytest.mark.parametrize("today", ["2026-11-19", "2026-11-20", "2026-12-10"])
def test_it_only_narrows(today: str) -> None:
    """No other channel is touched, and nothing clashes."""
    told = case(today=today)
    assert_only_narrows(BEFORE, RULES, told)
    assert_no_conflict(RULES, told)
