"""One row decided: the only place where a batch asks the rules anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from etiquette.diagnostics import Diagnostic
from etiquette.report import Decision
from etiquette.ruleset import Ruleset

from .wanted import Wanted

__all__ = ["Answer", "Breach", "decide_row"]


class Breach(NamedTuple):
    """What a finding comes to in a table."""

    rule: str
    level: str
    about: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rules say about one row; the same as the fields of those names in its report."""

    as_of: date
    exit_code: int
    decisions: Mapping[str, Decision]
    breaches: tuple[Breach, ...]


def decide_row(ruleset: Ruleset, facts: Mapping[str, Any], wanted: Wanted) -> Answer | tuple[Diagnostic, ...]:
    """What ``ruleset`` says about the facts of one row, or why they can't be used."""
    report = ruleset.check(facts, today=wanted.today, as_of=wanted.as_of)
    if not report.answered:
        return report.diagnostics
    breaches = (Breach(each.rule, each.level, each.about) for each in report.findings if each.level != "note")
    return Answer(
        report.as_of,
        report.exit_code,
        {each.action: each for each in report.plan},
        tuple(breaches),
    )
