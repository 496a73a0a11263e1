"""An email as a mail program saves it (RFC 5322, MIME): its subject, and what it says.

The standard library's parser does the work. It takes time that isn't linear on headers without end and on
parts within parts, so both are counted before and while it reads.
"""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy
from typing import Any, Final

from etiquette.diagnostics import Diagnostic, Location
from etiquette.drafts import Draft
from etiquette.vocabulary import NONE, NoneType

from .charsets import sound
from .parts import body_of
from .plain import one_line_end, without_blank_lines
from .tangled import TangledError

__all__ = ["looks_like_mail", "read_mail"]

_LONGEST_HEADER: Final = 2_000
_LONGEST_SUBJECT: Final = 10_000
_MOST_HEADERS: Final = 64_000
"""Characters that are read: of a header about the content, of the subject, of all the former together."""

_MOST_PARTS: Final = 1_000
_MOST_WORK: Final = 20_000_000
"""Lines times the parts that may be within each other: each line is held against the end of each of them."""

_TELLING: Final = frozenset(
    ("from", "to", "cc", "date", "message-id", "mime-version", "content-type", "received", "return-path",
     "reply-to", "sender", "x-mailer")
)  # fmt: skip
_FIELD: Final = re.compile(rb"([!-9;-~]{1,80}):")
_MOST_FIELDS: Final = 1_000


def looks_like_mail(raw: bytes) -> bool:
    """Whether ``raw`` begins as an email does: at least two header lines, one of them more than a subject."""
    names: set[str] = set()
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf")[:100_000].splitlines()[:_MOST_FIELDS]):
        field = _FIELD.match(line)
        if field:
            names.add(field[1].decode("ascii").lower())
        elif not line:
            break
        elif not ((number and line[:1] in b" \t") or (number == 0 and line.startswith(b"From "))):
            return False
    return len(names) > 1 and not names.isdisjoint(_TELLING)


def read_mail(raw: bytes, label: str) -> Draft | Diagnostic:
    """The draft in the bytes of an email, or why there is none to be had."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        message = _parsed(raw)
        if not len(message):
            return _unreadable(label, "it has no header lines, as an email has")
        subject = _subject(message)
        body = body_of(message)
    except (
        TangledError,
        RecursionError,
        AssertionError,
    ):  # raised for what is too deep, and for odd markup
        return _unreadable(label, "its parts or its markup are too tangled")
    except (LookupError, UnicodeError, ValueError, AttributeError, TypeError):
        return _unreadable(label, "its text is in an encoding that is not known")
    if body is None:
        return _unreadable(label, "it holds no text")
    text, _ = without_blank_lines(one_line_end(body))
    return Draft(text, subject, label)


def _parsed(raw: bytes) -> EmailMessage:
    lowered = raw.lower()
    within = lowered.count(b"boundary") + lowered.count(b"delivery-status")
    between = raw.count(b"\n--") + raw.count(b"\r--")
    if within and (between > _MOST_PARTS or within * (raw.count(b"\n") + raw.count(b"\r")) > _MOST_WORK):
        raise TangledError
    message = BytesParser(policy=_bounded_policy()).parsebytes(raw)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what such a policy makes
    return message


def _bounded_policy() -> EmailPolicy:
    """A policy for one mail, which refuses headers that would take long to read."""
    left = _MOST_HEADERS

    class Bounded(EmailPolicy):
        def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
            nonlocal left
            name = sourcelines[0].partition(":")[0].strip().lower()
            length = sum(map(len, sourcelines))
            if name.startswith("content-") or name == "mime-version":
                left -= length
                if length > _LONGEST_HEADER or left < 0:
                    raise TangledError
            elif name == "subject" and length > _LONGEST_SUBJECT:
                raise TangledError
            return super().header_source_parse(sourcelines)

    return Bounded()


def _subject(message: EmailMessage) -> str | NoneType:
    # As it was written: the parser would replace what isn't ASCII before anybody has looked at it.
    raw: Any = next((value for name, value in message.raw_items() if name.lower() == "subject"), "")
    found = EmailPolicy().header_factory("subject", sound("".join(raw.splitlines())))
    return " ".join(sound(str(found)).split()) or NONE


def _unreadable(label: str, why: str) -> Diagnostic:
    help_ = "Save the message from your mail program again, or put its text into a .txt file."
    return Diagnostic("E101", f"{label} can't be read as an email: {why}.", help_, Location(label))
