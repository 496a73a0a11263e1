"""The proposed step: what it is, what is wrong with it, and the nearest step that would be right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from etiquette.facts import Step
from etiquette.model import Level
from etiquette.report import Finding, Report

from .blocks import Item, Mark, Row, Section, Tone
from .days import on_day
from .words import Words, sentence

__all__ = ["step_section", "step_words"]

_LEVELS: Final[dict[Level, tuple[str, Mark, Tone]]] = {
    "error": ("Against the rule", "cross", "bad"),
    "warning": ("Against the advice", "warn", "care"),
    "note": ("Better still", "dot", "plain"),
}
_ORDER: Final[tuple[Level, ...]] = ("error", "warning", "note")


def step_section(report: Report, words: Words) -> Section | None:
    """The section on the proposed step, gravest finding first; nothing where no step is proposed."""
    if report.proposed is None and not report.findings:
        return None
    intro = f"You plan: {step_words(report.proposed, words, report.as_of)}" if report.proposed else ""
    findings = sorted(report.findings, key=lambda each: _ORDER.index(each.level))
    shared = _shared_suggestion(findings)
    items = tuple(_item(each, words, own_suggestion=not shared) for each in findings)
    if shared:
        items += (Item(f"Instead: {sentence(shared)}", mark="tick", tone="good"),)
    elif not findings and _settled(report):
        items = (Item("Nothing in these rules speaks against it.", mark="tick", tone="good"),)
    worst: Tone = _LEVELS[findings[0].level][2] if findings else "strong"
    return Section("Your step", items, worst, intro)


def step_words(step: Step, words: Words, as_of: date) -> str:
    """A step in one line: what, how, to whom, when."""
    parts = [words.action(step.action)]
    if step.channel:
        parts.append(words.channel(step.channel))
    if step.to:
        parts.append(words.recipient(step.to) + (f" ({step.person})" if step.person else ""))
    elif step.person:
        parts.append(f"to {step.person}")
    if step.via and not words.is_ordinary_carrier(step.via):
        parts.append(words.carrier(step.via))
    at = f" at {step.at.isoformat('minutes')}" if step.at else ""
    return f"{', '.join(parts)}, {on_day(step.day, as_of)}{at}."


def _item(finding: Finding, words: Words, *, own_suggestion: bool) -> Item:
    name, mark, tone = _LEVELS[finding.level]
    rule = words.rule(finding.rule)
    head = f"{name} “{rule.title}”" if rule and rule.title else sentence(finding.message)
    rows = [
        Row("You'd", finding.observed),
        Row("Asked", finding.required),
        Row("Why", sentence(finding.because)),
    ]
    if own_suggestion and finding.suggestion:
        rows.append(Row("Instead", sentence(finding.suggestion.text), "good"))
    if finding.reviewer:
        rows.append(Row("From", f"the plugin {finding.reviewer}, whose judgement it is; no rule says so."))
    elif finding.rule:
        rows.append(Row("Rule", f"{finding.rule}{f', from {rule.owner}' if rule else ''}", "quiet"))
    return Item(head, "", tuple(row for row in rows if row.text), mark, tone)


def _shared_suggestion(findings: Sequence[Finding]) -> str:
    """The one suggestion that all findings make, said once below them all."""
    texts = {each.suggestion.text for each in findings if each.suggestion}
    return texts.pop() if len(texts) == 1 else ""


def _settled(report: Report) -> bool:
    """Whether the proposed action's decision leaves nothing open."""
    if report.proposed is None:
        return False
    status = {each.action: each.status for each in report.plan}.get(report.proposed.action)
    return report.complete and status not in ("undetermined", "conflict", "unaddressed", None)
