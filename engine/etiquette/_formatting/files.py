"""The files that formatting is about: what was named, and in folders whatever is a pack's."""

from __future__ import annotations

import codecs
import contextlib
import errno
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from etiquette._reading.files import decode, read_bytes, read_text
from etiquette._reading.paths import look, reason_of
from etiquette._reading.yaml import parse
from etiquette.diagnostics import Diagnostic, Location

from .formatting import Formatted, formatted, kind_of

__all__ = ["MOST_BYTES", "Done", "files_in", "format_bytes", "format_file", "write_whole"]

MOST_BYTES: Final = 1024 * 1024
_SUFFIX: Final = ".yaml"
_RECORDS: Final = "releases.yaml"
_MANIFEST: Final = "pack.yaml"
_OURS: Final = re.compile(
    r"^\{?[ \t]*['\"]?(rules|pack|cases|days|chapters|language)['\"]?[ \t]*:", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one file: ``before`` and ``after`` are its texts; ``problems`` say why it has none."""

    path: Path
    before: str = ""
    after: Formatted | None = None
    problems: tuple[Diagnostic, ...] = ()


def files_in(path: Path) -> Iterator[Path | Diagnostic]:
    """``path`` itself if it is a file; of a folder all files of packs in it, by name.

    Hidden files and folders are passed over, and so are records of releases, which a program writes. What
    can't be looked into is a diagnostic.
    """
    there = look(path)
    if there.kind != "folder":
        yield path
        return
    try:
        inside = sorted(path.iterdir(), key=lambda each: each.name)
    except OSError as error:
        message = f"The folder {path} can't be looked into: {reason_of(error)}."
        yield Diagnostic("E101", message, "Change its permissions, or leave it out.", Location(str(path)))
        return
    for child in inside:
        if child.name.startswith(".") or child.name == "__pycache__":
            continue
        if look(child).kind == "folder":
            if not child.is_symlink():
                yield from files_in(child)
        elif child.name.endswith(_SUFFIX) and child.name != _RECORDS and _is_ours(child):
            yield child


def _is_ours(path: Path) -> bool:
    """Whether a file is one of a pack's, by the words at its top level, even if the rest can't be read.

    So is one beside a manifest that is no text at all.
    """
    text, _ = read_text(path, str(path), MOST_BYTES)
    if text is None:
        return look(path.parent / _MANIFEST).kind != "nothing"
    if _OURS.search(text) is None:
        return False
    document, _ = parse(text, str(path))
    return document is None or kind_of(document.data) is not None


def format_file(path: Path) -> Done:
    """Read and format one file; nothing is written."""
    if look(path).kind in ("pipe", "other"):
        message = f"{path} is no file but a pipe or a device, and can't be written anew."
        help_ = "Name a file, or write - for standard input."
        return Done(path, "", None, (Diagnostic("E101", message, help_, Location(str(path))),))
    raw, problems = read_bytes(path, str(path), MOST_BYTES)
    return Done(path, "", None, problems) if raw is None else format_bytes(path, raw)


def format_bytes(path: Path, raw: bytes) -> Done:
    """Format what was read from ``path``."""
    text, problems = decode(raw, str(path), MOST_BYTES)
    if text is None:
        return Done(path, "", None, problems)
    after, problems = formatted(text, str(path))
    if after is not None and raw.startswith(codecs.BOM_UTF8):
        after = Formatted(after.text, changed=True)
    return Done(path, text, after, problems)


def write_whole(path: Path, text: str) -> None:
    """Write all of a file that is there or nothing, with the permissions that it has. Raises OSError."""
    real = Path(os.path.realpath(path))
    if not os.access(real, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    new = real.with_name(f".{real.name}.new")
    try:
        new.write_bytes(text.encode("utf-8"))
        with contextlib.suppress(OSError):
            new.chmod(stat.S_IMODE(real.stat().st_mode))
        new.replace(real)
    finally:
        new.unlink(missing_ok=True)
