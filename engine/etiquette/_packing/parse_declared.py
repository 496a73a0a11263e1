"""What a manifest declares: parameters, phases, actions, channels, recipients, carriers, concepts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from etiquette._reading.wording import did_you_mean, listed, written
from etiquette.algebra import Count, Named, Scalar
from etiquette.diagnostics import Diagnostic
from etiquette.model import (
    Action,
    Channel,
    Concept,
    Impossible,
    Parameter,
    PerEach,
    Phase,
    Recipient,
    Silence,
)
from etiquette.vocabulary import FactDecl, FactKind

from .names import KIND_WORDS, Family, Names
from .parse_conditions import parse_timeless
from .parse_definitions import record_field, records_at
from .tree import Tree

__all__ = [
    "fitting",
    "parse_action",
    "parse_channel",
    "parse_concept",
    "parse_fact",
    "parse_impossible",
    "parse_parameter",
    "parse_phase",
    "parse_recipient",
    "unfit",
]

_NUMERIC: Final = ("days", "business_days", "count")


def parse_parameter(name: str, tree: Tree, found: list[Diagnostic]) -> Parameter | None:
    """A parameter with its default for its value; ``None`` when the declaration doesn't fit itself."""
    kind = tree.data["type"].data
    range_, values, default = tree.get("range"), tree.get("values"), tree.data["default"]
    numeric = kind in _NUMERIC
    before = len(found)
    for key, sub, wanted in (("range", range_, numeric), ("values", values, kind == "enum")):
        if wanted and sub is None:
            help_ = "Add `range: [least, most]`." if key == "range" else "Add `values: [one, another]`."
            message = f"The parameter {name} has no {key}, which the type {kind} needs."
            found.append(tree.problem("E418", message, help_, key=True))
        elif sub is not None and not wanted:
            message = f"A parameter of type {kind} has no {key}."
            found.append(sub.problem("E418", message, f"Take {key} away, or change the type.", key=True))
    if len(found) > before:
        return None
    least, most = (each.data for each in range_) if range_ else (None, None)
    if least is not None and most is not None and least > most:
        message = f"The range of {name} ends before it begins."
        found.append(tree.data["range"].problem("E418", message, f"Write [{most}, {least}]."))
        return None
    parameter = Parameter(
        name=name,
        type=kind,
        value=default.data,
        title=_text(tree, "title"),
        least=least,
        most=most,
        values=tuple(each.data for each in values) if values else (),
        location=tree.key_location,
    )
    reason = unfit(parameter, default.data)
    if reason:
        message = f"The default of {name} doesn't fit: {reason}."
        found.append(default.problem("E418", message, fitting(parameter, default.data)))
        return None
    return parameter


def unfit(parameter: Parameter, value: Scalar) -> str:
    """Why a parameter can't have ``value``, as the end of a sentence; empty when it can."""
    shown = written(value)
    if parameter.type == "switch":
        return "" if isinstance(value, bool) else f"{shown} is neither true nor false"
    if parameter.type == "enum":
        return "" if value in parameter.values else f"{shown} is not one of {listed(parameter.values)}"
    if isinstance(value, bool) or not isinstance(value, int):
        return f'"{shown}" is a text, not a number' if _is_digits(value) else f"{shown} is not a whole number"
    least, most = parameter.least, parameter.most
    if (least is not None and value < least) or (most is not None and value > most):
        return f"{shown} is not within {least} to {most}"
    return ""


def _is_digits(value: Scalar) -> bool:
    return isinstance(value, str) and value.removeprefix("-").isdecimal()


def fitting(parameter: Parameter, value: Scalar) -> str:
    """What to write instead of ``value``, as a sentence."""
    if parameter.type == "switch":
        return "Write true or false."
    if parameter.type == "enum":
        near = did_you_mean(str(value), parameter.values)
        return f"Did you mean {near}?" if near else f"Write {listed(parameter.values)}."
    lead = "Take the quotes away and write" if _is_digits(value) else "Write"
    return f"{lead} a whole number from {parameter.least} to {parameter.most}."


def parse_phase(name: str, tree: Tree, names: Names) -> Phase:
    """A stretch of time."""
    begins, over = (
        parse_timeless(sub, names) if (sub := tree.get(key)) else None for key in ("begins", "over")
    )
    return Phase(name, _text(tree, "title"), begins, over)


