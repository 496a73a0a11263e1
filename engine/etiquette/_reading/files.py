"""Reading a text file that somebody else wrote: bounded, UTF-8, and every failure a diagnostic."""

from __future__ import annotations

import difflib
import os
import select
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import BinaryIO, Final

from etiquette.diagnostics import Diagnostic, Location

from .paths import look, reason_of

__all__ = ["decode", "read_bytes", "read_stream", "read_text"]

_PATIENCE: Final = 2.0
"""Seconds that somebody has to begin to write into a pipe."""

_Bytes = tuple[bytes | None, tuple[Diagnostic, ...]]


def read_text(
    source: Path | Traversable, label: str, limit: int
) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text of ``source``, at most ``limit`` bytes of UTF-8; ``label`` is what diagnostics call it."""
    raw, found = read_bytes(source, label, limit)
    return (None, found) if raw is None else decode(raw, label, limit)


def read_bytes(source: Path | Traversable, label: str, limit: int) -> _Bytes:
    """What ``source`` holds, read once and in one go, so that a pipe is as good as a file.

    A file on disk that is larger than ``limit`` is never opened: its size is asked for first. Of what has no
    size at most one byte more than ``limit`` is read.
    """
    there = look(source)
    if there.kind == "folder":
        return None, (_unreadable(label, f"{label} is a folder, not a file.", "Name a file in it."),)
    if there.kind == "refused":
        return None, (_refused(label, there.reason),)
    if there.size is not None and there.size > limit:
        return None, (_too_large(label, there.size, limit),)
    try:
        if there.kind == "pipe" and isinstance(source, Path):
            return _from_pipe(source, label, limit)
        with source.open("rb") as stream:
            return _bounded(stream.read(limit + 1), label, limit)
    except (FileNotFoundError, NotADirectoryError):
        return None, (_missing(source, label),)
    except (OSError, ValueError, RuntimeError) as error:
        return None, (_refused(label, reason_of(error)),)


def read_stream(stream: BinaryIO | None, label: str, limit: int) -> _Bytes:
    """What a stream that is open already has to give; ``None`` is one that was closed before we began."""
    if stream is None:
        message = f"{label} can't be read: it is closed."
        return None, (_unreadable(label, message, "Pipe a text into it, or name a file."),)
    try:
        return _bounded(stream.read(limit + 1), label, limit)
    except (OSError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "it is closed"
        message = f"{label} can't be read: {reason}."
        return None, (_unreadable(label, message, "Pipe a text into it, or name a file."),)


def _from_pipe(source: Path, label: str, limit: int) -> _Bytes:
    """What somebody writes into a pipe. Nobody who never begins to write is waited for."""
    handle = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as stream:
        first = b""
        if not select.select([handle], [], [], _PATIENCE)[0]:
            try:
                first = os.read(handle, 1)
            except BlockingIOError:
                pass  # somebody has it open and takes their time
            else:
                if not first:
                    message = f"{label} can't be read: it is a pipe, and nobody writes into it."
                    help_ = "Name a file, or start what writes into the pipe."
                    return None, (_unreadable(label, message, help_),)
        os.set_blocking(handle, True)
        return _bounded(first + stream.read(limit + 1 - len(first)), label, limit)


def _bounded(raw: bytes, label: str, limit: int) -> _Bytes:
    return (None, (_too_large(label, None, limit),)) if len(raw) > limit else (raw, ())


def _refused(label: str, reason: str) -> Diagnostic:
    message = f"{label} can't be read: {reason}."
    if "permission" in reason:
        return _unreadable(label, message, "Change its permissions, or copy it somewhere you own.")
    return _unreadable(label, message, "Check the path, then try again.")


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
        except (OSError, ValueError):
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
