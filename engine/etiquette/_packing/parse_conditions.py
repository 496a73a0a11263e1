"""Conditions as a pack writes them, read into the algebra; each comparison must fit what it compares."""

from __future__ import annotations

from etiquette._reading.wording import did_you_mean, listed, value_in_words
from etiquette.algebra import ALWAYS, All, Any, Condition, Constant, IsOpen, Not, Op, Test, Value, walk

from .names import KIND_WORDS, Names, Typed
from .parse_dates import parse_date
from .parse_scalars import (
    NEGATED,
    NUMBERS,
    OPERATORS,
    fitting_operators,
    parse_scalar,
    parse_text,
    parse_word,
)
from .tree import Tree

__all__ = ["parse_condition", "parse_timeless"]


def parse_condition(tree: Tree, names: Names) -> Condition:
    """The condition at ``tree``; parts that are wrong are left out of it and stand in ``names.found``."""
    parts: list[Condition] = []
    for key, sub in tree.items():
        if key == "all":
            parts.append(All(tuple(parse_condition(each, names) for each in sub)))
        elif key == "any":
            parts.append(Any(tuple(parse_condition(each, names) for each in sub)))
        elif key == "not":
            parts.append(Not(parse_condition(sub, names)))
        else:
            parts.extend(_tests(key, sub, names))
    return parts[0] if len(parts) == 1 else All(tuple(parts)) if parts else ALWAYS


def parse_timeless(tree: Tree, names: Names) -> Condition:
    """A condition that may not ask whether an action is open, because decisions are made from it."""
    found = parse_condition(tree, names)
    waits = [node.action for node in walk(found) if isinstance(node, IsOpen)]
    if waits:
        message = f"This asks whether {waits[0]} is open, and only the condition of a rule can."
        help_ = "Say it with facts, or move it into the `when` of a rule."
        names.found.append(tree.problem("E413", message, help_))
    return found


def _tests(name: str, tree: Tree, names: Names) -> list[Condition]:
    if name in names.declared["actions"]:
        return _open(name, tree, names)
    typed = names.get(name)
    if typed is None:
        if not names.knows(name):
            names.unknown(name, tree, key=True)
        return []
    if typed.kind == "condition":
        if isinstance(tree.data, bool):
            return [typed.condition if tree.data else Not(typed.condition)]
        message = f"{name} is a condition, and {value_in_words(tree.plain())} stands after it."
        help_ = "Write true where it must hold, false where it mustn't."
        names.found.append(tree.problem("E413", message, help_))
        return []
    if isinstance(tree.data, dict):
        given = [(key, tree.data[key]) for key in OPERATORS if key in tree.data]
        return [part for key, sub in given for part in _compared(typed, key, sub, names)]
    if tree.data in ("given", "none"):
        return _given(typed, tree, names)
    value = _right(typed, tree, names)
    return [] if value is None else [Test(typed.value, "==", value)]


def _open(name: str, tree: Tree, names: Names) -> list[Condition]:
    if tree.data in ("open", "not_open"):
        return [IsOpen(name) if tree.data == "open" else Not(IsOpen(name))]
    message = f"{name} is an action, and {value_in_words(tree.plain())} stands after it."
    names.found.append(tree.problem("E413", message, "Write open or not_open."))
    return []


def _given(typed: Typed, tree: Tree, names: Names) -> list[Condition]:
    if typed.parameter is not None:
        message = f"{typed.name} is a parameter, which always has a value."
        names.found.append(tree.problem("E413", message, "Compare it to one of its values."))
        return []
    given = Test(typed.value, "given")
    return [given if tree.data == "given" else Not(given)]


def _compared(typed: Typed, key: str, tree: Tree, names: Names) -> list[Condition]:
    op, kinds = OPERATORS[key]
    if typed.kind not in kinds:
        message = f"{key} doesn't fit {typed.name}, which is {KIND_WORDS[typed.kind]}."
        help_ = f"Use {listed(['given', 'none', *fitting_operators(typed)])}."
        names.found.append(tree.problem("E413", message, help_, key=True))
        return []
    right = _right_of(typed, op, tree, names)
    if right is None:
        return []
    test = Test(typed.value, op, right)
    return [Not(test) if key in NEGATED else test]


def _right_of(typed: Typed, op: Op, tree: Tree, names: Names) -> Value | None:
    if op == "in":
        values = [parse_scalar(typed, each, names) for each in tree]
        return Constant(tuple(each for each in values if each is not None)) if None not in values else None
    if op == "has":
        word = parse_text(typed, tree, names) if typed.words is None else parse_word(typed, tree, names)
        return None if word is None else Constant(word)
    if op in ("<", "<=", ">", ">=") and typed.kind in NUMBERS and isinstance(tree.data, str):
        return _bound(typed, tree, names)
    return _right(typed, tree, names)


def _right(typed: Typed, tree: Tree, names: Names) -> Value | None:
    """What a single value is compared to: for a date any date, for the rest a constant."""
    if typed.kind == "date" and isinstance(tree.data, (str, dict)):
        return parse_date(tree, names)
    value = parse_scalar(typed, tree, names)
    return None if value is None else Constant(value)


def _bound(typed: Typed, tree: Tree, names: Names) -> Value | None:
    """A parameter that a number is compared to."""
    parameter = names.parameters.get(tree.data)
    wanted = ("count",) if typed.kind == "number" else ("count", "days")
    if parameter is not None and parameter.type in wanted:
        return names.get(tree.data).value  # type: ignore[union-attr]  # a parameter is always there
    if parameter is None:
        counts = [each.name for each in names.parameters.values() if each.type in wanted]
        near = did_you_mean(tree.data, counts)
        message = f"{tree.data} is neither a number nor the name of a parameter."
        help_ = f"Did you mean {near}?" if near else "Write a whole number, or declare such a parameter."
        names.found.append(tree.problem("E411", message, help_))
    else:
        message = f"{tree.data} is a parameter of type {parameter.type}; {typed.name} is compared to a count."
        help_ = "Write a whole number, or a parameter of type count."
        names.found.append(tree.problem("E413", message, help_))
    return None