def parse_action(name: str, tree: Tree, names: Names) -> Action:
    """Something one may do."""
    names.member("phases", tree.data["phase"])
    done = tree.get("done_when")
    per = tree.get("per")
    silent = tree.get("silent")
    return Action(
        id=name,
        title=_text(tree, "title"),
        phase=_text(tree, "phase"),
        done_when=parse_timeless(done, names) if done else None,
        per=_per(per, names) if per else None,
        silent=silent.data if silent else None,
        answered=bool(sub.data) if (sub := tree.get("answered")) else False,
        silences=tuple(_silence(each, names) for each in tree.get("silent_when") or ()),
        channels=tuple(_members(tree, "channels", names)),
        recipients=tuple(_members(tree, "recipients", names)),
        carriers=tuple(_members(tree, "carriers", names)),
        message=bool(sub.data) if (sub := tree.get("message")) else True,
        location=tree.key_location,
    )


def _silence(tree: Tree, names: Names) -> Silence:
    when = tree.data["when"]
    return Silence(_text(tree, "because"), parse_timeless(when, names), when.location)


def _per(tree: Tree, names: Names) -> PerEach | None:
    each = records_at(tree.data["each"], names)
    by = record_field(each, tree.data["by"], names, ("text", "word")) if each else None
    records = _counted(tree.data["counting"], names)
    matches = record_field(records, tree.data["matches"], names, ("text", "word")) if records else None
    if each is None or by is None or records is None or matches is None:
        return None
    return PerEach(each.path, by.name, str(tree.data["counting"].data), matches.name)


def _counted(tree: Tree, names: Names) -> FactDecl | None:
    """The list that the definition counts whose name stands at ``tree``."""
    if tree.data in names.definitions:
        typed = names.get(tree.data)
        if typed is None:
            return None
        if isinstance(typed.node, Named) and isinstance(typed.node.body, Count):
            return names.vocabulary.facts[typed.node.body.list]
    near = did_you_mean(tree.data, names.definitions)
    help_ = "Name a definition of the form {count: …}."
    if near and near != tree.data:
        help_ = f"Did you mean {near}?"
    names.found.append(tree.problem("E419", f"{tree.data} is not a definition that counts.", help_))
    return None


def parse_channel(name: str, tree: Tree, names: Names) -> Channel:
    """A way to reach somebody."""
    unit, medium = tree.get("unit"), tree.get("medium")
    if unit:
        names.member("units", unit)
    return Channel(
        id=name,
        title=_text(tree, "title"),
        medium=medium.data if medium else "written",
        unit=unit.data if unit else "words",
        owner=tree.owner,
        phrase=_text(tree, "phrase"),
    )


def parse_recipient(name: str, tree: Tree, names: Names) -> Recipient:
    """Somebody who can be addressed, or who carries."""
    zone = tree.get("timezone")
    if zone:
        parse_fact(zone, names, ("zone",), "a time zone")
    return Recipient(name, _text(tree, "title"), zone.data if zone else None, _text(tree, "phrase"))


def parse_concept(name: str, tree: Tree) -> Concept:
    """Something that a message can say."""
    room = tree.get("room")
    return Concept(name, _text(tree, "title"), room.data if room else 0)


def parse_impossible(tree: Tree, names: Names) -> Impossible:
    """A situation that can't be."""
    when = tree.data["when"]
    return Impossible(_text(tree, "title"), parse_timeless(when, names), when.location)


def parse_fact(tree: Tree, names: Names, kinds: tuple[FactKind, ...], what: str) -> FactDecl | None:
    """The fact whose path stands at ``tree``; reported if there is none of one of ``kinds``."""
    facts = names.vocabulary.facts
    found = facts.get(str(tree.data))
    if found is not None and found.kind in kinds:
        return found
    fitting_ = [path for path, each in facts.items() if each.kind in kinds]
    near = did_you_mean(str(tree.data), fitting_)
    help_ = f"Did you mean {near}?" if near else f"Facts that fit: {listed(fitting_) or 'none'}."
    message = f"There is no fact called {tree.data}."
    if found is not None:
        message = f"{tree.data} is {KIND_WORDS[found.kind]}, and {what} belongs here."
    names.found.append(tree.problem("E411" if found is None else "E413", message, help_))
    return None


def _members(tree: Tree, key: Family, names: Names) -> Iterator[str]:
    for each in tree.get(key) or ():
        if names.member(key, each):
            yield each.data


def _text(tree: Tree, key: str) -> str:
    found = tree.get(key)
    return str(found.data) if found else ""
