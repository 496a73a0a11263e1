"""Small changes of what a manifest declares: parameters, definitions, actions, phases, what is impossible."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from etiquette.algebra import ALWAYS, Condition, Named, Node, Scalar
from etiquette.model import Action, Impossible, Parameter, Phase
from etiquette.ruleset import Ruleset

from .atoms import is_condition
from .mutate_nodes import Changed, changed_conditions, changed_values
from .rewrite import with_definition

__all__ = ["ChangedPack", "changed_pack"]

_Declared: TypeAlias = Mapping[str, Any]
_Change: TypeAlias = Callable[[Ruleset], Ruleset]


@dataclass(frozen=True, slots=True)
class ChangedPack:
    """``change`` makes the change to any ruleset that has what it is about, as it is here; another it leaves
    alone. ``path`` leads to what it is about in the manifest.
    """

    name: str
    words: str
    path: tuple[str | int, ...]
    change: _Change


def changed_pack(ruleset: Ruleset, declared: _Declared) -> Iterator[ChangedPack]:
    """Every small change of what the manifest ``declared`` says."""
    for name in (*(declared.get("parameters") or ()), *(declared.get("set") or ())):
        if name in ruleset.parameters:
            section = "set" if name in (declared.get("set") or ()) else "parameters"
            yield from _parameter(ruleset.parameters[name], section)
    for name in declared.get("definitions") or ():
        if name in ruleset.definitions:
            yield from _definition(ruleset, name)
    for name in declared.get("actions") or ():
        if name in ruleset.actions and ruleset.actions[name].silent is None:
            yield from _action(ruleset.actions[name], ruleset)
    for name in declared.get("phases") or ():
        if name in ruleset.phases:
            yield from _phase(ruleset.phases[name])
    titles = [each["title"] for each in declared.get("impossible") or ()]
    for each in ruleset.impossible:
        if each.title in titles:
            yield from _impossible(each, ("impossible", titles.index(each.title)))


def _exchanged(section: str, name: str, old: Any, new: Any) -> _Change:
    """Puts ``new`` in the place of ``old`` in a section of a ruleset."""

    def change(ruleset: Ruleset) -> Ruleset:
        there: Mapping[str, Any] = getattr(ruleset, section)
        if there.get(name) != old:
            return ruleset
        return replace(ruleset, **{section: {**there, name: new}})  # type: ignore[arg-type]  # of its own kind

    return change


def _parameter(parameter: Parameter, section: str) -> Iterator[ChangedPack]:
    for value in _other_values(parameter):
        words = f"{parameter.name} is {_said(value)}, not {_said(parameter.value)}"
        change = _exchanged("parameters", parameter.name, parameter, replace(parameter, value=value))
        name = f"parameter {parameter.name}:{_said(value)}"
        yield ChangedPack(name, words, (section, parameter.name), change)


def _other_values(parameter: Parameter) -> Iterator[Scalar]:
    value = parameter.value
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        for other in (value + 1, value - 1):
            if (parameter.least is None or parameter.least <= other) and (
                parameter.most is None or other <= parameter.most
            ):
                yield other
    else:
        yield from (word for word in parameter.values if word != value)


def _said(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _definition(ruleset: Ruleset, name: str) -> Iterator[ChangedPack]:
    node = ruleset.definitions[name]
    body = node.body if isinstance(node, Named) else node
    changes: Iterator[Changed[Any]]
    changes = changed_conditions(body) if is_condition(body) else changed_values(body)  # type: ignore[arg-type]  # if it is no condition, it is a value
    for each in changes:
        label = f"definition {name}:{each.name.lstrip('-')}"
        yield ChangedPack(label, each.words, ("definitions", name), _redefined(name, node, each.node))


def _redefined(name: str, old: Node, new: Node) -> _Change:
    def change(ruleset: Ruleset) -> Ruleset:
        return with_definition(ruleset, name, new) if ruleset.definitions.get(name) == old else ruleset

    return change


def _action(action: Action, ruleset: Ruleset) -> Iterator[ChangedPack]:
    def with_action(what: str, words: str, key: str, **parts: Any) -> ChangedPack:
        change = _exchanged("actions", action.id, action, replace(action, **parts))
        return ChangedPack(f"action {action.id}:{what}", words, ("actions", action.id, key), change)

    if action.done_when is not None:
        yield with_action("done_when-dropped", "it is never done", "done_when", done_when=None)
        for name, words, node in _conditions(action.done_when):
            yield with_action(f"done_when{name}", f"done when: {words}", "done_when", done_when=node)
    if action.per is not None:
        yield with_action(
            "per-dropped", f"it is no longer owed to each of {action.per.each}", "per", per=None
        )
    if action.message:
        yield with_action("message-false", "no message is involved", "message", message=False)
    for key in ("channels", "recipients", "carriers"):
        items: tuple[str, ...] = getattr(action, key)
        for word in items if len(items) > 1 else ():
            fewer = tuple(each for each in items if each != word)
            yield with_action(f"{key}-without-{word}", f"{key}: {word} is left out", key, **{key: fewer})
        if items and set(items) != set(getattr(ruleset, key)):
            yield with_action(f"{key}-dropped", f"{key}: all that there are", key, **{key: ()})


def _conditions(node: Condition) -> Iterator[tuple[str, str, Condition]]:
    for each in changed_conditions(node):
        if each.node != ALWAYS:
            yield each.name, each.words, each.node


def _phase(phase: Phase) -> Iterator[ChangedPack]:
    for key in ("begins", "over"):
        node: Condition | None = getattr(phase, key)
        if node is None:
            continue
        others = [*_conditions(node), ("-dropped", f"“{key}” is left out", None)]
        for name, words, new in others:
            changed = replace(phase, **{key: new})  # type: ignore[arg-type]  # a condition or none
            change = _exchanged("phases", phase.id, phase, changed)
            yield ChangedPack(f"phase {phase.id}:{key}{name}", words, ("phases", phase.id, key), change)


def _impossible(old: Impossible, path: tuple[str | int, ...]) -> Iterator[ChangedPack]:
    number = int(path[1]) + 1
    yield ChangedPack(f"impossible {number}:dropped", f"“{old.title}” is left out", path, _instead(old, ()))
    for name, words, node in _conditions(old.when):
        change = _instead(old, (replace(old, when=node),))
        yield ChangedPack(f"impossible {number}:{name.lstrip('-')}", words, path, change)


def _instead(old: Impossible, new: tuple[Impossible, ...]) -> _Change:
    def change(ruleset: Ruleset) -> Ruleset:
        if old not in ruleset.impossible:
            return ruleset
        place = ruleset.impossible.index(old)
        before, after = ruleset.impossible[:place], ruleset.impossible[place + 1 :]
        return replace(ruleset, impossible=(*before, *new, *after))

    return change
