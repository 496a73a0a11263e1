"""One row decided: the only place where a batch asks the rules anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from etiquette._compiling.answers import bare_decisions, quick_breaches
from etiquette._compiling.deciding import decided, make_plan
from etiquette._plugging.review import with_measures_that_work
from etiquette.check import as_taken, conflicts, facts_for
from etiquette.diagnostics import Diagnostic, has_errors, in_order
from etiquette.facts import Facts
from etiquette.outcomes import breaches
from etiquette.report import BareDecision, Breached
from etiquette.ruleset import Ruleset

from .wanted import Wanted

__all__ = ["Answer", "decide_row"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rules say about one row; the same as the fields of those names in its report."""

    as_of: date
    exit_code: int
    decisions: Mapping[str, BareDecision]
    breaches: tuple[Breached, ...] = ()


def decide_row(ruleset: Ruleset, told: Mapping[str, Any], wanted: Wanted) -> Answer | tuple[Diagnostic, ...]:
    """What ``ruleset`` says about the facts of one row, or why they can't be used.

    As :meth:`etiquette.Ruleset.decide`, for the guidance of a chosen day as well.
    """
    return with_measures_that_work(ruleset, lambda rules: _decide(rules, told, wanted))


def _decide(ruleset: Ruleset, told: Mapping[str, Any], wanted: Wanted) -> Answer | tuple[Diagnostic, ...]:
    facts, problems = facts_for(ruleset, told, today=wanted.today)
    if facts is None:
        return in_order((*ruleset.diagnostics, *problems))
    complete = not has_errors(ruleset.diagnostics)
    ruleset = ruleset.as_of(wanted.as_of or facts.today)
    found = decided(ruleset, facts)
    decisions = bare_decisions(ruleset, facts, found)
    against: tuple[Breached, ...] = ()
    if facts.proposed is not None:
        step = as_taken(ruleset, facts.proposed)
        known = quick_breaches(ruleset, facts, step, found)
        if known is None or ruleset.reviewers:
            known, reviewed = breaches(ruleset, facts, step, known)
            complete = complete and reviewed
        against = known
    wrong = any(each.level == "error" for each in against)
    exit_code = 3 if not complete or _clashing(ruleset, facts, decisions) else int(wrong)
    return Answer(facts.today, exit_code, {each.action: each for each in decisions}, against)


def _clashing(ruleset: Ruleset, facts: Facts, decisions: tuple[BareDecision, ...]) -> bool:
    """Whether a report would have conflicts."""
    if all(each.status != "conflict" for each in decisions):
        return False
    return bool(conflicts(ruleset, facts, make_plan(ruleset, facts)))
