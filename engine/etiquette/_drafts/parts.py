"""What the parts of an email say: which of them are its text, and that text."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any, Literal, TypeAlias

from .charsets import decoded
from .flowed import unflowed
from .markup import text_of_html
from .plain import one_line_end

__all__ = ["body_of"]

Kind: TypeAlias = Literal["plain", "html"]
Texts: TypeAlias = list[tuple[Kind, str]]


def body_of(message: EmailMessage) -> str | None:
    """What an email says, ``None`` where it holds no text.

    Of alternatives the plain text counts, unless it is blank. Parts that follow each other are one text.
    Attached files, and whole mails that are attached, are not the writer's message.
    """
    texts = _texts(message)
    return "\n".join(_shown(kind, text) for kind, text in texts) if texts else None


def _texts(part: EmailMessage) -> Texts:
    kind = part.get_content_maintype()
    if kind == "text":
        return _own(part)
    if kind != "multipart" or not part.is_multipart():
        return []
    children = [each for each in part.iter_parts() if isinstance(each, EmailMessage)]
    sub = part.get_content_subtype()
    if sub == "alternative":
        return _best([_texts(each) for each in children])
    if sub == "related":
        return _texts(_root(part, children)) if children else []
    return [text for each in children for text in _texts(each)]


def _root(part: EmailMessage, children: list[EmailMessage]) -> EmailMessage:
    """The part of related ones that the others, such as pictures, belong to."""
    start = part["content-type"].params.get("start")
    return next((each for each in children if start and each["content-id"] == start), children[0])


def _own(part: EmailMessage) -> Texts:
    sub = part.get_content_subtype()
    if sub not in ("plain", "html") or part.is_attachment() or part.get_filename():
        return []
    raw: Any = part.get_payload(decode=True)
    params = part["content-type"].params if "content-type" in part else {}
    text = one_line_end(decoded(raw if isinstance(raw, bytes) else b"", params.get("charset")))
    if sub == "html":
        return [("html", text)]
    if params.get("format", "").lower() == "flowed":
        text = unflowed(text, delsp=params.get("delsp", "").lower() == "yes")
    return [("plain", text)]


def _best(choices: list[Texts]) -> Texts:
    """The first of the alternatives that is plain text and says something, else the last that does."""
    telling = [each for each in choices if any(text.strip() for _, text in each)]
    plain = [each for each in telling if all(kind == "plain" for kind, _ in each)]
    if plain:
        return plain[0]
    return telling[-1] if telling else next((each for each in choices if each), [])


def _shown(kind: Kind, text: str) -> str:
    return text_of_html(text) if kind == "html" else text
