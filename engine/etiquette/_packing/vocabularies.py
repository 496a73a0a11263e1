"""The facts of a ruleset: the bundled ones or a pack's own, with what layers and plugins add."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from etiquette._data import load_schema
from etiquette._reading.document import PathKey
from etiquette._reading.formats import FORMATS
from etiquette.algebra import IsOpen, walk
from etiquette.diagnostics import Diagnostic
from etiquette.vocabulary import NONE, FactDecl, Vocabulary, read_vocabulary

from .names import Names
from .pack_files import Pack

__all__ = ["base_schema", "check_assumptions", "check_plugins", "with_sections"]


def base_schema(
    packs: Iterable[Pack], above: Mapping[str, frozenset[str]]
) -> tuple[dict[str, Any], list[Diagnostic]]:
    """The JSON Schema of a facts file under these packs.

    A pack that extends nothing brings its own vocabulary or, having none, the bundled one; a layer's is
    added to what is below it.
    """
    schema: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}
    found: list[Diagnostic] = []
    for pack in packs:
        if pack.vocabulary is not None:
            added = pack.vocabulary.data
            found += [
                pack.vocabulary.problem(
                    "E444",
                    path,
                    f"The fact {_name(path)} is declared already, below {pack.name}.",
                    "Take it away here, or give it another name: a layer adds facts and redefines none.",
                    key=True,
                )
                for path in _merge(schema, added)
            ]
        elif not above.get(pack.name):
            list(_merge(schema, load_schema("facts")))
    return schema, found


def with_sections(schema: Mapping[str, Any], sections: Mapping[str, Mapping[str, Any]]) -> Vocabulary:
    """The vocabulary of ``schema`` with the sections of plugins, by the plugin's name."""
    extra = dict(sorted(sections.items()))
    return read_vocabulary({**schema, "properties": {**schema["properties"], **extra}})


def _merge(into: dict[str, Any], added: Mapping[str, Any], path: PathKey = ()) -> Iterator[PathKey]:
    """Add a schema's properties to another's; yields the paths of facts that both declare differently."""
    for key, value in added.items():
        if key not in ("properties", "required"):
            into.setdefault(key, value)
    into["required"] = sorted({*into.get("required", ()), *added.get("required", ())})
    properties = into.setdefault("properties", {})
    for name, sub in added.get("properties", {}).items():
        here = (*path, "properties", name)
        if name not in properties:
            properties[name] = sub
        elif _is_section(properties[name]) and _is_section(sub):
            properties[name] = dict(properties[name])
            properties[name]["properties"] = dict(properties[name]["properties"])
            yield from _merge(properties[name], sub, here)
        elif properties[name] != sub:
            yield here


def _is_section(schema: Mapping[str, Any]) -> bool:
    return "properties" in schema and "x-ask" not in schema


def _name(path: PathKey) -> str:
    return ".".join(str(part) for part in path if part != "properties")


def check_assumptions(names: Names, packs: Iterable[Pack]) -> Iterator[Diagnostic]:
    """What a pack's own facts take for true while they aren't told must be something they can be."""
    for pack in packs:
        for path, decl in names.vocabulary.facts.items() if pack.vocabulary else ():
            where = _place(pack.vocabulary.data, path) if pack.vocabulary else None
            if where is None or decl.assume is None or pack.vocabulary is None:
                continue
            reason = _impossible_assumption(decl, names)
            if reason:
                message = f"{path} can't be assumed so: {reason}."
                help_ = "Write {value: …}, {today_is_after: a date} or {holds: a condition by name}."
                yield pack.vocabulary.problem("E445", (*where, "x-assume"), message, help_, key=True)


def check_plugins(names: Names, plugins: Iterable[str]) -> dict[str, list[Diagnostic]]:
    """What plugins' facts take for true while they aren't told and can't be, by plugin."""
    found: dict[str, list[Diagnostic]] = {}
    for plugin in plugins:
        for path, decl in names.vocabulary.facts.items():
            reason = _impossible_assumption(decl, names) if path.startswith(f"{plugin}.") else ""
            if reason:
                message = f"Plugin {plugin!r} is left out: {path} can't be assumed so: {reason}."
                help_ = "Correct its x-assume; until then nothing of the plugin is used."
                found.setdefault(plugin, []).append(Diagnostic("E511", message, help_))
    return found


def _place(schema: Mapping[str, Any], path: str) -> PathKey | None:
    here: Any = schema
    found: PathKey = ()
    for part in path.split("."):
        here = here.get("properties", {}).get(part)
        if here is None:
            return None
        found = (*found, "properties", part)
    return found


def _impossible_assumption(decl: FactDecl, names: Names) -> str:
    """Why a fact can't be assumed as it is, as the end of a sentence; empty when it can."""
    assume = decl.assume
    if assume is None:
        return ""
    if assume.kind == "today_is_after":
        other = names.vocabulary.facts.get(str(assume.value))
        fits = other is not None and other.kind == "date" and decl.kind == "boolean"
        return "" if fits else f"{assume.value} is no fact that is a date, or {decl.path} isn't true or false"
    if assume.kind == "holds":
        typed = names.get(str(assume.value))
        if typed and any(isinstance(node, IsOpen) for node in walk(typed.node)):
            return f"{assume.value} asks whether an action is open, which only the condition of a rule can"
        fits = typed is not None and typed.kind == "condition" and decl.kind == "boolean"
        return "" if fits else f"{assume.value} is no condition by name, or {decl.path} isn't true or false"
    if assume.value is NONE:
        return "" if decl.can_be_none else "none is no answer to it; it lacks x-none"
    value = assume.value
    words = names.words_of(decl)
    fits = {
        "boolean": isinstance(value, bool),
        "number": isinstance(value, int) and not isinstance(value, bool) and _within(value, decl),
        "word": value in words,
        "words": isinstance(value, tuple) and set(value) <= set(words),
        "texts": isinstance(value, tuple),
        "records": value == (),
        "text": isinstance(value, str),
        "zone": isinstance(value, str) and FORMATS["timezone"](value),
    }.get(decl.kind, False)
    return "" if fits else f"{value} is no value of it"


def _within(number: int, decl: FactDecl) -> bool:
    return (decl.least is None or number >= decl.least) and (decl.most is None or number <= decl.most)
