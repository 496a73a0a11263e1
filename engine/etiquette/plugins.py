"""Collecting what plugins contribute, and saying of each plugin that fails which it is and why.

A plugin is used as a whole or not at all. Whatever is found is sorted by name; neither the order in which
plugins are installed nor the order in which they are asked can be seen in the result. Where two plugins
declare the same thing, neither is preferred: both are left out, and a diagnostic names them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Any

from ._nouns import dataclass
from ._plugging import plugin_problems as problems
from ._plugging.contributed import BUILT_IN_FORMATS, BUILT_IN_UNITS, Contribution, contribution_of
from ._plugging.discovery import find, hooks_of
from ._plugging.pack_names import bundled_names
from ._plugging.plugin_problems import PluginError
from ._reading.yaml import Document
from .diagnostics import Diagnostic, in_order
from .model import Channel
from .ruleset import Measure, OutputFormat, Reviewer

__all__ = [
    "BUILT_IN_FORMATS",
    "BUILT_IN_UNITS",
    "Contributions",
    "PluginError",
    "PluginInfo",
    "collect",
]


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """One plugin in use: where it comes from, and what it contributes, in words."""

    name: str
    distribution: str | None
    version: str | None
    contributes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Keys as in the dataclass."""
        return {
            "name": self.name,
            "distribution": self.distribution,
            "version": self.version,
            "contributes": list(self.contributes),
        }


@dataclass(frozen=True)
class Contributions:
    """What all plugins contribute together, and the diagnostics of those that are left out.

    Any diagnostic means that every answer is incomplete.
    """

    parts: tuple[Contribution, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The plugins in use."""
        return tuple(each.origin.name for each in self.parts)

    @property
    def plugins(self) -> tuple[PluginInfo, ...]:
        """The plugins in use, with what each contributes."""
        return tuple(
            PluginInfo(
                each.origin.name, each.origin.distribution, each.origin.version, tuple(_in_words(each))
            )
            for each in self.parts
        )

    @property
    def rule_documents(self) -> tuple[tuple[str, Document], ...]:
        """The files of rules that plugins bring, each with its plugin; see :meth:`rules_for`."""
        return tuple((each.origin.name, document) for each in self.parts for document in each.rule_documents)

    def rules_for(self, phases: Sequence[str]) -> tuple[tuple[str, Document], ...]:
        """All rules of plugins: their files, and their channels' declared hours as rules for ``phases``."""
        declared = tuple(
            (each.origin.name, hours.document(phases)) for each in self.parts for hours in each.hours
        )
        return self.rule_documents + (declared if phases else ())

    @property
    def pack_folders(self) -> tuple[Traversable, ...]:
        """Folders of rule packs."""
        return tuple(folder for each in self.parts for folder in each.pack_folders)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Declared channels; each is owned by its plugin."""
        return tuple(channel for each in self.parts for channel in each.channels)

    @property
    def fact_sections(self) -> Mapping[str, Mapping[str, Any]]:
        """JSON Schemas of sections of the facts, by the name of the plugin, which is the section's."""
        return {each.origin.name: each.facts for each in self.parts if each.facts is not None}

    @property
    def measures(self) -> Mapping[str, Measure]:
        """Units of length by name. A count raises :class:`PluginError` when the plugin fails."""
        return {measure.unit: measure for each in self.parts for measure in each.measures}

    @property
    def reviewers(self) -> tuple[tuple[str, Reviewer], ...]:
        """Reviewers of messages, each with its plugin, for :func:`etiquette._plugging.review.review`."""
        return tuple((each.origin.name, reviewer) for each in self.parts for reviewer in each.reviewers)

    @property
    def formats(self) -> Mapping[str, OutputFormat]:
        """Output formats by name. Writing raises :class:`PluginError` when the plugin fails."""
        return {name: write for each in self.parts for name, write in each.formats}

    def without(self, failed: Mapping[str, Iterable[Diagnostic]]) -> Contributions:
        """The same without the plugins that ``failed`` names, whose diagnostics are added."""
        return Contributions(
            tuple(each for each in self.parts if each.origin.name not in failed),
            in_order([*self.diagnostics, *(found for each in failed.values() for found in each)]),
        )


def collect(names: Sequence[str] | None = None, extra: Mapping[str, object] | None = None) -> Contributions:
    """What the installed plugins contribute.

    ``names`` are the plugins to use instead of all installed ones; ``()`` uses none. ``extra`` are plugins
    (modules or other objects) that are given directly, by the name each is to have; they are used whatever
    ``names`` says. Nothing is kept between calls, and no exception of a plugin gets through, except those
    that are no :class:`Exception`, such as :class:`KeyboardInterrupt`.
    """
    origins, diagnostics = find(names, extra or {})
    found = list(diagnostics)
    parts: list[Contribution] = []
    for origin in origins:
        hooks, misfits = hooks_of(origin)
        contribution, rubbish = contribution_of(origin, hooks)
        found += misfits or rubbish
        if contribution is not None and not misfits:
            parts.append(contribution)
    contributions = Contributions(tuple(parts), in_order(found))
    for check in (_clashes, _bundled_packs, _unknown_units):
        failed: dict[str, list[Diagnostic]] = defaultdict(list)
        for name, diagnostic in check(contributions):
            failed[name].append(diagnostic)
        contributions = contributions.without(failed)
    return contributions


def _clashes(given: Contributions) -> Iterator[tuple[str, Diagnostic]]:
    """Each plugin that declares what another one declares too, with the diagnostic that names them."""
    owners: dict[tuple[str, str], list[Contribution]] = defaultdict(list)
    for each in given.parts:
        for kind, declared in (
            ("channel", [channel.id for channel in each.channels]),
            ("unit", [measure.unit for measure in each.measures]),
            ("output format", [name for name, _ in each.formats]),
            ("rule pack", each.pack_names),
        ):
            for name in declared:
                owners[kind, name].append(each)
    for (kind, name), several in owners.items():
        if len(several) > 1:
            diagnostic = problems.clash(kind, name, [each.origin for each in several])
            yield from ((each.origin.name, diagnostic) for each in several)


def _bundled_packs(given: Contributions) -> Iterator[tuple[str, Diagnostic]]:
    """Each plugin with a pack that would take the place of one that is bundled."""
    bundled = bundled_names() if any(each.pack_names for each in given.parts) else frozenset()
    for each in given.parts:
        for name in sorted(bundled.intersection(each.pack_names)):
            yield each.origin.name, problems.takes_bundled(each.origin, name)


def _unknown_units(given: Contributions) -> Iterator[tuple[str, Diagnostic]]:
    """Each plugin with a channel that is counted in a unit which nobody declares."""
    known = sorted({*BUILT_IN_UNITS, *given.measures})
    for each in given.parts:
        for channel in each.channels:
            if channel.unit not in known:
                text = f"the channel {channel.id!r} is counted in {channel.unit!r}, which is no known unit"
                hint = problems.did_you_mean(channel.unit, known)
                yield (
                    each.origin.name,
                    problems.rubbish(each.origin, "etiquette_channels", text, hint),
                )


def _in_words(part: Contribution) -> Iterator[str]:
    if part.rule_documents or part.hours:
        yield "rules"
    for what, listed in (
        ("packs", part.pack_names),
        ("channels", [channel.id for channel in part.channels]),
        ("facts", [f"{part.origin.name}.{name}" for name in (part.facts or {}).get("properties", ())]),
        ("units", [measure.unit for measure in part.measures]),
        ("formats", [name for name, _ in part.formats]),
    ):
        if listed:
            yield f"{what}: {', '.join(listed)}"
    if part.reviewers:
        yield "reviews of messages"
