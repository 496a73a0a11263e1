"""What a page of text is made of, before anything is drawn.

Reports and explanations are first turned into these plain blocks, by functions that know nothing of
terminals; :mod:`etiquette._text.draw` then lays the blocks out. So what is said and how it looks can be
read, tested and changed apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Item", "Mark", "Page", "Row", "Section", "Tone"]

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
class Section:
    """A heading over items. ``intro`` is a sentence below the heading, ``outro`` one at the end.

    ``spaced`` items have an empty line between them. ``line`` stands on the line of the heading, in place of
    items: what is worth knowing, but not worth a list; ``close`` leaves out the empty line above it.
    """

    title: str
    items: tuple[Item, ...] = ()
    tone: Tone = "strong"
    intro: str = ""
    outro: tuple[Row, ...] = ()
    spaced: bool = False
    line: str = ""
    close: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A whole answer: the verdict in one line, the sections, and what it rests on."""

    verdict: str
    tone: Tone
    sections: tuple[Section, ...] = ()
    footer: tuple[str, ...] = ()
    heading: str = ""
