"""A time line as shapes, and as SVG.

Across, shapes are placed by fractions of the width; down, in pixels. So a picture gets narrower on a phone
while its letters keep their size. The same shapes are drawn into a PDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from .timelines import Timeline
from .wording import STATUS, Tone, legend, letter, line_in_words, short, tone

__all__ = ["Anchor", "Box", "Disc", "Label", "Picture", "Shape", "Stroke", "picture", "svg"]

Anchor: TypeAlias = Literal["start", "middle", "end"]

_BAR: Final = 22
_TITLE: Final = 20
_GAP: Final = 12
_AXIS: Final = 22
_DISC: Final = 8.5
_WEEK: Final = 7
_SATURDAY: Final = 5
_MOST_DAYS: Final = 6
_PER_LETTER: Final = 0.021
"""The fraction of the width of a phone that a letter takes; words go into a bar only where they fit there."""


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; ``x`` and ``width`` are fractions, ``y`` and ``height`` pixels from the top."""

    x: float
    width: float
    y: float
    height: float
    tone: Tone


@dataclass(frozen=True, slots=True)
class Stroke:
    """A vertical line."""

    x: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle around a sign, such as a letter."""

    x: float
    y: float
    sign: str


@dataclass(frozen=True, slots=True)
class Label:
    """A text on its base line."""

    x: float
    y: float
    text: str
    kind: Literal["title", "day", "bar"]
    anchor: Anchor = "start"
    tone: Tone = ""


Shape: TypeAlias = Box | Stroke | Disc | Label


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes from back to front, and the height of the whole in pixels."""

    shapes: tuple[Shape, ...]
    height: float


def picture(timeline: Timeline) -> Picture:
    """Weeks along the top, the lettered marks below them, and a bar for each action."""
    days = (timeline.last - timeline.first).days + 1
    rows = list(_rows(timeline, days))
    top = _AXIS + max((row for _, _, row in rows), default=-1) * 2 * _DISC + (2 * _DISC + 6 if rows else 0)
    height = top + len(timeline.lines) * (_TITLE + _BAR + _GAP)
    shapes: list[Shape] = [*_weekends(timeline, days, height), *_weeks(timeline, days)]
    for x, sign, row in rows:
        y = _AXIS + _DISC + row * 2 * _DISC
        shapes += [Stroke(x, y + _DISC, height), Disc(x, y, sign)]
    y = top
    for line in timeline.lines:
        shapes.append(Label(0, y + _TITLE - 6, line.title, "title"))
        for span in line.spans:
            x = (span.first - timeline.first).days / days
            width = ((span.last - span.first).days + 1) / days
            shapes.append(Box(x, width, y + _TITLE, _BAR, tone(span.status)))
            words = STATUS[span.status]
            if len(words) * _PER_LETTER < width - 0.01:
                at = y + _TITLE + _BAR - 7
                shapes.append(Label(x + width / 2, at, words, "bar", "middle", tone(span.status)))
        y += _TITLE + _BAR + _GAP
    return Picture(tuple(shapes), height)


def _rows(timeline: Timeline, days: int) -> Iterator[tuple[float, str, int]]:
    """Where each mark is, and in which row, so that none hides another."""
    last: list[float] = []
    for place, mark in enumerate(timeline.marks):
        x = ((mark.day - timeline.first).days + 0.5) / days
        row = next((n for n, before in enumerate(last) if x - before > 0.06), len(last))
        last[row : row + 1] = [x]
        yield x, letter(place), row


def _weeks(timeline: Timeline, days: int) -> Iterator[Shape]:
    """The day on which each week begins, or every few days or weeks: as many as a phone has room for."""
    step = next(step for step in (1, 2, *range(_WEEK, days + _WEEK, _WEEK)) if days <= _MOST_DAYS * step)
    for number in range(0, days, step):
        anchor: Anchor = "end" if number / days > 0.9 else "start"
        yield Label(number / days, 12, short(timeline.first + timedelta(days=number)), "day", anchor)


def _weekends(timeline: Timeline, days: int, height: float) -> Iterator[Shape]:
    for number in range(days):
        if (timeline.first + timedelta(days=number)).weekday() >= _SATURDAY:
            yield Box(number / days, 1 / days, _AXIS - 4, height - _AXIS + 4 - _GAP / 2, "weekend")


def svg(timeline: Timeline, name: str) -> str:
    """The picture as an SVG element that is as wide as what it stands in; ``name`` makes its ids its own."""
    made = picture(timeline)
    about = [f"{sign}: {when}, {title}." for sign, when, title in legend(timeline)]
    about += [line_in_words(each) for each in timeline.lines]
    head = (
        f'<svg class="timeline" role="img" width="100%" height="{_n(made.height)}" '
        f"aria-labelledby={quoteattr(f'{name}-title {name}-desc')}>"
        f"<title id={quoteattr(f'{name}-title')}>{escape(timeline.title)}</title>"
        f"<desc id={quoteattr(f'{name}-desc')}>{escape(' '.join(about))}</desc>"
    )
    return f"{head}{''.join(_drawn(each) for each in made.shapes)}</svg>"


def _drawn(shape: Shape) -> str:
    match shape:
        case Box(x, width, y, height, kind):
            place = f'x="{_p(x)}" y="{_n(y)}" width="{_p(width)}" height="{_n(height)}"'
            return f'<rect class="t-{kind}" {place}/>'
        case Stroke(x, top, bottom):
            return f'<line class="t-mark" x1="{_p(x)}" x2="{_p(x)}" y1="{_n(top)}" y2="{_n(bottom)}"/>'
        case Disc(x, y, sign):
            circle = f'<circle class="t-disc" cx="{_p(x)}" cy="{_n(y)}" r="{_DISC}"/>'
            return f'{circle}<text class="t-letter" x="{_p(x)}" y="{_n(y + 4)}">{sign}</text>'
        case Label(x, y, text, kind, anchor, of):
            more = f" on-{of}" if of else ""
            place = f'x="{_p(x)}" y="{_n(y)}" text-anchor="{anchor}"'
            return f'<text class="t-{kind}{more}" {place}>{escape(text)}</text>'


def _p(fraction: float) -> str:
    return f"{_n(100 * fraction)}%"


def _n(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")
