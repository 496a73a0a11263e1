"""What the rules together ask of a message, within the room that there is for it.

Demands add up: what must be said is everything that any rule says must be. Limits are the smallest. Room
is given to what must be said, then to what ``should`` and last to what ``may`` be, each in declared order;
what no longer fits gives way. ``must`` never does: if it doesn't fit, the demands contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from etiquette._nouns import dataclass
from etiquette.model import Concept
from etiquette.report import MessagePlan
from etiquette.ruleset import Measure

__all__ = [
    "CHARACTERS_PER_WORD",
    "Contradiction",
    "WorkedOutMessage",
    "budget",
    "characters_in",
    "measured",
    "merge",
]

CHARACTERS_PER_WORD: Final = 6
"""A word and the space after it, for turning a number of words into room."""


@dataclass(frozen=True, slots=True)
class WorkedOutMessage:
    """One rule's demand on a message with its parameters filled in; ``limits`` map units to the most.

    ``mention`` are the paths of facts of which the message is to name an entry.
    """

    must: tuple[str, ...] = ()
    should: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    first: str | None = None
    limits: tuple[tuple[str, int], ...] = ()
    subject: Literal["required", "forbidden"] | None = None
    mention: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Why no message could do what all the rules ask."""

    reason: str


def budget(limits: Mapping[str, int], measures: Mapping[str, Measure]) -> int | None:
    """The room that limits leave, in characters; ``None`` when there is no limit."""
    rooms = [most * characters_in(unit, measures) for unit, most in limits.items()]
    return min(rooms, default=None)


def characters_in(unit: str, measures: Mapping[str, Measure]) -> int:
    """The room that one of a unit is, in characters."""
    if unit == "words":
        return CHARACTERS_PER_WORD
    return measures[unit].characters if unit in measures else 1


def measured(text: str, unit: str, measures: Mapping[str, Measure]) -> int:
    """How long ``text`` is in ``unit``: words are what white space separates, characters code points."""
    if unit == "words":
        return len(text.split())
    return measures[unit].count(text) if unit in measures else len(text)


def merge(
    demands: Sequence[WorkedOutMessage],
    concepts: Mapping[str, Concept],
    measures: Mapping[str, Measure],
) -> MessagePlan | Contradiction:
    """What all of ``demands`` ask together, or why they can't all be met."""
    order = {concept: place for place, concept in enumerate(concepts)}

    def collected(lists: Iterable[tuple[str, ...]]) -> list[str]:
        return sorted(
            {word for words in lists for word in words}, key=lambda word: order.get(word, len(order))
        )

    must = collected(demand.must for demand in demands)
    avoid = collected(demand.avoid for demand in demands)
    firsts = sorted({demand.first for demand in demands if demand.first})
    subjects: list[Literal["required", "forbidden"]] = sorted(
        {demand.subject for demand in demands if demand.subject}
    )
    limits: dict[str, int] = {}
    for demand in demands:
        for unit, most in demand.limits:
            limits[unit] = min(most, limits.get(unit, most))

    both = [concept for concept in must if concept in avoid]
    if both:
        return Contradiction(f"a message must hold and must avoid the same thing ({', '.join(both)})")
    if len(firsts) > 1 or (firsts and firsts[0] in avoid):
        return Contradiction("a message can't put first what the rules together ask for")
    if len(subjects) > 1:
        return Contradiction("a message can't both have and lack a subject")
    room = budget(limits, measures)
    needed = sum(concepts[concept].room for concept in must if concept in concepts)
    if room is not None and needed > room:
        return Contradiction(f"what must be said takes {needed} characters and there is room for {room}")

    should = [concept for concept in collected(d.should for d in demands) if concept not in must]
    may = [concept for concept in collected(d.may for d in demands) if concept not in (*must, *should)]
    gave_way = [concept for concept in (*should, *may) if concept in avoid]
    kept: list[str] = []
    for concept in (*should, *may):
        if concept in avoid:
            continue
        takes = concepts[concept].room if concept in concepts else 0
        if room is None or needed + takes <= room:
            needed += takes
            kept.append(concept)
        else:
            gave_way.append(concept)
    return MessagePlan(
        must=tuple(must),
        should=tuple(concept for concept in should if concept in kept),
        may=tuple(concept for concept in may if concept in kept),
        avoid=tuple(avoid),
        first=firsts[0] if firsts else None,
        limits=tuple(sorted(limits.items())),
        subject=subjects[0] if subjects else None,
        gave_way=tuple(gave_way),
        mention=tuple(sorted({path for demand in demands for path in demand.mention})),
    )
