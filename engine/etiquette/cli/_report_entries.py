"""Reports as entries of a machine format: findings, conflicts, diagnostics, at their place in the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from etiquette._formats import Entry, MachineFormat, of_diagnostic, rendered
from etiquette._reading.paths import look
from etiquette.diagnostics import Location

if TYPE_CHECKING:
    from etiquette.report import Conflict, Finding, Report

    from ._cases import Case

__all__ = ["machine_document"]

_ADVICE: Final = (
    "Whoever keeps these rules can override one from the other, narrow one's `when`, or take one away."
)


def machine_document(answers: Sequence[tuple[Case, Report]], format_: MachineFormat) -> str:
    """One document for all facts files; each of them is one test case of JUnit."""
    entries = [entry for case, report in answers for entry in _entries(case, report)]
    passed = [_subject(case) for case, report in answers if report.ok]
    return rendered(format_, entries, suite="check", passed=passed)


def _entries(case: Case, report: Report) -> Iterator[Entry]:
    for diagnostic in report.diagnostics:
        yield of_diagnostic(diagnostic, _subject(case))
    for conflict in report.conflicts:
        yield _of_conflict(conflict, case)
    suggested: set[str] = set()
    for finding in report.findings:
        better = finding.suggestion.text if finding.suggestion else ""
        yield _of_finding(finding, case, report, "" if better in suggested else better)
        suggested.add(better)


def _of_finding(finding: Finding, case: Case, report: Report, better: str) -> Entry:
    """``better`` is the suggestion, which is said only once where several findings come to the same.

    A finding in several places of a draft stands at the first; the others belong to it.
    """
    rules = case.ruleset.rules if case.ruleset else ()
    rule = next((each for each in rules if each.id == finding.rule), None)
    instead = finding.suggestion is not None and finding.suggestion.step is not None
    return Entry(
        finding.rule or f"plugin/{finding.reviewer}",
        finding.level,
        finding.message,
        finding.location or _whole(case),
        f"Instead: {better}" if better and instead else better,
        rule.title if rule else "",
        (*_further(finding, report), *_on_disk([(f"rule {rule.id}", rule.location)] if rule else [])),
        _subject(case),
        finding.because,
    )


def _further(finding: Finding, report: Report) -> Iterator[tuple[str, Location]]:
    """The places of a draft that a finding is about, but for the first."""
    message = report.proposed.message if report.proposed else None
    draft = message.draft if message else None
    for span in finding.spans if draft else ():
        place = draft.place(span) if draft else None
        if place is not None and place != finding.location:
            yield f"“{span.text}”", place


def _of_conflict(conflict: Conflict, case: Case) -> Entry:
    places = [(f"rule {rule}", place) for rule, place in zip(conflict.rules, conflict.locations, strict=True)]
    return Entry(
        f"conflict/{conflict.action}",
        "error",
        f"{conflict.message} The rules: {', '.join(conflict.rules)}.",
        _whole(case),
        _ADVICE,
        "Rules that contradict each other",
        _on_disk(places),
        _subject(case),
    )


def _whole(case: Case) -> Location:
    """The facts file as a whole."""
    return Location("<stdin>" if case.name == "-" else case.name)


def _subject(case: Case) -> str:
    return "standard input" if case.name == "-" else case.name


def _on_disk(places: Iterable[tuple[str, Location | None]]) -> tuple[tuple[str, Location], ...]:
    """The places that somebody else's program can open: bundled packs and those of plugins have no path."""
    return tuple((text, place) for text, place in places if place and look(Path(place.file)).kind == "file")
