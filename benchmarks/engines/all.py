"""All engines that are put beside each other, and whether they give the same answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from workload.by_hand import decide as by_hand
from workload.facts import Answer, Flat

from . import by_hand as hand
from . import cedar, cel, clips, ours, rego, rules_of_rule_engine, zen
from .base import Decide, Engine

__all__ = ["EVERYTHING", "Difference", "differences", "those_here"]

EVERYTHING: Final[tuple[Engine, ...]] = tuple(
    engine
    for module in (hand, ours, zen, cel, clips, cedar, rules_of_rule_engine, rego)
    for engine in module.ENGINES
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A case on which an engine doesn't say what the decision by hand says."""

    engine: str
    facts: Flat
    wanted: Answer
    got: Answer

    def __str__(self) -> str:
        wrong = [
            f"{key}: {self.got.get(key)!r}, not {value!r}"
            for key, value in self.wanted.items()
            if self.got.get(key) != value
        ]
        return f"{self.engine} differs: {'; '.join(wrong)}, for {self.facts}"


def those_here(engines: Iterable[Engine] = EVERYTHING) -> Sequence[Engine]:
    """Those of the engines that can be tried here."""
    return [engine for engine in engines if engine.installed]


def differences(engine: Engine, decide: Decide, cases: Iterable[Flat]) -> Iterator[Difference]:
    """The cases on which ``decide``, made ready by ``engine``, isn't right. Whole numbers may be floats."""
    for facts in cases:
        wanted, got = by_hand(facts), decide(facts)
        if got != wanted:
            yield Difference(engine.name, facts, wanted, got)
