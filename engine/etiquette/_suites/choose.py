"""Which packs are meant: those that are named, else the one here, else those in the folders here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from etiquette._packing.pack_search import MANIFEST, Place, search
from etiquette._reading.paths import look

__all__ = ["packs_here"]


def packs_here(folder: Path) -> Sequence[str]:
    """The pack in a folder, else the packs at most two folders below it, as paths."""
    if look(folder / MANIFEST).kind == "file":
        return (str(folder),)
    found = search((Place(folder, str(folder)),)).found
    return sorted(f"./{each.label}" if not Path(each.label).is_absolute() else each.label for each in found)
