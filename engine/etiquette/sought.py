"""What messages are looked for in two versions: the nouns of that part of a difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from .kinds import Bump

__all__ = ["Listed", "ReadOtherwise", "SoughtChange"]

_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Listed:
    """What came and went of the phrases, patterns or exceptions of a concept, as it is written."""

    part: Literal["phrases", "patterns", "exceptions"]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def first_added(self) -> tuple[str, ...]:
        """Up to three of those that came."""
        return self.added[:_SHOWN]

    @property
    def first_removed(self) -> tuple[str, ...]:
        """Up to three of those that went."""
        return self.removed[:_SHOWN]

    def to_dict(self) -> dict[str, Any]:
        """Plain data; see ``schemas/diff.schema.json``."""
        return {
            "part": self.part,
            "added": {"count": len(self.added), "first": list(self.first_added)},
            "removed": {"count": len(self.removed), "first": list(self.first_removed)},
        }


@dataclass(frozen=True, slots=True)
class ReadOtherwise:
    """An example of either version that says a concept in one of them only; ``now`` is whether in the new."""

    text: str
    concept: str
    title: str
    now: bool

    @property
    def sentence(self) -> str:
        """The same in English."""
        was = f"wasn't read as “{self.title}”, and now it is"
        return f"“{self.text}” {was if self.now else f'was read as “{self.title}”, and no longer is'}."

    def to_dict(self) -> dict[str, Any]:
        """Plain data; see ``schemas/diff.schema.json``."""
        return {"text": self.text, "concept": self.concept, "now": self.now, "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class SoughtChange:
    """What one concept sounds like in one language, or the language itself, has become something else.

    ``concept`` is empty for the language itself. ``spoken`` is the language's title. ``also`` says what else
    differs: settings, word lists, rewordings. ``witnesses`` are up to three examples that are read otherwise.
    """

    concept: str
    title: str
    language: str
    spoken: str
    how: Literal["added", "removed", "changed", "reworded"]
    bump: Bump
    parts: tuple[Listed, ...] = ()
    also: tuple[str, ...] = ()
    witnesses: tuple[ReadOtherwise, ...] = ()

    @property
    def sentence(self) -> str:
        """What was done to it, in English."""
        if not self.concept:
            verb = {"added": "is a language that is read now", "removed": "is no longer read"}
            return f"{self.spoken} {verb.get(self.how, 'is read otherwise')}."
        verb = {
            "added": "is looked for now",
            "removed": "is no longer looked for",
            "changed": "is looked for otherwise",
            "reworded": "is found as before, and answered with other words",
        }
        return f"In {self.spoken}, “{self.title}” {verb[self.how]}."

    def to_dict(self) -> dict[str, Any]:
        """Plain data; see ``schemas/diff.schema.json``."""
        return {
            "concept": self.concept or None,
            "language": self.language,
            "how": self.how,
            "bump": self.bump,
            "sentence": self.sentence,
            "parts": [each.to_dict() for each in self.parts],
            "also": list(self.also),
            "witnesses": [each.to_dict() for each in self.witnesses],
        }
