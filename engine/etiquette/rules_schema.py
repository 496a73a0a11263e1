"""Schemas in which conditions know the names they may start with, so that an editor completes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from ._data import load_schema
from ._deciding.unparse import node_in_words
from .ruleset import Ruleset
from .vocabulary import FactDecl, Vocabulary

__all__ = ["rules_schema", "with_fact_names"]


def rules_schema(ruleset: Ruleset) -> dict[str, Any]:
    """``rules.schema.json`` that knows the ruleset's facts, definitions, parameters and actions."""
    schema = with_fact_names(load_schema("rules"), ruleset.vocabulary)
    _condition(schema).update(_names(ruleset))
    return schema


def with_fact_names(schema: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """A copy of the rules or pack schema that knows just the facts of a vocabulary.

    Conditions know all of them, and ``mention_one_of`` those that are lists of texts.
    """
    changed = deepcopy(dict(schema))
    known = _condition(changed)
    for name in [name for name in known if name not in ("all", "any", "not")]:
        del known[name]
    for path, decl in vocabulary.facts.items():
        if decl.kind != "records":
            known[path] = _entry(decl.title or path, decl.description or decl.ask, _example(decl))
    lists = [path for path, decl in vocabulary.facts.items() if decl.kind == "texts"]
    for mention in _keys(changed, "mention_one_of"):
        mention["examples"] = [*lists, lists] if lists else []
    return changed


def _keys(schema: Any, name: str) -> Iterator[dict[str, Any]]:
    """What is said of a key, wherever in the schema it is."""
    for key, inner in schema.items() if isinstance(schema, dict) else enumerate(schema):
        if key == name:
            yield inner
        elif isinstance(inner, (dict, list)):
            yield from _keys(inner, name)


def _condition(schema: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = schema["$defs"]["condition"]["properties"]
    return found


def _entry(title: str, description: str, example: Any) -> dict[str, Any]:
    return {
        "$ref": "#/$defs/test",
        "title": title,
        "description": description or title,
        "examples": [example],
    }


def _example(decl: FactDecl) -> Any:
    match decl.kind:
        case "boolean":
            return False
        case "word":
            return next(iter(decl.values), "given")
        case "words":
            return {"has": next(iter(decl.values or decl.examples), "word")}
        case "number":
            return {"at_least": 1}
        case _:
            return "given"


def _names(ruleset: Ruleset) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, body in ruleset.definitions.items():
        yield name, _entry(name, f"A definition: {node_in_words(body)}.", True)
    for name, parameter in ruleset.parameters.items():
        yield name, _entry(parameter.title or name, f"A parameter, here {parameter.value}.", parameter.value)
    for name, action in ruleset.actions.items():
        yield name, _entry(action.title, "An action: whether it is open on the day in question.", "open")
