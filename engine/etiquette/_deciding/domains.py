"""What a fact could be: a few values that stand for all that the rules can tell apart.

A condition compares a fact with constants of the pack, so two values on the same side of all of them are
alike. Booleans and words are listed whole. Numbers and dates are taken at, just below and just above
everything that they could be compared with: constants, parameters, told dates and those dates moved by
every amount of days that the pack mentions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations
from typing import Any, Final

from etiquette._nouns import dataclass
from etiquette.algebra import Constant, Difference, Named, Node, Param, Scaled, Shift, Test, walk
from etiquette.facts import Facts, FactValue
from etiquette.model import Rule
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import NONE, FactDecl

__all__ = ["Landmarks", "amounts_in", "landmarks", "representatives", "words_for"]

_ROUND: Final = (-1, 0, 1)
_FAR: Final = timedelta(days=400)
_FARTHEST: Final = 15_000
_MOST_ANCHORS: Final = 4
_MOST_WORDS: Final = 4


def words_for(ruleset: Ruleset, decl: FactDecl) -> tuple[str, ...]:
    """The words that a fact may be: its own, or those that the ruleset declares."""
    return ruleset.words_for(decl)


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
            values += _word_lists(words, ruleset)
        case "number":
            values += sorted(_numbers(ruleset, decl))
        case "date":
            days = sorted(_dates(ruleset, facts, few=few))
            values += [day for day in days if not decl.past or day <= facts.today]
        case "text":
            values += sorted(_names(ruleset, facts, decl))
        case "texts" | "records" | "time" | "zone":
            pass
    return tuple(values)


def _numbers(ruleset: Ruleset, decl: FactDecl) -> set[int]:
    least = decl.least if decl.least is not None else 0
    most = decl.most if decl.most is not None else least + 1000
    found = {number + by for number in landmarks(ruleset).numbers for by in _ROUND} | {least, most}
    return {number for number in found if least <= number <= most}


def _word_lists(words: Sequence[str], ruleset: Ruleset) -> Iterator[tuple[str, ...]]:
    """Every combination of the few words that some condition looks for; each word; all and none."""
    wanted = [word for word in words if word in landmarks(ruleset).words][:_MOST_WORDS]
    yield from (picked for size in range(len(wanted) + 1) for picked in combinations(wanted, size))
    yield from ((word,) for word in words if word not in wanted)
    if len(words) > len(wanted):
        yield tuple(words)


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
    marks = landmarks(ruleset)
    required = {facts.told[path] for path, decl in ruleset.vocabulary.facts.items() if decl.required}
    anchors = {facts.today} | {day for day in required if isinstance(day, date)}
    if not few:
        anchors |= set(sorted(_told_dates(facts))[:_MOST_ANCHORS])
    around = (0,) if few else _ROUND
    found = {
        anchor + timedelta(days=move + by) for anchor in anchors for move in marks.moves for by in around
    }
    found |= {day + timedelta(days=by) for day in (*marks.dates, *_told_dates(facts)) for by in _ROUND}
    return found | {facts.today + _FAR}


def _told_dates(facts: Facts) -> Iterator[date]:
    for value in facts.told.values():
        if isinstance(value, date):
            yield value
        elif isinstance(value, tuple):
            for entry in value:
                if isinstance(entry, Mapping):
                    yield from (each for each in entry.values() if isinstance(each, date))


@dataclass(frozen=True, slots=True)
class Landmarks:
    """What a ruleset compares facts with: ``numbers``, ``dates``, ``words`` looked for in lists of words, and
    ``moves``, all days by which dates are moved or may differ, 0 among them.
    """

    numbers: tuple[int, ...]
    dates: tuple[date, ...]
    words: frozenset[str]
    moves: tuple[int, ...]


def amounts_in(ruleset: Ruleset) -> tuple[int, ...]:
    """Every whole number of days by which the pack moves or compares dates, and 0; sorted."""
    return landmarks(ruleset).moves


@lru_cache(maxsize=16)
def landmarks(ruleset: Ruleset) -> Landmarks:
    """The landmarks of a ruleset; worked out once."""
    numbers: set[int] = set()
    dates: set[date] = set()
    words: set[str] = set()
    moves = {0}
    numbers.update(p.value for p in ruleset.parameters.values() if type(p.value) is int)
    for node in _nodes(ruleset):
        match node:
            case Test(left, op, right):
                here = set(_whole_numbers(ruleset, right))
                numbers |= here
                if isinstance(left, Named) and isinstance(left.body, (Difference, Scaled)):
                    moves |= here | {-number for number in here}
                if op == "has" and isinstance(right, Constant):
                    words.add(str(right.value))
            case Shift(_, amount, _):
                moves.update(_whole_numbers(ruleset, amount))
            case Constant(value) if isinstance(value, date):
                dates.add(value)
            case _:
                pass
    return Landmarks(tuple(sorted(numbers)), tuple(sorted(dates)), frozenset(words), _near(moves))


def _near(moves: set[int]) -> tuple[int, ...]:
    return tuple(sorted(move for move in moves if abs(move) <= _FARTHEST))


def _whole_numbers(ruleset: Ruleset, node: Node | None) -> Iterator[int]:
    found: Any = None
    if isinstance(node, Constant):
        found = node.value
    elif isinstance(node, Param):
        found = ruleset.parameter(node.name)
    for each in found if isinstance(found, tuple) else (found,):
        if type(each) is int:
            yield each


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
