"""One file that holds what is kept: written as a whole or not at all, and believed only where it is whole.

A file begins with :data:`_MAGIC` and a digest of the head. The head says where each section is, and what its
digest is. Sections are pickled, and unpickling runs whatever somebody wrote; so a file counts only if this
user owns it and the folder, and nobody else may write to either (:func:`.folder.is_ours`). The digests are
against accidents: a disk that was full, a file that was cut short.
"""

from __future__ import annotations

import marshal
import os
import stat
from collections.abc import Mapping
from typing import Any

from .folder import is_ours
from .prints import digest

__all__ = ["MOST_FILES", "SUFFIX", "Kept", "read", "write"]

_MAGIC = b"etiquette kept rules 1\n"
_DIGEST = 32
_LENGTH = 8
_START = len(_MAGIC) + _DIGEST + _LENGTH
_PRIVATE_FOLDER = 0o700
_PRIVATE_FILE = 0o600

SUFFIX = ".rules"
"""What the names of these files end in; a file that is being written has more behind it, and a dot before."""

MOST_FILES = 64
"""How many files there may be; beyond that, those that were written first go."""


class Kept:
    """What a file holds: ``about``, plain data, and sections by name, checked when they are asked for."""

    __slots__ = ("_begin", "_raw", "_sections", "about")

    def __init__(self, raw: bytes, begin: int, head: Mapping[str, Any]) -> None:
        self._raw, self._begin = raw, begin
        self._sections: Mapping[str, tuple[int, int, bytes]] = head["sections"]
        self.about: Mapping[str, Any] = head["about"]

    def section(self, name: str) -> bytes | None:
        """A section as it was written; ``None`` where it isn't there, or isn't whole."""
        if name not in self._sections:
            return None
        start, size, right = self._sections[name]
        raw = self._raw[self._begin + start : self._begin + start + size]
        return raw if digest(raw) == right else None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sections."""
        return tuple(self._sections)


def read(folder: str, name: str) -> Kept | None:
    """The file ``name`` in ``folder``; ``None`` where there is none that can be believed."""
    try:
        if not is_ours(os.stat(folder)):  # noqa: PTH116 - pathlib takes longer than all of this
            return None
        handle = os.open(
            f"{folder}/{name}", os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        )
        with open(handle, "rb", buffering=0) as stream:  # noqa: PTH123 - as above
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode) or not is_ours(found):
                return None
            raw = stream.read()
    except OSError:
        return None
    return _parsed(raw)


def _parsed(raw: bytes) -> Kept | None:
    if len(raw) < _START or not raw.startswith(_MAGIC):
        return None
    size = int.from_bytes(raw[_START - _LENGTH : _START], "little")
    head = raw[_START : _START + size]
    if len(head) < size or digest(head) != raw[len(_MAGIC) : len(_MAGIC) + _DIGEST]:
        return None
    try:
        return Kept(raw, _START + size, marshal.loads(head))  # noqa: S302 - is_ours has been asked
    except (EOFError, ValueError, TypeError, KeyError):
        return None


def write(folder: str, name: str, about: Mapping[str, Any], sections: Mapping[str, bytes]) -> bool:
    """Put a file there, in the place of what was there; nothing happens where that can't be done."""
    new = f"{folder}/.{name}.{os.getpid()}.{os.urandom(4).hex()}"
    try:
        os.makedirs(folder, _PRIVATE_FOLDER, exist_ok=True)  # noqa: PTH103 - as above
        if not is_ours(os.stat(folder)):  # noqa: PTH116 - as above
            return False
        handle = os.open(
            new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _PRIVATE_FILE
        )
    except OSError:
        return False
    try:
        with open(handle, "wb") as stream:  # noqa: PTH123 - as above
            stream.writelines(_written(about, sections))
        os.replace(new, f"{folder}/{name}")  # noqa: PTH105 - as above
    except OSError:
        _remove(new)
        return False
    _tidy(folder)
    return True


def _written(about: Mapping[str, Any], sections: Mapping[str, bytes]) -> list[bytes]:
    places: dict[str, tuple[int, int, bytes]] = {}
    at = 0
    for name, raw in sections.items():
        places[name] = (at, len(raw), digest(raw))
        at += len(raw)
    head = marshal.dumps({"about": dict(about), "sections": places})
    return [_MAGIC, digest(head), len(head).to_bytes(_LENGTH, "little"), head, *sections.values()]


def _tidy(folder: str) -> None:
    """Take away what was written first, where there is too much; also what writers left who didn't finish."""
    try:
        with os.scandir(folder) as inside:
            found = sorted(
                (each.stat(follow_symlinks=False).st_mtime_ns, each.path)
                for each in inside
                if SUFFIX in each.name
            )
    except OSError:
        return
    for _, path in found[:-MOST_FILES]:
        _remove(path)


def _remove(path: str) -> None:
    try:
        os.unlink(path)  # noqa: PTH108 - as above
    except OSError:
        return
