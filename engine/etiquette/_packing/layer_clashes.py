"""Layers that want different things of one rule or one parameter, when neither builds on the other."""

from __future__ import annotations

from collections.abc import Iterator

from etiquette._reading.wording import listed, written
from etiquette.diagnostics import Diagnostic

from .layered import DEEP, Layers
from .tree import Tree

__all__ = ["clashes"]


def clashes(layers: Layers) -> Iterator[Diagnostic]:
    """Every clash, by rule and by parameter."""
    for rule_id in sorted(layers.rules):
        yield from _changes(layers, rule_id)
    for name in sorted(layers.settings):
        yield from _unsettled(layers, name)


def _changes(layers: Layers, rule_id: str) -> Iterator[Diagnostic]:
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
