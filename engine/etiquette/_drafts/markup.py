"""The text of an HTML mail: blocks as lines, quotes as ``>``, without what nobody sees.

The parser is libxml2's, through lxml. It reads HTML as the standard tells, tells of tags as they come without
building a tree of them, and takes linear time, except for tags that close nothing within many that are open:
so elements may be only so deep within each other. (Parsers that build the tree that browsers build take
quadratic time on some markup, whatever they are written in.)
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - a module in C

from .lines import Lines
from .tangled import TangledError

__all__ = ["text_of_html"]

_DEEPEST: Final = 500
_MOST_BYTES: Final = 9_000_000
"""libxml2 refuses comments and texts of ten million bytes, and then begins again at each ``<`` in them."""

_CHUNK: Final = 16_384
"""Characters that are read before anybody looks how deep the elements have become."""

_BLOCKS: Final = frozenset(
    ("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
     "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
     "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section",
     "summary", "table", "tbody", "tfoot", "thead", "tr", "ul")
)  # fmt: skip
_SILENT: Final = frozenset(
    ("audio", "canvas", "datalist", "embed", "head", "iframe", "math", "noframes", "object", "script",
     "select", "style", "svg", "template", "title", "video")
)  # fmt: skip
_HIDDEN: Final = re.compile(r"display:none|visibility:hidden|mso-hide:all")
_AS_WRITTEN: Final = re.compile(r"white-space:(?:pre|break-spaces)")
_SIGNATURES: Final = frozenset(
    ("gmail_signature", "moz-signature", "signature", "applemailsignature", "ms-outlook-mobile-signature")
)


def text_of_html(html: str) -> str:
    """The text of an HTML page. Raises :class:`TangledError` where there is too much, or too deep."""
    text = _Text()
    parser = etree.HTMLParser(target=text, remove_comments=True, remove_pis=True)
    html = html.replace("\0", "\N{REPLACEMENT CHARACTER}")
    if len(html.encode("utf-8")) > _MOST_BYTES:
        raise TangledError
    for start in range(0, len(html), _CHUNK):
        parser.feed(html[start : start + _CHUNK])
    if html:
        parser.close()
    return text.lines.text()


class _Text:
    """What the parser tells of tags and text. The methods have the names that lxml asks for."""

    def __init__(self) -> None:
        self.lines = Lines()
        self._open: list[tuple[bool, bool, bool]] = []
        """Of each open element, whether it is silent, whether it quotes, and whether it is as written."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        silent, _, written = self._open[-1] if self._open else (False, False, False)
        if len(self._open) >= _DEEPEST:
            raise TangledError
        style = re.sub(r"\s", "", attributes.get("style", "").lower())
        silent = silent or tag in _SILENT or "hidden" in attributes or bool(_HIDDEN.search(style))
        # Mail programs indent with blockquotes too, and take their borders away then.
        quotes = tag == "blockquote" and "border:none" not in style and not silent
        written = written or tag in ("pre", "textarea") or bool(_AS_WRITTEN.search(style))
        self._open.append((silent, quotes, written))
        if silent:
            return
        if tag == "br":
            self.lines.end()
        elif tag in _BLOCKS:
            self.lines.end_of_block()
        elif tag in ("td", "th"):
            self.lines.add(" ")
        if tag == "li":
            self.lines.add("- ")
        if _is_signature(attributes):
            self.lines.signature()
        self.lines.depth += quotes

    def end(self, tag: str) -> None:
        silent, quotes, _ = self._open.pop()
        if tag in _BLOCKS and not silent:
            self.lines.end_of_block()
        self.lines.depth -= quotes

    def data(self, text: str) -> None:
        silent, _, written = self._open[-1] if self._open else (False, False, False)
        if not silent:
            self.lines.add(text, as_written=written)

    def close(self) -> None:
        self.lines.end_of_block()


def _is_signature(attributes: dict[str, str]) -> bool:
    names = (*attributes.get("class", "").lower().split(), attributes.get("id", "").lower())
    return not _SIGNATURES.isdisjoint(names)
