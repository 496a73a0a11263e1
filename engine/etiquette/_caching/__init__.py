"""Rulesets kept between runs of the command line, so that it answers at once.

Loading packs takes most of a second: finding plugins, reading YAML, holding it against schemas, checking
rules against one another. None of it changes while the files don't. :func:`load` gives what
:func:`etiquette.load` gives, from a file in the user's cache folder where there is one that still fits.

What is kept under one name hangs on everything that was asked for (:mod:`.asked`): packs, folders, plugins,
parameters, the ways on which packs and plugins are found, the version of Python and of this format. The file
says on which files and folders it rests (packs, schemas, the engine's and the plugins' own modules, the list
of what is installed), and each must be as it was (:mod:`.prints`). Where anything differs, where the file is
cut short or isn't ours (:mod:`.store`), rules are loaded as ever, and kept anew.

Nothing is kept of rules that a plugin failed for, or that rest on anything but files: an error is looked
into every time. What a plugin contributes is taken to rest on the plugin's own modules, on the files that it
hands over, and on its version.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import time_ns
from typing import TYPE_CHECKING

from . import store
from .asked import Asked
from .folder import kept_in
from .prints import unchanged

if TYPE_CHECKING:
    from pathlib import Path

    from etiquette.algebra import Scalar
    from etiquette.ruleset import Ruleset

__all__ = ["kept", "load", "remember"]


def load(
    *packs: str | Path,
    plugins: Sequence[str] | None = None,
    paths: Sequence[str | Path] = (),
    parameters: Mapping[str, Scalar] | None = None,
) -> Ruleset:
    """As :func:`etiquette.load`: what was kept where that fits, else loaded, and kept for the next time.

    Raises :class:`~etiquette.RulesError` as it does.
    """
    asked = Asked(packs, plugins, paths, parameters)
    found = _kept(asked)
    if found is not None:
        return found
    from .keeping import load_and_keep

    return load_and_keep(asked)


def kept(
    *packs: str | Path,
    plugins: Sequence[str] | None = None,
    paths: Sequence[str | Path] = (),
    parameters: Mapping[str, Scalar] | None = None,
) -> Ruleset | None:
    """What :func:`load` would give, if it was kept and everything is as it was; else ``None``, at once."""
    return _kept(Asked(packs, plugins, paths, parameters))


def remember(ruleset: Ruleset) -> None:
    """Keep the code that a kept ruleset was compiled to and the states that it met, where they are new.

    Nothing is done, and nothing raised, where that can't be.
    """
    known = ruleset.__dict__
    if "_home" not in known or "compiled" not in known:
        return
    kept = known.get("kept_program")
    if kept is not None and not kept.has_grown():
        return
    try:
        from .remembering import write_back

        write_back(ruleset)
    except Exception:  # noqa: BLE001 - the answer is there; what is kept is for speed alone
        return


def _kept(asked: Asked) -> Ruleset | None:
    """The ruleset that was kept for a request, if there is one and everything is as it was."""
    folder = kept_in()
    if folder is None:
        return None
    started = time_ns()
    found = store.read(folder, asked.file)
    if found is None or found.about.get("key") != asked.key:
        return None
    files = unchanged(found.about["files"])
    installed = None if files is None else unchanged(found.about["installed"], distributions=True)
    if files is None or installed is None:
        return None
    if files:
        from .keeping import renew

        renew(folder, asked, found, files)
    from .kept_ruleset import Home, revived

    home = Home(folder, asked.file, {**found.about, "files": {**found.about["files"], **files}}, started)
    return revived(found, lambda: _again(asked), home)


def _again(asked: Asked) -> Ruleset:
    from etiquette.loading import load as load_afresh

    return load_afresh(*asked.packs, plugins=asked.plugins, paths=asked.paths, parameters=asked.parameters)
