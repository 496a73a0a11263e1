"""Conditions as a pack writes them, read into the algebra; each comparison must fit what it compares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from ._names import KIND_WORDS, Kind, Names, Typed
from ._parse_dates import parse_date
from ._tree import Tree
from ._wording import did_you_mean, listed, value_in_words, written
from .algebra import ALWAYS, All, Any, Condition, Constant, IsOpen, Not, Op, Scalar, Test, Value, walk

__all__ = ["parse_condition", "parse_scalar", "parse_timeless"]

_NUMBERS: Final[tuple[Kind, ...]] = ("number", "span")
_SINGLE: Final[tuple[Kind, ...]] = ("boolean", "word", "number", "span", "text", "zone", "date")

_OPERATORS: Final[Mapping[str, tuple[Op, tuple[Kind, ...]]]] = {
    "is_not": ("==", _SINGLE),
    "one_of": ("in", _SINGLE),
    "not_one_of": ("in", _SINGLE),
    "has": ("has", ("words", "texts")),
    "lacks": ("has", ("words", "texts")),
    "at_least": (">=", _NUMBERS),
    "at_most": ("<=", _NUMBERS),
    "more_than": (">", _NUMBERS),
    "fewer_than": ("<", _NUMBERS),
    "before": ("<", ("date",)),
    "after": (">", ("date",)),
    "on_or_before": ("<=", ("date",)),
    "on_or_after": (">=", ("date",)),
    "on": ("==", ("date",)),
}
_NEGATED: Final = ("is_not", "not_one_of", "lacks")


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


def parse_scalar(typed: Typed, tree: Tree, names: Names) -> Scalar | None:
    """The constant at ``tree`` as a value of what it is compared to; ``None`` when it can't be one."""
    check = _SCALARS.get(typed.kind)
    if check is not None:
        return check(typed, tree, names)
    _report_misfit(typed, tree, names)
    return None


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
        given = [(key, tree.data[key]) for key in _OPERATORS if key in tree.data]
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
    op, kinds = _OPERATORS[key]
    if typed.kind not in kinds:
        fitting = [each for each, (_, kinds) in _OPERATORS.items() if typed.kind in kinds]
        message = f"{key} doesn't fit {typed.name}, which is {KIND_WORDS[typed.kind]}."
        help_ = f"Use {listed(['given', 'none', *fitting])}."
        names.found.append(tree.problem("E413", message, help_, key=True))
        return []
    right = _right_of(typed, op, tree, names)
    if right is None:
        return []
    test = Test(typed.value, op, right)
    return [Not(test) if key in _NEGATED else test]


def _right_of(typed: Typed, op: Op, tree: Tree, names: Names) -> Value | None:
    if op == "in":
        values = [parse_scalar(typed, each, names) for each in tree]
        return Constant(tuple(each for each in values if each is not None)) if None not in values else None
    if op == "has":
        word = _text(typed, tree, names) if typed.words is None else _word(typed, tree, names)
        return None if word is None else Constant(word)
    if op in ("<", "<=", ">", ">=") and typed.kind in _NUMBERS and isinstance(tree.data, str):
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


def _boolean(typed: Typed, tree: Tree, names: Names) -> bool | None:
    if isinstance(tree.data, bool):
        return tree.data
    _report_misfit(typed, tree, names)
    return None


def _number(typed: Typed, tree: Tree, names: Names) -> int | None:
    if isinstance(tree.data, bool) or not isinstance(tree.data, int):
        _report_misfit(typed, tree, names)
        return None
    least, most = typed.least, typed.most
    if (least is not None and tree.data < least) or (most is not None and tree.data > most):
        bounds = [f"at least {least}"] * (least is not None) + [f"at most {most}"] * (most is not None)
        message = f"{typed.name} is never {tree.data}: it is {listed(bounds, 'and')}."
        names.found.append(tree.problem("E414", message, "Write a number that it can be."))
        return None
    return tree.data


def _word(typed: Typed, tree: Tree, names: Names) -> str | None:
    words = typed.words or ()
    if isinstance(tree.data, str) and tree.data in words:
        return tree.data
    if tree.data in ("given", "none") and typed.parameter is None:
        message = f"{tree.data} can't be compared to like a word."
        help_ = f"Write `{typed.name}: {tree.data}`, or `not` of it."
        names.found.append(tree.problem("E412", message, help_))
        return None
    near = did_you_mean(str(tree.data), words)
    rest = f"It is {listed(words)}." if words else "No word is declared for it."
    help_ = f"Did you mean {near}?" if near else rest
    message = f"{typed.name} is never {written(tree.plain())}."
    names.found.append(tree.problem("E412", message, help_))
    return None


def _text(typed: Typed, tree: Tree, names: Names) -> str | None:
    if isinstance(tree.data, str):
        return tree.data
    _report_misfit(typed, tree, names)
    return None


def _date(typed: Typed, tree: Tree, names: Names) -> date | None:
    try:
        return date.fromisoformat(str(tree.data))
    except ValueError:
        message = f"{typed.name} is a date, and {value_in_words(tree.plain())} is none."
        names.found.append(tree.problem("E413", message, "Write a day of the calendar as YYYY-MM-DD."))
        return None


def _report_misfit(typed: Typed, tree: Tree, names: Names) -> None:
    fitting = [key for key, (_, kinds) in _OPERATORS.items() if typed.kind in kinds and key not in _NEGATED]
    plain = f"{KIND_WORDS[typed.kind]}, " if typed.kind in _SINGLE else ""
    what = value_in_words(tree.plain())
    message = f"{typed.name} is {KIND_WORDS[typed.kind]}, and {what} can't be compared to it."
    help_ = f"Use {plain}{listed(['given', 'none', *fitting])}."
    names.found.append(tree.problem("E413", message, help_))


_SCALARS: Final[Mapping[Kind, Callable[[Typed, Tree, Names], Scalar | None]]] = {
    "boolean": _boolean,
    "word": _word,
    "number": _number,
    "span": _number,
    "text": _text,
    "zone": _text,
    "date": _date,
}
