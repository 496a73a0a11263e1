"""What packs are called, told from their manifests alone: those of plugins, and those that are bundled."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Final

from etiquette._data import bundled
from etiquette._reading.yaml import read

__all__ = ["MANIFEST", "bundled_names", "name_of"]

MANIFEST: Final = "pack.yaml"

_MOST_BYTES: Final = 1024 * 1024
_LEVELS: Final = 2


def name_of(folder: Traversable) -> str:
    """The name of the pack in ``folder``; the folder's own where the manifest doesn't tell."""
    document, _ = read(folder / MANIFEST, MANIFEST, _MOST_BYTES)
    data = document.data if document is not None else None
    return str(data.get("pack", folder.name)) if isinstance(data, dict) else folder.name


def bundled_names() -> frozenset[str]:
    """The names of the packs that come with the package."""
    return frozenset(map(name_of, _folders(bundled("rules"), _LEVELS)))


def _folders(folder: Traversable, levels: int) -> Iterator[Traversable]:
    for child in folder.iterdir() if levels else ():
        if child.is_dir():
            if (child / MANIFEST).is_file():
                yield child
            yield from _folders(child, levels - 1)
