"""From a case that the solver found to facts that anybody can open: read, replayed, made as small as can be.

The solver's word is never taken for it: what a witness is to show is looked for by the evaluator, on the
facts as they are written down, before and after everything that isn't needed has been taken out of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

import z3

from etiquette.algebra import Scalar, facts_in
from etiquette.facts import Facts, FactValue
from etiquette.model import PerEach
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import NONE

from .logic import Formula, Term, number_in, true_in
from .records import Records
from .session import Session
from .symbols import Flag, Number, Symbol, Text, Word, Words
from .zones import SENDER, zone_with

__all__ = ["Case", "read_case", "shrunk", "with_parameters"]

_ELSEWHERE: Final = "something else"
_NAMES: Final = ("Ana", "Ben", "Cem", "Dana", "Eli", "Fay")


@dataclass(frozen=True, slots=True)
class Case:
    """Facts, and the parameters that differ from what the layers set."""

    facts: Facts
    parameters: Mapping[str, Scalar]


def with_parameters(ruleset: Ruleset, values: Mapping[str, Scalar]) -> Ruleset:
    """The ruleset with other values for some parameters."""
    if not values:
        return ruleset
    changed = {
        name: replace(parameter, value=values.get(name, parameter.value))
        for name, parameter in ruleset.parameters.items()
    }
    return replace(ruleset, parameters=changed)


def read_case(session: Session, model: z3.ModelRef) -> Case:
    """The case of a model, every fact in it told that the question touched."""
    return _Reader(session, model).case()


class _Reader:
    def __init__(self, session: Session, model: z3.ModelRef) -> None:
        self._session = session
        self._world = session.world
        self._model = model

    def case(self) -> Case:
        symbols = self._world.symbols
        today = date.fromordinal(self._number(symbols.today))
        told: dict[str, FactValue] = {}
        for path, symbol in symbols.facts.items():
            value = self._value(path, symbol)
            if value is not None:
                told[path] = value
        for path, records in self._world.lists.made.items():
            told[path] = tuple(self._entries(records))
        self._name(told)
        zones = {path: self._zone(offset, today) for path, offset in self._world.zones.offsets.items()}
        zone = zones.pop(SENDER, None) or "UTC"
        told.update({path: name for path, name in zones.items() if name is not None})
        for required in self._required(today):
            told.setdefault(*required)
        parameters: dict[str, Scalar] = {}
        for each in self._session.parameters:
            parameters.update(each.read(self._model))
        return Case(Facts(told, today, ZoneInfo(zone)), parameters)

    def _required(self, today: date) -> Iterator[tuple[str, FactValue]]:
        vocabulary = self._session.rulesets[0].vocabulary
        for path, decl in vocabulary.facts.items():
            if decl.required:
                usual: dict[str, FactValue] = {"date": today, "boolean": False, "number": decl.least or 0}
                words = self._world.symbols.words(decl)
                yield path, usual.get(decl.kind, words[0] if words else _ELSEWHERE)

    def _zone(self, offset: Term, today: date) -> str | None:
        return zone_with(self._number(offset), today.year, today.month, today.day)

    def _value(self, path: str, symbol: Symbol) -> FactValue | None:
        if self._true(symbol.none):
            return NONE
        match symbol:
            case Flag(holds, _):
                return self._true(holds)
            case Word(choices, _):
                return next(word for word, holds in choices.items() if self._true(holds))
            case Words():
                return tuple(word for word, holds in symbol.has.items() if self._true(holds))
            case Text(code, _):
                return self._world.symbols.text(self._number(code)) or _ELSEWHERE
            case Number(term, _):
                number = self._number(term)
                kind = self._world.symbols.declared(path).kind
                return date.fromordinal(number) if kind == "date" else number

    def _entries(self, records: Records) -> Iterator[Mapping[str, Any]]:
        for sort in records.sorts:
            count = self._number(sort.count)
            for place in range(count):
                entry = dict(sort.fields)
                for field, (first, last, some) in sort.days.items():
                    day = self._number(first if place == 0 else last)
                    entry[field] = date.fromordinal(day) if self._true(some) else NONE
                yield entry

    def _name(self, told: dict[str, FactValue]) -> None:
        """Give names to the entries that an action is owed to, and to the records that say it is done."""
        for ruleset in self._session.rulesets[:1]:
            for action in ruleset.actions.values():
                if action.per is None or action.per.each not in told:
                    continue
                served = self._world.everyone.get(action.id)
                self._name_each(ruleset, told, action.per, done=served is not None and self._true(served))

    def _name_each(self, ruleset: Ruleset, told: dict[str, FactValue], per: PerEach, *, done: bool) -> None:
        body = ruleset.counted(per)
        entries = [dict(each) for each in told[per.each]]  # type: ignore[union-attr, arg-type]
        for place, entry in enumerate(entries):
            entry[per.by] = f"{_NAMES[place % len(_NAMES)]}{'' if place < len(_NAMES) else place}"
        told[per.each] = tuple(entries)
        if body.list not in told or not entries:
            return
        names = [str(entry[per.by]) for entry in entries]
        left = list(names)
        records = []
        for record in told[body.list]:  # type: ignore[union-attr]  # a list of records
            changed = dict(record)  # type: ignore[arg-type]  # see above
            if all(changed.get(key) == wanted for key, wanted in body.where):
                whom = left.pop(0) if done and left else names[0]
                changed[per.matches] = whom if done or len(names) > 1 else "Somebody Else"
            records.append(changed)
        told[body.list] = tuple(records)

    def _true(self, formula: Formula) -> bool:
        return true_in(self._model, formula)

    def _number(self, term: Term) -> int:
        return number_in(self._model, term)


def shrunk(ruleset: Ruleset, case: Case, shows: Callable[[Ruleset, Facts], bool]) -> Case | None:
    """The case with everything left out that isn't needed for what it shows; ``None`` if it doesn't show it.

    ``shows`` looks at facts with the evaluator. What is left can't be left out, each by itself.
    """
    rules = with_parameters(ruleset, case.parameters)
    if not shows(rules, case.facts):
        return None
    parameters = _fewer(case.parameters, lambda some: shows(with_parameters(ruleset, some), case.facts))
    rules = with_parameters(ruleset, parameters)
    facts, again = case.facts, True
    while again:
        again = False
        for smaller in _smaller(ruleset, facts):
            if shows(rules, smaller):
                facts, again = smaller, True
                break
    return Case(facts, parameters)


def _fewer(values: Mapping[str, Scalar], fine: Callable[[Mapping[str, Scalar]], bool]) -> dict[str, Scalar]:
    kept = dict(values)
    for name in list(kept):
        without = {key: value for key, value in kept.items() if key != name}
        if fine(without):
            kept = without
    return kept


def _smaller(ruleset: Ruleset, facts: Facts) -> Iterator[Facts]:
    """Facts with one thing less, first of those that the rules speak of least."""
    utc = ZoneInfo("UTC")
    if facts.timezone.key != "UTC":
        yield replace(facts, timezone=utc)
    spoken = Counter(path for rule in ruleset.rules for path in facts_in(rule.when))
    for path, value in sorted(facts.told.items(), key=lambda each: spoken[each[0]]):
        decl = ruleset.vocabulary[path]
        if not decl.required:
            yield replace(facts, told={key: each for key, each in facts.told.items() if key != path})
        if not isinstance(value, tuple):
            continue
        for place, entry in enumerate(value):
            rest = (*value[:place], *value[place + 1 :])
            yield replace(facts, told={**facts.told, path: rest})
            if isinstance(entry, Mapping):
                for name in entry:
                    less = {key: each for key, each in entry.items() if key != name}
                    changed = (*value[:place], less, *value[place + 1 :])
                    yield replace(facts, told={**facts.told, path: changed})
