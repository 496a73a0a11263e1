"""What a suite is once it has been read: cases, each with its facts and with what is expected of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from etiquette._reading.document import Document
from etiquette.algebra import Scalar
from etiquette.diagnostics import Location

__all__ = ["Case", "Excused", "Expected", "Parameters", "Setting", "Suite"]

Parameters: TypeAlias = tuple[tuple[str, Scalar], ...]


@dataclass(frozen=True, slots=True, order=True)
class Setting:
    """Which rules a suite is about: ``packs`` besides the one it stands in (names, or paths of folders), and
    the plugins by name. ``plugins`` is ``None`` for those that the caller names, else all that are installed.
    """

    packs: tuple[str, ...] = ()
    plugins: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What should be said; whatever is ``None``, or isn't named, is not compared.

    ``plan`` holds for each action the named keys of :meth:`etiquette.Decision.to_dict`; ``findings`` the
    named keys of each finding; ``conflicts`` the rules that contradict each other, by action; ``problems``
    the codes of what is wrong with the facts. ``places`` tell where each of these is written: by
    ``("plan", ACTION)``, ``("plan", ACTION, KEY)``, ``("findings",)``, ``("findings", NUMBER)`` and so on.
    """

    plan: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    findings: tuple[Mapping[str, str], ...] | None = None
    questions: tuple[str, ...] | None = None
    conflicts: Mapping[str, tuple[str, ...]] | None = None
    problems: tuple[str, ...] | None = None
    places: Mapping[tuple[str | int, ...], Location] = field(default_factory=dict)

    def at(self, *keys: str | int) -> Location | None:
        """Where something is expected, or the nearest place that it is in."""
        for length in range(len(keys), 0, -1):
            found = self.places.get(keys[:length])
            if found is not None:
                return found
        return None


@dataclass(frozen=True, slots=True)
class Case:
    """One situation. ``facts`` are those of the suite with those of the case on top, each with its place.

    ``table`` is the title of the table of days that the case is a line of; empty for a case of its own.
    ``norms`` are what it exercises of the text that the pack rests on.
    """

    title: str
    facts: Document
    expect: Expected
    location: Location
    parameters: Parameters = ()
    confirm: bool = False
    table: str = ""
    norms: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What tells the case from all others: its file and its title."""
        return f"{self.location.file}: {self.title}"


@dataclass(frozen=True, slots=True)
class Excused:
    """What no case can show, as a suite says.

    It is a change that can't be told from the pack, or a goal of coverage that can't be reached.
    """

    name: str
    because: str
    location: Location


@dataclass(frozen=True, slots=True)
class Suite:
    """One file of cases. ``label`` is what its file is called by."""

    label: str
    title: str
    setting: Setting
    cases: tuple[Case, ...]
    equivalent: tuple[Excused, ...] = ()
    unreachable: tuple[Excused, ...] = ()
