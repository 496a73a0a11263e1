"""What days add to a shape: the status now, the ends of the window, and when it opens.

Days are numbers. The end of a window that there is none of is infinitely far away, so that comparing is all
there is to do. This says of day numbers what :mod:`etiquette._deciding.status` says of dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from functools import lru_cache
from math import inf
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from etiquette._deciding.calendars import spans_in_zone
from etiquette._deciding.decide import OBLIGES
from etiquette.model import Modality
from etiquette.report import Status

from .shapes import Group, Shape, Shapes, Side

__all__ = ["NOTHING_SHOWN", "STEPLESS", "Bare", "Elsewhere", "Window", "open_in", "timed", "windows_of"]

_LOOK_AHEAD: Final = 8
STEPLESS: Final[frozenset[Status]] = frozenset({"conflict", "done", "forbidden", "impossible"})
"""Under these a decision names no ways and no days: there is no step left to take."""
_OPEN: Final = frozenset({"late", "due", "open"})
_WEEK: Final = 7
_WHOLE_DAY: Final = (time(0, 0), time(23, 59))
_WAYS_AND_WINDOW: Final = frozenset({"ways", "window"})
NOTHING_SHOWN: Final = frozenset({"window", "ways", "message"})
"""What is settled of a decision that names no ways: all of nothing."""


class Window(NamedTuple):
    """The window of a group: its first, ideally last and last day; infinitely far where there is no end."""

    begins: float
    by: float
    ends: float


class Bare(NamedTuple):
    """A bare decision: the shape, the status, and days as numbers (``None`` where there is no such day).

    ``days`` are those in the slots, from which :func:`windows_of` gives the window of each group of ways.
    ``settled`` says of window, ways and message whether they are, as :class:`~etiquette.Decision` has it.
    """

    shape: Shape
    status: Status
    not_before: float | None
    ideally_by: float | None
    not_after: float | None
    opens_on: float | None
    days: tuple[float, ...]
    settled: frozenset[str]

    @property
    def action(self) -> str:
        """The id of the action."""
        return self.shape.action.id

    @property
    def modality(self) -> Modality | None:
        """The modality where it is settled and no conflict."""
        return self.shape.modality

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that made the decision."""
        return self.shape.rules

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that are left, best first."""
        return self._ways("channel")

    @property
    def recipients(self) -> tuple[str, ...]:
        """Whom to address, best first."""
        return self._ways("recipient")

    @property
    def via(self) -> tuple[str, ...]:
        """Who may carry it, best first."""
        return self._ways("via")

    def _ways(self, part: str) -> tuple[str, ...]:
        if self.status in STEPLESS or "ways" not in self.settled:
            return ()
        kept = self.shape.kept
        if part not in kept:
            kept[part] = tuple(
                each for each in dict.fromkeys(getattr(way, part) for way in self.shape.least.ways) if each
            )
        found: tuple[str, ...] = kept[part]
        return found

    @property
    def dated(self) -> bool:
        """Whether its days are settled: which ways there are, and their windows."""
        return self.settled >= _WAYS_AND_WINDOW


class Elsewhere:
    """Zones that aren't the sender's, by the facts that tell them."""

    def __init__(self, sender: str, zones: tuple[tuple[str, str], ...]) -> None:
        self.sender = ZoneInfo(sender)
        self.zones = {path: ZoneInfo(zone) for path, zone in zones}

    def allows(self, group: Group, day: int) -> bool:
        """Whether the sender's day holds a moment that is right where the recipient is."""
        zone = self.zones.get(group.zone or "", self.sender)
        begin, end = group.hours or _WHOLE_DAY
        return any(
            (group.weekdays is None or weekday in group.weekdays) and max(begin, starts) <= min(end, ends)
            for weekday, starts, ends in _spans(day, self.sender, zone)
        )


def open_in(bare: Bare | None) -> bool | None:
    """Whether a decision permits a step today; ``None`` where that isn't known, or nobody has said yet."""
    if bare is None or bare.status == "undetermined":
        return None
    return bare.status in _OPEN


@lru_cache(maxsize=4096)
def _spans(day: int, sender: ZoneInfo, recipient: ZoneInfo) -> tuple[tuple[int, time, time], ...]:
    spans = spans_in_zone(date.fromordinal(day), sender, recipient)
    return tuple((local.isoweekday(), starts, ends) for local, starts, ends in spans)


def timed(
    shapes: Shapes, shape: Shape, elsewhere: Elsewhere | None, days: tuple[float, ...], today: int
) -> Bare | None:
    """The bare decision of a shape on ``today``, given the days in its slots; ``None``: it is left open.

    ``elsewhere`` are the zones that aren't the sender's, where there are any.
    """
    windows = windows_of(shape.least, days)
    most = windows if shape.most is shape.least else windows_of(shape.most, days)
    gone = _closed(shape.least, windows, elsewhere, today)
    gone_of_most = gone if most is windows else _closed(shape.most, most, elsewhere, today)
    if gone - shape.gone[0] or gone_of_most - shape.gone[1]:
        return timed(shapes, shapes.of(shape.state, (gone, gone_of_most)), elsewhere, days, today)
    least = _Left(shape.least, windows, elsewhere)
    status = shape.status or _in_time(shape, least, _Left(shape.most, most, elsewhere), days, today)
    if status in STEPLESS:
        return Bare(shape, status, None, None, None, None, days, NOTHING_SHOWN)
    settled = shape.settled
    if shape.open_ended and all(unknown or _any_day(days, slots) for unknown, slots in shape.may_close):
        settled = frozenset()
    elif settled >= _WAYS_AND_WINDOW and most is not windows and not _same(shape, windows, most):
        settled -= {"window"}
    if not settled >= _WAYS_AND_WINDOW or not shape.least.ways:
        return Bare(shape, status, None, None, None, None, days, settled)
    opens = None
    if status not in ("missed", "undetermined") and shape.permits:
        opens = least.first(today)
        if opens != today and not shapes.steady(shape.state):
            return None
    by = least.ideally_by(today)
    begins, ends = [window.begins for window in least.windows], [window.ends for window in least.windows]
    return Bare(
        shape,
        status,
        None if -inf in begins else min(begins),
        None if by == inf else by,
        None if inf in ends else max(ends),
        opens,
        days,
        settled,
    )


