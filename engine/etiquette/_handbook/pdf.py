"""A handbook as PDF: bookmarks, contents, page numbers, and the time lines as drawings."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from .content import Advice, Booklet, Part
from .pdf_drawing import drawing, drawn_key
from .picture import picture
from .sayings import TITLE, Saying
from .timelines import Timeline
from .wording import legend, lines_in_words, stretch

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

__all__ = ["UnshownError", "pdf", "unshown"]

_SOFT: Final = "#5b6169"
_MARGIN: Final = 64.0
_WIDTH: Final = 595.28 - 2 * _MARGIN
_BUILT_IN: Final = "cp1252"
"""The characters that the built-in fonts of PDF have."""


class UnshownError(ValueError):
    """``characters`` stand in the handbook, and the font has no sign for them."""

    def __init__(self, characters: str) -> None:
        super().__init__(characters)
        self.characters = characters


def pdf(booklet: Booklet, font: Path | None = None) -> bytes:
    """The whole handbook; the same bytes for the same handbook.

    ``font`` is a TrueType font for everything; without it the fonts that every reader has are used. Raises
    :class:`UnshownError` for characters that the font lacks, :class:`OSError` for a font that can't be read,
    and :class:`ImportError` where the extra ``author`` isn't installed.
    """
    from reportlab.lib.pagesizes import A4

    faces = _faces(font)
    lacking = unshown(booklet, font)
    if lacking:
        raise UnshownError(lacking)
    out = BytesIO()
    document = _document(out, booklet, faces, A4)
    document.multiBuild(list(_story(booklet, _styles(faces), faces)))
    return out.getvalue()


def unshown(booklet: Booklet, font: Path | None = None) -> str:
    """The characters of a handbook that its PDF couldn't show, sorted."""
    characters = {each for each in repr(booklet) if each.isprintable()}
    if font is None:
        return "".join(sorted(each for each in characters if not each.encode(_BUILT_IN, "ignore")))
    from reportlab.pdfbase.ttfonts import TTFont

    glyphs = TTFont("probe", str(font)).face.charToGlyph
    return "".join(sorted(each for each in characters if ord(each) not in glyphs))


def _faces(font: Path | None) -> dict[str, str]:
    """The names of the fonts to use for text, emphasis, headings and small print."""
    if font is None:
        return {"text": "Times-Roman", "italic": "Times-Italic", "bold": "Times-Bold", "plain": "Helvetica"}
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    try:
        pdfmetrics.registerFont(TTFont("handbook", str(font)))
    except TTFError:
        raise OSError(errno.EINVAL, "it is no TrueType font") from None
    return dict.fromkeys(("text", "italic", "bold", "plain"), "handbook")


def _styles(faces: dict[str, str]) -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    def style(name: str, face: str, size: float, **more: Any) -> ParagraphStyle:
        leading = {"leading": size * 1.4, **more}
        return ParagraphStyle(name, fontName=faces[face], fontSize=size, spaceAfter=5, **leading)

    return {
        "title": style("title", "bold", 26, leading=30),
        "byline": style("byline", "italic", 11, textColor=_SOFT),
        "lead": style("lead", "text", 13),
        "text": style("text", "text", 10.5),
        "h2": style("h2", "bold", 17, leading=21, spaceBefore=22, keepWithNext=1),
        "h3": style("h3", "bold", 11.5, leading=14, spaceBefore=9, keepWithNext=1),
        "intro": style("intro", "italic", 10.5, textColor=_SOFT, keepWithNext=1),
        "sentence": style("sentence", "text", 10.5, leftIndent=10, borderPadding=(0, 0, 0, 8)),
        "fine": style("fine", "italic", 9.5, textColor=_SOFT),
        "small": style("small", "plain", 7, textColor=_SOFT, leading=9),
        "cell": style("cell", "plain", 8, leading=10.5),
        "toc": style("toc", "text", 10.5, leading=15),
    }  # fmt: skip


