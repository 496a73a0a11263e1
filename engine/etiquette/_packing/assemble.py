"""From layered packs and plugins to one ruleset: names, then what refers to them, then the whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from etiquette._packing.plugin_rules import plugin_rules
from etiquette.algebra import Scalar
from etiquette.diagnostics import Diagnostic
from etiquette.model import Channel
from etiquette.plugins import BUILT_IN_UNITS, Contributions
from etiquette.ruleset import Ruleset

from .layered import Layers
from .layered_rules import disabled_rules, rules_in_force
from .names import Family, Names
from .parse_concepts import parse_concepts
from .parse_declared import (
    parse_action,
    parse_channel,
    parse_concept,
    parse_fact,
    parse_impossible,
    parse_phase,
    parse_recipient,
)
from .parse_definitions import parse_definition
from .parse_languages import parse_languages
from .parse_rules import check_parts
from .parse_wordings import parse_wordings
from .settings import settled
from .tree import Tree
from .vocabularies import check_assumptions, check_plugins, with_sections
from .whole import check_whole

__all__ = ["assemble"]

_RESERVED: Final = ("all", "any", "not")


def assemble(
    layers: Layers,
    schema: Mapping[str, Any],
    contributions: Contributions,
    given: Mapping[str, Scalar] | None = None,
) -> tuple[Ruleset, tuple[Diagnostic, ...]]:
    """The ruleset of ``layers`` and plugins, and what is wrong with the packs: with errors it is of no use.

    ``schema`` is the packs' facts schema, ``given`` values of parameters that win over the layers'. A plugin
    that doesn't fit is left out whole, with its diagnostics in the ruleset's own.
    """
    reading = _Reading(layers, schema, contributions)
    if reading.misfits:
        return assemble(layers, schema, contributions.without(reading.misfits), given)
    ruleset = reading.ruleset(given or {})
    rules, wrong = plugin_rules(contributions, reading.names, layers.ids)
    failed = check_plugins(reading.names, contributions.fact_sections)
    for plugin, found in wrong.items():
        failed.setdefault(plugin, []).extend(found)
    if failed:
        return assemble(layers, schema, contributions.without(failed), given)
    everything = sorted((*ruleset.rules, *rules), key=lambda rule: rule.id)
    return replace(ruleset, rules=tuple(everything)), (*layers.found, *reading.names.found)


class _Reading:
    """One pass over everything that is declared, with the plugins that are still in."""

    def __init__(self, layers: Layers, schema: Mapping[str, Any], contributions: Contributions) -> None:
        self.layers, self.contributions = layers, contributions
        self.sections = layers.sections
        self.channels = _plugin_channels(contributions, self.sections["channels"])
        sections = contributions.fact_sections
        taken = set(schema["properties"]) | {*self.sections["definitions"], *self.sections["parameters"]}
        self.misfits = {name: [_taken(name)] for name in sections if name in taken}
        for channel in contributions.channels:
            if _differs(channel, self.sections["channels"].get(channel.id)):
                self.misfits.setdefault(channel.owner, []).append(_taken_channel(channel))
        self.names = Names(
            with_sections(schema, sections),
            self._declared(),
            parse_definition,
            definitions=self.sections["definitions"],
        )

    def _declared(self) -> dict[Family, tuple[str, ...]]:
        families: tuple[Family, ...] = ("actions", "phases", "recipients", "carriers", "concepts")
        found: dict[Family, tuple[str, ...]] = {each: tuple(self.sections[each]) for each in families}
        found["channels"] = (*self.sections["channels"], *self.channels)
        found["units"] = (*sorted(BUILT_IN_UNITS, reverse=True), *sorted(self.contributions.measures))
        return found

    def ruleset(self, given: Mapping[str, Scalar]) -> Ruleset:
        """Everything but the plugins' rules."""
        names, layers, sections = self.names, self.layers, self.sections
        names.parameters = parameters = settled(layers, given, names.found)
        _check_unique(names, layers)
        for name in sections["definitions"]:
            names.get(name)
        actions = {name: parse_action(name, tree, names) for name, tree in sections["actions"].items()}
        channels = {name: parse_channel(name, tree, names) for name, tree in sections["channels"].items()}
        rules = {rule.id: rule for rule in rules_in_force(layers, names)}
        for tree in (each for pack in layers.packs for each in pack.remains):
            check_parts(tree, names)
        if layers.country is not None:
            parse_fact(layers.country, names, ("word", "text"), "a country")
        spoken = parse_languages((tree for pack in layers.packs for tree in pack.languages), names)
        found = Ruleset(
            packs=tuple(pack.id for pack in layers.packs),
            rules=tuple(rules.values()),
            vocabulary=names.vocabulary,
            actions=actions,
            phases={name: parse_phase(name, tree, names) for name, tree in sections["phases"].items()},
            channels={**channels, **self.channels},
            recipients={k: parse_recipient(k, tree, names) for k, tree in sections["recipients"].items()},
            carriers={k: parse_recipient(k, tree, names) for k, tree in sections["carriers"].items()},
            concepts={name: parse_concept(name, tree) for name, tree in sections["concepts"].items()},
            parameters=parameters,
            definitions=names.bodies(),
            impossible=tuple(parse_impossible(tree, names) for tree in layers.impossible),
            country=layers.country.data if layers.country else None,
            measures=dict(sorted(self.contributions.measures.items())),
            reviewers=self.contributions.reviewers,
            formats=dict(sorted(self.contributions.formats.items())),
            diagnostics=self.contributions.diagnostics,
            disabled=tuple(disabled_rules(layers, names)),
            recognisers=parse_concepts(
                (tree for pack in layers.packs for tree in pack.concepts),
                spoken,
                frozenset().union(*(pack.language_ids for pack in layers.packs)),
                names,
                as_released=all(
                    pack.released == pack.digest for pack in layers.packs if pack.concepts or pack.languages
                ),
            ),
            languages={code: each.language for code, each in spoken.items()},
            language=_own_language(layers, spoken),
            wordings=parse_wordings(
                ((rank, tree) for rank, pack in enumerate(layers.packs) for tree in pack.drafts), names
            ),
        )
        names.found += check_whole(layers, rules, actions)
        names.found += check_assumptions(names, layers.packs)
        return found


