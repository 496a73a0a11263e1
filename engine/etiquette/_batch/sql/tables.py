"""Shapes as rows of a table that SQL can join: what a state comes to, and which slots its days are in.

A shape can be reckoned with in SQL where all its ways have one window. All others are *hard*: the rows that
come to them are answered in Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa

from etiquette._compiling.shapes import Group, Shape, Shapes, roll_of
from etiquette._compiling.timing import STEPLESS
from etiquette._deciding.decide import OBLIGES

__all__ = ["COLUMNS", "row_of"]

_WORDS: Final = pa.list_(pa.string())

COLUMNS: Final[Mapping[str, pa.DataType]] = {
    "hard": pa.bool_(),
    "status": pa.string(),
    "now": pa.string(),
    "begun": pa.bool_(),
    "begins_at": pa.int64(),
    "best_by": pa.int64(),
    "ends_at": pa.int64(),
    "spare": pa.int32(),
    "roll": pa.list_(pa.int32()),
    "dated": pa.bool_(),
    "opening": pa.bool_(),
    "steady": pa.bool_(),
    "zones": pa.int64(),
    "modality": pa.string(),
    "channels": _WORDS,
    "recipients": _WORDS,
    "via": _WORDS,
    "rules": _WORDS,
}
"""The columns of a table of shapes after those of the state, with their types.

``status`` is NULL where days decide, and ``now`` then what it is within the window. ``begins_at``,
``best_by`` and ``ends_at`` have a bit for each slot. ``spare``: a row whose window has fewer days beyond its
first is hard. ``roll``: where no way is right on all weekdays, how many days it is from each weekday, Monday
first, to the next that is. ``zones`` has a bit for each zone that hours are in: a row where one of them isn't
the sender's is hard.
"""

_LOOK_AHEAD: Final = 8


def row_of(shapes: Shapes, shape: Shape, zones: Mapping[str, int]) -> dict[str, Any]:
    """The row of a shape; ``zones`` says which bit a fact with a zone has."""
    groups = shape.least.groups
    windows = {(group.not_before, group.ideally_by, group.not_after) for group in groups}
    any_day = [group for group in groups if group.weekdays is None]
    stepless = shape.status in STEPLESS
    timeless = stepless and not any(group.can_close for group in (*groups, *shape.most.groups))
    plain = shape.least is shape.most and not shape.open_ended and len(windows) <= 1
    roll = None if stepless or not plain else roll_of(shape)
    before, by, after = next(iter(windows)) if plain and windows else ((), (), ())
    ways = shape.least.ways if not stepless and "ways" in shape.settled else ()
    modality = shape.modality
    return {
        "hard": shape.status == "conflict" or not (timeless or plain),
        "status": shape.status,
        "now": "due" if modality in OBLIGES else "open",
        "begun": shape.begun,
        "begins_at": _bits(before),
        "best_by": _bits(by),
        "ends_at": _bits(after),
        "spare": _LOOK_AHEAD if any(group.timed for group in groups) else 0,
        "roll": None if roll is None else list(roll),
        "dated": bool(ways) and "window" in shape.settled,
        "opening": shape.permits,
        "steady": not shapes.layout.asking or shapes.steady(shape.state),
        "zones": 0 if timeless else _zones(any_day or list(groups), zones),
        "modality": modality,
        "channels": _parts(way.channel for way in ways),
        "recipients": _parts(way.recipient for way in ways),
        "via": _parts(way.via for way in ways),
        "rules": list(shape.rules),
    }


def _bits(slots: tuple[int, ...]) -> int:
    return sum(1 << slot for slot in slots)


def _zones(any_day: list[Group], zones: Mapping[str, int]) -> int:
    """The zones on which it depends whether a day is right: none, where some way has no hours."""
    if not any_day or any(not group.timed for group in any_day):
        return 0
    return sum(1 << zones[path] for path in {group.zone for group in any_day if group.zone})


def _parts(parts: Any) -> list[str]:
    return [part for part in dict.fromkeys(parts) if part]
