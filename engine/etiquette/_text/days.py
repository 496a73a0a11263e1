"""Days and times in words that don't depend on the machine's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from etiquette._deciding.wording import WEEKDAYS, calendar_day, day_in_words
from etiquette.explanation import Explanation
from etiquette.report import Report

__all__ = [
    "day_name",
    "distance",
    "guidance_line",
    "hours_words",
    "on_day",
    "weekday_words",
    "when_words",
]


def day_name(day: date, as_of: date) -> str:
    """``Tuesday 8 December``, with the year where it is not the year of ``as_of``."""
    return day_in_words(day, as_of)


def guidance_line(answer: Report | Explanation) -> tuple[str, ...]:
    """The line that says which day's guidance was applied, or when there will be another; mostly none."""
    day, until = answer.guidance_as_of, answer.guidance_until
    if day is not None:
        return (f"The rules are those in force on {calendar_day(day)}.",)
    if until is None:
        return ()
    other = until + timedelta(days=1)
    return (f"From {calendar_day(other)} on, other rules are in force: --as-of {other} applies them.",)


def distance(day: date, as_of: date) -> str:
    """How far a day is from ``as_of``: ``today``, ``tomorrow``, ``15 days from now``, ``2 days ago``."""
    days = (day - as_of).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    return f"{days} days from now" if days > 0 else f"{-days} days ago"


def when_words(day: date, as_of: date) -> str:
    """``Tuesday 8 December, 15 days from now`` or ``today, Monday 23 November``."""
    name, far = day_name(day, as_of), distance(day, as_of)
    return f"{far}, {name}" if abs((day - as_of).days) <= 1 else f"{name}, {far}"


def on_day(day: date, as_of: date) -> str:
    """Like :func:`when_words`, but fit to follow a verb: ``on Tuesday 8 December``, ``today``."""
    near = abs((day - as_of).days) <= 1
    return when_words(day, as_of) if near else f"on {day_name(day, as_of)}"


def hours_words(hours: tuple[time, time]) -> str:
    """``between 08:00 and 20:00``."""
    start, end = (each.isoformat("minutes") for each in hours)
    return f"between {start} and {end}"


def weekday_words(weekdays: Sequence[int]) -> str:
    """``Monday to Friday``, ``Monday, Wednesday to Friday`` or ``Sunday``, from ISO numbers."""
    runs: list[list[int]] = []
    for each in sorted(set(weekdays)):
        if runs and runs[-1][-1] == each - 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    parts: list[str] = []
    for run in runs:
        names = [WEEKDAYS[n - 1] for n in run]
        parts += names if len(run) < 3 else [f"{names[0]} to {names[-1]}"]
    return ", ".join(parts)
