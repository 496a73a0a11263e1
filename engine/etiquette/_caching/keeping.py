"""Loading a ruleset and keeping it, with what it rests on."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from etiquette._reading.noticing import Noticed, noticing
from etiquette.loading import load_with_contributions

from . import store
from .folder import kept_in
from .prints import is_settled, modules_of, print_of
from .sections import can_be_kept, sections_of

if TYPE_CHECKING:
    from etiquette._plugging.contributed import Contribution
    from etiquette.ruleset import Ruleset

    from .asked import Asked
    from .prints import Print

__all__ = ["load_and_keep", "renew"]

_ENGINE = "etiquette"
_ENTRIES = "entry_points.txt"
_SUFFIXES = (".dist-info", ".egg-info")


def load_and_keep(asked: Asked) -> Ruleset:
    """Load what was asked for, and keep it if it can be. Raises :class:`~etiquette.RulesError`."""
    folder = kept_in()
    started = time.time_ns()
    with noticing() as noticed:
        ruleset, contributions = load_with_contributions(
            *asked.packs, plugins=asked.plugins, paths=asked.paths, parameters=asked.parameters
        )
    if folder is not None and noticed.whole and can_be_kept(ruleset, contributions.parts):
        _keep(folder, asked, ruleset, contributions.parts, noticed, started)
    return ruleset


def _keep(
    folder: str,
    asked: Asked,
    ruleset: Ruleset,
    parts: tuple[Contribution, ...],
    noticed: Noticed,
    started: int,
) -> None:
    packages = (each.origin.entry.partition(":")[0].partition(".")[0] for each in parts)
    modules = modules_of({_ENGINE, *packages})
    files = {path: print_of(path) for path in sorted({*noticed.paths, *modules, *_entry_points()})}
    installed = {path: print_of(path, distributions=True) for path in sys.path}
    if all(is_settled(mark, started) for mark, _ in files.values()):
        about = {"key": asked.key, "files": files, "installed": installed}
        store.write(folder, asked.file, about, sections_of(ruleset, parts))


def renew(folder: str, asked: Asked, kept: store.Kept, moved: Mapping[str, Print]) -> None:
    """Keep the same with the new marks of files that were touched, so that they needn't be read next time."""
    if not all(is_settled(mark, time.time_ns()) for mark, _ in moved.values()):
        return
    sections = {name: kept.section(name) for name in kept.names}
    whole = {name: raw for name, raw in sections.items() if raw is not None}
    if len(whole) == len(sections):
        about = {**kept.about, "files": {**kept.about["files"], **moved}}
        store.write(folder, asked.file, about, whole)


def _entry_points() -> Iterable[str]:
    """The lists of entry points of everything that is installed, also those that aren't there."""
    for folder in sys.path:
        try:
            names = os.listdir(folder or os.curdir)  # noqa: PTH208 - as importlib.metadata goes through them
        except OSError:
            continue
        yield from (os.path.join(folder, name, _ENTRIES) for name in names if name.endswith(_SUFFIXES))  # noqa: PTH118
