"""What a rule has to do with others: exceptions in both directions, and the parameters that it reads."""

from __future__ import annotations

from collections.abc import Iterator

from etiquette.algebra import Node, Param, walk
from etiquette.model import Aspect, Rule
from etiquette.ruleset import Ruleset

__all__ = ["parameters_of", "replaced", "replacing"]


def replaced(rule: Rule, ruleset: Ruleset) -> tuple[tuple[Rule, tuple[Aspect, ...]], ...]:
    """The rules that this one is an exception to, and in what; a rule has only aspects that it speaks of."""
    found: dict[str, tuple[Rule, set[Aspect]]] = {}
    for override in rule.overrides:
        for target in ruleset.targets(rule, override):
            wanted = target.aspects if override.aspect is None else (override.aspect,)
            found.setdefault(target.id, (target, set()))[1].update(set(wanted) & set(target.aspects))
    return tuple((target, _ordered(target, out)) for target, out in found.values() if out)


def replacing(rule: Rule, ruleset: Ruleset) -> tuple[tuple[Rule, tuple[Aspect, ...]], ...]:
    """The rules that are exceptions to this one, and in what."""
    found: dict[str, tuple[Rule, set[Aspect]]] = {}
    for aspect in rule.aspects:
        for other in ruleset.overriders.get((rule.id, aspect), ()):
            found.setdefault(other.id, (other, set()))[1].add(aspect)
    return tuple((other, _ordered(rule, out)) for other, out in found.values())


def parameters_of(rule: Rule) -> tuple[str, ...]:
    """The names of the parameters that a rule reads, each once, sorted."""
    nodes: list[Node] = [rule.when]
    if rule.window:
        ends = (rule.window.not_before, rule.window.ideally_by, rule.window.not_after)
        nodes += [each for each in ends if each is not None]
    return tuple(sorted({each.name for each in (*_params(nodes), *_limits(rule))}))


def _params(nodes: list[Node]) -> Iterator[Param]:
    return (each for node in nodes for each in walk(node) if isinstance(each, Param))


def _limits(rule: Rule) -> Iterator[Param]:
    limits = rule.message.limits if rule.message else ()
    return (each.most for each in limits if isinstance(each.most, Param))


def _ordered(rule: Rule, aspects: set[Aspect]) -> tuple[Aspect, ...]:
    return tuple(each for each in rule.aspects if each in aspects)
