"""What a ruleset says, without how it is written: two that mean the same are equal here."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from etiquette.algebra import All, Condition, Not
from etiquette.algebra import Any as AnyOf
from etiquette.diagnostics import Location
from etiquette.model import PackId, Rule
from etiquette.ruleset import Ruleset

__all__ = ["difference", "meaning", "short"]

_PARTS = (
    "actions",
    "phases",
    "channels",
    "recipients",
    "carriers",
    "concepts",
    "parameters",
    "definitions",
    "impossible",
    "country",
)


def meaning(ruleset: Ruleset) -> Mapping[str, Any]:
    """What there is, by name: rules by id and everything that is declared, in a form that can be compared.

    Left out are places, digests and white space; levels are those that are in force, conditions are as short
    as can be, and overrides are what they take away.
    """
    found: dict[str, Any] = {part: _bare(getattr(ruleset, part)) for part in _PARTS}
    for rule in (*ruleset.rules, *ruleset.disabled):
        found[rule.id] = (_rule(ruleset, rule), rule in ruleset.disabled)
    return found


def difference(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """The first name under which two meanings differ; empty if they are the same."""
    names = [name for name in (*one, *other) if one.get(name) != other.get(name)]
    return names[0] if names else ""


def _rule(ruleset: Ruleset, rule: Rule) -> Any:
    taken = {
        (target.id, aspect)
        for override in rule.overrides
        for target in ruleset.targets(rule, override)
        for aspect in (target.aspects if override.aspect is None else (override.aspect,))
    }
    plain = dataclasses.replace(rule, level=rule.effective_level, overrides=(), when=short(rule.when))
    return _bare(plain), frozenset(taken)


def short(condition: Condition) -> Condition:
    """A condition without groups of one, groups in groups of a kind, repeated parts and double denials."""
    match condition:
        case Not(Not(part)):
            return short(part)
        case Not(part):
            return Not(short(part))
        case All(parts) | AnyOf(parts):
            kind = type(condition)
            flat: list[Condition] = []
            for part in map(short, parts):
                flat += part.parts if isinstance(part, kind) else [part]
            unique = sorted(set(flat), key=repr)
            return unique[0] if len(unique) == 1 else kind(tuple(unique))
        case _:
            return condition


def _bare(value: Any) -> Any:
    """Data without places and white space, and with conditions as short as can be."""
    if isinstance(value, (All, AnyOf, Not)):
        return short(value)
    if isinstance(value, (Location, PackId)):
        return None
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Mapping):
        return {key: _bare(each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return tuple(_bare(each) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        inner = ((field.name, _bare(getattr(value, field.name))) for field in dataclasses.fields(value))
        return (type(value).__name__, tuple(inner))
    return value
