"""What a table says of a decision, straight from the compiled rules: no more than its columns hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from etiquette._compiling.deciding import by_hand
from etiquette._compiling.timing import STEPLESS, Bare
from etiquette.facts import Facts
from etiquette.report import Decision
from etiquette.ruleset import Ruleset

__all__ = ["Teller", "Told"]

_Words = tuple[str, ...]


class Told(NamedTuple):
    """The fields of :class:`etiquette.Decision` that are columns."""

    status: str
    modality: str | None
    not_before: date | None
    ideally_by: date | None
    not_after: date | None
    opens_on: date | None
    channels: _Words
    recipients: _Words
    via: _Words
    rules: _Words


class Teller:
    """Decides on all actions by the guidance of one day. Keeps what the shapes of decisions share."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._ruleset = ruleset
        self._program = ruleset.compiled
        self._impossible = self._program.holding(tuple(each.when for each in ruleset.impossible))
        self._ways: dict[int, tuple[object, tuple[_Words, _Words, _Words]]] = {}

    def impossible(self, facts: Facts) -> bool:
        """Whether the packs say that it can't be so."""
        return bool(
            self._ruleset.impossible
            and self._impossible(facts.told, facts.today.toordinal(), facts.timezone.key)
        )

    def tell(self, facts: Facts) -> Iterator[tuple[str, Told | Decision]]:
        """Each action, with the decision on it."""
        found = self._program.decide(facts.told, facts.today.toordinal(), facts.timezone.key)
        for bare, action in zip(found[0], self._ruleset.actions.values(), strict=True):
            yield (
                action.id,
                by_hand(self._ruleset, facts, action) if bare is None else self._told(bare),
            )

    def _told(self, bare: Bare) -> Told:
        known = bare.status not in STEPLESS and "ways" in bare.settled
        return Told(
            bare.status,
            bare.shape.modality,
            _day(bare.not_before),
            _day(bare.ideally_by),
            _day(bare.not_after),
            _day(bare.opens_on),
            *(self._parts(bare) if known else ((), (), ())),
            bare.shape.rules,
        )

    def _parts(self, bare: Bare) -> tuple[_Words, _Words, _Words]:
        """The channels, recipients and carriers of a shape, which is kept too: so its id stays its."""
        shape = bare.shape
        kept = self._ways.get(id(shape))
        if kept is None:
            ways = shape.least.ways
            parts = (
                _once(way.channel for way in ways),
                _once(way.recipient for way in ways),
                _once(way.via for way in ways),
            )
            kept = self._ways[id(shape)] = shape, parts
        return kept[1]


def _once(parts: Iterable[str]) -> _Words:
    return tuple(part for part in dict.fromkeys(parts) if part)


@lru_cache(maxsize=65_536)
def _day(number: float | None) -> date | None:
    return None if number is None else date.fromordinal(int(number))
