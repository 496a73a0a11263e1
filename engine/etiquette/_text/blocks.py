"""What a page of text is made of, before anything is drawn.

Reports and explanations are first turned into these plain blocks, by functions that know nothing of
terminals; :mod:`etiquette._text.draw` then lays the blocks out. So what is said and how it looks can be
read, tested and changed apart.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from etiquette._nouns import dataclass

__all__ = ["Item", "Line", "Mark", "Page", "Row", "Section", "Stroke", "Tone"]

Tone: TypeAlias = Literal["plain", "strong", "good", "care", "bad", "quiet"]
Mark: TypeAlias = Literal["dot", "cross", "warn", "tick", "ask", "none"]


@dataclass(frozen=True, slots=True)
class Row:
    """A line below an item: a short label (may be empty) and a sentence. ``depth`` indents the sentence."""

    label: str
    text: str
    tone: Tone = "plain"
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to know: a head, a quiet remark after it, and rows with the particulars."""

    head: str
    remark: str = ""
    rows: tuple[Row, ...] = ()
    mark: Mark = "dot"
    tone: Tone = "strong"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line drawn below the characters ``start`` to ``end`` of a text, with a word on why.

    Where ``end`` is ``start`` something is missing there.
    """

    start: int
    end: int
    label: str
    tone: Tone = "bad"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of somebody's text as it is, with its number; without one it stands for lines left out."""

    number: int | None
    text: str
    strokes: tuple[Stroke, ...] = ()
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading over items. ``intro`` is a sentence below the heading, ``outro`` one at the end.

    ``spaced`` items have an empty line between them. ``line`` stands on the line of the heading, in place of
    items: what is worth knowing, but not worth a list; ``close`` leaves out the empty line above it.
    ``quote`` is a text that the section is about, shown below ``intro``.
    """

    title: str
    items: tuple[Item, ...] = ()
    tone: Tone = "strong"
    intro: str = ""
    outro: tuple[Row, ...] = ()
    spaced: bool = False
    line: str = ""
    close: bool = False
    quote: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A whole answer: the verdict in one line, the sections, and what it rests on."""

    verdict: str
    tone: Tone
    sections: tuple[Section, ...] = ()
    footer: tuple[str, ...] = ()
    heading: str = ""
