"""The one thing that all formats show."""

from __future__ import annotations

from dataclasses import dataclass

from etiquette.codes import TITLES
from etiquette.diagnostics import Diagnostic, Location
from etiquette.model import Level

__all__ = ["Entry", "of_diagnostic"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to show.

    ``code`` is that of a diagnostic, or the id of a rule; ``title`` is what the code stands for. ``message``
    is one or several sentences about this one thing, ``help`` the next step. ``related`` are further places,
    each with what it has to do with it (may be empty). ``subject`` is what was examined (a facts file, a
    pack, a case): entries of one subject are one test case of JUnit; without it, the file of ``location`` is.
    """

    code: str
    level: Level
    message: str
    location: Location | None = None
    help: str = ""
    title: str = ""
    related: tuple[tuple[str, Location], ...] = ()
    subject: str = ""


def of_diagnostic(diagnostic: Diagnostic, subject: str = "") -> Entry:
    """The entry that shows a diagnostic."""
    return Entry(
        diagnostic.code,
        diagnostic.severity,
        diagnostic.message,
        diagnostic.location,
        diagnostic.help,
        TITLES.get(diagnostic.code, ""),
        tuple(("", place) for place in diagnostic.related),
        subject,
    )
