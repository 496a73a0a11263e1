"""The formats that a value may have (``date``, ``time``, ``timezone``) and what is wrong when it hasn't."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

__all__ = ["FORMATS", "complaint", "in_words", "is_date"]

_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MOMENT: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ].+")
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_CITY: Final = re.compile(
    "(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)(/[A-Z][A-Za-z]+([_-][A-Za-z]+)*)+"
)
_MONTHS: Final = 12
_ONE_OFFSET: Final = {"EST": "America/New_York", "HST": "Pacific/Honolulu", "MST": "America/Denver"}
"""Names that the database of zones keeps for an offset without summer time, with what is usually meant."""

_ABBREVIATIONS: Final = {
    **_ONE_OFFSET,
    "AEDT": "Australia/Sydney",
    "AEST": "Australia/Sydney",
    "AKST": "America/Anchorage",
    "BST": "Europe/London",
    "CDT": "America/Chicago",
    "CEST": "Europe/Berlin",
    "CST": "America/Chicago",
    "EDT": "America/New_York",
    "EEST": "Europe/Athens",
    "JST": "Asia/Tokyo",
    "MDT": "America/Denver",
    "MSK": "Europe/Moscow",
    "NZDT": "Pacific/Auckland",
    "NZST": "Pacific/Auckland",
    "PDT": "America/Los_Angeles",
    "PST": "America/Los_Angeles",
    "WEST": "Europe/Lisbon",
}


def is_date(value: object) -> bool:
    """Whether a text is a day of the calendar, written ``2026-11-23``; what isn't a text passes."""
    if not isinstance(value, str):
        return True
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_time(value: object) -> bool:
    return not isinstance(value, str) or _TIME.fullmatch(value) is not None


def _is_zone(value: object) -> bool:
    return not isinstance(value, str) or _is_at_hand(value) or value in _zones()


def _is_at_hand(name: str) -> bool:
    """Whether it is plainly a city, and there is a zone of that name; else the list of all is asked.

    To list them all means to look into some six hundred files. Elsewhere than here a file may be found by
    its name in other capitals, which the list wouldn't have.
    """
    if sys.platform != "linux" or not _CITY.fullmatch(name):
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - {"localtime", "Factory", *_ONE_OFFSET})


FORMATS: Final[Mapping[str, Callable[[object], bool]]] = {
    "date": is_date,
    "date-or-none": lambda value: value == "none" or is_date(value),
    "time": _is_time,
    "timezone": _is_zone,
}

_IN_WORDS: Final = {
    "date": "a date such as 2026-11-23",
    "date-or-none": "a date such as 2026-11-23, or none",
    "time": "a time of day such as 14:30",
    "timezone": "a time zone such as Europe/Berlin",
}


def in_words(name: str) -> str | None:
    """What a value of that format is called, if the format is one of ours."""
    return _IN_WORDS.get(name)


def complaint(name: str, path: str, value: str) -> tuple[str, str, str]:
    """Code, message and help for the text ``value`` that hasn't the format ``name``."""
    from .wording import did_you_mean, written

    if name.startswith("date"):
        return _about_date(path, value, _IN_WORDS[name])
    if name == "timezone":
        if meant := _ABBREVIATIONS.get(value.upper()):
            message = f"{path} is {written(value)}, an abbreviation that names no place."
            return "E303", message, f"Did you mean {meant}? A zone is named by a city in it."
        near = did_you_mean(value, _zones()) or _by_city(value)
        help_ = f"Did you mean {near}?" if near else "Name a zone by its city, for example Europe/Berlin."
        return "E303", f"{path} is {written(value)}, which is not a known time zone.", help_
    help_ = "Write hours and minutes on the 24-hour clock, for example 09:00 or 14:30."
    return "E206", f"{path} should be a time of day, not {written(value)}.", help_


def _about_date(path: str, value: str, wanted: str) -> tuple[str, str, str]:
    import calendar

    from .wording import written

    found = _DATE.fullmatch(value)
    if not found:
        near = _meant_date(value)
        help_ = f"Did you mean {near}?" if near else "Write year, month and day, for example 2026-11-23."
        if value == "none":
            help_ = "The word none is no answer here; leave it blank if you don't know."
        return "E206", f"{path} should be {wanted}, not {written(value)}.", help_
    year, month, day = (int(part) for part in found.groups())
    if year == 0:
        why, help_ = "there is no year 0", "Write the year with four digits, for example 2026-11-23."
    elif not 1 <= month <= _MONTHS:
        why, help_ = f"there is no month {month}", "Write year, month and day, for example 2026-11-23."
    elif day == 0:
        why, help_ = "a month begins with day 01", "Check the day."
    else:
        days = calendar.monthrange(year, month)[1]
        why, help_ = f"{calendar.month_name[month]} {year} has {days} days", "Check the day and the month."
    return "E301", f"{path} is {value}, but {why}.", help_


def _meant_date(value: str) -> str | None:
    """The date that another way of writing stands for, where only one reading is possible."""
    moment = _MOMENT.fullmatch(value)
    if moment:
        return moment[1] if is_date(moment[1]) else None
    other = _DAY_FIRST.fullmatch(value)
    if not other:
        return None
    first, second, year = (int(part) for part in other.groups())
    readings = {f"{year:04}-{m:02}-{d:02}" for d, m in ((first, second), (second, first))}
    possible = [each for each in sorted(readings) if is_date(each)]
    return possible[0] if len(possible) == 1 else None


def _by_city(value: str) -> str | None:
    from .wording import did_you_mean

    cities = {name.rpartition("/")[2]: name for name in sorted(_zones(), reverse=True) if "/" in name}
    near = did_you_mean(value, cities)
    return cities[near] if near else None
