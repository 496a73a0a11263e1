"""The machine's own day and zone, for rows that tell none: one of each for a whole run."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tzlocal

__all__ = ["here_and_now"]


def here_and_now(today: date | None) -> tuple[date, str]:
    """``today``, else the present day here; and the name of the zone here."""
    try:
        zone = ZoneInfo(tzlocal.get_localzone_name() or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    return today or datetime.now(zone).date(), zone.key
