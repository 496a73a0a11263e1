"""A draft in a text file, which stands there as it is read: every line and column of it is one of the file.

Markdown is read as it is written. Its marks (``**``, ``#``, ``[…](…)``) are punctuation to whoever looks for
words, and a ``>`` quotes in it as it does in a mail.
"""

from __future__ import annotations

from typing import Final

from etiquette.drafts import Draft
from etiquette.vocabulary import NONE

__all__ = ["one_line_end", "plain_draft", "without_blank_lines"]

_SUBJECT: Final = "subject:"


def plain_draft(text: str, label: str) -> Draft:
    """The draft in a text, whose first line may be ``Subject: …``."""
    whole, line = without_blank_lines(one_line_end(text))
    first, _, rest = whole.partition("\n")
    if not first.lstrip().lower().startswith(_SUBJECT):
        return Draft(whole, label=label, first_line=line if whole else None)
    before = len(first) - len(first.lstrip()) + len(_SUBJECT)
    subject = first[before:].strip()
    own, skipped = without_blank_lines(rest)
    return Draft(
        own,
        subject or NONE,
        label,
        first_line=line + skipped if own else None,
        subject_line=line if subject else None,
        subject_column=len(first) - len(first[before:].lstrip()) + 1 if subject else None,
    )


def one_line_end(text: str) -> str:
    """``text`` with line feeds at the ends of its lines, whichever system wrote it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_blank_lines(text: str) -> tuple[str, int]:
    """``text`` without blank lines before and after it, and the line of ``text`` on which the rest begins.

    What stands before the first word on its own line stays, so that columns are those of the file.
    """
    own = text.lstrip()
    start = text.rfind("\n", 0, len(text) - len(own)) + 1
    return text[start:].rstrip(), text.count("\n", 0, start) + 1
