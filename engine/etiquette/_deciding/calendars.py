"""Days: business days by country, and what one person's day is in another's zone.

Business days follow the ``holidays`` library: a country's weekend and its public holidays. Counting starts
on the day after, so ``+ 1 business day`` from a Friday is the Monday; ``+ 0`` rolls a day off forward.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

__all__ = ["add_business_days", "countries", "is_day_off", "spans_in_zone"]

_DAY: Final = timedelta(days=1)
_USUAL_WEEKEND: Final = frozenset({5, 6})


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """The country codes (ISO 3166-1 alpha-2) that there is a calendar for."""
    import holidays

    return frozenset(holidays.list_supported_countries())


@lru_cache(maxsize=512)
def _days_off(country: str, year: int) -> frozenset[date]:
    """The days off of a year. Which weekdays are a weekend can change within it, and some are worked."""
    import holidays

    calendar = holidays.country_holidays(country, years=year)
    days = (date(year, 1, 1) + number * _DAY for number in range(366))
    return frozenset(day for day in days if day.year == year and not calendar.is_working_day(day))


def is_day_off(day: date, country: str | None) -> bool:
    """Whether ``day`` is a weekend day or a public holiday; with no country, a Saturday or Sunday."""
    if country is None:
        return day.weekday() in _USUAL_WEEKEND
    return day in _days_off(country, day.year)


def add_business_days(day: date, amount: int, country: str | None) -> date:
    """``day`` moved by ``amount`` business days; a day off is first left for nothing.

    With 0 a day off rolls forward to the next business day. With a positive amount counting starts on the
    day after, with a negative one on the day before.
    """
    if amount == 0:
        while is_day_off(day, country):
            day += _DAY
        return day
    step = _DAY if amount > 0 else -_DAY
    left = abs(amount)
    while left:
        day += step
        left -= not is_day_off(day, country)
    return day


def spans_in_zone(day: date, sender: ZoneInfo, recipient: ZoneInfo) -> tuple[tuple[date, time, time], ...]:
    """What the sender's ``day`` is for the recipient: each local date it touches, from and to what time.

    Ends are inclusive, to the minute. With one zone for both it is one whole day; a day in Auckland touches
    two dates in Prague. A day that a clock change makes longer or shorter is as long as it is, also where
    its last hour comes twice.
    """
    if sender == recipient:
        return ((day, time(0, 0), time(23, 59)),)
    first = datetime.combine(day, time(0, 0), sender).astimezone(recipient)
    last = datetime.combine(day, time(23, 59, fold=1), sender).astimezone(recipient)
    spans: list[tuple[date, time, time]] = []
    local = first.date()
    while local <= last.date():
        begin = first.time() if local == first.date() else time(0, 0)
        end = last.time() if local == last.date() else time(23, 59)
        spans.append((local, begin, end))
        local += _DAY
    return tuple(spans)
