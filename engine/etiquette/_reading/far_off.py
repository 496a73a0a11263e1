"""Dates that lie too far from today to be meant."""

from __future__ import annotations

from datetime import date
from typing import Final

__all__ = ["YEARS", "YEARS_OF_TODAY", "is_far_off", "meant"]

YEARS: Final = 20
"""How many years before and after today a date may lie, the very day included."""

YEARS_OF_TODAY: Final = (1900, 2199)
"""The years that today itself may be in."""

_NEAR: Final = 2 * 366


def is_far_off(day: date, today: date) -> bool:
    """Whether ``day`` lies more than twenty years from ``today``."""
    apart = abs(day.year - today.year)
    if apart != YEARS:
        return apart > YEARS
    later, earlier = max(day, today), min(day, today)
    return (later.month, later.day) > (earlier.month, earlier.day)


def meant(day: date, today: date) -> date | None:
    """The date near ``today`` that ``day`` is probably a slip of: another century, or two digits swapped."""
    century = today.year - today.year % 100
    tens, ones = divmod(day.year % 100, 10)
    years = [century + shift + tens * 10 + ones for shift in (0, -100, 100)] + [century + ones * 10 + tens]
    for year in sorted(years, key=lambda each: abs(each - today.year)):
        try:
            found = day.replace(year=year)
        except ValueError:  # 29 February of another year
            continue
        if abs(found - today).days <= _NEAR:
            return found
    return None
