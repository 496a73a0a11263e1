"""The rules of packs after their layers: a change can't loosen a rule, or its author permits it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from etiquette._reading.wording import listed
from etiquette.diagnostics import Diagnostic
from etiquette.model import Rule

from .layered import LayeredRule, Layers
from .names import Names
from .parse_rules import parse_rule
from .relaxes import relaxed
from .tree import Tree

__all__ = ["disabled_rules", "rules_in_force"]

_LEAVE = "Its author would have to mark it with `overridable: true`."


def rules_in_force(layers: Layers, names: Names) -> Iterator[Rule]:
    """The rules that no layer disables, sorted by id, each as the layers leave it."""
    for _, layered in sorted(layers.rules.items()):
        before: Rule | None = None
        for index, stage in enumerate(layered.stages):
            changed_by = tuple(layer for layer, _ in layered.changes[:index])
            rule = parse_rule(stage, names, changed_by=changed_by)
            if before is not None:
                names.found += _relaxations(before, rule, *layered.changes[index - 1])
            before = rule
        names.found += _disabling(layered)
        if before is not None and not layered.disabled:
            yield before


def disabled_rules(layers: Layers, names: Names) -> Iterator[Rule]:
    """The rules that layers disable, sorted by id; ``changed_by`` ends with those layers."""
    for _, layered in sorted(layers.rules.items()):
        if layered.disabled:
            rule = parse_rule(layered.final, replace(names, found=[]))
            changed = (*(layer for layer, _ in layered.changes), *(layer for layer, _ in layered.disabled))
            yield replace(rule, changed_by=changed)


def _relaxations(before: Rule, after: Rule, layer: str, change: Tree) -> Iterator[Diagnostic]:
    keys = relaxed(before, after)
    if not keys or before.overridable:
        return
    message = f"{layer} can't change {listed(keys, 'and')} of {before.id}: that could loosen the rule."
    help_ = f"{_LEAVE} What can't loosen it is allowed: other words, a tighter number, a smaller `only`."
    top, _, inner = keys[0].partition(".")
    at = change.get(top) or change
    at = at.get(inner) or at
    yield at.problem("E442", message, help_, key=True, related=(before.location,))


def _disabling(layered: LayeredRule) -> Iterator[Diagnostic]:
    overridable = layered.tree.get("overridable")
    if overridable is not None and overridable.data:
        return
    rule_id = layered.tree.data["id"]
    for layer, tree in layered.disabled:
        message = f"{layer} can't disable {rule_id.data}."
        yield tree.problem("E442", message, _LEAVE, related=(rule_id.location,))
