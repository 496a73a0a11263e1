"""Findings by plugins on a message: what no rule can say as data, attributed and marked as opaque."""

from __future__ import annotations

from collections.abc import Iterable

from ._guarded import PluginError
from .diagnostics import Diagnostic
from .facts import Facts, Step
from .report import Decision, Finding
from .ruleset import Reviewer

__all__ = ["review"]


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
            findings += [Finding(rule=f"{name}/review", reviewer=name, **each) for each in found]
    return tuple(findings), tuple(failed)
