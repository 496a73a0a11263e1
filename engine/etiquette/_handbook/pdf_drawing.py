"""The shapes of a time line as a drawing in a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .picture import Anchor, Box, Disc, Label, Shape, Stroke
from .timelines import Timeline
from .wording import key

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

__all__ = ["Faces", "drawing", "drawn_key"]

Faces: TypeAlias = dict[str, str]
"""The fonts for ``text``, ``italic``, ``bold`` and ``plain``."""

_COLOURS: Final = {
    "go": ("#1f6f4a", None, "#ffffff"),
    "late": ("#b45309", None, "#ffffff"),
    "may": ("#dcefe2", "#1f6f4a", "#14432c"),
    "wait": ("#e6e2d8", None, "#57534a"),
    "done": ("#d9e2ee", None, "#2c405c"),
    "stop": ("#ffffff", "#9f2b2b", "#9f2b2b"),
    "over": ("#ffffff", "#c9c3b5", "#5b6169"),
    "ask": ("#ece3f4", None, "#4b2f6b"),
    "none": (None, None, "#5b6169"),
    "weekend": ("#f4f1ea", None, "#000000"),
}
"""For each tone: what it is filled with, its border, and the colour of words in it."""

_SOFT: Final = "#5b6169"
_INK: Final = "#1f2328"
_PAPER: Final = "#ffffff"
_SIZES: Final = {"title": 9.5, "day": 7.5, "bar": 8.0}


def drawn_key(timelines: Sequence[Timeline], full: float, faces: Faces) -> Drawing:
    """What is drawn in which way, on one line."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    shapes: list[Shape] = []
    x = 0.0
    for tone, words in key(timelines):
        shapes += [Box(x / full, 22 / full, 2, 10, tone), Label((x + 27) / full, 11, words, "bar")]
        x += 27 + stringWidth(words, faces["plain"], _SIZES["bar"]) + 14
    return drawing(shapes, 18, full, faces)


def drawing(shapes: Sequence[Shape], height: float, full: float, faces: Faces) -> Drawing:
    """Shapes as a drawing that is ``full`` points wide; its heights count from below."""
    from reportlab.graphics.shapes import Drawing

    made = Drawing(full, height)
    for shape in shapes:
        for each in _drawn(shape, height, full, faces):
            made.add(each)
    return made


def _drawn(shape: Shape, height: float, full: float, faces: Faces) -> Iterator[Any]:
    from reportlab.graphics.shapes import Circle, Line, Rect
    from reportlab.pdfbase.pdfmetrics import stringWidth

    match shape:
        case Box(x, width, y, tall, tone):
            fill, border, _ = _COLOURS[tone]
            place = (x * full, height - y - tall, width * full, tall)
            bar: Any = Rect(*place)  # its stubs know no width of a stroke
            bar.fillColor, bar.strokeColor, bar.strokeWidth = _colour(fill), _colour(border), 0.7
            if tone == "stop":
                bar.strokeDashArray = [3, 2]
            yield bar
        case Stroke(x, top, bottom):
            ends = (x * full, height - top, x * full, height - bottom)
            yield Line(*ends, strokeWidth=0.5, strokeDashArray=[1.5, 2], strokeColor=_colour(_SOFT))
        case Disc(x, y, letter):
            yield Circle(x * full, height - y, 7, fillColor=_colour(_INK), strokeColor=None)
            yield _string(letter, x * full, height - y - 2.7, "middle", faces["plain"], 8, _PAPER)
        case Label(x, y, text, kind, anchor, tone):
            face, size = faces["text" if kind == "title" else "plain"], _SIZES[kind]
            if kind == "title":  # no line of a mark goes through it
                wide = stringWidth(text, face, size) + 4
                behind: Any = Rect(-2, height - y - 3, wide, 12)
                behind.fillColor, behind.strokeColor = _colour(_PAPER), None
                yield behind
            ink = _COLOURS[tone][2] if tone else _SOFT if kind == "day" else _INK
            yield _string(text, x * full, height - y, anchor, face, size, ink)


def _string(text: str, x: float, y: float, anchor: Anchor, face: str, size: float, ink: str) -> Any:
    from reportlab.graphics.shapes import String

    return String(x, y, text, textAnchor=anchor, fontName=face, fontSize=size, fillColor=_colour(ink))


def _colour(name: str | None) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(name) if name else None
