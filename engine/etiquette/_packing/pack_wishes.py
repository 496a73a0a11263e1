"""Who wants which versions of a pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from etiquette.diagnostics import Diagnostic, Location

from .pack_search import Candidate
from .tree import Tree
from .versions import Pin, Version, split_pin

__all__ = ["Wish", "extended", "fits"]


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody (``by``; ``None`` for the caller) wants a pack, and says so at ``tree``."""

    name: str
    pin: Pin
    by: str | None = None
    tree: Tree | None = None

    def __str__(self) -> str:
        return f"{self.name}@{self.pin}" if self.pin.numbers else self.name

    def problem(self, code: str, message: str, help_: str, *related: Location | None) -> Diagnostic:
        """A diagnostic at the place where the wish is said, if it has one."""
        if self.tree is None:
            return Diagnostic(code, message, help_)
        return self.tree.problem(code, message, help_, related=related)


def extended(candidate: Candidate) -> Iterator[Wish]:
    """What a manifest extends; what isn't written as it should be is reported when the manifest is read."""
    if "extends" not in candidate.manifest.data:
        return
    for tree in Tree.of(candidate.manifest, candidate.name, ("extends",)):
        try:
            name, pin = split_pin(str(tree.data))
        except ValueError:
            continue
        yield Wish(name, pin, candidate.name, tree)


def fits(pin: Pin, candidate: Candidate, *, given: bool) -> bool:
    """Whether a version fits; a folder that was given is as good as named, pre-release or not."""
    return pin.fits(candidate.version) or (given and pin.fits(Version(candidate.version.numbers)))
