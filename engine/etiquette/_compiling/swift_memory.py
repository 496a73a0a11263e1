"""What generated readers of facts call: days, times and zones from the words that they are written in.

The same words come again and again in millions of cases, so what was read is kept: of days only those within
nineteen years of the present year, of times the minutes of a day, of zones the known ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from etiquette._reading.far_off import YEARS, YEARS_OF_TODAY, is_far_off
from etiquette._reading.formats import FORMATS, is_date

if TYPE_CHECKING:
    from etiquette.ruleset import Measure

__all__ = [
    "PRESENTS",
    "ZONES",
    "Present",
    "clock",
    "day_of",
    "matcher",
    "measures_as_told",
    "present",
    "said_nothing",
    "zone_here",
    "zone_named",
]

Present: TypeAlias = tuple[date, date, Callable[[Any], date | None]]
"""Today, the day that dates are held against, and what looks up a date that was read before."""

_Kept = TypeVar("_Kept")
_CLOCK: Final = re.compile("([01][0-9]|2[0-3]):([0-5][0-9])")
_MINUTES: Final[dict[str, time]] = {}
_DAYS: Final[dict[Any, dict[Any, date]]] = {}
PRESENTS: Final[dict[Any, Present]] = {}
"""What :func:`present` found for the days that facts told."""

_MOST: Final = 1000
ZONES: Final[dict[Any, ZoneInfo]] = {}
"""The zones that :func:`zone_named` found."""


def said_nothing(value: object) -> bool:
    """Whether it is a text of white space, which is as good as not told."""
    return type(value) is str and not value.strip()


def plain_day(value: object) -> date | None:
    """The day that is told, whenever that is; ``None`` where it is none."""
    if type(value) is date:
        return value
    return date.fromisoformat(value) if type(value) is str and is_date(value) else None


def present(told: object, given: date | None, zone: ZoneInfo, assumed: dict[str, str]) -> Present | None:
    """The present day, what dates are held against and what is kept of them; ``None`` where it is no day.

    ``told`` is what the facts say and ``given`` wins over it; what has to be assumed is put into ``assumed``.
    """
    if given is not None:
        fits = type(given) is date and (told is None or said_nothing(told) or plain_day(told) is not None)
        return _present(given, given) if fits else None
    if told is None or said_nothing(told):
        today = datetime.now(zone).date()
        assumed["today"] = today.isoformat()
        return _present(today, datetime.now(UTC).date())
    found = PRESENTS.get(told)
    if found is None:
        day = plain_day(told)
        found = _present(day, day) if day is not None else None
        if found is not None and type(told) is str:
            _kept(PRESENTS, told, found)
    return found


def _present(today: date, anchor: date) -> Present | None:
    first, last = YEARS_OF_TODAY
    if not first <= anchor.year <= last:
        return None
    kept = _DAYS.get(anchor.year)
    return today, anchor, (_kept(_DAYS, anchor.year, {}) if kept is None else kept).get


def _kept(memory: dict[Any, _Kept], key: object, found: _Kept) -> _Kept:
    """What is kept for ``key`` from now on; a memory that is full is begun anew."""
    if len(memory) >= _MOST:
        memory.clear()
    return memory.setdefault(key, found)


def day_of(value: object, today: date) -> date | None:
    """The day that is told; ``None`` where it is none or too far off."""
    day = plain_day(value)
    if day is None or is_far_off(day, today):
        return None
    if type(value) is str and abs(day.year - today.year) < YEARS:
        _kept(_DAYS, today.year, {})[value] = day
    return day


def clock(value: object) -> time | None:
    """The time of day that is told, to the minute; ``None`` where it is none."""
    if type(value) is str:
        return _MINUTES.get(value) or _minute(value)
    whole = type(value) is time and value == time(value.hour, value.minute) and not value.fold
    return value if whole else None  # type: ignore[return-value]  # narrowed by its exact type


def _minute(told: str) -> time | None:
    """The time of day that a text tells, kept for the next time."""
    found = _CLOCK.fullmatch(told)
    return _MINUTES.setdefault(told, time(int(found[1]), int(found[2]))) if found else None


def zone_named(value: object) -> ZoneInfo | None:
    """The zone of that name, made once."""
    if type(value) is not str:
        return None
    kept = ZONES.get(value)
    if kept is None and FORMATS["timezone"](value):
        kept = ZONES[value] = ZoneInfo(value)
    return kept


def zone_here() -> ZoneInfo:
    """The machine's own zone. Its name is asked for each time, since whoever keeps it may learn a new one."""
    import tzlocal

    try:
        name = tzlocal.get_localzone_name() or "UTC"
        return ZONES.get(name) or ZONES.setdefault(name, ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


@cache
def matcher(pattern: str) -> Callable[[str], bool]:
    """Whether a text fits a pattern of JSON Schema; one of several lines is left to others.

    There ``$`` is the very end, and for Python's a line break may still follow.
    """
    return partial(_matches, re.compile(pattern))


def _matches(pattern: re.Pattern[str], text: str) -> bool:
    return "\n" not in text and pattern.search(text) is not None


def measures_as_told(text: str, lengths: Mapping[str, int], measures: Mapping[str, Measure]) -> bool:
    """Whether a text that is there has the lengths that are told beside it."""
    from etiquette._deciding.messages import measured

    return all(measured(text, unit, measures) == told for unit, told in lengths.items())
