"""A small pack of a coach with suites beside it, for the tests of suites."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from etiquette._suites.bench import Bench, Recipe, open_bench
from etiquette.diagnostics import Diagnostic
from packing import OTHER, layer, write

__all__ = ["RULES", "SUITE", "benched", "pack", "refused_suite"]

RULES: Final = """
rules:
  - id: coach/patience
    title: Nine days at least
    action: ask_for_a_decision
    when: {client.decided: false, any: [{client.decides_by: none}, {tone: formal}]}
    window: {not_before: meeting.date + coach_wait}
    channels: {prefer: [email]}
    because: They are busy.
"""
"""One rule: a wait of nine days, unless the tone is friendly and they named a day."""

SUITE: Final = """
title: The wait
plugins: []
facts: {timezone: UTC, meeting: {date: 2026-11-23}, client: {decided: false, country: DE}}
days:
  - title: Nine days
    action: ask_for_a_decision
    facts: {client: {decides_by: none}}
    expect:
      2026-12-01: not_yet
      2026-12-02: {status: open, not_before: 2026-12-02}
      2026-12-03: open
"""


def pack(folder: Path, suite: str = SUITE, rules: str = RULES) -> Path:
    """Write the pack ``coach`` into ``folder``, with one suite unless that is empty."""
    manifest = layer(
        says="parameters:\n  coach_wait: {type: days, default: 9, range: [1, 20], title: The wait}\n"
    )
    files = {"coach/pack.yaml": manifest, "coach/rules.yaml": rules}
    if suite:
        files["coach/tests/wait.yaml"] = suite
    return write(folder, files) / "coach"


def benched(folder: Path, suite: str = SUITE, rules: str = RULES, words: tuple[str, ...] = ()) -> Bench:
    """The pack, ready to be tested."""
    bench, problems = open_bench(recipe(pack(folder, suite, rules), words))
    assert bench is not None, problems
    return bench


def recipe(folder: Path, words: tuple[str, ...] = ()) -> Recipe:
    """How to open the pack in ``folder``."""
    return Recipe(str(folder), (), (str(OTHER),), words)


def refused_suite(folder: Path, suite: str) -> tuple[Diagnostic, ...]:
    """What is wrong with a suite that can't be used."""
    bench, problems = open_bench(recipe(pack(folder, suite)))
    assert bench is None
    return problems
