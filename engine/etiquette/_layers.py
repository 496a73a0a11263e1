"""Putting packs on top of each other: what all of them declare, and what layers change in the packs below.

Nothing here depends on an order other than *builds on*: two layers that don't build on each other may not
want different things of one rule or one parameter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ._pack_files import ORDERED, Pack
from ._tree import Tree, merged
from ._wording import did_you_mean, listed, written
from .diagnostics import Diagnostic

__all__ = ["DEEP", "LayeredRule", "Layers", "Setting", "layered"]

DEEP: Final = frozenset(("window", "hours", "weekdays", "channels", "recipients", "via", "message", "source"))
"""Keys of a rule whose own keys a change replaces one by one."""

_SECTIONS: Final = (*ORDERED, "parameters", "definitions")


@dataclass(frozen=True, slots=True)
class Setting:
    """A layer gives a parameter the value that stands at ``tree``."""

    layer: str
    tree: Tree


@dataclass(frozen=True, slots=True)
class LayeredRule:
    """A rule as it was written, and what each layer makes of it, in order, with what the layer wrote."""

    tree: Tree
    changes: tuple[tuple[str, Tree], ...] = ()
    disabled: tuple[tuple[str, Tree], ...] = ()

    @property
    def stages(self) -> Iterator[Tree]:
        """The rule as written, then after each change."""
        tree = self.tree
        yield tree
        for _, change in self.changes:
            tree = merged(tree, change, deep=DEEP)
            yield tree

    @property
    def final(self) -> Tree:
        """The rule after all changes."""
        *_, last = self.stages
        return last


@dataclass
class Layers:
    """Everything that the packs declare together.

    ``sections`` are the declarations of each section by name, in the order that the packs give them.
    ``ids`` are all ids of rules that were seen, those that couldn't be read included.
    """

    packs: Sequence[Pack]
    above: Mapping[str, frozenset[str]]
    sections: dict[str, dict[str, Tree]] = field(default_factory=lambda: {name: {} for name in _SECTIONS})
    rules: dict[str, LayeredRule] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    settings: dict[str, list[Setting]] = field(default_factory=lambda: defaultdict(list))
    impossible: list[Tree] = field(default_factory=list)
    country: Tree | None = None
    found: list[Diagnostic] = field(default_factory=list)

    @property
    def partial(self) -> bool:
        """Whether some rules couldn't be read, so that a missing one may be missing for that reason."""
        return any(pack.partial for pack in self.packs)

    def builds_on(self, one: str, other: str) -> bool:
        """Whether pack ``one`` extends pack ``other``, directly or not."""
        return other in self.above.get(one, ())

    def apart(self, one: str, other: str) -> bool:
        """Whether two packs differ and neither builds on the other."""
        return one != other and not self.builds_on(one, other) and not self.builds_on(other, one)


def layered(packs: Sequence[Pack], above: Mapping[str, frozenset[str]]) -> Layers:
    """The packs on top of each other; ``packs`` are in order, bases first."""
    layers = Layers(packs, above)
    for pack in packs:
        _declare(layers, pack)
    for pack in packs:
        _adjust(layers, pack)
    _order(layers)
    for rule_id in sorted(layers.rules):
        layers.found += _clashes(layers, rule_id)
    for name in sorted(layers.settings):
        layers.found += _unsettled(layers, name)
    return layers


def _declare(layers: Layers, pack: Pack) -> None:
    """Add what one pack declares; a name belongs to one pack."""
    manifest = pack.manifest
    for section, known in layers.sections.items():
        declared = manifest.get(section)
        for name, tree in declared.items() if declared else ():
            first = known.setdefault(name, tree)
            if first is not tree:
                message = f"{name} is declared by {first.owner} already, under {section}."
                help_ = "Take it away here, or give it another name."
                places = (first.key_location,)
                layers.found.append(tree.problem("E410", message, help_, key=True, related=places))
    for tree in pack.rules:
        rule_id = tree.data["id"].data
        first_rule = layers.rules.setdefault(rule_id, LayeredRule(tree))
        if first_rule.tree is not tree:
            layers.found.append(_repeated(layers, rule_id, tree, first_rule.tree))
    layers.ids |= pack.rule_ids
    layers.impossible += manifest.get("impossible") or ()
    calendar = manifest.get("calendar")
    if calendar is not None:
        country = calendar.data["country"]
        before = layers.country
        if before is not None and layers.apart(before.owner, pack.name) and before.data != country.data:
            message = f"{before.owner} and {pack.name} take the country from different facts."
            help_ = "Let one of them extend the other, or use one of them."
            layers.found.append(country.problem("E441", message, help_, related=(before.location,)))
        layers.country = country


def _repeated(layers: Layers, rule_id: str, tree: Tree, first: Tree) -> Diagnostic:
    message = f"There is a rule {rule_id} already, in {first.owner}."
    help_ = "Give one of them another id."
    if first.owner == tree.owner:
        message = f"The id {rule_id} is used for two rules."
        if first.document is not tree.document:
            message = f"The id {rule_id} is used for two rules, here and at {first.data['id'].location}."
    elif layers.builds_on(tree.owner, first.owner):
        help_ = f"To adjust it, write `change: {{{rule_id}: …}}` in pack.yaml; to add a rule, use another id."
    written_at: Tree = tree.data["id"]
    return written_at.problem("E420", message, help_, related=(first.data["id"].location,))


