"""The folder in which the work of a run is kept, part by part, so that a killed run can be gone on with.

``manifest.json`` says what was asked, of which input and of which rules. A part's files are written beside
and renamed, and its ``.done`` file comes last: what has one is whole.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final

from .trouble import BatchError

__all__ = ["Done", "Parts"]

_MANIFEST: Final = "manifest.json"
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a part: rows, and its ``size`` of the whole."""

    number: int
    size: int
    read: int
    answered: int
    refused: int


class Parts:
    """The folder of one run. Only one process at a time may have it."""

    def __init__(self, folder: Path, suffix: str) -> None:
        self.folder = folder
        self.suffix = suffix
        self._lock: IO[str] | None = None

    def open(self, asked: Mapping[str, Any], begun: Mapping[str, Any], *, restart: bool) -> dict[str, Any]:
        """What ``begun`` was when the run began: now, or before it was interrupted.

        ``asked`` is what has to be the same to go on, by what a person calls it. Raises :class:`BatchError`
        when the folder holds the work of another run, or is being worked in.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self._take()
        if restart:
            self._empty()
        old = _read_json(self.folder / _MANIFEST)
        if old is None or old.get("format") != _FORMAT:
            if any(self.folder.glob("*.done")):
                raise self._other(["what was asked (its manifest is gone)"])
            self._empty()
            self.record({"asked": asked, "begun": begun, "staged": False})
            return dict(begun)
        now = json.loads(json.dumps(asked))
        differing = [name for name in now if old["asked"].get(name) != now[name]]
        if differing:
            raise self._other(differing)
        return dict(old["begun"])

    def _other(self, differing: list[str]) -> BatchError:
        return BatchError(
            f"The folder {self.folder} holds an unfinished batch, and since it was begun this has changed: "
            f"{', '.join(differing)}. Give the command of then to go on, or add --restart to begin anew."
        )

    def record(self, more: Mapping[str, Any]) -> None:
        """Put something into the manifest."""
        old = _read_json(self.folder / _MANIFEST) or {}
        _write_json(self.folder / _MANIFEST, {**old, "format": _FORMAT, **more})

    @property
    def staged(self) -> bool:
        """Whether the copy of the input is whole."""
        return bool((_read_json(self.folder / _MANIFEST) or {}).get("staged"))

    def done(self) -> dict[int, Done]:
        """The parts that are whole, by number."""
        found = (_read_json(path) for path in self.folder.glob("*.done"))
        return {each["number"]: Done(**each) for each in found if each}

    def answers(self, number: int) -> Path:
        """The file with the answers of a part."""
        return self.folder / f"{number:06d}.answers.{self.suffix}"

    def refused(self, number: int) -> Path:
        """The file with the refused rows of a part; it isn't there where there are none."""
        return self.folder / f"{number:06d}.refused.jsonl"

    def finish(self, done: Done) -> None:
        """Say that the files of a part are whole."""
        _write_json(self.folder / f"{done.number:06d}.done", asdict(done))

    def close(self, *, remove: bool) -> None:
        """Let go of the folder."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None
        if remove:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _take(self) -> None:
        self._lock = (self.folder / "lock").open("w")
        try:
            import fcntl
        except ImportError:  # where files aren't locked so
            return
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BatchError(
                f"Another process is working in {self.folder}. Wait for it, or write to another file."
            ) from None

    def _empty(self) -> None:
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "lock":
                path.unlink()


def _read_json(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _write_json(path: Path, data: Mapping[str, Any]) -> None:
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_text(json.dumps(data, indent=1, ensure_ascii=False), "utf-8")
    new.replace(path)
