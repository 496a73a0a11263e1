"""What a check yields, and what the command shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from etiquette._packing.tree import Tree
from etiquette._reading.document import PathKey
from etiquette.diagnostics import Diagnostic, Location
from etiquette.model import Level

__all__ = ["REMOVE", "Edit", "Finding", "Found"]


class _Remove:
    """Stands for taking something away."""


REMOVE: Final = _Remove()


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a file: what stands at ``path`` becomes ``value``, plain data, or goes (:data:`REMOVE`)."""

    file: str
    path: PathKey
    value: Any


@dataclass(frozen=True, slots=True)
class Found:
    """Something that a check found at ``tree``, or at its key.

    ``message`` is one sentence that names the author's own thing, ``help`` the next step; ``edits`` mend it
    without a change of meaning.
    """

    tree: Tree
    message: str
    help: str
    key: bool = False
    span: tuple[int, int] | None = None
    related: tuple[Location | None, ...] = ()
    edits: tuple[Edit, ...] = ()

    def diagnostic(self, code: str) -> Diagnostic:
        """The same as a diagnostic, with its lines."""
        return self.tree.problem(
            code, self.message, self.help, key=self.key, span=self.span, related=self.related
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a code, in the pack or plugin ``subject``."""

    subject: str
    level: Level
    diagnostic: Diagnostic
    edits: tuple[Edit, ...] = ()

    @property
    def code(self) -> str:
        """The code of the check."""
        return self.diagnostic.code

    def to_dict(self) -> dict[str, Any]:
        """``{"subject", "code", "level", "message", "help", "location", "related", "fixable"}``."""
        shown = self.diagnostic.to_dict()
        del shown["severity"]
        return {"subject": self.subject, "level": self.level, **shown, "fixable": bool(self.edits)}
