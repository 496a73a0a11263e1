"""The parameters of a ruleset as unknowns: any value of their range, or the value that the layers give."""

from __future__ import annotations

from typing import Any

import z3

from etiquette.algebra import Scalar
from etiquette.model import Parameter
from etiquette.ruleset import Ruleset

from .logic import Formula, both, negate, number_in, true_in
from .symbols import Flag, Number, Symbol, Word, one_of

__all__ = ["Parameters"]


class Parameters:
    """The parameters that formulas of a ruleset speak of, made when they are first asked for.

    With ``ranging`` false they have the values that the layers give them.
    """

    def __init__(self, ruleset: Ruleset, said: list[Formula], *, ranging: bool) -> None:
        self._ruleset = ruleset
        self._said = said
        self._ranging = ranging
        self.made: dict[str, Symbol] = {}

    def __getitem__(self, name: str) -> Symbol:
        """The symbol of a parameter."""
        found = self.made.get(name)
        if found is None:
            found = self.made[name] = self._symbol(self._ruleset.parameters[name])
        return found

    def amounts(self, name: str) -> range | None:
        """The whole numbers that a parameter may be; ``None`` where it has no ends."""
        parameter = self._ruleset.parameters[name]
        if not self._ranging:
            return range(int(parameter.value), int(parameter.value) + 1)  # type: ignore[arg-type]  # a number
        if parameter.least is None or parameter.most is None:
            return None
        return range(parameter.least, parameter.most + 1)

    def _symbol(self, parameter: Parameter) -> Symbol:
        name, value = f"${parameter.name}", parameter.value
        if parameter.type == "switch":
            return Flag(z3.Bool(name) if self._ranging else bool(value))
        if parameter.type == "enum":
            if self._ranging:
                return one_of(name, parameter.values, self._said)
            return Word({word: word == value for word in parameter.values})
        if not self._ranging:
            return Number(int(value))  # type: ignore[arg-type]  # all other types are numbers
        term = z3.Int(name)
        self._said += [term >= parameter.least] if parameter.least is not None else []
        self._said += [term <= parameter.most] if parameter.most is not None else []
        return Number(term)

    def as_set(self) -> Formula:
        """That every parameter which formulas speak of has the value that the layers give it."""
        return both(*(_is(symbol, self._ruleset.parameter(name)) for name, symbol in self.made.items()))

    def read(self, model: z3.ModelRef) -> dict[str, Scalar]:
        """The values that differ from those that the layers give."""
        found: dict[str, Scalar] = {}
        for name, symbol in self.made.items():
            value = _value(symbol, model)
            if value is not None and value != self._ruleset.parameter(name):
                found[name] = value
        return found


def _is(symbol: Symbol, value: Any) -> Formula:
    match symbol:
        case Flag(holds, _):
            return holds if value else negate(holds)
        case Word(choices, _):
            return choices.get(str(value), False)
        case Number(term, _):
            return term == value
        case _:
            return True


def _value(symbol: Symbol, model: z3.ModelRef) -> Scalar | None:
    match symbol:
        case Flag(holds, _):
            return true_in(model, holds)
        case Word(choices, _):
            return next(word for word, holds in choices.items() if true_in(model, holds))
        case Number(term, _):
            return number_in(model, term)
        case _:
            return None
