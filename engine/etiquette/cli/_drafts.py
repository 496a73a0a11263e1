"""Reading the draft of a message: plain text, Markdown, or an email as a mail program saves it."""

from __future__ import annotations

from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from etiquette._reading.files import read_bytes, read_text
from etiquette.diagnostics import Diagnostic, Location
from etiquette.vocabulary import NONE, UNKNOWN, Missing, NoneType

__all__ = ["Draft", "read_draft"]

_MOST_HTML: Final = 60_000
"""Characters of an HTML body that are read: the standard parser takes quadratic time on hostile markup."""

_MOST_BYTES: Final = 10 * 1024 * 1024
_KINDS: Final = (".txt", ".md", ".eml")
_SUBJECT: Final = "subject:"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a draft says. ``subject`` is *unknown* for a text that has no line for it."""

    text: str
    subject: str | NoneType | Missing = UNKNOWN


class _TangledError(Exception):
    """More markup than is read."""


def read_draft(path: Path) -> tuple[Draft | None, tuple[Diagnostic, ...]]:
    """The draft in a ``.txt``, ``.md`` or ``.eml`` file, or what is wrong with the file."""
    label = str(path)
    if path.suffix.lower() not in _KINDS:
        return None, (
            Diagnostic(
                "E101",
                f"{label} is not a draft that can be read: its name ends in {path.suffix or 'nothing'}.",
                "Save the draft as .txt, .md or .eml.",
                Location(label),
            ),
        )
    if path.suffix.lower() == ".eml":
        return _read_email(path, label)
    text, found = read_text(path, label, _MOST_BYTES)
    if text is None:
        return None, found
    return _told(_split(text), label)


def _split(text: str) -> Draft:
    """A text whose first line is ``Subject: …`` has that subject."""
    first, _, rest = text.lstrip().partition("\n")
    if first.lower().startswith(_SUBJECT):
        return Draft(rest.strip(), first[len(_SUBJECT) :].strip() or NONE)
    return Draft(text.strip())


def _read_email(path: Path, label: str) -> tuple[Draft | None, tuple[Diagnostic, ...]]:
    # The bytes of a mail needn't be UTF-8: its headers say what they are.
    raw, found = read_bytes(path, label, _MOST_BYTES)
    if raw is None:
        return None, found
    try:
        message = BytesParser(policy=policy.default).parsebytes(raw)
        if not message.keys():
            return None, (_unreadable(label, "it has no header lines, as an email has"),)
        assert isinstance(message, EmailMessage)  # noqa: S101 - what policy.default makes
        body = _body(message)
        subject = message["subject"]
    except (
        _TangledError,
        RecursionError,
        AssertionError,
    ):  # what the parsers raise on parts in parts, and on odd markup
        return None, (_unreadable(label, "its parts or its markup are too tangled"),)
    except (LookupError, UnicodeError, ValueError, AttributeError, TypeError):
        return None, (_unreadable(label, "its text is in an encoding that is not known"),)
    if body is None:
        return None, (_unreadable(label, "it holds no text"),)
    return _told(Draft(body.strip(), str(subject).strip() or NONE if subject is not None else NONE), label)


def _body(message: EmailMessage) -> str | None:
    part = message.get_body(("plain", "html"))
    if part is None:
        return None
    content = part.get_content()
    if not isinstance(content, str):
        return None
    if part.get_content_subtype() != "html":
        return content
    if len(content) > _MOST_HTML:
        raise _TangledError
    return _as_text(content)


def _told(draft: Draft, label: str) -> tuple[Draft | None, tuple[Diagnostic, ...]]:
    if draft.text:
        return draft, ()
    nothing = Diagnostic("E104", f"{label} says nothing.", "Write the message into it.", Location(label))
    return None, (nothing,)


def _unreadable(label: str, why: str) -> Diagnostic:
    help_ = "Save the message from your mail program again, or put its text into a .txt file."
    return Diagnostic("E101", f"{label} can't be read as an email: {why}.", help_, Location(label))


class _Text(HTMLParser):
    """The text of an HTML page: blocks on lines of their own, without scripts and styles."""

    _BLOCKS = frozenset(
        ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "ul", "ol", "table")
    )
    _SILENT = frozenset(("script", "style", "head", "title"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._silent += tag in self._SILENT
        if tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in self._SILENT))
        if tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data.replace("\n", " "))


def _as_text(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)
