"""How far apart the clocks of two people are, as an unknown.

A zone matters only through the minutes by which its clock is ahead of the sender's on the day of a step. So
each zone is one of the offsets that there are. A day is taken to have twenty-four hours; what a change of
clocks does within the day on which it happens is outside of what is proved.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import z3

from .logic import Formula, Term, both
from .symbols import Symbols

__all__ = ["SENDER", "Zones", "zone_with"]

SENDER: Final = "timezone"
"""The path of the sender's own zone."""

_OFFSETS: Final = (
    -720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -150, -120, -60, 0, 60, 120, 180,
    210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 525, 540, 570, 600, 630, 660, 720, 765, 780, 825, 840,
)  # fmt: skip
"""Minutes ahead of UTC that zones have nowadays, in summer or in winter."""

_SEASONAL: Final = frozenset({-720, -210, -150, 630, 765, 825})
"""Those that no inhabited zone has all the year round, so that on some days nobody has them."""


_WEST: Final = 12
_EAST: Final = 14
"""Hours from UTC up to which there are zones that stand for nothing but their offset."""


class Zones:
    """The offsets of the zones that formulas speak of."""

    def __init__(self, symbols: Symbols) -> None:
        self._symbols = symbols
        self.offsets: dict[str, Term] = {}

    def apart(self, path: str) -> Term:
        """Minutes by which the clock in the zone that a fact names is ahead of the sender's."""
        return self._offset(path) - self._offset(SENDER)

    @property
    def usual(self) -> Formula:
        """That each offset is one that some zone has on any day."""
        seasonal = sorted(_SEASONAL)
        return both(*(found != each for found in self.offsets.values() for each in seasonal))

    def _offset(self, path: str) -> Term:
        found = self.offsets.get(path)
        if found is None:
            found = self.offsets[path] = z3.Int(f"offset of {path}")
            self._symbols.said.append(z3.Or([found == each for each in _OFFSETS]))
        return found


@lru_cache(maxsize=256)
def zone_with(offset: int, year: int, month: int, day: int) -> str | None:
    """A zone whose clock is ``offset`` minutes ahead of UTC on a day and those around it."""
    if offset == 0:
        return "UTC"
    days = [datetime(year, month, day, 12) + timedelta(days=by) for by in (-10, -1, 0, 1, 10)]  # noqa: DTZ001 - a time on the wall
    for name in sorted(available_timezones(), key=lambda each: (each.startswith("Ant"), each)):
        if "/" not in name or name.startswith(("Etc/", "SystemV/", "posix/", "right/", "US/")):
            continue
        try:
            zone = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
        if all(_minutes(zone, each) == offset for each in days):
            return name
    hours, minutes = divmod(offset, 60)
    return f"Etc/GMT{-hours:+d}" if not minutes and -_WEST <= hours <= _EAST else None


def _minutes(zone: ZoneInfo, at: datetime) -> int | None:
    ahead = at.replace(tzinfo=zone).utcoffset()
    return None if ahead is None else int(ahead.total_seconds()) // 60
