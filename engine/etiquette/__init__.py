"""Etiquette as data: rule packs, applied to the facts of one case, explained and checked for clashes.

>>> import etiquette
>>> ruleset = etiquette.load()
>>> report = ruleset.check({"interview": {"date": "2026-11-19"}, "today": "2026-11-20"})
>>> report.ok
True

Importing this package reads no pack and loads no plugin; names are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .diagnostics import Diagnostic, Location, RulesError
    from .explanation import Explanation
    from .facts import NONE, UNKNOWN, Facts, Message, Step
    from .hookspecs import RuleFile, hookimpl
    from .load import load
    from .model import Action, Channel, PackId, Rule
    from .report import Conflict, Decision, Finding, Question, Report
    from .ruleset import Measure, Ruleset

__all__ = [
    "NONE",
    "UNKNOWN",
    "Action",
    "Channel",
    "Conflict",
    "Decision",
    "Diagnostic",
    "Explanation",
    "Facts",
    "Finding",
    "Location",
    "Measure",
    "Message",
    "PackId",
    "Question",
    "Report",
    "Rule",
    "RuleFile",
    "RulesError",
    "Ruleset",
    "Step",
    "hookimpl",
    "load",
]

_HOMES = {
    "diagnostics": ("Diagnostic", "Location", "RulesError"),
    "explanation": ("Explanation",),
    "facts": ("NONE", "UNKNOWN", "Facts", "Message", "Step"),
    "hookspecs": ("RuleFile", "hookimpl"),
    "load": ("load",),
    "model": ("Action", "Channel", "PackId", "Rule"),
    "report": ("Conflict", "Decision", "Finding", "Question", "Report"),
    "ruleset": ("Measure", "Ruleset"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        message = f"module 'etiquette' has no attribute {name!r}"
        raise AttributeError(message)
    # ``load`` is both a module and the function in it: what the package offers is the function.
    found = globals()[name] = getattr(import_module(f".{_HOME_OF[name]}", __name__), name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