def _any_day(days: Sequence[float], slots: Sequence[int]) -> bool:
    return any(days[slot] == days[slot] for slot in slots)


def windows_of(side: Side, days: Sequence[float]) -> list[Window]:
    """The windows of the groups of ways, given the days in the slots."""
    return [_window(group, days) for group in side.groups]


def _window(group: Group, days: Sequence[float]) -> Window:
    begins, by, ends = -inf, inf, inf
    for slot in group.not_before:
        if days[slot] > begins:
            begins = days[slot]
    for slot in group.ideally_by:
        if days[slot] < by:
            by = days[slot]
    for slot in group.not_after:
        if days[slot] < ends:
            ends = days[slot]
    return Window(begins, by, ends)


def _closed(side: Side, windows: Sequence[Window], elsewhere: Elsewhere | None, today: int) -> frozenset[int]:
    """The groups that their windows leave no day."""
    closed = [
        place
        for place, (group, window) in enumerate(zip(side.groups, windows, strict=True))
        if window.begins > window.ends
        or (group.timed and _first_of(group, window, elsewhere, _anchor(window, today)) is None)
    ]
    return frozenset(closed)


def _anchor(window: Window, today: int) -> float:
    if window.begins != -inf:
        return window.begins
    return today if window.ends == inf else window.ends - _LOOK_AHEAD


def _first_of(group: Group, window: Window, elsewhere: Elsewhere | None, day: float) -> float | None:
    """The first day from ``day`` on that a group allows."""
    start = int(max(day, window.begins))
    if not group.timed or (elsewhere is None and group.weekdays is None):
        return start if start <= window.ends else None
    for this in range(start, start + _LOOK_AHEAD + 1):
        if this > window.ends:
            return None
        if elsewhere is not None:
            if elsewhere.allows(group, this):
                return this
        elif group.weekdays is None or (this - 1) % _WEEK + 1 in group.weekdays:
            return this
    return None


class _Left:
    """The groups that are left of a side, with their windows."""

    def __init__(self, side: Side, windows: Sequence[Window], elsewhere: Elsewhere | None) -> None:
        self.elsewhere = elsewhere
        numbers = dict.fromkeys(side.of)
        self.groups = [side.groups[number] for number in numbers]
        self.windows = [windows[number] for number in numbers]

    def first(self, day: float) -> float | None:
        """The first day from ``day`` on at which any way permits a step."""
        pairs = zip(self.groups, self.windows, strict=True)
        found = [_first_of(group, window, self.elsewhere, day) for group, window in pairs]
        return min((each for each in found if each is not None), default=None)

    def ideally_by(self, today: int) -> float:
        """The day by which a step is best taken; ways that are over have no say while others are left."""
        left = self._not_over(today)
        wished = min((window.by for window in left.windows), default=inf)
        if wished == inf:
            return inf
        begins = min((window.begins for window in left.windows if window.begins != -inf), default=None)
        first = None if begins is None else left.first(begins)
        return wished if first is None else max(wished, first)

    def _not_over(self, today: int) -> _Left:
        if all(window.ends >= today for window in self.windows):
            return self
        left = _Left.__new__(_Left)
        left.elsewhere = self.elsewhere
        pairs = [pair for pair in zip(self.groups, self.windows, strict=True) if pair[1].ends >= today]
        left.groups, left.windows = [group for group, _ in pairs], [window for _, window in pairs]
        return left if pairs else self


def _in_time(shape: Shape, least: _Left, most: _Left, days: Sequence[float], today: int) -> Status:
    modality = shape.modality
    assert modality is not None  # noqa: S101 - the shape would have a status
    without = _status(shape, least, modality, today)
    if shape.most is shape.least:
        return without
    if without != _status(shape, most, modality, today):
        return "undetermined"
    # A wish may hold of which nobody knows: then the step could be late.
    if without in ("due", "open") and _any_day(days, shape.maybe_late):
        return "undetermined"
    return without


def _status(shape: Shape, left: _Left, modality: Modality, today: int) -> Status:
    first = left.first(today)
    if first is None:
        return "missed"
    if first > today:
        return "not_yet"
    if shape.begun is not True:
        return "undetermined" if shape.begun is None else "not_yet"
    if today > left.ideally_by(today):
        return "late"
    return "due" if modality in OBLIGES else "open"


def _same(shape: Shape, windows: Sequence[Window], most: Sequence[Window]) -> bool:
    """Whether each way has the same window with and without what may be in play."""
    pairs = zip(shape.least.of, shape.most.of, strict=True)
    return all(windows[mine] == most[other] for mine, other in pairs)
