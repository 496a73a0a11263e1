"""Constants in conditions: what a fact is compared to must be something that it can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from etiquette._reading.wording import did_you_mean, listed, value_in_words, written
from etiquette.algebra import Op, Scalar

from .names import KIND_WORDS, Kind, Names, Typed
from .tree import Tree

__all__ = ["NEGATED", "NUMBERS", "OPERATORS", "fitting_operators", "parse_scalar", "parse_text", "parse_word"]

NUMBERS: Final[tuple[Kind, ...]] = ("number", "span")
SINGLE: Final[tuple[Kind, ...]] = ("boolean", "word", "number", "span", "text", "zone", "date")

OPERATORS: Final[Mapping[str, tuple[Op, tuple[Kind, ...]]]] = {
    "is_not": ("==", SINGLE),
    "one_of": ("in", SINGLE),
    "not_one_of": ("in", SINGLE),
    "has": ("has", ("words", "texts")),
    "lacks": ("has", ("words", "texts")),
    "at_least": (">=", NUMBERS),
    "at_most": ("<=", NUMBERS),
    "more_than": (">", NUMBERS),
    "fewer_than": ("<", NUMBERS),
    "before": ("<", ("date",)),
    "after": (">", ("date",)),
    "on_or_before": ("<=", ("date",)),
    "on_or_after": (">=", ("date",)),
    "on": ("==", ("date",)),
}
NEGATED: Final = ("is_not", "not_one_of", "lacks")
"""Operators that say the contrary of the algebra's."""


def fitting_operators(typed: Typed) -> list[str]:
    """The comparisons that fit what a name stands for."""
    return [key for key, (_, kinds) in OPERATORS.items() if typed.kind in kinds]


def parse_scalar(typed: Typed, tree: Tree, names: Names) -> Scalar | None:
    """The constant at ``tree`` as a value of what it is compared to; ``None`` when it can't be one."""
    check = _SCALARS.get(typed.kind)
    if check is not None:
        return check(typed, tree, names)
    _report_misfit(typed, tree, names)
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


def parse_word(typed: Typed, tree: Tree, names: Names) -> str | None:
    """One of the words that a fact can be, or that a list of words can hold."""
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


def parse_text(typed: Typed, tree: Tree, names: Names) -> str | None:
    """Any text."""
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
    fitting = [key for key, (_, kinds) in OPERATORS.items() if typed.kind in kinds and key not in NEGATED]
    plain = f"{KIND_WORDS[typed.kind]}, " if typed.kind in SINGLE else ""
    what = value_in_words(tree.plain())
    message = f"{typed.name} is {KIND_WORDS[typed.kind]}, and {what} can't be compared to it."
    help_ = f"Use {plain}{listed(['given', 'none', *fitting])}."
    names.found.append(tree.problem("E413", message, help_))


_SCALARS: Final[Mapping[Kind, Callable[[Typed, Tree, Names], Scalar | None]]] = {
    "boolean": _boolean,
    "word": parse_word,
    "number": _number,
    "span": _number,
    "text": parse_text,
    "zone": parse_text,
    "date": _date,
}
