"""What plugins do while an answer is made: findings by review, and lengths that turn out not to be had."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from etiquette._nouns import replace
from etiquette.diagnostics import Diagnostic, Location
from etiquette.facts import Facts, Step
from etiquette.messages import Span
from etiquette.report import Decision, Finding
from etiquette.ruleset import Measure, Reviewer, Ruleset

from .plugin_problems import PluginError

__all__ = ["review", "with_measures_that_work"]

_Answer = TypeVar("_Answer")


def review(
    reviewers: Iterable[tuple[str, Reviewer]], step: Step, facts: Facts, decision: Decision
) -> tuple[tuple[Finding, ...], tuple[Diagnostic, ...]]:
    """What the reviewers find in a proposed step, and the diagnostics of those that failed.

    A finding's ``rule`` is ``PLUGIN/review`` and its ``reviewer`` is the plugin. Any diagnostic means that
    the answer is incomplete.
    """
    findings: list[Finding] = []
    failed: list[Diagnostic] = []
    for name, reviewer in sorted(reviewers, key=lambda each: each[0]):
        try:
            found = tuple(reviewer(step, facts, decision))
        except PluginError as failure:
            failed.append(failure.diagnostic)
        else:
            findings += [
                Finding(rule=f"{name}/review", reviewer=name, location=_place(step, each["spans"]), **each)
                for each in found
            ]
    return tuple(findings), tuple(failed)


def _place(step: Step, spans: Iterable[Span]) -> Location | None:
    """Where the first of the spans stands in the file of the draft, where there is one."""
    draft = step.message.draft if step.message else None
    placed = (draft.place(span) for span in spans) if draft else ()
    return next((each for each in placed if each), None)


def with_measures_that_work(ruleset: Ruleset, answer: Callable[[Ruleset], _Answer]) -> _Answer:
    """``answer(ruleset)``; where a measure fails, the answer of the ruleset without it.

    Such a ruleset takes every text to be of no length in that unit, and has the failure among its
    diagnostics, so that its answers are incomplete.
    """
    try:
        return answer(ruleset)
    except PluginError as failure:
        measure = ruleset.measures.get(failure.unit or "")
        if measure is None or measure.count is _nothing:
            raise
        unmeasured = replace(
            ruleset,
            measures={**ruleset.measures, measure.unit: Measure(measure.unit, _nothing, measure.characters)},
            diagnostics=(*ruleset.diagnostics, failure.diagnostic),
        )
    return with_measures_that_work(unmeasured, answer)


def _nothing(text: str) -> int:  # noqa: ARG001 - a measure gets the text
    return 0
