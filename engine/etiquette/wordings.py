"""The public nouns of wording: the sentences of which a pack has first drafts of messages made.

A pack writes them down in files of their own; here they are as they were written, with their places. How a
draft is made of them is worked out by :mod:`etiquette._writing`.
"""

from __future__ import annotations

from collections.abc import Mapping

from ._nouns import dataclass, field
from .diagnostics import Location

__all__ = ["Days", "Fit", "Slot", "Wording", "Wordings"]


@dataclass(frozen=True, slots=True)
class Fit:
    """The messages that a wording is for, by action and way; what is empty is any."""

    actions: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()

    def allows(self, action: str, channel: str, recipient: str | None, carrier: str | None) -> bool:
        """Whether it is for such a message; a recipient or carrier that is ``None`` stands for the usual one.

        So what is only for certain recipients or carriers isn't for the usual one.
        """
        asked = (
            (self.actions, action),
            (self.channels, channel),
            (self.recipients, recipient),
            (self.carriers, carrier),
        )
        return all(not wanted or part in wanted for wanted, part in asked)

    @property
    def narrowness(self) -> int:
        """How many things it is particular about."""
        return sum(bool(each) for each in (self.actions, self.channels, self.recipients, self.carriers))


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence, or a line around the message, with ``{slots}`` for what the facts tell.

    ``needs`` are facts without which it isn't used. ``rank`` counts the packs below the one that has it.
    """

    say: str
    fits: Fit = Fit()
    needs: tuple[str, ...] = ()
    rank: int = 0
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands in a slot: what ``fact`` tells, else ``gap`` in brackets, for the writer to fill in."""

    gap: str
    fact: str | None = None
    fits: Fit = Fit()
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Days:
    """How days are written: ``say`` has ``{weekday}``, ``{day}``, ``{month}`` and ``{year}``, as needed."""

    say: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wordings:
    """All wording in one language.

    ``sentences`` are by concept. ``salutations``, ``openings``, ``farewells`` and ``subjects`` are the lines
    around a message. ``paragraphs`` are concepts that belong together, in the order in which they are said.
    """

    language: str
    sentences: Mapping[str, tuple[Wording, ...]] = field(default_factory=dict)
    salutations: tuple[Wording, ...] = ()
    openings: tuple[Wording, ...] = ()
    farewells: tuple[Wording, ...] = ()
    subjects: tuple[Wording, ...] = ()
    slots: Mapping[str, tuple[Slot, ...]] = field(default_factory=dict)
    paragraphs: tuple[tuple[str, ...], ...] = ()
    days: Days | None = None
