"""What a report doesn't know: the questions that are open, and what was assumed meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from etiquette.report import AssumptionUsed, Question, Report

from .blocks import Item, Row, Section
from .words import Words, join, sentence

__all__ = ["assumption_section", "question_section"]

_LIVE: Final = ("conflict", "due", "late", "open", "not_yet", "undetermined")
"""Statuses of actions that are still to be taken."""

_MORE: Final = "--verbose shows each, and what to write in the facts if one is wrong."


def question_section(questions: Sequence[Question], words: Words) -> Section | None:
    """The questions whose answers would change the plan, each with the fact to tell."""
    items = tuple(
        Item(sentence(each.ask or f"{words.fact(each.fact)}?"), each.fact, _for(each, words), "ask", "plain")
        for each in questions
    )
    return Section("We'd need to know", items, "care") if items else None


def _for(question: Question, words: Words) -> tuple[Row, ...]:
    rows = []
    if question.because:
        rows.append(Row("For", join(dict.fromkeys(words.topic(each) for each in question.because)), "quiet"))
    if question.together_with:
        rows.append(
            Row("And also", join(f"“{words.fact(each)}”" for each in question.together_with), "quiet")
        )
    return tuple(rows)


def assumption_section(report: Report, words: Words, *, verbose: bool) -> Section | None:
    """What was assumed: in one paragraph what could change a step still to be taken; if verbose, each."""
    if verbose:
        items = tuple(_item(each, words) for each in report.assumptions)
        intro = "If one of these is wrong, write the fact in brackets as it is: the advice may change."
        return Section("We assumed", items, "strong", intro) if items else None
    live = {each.action for each in report.plan if each.status in _LIVE}
    if report.proposed is not None:
        live.add(report.proposed.action)
    told = dict.fromkeys(
        words.assumed(each.fact, each.value, each.title)
        for each in report.assumptions
        if live.intersection(each.would_change) or (live and words.is_open_ended(each.fact))
    )
    return Section("We assumed", line=f"{'; '.join(told)}. {_MORE}") if told else None


def _item(assumption: AssumptionUsed, words: Words) -> Item:
    title = words.fact(assumption.fact)
    title = (assumption.title or title) if title == assumption.fact else title
    changes = join(f"“{words.topic(change)}”" for change in assumption.would_change)
    rows = (Row("", f"If that is wrong, this changes: {changes}." if changes else "", "quiet"),)
    value = words.value(assumption.fact, assumption.value)
    return Item(f"{title}: {value}", assumption.fact, rows, "dot", "plain")
