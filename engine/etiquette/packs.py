"""Rule packs on disk: which there are, what state they are in, and the record of what was released."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from ._packing.pack_files import RELEASES, read_pack, read_releases
from ._packing.pack_search import Candidate, candidate_at, places, search
from ._packing.versions import Version
from ._reading.paths import look
from .diagnostics import Diagnostic, RulesError, in_order
from .loading import load

__all__ = ["PackInfo", "list_packs", "record_release"]

_HEADER: Final = """\
# What was released under which version. A version that stands here must not change any more.
releases:
"""


@dataclass(frozen=True, slots=True)
class PackInfo:
    """One pack that was found. ``released`` tells whether this version is on record as released.

    ``diagnostics`` are what is wrong with its files; without a readable manifest ``digest`` is empty.
    """

    name: str
    version: str
    title: str
    folder: Traversable
    digest: str
    released: bool
    extends: tuple[str, ...] = ()
    label: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data; ``folder`` as it was given."""
        return {
            "pack": self.name,
            "version": self.version,
            "title": self.title,
            "folder": self.label,
            "digest": self.digest,
            "released": self.released,
            "extends": list(self.extends),
            "diagnostics": [each.to_dict() for each in self.diagnostics],
        }


def list_packs(paths: Sequence[Path] = (), extra: Sequence[Traversable] = ()) -> list[PackInfo]:
    """Every pack that can be named, by name and newest first.

    ``paths`` and ``extra`` (plugins' folders) are searched besides ETIQUETTE_PATH and what is bundled. A
    manifest that can't be read makes an entry without a name at the end, with the reason in ``diagnostics``.
    """
    found = search(places(paths, extra))
    names = sorted({each.name for each in found.found})
    infos = [_info(candidate) for name in names for candidate in found.named(name)]
    for folder, label, reasons in found.broken:
        infos.append(PackInfo("", "", "", folder, "", released=False, label=label, diagnostics=reasons))
    return infos


def _info(candidate: Candidate) -> PackInfo:
    pack, problems = read_pack(candidate)
    data = candidate.manifest.data
    extends = data.get("extends", ())
    return PackInfo(
        name=candidate.name,
        version=str(candidate.version),
        title=str(data.get("title", "")),
        folder=candidate.folder,
        digest=pack.digest if pack else "",
        released=pack is not None and pack.released is not None,
        extends=tuple(map(str, [extends] if isinstance(extends, str) else extends)),
        label=candidate.label or candidate.folder.name,
        diagnostics=in_order(problems),
    )


def record_release(folder: Path, paths: Sequence[Path] = ()) -> PackInfo:
    """Write the digest of the pack in ``folder`` to its ``releases.yaml``, under its version.

    From then on its content can't change without a new version. What it extends is looked for beside it, in
    ``paths`` and wherever packs are found. Raises :class:`RulesError` when the pack can't be loaded, or when
    this version is on record with other content; OSError when the file can't be written, and then what was
    on record stays so.
    """
    load(folder, paths=[*_beside(folder), *paths])
    candidate, problems = candidate_at(folder, str(folder))
    pack, problems = read_pack(candidate) if candidate else (None, problems)
    if candidate is None or pack is None:
        raise RulesError(problems)
    document, _ = read_releases(candidate)
    recorded: dict[str, str] = dict(document.data["releases"]) if document else {}
    recorded[str(candidate.version)] = pack.digest
    lines = [f"  {version}: {recorded[version]}\n" for version in sorted(recorded, key=Version.parse)]
    _write_whole(folder / RELEASES, _HEADER + "".join(lines))
    return _info(candidate)


def _beside(folder: Path) -> list[Path]:
    """The folder that ``folder`` stands in, as it is written; none if it can't be told, or isn't there."""
    parent = Path(os.path.normpath(folder / os.pardir))
    return [parent] if look(parent).kind == "folder" else []


def _write_whole(path: Path, text: str) -> None:
    """Write all of a file or nothing: a disk that fills up meanwhile leaves what was there."""
    path = Path(os.path.realpath(path))
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_text(text, encoding="utf-8")
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
