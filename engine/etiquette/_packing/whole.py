"""What can only be told of all rules together: overrides, actions that wait for each other, silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Final

from etiquette._reading.wording import did_you_mean, listed
from etiquette.algebra import IsOpen, walk
from etiquette.diagnostics import Diagnostic
from etiquette.model import ASPECTS, Action, Rule

from .layered import LayeredRule, Layers
from .tree import Tree

__all__ = ["check_whole", "circle"]

_NOT_OVERRIDABLE: Final = (
    "A layer can relax only what the rule's author marked with `overridable: true`; "
    "or change the rule in a way that can't loosen it."
)


def check_whole(
    layers: Layers, rules: Mapping[str, Rule], actions: Mapping[str, Action]
) -> Iterator[Diagnostic]:
    """Everything wrong with the rules of the packs as a whole. ``rules`` are those in force, by id."""
    trees = {rule_id: rule.final for rule_id, rule in layers.rules.items()}
    named = _by_name(layers.ids)
    for rule_id in sorted(layers.rules):
        for override in trees[rule_id].get("overrides") or ():
            yield from _override(layers, named, rule_id, override)
    yield from _override_circles(trees, rules)
    yield from _waiting_circles(trees, rules, actions)
    for rule_id, rule in sorted(rules.items()):
        for name in rule.actions if rule.modality else ():
            if name in actions and actions[name].silent is not None:
                message = f"{rule_id} says {rule.modality} of {name}, on which the pack is silent on purpose."
                help_ = "Take `silent` away from the action, or the modality away from the rule."
                places = (actions[name].location,)
                yield trees[rule_id].data["modality"].problem("E429", message, help_, related=places)


def _override(
    layers: Layers, named: Mapping[str, Sequence[str]], rule_id: str, tree: Tree
) -> Iterator[Diagnostic]:
    """One entry of a rule's overrides: it must name something, and something that may be overridden."""
    target = str(tree.data).partition("#")[0]
    targets = sorted(_targets(named, rule_id, target))
    if target == rule_id:
        yield tree.problem("E427", f"{rule_id} overrides itself.", "Take it out of its own overrides.")
    elif not targets and not layers.partial:
        topics = {f"{each.rpartition('/')[0]}/*" for each in layers.ids}
        near = did_you_mean(target, sorted({*layers.ids, *topics} - {rule_id}))
        what = f"other rule in {target}" if target.endswith("/*") else f"rule called {target}"
        rest = "Check the spelling. The rules of plugins can't be overridden."
        help_ = f"Did you mean {near}?" if near else rest
        yield tree.problem("E426", f"There is no {what} for {rule_id} to override.", help_)
    known = [layers.rules[each] for each in targets if each in layers.rules]
    fixed = [each.tree for each in known if _needs_leave(layers, tree.owner, each)]
    if fixed:
        ids = listed((each.data["id"].data for each in fixed), "and")
        message = f"{rule_id}, from {tree.owner}, overrides {ids}, which can't be relaxed."
        yield tree.problem("E442", message, _NOT_OVERRIDABLE, related=(fixed[0].data["id"].location,))


def _by_name(ids: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """The ids of rules by what names them: the id itself, and each topic as ``topic/*``."""
    found: dict[str, list[str]] = {}
    for rule_id in ids:
        parts = rule_id.split("/")
        topics = ("/".join((*parts[:depth], "*")) for depth in range(1, len(parts)))
        for name in (rule_id, *topics):
            found.setdefault(name, []).append(rule_id)
    return found


def _targets(named: Mapping[str, Sequence[str]], rule_id: str, target: str) -> list[str]:
    return [each for each in named.get(target, ()) if each != rule_id]


def _needs_leave(layers: Layers, owner: str, target: LayeredRule) -> bool:
    """Whether a pack that overrides ``target`` needs its author's leave, and doesn't have it.

    None is needed for a pack's own rules, nor for those of a layer that builds on it.
    """
    other = target.tree.owner
    free = owner == other or layers.builds_on(other, owner)
    overridable = target.tree.get("overridable")
    return not free and not (overridable is not None and overridable.data)


def _override_circles(trees: Mapping[str, Tree], rules: Mapping[str, Rule]) -> Iterator[Diagnostic]:
    """Rules that override each other, aspect by aspect; a circle is reported once."""
    seen: set[tuple[str, ...]] = set()
    named = _by_name(rules)
    for aspect in ASPECTS:
        edges: dict[str, set[str]] = {}
        for rule_id, rule in rules.items():
            for override in rule.overrides:
                if override.aspect in (None, aspect):
                    hit = _targets(named, rule_id, override.target)
                    edges.setdefault(rule_id, set()).update(t for t in hit if aspect in rules[t].aspects)
        found = circle(sorted(rules), partial(_following, edges))
        if found and found not in seen:
            seen.add(found)
            first, *others = found[:-1]
            message = f"Rules override each other in a circle, in their {aspect}: {' → '.join(found)}."
            help_ = "Take one of the overrides away, or let each name the aspect that it is about."
            places = tuple(trees[each].data["overrides"].location for each in others)
            yield trees[first].data["overrides"].problem("E427", message, help_, related=places)


def _following(edges: Mapping[str, Iterable[str]], node: str) -> Iterable[str]:
    return edges.get(node, ())


def _waiting_circles(
    trees: Mapping[str, Tree], rules: Mapping[str, Rule], actions: Mapping[str, Action]
) -> Iterator[Diagnostic]:
    """Actions whose rules ask whether another is open, in a circle."""
    asks: dict[str, dict[str, str]] = {name: {} for name in actions}
    for rule_id, rule in sorted(rules.items()):
        waits = [node.action for node in walk(rule.when) if isinstance(node, IsOpen)]
        for name, action in actions.items() if waits else ():
            if rule.speaks_of(action):
                for other in waits:
                    asks[name].setdefault(other, rule_id)
    found = circle(sorted(actions), partial(_following, asks))
    if found:
        blamed = [asks[one][other] for one, other in pairwise(found)]
        message = f"Whether one action is open depends on another in a circle: {' → '.join(found)}."
        help_ = f"Take the question out of one of the rules: {listed(sorted(set(blamed)))}."
        places = tuple(trees[each].data["when"].location for each in blamed[1:])
        yield trees[blamed[0]].data["when"].problem("E428", message, help_, related=places)


def circle(nodes: Iterable[str], following: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """A shortest circle through the first of ``nodes`` that is in one, back to it; empty without any."""
    for start in nodes:
        paths: list[tuple[str, ...]] = [(start,)]
        seen: set[str] = set()
        for path in paths:
            for each in sorted(following(path[-1])):
                if each == start:
                    return (*path, start)
                if each not in seen:
                    seen.add(each)
                    paths.append((*path, each))
    return ()
