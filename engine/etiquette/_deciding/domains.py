"""What a fact could be: a few values that stand for all that the rules can tell apart.

A condition compares a fact with constants of the pack, so two values on the same side of all of them are
alike. Booleans and words are listed whole. Numbers and dates are taken at, just below and just above
everything that they could be compared with: constants, parameters, told dates and those dates moved by
every amount of days that the pack mentions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from etiquette.algebra import Constant, Node, Param, Scaled, Shift, Test, walk
from etiquette.facts import Facts, FactValue
from etiquette.model import Rule
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import NONE, FactDecl

__all__ = ["amounts_in", "representatives", "words_for"]

_ROUND: Final = (-1, 0, 1)
_FAR: Final = timedelta(days=400)


def words_for(ruleset: Ruleset, decl: FactDecl) -> tuple[str, ...]:
    """The words that a fact may be: its own, or those that the ruleset declares."""
    if decl.values or decl.words_of is None:
        return decl.values
    return tuple(getattr(ruleset, decl.words_of))


def representatives(ruleset: Ruleset, facts: Facts, path: str, *, few: bool = False) -> tuple[FactValue, ...]:
    """Values that stand for all that a fact could be told to be; empty for lists of records.

    Free text stands for nothing either, except where an action is owed to each entry of a list: then the
    names of the entries are what it could be.

    The path may be a field of one entry, such as ``visits[0].kept``. With ``few``, dates are taken only
    at what they could be compared with, not a day before and after it, and only near ``today`` and the
    required dates: enough to see *whether* a date matters, not where.
    """
    decl = ruleset.vocabulary[path]
    values: list[FactValue] = [NONE] if decl.can_be_none else []
    match decl.kind:
        case "boolean":
            values += [True, False]
        case "word":
            values += words_for(ruleset, decl)
        case "words":
            words = words_for(ruleset, decl)
            values += [(), *((word,) for word in words), words]
        case "number":
            values += sorted(_numbers(ruleset, decl))
        case "date":
            values += sorted(_dates(ruleset, facts, few=few))
        case "text":
            values += sorted(_names(ruleset, facts, decl))
        case "texts" | "records" | "time" | "zone":
            pass
    return tuple(values)


def _numbers(ruleset: Ruleset, decl: FactDecl) -> set[int]:
    least = decl.least if decl.least is not None else 0
    most = decl.most if decl.most is not None else least + 1000
    found = {least, most}
    for node in _nodes(ruleset):
        if isinstance(node, Test) and isinstance(node.right, Constant) and type(node.right.value) is int:
            found.update(node.right.value + by for by in _ROUND)
    found.update(value for value in _parameter_numbers(ruleset))
    return {number for number in found if least <= number <= most}


def _names(ruleset: Ruleset, facts: Facts, decl: FactDecl) -> set[str]:
    """The told names of the entries that a text could name."""
    found: set[str] = set()
    for per in (action.per for action in ruleset.actions.values() if action.per):
        entries = facts.told.get(per.each)
        if decl.path.endswith(f"[].{per.matches}") and isinstance(entries, tuple):
            found.update(
                str(each[per.by]) for each in entries if isinstance(each, Mapping) and per.by in each
            )
    return found


def _dates(ruleset: Ruleset, facts: Facts, *, few: bool) -> set[date]:
    required = {path for path, decl in ruleset.vocabulary.facts.items() if decl.required}
    told = {
        value
        for path, value in facts.told.items()
        if isinstance(value, date) and (not few or path in required)
    }
    anchors = sorted(told | {facts.today})[:4]
    around = (0,) if few else _ROUND
    moves = {timedelta(days=amount + by) for amount in amounts_in(ruleset) for by in around}
    return {anchor + move for anchor in anchors for move in moves} | {facts.today + _FAR}


def _parameter_numbers(ruleset: Ruleset) -> Iterator[int]:
    for parameter in ruleset.parameters.values():
        if type(parameter.value) is int:
            yield parameter.value


def amounts_in(ruleset: Ruleset) -> tuple[int, ...]:
    """Every whole number of days by which the pack moves a date, and 0; sorted."""
    return _amounts(ruleset)


@lru_cache(maxsize=16)
def _amounts(ruleset: Ruleset) -> tuple[int, ...]:
    found = {0}
    for node in _nodes(ruleset):
        if isinstance(node, Shift):
            amount: Any = node.amount
            if isinstance(amount, Scaled):
                continue
            if isinstance(amount, Constant) and type(amount.value) is int:
                found.add(amount.value)
            elif isinstance(amount, Param):
                number = ruleset.parameter(amount.name)
                if type(number) is int:
                    found.add(number)
    return tuple(sorted(found))


def _nodes(ruleset: Ruleset) -> Iterator[Node]:
    for rule in ruleset.rules:
        for root in _roots(rule):
            yield from walk(root)
    for body in ruleset.definitions.values():
        yield from walk(body)


def _roots(rule: Rule) -> Iterable[Node]:
    yield rule.when
    if rule.window is not None:
        for node in (rule.window.not_before, rule.window.ideally_by, rule.window.not_after):
            if node is not None:
                yield node
