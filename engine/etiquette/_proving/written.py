"""What a decision is made from, as it is written: the same on both sides makes the same decision.

Wording isn't looked at: titles, rationales, sources and places make no decision. What is written otherwise
may still come to the same; only a proof can tell.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from datetime import date

from etiquette.algebra import Param, walk
from etiquette.model import Action, Override, Rule, Source
from etiquette.ruleset import Ruleset

from .asking import Guidance
from .world import nodes_of

__all__ = ["about", "epochs_of", "incomparable", "same_text"]


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
    return _made_of(old, action) == _made_of(new, action)


def incomparable(old: Ruleset, new: Ruleset, action: str) -> str:
    """What keeps the decisions on an action from being compared, in words; empty if nothing does."""
    if old.country != new.country:
        return "the fact that says whose holidays count is another one"
    if _units(old) != _units(new):
        return "messages are measured otherwise"
    for name in _asked(old, action) & _asked(new, action):
        if _entries(old, name) != _entries(new, name):
            return f"what “{old.actions[name].title}” is owed to is another list, or looked up otherwise"
    return ""


def _units(ruleset: Ruleset) -> Hashable:
    return frozenset((unit, each.characters) for unit, each in ruleset.measures.items())


def _entries(ruleset: Ruleset, action: str) -> Hashable:
    per = ruleset.actions[action].per
    return per and (per, ruleset.definitions.get(per.counting))


def _made_of(ruleset: Ruleset, action: str) -> Hashable:
    """The rules that matter to an action, the parameters that they use, and what else they stand on."""
    rules = about(ruleset, action).rules
    nodes = (node for rule in rules for root in nodes_of(rule) for node in walk(root))
    used = {node.name: ruleset.parameter(node.name) for node in nodes if isinstance(node, Param)}
    return frozenset(map(_bare, rules)), frozenset(used.items()), _beyond_rules(ruleset, action)


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


def _beyond_rules(ruleset: Ruleset, action: str) -> Hashable:
    if action not in ruleset.actions:
        return None
    return (
        ruleset.country,
        tuple(_declared(ruleset, ruleset.actions[name]) for name in sorted(_asked(ruleset, action))),
        tuple((each.id, each.timezone) for each in ruleset.recipients.values()),
        tuple((each.id, each.timezone) for each in ruleset.carriers.values()),
        tuple(ruleset.channels),
        tuple((each.id, each.room) for each in ruleset.concepts.values()),
        _units(ruleset),
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
    phase = ruleset.phases.get(action.phase)
    bare = replace(action, title="", silent=None, answered=False, silences=(), location=None)
    return bare, (phase.begins, phase.over) if phase else None, _entries(ruleset, action.id)
