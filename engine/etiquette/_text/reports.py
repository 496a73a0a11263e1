"""A report as a page: the verdict first, then everything in the order in which it matters."""

from __future__ import annotations

from etiquette.report import Report

from .blocks import Page
from .days import day_name, guidance_line
from .draft import draft_section
from .plan import plan_sections
from .step import step_section
from .troubles import conflict_section, problem_section
from .unknowns import assumption_section, question_section
from .verdict import verdict_of
from .words import Words, join

__all__ = ["report_page"]


def report_page(report: Report, words: Words, *, verbose: bool = False, heading: str = "") -> Page:
    """What a report says, in words; ``verbose`` also shows what asks for nothing to be done."""
    verdict, tone = verdict_of(report)
    ahead, behind = plan_sections(report.plan, words, report.as_of, verbose=verbose)
    problems = problem_section(report.diagnostics)
    sections = [
        conflict_section(report.conflicts, words),
        None if report.complete else problems,
        step_section(report, words, verbose=verbose),
        draft_section(report, words),
        *ahead,
        question_section(report.questions, words),
        *behind,
        assumption_section(report, words, verbose=verbose),
        problems if report.complete else None,
    ]
    return Page(verdict, tone, tuple(each for each in sections if each), _footer(report), heading)


def _footer(report: Report) -> tuple[str, ...]:
    if not report.answered:
        return ()
    packs = join(str(each) for each in report.packs)
    as_of = f"{day_name(report.as_of, report.as_of)} {report.as_of.year} ({report.timezone})"
    return (f"As of {as_of}{f', by {packs}' if packs else ''}.", *guidance_line(report))
