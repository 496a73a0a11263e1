"""The JSON of decisions: what :meth:`~etiquette.Decision.to_dict` says, from parts that are encoded once.

Decisions that the same rules made differ in their days and little else. So all that lies between the days is
kept, as a *frame*, and whatever might differ all the same is compared.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from etiquette.report import Decision, MessagePlan

from .encoded import by_identity, constant, day, dumped, kept, text, texts, words
from .ways import ways_json

__all__ = ["decision_json"]

_Frame: TypeAlias = tuple[tuple[Any, ...], bytes, bytes, bytes, bytes, bytes]
_FRAMES: Final[dict[tuple[Any, ...], _Frame]] = {}


def decision_json(decision: Decision) -> bytes:
    """One entry of the report's ``plan``."""
    key = (decision.action, decision.status, decision.modality, decision.rules, decision.channels)
    same = (
        decision.title,
        decision.channels,
        decision.recipients,
        decision.via,
        decision.message,
        decision.outweighed,
        decision.overridden,
        decision.undetermined,
        decision.because,
        decision.preferences_set_aside,
    )
    frame = _FRAMES.get(key)
    if frame is None or frame[0] != same:
        frame = kept(_FRAMES, key, _frame(decision, same))
    _, to_days, to_remaining, to_ways, to_depends_on, to_end = frame
    return b'%b%b,"ideally_by":%b,"not_after":%b,"opens_on":%b%b%b%b%b%b%b,"reason":%b%b' % (
        to_days,
        day(decision.not_before),
        day(decision.ideally_by),
        day(decision.not_after),
        day(decision.opens_on),
        to_remaining,
        texts(decision.remaining) if decision.remaining else b"[]",
        to_ways,
        ways_json(decision.ways) if decision.ways else b"[]",
        to_depends_on,
        words(tuple(decision.depends_on)) if decision.depends_on else b"[]",
        text(decision.reason) if decision.reason else b'""',
        to_end,
    )


def _frame(decision: Decision, same: tuple[Any, ...]) -> _Frame:
    """What lies before, between and after the parts of a decision that differ from case to case."""
    named = (decision.action, decision.title, decision.status, decision.modality)
    return (
        same,
        b'{"action":%b,"title":%b,"status":%b,"modality":%b,"not_before":' % tuple(map(constant, named)),
        b',"channels":%b,"recipients":%b,"via":%b,"message":%b,"remaining":'
        % (
            *map(words, (decision.channels, decision.recipients, decision.via)),
            _message(decision.message) if decision.message else b"null",
        ),
        b',"rules":%b,"outweighed":%b,"overridden":%b,"ways":'
        % tuple(map(words, (decision.rules, decision.outweighed, decision.overridden))),
        b',"undetermined":%b,"depends_on":' % words(decision.undetermined),
        b',"because":%b,"preferences_set_aside":%b}'
        % (words(decision.because), words(decision.preferences_set_aside)),
    )


@by_identity
def _message(message: MessagePlan) -> bytes:
    return dumped(message.to_dict())
