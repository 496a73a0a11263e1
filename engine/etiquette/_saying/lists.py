"""Lists, numbers and days as words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Final

__all__ = ["WEEKDAYS", "between", "day", "joined", "number_of", "quoted", "weekdays"]

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SPACES: Final = re.compile(r"\s+")
_RUN: Final = 3
"""So many weekdays in a row are said as a span."""


def joined(parts: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def quoted(text: str) -> str:
    """``text`` between quotation marks that it can't end by itself, on one line."""
    inner = text.replace("\N{LEFT DOUBLE QUOTATION MARK}", "\N{LEFT SINGLE QUOTATION MARK}")
    inner = inner.replace("\N{RIGHT DOUBLE QUOTATION MARK}", "\N{RIGHT SINGLE QUOTATION MARK}")
    return f"\N{LEFT DOUBLE QUOTATION MARK}{_SPACES.sub(' ', inner)}\N{RIGHT DOUBLE QUOTATION MARK}"


def number_of(count: int, noun: str) -> str:
    """``1 day``, ``2 days``."""
    return f"{count} {noun}{'' if abs(count) == 1 else 's'}"


def day(each: date) -> str:
    """``1 January 2027``."""
    return f"{each.day} {_MONTHS[each.month - 1]} {each.year}"


def between(interval: tuple[time, time]) -> str:
    """``between 08:00 and 20:00``."""
    return f"between {_time(interval[0])} and {_time(interval[1])}"


def _time(each: time) -> str:
    return each.isoformat("minutes" if each.second == each.microsecond == 0 else "auto")


def weekdays(numbers: frozenset[int]) -> str:
    """``on Monday or Friday``, ``from Monday to Friday``, from ISO numbers."""
    runs: list[list[int]] = []
    for each in sorted(numbers):
        if runs and runs[-1][-1] == each - 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    named = [WEEKDAYS[n - 1] for run in runs if len(run) < _RUN for n in run]
    spans = [f"from {WEEKDAYS[run[0] - 1]} to {WEEKDAYS[run[-1] - 1]}" for run in runs if len(run) >= _RUN]
    return joined([f"on {joined(named, 'or')}", *spans] if named else spans, "or")
