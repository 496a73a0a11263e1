"""An action's state in columns: which rules apply, packed into whole numbers, and the days of its windows.

The places of bits are those of :mod:`etiquette._compiling.layout`. What is the same in all rows is left out
of the columns, equal conditions are packed once, and :meth:`ActionState.decoded` puts all of it together
again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Final

from sqlglot import exp

from etiquette._compiling.layout import Layout, State, layout_of
from etiquette.algebra import IsOpen, walk
from etiquette.model import Action
from etiquette.vocabulary import NONE, UNKNOWN

from .owed import all_served
from .reading import Reading
from .terms import (
    FALSE,
    TRUE,
    UNSURE,
    Sql,
    Term,
    Truth,
    UnsupportedError,
    both,
    case,
    is_null,
    literal,
    not_null,
)

__all__ = ["ActionState", "Opens", "state_of"]

_BITS: Final = 62
_NONE: Final = " "
_MOST_ASKED: Final = 2

Opens = tuple[bool | None, ...]
"""Whether the actions that are asked about are open, in the order of :attr:`ActionState.asked`."""

_TRUTHS: Final[Mapping[bool | None, Truth]] = {True: TRUE, False: FALSE, None: UNSURE}


@dataclass
class _Packed:
    """Truths packed into numbers, and which bits of a state each of them stands for."""

    constant: int = 0
    atoms: dict[Sql, tuple[bool, int, int]] = field(default_factory=dict)

    def add(self, truth: Truth, yes: int, unsure: int) -> None:
        """Let ``truth`` stand for a bit where it holds and another where it isn't known."""
        if truth.expr == exp.true():
            self.constant |= yes
        elif truth.expr == exp.null():
            self.constant |= unsure
        elif truth.expr != exp.false():
            _, old_yes, old_unsure = self.atoms.get(truth.expr, (False, 0, 0))
            self.atoms[truth.expr] = truth.unknown, old_yes | yes, old_unsure | unsure

    def places(self) -> list[tuple[Sql, bool, int, int, int, int]]:
        """Each atom with the number and the bit at which it stands there."""
        found: list[tuple[Sql, bool, int, int, int, int]] = []
        number = at = 0
        for expr, (unknown, yes, unsure) in self.atoms.items():
            width = 2 if unknown else 1
            if at + width > _BITS:
                number, at = number + 1, 0
            found.append((expr, unknown, number, at, yes, unsure))
            at += width
        return found

    def numbers(self) -> list[Sql]:
        """The packed numbers."""
        sums: dict[int, Sql] = {}
        for expr, unknown, number, at, _, _ in self.places():
            one: Sql = exp.cast(expr, "BIGINT")
            if unknown:
                one = case((is_null(expr), literal(2)), (expr, literal(1)), otherwise=literal(0))
                one = exp.cast(one, "BIGINT")
            if at:
                one = exp.Mul(this=one, expression=exp.cast(literal(1 << at), "BIGINT"))
            sums[number] = exp.Add(this=sums[number], expression=one) if number in sums else one
        return list(sums.values())

    def bits(self, numbers: Sequence[int]) -> int:
        """The bits of a state that packed numbers stand for."""
        found = self.constant
        for _, unknown, number, at, yes, unsure in self.places():
            there = numbers[number] >> at & (3 if unknown else 1)
            found |= yes if there == 1 else (unsure if there else 0)
        return found


@dataclass(frozen=True)
class ActionState:
    """What a query has to work out about an action.

    ``numbers`` and ``words`` are what the state is packed into; ``asking`` are further numbers, one list for
    each way in which the actions in ``asked`` can be open. ``slots`` are the days in the layout's slots, NULL
    where there is none. ``clear`` says whether SQL can tell the state; never NULL.
    """

    layout: Layout
    numbers: tuple[Sql, ...]
    words: tuple[Sql, ...]
    slots: tuple[Sql, ...]
    asked: tuple[str, ...]
    asking: Mapping[Opens, tuple[Sql, ...]]
    clear: Sql
    _packed: _Packed
    _packed_asking: Mapping[Opens, _Packed]
    _fixed_words: tuple[Any, ...]

    def decoded(self, numbers: Sequence[int], words: Sequence[str | None], opens: Opens = ()) -> State:
        """The state that numbers and words of a row stand for; those of ``asking`` come last."""
        bits = self._packed.bits(numbers)
        if self.asked:
            bits |= self._packed_asking[opens].bits(numbers[len(self.numbers) :])
        rest = iter(words)
        values = tuple(
            _unpacked(next(rest), fixed) if callable(fixed) else fixed for fixed in self._fixed_words
        )
        return bits, values


