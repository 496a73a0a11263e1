"""What a change comes from: the rules and parameters without whose change the case would be as before.

Each is put back by itself, in the new version, and the case is looked at again. What makes the change go away
is a cause of it. Where several changes would each be enough, none of them is, and the caller has to say less.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from etiquette.model import Rule
from etiquette.ruleset import Ruleset

from .search import Shown
from .seen import see, shows

__all__ = ["causes"]


def causes(shown: Shown, changed: frozenset[str]) -> tuple[list[Rule], list[str]]:
    """The changed rules, and the names of the parameters set otherwise, that a change comes from."""
    old, new = shown.before.at.ruleset, shown.after.at.ruleset
    action = shown.after.found.action.id

    def needed(put_back: Ruleset) -> bool:
        seen = see(put_back, shown.facts, action)
        return seen is None or not shows(shown.kind, shown.before, seen)

    if needed(new):
        return [], []  # a change in how grave a step is, which the decisions alone don't show
    rules = [rule for rule, put_back in _rules_put_back(old, new, action, changed) if needed(put_back)]
    names = [name for name, put_back in _parameters_put_back(old, new) if needed(put_back)]
    return rules, names


def _rules_put_back(
    old: Ruleset, new: Ruleset, action: str, changed: frozenset[str]
) -> Iterator[tuple[Rule, Ruleset]]:
    before, after = ({rule.id: rule for rule in ruleset.rules} for ruleset in (old, new))
    about = {action, *old.opens.get(action, ()), *new.opens.get(action, ())}
    speaking = {
        rule.id for ruleset in (old, new) for each in about for rule in ruleset.by_action.get(each, ())
    }
    for name in sorted(changed & speaking):
        rules = {**after, name: before[name]} if name in before else {**after}
        if name not in before:
            del rules[name]
        ordered = tuple(rules[each] for each in sorted(rules))
        yield after.get(name, before.get(name)), replace(new, rules=ordered)  # type: ignore[misc]  # one has it


def _parameters_put_back(old: Ruleset, new: Ruleset) -> Iterator[tuple[str, Ruleset]]:
    for name, parameter in new.parameters.items():
        was = old.parameters.get(name)
        if was is not None and was.value != parameter.value:
            yield name, replace(new, parameters={**new.parameters, name: replace(parameter, value=was.value)})
