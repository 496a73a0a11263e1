"""What is so about one case: the facts that were told, and the step that is proposed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from ._nouns import dataclass, field
from .diagnostics import Location
from .drafts import Draft
from .messages import Reading
from .vocabulary import NONE, UNKNOWN, Missing, NoneType

__all__ = ["NONE", "UNKNOWN", "FactValue", "Facts", "Message", "Step", "with_fact"]

FactValue: TypeAlias = (
    bool | int | str | date | time | NoneType | tuple[str, ...] | tuple[Mapping[str, "FactValue"], ...]
)


@dataclass(frozen=True, slots=True)
class Message:
    """What is known of a message: its text, or merely how long it is and what it says.

    ``subject`` is :data:`NONE` when there is known to be none and :data:`UNKNOWN` when nothing is said
    about it. ``says`` holds ids of concepts, ``None`` when unknown. ``lengths`` are counts that were told
    (``words``, ``characters``); counts of a known ``text`` are measured. ``reading`` is what was read in the
    text, ``None`` until it is; ``draft`` is where the text comes from, unless it stands among the facts.
    """

    text: str | None = None
    subject: str | NoneType | Missing = UNKNOWN
    lengths: Mapping[str, int] = field(default_factory=dict)
    says: frozenset[str] | None = None
    reading: Reading | None = None
    draft: Draft | None = None

    @property
    def concepts(self) -> frozenset[str] | None:
        """What the message says, as told or as read; ``None`` when neither is known."""
        if self.reading is None or not self.reading.judged:
            return self.says
        return self.reading.concepts | (self.says or frozenset())

    @property
    def own_text(self) -> str | None:
        """The text without what was set aside of it: what is measured."""
        return self.text if self.reading is None else self.reading.own


@dataclass(frozen=True, slots=True)
class Step:
    """A proposed step. ``day`` and ``at`` are in the zone of the person who takes it."""

    action: str
    day: date
    at: time | None = None
    channel: str | None = None
    to: str | None = None
    via: str | None = None
    person: str | None = None
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Validated facts of one case.

    ``told`` maps dotted paths to values; a path that is absent is unknown, and lists of records are tuples
    of mappings from field names. ``assumed`` says in words what the reader itself had to assume
    (``today``, ``timezone``, ``proposed.date``), by path. ``locations`` gives the place of each told path
    where the facts came from a file.
    """

    told: Mapping[str, FactValue]
    today: date
    timezone: ZoneInfo
    proposed: Step | None = None
    assumed: Mapping[str, str] = field(default_factory=dict)
    locations: Mapping[str, Location] = field(default_factory=dict)
    packs: tuple[str, ...] = ()


def with_fact(told: Mapping[str, FactValue], path: str, value: FactValue) -> dict[str, FactValue]:
    """``told`` with one more fact; ``path`` may be a field of an entry that is there."""
    head, bracket, rest = path.partition("[")
    changed = dict(told)
    if not bracket:
        changed[path] = value
        return changed
    place, _, field = rest.partition("].")
    entries: list[Any] = list(told[head])  # type: ignore[arg-type]  # an entry's path is of a told list
    entries[int(place)] = {**entries[int(place)], field: value}
    changed[head] = tuple(entries)
    return changed
