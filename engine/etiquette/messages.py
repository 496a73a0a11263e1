"""The public nouns of a message's text: stretches of it, what they say, and what was left out of account.

Everything here is frozen data. Offsets count code points of the text as it was given; lines and columns
begin with one, and the end of a stretch is the place after its last character.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from ._nouns import dataclass, field, replace
from .diagnostics import Location

__all__ = ["AsideKind", "Hit", "MessagePart", "Reading", "SetAside", "Span", "span_of"]

MessagePart: TypeAlias = Literal["subject", "text"]
AsideKind: TypeAlias = Literal["quoted", "signature", "disclaimer"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a message. Without characters (``start == end``) it is where something is missing.

    ``start`` and ``end`` are offsets in the subject or the text, whichever ``part`` says; ``line`` and
    ``column`` are where it begins in it, ``end_line`` and ``end_column`` where it ends.
    """

    part: MessagePart
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    text: str

    def to_dict(self) -> dict[str, Any]:
        """JSON shape of one entry of a finding's ``spans``."""
        return {
            "part": self.part,
            "start": self.start,
            "end": self.end,
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
            "text": self.text,
        }


def span_of(whole: str, start: int, end: int, part: MessagePart = "text") -> Span:
    r"""The stretch of ``whole`` between two offsets, with its lines and columns.

    >>> span_of("Dear Ada,\ngood day", 10, 14).line
    2
    """
    line, column = _place(whole, start)
    end_line, end_column = _place(whole, end)
    return Span(part, start, end, line, column, end_line, end_column, whole[start:end])


def _place(whole: str, offset: int) -> tuple[int, int]:
    before = whole.rfind("\n", 0, offset) + 1
    return whole.count("\n", 0, offset) + 1, offset - before + 1


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of a message that says something.

    ``concept`` is what it says, ``by`` the phrase or pattern of the pack that found it, as it is written, and
    ``location`` the place where that is written. ``instead`` is a wording that would do better, where the
    pack has one.
    """

    concept: str
    span: Span
    by: str
    location: Location | None = None
    instead: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """Lines of a text that aren't the writer's message: ``line`` to ``end_line``, both included."""

    kind: AsideKind
    start: int
    end: int
    line: int
    end_line: int

    def to_dict(self) -> dict[str, Any]:
        """JSON shape of one entry of the report's ``draft.set_aside``."""
        return {
            "kind": self.kind,
            "start": self.start,
            "end": self.end,
            "line": self.line,
            "end_line": self.end_line,
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a message.

    ``language`` is the code of the language that it was taken for, ``""`` where that couldn't be told;
    ``sure`` is false where too little was written to tell, so that the packs' own language was assumed.
    ``judged`` is false where no pack recognises anything in that language: then there are no hits, and that
    means nothing. ``own`` is the text without what is set aside, which is what is measured. ``mentioned`` are
    the entries of facts (such as topics) that the message names, by the path of the fact. ``opening`` is
    where the message proper begins in the text, after the salutation; ``closing`` where it ends, before the
    farewell.
    """

    language: str = ""
    sure: bool = True
    judged: bool = True
    hits: tuple[Hit, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    own: str = ""
    mentioned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    opening: int = 0
    closing: int = 0

    @property
    def concepts(self) -> frozenset[str]:
        """Everything that the message says."""
        return frozenset(hit.concept for hit in self.hits)

    def of(self, concept: str) -> tuple[Hit, ...]:
        """The hits of one concept, in the order of the message."""
        return tuple(hit for hit in self.hits if hit.concept == concept)

    def stretches(self, concept: str) -> tuple[Span, ...]:
        """Where the message says a concept, hits that overlap as one stretch."""
        found: list[Span] = []
        for span in sorted(hit.span for hit in self.of(concept)):
            if found and found[-1].part == span.part and span.start <= found[-1].end:
                found[-1] = _joined(found[-1], span)
            else:
                found.append(span)
        return tuple(found)


def _joined(first: Span, other: Span) -> Span:
    """The stretch from the beginning of ``first`` to the end of either; ``other`` begins within it."""
    if other.end <= first.end:
        return first
    return replace(
        first,
        end=other.end,
        end_line=other.end_line,
        end_column=other.end_column,
        text=first.text + other.text[first.end - other.start :],
    )
