"""How loading, compiling, deciding and memory grow with the number of rules."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from etiquette import Facts
from growing import KINDS, Grown, Kind, grown
from measure import Times, took
from pace import paces
from tables import Table

__all__ = ["HEAD", "growth"]

_MOST_CASES: Final = 100
_FEWEST_CASES: Final = 3
_RULES: Final = 20_000
"""About so many rules times cases are decided for the first time, which takes longest."""

_MOST_REPORTS: Final = 20
_TRACED: Final = 1000
"""Up to so many rules memory is counted: to trace every allocation takes minutes where there are more."""

_WORDS: Final[dict[Kind, str]] = {
    "relevant": "Ten rules an action, whose conditions are over facts that are all told.",
    "elsewhere": "The 21 rules of the workload, and beside them rules of other actions on another topic.",
    "crowded": "The 21 rules of the workload, and beside them rules that are all on one of its actions.",
}
HEAD: Final = (
    "rules",
    "loading",
    "compiling, and one decision",
    "a decision, first time",
    "a decision",
    "a report",
    "memory, ruleset",
    "memory, report",
)


def growth(sizes: Sequence[int], rounds: int, folder: Path) -> Iterator[Table]:
    """A table for each kind of pack."""
    for kind in KINDS:
        taken: dict[str, list[float]] = {name: [] for name in HEAD}
        rows = [_row(grown(kind, size, folder), rounds, taken) for size in sizes]
        note = (
            f"{_WORDS[kind]} *First time* is a decision with a ruleset that has decided nothing yet, "
            f"over {_MOST_CASES} different cases, fewer where there are many rules; the columns after it are "
            "those cases again. Memory is what tracemalloc counts, of a ruleset that has decided them and "
            f"of one report; where there are more than {_TRACED:,} rules that takes too long."
        )
        yield Table(f"Growth: {kind}", note, HEAD, rows, taken)


def _row(pack: Grown, rounds: int, taken: dict[str, list[float]]) -> tuple[str, ...]:
    loading = took(pack.load)
    ruleset = pack.load()
    facts = pack.facts(ruleset, max(_FEWEST_CASES, min(_MOST_CASES, _RULES // pack.rules)))
    compiling = took(lambda: (ruleset.compiled, ruleset.decide(facts[0])))
    first = took(lambda: [ruleset.decide(each) for each in facts[1:]]) / (len(facts) - 1)
    times = paces(
        {
            "decision": (ruleset.decide, facts),
            "report": (ruleset.check, facts[:_MOST_REPORTS]),
        },
        rounds,
    )
    memory = _memory(pack, facts) if pack.rules <= _TRACED else ()
    seconds = (loading, compiling, first, times["decision"].median, times["report"].median)
    for name, value in zip(HEAD, (pack.rules, *seconds, *memory), strict=False):
        taken[name].append(value)
    once = (str(Times((each,))) for each in (loading, compiling, first))
    again = (str(times[each]) for each in ("decision", "report"))
    return (f"{pack.rules:,}", *once, *again, *(map(_bytes, memory) if memory else ("", "")))


def _memory(pack: Grown, facts: Sequence[Facts]) -> tuple[float, float]:
    """The bytes that a ruleset holds once it has decided these facts, and that one report holds besides."""
    gc.collect()
    tracemalloc.start()
    try:
        ruleset = pack.load()
        for each in facts:
            ruleset.decide(each)
        kept = [ruleset.check(each) for each in facts[:_MOST_REPORTS]]
        del kept
        gc.collect()
        of_ruleset = tracemalloc.get_traced_memory()[0]
        kept = [ruleset.check(each) for each in facts[:_MOST_REPORTS]]
        gc.collect()
        return of_ruleset, (tracemalloc.get_traced_memory()[0] - of_ruleset) / len(kept)
    finally:
        tracemalloc.stop()


def _bytes(count: float) -> str:
    for unit, size in (("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            return f"{count / size:.3g} {unit}"
    return f"{count:.3g} B"
