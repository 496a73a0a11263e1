"""Telling whether files and folders are as they were: by their entry on disk, and where that differs by
content.

A print is ``(mark, digest)``. The mark is what the disk says of a file without reading it: size, the times
of the last change of its content and of its entry, and its identity. The digest is of a file's content, or
of the names in a folder. Two things make the mark enough where it is the same:

- no program can set the time of the last change of an entry; so whoever writes to a file, even as many
  bytes, even if the other time is put back, changes its mark, unless clocks are turned back;
- a file that changed within the last :data:`SETTLED` seconds has no mark that counts (clocks of disks are
  coarse: it could change once more within the same tick), so such things aren't kept at all.

Where a mark differs, what was copied or touched may still be the same: then the digest decides.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

try:
    from _blake2 import blake2b  # what hashlib gives, without loading a library of ciphers
except ImportError:
    from hashlib import blake2b

if TYPE_CHECKING:
    from typing import TypeAlias

    Mark: TypeAlias = tuple[int, ...]
    Print: TypeAlias = tuple[Mark, bytes]

__all__ = ["SETTLED", "digest", "is_settled", "modules_of", "print_of", "unchanged"]

SETTLED = 2 * 10**9
"""Nanoseconds that the coarsest clock of a file system in use (FAT) may be behind."""

_NOTHING: Print = ((), b"")
_SUFFIXES = (".dist-info", ".egg-info")
_PASSING = "__pycache__"


def digest(raw: bytes) -> bytes:
    """32 bytes that stand for ``raw``."""
    return blake2b(raw, digest_size=32).digest()


def print_of(path: str, *, distributions: bool = False) -> Print:
    """What stands at ``path`` now; of a folder with ``distributions`` only what is installed in it."""
    mark = _mark(path)
    return (mark, _content(path, mark, distributions=distributions)) if mark else _NOTHING


def is_settled(mark: Mark, now: int) -> bool:
    """Whether nothing can change any more, at ``now`` or later, without another mark; nanoseconds."""
    return not mark or max(mark[2], mark[3]) + SETTLED < now


def unchanged(kept: Mapping[str, Print], *, distributions: bool = False) -> dict[str, Print] | None:
    """What has another mark and the same content as in ``kept``; ``None`` where anything else is there."""
    moved: dict[str, Print] = {}
    for path, (mark, content) in kept.items():
        now = _mark(path)
        if now == mark:
            continue
        if not now or not mark or stat.S_IFMT(now[0]) != stat.S_IFMT(mark[0]):
            return None
        if _content(path, now, distributions=distributions) != content:
            return None
        moved[path] = (now, content)
    return moved


def modules_of(packages: set[str]) -> Iterable[str]:
    """The files of all modules of ``packages`` that are loaded."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if name.partition(".")[0] in packages and isinstance(file, str):
            yield file


def _mark(path: str) -> Mark:
    """What the disk says of it; empty where there is nothing."""
    try:
        found = os.stat(path)  # noqa: PTH116 - pathlib takes longer than all of this
    except (OSError, ValueError):
        return ()
    return (found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev)


def _content(path: str, mark: Mark, *, distributions: bool) -> bytes:
    """A digest of the content; a new one every time where there is none to be had."""
    try:
        if stat.S_ISDIR(mark[0]):
            return digest(
                "\0".join(_names(path, distributions=distributions)).encode("utf-8", "surrogatepass")
            )
        if stat.S_ISREG(mark[0]):
            with open(path, "rb") as stream:  # noqa: PTH123 - as above
                return digest(stream.read())
    except OSError:
        pass
    return os.urandom(32)


def _names(path: str, *, distributions: bool) -> Iterable[str]:
    names = sorted(os.listdir(path))  # noqa: PTH208 - as above
    return [
        name
        for name in names
        if (name.endswith(_SUFFIXES) if distributions else not name.startswith(_PASSING))
    ]
