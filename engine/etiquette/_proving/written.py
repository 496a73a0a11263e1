"""What a decision is made from, as it is written: the same on both sides makes the same decision.

Wording isn't looked at: titles, rationales, sources and places make no decision. What is written otherwise
may still come to the same; only a proof can tell.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from etiquette.algebra import IsOpen, Named, Param, walk
from etiquette.model import Action, Override, Phase, Rule, Source
from etiquette.ruleset import Ruleset

from .asking import Guidance
from .world import nodes_of

__all__ = ["about", "beyond_rules", "epochs_of", "same_text"]


def epochs_of(old: Ruleset, new: Ruleset) -> tuple[date, ...]:
    """The first day of each stretch in which neither ruleset's guidance changes."""
    return tuple(sorted({*old.epochs(), *new.epochs()}))


def about(ruleset: Ruleset, action: str) -> Ruleset:
    """The ruleset with only those rules that can matter to an action; with none if it has no such action."""
    if action not in ruleset.actions:
        return replace(ruleset, rules=())
    return Guidance(ruleset, date.min, date.max, dated=False).about([action])


def same_text(old: Ruleset, new: Ruleset, action: str) -> bool:
    """Whether all that makes the decision on an action is written the same in both rulesets."""
    return _rules(old, action) == _rules(new, action) and beyond_rules(old, action) == beyond_rules(
        new, action
    )


def _rules(ruleset: Ruleset, action: str) -> frozenset[Hashable]:
    """The rules that matter to an action without their wording, and the parameters that they use."""
    rules = about(ruleset, action).rules
    used = {node.name for rule in rules for root in nodes_of(rule) for node in walk(root) if _is_param(node)}
    parameters = (("parameter", name, ruleset.parameter(name)) for name in used)
    return frozenset((*map(_bare, rules), *parameters))


def _is_param(node: Any) -> bool:
    return isinstance(node, Param)


def _bare(rule: Rule) -> Hashable:
    overrides = frozenset(Override(each.target, each.aspect) for each in rule.overrides)
    from_plugin = rule.owner.startswith("plugin:")
    return replace(
        rule,
        title="",
        owner="plugin:" if from_plugin else "",
        level=rule.effective_level,
        overrides=tuple(sorted(overrides, key=str)),
        because="",
        source=Source(),
        overridable=False,
        location=None,
        changed_by=(),
        effective=None,
    )


def beyond_rules(ruleset: Ruleset, action: str) -> Hashable:
    """What the decision on an action stands on besides its rules: what is declared, without wording."""
    if action not in ruleset.actions:
        return None
    names = sorted(_asked(ruleset, action))
    return (
        ruleset.country,
        tuple(_declared(ruleset, ruleset.actions[name]) for name in names),
        tuple((each.id, each.timezone) for each in ruleset.recipients.values()),
        tuple((each.id, each.timezone) for each in ruleset.carriers.values()),
        tuple(ruleset.channels),
        tuple((each.id, each.room) for each in ruleset.concepts.values()),
        tuple(sorted((unit, each.characters) for unit, each in ruleset.measures.items())),
        frozenset(each.when for each in ruleset.impossible),
    )


def _asked(ruleset: Ruleset, action: str) -> set[str]:
    """The action and those whose openness its rules ask about, however indirectly."""
    wanted, left = {action}, [action]
    while left:
        for other in ruleset.opens.get(left.pop(), ()):
            if other not in wanted:
                wanted.add(other)
                left.append(other)
    return wanted


def _declared(ruleset: Ruleset, action: Action) -> Hashable:
    phase: Phase | None = ruleset.phases.get(action.phase)
    bare = replace(action, title="", silent=None, answered=False, silences=(), location=None)
    counting = ruleset.definitions.get(action.per.counting) if action.per else None
    return bare, (phase.begins, phase.over) if phase else None, counting
