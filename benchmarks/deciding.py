"""One decision by each engine, with the floors below it, in turns; and the checking of facts alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any, Final

from engines.all import EVERYTHING, differences, those_here
from engines.base import Decide, Engine, imported
from engines.by_hand import BY_HAND
from engines.checking import CHECKERS
from engines.ours import BARE, generated_code
from engines.ours_facts import facts_of
from measure import Times
from pace import Subject, paces
from tables import Table
from workload.facts import Flat, cases

__all__ = ["CASES", "TIMED", "WrongAnswersError", "checked", "checking", "deciding", "missing"]

CASES: Final = 2000
"""On so many cases the answers are held equal."""

TIMED: Final = 300
"""So many of them are timed."""


class WrongAnswersError(Exception):
    """An engine doesn't take the decision that is to be timed."""


def missing(engines: Iterable[Engine] = EVERYTHING) -> Sequence[str]:
    """What would have to be installed for all engines to be tried."""
    return sorted({each.distribution for each in engines if not each.installed})


def checked(count: int = CASES) -> Mapping[Engine, Decide]:
    """The engines that are installed, ready to be timed: each has given the right answer in so many cases.

    Raises :class:`WrongAnswersError` with the first case in which one hasn't.
    """
    made = cases(count)
    ready = {engine: engine.prepare() for engine in those_here()}
    for engine, decide in ready.items():
        wrong = list(differences(engine, decide, made))
        if wrong:
            raise WrongAnswersError(f"{engine.name}: {len(wrong)} of {count} answers are wrong. {wrong[0]}")
    return ready


def deciding(ready: Mapping[Engine, Decide], rounds: int, count: int = TIMED) -> Table:
    """The time of one decision by each engine, over so many cases."""
    timed = cases(count)
    subjects: dict[str, Subject] = dict(_floors(timed))
    subjects |= {engine.name: (decide, timed) for engine, decide in ready.items()}
    times = paces(subjects, rounds)
    about = {engine.name: engine for engine in ready}
    rows = [_row(name, times, about.get(name)) for name in sorted(times, key=lambda name: times[name].median)]
    note = (
        "The facts of one case in, its whole decision out; whatever can be prepared is prepared before. "
        f"Medians of {rounds} rounds that took turns, least and most in brackets, over {count} cases. "
        "Ratios are those of the medians, in brackets the least and most of a round."
    )
    head = ("", "version", "a decision", "times by hand", "times this engine", "what the host does")
    return Table("One decision", note, head, rows, _taken(times))


def _floors(timed: Sequence[Flat]) -> Iterable[tuple[str, Subject]]:
    texts = [json.dumps(each).encode() for each in timed]
    yield "(calling a function that does nothing)", (_nothing, timed)
    yield "(reading the facts by json)", (json.loads, texts)
    if find_spec("orjson"):
        yield f"(reading the facts by orjson {version('orjson')})", (imported("orjson").loads, texts)
    yield "(making this engine's facts)", (facts_of, timed)
    yield "(this engine's generated code alone)", (generated_code(), [facts_of(each) for each in timed])


def _nothing(facts: Flat) -> Flat:
    return facts


def _row(name: str, times: Mapping[str, Times], engine: Engine | None) -> tuple[str, ...]:
    mine = times[name]
    return (
        name,
        engine.version if engine else "",
        str(mine),
        mine.over(times[BY_HAND.name]),
        mine.over(times[BARE.name]),
        engine.host if engine else "",
    )


def checking(rounds: int, count: int = TIMED) -> Table:
    """The time of checking the facts of one case, over so many cases, and deciding nothing."""
    timed = cases(count)
    subjects: dict[str, Subject] = {}
    for checker in CHECKERS:
        if checker.installed:
            fits = checker.prepare()
            _insist(checker.distribution, fits, timed)
            subjects[f"{checker.distribution} {checker.version}"] = (fits, timed)
    times = paces(subjects, rounds)
    note = (
        "Whether the facts of one case fit a schema, and nothing else; each of these accepts the cases, "
        f"and refuses one with a value spoilt. {rounds} rounds, as above."
    )
    rows = [(name, str(each)) for name, each in sorted(times.items(), key=lambda each: each[1].median)]
    return Table("Checking facts, nothing decided", note, ("", "a case"), rows, _taken(times))


def _insist(name: str, fits: Any, timed: Sequence[Flat]) -> None:
    spoilt = [
        {**timed[0], "now": "today"},
        {**timed[0], "planned": {**timed[0]["planned"], "channel": "fax"}},
    ]
    if not all(map(fits, timed)) or any(map(fits, spoilt)):
        raise WrongAnswersError(f"{name} doesn't tell right facts from wrong ones")


def _taken(times: Mapping[str, Times]) -> Mapping[str, Sequence[float]]:
    return {name: each.seconds for name, each in times.items()}