def _adjust(layers: Layers, pack: Pack) -> None:
    """Note what one pack changes in those below it."""
    manifest = pack.manifest
    parameters = layers.sections["parameters"]
    for name, tree in _entries(manifest.get("set")):
        if _below(layers, pack, tree, "parameter", parameters, key=True):
            layers.settings[name].append(Setting(pack.name, tree))
    rules = {rule_id: rule.tree for rule_id, rule in layers.rules.items()}
    for rule_id, tree in _entries(manifest.get("change")):
        if _below(layers, pack, tree, "rule", rules, key=True):
            rule = layers.rules[rule_id]
            changes = (*rule.changes, (pack.name, tree))
            layers.rules[rule_id] = LayeredRule(rule.tree, changes, rule.disabled)
    for tree in manifest.get("disable") or ():
        if _below(layers, pack, tree, "rule", rules, key=False):
            rule = layers.rules[tree.data]
            disabled = (*rule.disabled, (pack.name, tree))
            layers.rules[tree.data] = LayeredRule(rule.tree, rule.changes, disabled)


def _entries(tree: Tree | None) -> Iterator[tuple[str, Tree]]:
    yield from tree.items() if tree else ()


def _below(
    layers: Layers, pack: Pack, tree: Tree, what: str, known: Mapping[str, Tree], *, key: bool
) -> bool:
    """Whether the thing that a layer names belongs to a pack below it; reported if not."""
    name = tree.key if key else str(tree.data)
    found = known.get(name)
    if found is not None and layers.builds_on(pack.name, found.owner):
        return True
    if found is None and what == "rule" and (name in layers.ids or layers.partial):
        return False
    below = [each for each, other in known.items() if layers.builds_on(pack.name, other.owner)]
    near = did_you_mean(name, below)
    if found is not None and found.owner == pack.name:
        message, help_ = f"The {what} {name} is this pack's own.", "Change it where it stands."
    elif found is not None:
        message = f"The {what} {name} belongs to {found.owner}, which {pack.name} doesn't extend."
        help_ = f"Add {found.owner} to `extends`."
    else:
        message = f"There is no {what} called {name} in what {pack.name} extends."
        rest = "Check the spelling." if layers.above.get(pack.name) else "It extends nothing: add `extends`."
        help_ = f"Did you mean {near}?" if near else rest
    layers.found.append(tree.problem("E443", message, help_, key=key))
    return False


def _order(layers: Layers) -> None:
    """Bring what is declared into the order that the packs give; what isn't listed follows by name."""
    for section in ORDERED:
        known = layers.sections[section]
        listed_: list[str] = []
        for pack in layers.packs:
            order = pack.manifest.get("order")
            for each in (order.get(section) if order else None) or ():
                if each.data not in known:
                    near = did_you_mean(str(each.data), known)
                    help_ = f"Did you mean {near}?" if near else f"Declare it under {section}."
                    message = f"{each.data} isn't declared under {section}."
                    layers.found.append(each.problem("E412", message, help_))
                elif each.data not in listed_:
                    listed_.append(each.data)
        rest = sorted(set(known) - set(listed_))
        layers.sections[section] = {name: known[name] for name in (*listed_, *rest)}


def _clashes(layers: Layers, rule_id: str) -> Iterator[Diagnostic]:
    """Layers that want different things of one rule."""
    rule = layers.rules[rule_id]
    help_ = "Let one of the layers extend the other, or use one of them."
    for here, (layer, change) in enumerate(rule.changes):
        for other, earlier in rule.changes[:here]:
            if not layers.apart(layer, other):
                continue
            for key, tree, first in _common(change, earlier):
                message = f"{other} and {layer} both change {key} of {rule_id}."
                yield tree.problem("E441", message, help_, key=True, related=(first.key_location,))
        for other, disabled in rule.disabled:
            if layers.builds_on(other, layer):
                continue
            message = f"{layer} changes {rule_id}, and {other} disables it."
            yield change.problem("E441", message, help_, key=True, related=(disabled.location,))


def _common(one: Tree, other: Tree) -> Iterator[tuple[str, Tree, Tree]]:
    """Keys that both changes touch, to different effect."""
    for key, tree in one.items():
        first = other.get(key)
        if first is None or first.plain() == tree.plain():
            continue
        if key in DEEP and isinstance(tree.data, dict) and isinstance(first.data, dict):
            for inner, sub, before in _common(tree, first):
                yield f"{key}.{inner}", sub, before
        else:
            yield key, tree, first


def _unsettled(layers: Layers, name: str) -> Iterator[Diagnostic]:
    """Layers that set one parameter to different values."""
    settings = layers.settings[name]
    for here, setting in enumerate(settings):
        for other in settings[:here]:
            same = other.tree.data == setting.tree.data
            if same or not layers.apart(setting.layer, other.layer):
                continue
            values = listed((written(other.tree.data), written(setting.tree.data)), "and")
            message = f"{other.layer} and {setting.layer} set {name} to different values, {values}."
            help_ = "Let one of the layers extend the other, or use one of them."
            yield setting.tree.problem("E441", message, help_, key=True, related=(other.tree.key_location,))
