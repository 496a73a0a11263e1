"""The JSON of the ways of a decision: the days of each lie between parts that are the same in all cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

from etiquette.report import Later, MessagePlan, Way

from .encoded import by_identity, clock, constant, day, dumped, kept

__all__ = ["ways_json"]

_Ends: TypeAlias = tuple[tuple[Any, ...], MessagePlan, bytes, bytes]
_ENDS: Final[dict[tuple[Any, ...], _Ends]] = {}
"""By what tells ways apart besides their days. An entry holds the message, whose identity is in the key."""


def ways_json(ways: Sequence[Way]) -> bytes:
    """All ways of a decision. The same tuple of ways is encoded once, also where it is worked out late."""
    items = ways.items if isinstance(ways, Later) else ways
    return _same_ways(items) if type(items) is tuple else _written(items)


def _written(ways: Iterable[Way]) -> bytes:
    """The ways one by one; most of them are open on the same days."""
    found: list[bytes] = []
    days: tuple[date | None, date | None, date | None] | None = None
    between = b""
    for way in ways:
        key = (way.channel, way.recipient, way.via, id(way.message))
        ends = _ENDS.get(key)
        if ends is None or ends[0] != (way.hours, way.weekdays):
            ends = kept(_ENDS, key, _ends(way))
        own = (way.not_before, way.ideally_by, way.not_after)
        if own != days:
            days = own
            between = b'%b,"ideally_by":%b,"not_after":%b' % (day(own[0]), day(own[1]), day(own[2]))
        found += (ends[2], between, ends[3])
    return b"[%b]" % b"".join(found)[:-1]


_same_ways: Final[Callable[[tuple[Way, ...]], bytes]] = by_identity(_written, most=512)


def _ends(way: Way) -> _Ends:
    """What is the same of a way in all cases: as values, and as JSON before its days and after them.

    The comma before the next way is part of it.
    """
    names = (constant(way.channel), constant(way.recipient), constant(way.via))
    hours = b"[%b,%b]" % tuple(map(clock, way.hours)) if way.hours else b"null"
    return (
        (way.hours, way.weekdays),
        way.message,
        b'{"channel":%b,"recipient":%b,"via":%b,"not_before":' % names,
        b',"hours":%b,"weekdays":%b,"message":%b},'
        % (hours, dumped(way.weekdays), dumped(way.message.to_dict())),
    )
