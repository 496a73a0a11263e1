"""A report as a page: the verdict first, then everything in the order in which it matters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from etiquette.diagnostics import Diagnostic, has_errors
from etiquette.report import AssumptionUsed, Conflict, Question, Report

from .blocks import Item, Page, Row, Section, Tone
from .days import day_name, when_words
from .plan import plan_sections, starting_day
from .step import step_section
from .words import Words, join, sentence

__all__ = ["report_page"]

_FEW: Final = 2
_LIVE: Final = ("conflict", "due", "late", "open", "not_yet", "undetermined")
"""Statuses of actions that are still to be taken."""


def report_page(report: Report, words: Words, *, verbose: bool = False, heading: str = "") -> Page:
    """What a report says, in words."""
    verdict, tone = _verdict(report)
    sections = [
        step_section(report, words, verbose=verbose),
        *plan_sections(report.plan, words, report.as_of, verbose=verbose),
        _questions(report.questions, words),
        _assumptions(report, words, verbose=verbose),
        _conflicts(report.conflicts, words),
        _problems(report.diagnostics),
    ]
    return Page(verdict, tone, tuple(each for each in sections if each), _footer(report), heading)


def _verdict(report: Report) -> tuple[str, Tone]:
    if not report.answered:
        number = max(1, sum(each.severity == "error" for each in report.diagnostics))
        return f"No answer yet: {_count(number, 'problem')} to put right first.", "bad"
    parts = [each for each in (_on_step(report), _on_plan(report)) if each]
    tone: Tone = _tone(report)
    if not report.complete:
        parts.insert(0, "This answer is incomplete, because a plugin failed.")
    return " ".join(parts), tone


def _tone(report: Report) -> Tone:
    levels = {each.level for each in report.findings}
    if report.conflicts or not report.complete or "error" in levels:
        return "bad"
    return "care" if "warning" in levels else "good"


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
        return "About your step the rules contradict each other."
    if status == "undetermined":
        return "About your step we can't say yet."
    if "warning" in levels:
        return f"Your step would be better with {_count(levels.count('warning'), 'change')}."
    if status in ("unaddressed", None):
        return "About your step these rules say nothing."
    return "Your step is all right, with a remark." if levels else "Your step is all right."


def _on_plan(report: Report) -> str:
    if report.conflicts and report.proposed is None:
        return "The rules contradict each other on these facts."
    now = [each for each in report.plan if each.status in ("due", "late")]
    if now:
        titles = join(f"“{each.title}”" for each in now)
        return f"Now: {titles}." if len(now) <= _FEW else f"{len(now)} things to do now."
    days = [
        (day, each.title) for each in report.plan if each.status == "not_yet" and (day := starting_day(each))
    ]
    if days:
        day, title = min(days)
        return f"Nothing to do now. Next: “{title}”, from {when_words(day, report.as_of)}."
    may = [each.title for each in report.plan if each.status == "open"]
    if may:
        return f"Nothing you must do now. You may: {join(f'“{title}”' for title in may)}."
    if any(each.status == "undetermined" for each in report.plan):
        return "More needs to be known before anything can be said."
    return "Nothing to do now."


def _questions(questions: Sequence[Question], words: Words) -> Section | None:
    items = tuple(
        Item(sentence(each.ask or f"{words.fact(each.fact)}?"), each.fact, _for(each, words), "ask", "plain")
        for each in questions
    )
    if not items:
        return None
    return Section("We'd need to know", items, "care")


def _for(question: Question, words: Words) -> tuple[Row, ...]:
    rows = []
    if question.because:
        rows.append(Row("For", join(dict.fromkeys(words.topic(each) for each in question.because)), "quiet"))
    if question.together_with:
        rows.append(
            Row("And also", join(f"“{words.fact(each)}”" for each in question.together_with), "quiet")
        )
    return tuple(rows)


def _assumptions(report: Report, words: Words, *, verbose: bool) -> Section | None:
    """The assumptions that would change what is to be done; if verbose all, with what they change."""
    live = {each.action for each in report.plan if each.status in _LIVE}
    if report.proposed is not None:
        live.add(report.proposed.action)
    found = [
        each
        for each in report.assumptions
        if verbose or live.intersection(each.would_change) or (live and words.is_open_ended(each.fact))
    ]
    items = tuple(
        Item(
            f"{_title(each, words)}: {words.value(each.fact, each.value)}",
            each.fact,
            (Row("", _otherwise(each, words), "quiet"),) if verbose else (),
            "dot",
            "plain",
        )
        for each in found
    )
    intro = "If one of these is wrong, say so in the facts: the advice may change."
    return Section("We assumed", items, "strong", "" if verbose else intro) if items else None


def _title(assumption: AssumptionUsed, words: Words) -> str:
    found = words.fact(assumption.fact)
    return (assumption.title or found) if found == assumption.fact else found


def _otherwise(assumption: AssumptionUsed, words: Words) -> str:
    changes = join(f"“{words.topic(change)}”" for change in assumption.would_change)
    return f"If that is wrong, this changes: {changes}." if changes else ""


def _conflicts(conflicts: Sequence[Conflict], words: Words) -> Section | None:
    items = tuple(
        Item(
            sentence(each.message),
            "",
            tuple(
                Row("Rule" if n == 0 else "", f"{words.rule_line(rule)}{f' at {place}' if place else ''}")
                for n, (rule, place) in enumerate(zip(each.rules, each.locations, strict=True))
            ),
            "cross",
            "bad",
        )
        for each in conflicts
    )
    if not items:
        return None
    advice = "Whoever keeps these rules has to say which one is the exception to the other (overrides:)."
    return Section("Rules that contradict each other", items, "bad", outro=(Row("", advice),))


def _problems(diagnostics: Sequence[Diagnostic]) -> Section | None:
    items = tuple(
        Item(
            sentence(each.message),
            each.code,
            tuple(
                row
                for row in (
                    Row("At", str(each.location or "")),
                    *(Row("", f"{number} | {line}") for number, line in each.excerpt),
                    Row("Help", sentence(each.help)),
                )
                if row.text
            ),
            "cross" if each.severity == "error" else "warn",
            "bad" if each.severity == "error" else "care",
        )
        for each in diagnostics
    )
    return Section("Problems", items, "bad" if has_errors(diagnostics) else "care") if items else None


def _footer(report: Report) -> tuple[str, ...]:
    if not report.answered:
        return ()
    packs = join(str(each) for each in report.packs)
    as_of = f"{day_name(report.as_of, report.as_of)} {report.as_of.year} ({report.timezone})"
    return (f"As of {as_of}{f', by {packs}' if packs else ''}.",)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
