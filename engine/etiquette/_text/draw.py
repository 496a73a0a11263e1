"""Laying a page out for a terminal or a file: width, wrapping, colour, and characters that can be shown.

Meaning never hangs on colour or on a sign: whatever they say is said in words too.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import IO, Final

from .blocks import Item, Line, Mark, Page, Row, Section, Tone
from .console import Console, Text, columns

__all__ = ["STYLES", "WIDEST", "console_for", "draw", "showable"]

WIDEST: Final = 100
"""Lines longer than this are hard to read, however wide the terminal is."""

_PIPED: Final = 80
_NARROW: Final = 60
_LABEL: Final = 12

STYLES: Final[Mapping[Tone, str]] = {
    "plain": "",
    "strong": "bold",
    "good": "green",
    "care": "yellow",
    "bad": "bold red",
    "quiet": "dim",
}
_MARKS: Final[Mapping[Mark, str]] = {
    "dot": "•",
    "cross": "✗",
    "warn": "!",
    "tick": "✓",
    "ask": "?",
    "none": "",
}
_ASCII: Final[Mapping[str, str]] = {
    "\N{BULLET}": "*",
    "\N{BALLOT X}": "x",
    "\N{CHECK MARK}": "+",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{RIGHTWARDS ARROW}": "->",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{LATIN SMALL LETTER SHARP S}": "ss",
}


def console_for(stream: IO[str], environment: Mapping[str, str] | None = None) -> Console:
    """A console on ``stream``: as wide as the terminal or ``COLUMNS``, at most :data:`WIDEST`; else 80.

    Colour only on a terminal, unless ``FORCE_COLOR`` or ``NO_COLOR`` say otherwise.
    """
    told = os.environ if environment is None else environment
    given = told.get("COLUMNS", "")
    width = int(given) if given.isdecimal() else columns(stream) or _PIPED
    return Console(stream, max(20, min(width, WIDEST)), told)


def draw(page: Page, console: Console) -> None:
    """Print a page."""
    if page.heading:
        _lines(console, Text(showable(page.heading, console), "bold underline"), "", 0)
        console.print()
    _lines(console, _text(page.verdict, page.tone, console, bold=True), "", 0)
    for section in page.sections:
        if not section.close:
            console.print()
        _section(section, console)
    if page.footer:
        console.print()
        for line in page.footer:
            _lines(console, _text(line, "quiet", console), "", 0)


def showable(text: str, console: Console) -> str:
    """``text`` without control characters, and with stand-ins for what the encoding can't say."""
    kept = text if text.isascii() and text.isprintable() else "".join(_safe(char) for char in text)
    try:
        kept.encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return "".join(_stand_in(char, console.encoding) for char in kept)
    return kept


def _section(section: Section, console: Console) -> None:
    title = _text(_title(section), section.tone, console, bold=True)
    _lines(console, title, "", 2 if section.line else 0)
    if section.intro:
        _lines(console, _text(section.intro, "plain", console), "  ", 2)
    _quote(section.quote, console)
    rows = [*(row for item in section.items for row in item.rows), *section.outro]
    widest = max((len(row.label) for row in rows if len(row.label) < _LABEL), default=0)
    for number, item in enumerate(section.items):
        if section.spaced and number:
            console.print()
        _item(item, console, widest + 2 if widest else 0)
    if section.spaced and section.outro:
        console.print()
    for row in section.outro:
        _row(row, console, 4, widest + 2 if row.label else 0)


def _quote(lines: Sequence[Line], console: Console) -> None:
    """The lines of a text with a bar before them, and below them the strokes with what they say."""
    if not lines:
        return
    from .quote import quoted_lines, shifted

    gutter = max((len(str(line.number)) for line in lines if line.number), default=1)
    for line in lines:
        shown = Line(line.number, showable(line.text, console), line.strokes, line.tone)
        if len(shown.text) != len(line.text):
            shown = shifted(line, lambda text: showable(text, console))
        for number, part, tone, is_stroke in quoted_lines(shown, console.width - gutter - 5):
            style = STYLES[tone if is_stroke else shown.tone]
            whole = _after(f"  {number:>{gutter}} | ", Text(showable(part, console), style))
            console.print(whole.rstrip())


def _title(section: Section) -> str:
    return f"{section.title}: {section.line}" if section.line else section.title


def _item(item: Item, console: Console, label: int) -> None:
    mark = showable(_MARKS[item.mark], console)
    head = _text(item.head, item.tone, console, bold=item.tone != "plain")
    if item.remark:
        head.append(
            f" ({showable(item.remark, console)})", f"dim {_style(item.tone, bold=item.tone != 'plain')}"
        )
    first = Text("  ").append(f"{mark:<2}" if mark else "", STYLES[item.tone])
    _lines(console, head, first, len(first))
    column = label if any(row.label for row in item.rows) else 0
    for row in item.rows:
        if row.text:
            _row(row, console, 4, column)


def _row(row: Row, console: Console, indent: int, label: int) -> None:
    text = _text(row.text, row.tone, console)
    name = showable(row.label, console)
    if not name and not label:
        _lines(console, text, " " * indent, indent)
    elif console.width < _NARROW or len(name) >= _LABEL:
        left = indent + 2 * row.depth
        whole = _after(f"{name}: " if name else "", text)
        _lines(console, whole, " " * left, left + 2)
    else:
        prefix = Text(" " * indent).append(f"{name:<{label}}", "dim").append(" " * (2 * row.depth))
        _lines(console, text, prefix, len(prefix))


def _after(lead: str, text: Text) -> Text:
    """A text after a quiet lead, and as quiet, besides its own style."""
    whole = Text(lead, "dim")
    for part, style in text.pieces:
        if style:
            whole.append(part, f"dim {style}")
        else:
            whole = Text(whole.plain + part, "dim")
    return whole


def _lines(console: Console, text: Text, first: Text | str, indent: int) -> None:
    """Print ``text`` after ``first``, its further lines indented, without spaces at line ends."""
    head = Text(first) if isinstance(first, str) else first
    width = max(12, console.width - max(indent, len(head)))
    for n, line in enumerate(text.wrapped(width)):
        lead = head.copy() if n == 0 else Text(" " * indent)
        whole = lead.append(line)
        console.print(whole.rstrip())


def _text(text: str, tone: Tone, console: Console, *, bold: bool = False) -> Text:
    return Text(showable(text, console), _style(tone, bold=bold))


def _style(tone: Tone, *, bold: bool) -> str:
    style = STYLES[tone]
    return f"bold {style}".strip() if bold and "bold" not in style and tone != "quiet" else style


def _safe(char: str) -> str:
    """Nothing that moves the cursor, turns the direction of writing or starts an escape sequence."""
    if char in "\n\t\r\u2028\u2029":
        return " "
    if char.isprintable() and char not in _DIRECTIONS:
        return char
    import unicodedata

    return "" if unicodedata.category(char) in ("Cc", "Cs") or char in _DIRECTIONS else char


_DIRECTIONS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def _stand_in(char: str, encoding: str) -> str:
    try:
        char.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        plain = _ASCII.get(char)
        if plain is None:
            import unicodedata

            plain = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode() or "?"
        return plain
    return char
