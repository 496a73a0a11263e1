"""The first words of a report: what stands in the way of an answer, then the step, then what to do."""

from __future__ import annotations

from typing import Final

from etiquette.report import Report

from .blocks import Tone
from .days import when_words
from .plan import starting_day
from .words import join

__all__ = ["verdict_of"]

_FEW: Final = 2


def verdict_of(report: Report) -> tuple[str, Tone]:
    """A line or two, and its tone. An incomplete answer and a conflict come before everything else."""
    if not report.answered:
        number = max(1, sum(each.severity == "error" for each in report.diagnostics))
        return f"No answer yet: {_count(number, 'problem')} to put right first.", "bad"
    incomplete = "" if report.complete else "This answer is incomplete, because a plugin failed."
    parts = (incomplete, _on_conflicts(report), _on_step(report), _on_plan(report))
    return " ".join(each for each in parts if each), _tone(report)


def _tone(report: Report) -> Tone:
    levels = {each.level for each in report.findings}
    if report.conflicts or not report.complete or "error" in levels:
        return "bad"
    unjudged = report.draft is not None and not report.draft.judged
    return "care" if "warning" in levels or unjudged else "good"


def _on_conflicts(report: Report) -> str:
    titles = {each.action: each.title for each in report.plan}
    about = dict.fromkeys(titles.get(each.action, each.action) for each in report.conflicts)
    if not about:
        return ""
    if len(about) > _FEW:
        return f"The rules contradict each other about {len(about)} things."
    return f"The rules contradict each other about {join(f'“{title}”' for title in about)}."


def _on_step(report: Report) -> str:
    if report.proposed is None:
        return ""
    if report.proposed.day < report.as_of:
        return "The day of your step has passed."
    levels = [each.level for each in report.findings]
    status = {each.action: each.status for each in report.plan}.get(report.proposed.action)
    if "error" in levels:
        number = levels.count("error") + levels.count("warning")
        return f"Don't take your step as planned: {_count(number, 'thing')} to put right."
    if status == "conflict":
        return "Nothing certain can be said about your step."
    if status == "undetermined":
        return "About your step we can't say yet."
    if "warning" in levels:
        return f"Your step would be better with {_count(levels.count('warning'), 'change')}."
    if status in ("unaddressed", None):
        return "About your step these rules say nothing."
    if report.draft is not None and not report.draft.judged:
        return "Your step is all right, but what its message says was not judged."
    return "Your step is all right, with a remark." if levels else "Your step is all right."


def _on_plan(report: Report) -> str:
    now = [each for each in report.plan if each.status in ("due", "late")]
    if now:
        titles = join(f"“{each.title}”" for each in now)
        return f"Now: {titles}." if len(now) <= _FEW else f"{len(now)} things to do now."
    nothing = "Nothing else" if report.conflicts else "Nothing"
    days = [
        (day, each.title) for each in report.plan if each.status == "not_yet" and (day := starting_day(each))
    ]
    if days:
        day, title = min(days)
        return f"{nothing} to do now. Next: “{title}”, from {when_words(day, report.as_of)}."
    may = [each.title for each in report.plan if each.status == "open"]
    if may:
        return f"{nothing} you must do now. You may: {join(f'“{title}”' for title in may)}."
    if any(each.status == "undetermined" for each in report.plan):
        return "More needs to be known before anything can be said."
    return f"{nothing} to do now."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
