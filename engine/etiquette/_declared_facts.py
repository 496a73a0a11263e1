"""Facts that a plugin declares: one section of the facts file, under the plugin's own name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from ._plugin_problems import Origin, PluginError, did_you_mean, kind_of, rubbish

__all__ = ["read_facts"]

_HOOK: Final = "etiquette_facts"
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_RESERVED: Final = frozenset({"today", "timezone", "proposed", "packs"})
_TYPES: Final = frozenset({"boolean", "string", "integer", "array"})
_ASSUME: Final = frozenset({"value", "today_is_after", "holds"})
_WORDS: Final = frozenset({"channels", "recipients", "carriers", "actions", "concepts"})


def read_facts(origin: Origin, result: Mapping[str, object]) -> Mapping[str, Any]:
    """The section's schema, closed and complete, with *blank* allowed for every fact.

    Raises :class:`PluginError` if what ``etiquette_facts`` returned doesn't fit.
    """
    if list(result) != [origin.name] or origin.name in _RESERVED:
        names = ", ".join(sorted(map(repr, result))) or "nothing"
        raise _wrong(
            origin,
            f"facts under {names}.",
            f"A plugin's facts are one section under its own name, {origin.name!r}.",
        )
    section = result[origin.name]
    if not isinstance(section, Mapping):
        raise _wrong(origin, f"the section is {kind_of(section)} instead of a mapping")
    plain: dict[str, Any] = json.loads(json.dumps(_plain(section)))
    facts = plain.get("properties")
    if not isinstance(facts, dict) or not facts:
        raise _wrong(origin, "the section has no properties")
    if unknown := sorted(set(plain) - {"type", "title", "description", "properties", "examples"}):
        raise _wrong(origin, f"the section has the unknown key {unknown[0]!r}")
    for problem in _problems(facts):
        raise _wrong(origin, problem)
    section = {
        "title": origin.name,
        **plain,
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {name: _with_blank(fact) for name, fact in facts.items()},
    }
    try:
        Draft202012Validator.check_schema(section)
    except SchemaError as error:
        raise _wrong(origin, f"no JSON Schema ({error.message})") from None
    return section


def _problems(facts: Mapping[str, Any]) -> Iterator[str]:
    """What is missing in the declarations, or not understood."""
    for name, fact in facts.items():
        if not _NAME.fullmatch(name):
            yield f"the fact {name!r} has a name other than lower-case letters, digits and _"
        elif not isinstance(fact, dict):
            yield f"the fact {name!r} is {kind_of(fact)} instead of a mapping"
        elif "$ref" in fact or "properties" in fact:
            yield f"the fact {name!r} is not a plain fact: no '$ref' and no 'properties' in it"
        else:
            yield from _fact_problems(f"the fact {name!r}", fact)


def _fact_problems(what: str, fact: Mapping[str, Any]) -> Iterator[str]:
    types = _types(fact)
    if len(types) != 1 or types[0] not in _TYPES:
        yield f"{what} needs a type: {', '.join(sorted(_TYPES))}"
    for key in ("title", "x-ask"):
        if not isinstance(fact.get(key), str) or not fact[key].strip():
            yield f"{what} has no {key!r}"
    for key in fact:
        if key.startswith("x-") and key not in ("x-ask", "x-assume", "x-none", "x-words"):
            hint = did_you_mean(key, ("x-ask", "x-assume", "x-none", "x-words"))
            yield f"{what} has the unknown key {key!r}. {hint}".strip()
    assume = fact.get("x-assume")
    if assume is not None and not (isinstance(assume, dict) and len(assume) == 1 and set(assume) <= _ASSUME):
        yield f"{what} has an 'x-assume' that is not one of {', '.join(sorted(_ASSUME))}"
    if not isinstance(fact.get("x-none", False), bool):
        yield f"{what} has an 'x-none' other than true or false"
    if fact.get("x-words", "channels") not in _WORDS:
        yield f"{what} has an 'x-words' that is not one of {', '.join(sorted(_WORDS))}"


def _types(fact: Mapping[str, Any]) -> list[object]:
    given = fact.get("type")
    return [each for each in (given if isinstance(given, list) else [given]) if each != "null"]


def _with_blank(fact: Mapping[str, Any]) -> dict[str, Any]:
    """The fact's schema that also takes a blank, which means that it is not known."""
    found = {**fact, "type": [*_types(fact), "null"]}
    if "enum" in found and None not in found["enum"]:
        found["enum"] = [*found["enum"], None]
    return found


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value


def _wrong(origin: Origin, text: str, hint: str = "") -> PluginError:
    return PluginError(rubbish(origin, _HOOK, text, hint))
