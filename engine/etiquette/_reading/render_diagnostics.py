"""Diagnostics as text: the place, the sentence, the lines with ``^^^`` under the span, and the next step."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Final, Literal, TypeAlias

from etiquette.diagnostics import Diagnostic, in_order

__all__ = ["Style", "Styled", "render_diagnostic", "render_diagnostics"]

Styled: TypeAlias = Literal["place", "code", "message", "gutter", "source", "caret", "help"]
Style: TypeAlias = Callable[[str, Styled], str]
"""Given a piece of text and what it is, the text as it is to be shown (for example in colour)."""

_TAB: Final = "    "
_MORE: Final = "…"


def render_diagnostics(
    diagnostics: Iterable[Diagnostic], *, style: Style | None = None, width: int = 100
) -> str:
    """All of them in order, a blank line between any two; empty for none. No newline at the end."""
    return "\n\n".join(render_diagnostic(each, style=style, width=width) for each in in_order(diagnostics))


def render_diagnostic(diagnostic: Diagnostic, *, style: Style | None = None, width: int = 100) -> str:
    """One diagnostic; source lines are cut around the caret to ``width`` columns."""
    shown = style or (lambda text, _what: text)
    place = f"{shown(_safe(f'{diagnostic.location}:'), 'place')} " if diagnostic.location else ""
    word = "" if diagnostic.severity == "error" else f"{diagnostic.severity}: "
    message = _safe(word + diagnostic.message)
    lines = [f"{place}{shown(diagnostic.code, 'code')} {shown(message, 'message')}"]
    lines += _excerpt(diagnostic, shown, max(width, 30))
    if diagnostic.help:
        lines.append(f"{shown('help:', 'help')} {_safe(diagnostic.help)}")
    return "\n".join(lines)


def _excerpt(diagnostic: Diagnostic, shown: Style, width: int) -> list[str]:
    if not diagnostic.excerpt:
        return []
    gutter = len(str(diagnostic.excerpt[-1][0]))
    lines = []
    for number, source in diagnostic.excerpt:
        column, end = _span(diagnostic, number)
        text, start, length = _trimmed(source, column, end, width - gutter - 5)
        bar = shown(f"  {number:>{gutter}} | ", "gutter")
        lines.append(f"{bar}{shown(text, 'source')}".rstrip())
        if column:
            marks = " " * start + shown("^" * length, "caret")
            lines.append(shown(f"  {'':>{gutter}} | ", "gutter") + marks)
    return lines


def _span(diagnostic: Diagnostic, number: int) -> tuple[int, int]:
    """First column and the one after the last of what is marked in that line; zeros for nothing."""
    for place in (diagnostic.location, *diagnostic.related):
        if place and place.line == number:
            return place.column, place.end_column
    return 0, 0


def _trimmed(source: str, column: int, end: int, room: int) -> tuple[str, int, int]:
    """The line cut to ``room`` columns around the span; where on screen the span begins, and its length.

    Without an end the span runs to the end of the text in the line.
    """
    bare = source.rstrip()
    last = end - 1 if end > column else max(len(bare), column)
    first = max(column - 1, 0)
    cut = 0
    if _columns(bare) > room and _columns(bare[:last]) >= room:
        cut = min(max(first - room // 3, 0), len(bare))
    text = (_MORE if cut else "") + _safe(bare[cut:])
    start = _columns((_MORE if cut else "") + _safe(bare[cut:first]))
    length = max(_columns(_safe(bare[first:last])), 1)
    if _columns(text) > room:
        text = _fitting(text, room - 1) + _MORE
        length = max(min(length, room - start), 1)
    return text, start, length


def _safe(text: str) -> str:
    """Tabs as spaces, and a sign for characters by which a text could steer the terminal."""
    return "".join(
        _TAB if each == "\t" else "\N{REPLACEMENT CHARACTER}" if _steers(each) else each for each in text
    )


def _steers(character: str) -> bool:
    """Control characters, line separators, and the marks that turn the direction of writing."""
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(
        character
    ) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def _columns(text: str) -> int:
    """How many columns of a terminal ``text`` takes."""
    return sum(
        0
        if unicodedata.category(each) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(each) in "WF"
        else 1
        for each in text
    )


def _fitting(text: str, room: int) -> str:
    while _columns(text) > room:
        text = text[: max(len(text) - max((_columns(text) - room) // 2, 1), 0)]
    return text
