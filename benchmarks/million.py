"""A million random cases, checked by the evaluator against a pack that was proved to be free of clashes.

    python benchmarks/million.py [PACK] [--cases N]

Cases tell every fact, or half of them, or very few, around the values that the rules tell apart; parameters
take values of their range. The work is shared among all processors. It prints how many cases had a clash
(a proof says: none) and how long it took.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from itertools import repeat
from random import Random
from time import perf_counter
from typing import Any, Final
from zoneinfo import ZoneInfo

import etiquette
from etiquette import Ruleset
from etiquette._deciding.decide import resolve
from etiquette._deciding.domains import amounts_in, landmarks
from etiquette._deciding.evaluate import truth
from etiquette._deciding.status import situation, status_on
from etiquette.facts import NONE, Facts, FactValue
from etiquette.vocabulary import FactDecl

__all__ = ["Draw", "can_be", "counted", "main"]

_MILLION: Final = 1_000_000
_SHARE: Final = 5_000
_TODAYS: Final = date(2024, 1, 1), 2_000
_ZONES: Final = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Tokyo",
    "Pacific/Auckland",
    "Pacific/Midway",
)
_COUNTRIES: Final = ("DE", "US", "AT", "IL", "JP")
_TOLD: Final = (1.0, 0.5, 0.15)


def main(arguments: Sequence[str] | None = None) -> int:
    """Count the clashes; exit code 1 if there is one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("pack", nargs="?", default="post-interview")
    parser.add_argument("--cases", type=int, default=_MILLION)
    chosen = parser.parse_args(arguments)
    began = perf_counter()
    proof = etiquette.prove(chosen.pack, claims=["no_conflict", "possible"])
    print(f"{chosen.pack}: {'proved' if proof.ok else 'NOT proved'} in {perf_counter() - began:.1f} s")
    began = perf_counter()
    shares = [_SHARE] * (chosen.cases // _SHARE) + [chosen.cases % _SHARE]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        found = sum(pool.map(_share, repeat(chosen.pack), shares, range(len(shares))))
    seconds = perf_counter() - began
    print(f"{chosen.cases:,} cases on {os.cpu_count()} processors: {found} clashes in {seconds:.0f} s")
    return 1 if found or not proof.ok else 0


def _share(pack: str, cases: int, seed: int) -> int:
    return counted(pack, cases=cases, seed=seed)


def counted(pack: str, *, cases: int, seed: int) -> int:
    """How many of so many random cases have a clash."""
    random, draw = Random(seed), Draw(etiquette.load(pack))
    return sum(_clashes(draw.rules(random), draw.case(random)) for _ in range(cases))


def can_be(rules: Ruleset, facts: Facts) -> bool:
    """Whether facts are none of those that the packs call impossible."""
    at = situation(rules, facts)
    return not any(truth(each.when, at) is True for each in rules.impossible)


def _clashes(rules: Ruleset, facts: Facts) -> bool:
    if not can_be(rules, facts):
        return False
    at = situation(rules, facts)
    obliging = (rules.actions[name] for name in _obliged(rules))
    return any(status_on(at, resolve(at, action)) == "conflict" for action in obliging)


def _obliged(rules: Ruleset) -> list[str]:
    """The actions that some rule asks for: only about these can rules clash."""
    return [
        action
        for action, about in rules.by_action.items()
        if any(rule.modality in ("must", "should") for rule in about)
    ]


class Draw:
    """Cases of a ruleset, drawn around what its rules look at."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.amounts = [*amounts_in(ruleset), 0, 1, 7]
        self.numbers = [number + by for number in landmarks(ruleset).numbers for by in (-1, 0, 1)]
        self._settings: list[Ruleset] = [ruleset, *map(self._set, range(20))]

    def _set(self, seed: int) -> Ruleset:
        random = Random(seed)
        changed = {
            name: replace(each, value=_value(each, random)) for name, each in self.ruleset.parameters.items()
        }
        return replace(self.ruleset, parameters=changed)

    def rules(self, random: Random) -> Ruleset:
        """The rules with parameters as they are set, or set to anything in their range."""
        return random.choice(self._settings)

    def case(self, random: Random, told: float | None = None) -> Facts:
        """A case, with that part of the facts told; by default with all, some or few of them."""
        first, days = _TODAYS
        today = first + timedelta(days=random.randrange(days))
        part = random.choice(_TOLD) if told is None else told
        made = {
            path: self._fact(decl, today, random, part)
            for path, decl in self.ruleset.vocabulary.facts.items()
            if decl.required or random.random() < part
        }
        return Facts(made, today, ZoneInfo(random.choice(_ZONES)))

    def _fact(self, decl: FactDecl, today: date, random: Random, part: float) -> FactValue:
        if decl.can_be_none and random.random() < 0.3:
            return NONE
        match decl.kind:
            case "boolean":
                return random.random() < 0.5
            case "word":
                return random.choice(self.ruleset.words_for(decl))
            case "words":
                return tuple(word for word in self.ruleset.words_for(decl) if random.random() < 0.3)
            case "number":
                low, high = decl.least or 0, decl.most if decl.most is not None else 99
                return random.choice([each for each in self.numbers if low <= each <= high] or [low])
            case "date":
                move = random.choice(self.amounts) * random.choice((-1, 1)) + random.randint(-2, 2)
                found = today + timedelta(days=max(-7000, min(move, 7000)))
                return min(found, today) if decl.past else found
            case "zone":
                return random.choice(_ZONES)
            case "records":
                return tuple(self._record(decl, today, random, part) for _ in range(random.randint(0, 3)))
            case "texts":
                return ()
            case _:
                return random.choice(_COUNTRIES if decl.path == self.ruleset.country else ("Ana", "Ben"))

    def _record(self, decl: FactDecl, today: date, random: Random, part: float) -> Mapping[str, Any]:
        return {
            field.name: self._fact(field, today, random, part)
            for field in decl.fields
            if random.random() < max(part, 0.7)
        }


def _value(parameter: Any, random: Random) -> Any:
    if parameter.type == "switch":
        return random.random() < 0.5
    if parameter.type == "enum":
        return random.choice(parameter.values)
    return random.randint(parameter.least or 0, parameter.most or 0)


if __name__ == "__main__":
    sys.exit(main())
