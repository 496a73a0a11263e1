"""Reading what is to be checked: packs by name or folder, and the rules of plugins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from etiquette._packing.assemble import assemble
from etiquette._packing.layered import Layers
from etiquette._packing.layers import layered
from etiquette._packing.pack_choice import choose
from etiquette._packing.pack_files import Pack, read_pack
from etiquette._packing.pack_search import Place, not_there, places, search
from etiquette._packing.tree import Tree
from etiquette._packing.vocabularies import base_schema
from etiquette.diagnostics import Diagnostic, RulesError, has_errors
from etiquette.plugins import Contributions, collect
from etiquette.ruleset import Ruleset

from .subject import Subject, Written

__all__ = ["PLUGIN", "Options", "packs_here", "subjects"]

PLUGIN = "plugin:"
"""What the name of a plugin begins with where a pack could be named as well."""


@dataclass(frozen=True, slots=True)
class Options:
    """Where packs are looked for, and which plugins are used (``None``: all that are installed)."""

    paths: tuple[Path, ...] = ()
    plugins: tuple[str, ...] | None = None


def packs_here(folder: Path) -> tuple[Path, ...]:
    """The folders of the packs in ``folder``, at most two levels deep, broken ones included."""
    found = search([Place(folder, str(folder))])
    labels = [each.label for each in found.found] + [label for _, label, _ in found.broken]
    return tuple(sorted(Path(label) for label in labels))


def subjects(names: Sequence[str | Path], options: Options) -> Iterator[Subject]:
    """What ``names`` are: packs by name or folder, each with what it extends, and plugins as plugin:NAME.

    Raises :class:`RulesError` with every diagnostic for what can't be loaded.
    """
    contributions = collect(options.plugins)
    for name in names:
        if isinstance(name, str) and name.startswith(PLUGIN):
            yield _plugin(name, contributions, options)
        else:
            yield _pack(name, contributions, options)


def _pack(name: str | Path, contributions: Contributions, options: Options) -> Subject:
    packs, layers, ruleset = _loaded((name,), contributions, options)
    pack = _topmost(packs, layers)
    rules = {rule.id: rule for rule in ruleset.rules}
    written = tuple(Written(tree, rules.get(tree.data["id"].data)) for tree in pack.rules)
    trees = (pack.manifest, *pack.rules, *pack.concepts, *pack.languages)
    documents = {tree.document.file: tree.document for tree in trees}
    return Subject(
        pack.name,
        pack.manifest,
        written,
        documents,
        ruleset,
        layers,
        pack.vocabulary,
        rules,
        pack.concepts,
        pack.languages,
    )


def _topmost(packs: Sequence[Pack], layers: Layers) -> Pack:
    """The pack that was asked for: the one that nothing else in ``packs`` builds on."""
    below = {other for pack in packs for other in layers.above.get(pack.name, ())}
    return next(pack for pack in packs if pack.name not in below)


def _plugin(name: str, contributions: Contributions, options: Options) -> Subject:
    from etiquette.loading import default_pack

    plugin = name.removeprefix(PLUGIN)
    if plugin not in contributions.names:
        message = f"There is no plugin {plugin}."
        help_ = "`etiquette packs` lists the plugins that are installed."
        raise RulesError([Diagnostic("E502", message, help_), *contributions.diagnostics])
    _, layers, ruleset = _loaded((default_pack(),), contributions, options)
    if ruleset.diagnostics:
        raise RulesError(ruleset.diagnostics)
    rules = {rule.id: rule for rule in ruleset.rules}
    documents = [document for owner, document in contributions.rule_documents if owner == plugin]
    trees = [
        Tree.of(document, name, ("rules", index))
        for document in documents
        for index in range(len(document.data["rules"]))
    ]
    written = tuple(Written(tree, rules.get(tree.data["id"].data)) for tree in trees)
    return Subject(name, None, written, {each.file: each for each in documents}, ruleset, layers, None, rules)


def _loaded(
    names: Sequence[str | Path], contributions: Contributions, options: Options
) -> tuple[list[Pack], Layers, Ruleset]:
    found = search(places(options.paths, contributions.pack_folders))
    chosen, problems = choose(names, found)
    problems += (*found.refused, *not_there(options.paths))
    if has_errors(problems):
        raise RulesError(problems)
    packs: list[Pack] = []
    diagnostics: list[Diagnostic] = []
    for candidate in chosen.packs:
        pack, wrong = read_pack(candidate)
        diagnostics += wrong
        packs += [pack] if pack else []
    if len(packs) < len(chosen.packs):
        raise RulesError(diagnostics)
    schema, twice = base_schema(packs, chosen.above)
    layers = layered(packs, chosen.above)
    ruleset, wrong = assemble(layers, schema, contributions)
    if has_errors([*diagnostics, *twice, *wrong]):
        raise RulesError([*diagnostics, *twice, *wrong])
    return packs, layers, ruleset
