"""What cases show of rules: that a rule adds something by itself, that an override takes something away.

Nearly every rule of a sound pack adds something by itself in some case, and one case often shows it of many
rules: so one formula for each rule and one case for several of them answer most.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from .asking import Guidance
from .logic import Formula, true_in
from .weight import adds, takes_out

__all__ = ["Key", "keys_of", "shown"]

Key: TypeAlias = tuple[str, str]
"""A rule, and one of its overrides; for the rule itself the empty text."""


def keys_of(guidance: Guidance) -> set[Key]:
    """All that is to be shown of the rules of some guidance."""
    found = {(rule.id, "") for rule in guidance.ruleset.rules}
    return found | {(rule.id, str(each)) for rule in guidance.ruleset.rules for each in rule.overrides}


def shown(guidance: Guidance, action: str, wanted: Collection[Key]) -> set[Key]:
    """Those of ``wanted`` that some case about an action shows."""
    rules = guidance.ruleset.by_action[action]
    if not any((rule.id, text) in wanted for rule in rules for text in ("", *map(str, rule.overrides))):
        return set()
    session = guidance.session_about(action)
    decided = session.decisions[0].of(action)
    left: dict[Key, Formula] = {}
    for rule in decided.rules:
        if (rule.id, "") in wanted:
            left[(rule.id, "")] = adds(decided, rule)
        for each in rule.overrides:
            if (rule.id, str(each)) in wanted:
                left[(rule.id, str(each))] = takes_out(decided, rule, each)
    found: set[Key] = set()
    while left:
        key, formula = left.popitem()
        case = session.find(formula, nicely=False, likely=True)
        if case.model is None:
            continue
        found.add(key)
        also = [other for other, wished in left.items() if true_in(case.model, wished)]
        found.update(also)
        for other in also:
            del left[other]
    return found
