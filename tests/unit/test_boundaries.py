"""The edges of days, windows, years and zones, on the bundled guidance.

In the words of the pack: thanks from the day of the interview and ideally by the next, a question about the
status from the fourteenth day on (or two days after a promise, if that is later), calls from 08:00 to 18:00
and text messages from 08:00 to 20:00 where they are.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from datetime import time as clock_time
from functools import cache
from typing import Any

import pytest

import etiquette
from etiquette import Decision, Finding, Ruleset
from etiquette.testing import assert_valid_report

DAY = timedelta(days=1)


@cache
def rules(pack: str = "post-interview") -> Ruleset:
    """A bundled pack with the bundled channels."""
    return etiquette.load(pack, plugins=("email", "in_person", "phone", "recruiter", "sms"))


def facts(interview: date, today: date, *, ended: bool | None = None, **more: Any) -> dict[str, Any]:
    """An interview on a day, as seen today; over from that day on, unless it says otherwise."""
    proposed = {"proposed": more.pop("proposed")} if "proposed" in more else {}
    zone = more.pop("timezone", "Europe/Berlin")
    return {
        "today": today.isoformat(),
        "timezone": zone,
        "interview": {"date": interview.isoformat(), "ended": today >= interview if ended is None else ended},
        **more,
        **proposed,
    }


def decided(action: str, interview: date, today: date, pack: str = "post-interview", **more: Any) -> Decision:
    """The decision on an action."""
    report = rules(pack).check(facts(interview, today, **more))
    assert_valid_report(report)
    return report.decision(action)


def findings(interview: date, today: date, proposed: dict[str, Any], **more: Any) -> list[Finding]:
    """What is said against a step."""
    report = rules().check(facts(interview, today, proposed=proposed, **more))
    assert report.answered, report.diagnostics
    return list(report.findings)


INTERVIEWS = (
    date(2026, 11, 23),  # an ordinary Monday
    date(2026, 11, 20),  # a Friday
    date(2028, 2, 28),  # the next day is 29 February
    date(2028, 2, 29),
    date(2028, 2, 15),  # two weeks later is 29 February
    date(2027, 2, 15),  # two weeks later is 1 March
    date(2026, 12, 31),
    date(2026, 12, 18),  # two weeks later is New Year
    date(2027, 3, 27),  # clocks change the next day in Europe
    date(2027, 3, 28),
    date(2026, 10, 25),
    date(2026, 11, 1),  # clocks change in North America
)


@pytest.mark.parametrize("interview", INTERVIEWS)
def test_thanks_are_due_on_the_day_and_the_next_and_late_from_then_on(interview: date) -> None:
    """The day before, the day, the next and the one after; late thanks stay late and are never missed."""
    statuses = [decided("send_thank_you", interview, interview + n * DAY).status for n in (-1, 0, 1, 2, 40)]
    assert statuses == ["not_yet", "due", "due", "late", "late"]
    found = decided("send_thank_you", interview, interview - DAY)
    assert (found.not_before, found.ideally_by, found.not_after) == (interview, interview + DAY, None)
    assert found.opens_on == interview


@pytest.mark.parametrize("interview", INTERVIEWS)
def test_asking_opens_on_the_fourteenth_day(interview: date) -> None:
    """The day before, the day and the day after; calendar days, whatever month, year or clock they cross."""
    first = interview + timedelta(days=14)
    for n, status in ((-1, "not_yet"), (0, "open"), (1, "open")):
        found = decided("ask_status", interview, first + n * DAY)
        assert (found.status, found.not_before) == (status, first)
        assert found.opens_on == max(first, first + n * DAY)


@pytest.mark.parametrize("interview", INTERVIEWS)
@pytest.mark.parametrize("promised", [0, 11, 13, 14, 15, 30])
def test_asking_waits_for_a_promise_and_two_days(interview: date, promised: int) -> None:
    """The later of the promised day and two weeks, and two days more: the day before and the day itself."""
    first = interview + timedelta(days=max(promised, 14) + 2)
    employer = {"promised_reply_by": (interview + promised * DAY).isoformat()}
    assert decided("ask_status", interview, first - DAY, employer=employer).status == "not_yet"
    found = decided("ask_status", interview, first, employer=employer)
    assert (found.status, found.not_before) == ("open", first)


@pytest.mark.parametrize("interview", INTERVIEWS)
def test_what_is_asked_in_the_interview_is_for_its_day_alone(interview: date) -> None:
    """The day before, the day while it lasts, the day once it is over, and the day after."""
    expected = ((-1, False, "not_yet"), (0, False, "due"), (0, True, "missed"), (1, True, "missed"))
    for n, ended, status in expected:
        found = decided("ask_how_to_reach_them", interview, interview + n * DAY, ended=ended)
        assert found.status == status


@pytest.mark.parametrize("interview", INTERVIEWS)
def test_on_the_day_itself_it_is_asked_whether_it_is_over(interview: date) -> None:
    """Before the day and after it the answer is assumed; on the day it is a question."""
    for n, asked in ((-1, False), (0, True), (1, False)):
        case = facts(interview, interview + n * DAY)
        del case["interview"]["ended"]
        report = rules().check(case)
        assert ("interview.ended" in {each.fact for each in report.questions}) is asked
        assert ("interview.ended" in {each.fact for each in report.assumptions}) is not asked


@pytest.mark.parametrize(
    ("interview", "country", "first"),
    [
        (date(2026, 11, 20), "none", date(2026, 12, 1)),
        (date(2026, 11, 20), "US", date(2026, 12, 2)),  # Thanksgiving
        (date(2026, 11, 19), "IL", date(2026, 11, 30)),  # Friday and Saturday are off
        (date(2026, 12, 24), "none", date(2027, 1, 4)),
        (date(2026, 12, 24), "DE", date(2027, 1, 6)),  # Christmas Day and New Year
        (date(2028, 2, 21), "none", date(2028, 3, 1)),  # 29 February counts
    ],
)
def test_seven_business_days_cross_weekends_holidays_and_years(
    interview: date, country: str, first: date
) -> None:
    """In business days: the day before, and the day itself, by the calendar of the country."""
    employer = {"country": country}
    before = decided("ask_status", interview, first - DAY, "business-days", employer=employer)
    assert (before.status, before.not_before) == ("not_yet", first)
    assert decided("ask_status", interview, first, "business-days", employer=employer).status == "open"


@pytest.mark.parametrize(
    ("interview", "country", "ideal"),
    [
        (date(2026, 11, 19), "none", date(2026, 11, 20)),
        (date(2026, 11, 20), "none", date(2026, 11, 23)),  # Friday: Saturday rolls forward to Monday
        (date(2026, 12, 31), "none", date(2027, 1, 1)),
        (date(2026, 12, 31), "US", date(2027, 1, 4)),  # New Year rolls over the weekend
        (date(2028, 2, 28), "DE", date(2028, 2, 29)),
    ],
)
def test_in_business_days_a_day_off_rolls_forward(interview: date, country: str, ideal: date) -> None:
    """Thanks are prompt until the next working day, and late the day after."""
    employer = {"country": country}
    found = decided("send_thank_you", interview, ideal, "business-days", employer=employer)
    assert (found.status, found.ideally_by) == ("due", ideal)
    after = decided("send_thank_you", interview, ideal + DAY, "business-days", employer=employer)
    assert after.status == "late"


# Zones and clocks


@pytest.mark.parametrize(
    ("zone", "theirs", "day", "time", "fine"),
    [
        # A Sunday evening in Los Angeles is Monday in Tokyo, and a Thursday night is Friday.
        ("America/Los_Angeles", "Asia/Tokyo", date(2026, 12, 13), "23:30", True),
        ("America/Los_Angeles", "Asia/Tokyo", date(2026, 12, 10), "23:30", True),
        ("America/Los_Angeles", "Asia/Tokyo", date(2026, 12, 11), "23:30", False),  # Saturday there
        # Half past eleven at night, in one zone and in the next.
        ("Europe/Berlin", "Europe/Berlin", date(2026, 12, 14), "23:30", False),
        ("Europe/London", "Europe/Berlin", date(2026, 12, 14), "16:59", True),
        ("Europe/London", "Europe/Berlin", date(2026, 12, 14), "17:01", False),
        # Clocks change on 14 March in New York and on 28 March in Berlin.
        ("Europe/Berlin", "America/New_York", date(2027, 3, 12), "13:59", False),
        ("Europe/Berlin", "America/New_York", date(2027, 3, 12), "14:00", True),
        ("Europe/Berlin", "America/New_York", date(2027, 3, 15), "12:59", False),
        ("Europe/Berlin", "America/New_York", date(2027, 3, 15), "13:00", True),
        ("Europe/Berlin", "America/New_York", date(2027, 3, 29), "13:59", False),
        ("Europe/Berlin", "America/New_York", date(2027, 3, 29), "14:00", True),
    ],
)
def test_calls_are_held_to_their_clock(zone: str, theirs: str, day: date, time: str, fine: bool) -> None:
    """Hours and weekdays are those of the place that is called, on that day's clock."""
    step = {"action": "ask_status", "date": day.isoformat(), "time": time, "channel": "phone"}
    said = findings(day - 20 * DAY, day, step, timezone=zone, employer={"timezone": theirs})
    hard = [each for each in said if each.level != "note"]
    assert (not hard) is fine, hard


