"""What the engines have in common: a name, what they need, what is left to the host, how to get ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any, Final, TypeAlias

from workload.facts import Answer, Flat

__all__ = ["RULES", "Decide", "Engine", "imported"]

Decide: TypeAlias = Callable[[Flat], Answer]

RULES: Final = tuple(f"R{number:02}" for number in range(1, 15))
"""The ids of the rules, in order."""


@dataclass(frozen=True, slots=True)
class Engine:
    """One way of taking the decision.

    ``prepare`` does all that is done once (reading, parsing, compiling) and returns what is timed: the flat
    facts of a case in, its answer out. ``distribution`` is what has to be installed and ``module`` what it is
    imported as; both are empty where nothing is. ``host`` says what Python does inside the timed part because
    the engine's language can't say it, or because that is how the engine is fed.
    """

    name: str
    prepare: Callable[[], Decide]
    distribution: str = ""
    module: str = ""
    host: str = ""

    @property
    def installed(self) -> bool:
        """Whether it can be tried here."""
        return not self.module or find_spec(self.module) is not None

    @property
    def version(self) -> str:
        """The version of what is installed; empty where nothing has to be, or isn't."""
        try:
            return version(self.distribution) if self.distribution else ""
        except PackageNotFoundError:
            return ""


def imported(module: str) -> Any:
    """A module of an engine: imported when it is wanted, so that the others run without it."""
    return import_module(module)
