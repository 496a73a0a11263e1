"""The proposed step: what it is, what is wrong with it, and the nearest step that would be right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from etiquette.facts import Step
from etiquette.model import Level
from etiquette.report import Decision, Finding, Report, Status, Suggestion

from .blocks import Item, Mark, Row, Section, Tone
from .days import on_day
from .words import Words, sentence

__all__ = ["step_section", "step_words"]

_LEVELS: Final[dict[Level, tuple[str, Mark, Tone]]] = {
    "error": ("Against the rule", "cross", "bad"),
    "warning": ("Against the advice", "warn", "care"),
    "note": ("Better still:", "dot", "plain"),
}
_BETTER: Final = "For example"
_ORDER: Final[tuple[Level, ...]] = ("error", "warning", "note")


def step_section(report: Report, words: Words, *, verbose: bool = False) -> Section | None:
    """The section on the proposed step, gravest finding first; nothing where no step is proposed.

    Of mere remarks only what is asked is said, unless ``verbose``.
    """
    if report.proposed is None and not report.findings:
        return None
    intro = f"You plan: {step_words(report.proposed, words, report.as_of)}" if report.proposed else ""
    findings = sorted(report.findings, key=lambda each: _ORDER.index(each.level))
    shared = _shared_suggestion(findings)
    items = tuple(_item(each, words, own=shared is None, verbose=verbose) for each in findings)
    if shared and shared.step is None:
        items += (Item(sentence(shared.text), mark="cross", tone="bad"),)
    elif shared:
        items += (Item(f"Instead: {sentence(shared.text)}", mark="tick", tone="good"),)
    items += tuple(
        Item(sentence(each.message), f"tell {each.fact}", mark="ask", tone="plain")
        for each in report.unchecked
    )
    silence = words.silence(report.proposed.action) if report.proposed else ""
    if silence and _status(report) == "unaddressed":
        items += (Item(sentence(silence), mark="ask", tone="plain"),)
    elif report.proposed and report.proposed.day < report.as_of:
        items += (Item("That day has passed.", mark="warn", tone="care"),)
    elif not findings and _settled(report):
        items = (Item("Nothing in these rules speaks against it.", mark="tick", tone="good"), *items)
    worst: Tone = _LEVELS[findings[0].level][2] if findings else "strong"
    return Section("Your step", items, worst, intro)


def step_words(step: Step, words: Words, as_of: date) -> str:
    """A step in one line: what, how, to whom, when."""
    parts = [words.action(step.action)]
    if step.channel and words.channel(step.channel) not in parts[0].lower():
        parts.append(words.channel(step.channel))
    if step.to:
        parts.append(words.recipient(step.to) + (f" ({step.person})" if step.person else ""))
    elif step.person:
        parts.append(f"to {step.person}")
    if step.via and not words.is_ordinary_carrier(step.via):
        parts.append(words.carrier(step.via))
    at = f" at {step.at.isoformat('minutes')}" if step.at else ""
    return f"{', '.join(parts)}, {on_day(step.day, as_of)}{at}."


def _item(finding: Finding, words: Words, *, own: bool, verbose: bool) -> Item:
    name, mark, tone = _LEVELS[finding.level]
    rule = words.rule(finding.rule)
    head = f"{name} “{rule.title}”" if rule and rule.title else sentence(finding.message)
    rows = [
        Row("You'd", finding.observed),
        Row("Asked", finding.required),
        Row("Why", sentence(finding.because)),
        Row(
            "For example" if finding.observed.startswith("nothing of") else "Rather", finding.instead, "good"
        ),
    ]
    if finding.reviewer:
        rows.append(Row("From", f"the plugin {finding.reviewer}, whose judgement it is; no rule says so."))
    elif finding.rule:
        rows.append(Row("Rule", f"{finding.rule}{f', from {rule.owner}' if rule else ''}", "quiet"))
    if finding.level == "note" and not verbose:
        rows = [row for row in rows if row.label in ("Asked", "From", _BETTER)]
    if own and finding.suggestion:
        rows.append(Row("Instead", sentence(finding.suggestion.text), "good"))
    return Item(head, "", tuple(row for row in rows if row.text), mark, tone)


def _shared_suggestion(findings: Sequence[Finding]) -> Suggestion | None:
    """The one suggestion that all findings make, said once below them all."""
    found = {each.suggestion.text: each.suggestion for each in findings if each.suggestion}
    return next(iter(found.values())) if len(found) == 1 else None


def _status(report: Report) -> Status | None:
    """The status of the proposed action; ``None`` where the plan has no such action."""
    return next((each.status for each in report.plan if _is_proposed(each, report)), None)


def _is_proposed(decision: Decision, report: Report) -> bool:
    return report.proposed is not None and decision.action == report.proposed.action


def _settled(report: Report) -> bool:
    """Whether the proposed action's decision leaves nothing open."""
    if report.draft is not None and not report.draft.judged:
        return False
    return report.complete and _status(report) not in ("undetermined", "conflict", "unaddressed", None)
