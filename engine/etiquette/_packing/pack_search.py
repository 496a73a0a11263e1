"""Finding packs: which folders are looked into, and which packs and versions stand there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, TypeAlias

from etiquette._data import bundled, load_schema
from etiquette._nouns import dataclass, field
from etiquette._reading.paths import look, real_path, reason_of
from etiquette._reading.schema import validate
from etiquette._reading.yaml import Document, read
from etiquette.diagnostics import Diagnostic, Location

from .versions import Version

__all__ = [
    "MANIFEST",
    "MOST_BYTES",
    "Candidate",
    "Place",
    "Search",
    "candidate_at",
    "joined",
    "not_there",
    "places",
    "search",
]

MANIFEST: Final = "pack.yaml"
MOST_BYTES: Final = 1024 * 1024
_LEVELS: Final = 2
_VARIABLE: Final = "ETIQUETTE_PATH"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that is searched. ``label`` is what its files are called by; empty for what is bundled.

    ``levels`` is how deep packs in it may lie; in the folder that is itself a pack, 0.
    """

    folder: Traversable
    label: str
    levels: int = _LEVELS


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pack that was found: its name and version, and where it stands. ``rank`` is the place's position."""

    name: str
    version: Version
    folder: Traversable = field(compare=False)
    label: str
    rank: int
    manifest: Document = field(compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


_Broken: TypeAlias = tuple[Traversable, str, tuple[Diagnostic, ...]]


@dataclass(frozen=True, slots=True)
class Search:
    """The packs that were found, and the folders that can't be read, with label and reasons.

    ``refused`` are the problems of places themselves, which somebody has named. A folder below one that
    can't be looked into needn't hold a pack: that is only a warning.
    """

    found: tuple[Candidate, ...]
    broken: tuple[_Broken, ...]
    places: tuple[Place, ...]
    refused: tuple[Diagnostic, ...] = ()

    def named(self, name: str) -> tuple[Candidate, ...]:
        """All versions of a pack, newest first; of the same version, the place that comes first."""
        fitting = [each for each in self.found if each.name == name]
        return tuple(sorted(sorted(fitting, key=lambda c: (c.rank, c.label)), key=_version, reverse=True))


def _version(candidate: Candidate) -> Version:
    return candidate.version


def places(paths: Sequence[Path] = (), extra: Iterable[Traversable] = ()) -> tuple[Place, ...]:
    """Folders to search: ``paths``, those in ETIQUETTE_PATH, ``extra`` (of plugins), what is bundled."""
    listed = [Path(each) for each in os.environ.get(_VARIABLE, "").split(os.pathsep) if each]
    return (
        *(Place(path, str(path)) for path in (*map(Path, paths), *listed)),
        *(Place(folder, folder.name, 0) for folder in extra),
        Place(bundled("rules"), ""),
    )


def search(where: Sequence[Place]) -> Search:
    """Every pack in ``where``, at most two folders deep; a plugin's folder is one pack and no more."""
    found: list[Candidate] = []
    seen: set[str] = set()
    broken: list[_Broken] = []
    refused: list[Diagnostic] = []
    for rank, place in enumerate(where):
        for folder, label, reason in _folders(place.folder, place.label, place.levels):
            real = real_path(folder)
            if reason:
                closed = _closed(label or folder.name, reason, named=folder is place.folder)
                broken.append((folder, label, (closed,)))
                refused += [closed] if folder is place.folder else []
                continue
            if real in seen:
                continue
            if real is not None:
                seen.add(real)
            candidate, problems = candidate_at(folder, label, rank)
            if candidate is None:
                broken.append((folder, label, problems))
            else:
                found.append(candidate)
    return Search(tuple(found), tuple(broken), tuple(where), tuple(refused))


def not_there(folders: Iterable[Path]) -> Iterator[Diagnostic]:
    """What is wrong with folders that packs were to be looked for in, and that aren't there."""
    for folder in folders:
        there = look(folder)
        if there.kind not in ("folder", "refused"):
            what = "isn't there" if there.kind == "nothing" else "is a file"
            help_ = "Check the folders that packs are looked for in."
            yield Diagnostic("E403", f"The folder {folder} {what}.", help_)


def _closed(label: str, reason: str, *, named: bool) -> Diagnostic:
    message = f"The folder {label} can't be looked into: {reason}."
    help_ = "Check the folders that packs are looked for in, and that you may read them."
    return Diagnostic("E403", message, help_, severity="error" if named else "warning")


def candidate_at(
    folder: Traversable, label: str, rank: int = -1
) -> tuple[Candidate | None, tuple[Diagnostic, ...]]:
    """The pack whose manifest stands in ``folder``; ``None`` with the reason if it has no name or version."""
    document, problems = read(folder / MANIFEST, joined(label, MANIFEST), MOST_BYTES)
    if document is None:
        return None, problems
    data = document.data if isinstance(document.data, dict) else {}
    try:
        name, version = str(data["pack"]), Version.parse(str(data["version"]))
    except (KeyError, ValueError):
        wrong = validate(document, load_schema("pack"))
        if wrong:
            return None, wrong
        message = f"{document.file} has no `pack`, or no `version` like 1.0.0, and so can't be named."
        help_ = "Begin it with `pack: a-name` and `version: 1.0.0`."
        return None, (Diagnostic("E403", message, help_, Location(document.file)),)
    return Candidate(name, version, folder, label, rank, document), ()


def _folders(folder: Traversable, label: str, levels: int) -> Iterator[tuple[Traversable, str, str]]:
    """Folders with a manifest: ``folder`` itself and those below it, down to ``levels``.

    With each the reason why it can't be looked into, if it can't. What isn't there or is no folder is
    nothing.
    """
    here, manifest = look(folder), look(folder / MANIFEST)
    if here.kind not in ("folder", "refused"):
        return
    if "refused" in (here.kind, manifest.kind):
        yield folder, label, here.reason or manifest.reason
        return
    if manifest.kind != "nothing":
        yield folder, label, ""
    if not levels:
        return
    try:
        inside = sorted(folder.iterdir(), key=lambda each: each.name)
    except OSError as error:
        yield folder, label, reason_of(error)
        return
    for child in inside:
        if not child.name.startswith(".") and child.name != "__pycache__" and look(child).kind == "folder":
            yield from _folders(child, joined(label, child.name), levels - 1)


def joined(label: str, name: str) -> str:
    """The label of something in a folder."""
    return str(Path(label) / name) if label else name
