"""Putting a skeleton on disk: a new folder as a whole, or one file in place of another."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

__all__ = ["create_folder", "replace_text"]


def create_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Make ``folder`` with ``files`` in it, by their path with ``/``.

    Raises :class:`FileExistsError` when anything is there already, and :class:`OSError` when it can't be
    written; then nothing of it is left.
    """
    folder.mkdir()
    try:
        for path, text in files.items():
            target = folder.joinpath(*path.split("/"))
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def replace_text(path: Path, text: str) -> None:
    """Write ``text`` to a file, new or not, so that whoever reads it sees the old text or the new one.

    Line ends are written as they stand. Raises :class:`OSError`; then the file is as it was.
    """
    real = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(prefix=f".{real.name}.", dir=real.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode("utf-8"))
        shutil.copymode(real, name) if real.exists() else Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(real)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
