"""Reading a draft: plain text, Markdown, an email as a mail program saves it, or what is piped in."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Final

from etiquette._drafts.mail import looks_like_mail, read_mail
from etiquette._drafts.plain import plain_draft
from etiquette.diagnostics import Diagnostic, Location
from etiquette.drafts import Draft

from .files import decode, read_bytes, read_stream
from .standard_input import STDIN, standard_input

__all__ = ["MOST_BYTES", "read_draft"]

MOST_BYTES: Final = 10 * 1024 * 1024
"""The largest file with a draft that is read: an email may have pictures and other files attached."""

_MOST_CHARACTERS: Final = 1_000_000
"""The longest message that is read."""

_KINDS: Final = (".txt", ".md", ".eml")
_Answer = tuple[Draft | None, tuple[Diagnostic, ...]]


def read_draft(name: Path | str, stdin: BinaryIO | None = None) -> _Answer:
    """The draft in a ``.txt``, ``.md`` or ``.eml`` file, or what is wrong with the file.

    ``"-"`` is standard input (``stdin`` instead of the process's own): an email if it begins with header
    lines as an email does, plain text otherwise.
    """
    if str(name) == "-":
        raw, found = read_stream(stdin or standard_input(MOST_BYTES), STDIN, MOST_BYTES)
        kind = ".eml" if raw is not None and looks_like_mail(raw) else ".txt"
        return (None, found) if raw is None else _read(raw, kind, STDIN)
    path, label = Path(name), str(name)
    kind = path.suffix.lower()
    if kind not in _KINDS:
        return None, (_no_draft(label, path.suffix),)
    raw, found = read_bytes(path, label, MOST_BYTES)
    return (None, found) if raw is None else _read(raw, kind, label)


def _read(raw: bytes, kind: str, label: str) -> _Answer:
    # The bytes of a mail needn't be UTF-8: its headers say what they are.
    if kind == ".eml" and raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return _told(read_mail(raw, label), label)
    text, found = decode(raw, label, MOST_BYTES)
    return (None, found) if text is None else _told(plain_draft(text, label), label)


def _told(draft: Draft | Diagnostic, label: str) -> _Answer:
    if isinstance(draft, Diagnostic):
        return None, (draft,)
    if len(draft.text) > _MOST_CHARACTERS:
        length, most = len(draft.text), _MOST_CHARACTERS
        message = f"The message in {label} has {length:,} characters; at most {most:,} are read."
        help_ = "Check that this is the right file, or leave out what isn't yours to send."
        return None, (Diagnostic("E102", message, help_, Location(label)),)
    if draft.text:
        return draft, ()
    nothing = Diagnostic("E104", f"{label} says nothing.", "Write the message into it.", Location(label))
    return None, (nothing,)


def _no_draft(label: str, suffix: str) -> Diagnostic:
    message = f"{label} is not a draft that can be read: its name ends in {suffix or 'nothing'}."
    return Diagnostic("E101", message, "Save the draft as .txt, .md or .eml.", Location(label))
