"""Business days, and what one person's day is in another's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette._deciding.calendars import add_business_days, countries, is_day_off, spans_in_zone
from small import LAW

DAY = timedelta(days=1)
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, 20) + n * DAY for n in range(4))
COUNTRIES = (None, "DE", "US", "IL", "AE", "SA", "IR", "CN", "JP")
DAYS = st.dates(date(2025, 1, 1), date(2029, 12, 31))
ZONES = (
    "UTC",
    "Europe/Prague",
    "America/New_York",
    "America/Santiago",  # clocks change at midnight
    "Africa/Cairo",  # clocks change at midnight
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # clocks change by half an hour
    "Pacific/Auckland",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        (FRIDAY, 0, FRIDAY),
        (SATURDAY, 0, MONDAY),
        (SUNDAY, 0, MONDAY),
        (FRIDAY, 1, MONDAY),
        (SATURDAY, 1, MONDAY),
        (SUNDAY, 1, MONDAY),
        (MONDAY, 5, MONDAY + 7 * DAY),
        (MONDAY, -1, FRIDAY),
        (SUNDAY, -1, FRIDAY),
        (SATURDAY, -1, FRIDAY),
        (MONDAY, -5, MONDAY - 7 * DAY),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 1, date(2028, 3, 1)),
    ],
)
def test_without_a_country_only_weekends_are_off(start: date, amount: int, end: date) -> None:
    """Counting starts on the day after (or before); nothing is counted twice, and +0 rolls forward."""
    assert add_business_days(start, amount, None) == end


@pytest.mark.parametrize(
    ("start", "amount", "country", "end"),
    [
        (date(2026, 12, 24), 1, "DE", date(2026, 12, 28)),  # Christmas on Friday, Boxing Day on Saturday
        (date(2026, 12, 25), 0, "DE", date(2026, 12, 28)),
        (date(2026, 12, 31), 1, "US", date(2027, 1, 4)),  # New Year's Day on Friday
        (date(2026, 11, 25), 1, "US", date(2026, 11, 27)),  # Thanksgiving between
        (date(2026, 11, 25), 1, "DE", date(2026, 11, 26)),
        (date(2027, 1, 4), -1, "US", date(2026, 12, 31)),
    ],
)
def test_public_holidays_are_off(start: date, amount: int, country: str, end: date) -> None:
    """Holidays of the country don't count, at a year's end either, and those of another country do."""
    assert add_business_days(start, amount, country) == end


@pytest.mark.parametrize(
    ("country", "off", "worked"),
    [
        ("IL", (FRIDAY, SATURDAY), (SUNDAY, MONDAY)),
        ("SA", (FRIDAY, SATURDAY), (SUNDAY, MONDAY)),
        ("IR", (FRIDAY,), (SATURDAY, SUNDAY)),
        ("AE", (SATURDAY, SUNDAY), (FRIDAY, MONDAY)),
        ("DE", (SATURDAY, SUNDAY), (FRIDAY, MONDAY)),
    ],
)
def test_each_country_has_its_own_weekend(
    country: str, off: tuple[date, ...], worked: tuple[date, ...]
) -> None:
    """The weekend is the country's: Friday and Saturday in Israel, only Friday in Iran."""
    assert all(is_day_off(day, country) for day in off)
    assert not any(is_day_off(day, country) for day in worked)


def test_a_weekend_that_a_country_moved_is_where_it_was_at_the_time() -> None:
    """The Emirates rested on Friday until the end of 2021 and on Sunday from then on."""
    friday, sunday = date(2021, 11, 19), date(2021, 11, 21)
    assert is_day_off(friday, "AE")
    assert not is_day_off(sunday, "AE")
    assert not is_day_off(date(2022, 11, 18), "AE")
    assert is_day_off(date(2022, 11, 20), "AE")


def test_a_saturday_that_is_worked_is_a_business_day() -> None:
    """In China some days of weekends are worked in exchange for a longer holiday."""
    assert not is_day_off(date(2026, 2, 14), "CN")
    assert add_business_days(date(2026, 2, 13), 1, "CN") == date(2026, 2, 14)


@LAW
@given(DAYS, st.integers(-60, 60), st.sampled_from(COUNTRIES))
def test_a_move_ends_on_a_business_day_that_is_that_many_away(
    day: date, amount: int, country: str | None
) -> None:
    """The end is a business day, and exactly so many business days lie on the way to it."""
    end = add_business_days(day, amount, country)
    assert not is_day_off(end, country)
    low, high = (day + DAY, end) if amount > 0 else (end, day - DAY)
    passed = [low + n * DAY for n in range((high - low).days + 1)]
    if amount:
        assert sum(not is_day_off(each, country) for each in passed) == abs(amount)
    else:
        assert all(is_day_off(day + n * DAY, country) for n in range((end - day).days))


@LAW
@given(DAYS, st.integers(0, 20), st.integers(0, 20), st.sampled_from(COUNTRIES))
def test_moves_add_up(day: date, one: int, other: int, country: str | None) -> None:
    """Moving by a and then by b is moving by a + b, once one starts on a business day."""
    start = add_business_days(day, 0, country)
    there = add_business_days(start, one, country)
    assert add_business_days(there, other, country) == add_business_days(start, one + other, country)


