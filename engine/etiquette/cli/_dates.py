"""Days as a person types them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

__all__ = ["read_day"]

_FAR: Final = 365 * 20
_NEAR: Final = {"today": 0, "yesterday": -1, "tomorrow": 1}
_AGO: Final = re.compile(r"(\d{1,4}) days? ago")
_AHEAD: Final = re.compile(r"in (\d{1,4}) days?|(\d{1,4}) days? from now")


def read_day(text: str, today: date | None) -> date | str:
    """The day that ``text`` names, or a sentence that says what is wrong with it.

    ``today`` is what *today* means; ``None`` stands for the machine's present day.
    """
    words = " ".join(text.lower().split())
    now = today or date.today()  # noqa: DTZ011 - "today" is a day in the zone of whoever types it
    if words in _NEAR:
        return now + timedelta(days=_NEAR[words])
    for pattern, sign in ((_AGO, -1), (_AHEAD, 1)):
        found = pattern.fullmatch(words)
        if found:
            return now + timedelta(days=sign * int(next(each for each in found.groups() if each)))
    return _calendar_day(words)


def _calendar_day(words: str) -> date | str:
    from etiquette._reading.formats import FORMATS, complaint

    if FORMATS["date"](words):
        return date.fromisoformat(words)
    _, message, help_ = complaint("date", "It", words)
    return f"{message} {help_}"