@pytest.mark.parametrize("time", ["08:00", "20:00"])
@pytest.mark.parametrize("minutes", [-1, 0, 1])
def test_the_ends_of_quiet_hours_are_inclusive(time: str, minutes: int) -> None:
    """A text message at eight in the morning or evening is in time; a minute off may not be."""
    day = date(2026, 12, 14)
    moment = datetime.combine(day, clock_time.fromisoformat(time)) + timedelta(minutes=minutes)
    step = {"action": "ask_status", "date": day.isoformat(), "time": f"{moment:%H:%M}", "channel": "sms"}
    said = findings(day - 20 * DAY, day, step, employer={"agreed_channels": ["sms"]})
    outside = (time == "08:00" and minutes < 0) or (time == "20:00" and minutes > 0)
    assert bool([each for each in said if each.about == "time" and each.level != "note"]) is outside


@pytest.mark.parametrize(
    ("now", "zone", "today"),
    [
        ("2026-11-23T11:30:00+00:00", "Pacific/Auckland", "2026-11-24"),
        ("2026-11-23T11:30:00+00:00", "Europe/Berlin", "2026-11-23"),
        ("2026-11-23T22:59:00+00:00", "Europe/Berlin", "2026-11-23"),
        ("2026-11-23T23:00:00+00:00", "Europe/Berlin", "2026-11-24"),
        ("2026-11-23T07:59:00+00:00", "America/Los_Angeles", "2026-11-22"),
        ("2026-12-31T23:30:00+00:00", "Europe/Berlin", "2027-01-01"),
        ("2028-02-29T23:30:00+00:00", "Europe/Berlin", "2028-03-01"),
        ("2028-02-28T23:30:00+00:00", "Europe/Berlin", "2028-02-29"),
        ("2027-03-28T21:59:00+00:00", "Europe/Berlin", "2027-03-28"),
        ("2027-03-28T22:00:00+00:00", "Europe/Berlin", "2027-03-29"),
    ],
)
@pytest.mark.parametrize("machine", ["UTC", "Pacific/Kiritimati"])
def test_today_is_the_day_where_the_person_is(
    now: str, zone: str, today: str, machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a ``today``, it is the day in the person's zone, whatever zone the machine is in."""
    clock(monkeypatch, now, machine)
    report = rules().check({"interview": {"date": "2026-11-10"}, "timezone": zone})
    assert report.as_of.isoformat() == today
    assert ("today", today) in {(each.fact, each.value) for each in report.assumptions}


def test_without_a_zone_it_is_the_machines_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no zone is told either, the machine's is taken, and listed as assumed."""
    clock(monkeypatch, "2026-11-23T11:30:00+00:00", "Pacific/Auckland")
    report = rules().check({"interview": {"date": "2026-11-10"}})
    assert report.as_of.isoformat() == "2026-11-24"
    assumed = {each.fact: each.value for each in report.assumptions}
    assert (assumed["today"], assumed["timezone"]) == ("2026-11-24", "Pacific/Auckland")


def clock(monkeypatch: pytest.MonkeyPatch, now: str, machine: str) -> None:
    """Let it be ``now``, on a machine in this zone."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Clock:
            assert tz is not None, "the machine's own day is nobody's"
            moment = datetime.fromisoformat(now).astimezone(tz)
            return cls(*moment.timetuple()[:6], tzinfo=tz)

    monkeypatch.setattr("etiquette._reading.read_facts.datetime", Clock)
    monkeypatch.setattr("etiquette._compiling.swift_memory.datetime", Clock)
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: machine)
