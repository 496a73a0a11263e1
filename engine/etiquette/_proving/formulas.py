"""Conditions and values as formulas: the reader of the algebra that proofs stand on.

It says the same as the evaluator says of facts that are all known. A comparison with none never holds; a
date made from none is none; in ``latest`` and ``earliest`` none doesn't take part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any as Anything
from typing import Final

from etiquette.algebra import (
    All,
    Any,
    Condition,
    Constant,
    Count,
    Difference,
    Extreme,
    Fact,
    IsOpen,
    Named,
    Not,
    Param,
    Pick,
    Scaled,
    Shift,
    Test,
    Value,
)

from .logic import Formula, Term, both, either, negate, pick, same
from .parameters import Parameters
from .symbols import Flag, Number, Symbol, Text, Word, Words
from .world import World

__all__ = ["Formulas"]

_ORDER: Final[Mapping[str, Callable[[Anything, Anything], Formula]]] = {
    "==": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class Formulas:
    """Formulas for the nodes of a ruleset, each made once.

    ``is_open`` answers :class:`~etiquette.algebra.IsOpen`; whoever encodes decisions sets it.
    """

    def __init__(self, world: World, parameters: Parameters) -> None:
        self.symbols = world.symbols
        self.lists = world.lists
        self.workdays = world.workdays
        self.zones = world.zones
        self.served = world.served
        self.parameters = parameters
        self.is_open: Callable[[str], Formula] = _never_asked
        self._truths: dict[Condition, Formula] = {}
        self._values: dict[Value, Symbol] = {}

    def holds(self, node: Condition) -> Formula:
        """That a condition holds."""
        found = self._truths.get(node)
        if found is None:
            found = self._truths[node] = self._holds(node)
        return found

    def _holds(self, node: Condition) -> Formula:
        match node:
            case All(parts):
                return both(*map(self.holds, parts))
            case Any(parts):
                return either(*map(self.holds, parts))
            case Not(part):
                return negate(self.holds(part))
            case Named(_, body):
                return self.holds(body)  # type: ignore[arg-type]  # a condition holds conditions
            case IsOpen(action):
                return self.is_open(action)
            case Test(left, "given", _):
                return negate(_none_of(self.value(left)))
            case Test(left, op, right):
                assert right is not None  # noqa: S101 - only ``given`` has no right side
                return self._compare(self.value(left), op, right)

    def _compare(self, left: Symbol, op: str, right: Value) -> Formula:
        if op == "in":
            assert isinstance(right, Constant)  # noqa: S101 - the loader lets nothing else through
            assert isinstance(right.value, tuple)  # noqa: S101 - see above
            return either(*(self._equal(left, self._constant(each)) for each in right.value))
        if op == "has":
            assert isinstance(left, Words)  # noqa: S101 - see above
            assert isinstance(right, Constant)  # noqa: S101 - see above
            return left.holds(str(right.value))
        if op == "==":
            return self._equal(left, self.value(right))
        other = self.value(right)
        assert isinstance(left, Number)  # noqa: S101 - only numbers and dates have an order
        assert isinstance(other, Number)  # noqa: S101 - see above
        return both(negate(left.none), negate(other.none), _ORDER[op](left.term, other.term))

    def _equal(self, left: Symbol, right: Symbol) -> Formula:
        match left, right:
            case Flag(one, none), Flag(other, no):
                return both(negate(none), negate(no), same(one, other))
            case Word(choices, none), Word(others, no):
                alike = (both(choices[word], others[word]) for word in choices if word in others)
                return both(negate(none), negate(no), either(*alike))
            case Text(code, none), Text(other, no):
                return both(negate(none), negate(no), code == other)
            case Word(choices, none), Text():
                code = self.symbols.code
                alike = (both(holds, right.code == code(word)) for word, holds in choices.items())
                return both(negate(none), negate(right.none), either(*alike))
            case Text(), Word():
                return self._equal(right, left)
            case Number(term, none), Number(other, no):
                return both(negate(none), negate(no), term == other)
            case _:
                return False

    def _constant(self, value: Anything) -> Symbol:
        if isinstance(value, bool):
            return Flag(value)
        if isinstance(value, int):
            return Number(value)
        if isinstance(value, date):
            return Number(value.toordinal())
        return Text(self.symbols.code(str(value)))

    def value(self, node: Value) -> Symbol:
        """What a value node comes to."""
        if isinstance(node, Constant):  # never looked up: Constant(1) equals Constant(True)
            return self._constant(node.value)
        found = self._values.get(node)
        if found is None:
            found = self._values[node] = self._value(node)
        return found

    def day(self, node: Value) -> Number:
        """What a date comes to."""
        found = self.value(node)
        assert isinstance(found, Number)  # noqa: S101 - typed on load
        return found

    def _value(self, node: Value) -> Symbol:
        match node:
            case Constant(constant):
                return self._constant(constant)
            case Param(name):
                return self.parameters[name]
            case Fact(path):
                return self.symbols.fact(path)
            case Named(_, body):
                return self.value(body)  # type: ignore[arg-type]  # a value holds values
            case Count(path, where):
                return self.lists[path].count(where)
            case Pick(end, path, where, field):
                return self.lists[path].pick(end, where, field)
            case Difference(start, end):
                first, last = self.day(start), self.day(end)
                return Number(last.term - first.term, either(first.none, last.none))
            case Scaled(times, amount):
                days = self.day(amount)
                return Number(times * days.term, days.none)
            case Shift(base, amount, "days"):
                day, by = self.day(base), self.day(amount)
                return Number(day.term + by.term, either(day.none, by.none))
            case Shift(base, amount, _):
                return self.workdays.moved(self.day(base), self.day(amount), self._range(amount))
            case Extreme(which, dates):
                return _extreme(which, [self.day(each) for each in dates])

    def _range(self, amount: Value) -> range | None:
        """The whole numbers that an amount may be, where those are few enough to be gone through."""
        match amount:
            case Constant(value):
                return range(int(value), int(value) + 1)  # type: ignore[arg-type]  # typed on load
            case Param(name):
                return self.parameters.amounts(name)
            case _:
                return None


def _none_of(symbol: Symbol) -> Formula:
    return symbol.none


def _extreme(which: str, days: list[Number]) -> Number:
    best: Term = days[0].term
    none: Formula = days[0].none
    for day in days[1:]:
        better = day.term > best if which == "latest" else day.term < best
        best = pick(both(negate(day.none), either(none, better)), day.term, best)
        none = both(none, day.none)
    return Number(best, none)


def _never_asked(_action: str) -> Formula:
    return False