@LAW
@given(DAYS, st.integers(1, 20), st.sampled_from(COUNTRIES))
def test_a_move_can_be_taken_back(day: date, amount: int, country: str | None) -> None:
    """From a business day, forth and back by as many business days ends where it began."""
    start = add_business_days(day, 0, country)
    assert add_business_days(add_business_days(start, amount, country), -amount, country) == start


@LAW
@given(DAYS, st.integers(-20, 20), st.sampled_from(COUNTRIES))
def test_a_later_start_never_ends_earlier(day: date, amount: int, country: str | None) -> None:
    """Business days keep the order of days."""
    assert add_business_days(day, amount, country) <= add_business_days(day + DAY, amount, country)


def test_countries_are_those_there_is_a_calendar_for() -> None:
    """Two-letter codes of countries are known, and made-up ones aren't."""
    assert {"DE", "US", "IL", "AE"} <= countries()
    assert "ZZ" not in countries()


def test_one_zone_for_both_is_one_whole_day() -> None:
    """Where both are in the same zone, a day is that day, a clock change or not."""
    prague = ZoneInfo("Europe/Prague")
    for day in (MONDAY, date(2027, 3, 28), date(2026, 10, 25)):
        assert spans_in_zone(day, prague, prague) == ((day, time(0, 0), time(23, 59)),)


def test_late_evening_is_tomorrow_further_east() -> None:
    """A Monday in New York is Monday from six and Tuesday until six in the morning in Prague."""
    spans = spans_in_zone(MONDAY, ZoneInfo("America/New_York"), ZoneInfo("Europe/Prague"))
    assert spans == (
        (MONDAY, time(6, 0), time(23, 59)),
        (MONDAY + DAY, time(0, 0), time(5, 59)),
    )


def test_a_day_may_be_yesterday_further_west() -> None:
    """A Monday in Auckland begins on Sunday in Los Angeles."""
    spans = spans_in_zone(MONDAY, ZoneInfo("Pacific/Auckland"), ZoneInfo("America/Los_Angeles"))
    assert spans == (
        (SUNDAY, time(3, 0), time(23, 59)),
        (MONDAY, time(0, 0), time(2, 59)),
    )


def test_days_a_whole_day_apart_may_share_one_date() -> None:
    """Kiritimati is 25 hours ahead of Pago Pago, so its Monday is partly Saturday there."""
    spans = spans_in_zone(MONDAY, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago"))
    assert [day for day, _, _ in spans] == [SATURDAY, SUNDAY]


def test_a_short_and_a_long_day_are_as_long_as_they_are() -> None:
    """When clocks change in New York, its day has 23 or 25 hours of Kolkata's time."""
    new_york, kolkata = ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")
    short = spans_in_zone(date(2027, 3, 14), new_york, kolkata)
    long = spans_in_zone(date(2026, 11, 1), new_york, kolkata)
    assert short == (
        (date(2027, 3, 14), time(10, 30), time(23, 59)),
        (date(2027, 3, 15), time(0, 0), time(9, 29)),
    )
    assert long == (
        (date(2026, 11, 1), time(9, 30), time(23, 59)),
        (date(2026, 11, 2), time(0, 0), time(10, 29)),
    )


def test_a_last_hour_that_comes_twice_counts_twice() -> None:
    """In Santiago clocks go back at midnight: the hour before it comes twice and both belong to the day."""
    spans = spans_in_zone(date(2027, 4, 3), ZoneInfo("America/Santiago"), ZoneInfo("UTC"))
    assert spans == (
        (date(2027, 4, 3), time(3, 0), time(23, 59)),
        (date(2027, 4, 4), time(0, 0), time(3, 59)),
    )


@LAW
@given(
    st.sampled_from(
        [date(2026, 11, 23), date(2027, 3, 28), date(2026, 10, 25), date(2026, 11, 1), date(2027, 3, 14)]
        + [date(2027, 4, n) for n in (3, 4, 29, 30)]
        + [date(2026, 9, n) for n in (5, 6)]
        + [date(2026, 10, 4), date(2028, 2, 29), date(2026, 12, 31)]
    ),
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
)
def test_every_minute_of_the_day_is_in_the_spans(day: date, sender: str, recipient: str) -> None:
    """Against brute force: each minute of the sender's day, seen from the recipient, lies in a span."""
    here, there = ZoneInfo(sender), ZoneInfo(recipient)
    spans = {local: (begin, end) for local, begin, end in spans_in_zone(day, here, there)}
    seen: set[date] = set()
    start = datetime.combine(day, time(0, 0), UTC) - timedelta(hours=15)
    for minute in range(0, 60 * 56, 1):
        moment = start + timedelta(minutes=minute)
        if moment.astimezone(here).date() == day:
            local = moment.astimezone(there)
            begin, end = spans[local.date()]
            assert begin <= local.time() <= end
            seen.add(local.date())
    assert seen == set(spans)
