"""The one thing that all formats show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from etiquette.codes import TITLES
from etiquette.diagnostics import Diagnostic, Location
from etiquette.model import Level

__all__ = ["Entry", "of_diagnostic", "once"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to show.

    ``code`` is that of a diagnostic, or the id of a rule; ``title`` is what the code stands for. ``message``
    is one or several sentences about this one thing, ``help`` the next step. ``related`` are further places,
    each with what it has to do with it (may be empty). ``subject`` is what was examined (a facts file, a
    pack, a case): entries of one subject are one test case of JUnit; without it, the file of ``location`` is.
    ``rationale`` says why there is such a rule at all, the same for every entry of this code.
    """

    code: str
    level: Level
    message: str
    location: Location | None = None
    help: str = ""
    title: str = ""
    related: tuple[tuple[str, Location], ...] = ()
    subject: str = ""
    rationale: str = ""


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


def once(entries: Iterable[Entry]) -> list[Entry]:
    """Without what was said of the same place before, whatever the subject was."""
    seen: set[Entry] = set()
    found: list[Entry] = []
    for entry in entries:
        alike = replace(entry, subject="") if entry.location else entry
        if alike not in seen:
            seen.add(alike)
            found.append(entry)
    return found
