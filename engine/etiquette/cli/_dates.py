"""Days as a person types them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from etiquette._deciding.wording import WEEKDAYS, day_in_words

__all__ = ["read_day"]

_NEAR: Final = {"today": 0, "yesterday": -1, "tomorrow": 1}
_AGO: Final = re.compile(r"(?P<number>\d{1,4}|an?|one) (?P<unit>day|week)s? ago")
_AHEAD: Final = re.compile(
    r"in (?P<number>\d{1,4}|an?|one) (?P<unit>day|week)s?"
    r"|(?P<number2>\d{1,4}|an?|one) (?P<unit2>day|week)s? from (?:now|today)"
)
_WEEKDAY: Final = re.compile(
    r"(?:on )?(?:(?P<which>last|this|next|this coming|coming) )?(?P<name>[a-z]{3,9})"
)
_DAY_MONTH: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.? (?:of )?([a-z]{3,9})\.?(?:,? (\d{4}))?")
_MONTH_DAY: Final = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")
_MONTHS: Final = tuple(day_in_words(date(2000, month, 1), date.max).split()[2] for month in range(1, 13))
_WEEK: Final = 7


def read_day(text: str, today: date | None, *, past: bool = True) -> date | str:
    """The day that ``text`` names, or a sentence that says what is wrong with it.

    ``today`` is what *today* means; ``None`` stands for the machine's present day. A weekday by itself can be
    the last one or the next: the sentence then offers the last one, or if not ``past`` the next.
    """
    words = " ".join(text.lower().split())
    now = today or date.today()  # noqa: DTZ011 - "today" is a day in the zone of whoever types it
    try:
        if words in _NEAR:
            return now + timedelta(days=_NEAR[words])
        found = _distance(words, now) or _weekday(words, now, past=past) or _named(words, now)
    except OverflowError:
        found = None
    return found or _calendar_day(words)


def _distance(words: str, now: date) -> date | None:
    """``3 days ago``, ``in 2 weeks``, ``a week from now``."""
    for pattern, sign in ((_AGO, -1), (_AHEAD, 1)):
        found = pattern.fullmatch(words)
        if found:
            told = {name.rstrip("2"): value for name, value in found.groupdict().items() if value}
            number = int(told["number"]) if told["number"].isdecimal() else 1
            return now + timedelta(days=sign * number * (_WEEK if told["unit"] == "week" else 1))
    return None


def _weekday(words: str, now: date, *, past: bool) -> date | str | None:
    """``last Thursday`` is the latest before today, ``next Thursday`` the first after it."""
    found = _WEEKDAY.fullmatch(words)
    number = _place(found["name"], WEEKDAYS) if found else None
    if found is None or number is None:
        return None
    last = now - timedelta(days=(now.weekday() - number) % _WEEK or _WEEK)
    coming = now + timedelta(days=(number - now.weekday()) % _WEEK or _WEEK)
    if found["which"]:
        return last if found["which"] == "last" else coming
    name = WEEKDAYS[number]
    days = {f"last {name}": f"was {_short(last)}", f"next {name}": f"is {_short(coming)}"}
    (meant, day), (other, other_day) = sorted(days.items(), reverse=not past)
    return f"Did you mean {meant}? That {day}; {other} {other_day}."


def _named(words: str, now: date) -> date | None:
    """``19 November``, ``Nov 19, 2026``; without a year the one that is nearest to today."""
    parts = _DAY_MONTH.fullmatch(words)
    day, month, year = parts.groups() if parts else (None, None, None)
    if parts is None and (parts := _MONTH_DAY.fullmatch(words)):
        month, day, year = parts.groups()
    number = _place(month, _MONTHS) if month else None
    if day is None or number is None:
        return None
    years = [int(year)] if year else [now.year - 1, now.year, now.year + 1]
    days = [each for each in (_day(one, number + 1, int(day)) for one in years) if each]
    return min(days, key=lambda each: abs(each - now), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _short(day: date) -> str:
    return day_in_words(day, day).partition(" ")[2]


def _place(name: str, names: Sequence[str]) -> int | None:
    """Where a name stands that may be cut short, as ``Thu`` and ``Sept`` are."""
    return next((n for n, each in enumerate(names) if each.lower().startswith(name)), None)


def _calendar_day(words: str) -> date | str:
    from etiquette._reading.formats import FORMATS, complaint

    if FORMATS["date"](words):
        return date.fromisoformat(words)
    _, message, help_ = complaint("date", "It", words)
    return f"{message} {help_}"
