"""What days add to a shape: the status now, the ends of the window, and when it opens.

Days are numbers. The end of a window that there is none of is infinitely far away, so that comparing is all
there is to do. This says of day numbers what :mod:`etiquette._deciding.status` says of dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Final, NamedTuple

from etiquette._deciding.decide import NEGATIVE, OBLIGES
from etiquette.model import Modality
from etiquette.report import Status

from .shapes import Group, Shape, Shapes, Side

__all__ = ["Bare", "Window", "timed"]

_LOOK_AHEAD: Final = 8
_STEPLESS: Final[frozenset[Status]] = frozenset({"conflict", "done", "forbidden", "impossible"})
_WEEK: Final = 7


class Window(NamedTuple):
    """The window of a group: its first, ideally last and last day; infinitely far where there is no end."""

    begins: float
    by: float
    ends: float


class Bare(NamedTuple):
    """A bare decision: the shape, the status, and days as numbers (``None`` where there is no such day).

    ``windows`` are those of the groups of the shape's ``least``; ``dated``: its days are settled.
    """

    shape: Shape
    status: Status
    not_before: float | None
    ideally_by: float | None
    not_after: float | None
    opens_on: float | None
    windows: tuple[Window, ...]
    dated: bool


def timed(shapes: Shapes, shape: Shape, days: Sequence[float], today: int) -> Bare | None:
    """The bare decision of a shape on ``today``, given the days in its slots; ``None``: it takes readable code."""
    if shape.by_hand:
        return None
    windows = [_window(group, days) for group in shape.least.groups]
    most = windows if shape.most is shape.least else [_window(group, days) for group in shape.most.groups]
    gone = _closed(shape.least, windows, today)
    gone_of_most = gone if most is windows else _closed(shape.most, most, today)
    if gone - shape.gone[0] or gone_of_most - shape.gone[1]:
        return timed(shapes, shapes.of(shape.state, (gone, gone_of_most)), days, today)
    status = shape.status or _in_time(shape, windows, most, days, today)
    if status in _STEPLESS:
        return Bare(shape, status, None, None, None, None, tuple(windows), dated=False)
    settled = shape.settled
    dated = "ways" in settled and "window" in settled and (most is windows or _same(shape, windows, most))
    if not dated or not shape.least.ways:
        return Bare(shape, status, None, None, None, None, tuple(windows), dated=dated)
    return _dated(shape, status, windows, today)


def _dated(shape: Shape, status: Status, windows: Sequence[Window], today: int) -> Bare | None:
    groups = dict.fromkeys(shape.least.of)
    begins = [windows[group].begins for group in groups]
    ends = [windows[group].ends for group in groups]
    opens = None
    if status not in ("missed", "undetermined") and shape.modality is not None and shape.modality not in NEGATIVE:
        opens = _first(shape.least, windows, today, today)
        if opens != today and not shape.steady:
            return None
    by = _ideally_by(shape.least, windows, today)
    return Bare(
        shape,
        status,
        None if -inf in begins else min(begins),
        None if by == inf else by,
        None if inf in ends else max(ends),
        opens,
        tuple(windows),
        dated=True,
    )


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


def _closed(side: Side, windows: Sequence[Window], today: int) -> frozenset[int]:
    """The groups that their windows leave no day."""
    closed = [
        place
        for place, (group, window) in enumerate(zip(side.groups, windows, strict=True))
        if window.begins > window.ends or (group.timed and _first_of(group, window, _anchor(window, today)) is None)
    ]
    return frozenset(closed)


def _anchor(window: Window, today: int) -> float:
    if window.begins != -inf:
        return window.begins
    return today if window.ends == inf else window.ends - _LOOK_AHEAD


def _first_of(group: Group, window: Window, day: float) -> float | None:
    """The first day from ``day`` on that a group allows; all hours are in the sender's own zone."""
    start = max(day, window.begins)
    if group.weekdays is None:
        return start if start <= window.ends else None
    for ahead in range(_LOOK_AHEAD + 1):
        if start + ahead <= window.ends and int(start + ahead - 1) % _WEEK + 1 in group.weekdays:
            return start + ahead
    return None


def _first(side: Side, windows: Sequence[Window], day: float, today: int) -> float | None:
    found = [_first_of(side.groups[group], windows[group], day) for group in dict.fromkeys(side.of)]
    return min((each for each in found if each is not None), default=None)


def _ideally_by(side: Side, windows: Sequence[Window], today: int) -> float:
    groups = list(dict.fromkeys(side.of))
    groups = [group for group in groups if windows[group].ends >= today] or groups
    wished = min((windows[group].by for group in groups), default=inf)
    if wished == inf:
        return inf
    begins = min((windows[group].begins for group in groups if windows[group].begins != -inf), default=None)
    if begins is None:
        return wished
    left = Side((), tuple(groups), side.groups)
    first = _first(left, windows, begins, today)
    return wished if first is None else max(wished, first)


def _in_time(
    shape: Shape, windows: Sequence[Window], most: Sequence[Window], days: Sequence[float], today: int
) -> Status:
    modality = shape.modality
    assert modality is not None  # noqa: S101 - the shape would have a status
    without = _status(shape, shape.least, windows, modality, today)
    if most is windows:
        return without
    if without != _status(shape, shape.most, most, modality, today):
        return "undetermined"
    # A wish may hold of which nobody knows: then the step could be late.
    if without in ("due", "open") and any(days[slot] == days[slot] for slot in shape.maybe_late):  # noqa: PLR0124
        return "undetermined"
    return without


def _status(shape: Shape, side: Side, windows: Sequence[Window], modality: Modality, today: int) -> Status:
    first = _first(side, windows, today, today)
    if first is None:
        return "missed"
    if first > today:
        return "not_yet"
    if shape.begun is not True:
        return "undetermined" if shape.begun is None else "not_yet"
    if today > _ideally_by(side, windows, today):
        return "late"
    return "due" if modality in OBLIGES else "open"


def _same(shape: Shape, windows: Sequence[Window], most: Sequence[Window]) -> bool:
    """Whether each way has the same window with and without what may be in play."""
    pairs = zip(shape.least.of, shape.most.of, strict=True)
    return all(windows[mine] == most[other] for mine, other in pairs)
