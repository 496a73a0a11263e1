"""Finding packs: which folders are looked into, and which packs and versions stand there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from etiquette._data import bundled, load_schema
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
    "children",
    "joined",
    "places",
    "search",
]

MANIFEST: Final = "pack.yaml"
MOST_BYTES: Final = 1024 * 1024
_LEVELS: Final = 2
_VARIABLE: Final = "ETIQUETTE_PATH"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that is searched. ``label`` is what its files are called by; empty for what is bundled."""

    folder: Traversable
    label: str


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


@dataclass(frozen=True, slots=True)
class Search:
    """The packs that were found, and the folders whose manifest can't be read, with label and reasons."""

    found: tuple[Candidate, ...]
    broken: tuple[tuple[Traversable, str, tuple[Diagnostic, ...]], ...]
    places: tuple[Place, ...]

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
        *(Place(folder, folder.name) for folder in extra),
        Place(bundled("rules"), ""),
    )


def search(where: Sequence[Place]) -> Search:
    """Every pack in ``where``, at most two folders deep."""
    found: list[Candidate] = []
    seen: set[Path] = set()
    broken: list[tuple[Traversable, str, tuple[Diagnostic, ...]]] = []
    for rank, place in enumerate(where):
        for folder, label in _folders(place.folder, place.label, _LEVELS):
            real = folder.resolve() if isinstance(folder, Path) else None
            if real in seen:
                continue
            if real is not None:
                seen.add(real)
            candidate, problems = candidate_at(folder, label, rank)
            if candidate is None:
                broken.append((folder, label, problems))
            else:
                found.append(candidate)
    return Search(tuple(found), tuple(broken), tuple(where))


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


def _folders(folder: Traversable, label: str, levels: int) -> Iterator[tuple[Traversable, str]]:
    """Folders with a manifest: ``folder`` itself and those below it, down to ``levels``."""
    if (folder / MANIFEST).is_file():
        yield folder, label
    if levels:
        for child in children(folder):
            if child.is_dir():
                yield from _folders(child, joined(label, child.name), levels - 1)


def children(folder: Traversable) -> tuple[Traversable, ...]:
    """What stands in a folder, by name, without what is hidden; nothing where it can't be listed."""
    try:
        inside = [each for each in folder.iterdir() if not each.name.startswith((".", "__"))]
    except OSError:
        return ()
    return tuple(sorted(inside, key=lambda each: each.name))


def joined(label: str, name: str) -> str:
    """The label of something in a folder."""
    return str(Path(label) / name) if label else name
