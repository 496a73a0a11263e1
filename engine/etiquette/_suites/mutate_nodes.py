"""Small changes of conditions and of dates: a number by one, an operator, a part left out.

Each change comes with a short name, made of its place in the node and of what is done there, and with the
words that say it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Generic, TypeVar

from etiquette._deciding.unparse import node_in_words
from etiquette.algebra import (
    ALWAYS,
    All,
    Any,
    Condition,
    Constant,
    Count,
    Difference,
    Extreme,
    IsOpen,
    Named,
    Node,
    Not,
    Op,
    Pick,
    Scaled,
    Shift,
    Test,
    Value,
)

__all__ = ["Changed", "changed_conditions", "changed_ends", "changed_values"]

_Some = TypeVar("_Some", bound=Node)

_NEIGHBOURS: Final[Mapping[Op, Op]] = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


@dataclass(frozen=True, slots=True)
class Changed(Generic[_Some]):
    """``node`` stands in place of what was there; ``name`` tells the change from others of the same node."""

    name: str
    words: str
    node: _Some


def changed_conditions(node: Condition, at: str = "") -> Iterator[Changed[Condition]]:
    """Every condition that is one small change away from ``node``."""
    match node:
        case All(parts) | Any(parts):
            yield from _changed_parts(node, parts, at)
        case Not(All() | Any() | Not() as part):
            yield Changed(f"{at}-not", f"“{node_in_words(node)}” is turned round", part)
            yield from (replace(each, node=Not(each.node)) for each in changed_conditions(part, f"{at}.1"))
        case Test() | IsOpen() | Named() | Not():
            yield from _changed_atom(node, at)
            if not at:
                yield Changed("-dropped", f"“{node_in_words(node)}” is left out", ALWAYS)


def _changed_parts(node: All | Any, parts: tuple[Condition, ...], at: str) -> Iterator[Changed[Condition]]:
    kind, other = (All, Any) if isinstance(node, All) else (Any, All)
    if len(parts) > 1:
        joint = "any one of them is enough" if kind is All else "all of them are needed"
        words = " / ".join(node_in_words(part) for part in parts)
        yield Changed(f"{at}-{'or' if kind is All else 'and'}", f"of “{words}” {joint}", other(parts))
    for place, part in enumerate(parts):
        before, after = parts[:place], parts[place + 1 :]
        here = f"{at}.{place + 1}"
        left = (*before, *after)
        if left:
            rest = left[0] if len(left) == 1 else kind(left)
            yield Changed(f"{here}-dropped", f"“{node_in_words(part)}” is left out", rest)
        for each in changed_conditions(part, here):
            yield replace(each, node=kind((*before, each.node, *after)))


def _changed_atom(node: Condition, at: str) -> Iterator[Changed[Condition]]:
    inner = node.part if isinstance(node, Not) else node
    turned = inner if isinstance(node, Not) else Not(inner)
    yield Changed(f"{at}-not", f"“{node_in_words(node)}” becomes “{node_in_words(turned)}”", turned)
    if isinstance(inner, Test):
        for each in _changed_test(inner):
            new: Condition = Not(each.node) if isinstance(node, Not) else each.node
            words = f"“{node_in_words(node)}” becomes “{node_in_words(new)}”"
            yield Changed(f"{at}{each.name}", words, new)


def _changed_test(test: Test) -> Iterator[Changed[Test]]:
    if test.op in _NEIGHBOURS:
        yield Changed("-bound", "", replace(test, op=_NEIGHBOURS[test.op]))
    if test.op == "in" and isinstance(test.right, Constant) and isinstance(test.right.value, tuple):
        words = test.right.value
        for place in range(len(words) if len(words) > 1 else 0):
            fewer = Constant((*words[:place], *words[place + 1 :]))
            yield Changed(f"-without-{words[place]}", "", replace(test, right=fewer))
    if test.right is not None:
        for each in changed_values(test.right):
            yield Changed(each.name, "", replace(test, right=each.node))


def changed_values(node: Value) -> Iterator[Changed[Value]]:
    """Every value that is one number, or one part, away from ``node``."""
    match node:
        case Constant(value):
            yield from _changed_constant(node, value)
        case Difference(start, end):
            yield Changed("-turned", _becomes(node, Difference(end, start)), Difference(end, start))
        case Scaled(times, amount):
            for by in (1, -1):
                new = Scaled(times + by, amount)
                yield Changed(f"-times{by:+}", _becomes(node, new), new)
        case Shift(base, amount, unit):
            for each in changed_values(base):
                shifted = Shift(each.node, amount, unit)
                yield Changed(f".base{each.name}", _becomes(node, shifted), shifted)
            for each in changed_values(amount):
                shifted = Shift(base, each.node, unit)
                yield Changed(f".by{each.name}", _becomes(node, shifted), shifted)
        case Extreme(which, dates):
            yield from _changed_extreme(node, which, dates)
        case Count() | Pick():
            yield from _changed_list(node)
        case _:
            return


def _changed_constant(node: Constant, value: object) -> Iterator[Changed[Value]]:
    for by in (1, -1):
        if type(value) is int:
            number = Constant(value + by)
            yield Changed(f"{by:+}", _becomes(node, number), number)
        elif isinstance(value, date):
            day = Constant(value + timedelta(days=by))
            yield Changed(f"{by:+}", _becomes(node, day), day)


def _changed_extreme(node: Extreme, which: str, dates: tuple[Value, ...]) -> Iterator[Changed[Value]]:
    if len(dates) > 1:
        turned = Extreme("earliest" if which == "latest" else "latest", dates)
        yield Changed(f"-{turned.which}", _becomes(node, turned), turned)
    for place, each in enumerate(dates):
        rest = (*dates[:place], *dates[place + 1 :])
        if rest:
            fewer = rest[0] if len(rest) == 1 else Extreme(node.which, rest)
            yield Changed(f".{place + 1}-dropped", f"“{node_in_words(each)}” is left out", fewer)
        for inner in changed_values(each):
            new = Extreme(node.which, (*dates[:place], inner.node, *dates[place + 1 :]))
            yield Changed(f".{place + 1}{inner.name}", inner.words, new)


def _changed_list(node: Count | Pick) -> Iterator[Changed[Value]]:
    if isinstance(node, Pick):
        turned = replace(node, end="first" if node.end == "last" else "last")
        yield Changed(f"-{turned.end}", _becomes(node, turned), turned)
    for place, (name, _) in enumerate(node.where):
        fewer = replace(node, where=(*node.where[:place], *node.where[place + 1 :]))
        yield Changed(f"-any-{name}", _becomes(node, fewer), fewer)


def changed_ends(node: Value) -> Iterator[Changed[Value]]:
    """The end of a window a day later and a day earlier, and what :func:`changed_values` makes of it."""
    for by, words in ((1, "later"), (-1, "earlier")):
        moved = Shift(node, Constant(by), "days")
        yield Changed(f"{by:+}", f"“{node_in_words(node)}” is a day {words}", moved)
    for each in changed_values(node):
        if not (isinstance(node, Shift) and node.unit == "days" and each.name in (".by+1", ".by-1")):
            yield each


def _becomes(old: Node, new: Node) -> str:
    return f"“{node_in_words(old)}” becomes “{node_in_words(new)}”"
