"""What stands at a path, told without ever failing: whatever the disk answers is a word and a reason."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, Literal

from etiquette._nouns import dataclass

from .noticing import notice

__all__ = ["Look", "look", "real_path", "reason_of"]

_REASONS: Final[Mapping[int, str]] = {
    errno.EACCES: "this user has no permission",
    errno.EPERM: "this user has no permission",
    errno.EBADF: "it is closed",
    errno.EFBIG: "it would become too large",
    errno.EISDIR: "it is a folder",
    errno.ELOOP: "its links lead round in a circle",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ENOSPC: "the disk is full",
    errno.ENOTDIR: "there is no such folder",
    errno.EROFS: "nothing can be written on that disk",
}


@dataclass(frozen=True, slots=True)
class Look:
    """What stands at a path. ``size`` is that of a file in bytes, if it can be told without reading it.

    ``other`` is neither a file nor a folder: a device, a socket. ``refused`` means that it can't be told
    what there is; ``reason`` says why, as the end of a sentence.
    """

    kind: Literal["file", "folder", "pipe", "other", "nothing", "refused"]
    size: int | None = None
    reason: str = ""


def look(path: Path | Traversable) -> Look:
    """What stands at ``path``, where links lead to what they name."""
    notice(path)
    if not isinstance(path, Path):
        return Look("folder" if path.is_dir() else "file" if path.is_file() else "nothing")
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return Look("nothing")
    except (OSError, ValueError) as error:
        return Look("refused", reason=reason_of(error))
    if stat.S_ISDIR(found.st_mode):
        return Look("folder")
    if stat.S_ISFIFO(found.st_mode):
        return Look("pipe")
    return Look("file", found.st_size) if stat.S_ISREG(found.st_mode) else Look("other")


def reason_of(error: Exception) -> str:
    """Why a file or folder can't be had, as the end of a sentence."""
    if not isinstance(error, OSError):
        return "no file can have that name"
    plain = _REASONS.get(error.errno) if error.errno is not None else None
    return plain or error.strerror or type(error).__name__


def real_path(path: Path | Traversable) -> str | None:
    """Where links lead to, so that one thing is known by two names; ``None`` for what is not on disk."""
    if not isinstance(path, Path):
        return None
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return str(path)
