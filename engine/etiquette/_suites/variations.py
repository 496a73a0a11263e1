"""Small changes of the facts of a case, from which it may be seen what hangs on them.

What a fact could be otherwise is what stands for all that the rules can tell apart. Lists of entries get an
entry that a definition looks for, lose one that it finds, or become empty. Parameters take other values.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any, Final, TypeAlias

from etiquette._deciding.calendars import countries
from etiquette._deciding.domains import representatives
from etiquette.algebra import Condition, Count, Fact, IsOpen, Node, Param, Pick, Scalar, walk
from etiquette.facts import NONE, Facts
from etiquette.model import Parameter
from etiquette.ruleset import Ruleset

__all__ = ["Change", "Variation", "changes_for", "changes_of", "plain", "variations"]

_MOST: Final = 4000


@dataclass(frozen=True, slots=True)
class Change:
    """One fact, or one parameter, otherwise. ``value`` is as it would be written in a facts file."""

    path: str
    value: Any
    parameter: bool = False


@dataclass(frozen=True, slots=True)
class Variation:
    """The facts of a case and the parameters that it sets, after some changes."""

    facts: dict[str, Any]
    parameters: dict[str, Scalar] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


_Nested: TypeAlias = Mapping[str, Any]


def variations(
    data: _Nested, parameters: Mapping[str, Scalar], changes: Iterable[Change]
) -> Iterator[Variation]:
    """The case as it is, with each of the changes, then with two of them, then with three; not endlessly."""
    yield Variation(copy.deepcopy(dict(data)), dict(parameters))
    listed = list(changes)
    made = 0
    for size in (1, 2, 3):
        for together in combinations(listed, size):
            if len({each.path for each in together}) == size:
                made += 1
                if made > _MOST:
                    return
                yield _changed(data, parameters, together)


def _changed(data: _Nested, parameters: Mapping[str, Scalar], changes: tuple[Change, ...]) -> Variation:
    facts, settings = copy.deepcopy(dict(data)), dict(parameters)
    for change in changes:
        if change.parameter:
            settings[change.path] = change.value
            continue
        *sections, name = change.path.split(".")
        here = facts
        for section in sections:
            if not isinstance(here.get(section), dict):
                here[section] = {}
            here = here[section]
        here[name] = change.value
    return Variation(facts, settings, changes)


def changes_for(ruleset: Ruleset, facts: Facts, node: Condition, data: _Nested) -> Iterator[Change]:
    """What could be otherwise of all that a condition reads, also by way of other actions' conditions."""
    found: dict[str, list[Change]] = {}
    for each in _nodes(ruleset, node):
        match each:
            case Fact(path) if path not in found:
                now = facts.told.get(path)
                others = (value for value in representatives(ruleset, facts, path) if value != now)
                found[path] = [Change(path, plain(value)) for value in others]
            case Param(name) if name in ruleset.parameters and f"parameter {name}" not in found:
                values = _other_values(ruleset.parameters[name])
                found[f"parameter {name}"] = [Change(name, value, parameter=True) for value in values]
            case Count(path, where) | Pick(_, path, where, _):
                of = each.field if isinstance(each, Pick) else None
                new = list(_lists(ruleset, facts, data, path, where, of))
                found[path] = [*found.get(path, ()), *(one for one in new if one not in found.get(path, ()))]
            case _:
                pass
    for each_path in found.values():
        yield from each_path


def changes_of(ruleset: Ruleset, facts: Facts, paths: Iterable[str]) -> Iterator[Change]:
    """What facts could be otherwise; of texts, those that the vocabulary gives as examples."""
    for path in paths:
        if path in ruleset.vocabulary.facts:
            decl = ruleset.vocabulary[path]
            values = representatives(ruleset, facts, path) or decl.examples
            if not values and path == ruleset.country:
                values = tuple(sorted(countries()))[:1]
            yield from (Change(path, plain(value)) for value in values if value != facts.told.get(path))


def _nodes(ruleset: Ruleset, node: Condition) -> Iterator[Node]:
    for each in walk(node):
        yield each
        if isinstance(each, IsOpen):
            for rule in ruleset.by_action[each.action]:
                yield from walk(rule.when)


def _other_values(parameter: Parameter) -> Iterator[Scalar]:
    if parameter.type == "switch":
        yield not parameter.value
    elif parameter.type == "enum":
        yield from (word for word in parameter.values if word != parameter.value)
    elif isinstance(parameter.value, int):
        for value in (parameter.value - 1, parameter.value + 1, parameter.least, parameter.most):
            if value is not None and (parameter.least or 0) <= value <= (parameter.most or value):
                yield value


def _lists(
    ruleset: Ruleset,
    facts: Facts,
    data: _Nested,
    path: str,
    where: tuple[tuple[str, Scalar], ...],
    of: str | None,
) -> Iterator[Change]:
    """The list empty; with one more entry that fits; and without the first that does."""
    there = _at(data, path)
    entries: list[Any] = list(there) if isinstance(there, list) else []
    yield Change(path, [])
    anchors = [facts.today, *(value for value in facts.told.values() if isinstance(value, date))]
    decl = ruleset.vocabulary[path]
    days = [each.name for each in decl.fields if each.kind == "date"]
    for day in dict.fromkeys(min(each, facts.today) for each in anchors):
        new: dict[str, Any] = {name: plain(value) for name, value in where}
        for name in [of] if of else days:
            new[name] = day.isoformat()
        texts = [each.name for each in decl.fields if each.kind == "text" and each.required]
        yield Change(path, [*entries, {**dict.fromkeys(texts, "A"), **new}])
    fitting = [each for each in entries if all(each.get(name) == plain(value) for name, value in where)]
    if fitting:
        yield Change(path, [each for each in entries if each is not fitting[0]])


def _at(data: _Nested, path: str) -> Any:
    here: Any = data
    for part in path.split("."):
        here = here.get(part) if isinstance(here, Mapping) else None
    return here


def plain(value: Any) -> Any:
    """A value as it would be written in a facts file."""
    if value is NONE:
        return "none"
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else value
