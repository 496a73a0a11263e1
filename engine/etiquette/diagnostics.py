"""Problems in rules, facts and plugins, as values.

A diagnostic is data: it is yielded, collected, sorted and shown together with all others. Nothing here
raises because a *user's* file is wrong; :class:`RulesError` is what :func:`etiquette.load` raises when its
caller asked for a ruleset that can't be had, and it carries every diagnostic.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, TypeAlias

from ._nouns import dataclass, field

__all__ = ["Diagnostic", "FactsError", "Location", "RulesError", "Severity", "has_errors", "in_order"]

Severity: TypeAlias = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file. ``line`` and ``column`` count from 1; ``end_column`` is exclusive."""

    file: str
    line: int = 1
    column: int = 1
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def to_dict(self) -> dict[str, Any]:
        """``{"file", "line", "column"}``."""
        return {"file": self.file, "line": self.line, "column": self.column}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem.

    ``code`` is stable and has a page in the docs. ``message`` says in one sentence what is wrong, naming
    the user's own thing; ``help`` says what to do next. ``excerpt`` holds the offending source lines
    (without line ends) as ``(line number, text)``. ``related`` are further places that belong to it.
    """

    code: str
    message: str
    help: str
    location: Location | None = None
    severity: Severity = "error"
    excerpt: tuple[tuple[int, str], ...] = ()
    related: tuple[Location, ...] = field(default=())

    def __str__(self) -> str:
        where = f"{self.location}: " if self.location else ""
        return f"{where}{self.code} {self.message}"

    def to_dict(self) -> dict[str, Any]:
        """The shape that the report's ``diagnostics`` have."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "help": self.help,
            "location": self.location.to_dict() if self.location else None,
            "related": [place.to_dict() for place in self.related],
        }


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Without repeats, sorted by place, code and text, so that the order of discovery never shows."""
    nowhere = Location("")
    return tuple(sorted(set(diagnostics), key=lambda d: (d.location or nowhere, d.code, d.message, d.help)))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether anything in it is an error rather than a warning."""
    return any(d.severity == "error" for d in diagnostics)


class RulesError(Exception):
    """The rules that were asked for can't be used; ``diagnostics`` says why, all of it at once."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = in_order(diagnostics)
        super().__init__("\n".join(str(each) for each in self.diagnostics))


class FactsError(Exception):
    """The facts can't be used where there is no report to say so in; ``diagnostics`` says why."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = in_order(diagnostics)
        super().__init__("\n".join(str(each) for each in self.diagnostics))
