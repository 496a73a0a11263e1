"""A text of somebody's, line by line, with strokes below what is meant and a word on why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from etiquette._nouns import replace

from .blocks import Line, Stroke, Tone
from .console import cell_len

__all__ = ["quoted_lines", "shifted"]

_LEAST: Final = 20


def shifted(line: Line, shown: Callable[[str], str]) -> Line:
    """The line as ``shown`` makes it, with its strokes below the same words."""

    def place(offset: int) -> int:
        return len(shown(line.text[:offset]))

    strokes = tuple(replace(each, start=place(each.start), end=place(each.end)) for each in line.strokes)
    return replace(line, text=shown(line.text), strokes=strokes)


def quoted_lines(line: Line, width: int) -> Iterator[tuple[str, str, Tone, bool]]:
    """What to print for one line: its number or nothing, the text, a tone, and whether it is of a stroke.

    A line that is too long goes on in the next, at a space where there is one. The words of a stroke stand
    behind it where there is room, else below it.
    """
    width = max(_LEAST, width)
    number = str(line.number) if line.number is not None else ""
    for start, end in _pieces(line.text, width):
        yield number, line.text[start:end], "plain", False
        number = ""
        here = [each for each in line.strokes if _touches(each, start, end, last=end == len(line.text))]
        for stroke in here:
            yield from _stroke(line.text, stroke, start, end, width)


def _pieces(text: str, width: int) -> Iterator[tuple[int, int]]:
    start = 0
    while cell_len(text[start:]) > width:
        end = start + 1
        while end < len(text) and cell_len(text[start : end + 1]) <= width:
            end += 1
        space = text.rfind(" ", start + 1, end + 1)
        cut = space + 1 if space > start else end
        yield start, cut
        start = cut
    yield start, len(text)


def _touches(stroke: Stroke, start: int, end: int, *, last: bool) -> bool:
    if stroke.start == stroke.end:
        return start <= stroke.start < end or (last and stroke.start == end)
    return stroke.start < end and start < stroke.end


def _stroke(
    text: str, stroke: Stroke, start: int, end: int, width: int
) -> Iterator[tuple[str, str, Tone, bool]]:
    first, last = max(stroke.start, start), min(stroke.end, end)
    begins = cell_len(text[start:first])
    drawn = "^" * max(1, cell_len(text[first:last].rstrip()))
    ends_here = stroke.end <= end
    label = f" {stroke.label}" if ends_here and stroke.label else ""
    if begins + len(drawn) + cell_len(label) <= width:
        yield "", " " * begins + drawn + label, stroke.tone, True
        return
    yield "", " " * begins + drawn, stroke.tone, True
    if label:
        room = min(begins, max(0, width - cell_len(label)))
        yield "", " " * room + label.strip(), stroke.tone, True
