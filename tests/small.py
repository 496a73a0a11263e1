"""Small rulesets for tests: written as a pack's text and loaded, or put together from bare declarations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from hypothesis import settings

from etiquette.evaluate import Situation
from etiquette.facts import Facts, FactValue
from etiquette.model import Parameter
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import FactDecl, Vocabulary

__all__ = ["LAW", "TODAY", "UTC", "bare", "situation_of", "told"]

LAW: Final = settings(deadline=None, derandomize=True, database=None)
"""For laws outside tests/property: the same examples in each run, however the machine is loaded."""

TODAY: Final = date(2026, 11, 23)
"""A Monday."""

UTC: Final = ZoneInfo("UTC")


def bare(
    *facts: FactDecl, parameters: Mapping[str, Any] | None = None, country: str | None = None, **parts: Any
) -> Ruleset:
    """A ruleset that merely declares facts and parameters, for evaluating conditions and dates."""
    made = {name: Parameter(name, "count", value) for name, value in (parameters or {}).items()}
    vocabulary = Vocabulary({decl.path: decl for decl in facts}, {})
    return replace(Ruleset((), (), vocabulary, parameters=made, country=country), **parts)


def told(values: Mapping[str, FactValue] | None = None, today: date = TODAY, zone: ZoneInfo = UTC) -> Facts:
    """Facts with these values by path."""
    return Facts(dict(values or {}), today, zone)


def situation_of(ruleset: Ruleset, values: Mapping[str, FactValue] | None = None) -> Situation:
    """A situation under a ruleset in which ``values`` are told."""
    return Situation(ruleset, told(values))