def _own_language(layers: Layers, known: Collection[str]) -> str:
    """The language that the packs are written in: the uppermost pack's that is known, if there is one."""
    tags = [tag.data for pack in reversed(layers.packs) if (tag := pack.manifest.get("language"))]
    return next((each for each in tags if each in known), tags[0] if tags else "")


def _plugin_channels(contributions: Contributions, declared: Mapping[str, Tree]) -> dict[str, Channel]:
    """Channels that only plugins declare; where a pack declares one, the pack's words hold."""
    channels = sorted(contributions.channels, key=lambda each: each.id)
    return {each.id: each for each in channels if each.id not in declared}


def _differs(channel: Channel, declared: Tree | None) -> bool:
    """Whether a pack declares a plugin's channel as something else: spoken for written, in another unit."""
    if declared is None:
        return False
    own = declared.plain()
    return (own.get("medium", "written"), own.get("unit", "words")) != (channel.medium, channel.unit)


def _taken_channel(channel: Channel) -> Diagnostic:
    message = f"Plugin {channel.owner!r} is left out: the packs declare the channel {channel.id} otherwise."
    help_ = "Give it the medium and the unit that it has there, or another name; until then nothing of the "
    return Diagnostic("E511", message, f"{help_}plugin is used.")


def _taken(plugin: str) -> Diagnostic:
    message = f"Plugin {plugin!r} is left out: the packs use the name of its facts, {plugin}, already."
    return Diagnostic("E511", message, "Give the plugin another name; until then nothing of it is used.")


def _check_unique(names: Names, layers: Layers) -> None:
    """A name stands for one thing, whatever kind of thing it is; what builds on the other is at fault."""
    owners = dict.fromkeys(names.vocabulary.facts, "a fact")
    owners |= dict.fromkeys(_RESERVED, "a word of the notation")
    kinds = {"parameters": "a parameter", "definitions": "a definition", "actions": "an action"}
    ranks = {pack.name: rank for rank, pack in enumerate(layers.packs)}
    claims = [(what, each) for key, what in kinds.items() for each in layers.sections[key].items()]
    for what, (name, tree) in sorted(claims, key=lambda claim: ranks[claim[1][1].owner]):
        first = owners.setdefault(name, what)
        if first != what:
            message = f"{name} is {first} already."
            names.found.append(tree.problem("E410", message, "Give one of them another name.", key=True))
