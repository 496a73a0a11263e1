"""Running the checks over one subject, and leaving out what its author wants left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from etiquette.diagnostics import Diagnostic, Location
from etiquette.model import Level

from .finding import Finding
from .silence import NEEDLESS, Wish, wishes_in
from .subject import Subject
from .table import CHECKS

__all__ = ["lint"]

_NOWHERE = Location("")


def lint(subject: Subject) -> tuple[Finding, ...]:
    """All findings on ``subject``, by place; those that a comment switches off are left out."""
    wishes: list[Wish] = []
    findings: list[Finding] = []
    for document in subject.documents.values():
        for each in wishes_in(document, CHECKS):
            if isinstance(each, Wish):
                wishes.append(each)
            else:
                findings.append(_finding(subject, "error", each))
    used: set[Wish] = set()
    for finding in _all(subject):
        off = [wish for wish in wishes if wish.covers(finding.diagnostic)]
        used.update(off)
        findings += [] if off else [finding]
    findings += [
        _finding(subject, "warning", _needless(subject, wish)) for wish in wishes if wish not in used
    ]
    return tuple(sorted(findings, key=_order))


def _all(subject: Subject) -> Iterator[Finding]:
    for code, check in CHECKS.items():
        for found in check.look(subject):
            yield Finding(
                subject.name,
                check.level,
                replace(found.diagnostic(code), severity=check.level),
                found.edits,
            )


def _finding(subject: Subject, level: Level, diagnostic: Diagnostic) -> Finding:
    return Finding(subject.name, level, replace(diagnostic, severity=level))


def _needless(subject: Subject, wish: Wish) -> Diagnostic:
    document = subject.documents[wish.place.file]
    codes = ", ".join(wish.codes)
    message = f"{codes} is off here, and would find nothing."
    help_ = "Take the comment away."
    return Diagnostic(NEEDLESS, message, help_, wish.place, excerpt=document.excerpt(wish.place))


def _order(finding: Finding) -> tuple[Location, str, str]:
    return finding.diagnostic.location or _NOWHERE, finding.code, finding.diagnostic.message
