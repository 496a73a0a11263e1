"""All unknowns of a case: facts, lists of records, business days, zones. Compared rulesets share them."""

from __future__ import annotations

from collections.abc import Iterable

import z3

from etiquette.algebra import Count, Node
from etiquette.model import Rule
from etiquette.ruleset import Ruleset

from .logic import Formula, Term
from .records import Lists
from .symbols import Symbols
from .workdays import Workdays
from .zones import Zones

__all__ = ["World", "nodes_of", "roots"]


class World:
    """What a case consists of; ``roots`` are all nodes that will be asked about it."""

    def __init__(self, rulesets: Iterable[Ruleset], roots: Iterable[Node]) -> None:
        self.symbols = Symbols(*rulesets)
        self.lists = Lists(self.symbols, roots)
        self.workdays = Workdays(self.symbols)
        self.zones = Zones(self.symbols)
        self.everyone: dict[str, Formula] = {}

    def served(self, action: str, records: Term, entries: Term) -> Formula:
        """That an action has been done for every entry of a list.

        ``records`` say so, one at least for each entry, since no two entries have one name.
        """
        found = self.everyone.get(action)
        if found is None:
            found = self.everyone[action] = z3.Bool(f"{action} for everyone")
            self.symbols.said.append(z3.Implies(found, records >= entries))
        return found


def nodes_of(rule: Rule) -> list[Node]:
    """The conditions and dates of a rule, and the facts in its sets."""
    found: list[Node] = [rule.when]
    if rule.window is not None:
        ends = (rule.window.not_before, rule.window.ideally_by, rule.window.not_after)
        found += [each for each in ends if each is not None]
    for choice in (rule.channels, rule.recipients, rule.via):
        if choice is not None:
            found += [*(choice.only or ()), *choice.never, *choice.prefer]
    if rule.message is not None:
        found += [limit.most for limit in rule.message.limits if not isinstance(limit.most, int)]
    return found


def roots(ruleset: Ruleset) -> list[Node]:
    """Every node of a ruleset that says something about facts."""
    found: list[Node] = [node for rule in ruleset.rules for node in nodes_of(rule)]
    found += [each.when for each in ruleset.impossible]
    found += ruleset.definitions.values()
    for phase in ruleset.phases.values():
        found += [each for each in (phase.begins, phase.over) if each is not None]
    found += [action.done_when for action in ruleset.actions.values() if action.done_when is not None]
    found += [each.when for action in ruleset.actions.values() for each in action.silences]
    found += [Count(action.per.each, ()) for action in ruleset.actions.values() if action.per]
    return found