def _document(out: BytesIO, booklet: Booklet, faces: dict[str, str], size: tuple[float, float]) -> Any:
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    class Document(BaseDocTemplate):
        """Notes each heading for the contents and the bookmarks."""

        def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - the library's name
            """Called by the library after each piece that is drawn."""
            mark = getattr(flowable, "bookmark", None)
            if mark is None:
                return
            name, level, text = mark
            self.canv.bookmarkPage(name)
            self.canv.addOutlineEntry(text, name, level, closed=level == 0)
            if level == 0:
                self.notify("TOCEntry", (level, escape(text), self.page, name))

    def page(canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setFont(faces["plain"], 7.5)
        canvas.setFillColor(_SOFT)
        canvas.drawString(_MARGIN, 36, ", ".join(booklet.packs))
        canvas.drawRightString(size[0] - _MARGIN, 36, str(document.page))
        canvas.restoreState()

    made = Document(
        out, pagesize=size, invariant=1, lang=booklet.language, title=booklet.title,
        author=", ".join(booklet.authors), subject=", ".join(booklet.packs), creator="etiquette",
    )  # fmt: skip
    frame = Frame(_MARGIN, 56, _WIDTH, size[1] - 56 - _MARGIN, 0, 0, 0, 0)
    made.addPageTemplates([PageTemplate("page", [frame], onPage=page)])
    return made


def _story(booklet: Booklet, styles: dict[str, Any], faces: dict[str, str]) -> Iterator[Flowable]:
    from reportlab.platypus import KeepTogether, PageBreak, Paragraph, Spacer
    from reportlab.platypus.tableofcontents import TableOfContents

    yield Paragraph(escape(booklet.title), styles["title"])
    if booklet.authors:
        yield Paragraph(escape(", ".join(booklet.authors)), styles["byline"])
    yield Spacer(1, 10)
    for n, each in enumerate(booklet.intro):
        yield Paragraph(escape(each), styles["text" if n else "lead"])
    yield Spacer(1, 14)
    yield TableOfContents(levelStyles=[styles["toc"]], dotsMinLevel=-1)
    yield PageBreak()
    if booklet.timelines:
        yield _heading("Typical situations", "situations", styles)
        yield Paragraph("What to do on each day. Weekends are shaded.", styles["intro"])
        yield drawn_key(booklet.timelines, _WIDTH, faces)
        for n, timeline in enumerate(booklet.timelines, 1):
            yield KeepTogether(list(_situation(timeline, f"situation-{n}", styles, faces)))
    for part in booklet.parts:
        yield from _part(part, styles)
    if booklet.sayings:
        yield _heading(TITLE, "sayings", styles)
        for saying in booklet.sayings:
            yield KeepTogether(list(_saying(saying, styles)))
    if booklet.unsaid:
        yield _heading("What this handbook leaves out", "unsaid", styles)
        for title, why in booklet.unsaid:
            yield Paragraph(escape(title), styles["h3"])
            yield Paragraph(escape(why), styles["text"])
    yield from _back(booklet, styles)


def _heading(text: str, name: str, styles: dict[str, Any], level: int = 0) -> Flowable:
    from reportlab.platypus import Paragraph

    made = Paragraph(escape(text), styles["h3" if level else "h2"])
    made.bookmark = (name, level, text)  # type: ignore[attr-defined,unused-ignore]  # for afterFlowable
    return made


def _part(part: Part, styles: dict[str, Any]) -> Iterator[Flowable]:
    from reportlab.platypus import KeepTogether, Paragraph

    head = [_heading(part.title, f"chapter-{part.name}", styles)]
    head += [Paragraph(escape(part.intro), styles["intro"])] if part.intro else []
    for each in part.advice:
        yield KeepTogether([*head, *_advice(each, styles)])
        head = []


def _advice(advice: Advice, styles: dict[str, Any]) -> Iterator[Flowable]:
    from reportlab.platypus import Paragraph

    yield _heading(advice.title, f"rule-{advice.id}", styles, level=1)
    yield Paragraph(escape(advice.sentence), styles["sentence"])
    if advice.because:
        yield Paragraph(escape(advice.because), styles["text"])
    if advice.exceptions:
        yield Paragraph(escape(advice.exceptions), styles["fine"])
    small = (advice.source, advice.changed, advice.id)
    yield Paragraph(escape("  \N{MIDDLE DOT}  ".join(each for each in small if each)), styles["small"])


def _saying(saying: Saying, styles: dict[str, Any]) -> Iterator[Flowable]:
    from reportlab.platypus import Paragraph

    yield Paragraph(escape(saying.title), styles["h3"])
    rules = "; ".join(f"{words}: {', '.join(title for _, title in rules)}" for words, rules in saying.rules)
    yield Paragraph(escape(f"{rules[:1].upper()}{rules[1:]}."), styles["cell"])
    if saying.examples:
        yield Paragraph(escape(" ".join(f"“{each}”" for each in saying.examples)), styles["fine"])
    if saying.instead:
        yield Paragraph(escape(saying.instead), styles["text"])


def _situation(
    timeline: Timeline, name: str, styles: dict[str, Any], faces: dict[str, str]
) -> Iterator[Flowable]:
    from reportlab.platypus import Paragraph

    yield _heading(timeline.title, name, styles, level=1)
    if timeline.about:
        yield Paragraph(escape(timeline.about), styles["text"])
    made = picture(timeline)
    yield drawing(made.shapes, made.height, _WIDTH, faces)
    days = f"{stretch(timeline.first, timeline.last)} {timeline.last.year}."
    marks = "; ".join(f"{letter} {when}: {title}" for letter, when, title in legend(timeline))
    yield Paragraph(escape(f"{days} {marks}".strip()), styles["small"])
    for line in timeline.lines:
        said = "; ".join(f"{when}: {what}" for when, what in lines_in_words(line))
        yield Paragraph(f"<b>{escape(line.title)}</b>: {escape(said)}.", styles["small"])


def _back(booklet: Booklet, styles: dict[str, Any]) -> Iterator[Flowable]:
    from reportlab.platypus import Paragraph

    if booklet.settings:
        yield _heading("Settings", "settings", styles)
        rows = [
            (each.title, f"{each.value}{f', set by {each.set_by}' if each.set_by else ''}", each.may_be)
            for each in booklet.settings
        ]
        yield _table(("Setting", "Is", "May be"), rows, (0.55, 0.22, 0.23), styles)
    if booklet.unused:
        yield from _part(booklet.unused, styles)
    if booklet.terms:
        yield _heading("Terms", "terms", styles)
        yield _table(("Term", "What it means"), booklet.terms, (0.28, 0.72), styles)
    if booklet.texts:
        yield _heading("Sources", "sources", styles)
        for each in booklet.texts:
            sections = f". {'; '.join(each.sections)}" if each.sections else ""
            link = f" ({each.link})" if each.link else ""
            yield Paragraph(escape(f"{each.title}{link}{sections}"), styles["text"])
    if booklet.layers:
        yield _heading("What was changed", "changes", styles)
        for line in booklet.layers:
            yield Paragraph(escape(line), styles["text"])


def _table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], styles: dict[str, Any]
) -> Flowable:
    from reportlab.platypus import Paragraph, Table, TableStyle

    cells = [[Paragraph(escape(cell), styles["cell"]) for cell in row] for row in (heads, *rows)]
    rules: list[Any] = [("LINEBELOW", (0, 0), (-1, -1), 0.4, "#cccccc"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    rules += [("LEFTPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
    return Table(
        cells, [share * _WIDTH for share in widths], repeatRows=1, hAlign="LEFT", style=TableStyle(rules)
    )
