"""The public noun of drafts: a message that was given beside the facts, and where it stands."""

from __future__ import annotations

from ._nouns import dataclass
from .diagnostics import Location
from .messages import Span
from .vocabulary import UNKNOWN, Missing, NoneType

__all__ = ["Draft"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that somebody means to send. It stands in for the text in the facts.

    ``text`` is all of it, quoted lines and signatures too, with line feeds at the ends of lines and without
    blank lines before and after. ``subject`` is ``NONE`` where the draft has none, ``UNKNOWN`` where it has
    no place for one. ``label`` is what people call it: the name of a file, or ``<stdin>``; it is empty for
    a text that a program gave. ``first_line`` is the line of the file on which ``text`` begins, ``None``
    where the file holds it in another form (an email does); ``subject_line`` and ``subject_column`` are
    where the subject begins. All three count from one.
    """

    text: str
    subject: str | NoneType | Missing = UNKNOWN
    label: str = ""
    first_line: int | None = None
    subject_line: int | None = None
    subject_column: int | None = None

    def place(self, span: Span) -> Location | None:
        r"""Where a stretch of this draft stands in its file; ``None`` where that can't be told.

        >>> from etiquette.messages import span_of
        >>> draft = Draft("Dear Ada,\nhello", label="draft.txt", first_line=3)
        >>> str(draft.place(span_of(draft.text, 10, 15)))
        'draft.txt:4:1'
        """
        if span.part == "text":
            line, column = self.first_line, 1
        else:
            line, column = self.subject_line, self.subject_column or 1
        if line is None:
            return None
        shift = column - 1 if span.line == 1 else 0
        end = span.end_column + shift if span.end_line == span.line else 0
        return Location(self.label, line + span.line - 1, span.column + shift, end)