def state_of(reading: Reading, action: Action) -> ActionState:
    """The state of an action under the ruleset of ``reading``."""
    ruleset, made = reading.facts.ruleset, reading.expressions
    layout = layout_of(ruleset, action)
    asked = tuple(sorted(ruleset.opens[action.id]))
    if len(asked) > _MOST_ASKED:
        raise UnsupportedError(f"{action.id} asks about more than {_MOST_ASKED} other actions")
    packed = _Packed()
    possible: dict[int, Truth] = {}
    for place, rule in enumerate(layout.rules):
        if any(isinstance(node, IsOpen) for node in walk(rule.when)):
            continue
        possible[place] = reading.truth(rule.when)
        packed.add(possible[place], layout.applies(place), layout.unsure(place))
    clear = _flags(reading, layout, packed)
    slots: list[Sql] = []
    for place, slot in enumerate(layout.slots):
        if possible.get(slot.rule) == FALSE:
            slots.append(exp.null())
            continue
        term = reading.value(slot.day)
        slots.append(term.value)
        if term.unknown:
            missing = Truth(reading.stages.hold(exp.not_(exp.Paren(this=term.known))), unknown=False)
            applies = possible.get(slot.rule, TRUE)
            maybe = applies if not applies.unknown else TRUE
            packed.add(reading.stages.hold_truth(both([maybe, missing])), layout.open_end(place), 0)
    turns: dict[Opens, _Packed] = {}
    for opens in product((True, False, None), repeat=len(asked)) if asked else ():
        made.opens = {name: _TRUTHS[open_] for name, open_ in zip(asked, opens, strict=True)}
        turns[opens] = _Packed()
        for place, rule in enumerate(layout.rules):
            if place not in possible:
                turns[opens].add(reading.truth(rule.when), layout.applies(place), layout.unsure(place))
    words, fixed = _words(reading, layout)
    return ActionState(
        layout, tuple(packed.numbers()), tuple(words), tuple(slots), asked,
        {opens: tuple(each.numbers()) for opens, each in turns.items()},
        clear, packed, turns, tuple(fixed),
    )  # fmt: skip


def _flags(reading: Reading, layout: Layout, packed: _Packed) -> Sql:
    """Pack whether the action is done and how its phase stands; whether SQL can tell."""
    ruleset, action = reading.facts.ruleset, layout.action
    done = FALSE if action.done_when is None else reading.truth(action.done_when)
    clear: Sql = exp.true()
    if action.per is not None:
        done, clear = all_served(ruleset, action.per, reading.facts.seen, done)
        done = reading.stages.hold_truth(done)
    packed.add(done, layout.flag("done"), layout.flag("done?"))
    phase = ruleset.phases.get(action.phase)
    over = reading.truth(phase.over) if phase and phase.over else FALSE
    begun = reading.truth(phase.begins) if phase and phase.begins else TRUE
    packed.add(over, layout.flag("over"), layout.flag("over?"))
    packed.add(begun, layout.flag("begun"), layout.flag("begun?"))
    return clear


def _words(reading: Reading, layout: Layout) -> tuple[list[Sql], list[Any]]:
    """The words that stand in sets: columns, and for each fact its value, or how a column is read."""
    columns: list[Sql] = []
    fixed: list[Any] = []
    for path in layout.words:
        term = reading.facts.seen(path)
        if term.fixed is not None:
            fixed.append(term.fixed)
        elif isinstance(term.value, exp.Null):
            if term.none is not None and term.none != exp.true():
                raise UnsupportedError(f"{path} is none or not known")
            fixed.append(UNKNOWN if term.none is None else NONE)
        else:
            columns.append(_as_text(term))
            fixed.append(_listed if term.kind == "words" else str)
    return columns, fixed


def _as_text(term: Term) -> Sql:
    text = term.value
    if term.kind == "words":
        text = exp.Anonymous(this="array_to_string", expressions=[term.value.copy(), literal(",")])
    if term.none is None:
        return text
    return case((term.none, literal(_NONE)), (not_null(term.value), text))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def _unpacked(text: str | None, how: Any) -> Any:
    if text is None:
        return UNKNOWN
    return NONE if text == _NONE else how(text)
