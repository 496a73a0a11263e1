"""Reading a text file that somebody else wrote: bounded, UTF-8, and every failure a diagnostic."""

from __future__ import annotations

import difflib
from importlib.resources.abc import Traversable
from pathlib import Path

from etiquette.diagnostics import Diagnostic, Location

__all__ = ["decode", "read_text"]


def read_text(
    source: Path | Traversable, label: str, limit: int
) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text of ``source``, at most ``limit`` bytes of UTF-8; ``label`` is what diagnostics call it.

    A file on disk that is too large is never opened: its size is asked for first.
    """
    try:
        if source.is_dir():
            return None, (_unreadable(label, f"{label} is a folder, not a file.", "Name a file in it."),)
        if isinstance(source, Path) and source.stat().st_size > limit:
            return None, (_too_large(label, source.stat().st_size, limit),)
        with source.open("rb") as stream:
            raw = stream.read(limit + 1)
    except FileNotFoundError:
        return None, (_missing(source, label),)
    except PermissionError:
        message = f"{label} can't be read: this user has no permission."
        return None, (_unreadable(label, message, "Change its permissions, or copy it somewhere you own."),)
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no file can have that name"
        message = f"{label} can't be read: {reason}."
        return None, (_unreadable(label, message, "Check the path, then try again."),)
    return decode(raw, label, limit)


def decode(raw: bytes, label: str, limit: int) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """``raw`` as text, without a byte order mark."""
    if len(raw) > limit:
        return None, (_too_large(label, None, limit),)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = f"{label} is saved as UTF-16; only UTF-8 is read."
        help_ = 'Save it again with the encoding UTF-8 (editors call it that under "Save as").'
        return None, (Diagnostic("E103", message, help_, Location(label)),)
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        raw = raw.removeprefix(b"\xef\xbb\xbf")
        before = raw[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        start = raw.rfind(b"\n", 0, error.start) + 1
        shown = raw[start:].split(b"\n", 1)[0].decode("utf-8", "replace").rstrip("\r")
        return None, (
            Diagnostic(
                "E103",
                f"{label} is not UTF-8 text: byte 0x{raw[error.start]:02x} can't be read.",
                'Save it again with the encoding UTF-8 (editors call it that under "Save as").',
                Location(label, line, column, column + 1),
                excerpt=((line, shown),),
            ),
        )


def _unreadable(label: str, message: str, help_: str) -> Diagnostic:
    return Diagnostic("E101", message, help_, Location(label))


def _missing(source: Path | Traversable, label: str) -> Diagnostic:
    near: list[str] = []
    if isinstance(source, Path):
        try:
            near = difflib.get_close_matches(source.name, [each.name for each in source.parent.iterdir()], 1)
        except OSError:
            near = []
    help_ = f"Did you mean {near[0]}?" if near else "Check the spelling and the folder you are in."
    return _unreadable(label, f"There is no file {label}.", help_)


def _too_large(label: str, size: int | None, limit: int) -> Diagnostic:
    has = (
        f"{label} has {_size(size, limit)}" if size is not None else f"{label} is longer than {_size(limit)}"
    )
    tail = f"; at most {_size(limit)} are read." if size is not None else ", and more is not read."
    return Diagnostic("E102", has + tail, "Check that this is the right file, or split it.", Location(label))


def _size(count: int, other: int = 0) -> str:
    """A number of bytes in the unit that suits it; exactly, where ``other`` would look the same."""
    for unit, name in ((1024**2, "MiB"), (1024, "KiB")):
        if count >= unit:
            number = f"{count / unit:.1f}".removesuffix(".0")
            return (
                f"{number} {name}" if f"{other / unit:.1f}".removesuffix(".0") != number else f"{count} bytes"
            )
    return f"{count} bytes"
