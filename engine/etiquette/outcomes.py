"""The door behind :meth:`etiquette.Ruleset.decide`: decisions without a word of explanation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ._compiling.answers import bare_decisions, breaches_of, quick_breaches
from ._compiling.deciding import by_hand_on, decided
from ._plugging.review import review, with_measures_that_work
from .check import as_taken, facts_for
from .diagnostics import Diagnostic, FactsError, has_errors
from .facts import Facts, Step
from .report import Breached, Finding, Outcome
from .ruleset import Ruleset

__all__ = ["breaches", "decide"]

_GRAVITY = {"error": 0, "warning": 1, "note": 2}


def decide(
    ruleset: Ruleset, source: Mapping[str, Any] | Facts | Path | str, *, today: date | None = None
) -> Outcome:
    """What ``ruleset`` decides about the facts; see :meth:`etiquette.Ruleset.decide`."""
    return with_measures_that_work(ruleset, lambda rules: _decide(rules, source, today))


def _decide(ruleset: Ruleset, source: Mapping[str, Any] | Facts | Path | str, today: date | None) -> Outcome:
    facts, problems = facts_for(ruleset, source, today=today)
    if facts is None:
        raise FactsError(problems)
    complete = not ruleset.diagnostics or not has_errors(ruleset.diagnostics)
    ruleset = ruleset.as_of(facts.today)
    found = decided(ruleset, facts)
    decisions = bare_decisions(ruleset, facts, found)
    if facts.proposed is None:
        return Outcome(facts.today, decisions, (), complete)
    step = as_taken(ruleset, facts.proposed)
    against = quick_breaches(ruleset, facts, step, found)
    reviewed = True
    if against is None or ruleset.reviewers:
        against, reviewed = breaches(ruleset, facts, step, against)
    return Outcome(facts.today, decisions, against, complete and reviewed)


def breaches(
    ruleset: Ruleset, facts: Facts, step: Step, known: tuple[Breached, ...] | None
) -> tuple[tuple[Breached, ...], bool]:
    """The findings of level error and warning, as a report orders them; and whether no plugin failed.

    ``known`` is what the rules object to, where that is known already.
    """
    others: tuple[Finding, ...] = ()
    failures: tuple[Diagnostic, ...] = ()
    if ruleset.reviewers:
        others, failures = review(ruleset.reviewers, step, facts, by_hand_on(ruleset, facts, step))
    if known is not None and not others:
        return known, not failures
    mine: list[tuple[Breached, tuple[str, object]]] = [
        (each, (breach.observed, breach)) for each, breach in breaches_of(ruleset, facts, step)
    ]
    mine += [(Breached(each.rule, each.level, each.about), (each.observed, each)) for each in others]
    mine.sort(key=lambda pair: (_GRAVITY[pair[0].level], pair[0].about, pair[0].rule, pair[1][0]))
    once = [pair for place, pair in enumerate(mine) if pair not in mine[:place]]
    return tuple(each for each, _ in once if each.level != "note"), not failures
