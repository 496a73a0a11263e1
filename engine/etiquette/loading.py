"""Loading packs, layers and plugins into one immutable ruleset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ._data import bundled
from ._packing.assemble import assemble
from ._packing.layers import layered
from ._packing.pack_choice import Chosen, choose
from ._packing.pack_files import Pack, read_pack
from ._packing.pack_search import MOST_BYTES, not_there, places, search
from ._packing.vocabularies import base_schema
from ._reading.yaml import read
from .algebra import Scalar
from .diagnostics import Diagnostic, RulesError, has_errors
from .plugins import Contributions, collect
from .ruleset import Ruleset

__all__ = ["default_pack", "load", "load_with_bases", "load_with_contributions"]

_DEFAULT = "default.yaml"


def load(
    *packs: str | Path,
    plugins: Sequence[str] | None = None,
    paths: Sequence[str | Path] = (),
    parameters: Mapping[str, Scalar] | None = None,
    extra_plugins: Mapping[str, object] | None = None,
) -> Ruleset:
    """The ruleset of ``packs``, of everything they extend, and of the plugins.

    A pack is a name with or without a version (``house@1.2``; also ``@1``, ``@1.2.3`` or ``@^1.2``; without
    one the newest release), or the path of a folder. Names are looked for in ``paths``, in the folders that
    ETIQUETTE_PATH lists, in what plugins bring, and among the bundled packs, at most two folders deep.
    Without any pack the bundled default is used.

    ``plugins`` picks among the installed ones (``None``: all, ``()``: none); ``extra_plugins`` are objects to
    use as plugins, by name. ``parameters`` win over what layers set, within the same ranges.

    Raises :class:`RulesError` with every diagnostic when the packs can't be used. Problems of plugins don't
    raise: they are the ruleset's ``diagnostics``, and make its answers incomplete.
    """
    return load_with_contributions(
        *packs, plugins=plugins, paths=paths, parameters=parameters, extra_plugins=extra_plugins
    )[0]


def load_with_contributions(
    *packs: str | Path,
    plugins: Sequence[str] | None = None,
    paths: Sequence[str | Path] = (),
    parameters: Mapping[str, Scalar] | None = None,
    extra_plugins: Mapping[str, object] | None = None,
) -> tuple[Ruleset, Contributions]:
    """As :func:`load`, with what the plugins contribute, also those that turned out not to fit."""
    contributions = collect(plugins, extra_plugins)
    return _loaded(_chosen(packs, paths, contributions), contributions, parameters), contributions


def load_with_bases(
    *packs: str | Path,
    plugins: Sequence[str] | None = None,
    paths: Sequence[str | Path] = (),
    parameters: Mapping[str, Scalar] | None = None,
    extra_plugins: Mapping[str, object] | None = None,
) -> tuple[Ruleset, dict[str, Ruleset]]:
    """As :func:`load`, and for each pack that is a layer the ruleset of what it stands on, by its name."""
    contributions = collect(plugins, extra_plugins)
    chosen = _chosen(packs, paths, contributions)
    read_packs, problems = _read(chosen)
    ruleset = _put_together(read_packs, problems, chosen, contributions, parameters)
    bases: dict[str, Ruleset] = {}
    for pack in read_packs:
        below = chosen.above.get(pack.name, frozenset())
        if below:
            stood_on = [each for each in read_packs if each.name in below]
            bases[pack.name] = _put_together(stood_on, (), chosen, contributions, None)
    return ruleset, bases


def _chosen(packs: Sequence[str | Path], paths: Sequence[str | Path], contributions: Contributions) -> Chosen:
    folders = [Path(each) for each in paths]
    found = search(places(folders, contributions.pack_folders))
    chosen, problems = choose(packs or (default_pack(),), found)
    problems += (*found.refused, *not_there(folders))
    if has_errors(problems):
        raise RulesError(problems)
    return chosen


def _loaded(chosen: Chosen, contributions: Contributions, parameters: Mapping[str, Scalar] | None) -> Ruleset:
    return _put_together(*_read(chosen), chosen, contributions, parameters)


def _read(chosen: Chosen) -> tuple[list[Pack], list[Diagnostic]]:
    """The packs, and what they should be warned of. Raises :class:`RulesError` where one can't be read."""
    read_packs: list[Pack] = []
    problems: list[Diagnostic] = []
    for candidate in chosen.packs:
        pack, found = read_pack(candidate)
        problems += found
        read_packs += [pack] if pack else []
    if len(read_packs) < len(chosen.packs):
        raise RulesError(problems)
    return read_packs, problems


def _put_together(
    packs: Sequence[Pack],
    problems: Sequence[Diagnostic],
    chosen: Chosen,
    contributions: Contributions,
    parameters: Mapping[str, Scalar] | None,
) -> Ruleset:
    schema, found_twice = base_schema(packs, chosen.above)
    ruleset, wrong = assemble(layered(packs, chosen.above), schema, contributions, parameters)
    found = [*problems, *found_twice, *wrong]
    if has_errors(found):
        raise RulesError(found)
    return ruleset


def default_pack() -> str:
    """The pack that is used when none is named; which one it is stands beside the bundled packs."""
    document, problems = read(bundled("rules") / _DEFAULT, _DEFAULT, MOST_BYTES)
    if document is None:
        raise RulesError(problems)
    return str(document.data["default"])
