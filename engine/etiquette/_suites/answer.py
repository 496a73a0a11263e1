"""What rules say of a case: all of it, or only of some actions where nothing else can have changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from etiquette._deciding.decide import resolve
from etiquette._deciding.plan import decide
from etiquette._deciding.status import situation
from etiquette._deciding.steps import breaches
from etiquette.check import as_taken, conflicts, facts_for, findings
from etiquette.diagnostics import Diagnostic
from etiquette.facts import Facts, Step
from etiquette.report import Finding, Report
from etiquette.ruleset import Ruleset

from .bench import Ready
from .compare import Difference, differences

__all__ = ["differs", "failures"]


def failures(ready: Ready) -> tuple[Difference, ...]:
    """Where the rules don't say of a case what it expects."""
    if ready.facts is None or ready.refused:
        report = Report(date.min, diagnostics=ready.problems, answered=False)
    else:
        report = ready.ruleset.check(ready.facts)
    return tuple(differences(report, ready.case.expect))


def differs(ready: Ready, ruleset: Ruleset, actions: Collection[str], *, facts_too: bool) -> bool:
    """Whether a case notices that ``ruleset`` stands in place of its own.

    ``actions`` are those of which the two may say something else; ``facts_too`` is whether they may differ in
    which facts are possible. Nothing else is worked out.
    """
    expect, facts = ready.case.expect, ready.facts
    if facts is None:
        return False
    problems = facts_for(ruleset, facts)[1] if facts_too else ready.problems
    refused = any(each.severity == "error" for each in problems)
    if refused or expect.problems is not None:
        codes = {each.code for each in problems}
        wanted = set(expect.problems or ())
        if refused or codes != wanted:
            return codes != wanted
    planned = _planned(ruleset, facts, actions)
    if next(differences(planned, replace(expect, findings=None), only=actions), None) is not None:
        return True
    step = facts.proposed
    if expect.findings is None or step is None or step.action not in actions:
        return False
    suggestions = any("suggestion" in each for each in expect.findings)
    found, failed = _found(ruleset.as_of(facts.today), facts, step, suggestions=suggestions)
    report = replace(planned, findings=found, diagnostics=failed)
    return next(differences(report, replace(expect, plan={}), only=actions), None) is not None


def _planned(ruleset: Ruleset, facts: Facts, actions: Collection[str]) -> Report:
    """The decisions on some actions, and their conflicts."""
    rules = ruleset.as_of(facts.today)
    at = situation(rules, facts)
    plan = tuple(decide(at.afresh(), action) for name, action in rules.actions.items() if name in actions)
    return Report(facts.today, plan=plan, proposed=facts.proposed, conflicts=conflicts(rules, facts, plan))


def _found(
    rules: Ruleset, facts: Facts, step: Step, *, suggestions: bool
) -> tuple[tuple[Finding, ...], tuple[Diagnostic, ...]]:
    """What is wrong with a step, with suggestions only where they are wanted."""
    quickly = None if suggestions or rules.reviewers else _hard_findings(rules, facts, step)
    return findings(rules, facts, step) if quickly is None else (quickly, ())


def _hard_findings(ruleset: Ruleset, facts: Facts, step: Step) -> tuple[Finding, ...] | None:
    """The findings on a step without their sentences and suggestions, which take most of the time to find.

    ``None`` where that can't be had: whether a step is worth a note, because something else would be
    better, can only be told by looking for that.
    """
    taken = as_taken(ruleset, step)
    at = situation(ruleset, facts).on(taken.day)
    found = breaches(at, resolve(at, ruleset.actions[taken.action]), taken)
    if any(breach.soft for breach in found):
        return None
    return tuple(
        Finding(breach.rule.id, breach.level, breach.about, "", breach.observed, breach.required)
        for breach in found
    )
