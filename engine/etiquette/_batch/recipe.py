"""How any process, on this machine or another, gets at the very rules that a run was begun with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from typing import Final

from etiquette.algebra import Scalar
from etiquette.hookspecs import GROUP
from etiquette.loading import load
from etiquette.ruleset import Ruleset

__all__ = ["OtherRulesError", "Recipe", "digests_of", "engine_version"]

_DISTRIBUTION: Final = "etiquette-engine"


class OtherRulesError(Exception):
    """The rules that were loaded here aren't those that the run was begun with; the text says which."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The arguments of :func:`etiquette.load`, and what has to come of them; it can be pickled.

    ``digests`` are those of packs and plugins (:func:`digests_of`), ``engine`` the version of this program,
    as on the machine that the run was begun on; empty where nothing is to be compared.
    """

    packs: tuple[str, ...] = ()
    plugins: tuple[str, ...] | None = None
    paths: tuple[str, ...] = ()
    parameters: tuple[tuple[str, Scalar], ...] = ()
    digests: tuple[str, ...] = ()
    engine: str = ""

    def ruleset(self) -> Ruleset:
        """The rules, loaded here.

        Raises :class:`etiquette.RulesError` when packs can't be used, and :class:`OtherRulesError` when they
        or the program are other than where the run was begun.
        """
        if self.engine and self.engine != engine_version():
            raise OtherRulesError(
                f"The run was begun with version {self.engine} of this program, "
                f"and here is version {engine_version()}."
            )
        found = self.load(self.packs)
        if self.digests and self.digests != digests_of(found):
            raise OtherRulesError(
                f"The run was begun with {_listed(self.digests)}, and here are {_listed(digests_of(found))}."
            )
        return found

    def load(self, packs: Sequence[str]) -> Ruleset:
        """The ruleset of other packs, with the same plugins, folders and parameters."""
        return load(*packs, plugins=self.plugins, paths=self.paths, parameters=dict(self.parameters))

    def sealed(self, ruleset: Ruleset) -> Recipe:
        """The same recipe, which has to come to ``ruleset`` wherever it is followed."""
        return replace(self, digests=digests_of(ruleset), engine=engine_version())


def engine_version() -> str:
    """The version of this program."""
    return metadata.version(_DISTRIBUTION)


def digests_of(ruleset: Ruleset) -> tuple[str, ...]:
    """``pack version digest`` of each pack, and ``plugin:NAME version -`` of each plugin that has rules."""
    packs = [f"{each.pack} {each.version} {each.digest}" for each in ruleset.packs]
    owners = sorted({rule.owner for rule in ruleset.rules if rule.owner.startswith("plugin:")})
    versions = {
        f"plugin:{point.name}": point.dist.version
        for point in metadata.entry_points(group=GROUP)
        if point.dist
    }
    return (*packs, *(f"{owner} {versions.get(owner, '0')} -" for owner in owners))


def _listed(digests: Sequence[str]) -> str:
    parts = (each.split() for each in digests)
    return ", ".join(f"{name} {version} ({digest[:15]})" for name, version, digest in parts)
