"""What generated code calls: the few things that take more than an expression.

Days are numbers (``date.toordinal()``), a day that is known to be none is ``nan``, and ``None`` is unknown.
``nan`` compares as false with everything and stays ``nan`` when days are added to it, which is what the
notation says of none. Whatever else is known to be none is :data:`~etiquette.vocabulary.NONE`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from math import nan
from typing import Any, Final

from etiquette._deciding.calendars import add_business_days
from etiquette._deciding.each import Remaining, remaining
from etiquette._deciding.evaluate import Range, both, compare
from etiquette.algebra import Scalar
from etiquette.model import PerEach
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import NONE, UNKNOWN

__all__ = ["business_day", "compared", "count", "extreme", "pick", "remains"]

_FARTHEST: Final = 20_000


def count(entries: Any, where: tuple[tuple[str, Scalar], ...]) -> int | Range:
    """How many entries match; a range where a field that it hangs on isn't told."""
    if entries is NONE:
        return 0
    certain = possible = 0
    for entry in entries:
        matches: bool | None = True
        for key, wanted in where:
            told = entry.get(key, UNKNOWN)
            if told is UNKNOWN:
                matches = None
            elif told != wanted:
                matches = False
                break
        possible += matches is not False
        certain += matches is True
    return certain if certain == possible else Range(certain, possible)


def _matches(entry: Mapping[str, Any], where: tuple[tuple[str, Scalar], ...]) -> bool | None:
    return both(*[compare(entry.get(key, UNKNOWN), "==", wanted) for key, wanted in where])


def pick(entries: Any, where: tuple[tuple[str, Scalar], ...], field: str, latest: bool) -> float | None:
    """The latest or the earliest day in a field of the entries that match."""
    days: list[int] = []
    for entry in () if entries is NONE else entries:
        matches = _matches(entry, where)
        if matches is False:
            continue
        day = entry.get(field, UNKNOWN)
        if matches is None or day is UNKNOWN:
            return None
        if isinstance(day, date):
            days.append(day.toordinal())
    return (max(days) if latest else min(days)) if days else nan


def extreme(days: Sequence[float | None], latest: bool) -> float | None:
    """The latest or the earliest of several days; those that are none don't take part."""
    if None in days:
        return None
    known = [day for day in days if day == day]
    return (max(known) if latest else min(known)) if known else nan  # type: ignore[type-var]


def compared(left: Any, op: str, right: Any) -> bool | None:
    """A comparison of values that may be unknown, none or a range; days are numbers."""
    return compare(_shown(left), op, _shown(right))


def _shown(value: Any) -> Any:
    if value is None:
        return UNKNOWN
    return NONE if value != value else value


def business_day(day: float | None, amount: float | None, country: Any) -> float | None:
    """``day`` moved by business days; ``country`` is a code, NONE where only weekends count, or unknown."""
    if day is None or amount is None:
        other = amount if day is None else day
        return None if other is None or other == other else nan
    if day != day or amount != amount:
        return nan
    if country is None:
        return None
    return _moved(
        int(day), int(max(-_FARTHEST, min(amount, _FARTHEST))), None if country is NONE else country
    )


@lru_cache(maxsize=4096)
def _moved(day: int, amount: int, country: str | None) -> int:
    return add_business_days(date.fromordinal(day), amount, country).toordinal()


_NOBODY: Final = Remaining(False)


class _Lists:
    """As much of a situation as finding out who remains needs."""

    def __init__(self, ruleset: Ruleset, lists: Mapping[str, Any]) -> None:
        self.ruleset = ruleset
        self.lists = lists

    def fact(self, path: str) -> Any:
        found = self.lists[path]
        return UNKNOWN if found is None else found

    def note_unknown(self, _paths: Any) -> None:
        """Nobody asks here."""


def remains(ruleset: Ruleset, per: PerEach, entries: Any, records: Any) -> Remaining | None:
    """Who of a list is still owed an action; ``None`` where that isn't known."""
    counted = ruleset.counted(per)
    if not entries and entries is not None and entries is not NONE:
        return _NOBODY
    lists = {per.each: entries, counted.list: records}
    return remaining(_Lists(ruleset, lists), per)  # type: ignore[arg-type]  # all that it asks of a situation
