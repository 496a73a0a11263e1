"""``# lint: off L604 — reason``: findings that an author has looked at, and means to leave."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from etiquette._formatting.comments import Lines
from etiquette._formatting.formatting import composed, plain_breaks
from etiquette._formatting.nodes import Item, Node, items_in
from etiquette._reading.document import Document
from etiquette._reading.wording import did_you_mean
from etiquette.diagnostics import Diagnostic, Location

__all__ = ["MALFORMED", "NEEDLESS", "Wish", "wishes_in"]

MALFORMED: Final = "L641"
NEEDLESS: Final = "L642"

_WISH: Final = re.compile(r"#+\s*(?:etiquette\s+)?lint\s*:\s*off\b(.*)", re.IGNORECASE)
_MENTION: Final = re.compile(r"#.*lint", re.IGNORECASE)
_CODES: Final = re.compile(r"\s*((?:L\d+(?:\s*,\s*|\s+(?=L\d)))*L\d+)\s*(?:[-\u2014\u2013:.]+\s*)?(.*)")


@dataclass(frozen=True, slots=True)
class Wish:
    """Codes that are off in lines ``first`` to ``last`` of a file, from 1; ``place`` is where it says so."""

    codes: tuple[str, ...]
    first: int
    last: int
    place: Location

    def covers(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding is one of those that are off."""
        at = diagnostic.location
        return (
            at is not None
            and diagnostic.code in self.codes
            and at.file == self.place.file
            and self.first <= at.line <= self.last
        )


def wishes_in(document: Document, known: Mapping[str, object]) -> Iterator[Wish | Diagnostic]:
    """The wishes in a file. One that gives no reason, or names no known code, is a diagnostic instead.

    A wish is about the item that it stands above or beside, with everything in it; above the first word of a
    file it is about all of it.
    """
    tree = composed(document) if _MENTION.search(document.text) else None
    if tree is None:
        return
    lines = _Places(document)
    for comment in tree.head:
        yield from _wish(comment, lines, known, (1, lines.last))
    for item in items_in(tree.root):
        for comment in (*item.lead, *item.line):
            yield from _wish(comment, lines, known, lines.of(item))
    for comment in (
        *tree.tail,
        *tree.root.last,
        *(each for i in items_in(tree.root) for each in i.value.last),
    ):
        yield from _wish(comment, lines, known, (0, 0))


class _Places:
    """Lines of items, and of comments as they come by."""

    def __init__(self, document: Document) -> None:
        self.document = document
        text = plain_breaks(document.text)
        self._lines = Lines(text)
        self._rows = text.split("\n")
        self.last = len(self._rows)
        self._seen: dict[str, int] = {}

    def of(self, item: Item) -> tuple[int, int]:
        """The first and the last line of an item."""
        end = len(self._lines.text[: _end(item.value)].rstrip()) - 1
        return self._lines.number(item.start), self._lines.number(max(end, item.start))

    def place(self, comment: str) -> Location:
        """Where a comment stands; of several that are alike, each in turn."""
        for number in range(self._seen.get(comment, 0) + 1, self.last + 1):
            column = self._rows[number - 1].find(comment)
            if column >= 0:
                self._seen[comment] = number
                return Location(self.document.file, number, column + 1, column + 1 + len(comment))
        return Location(self.document.file)


def _end(node: Node) -> int:
    """Where a value ends. The parser lets a block end only where the next thing begins."""
    while node.items and not node.flow:
        node = node.items[-1].value
    return node.end


def _wish(
    comment: str, lines: _Places, known: Mapping[str, object], span: tuple[int, int]
) -> Iterator[Wish | Diagnostic]:
    found = _WISH.match(comment)
    if found is None:
        return
    place = lines.place(comment)
    parts = _CODES.fullmatch(found[1])
    how = "Write `# lint: off L604 — and the reason`."
    if parts is None:
        yield _malformed(lines, place, "This comment names no code that is to be off.", how)
        return
    codes = tuple(re.findall(r"L\d+", parts[1]))
    strange = [code for code in codes if code not in known]
    if strange:
        near = did_you_mean(strange[0], known)
        help_ = f"Did you mean {near}?" if near else "`docs/lint.md` lists the codes."
        yield _malformed(lines, place, f"There is no check {strange[0]}.", help_)
    elif not parts[2].strip():
        off = ", ".join(codes)
        message = f"This comment doesn't say why {off} is off, and so it isn't."
        yield _malformed(lines, place, message, f"Write `# lint: off {off} — and the reason`.")
    else:
        yield Wish(codes, *span, place)


def _malformed(lines: _Places, place: Location, message: str, help_: str) -> Diagnostic:
    return Diagnostic(MALFORMED, message, help_, place, excerpt=lines.document.excerpt(place))
