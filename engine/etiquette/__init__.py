"""Etiquette as data: rule packs, applied to the facts of one case, explained and checked for clashes.

:func:`load` gives an immutable :class:`Ruleset`; its ``check`` gives a :class:`Report` and its ``explain``
an :class:`Explanation`. :func:`prove` says what holds over all facts, and :func:`diff` what changes from one
pack to another. Importing this package reads no pack and loads no plugin; names are imported when they are
first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .comparing import diff
    from .diagnostics import Diagnostic, FactsError, Location, RulesError
    from .difference import Difference
    from .explanation import Explanation
    from .facts import NONE, UNKNOWN, Facts, Message, Step
    from .hookspecs import RuleFile, hookimpl
    from .loading import load
    from .model import Action, Channel, PackId, Rule
    from .proof import Proof
    from .proving import prove
    from .report import BareDecision, Breached, Conflict, Decision, Finding, Outcome, Question, Report
    from .ruleset import Measure, Ruleset
    from .written import Drafts, WrittenDraft

__all__ = [
    "NONE",
    "UNKNOWN",
    "Action",
    "BareDecision",
    "Breached",
    "Channel",
    "Conflict",
    "Decision",
    "Diagnostic",
    "Difference",
    "Drafts",
    "Explanation",
    "Facts",
    "FactsError",
    "Finding",
    "Location",
    "Measure",
    "Message",
    "Outcome",
    "PackId",
    "Proof",
    "Question",
    "Report",
    "Rule",
    "RuleFile",
    "RulesError",
    "Ruleset",
    "Step",
    "WrittenDraft",
    "diff",
    "hookimpl",
    "load",
    "prove",
]

_HOMES = {
    "comparing": ("diff",),
    "diagnostics": ("Diagnostic", "FactsError", "Location", "RulesError"),
    "difference": ("Difference",),
    "explanation": ("Explanation",),
    "facts": ("NONE", "UNKNOWN", "Facts", "Message", "Step"),
    "hookspecs": ("RuleFile", "hookimpl"),
    "loading": ("load",),
    "model": ("Action", "Channel", "PackId", "Rule"),
    "proof": ("Proof",),
    "proving": ("prove",),
    "report": (
        "BareDecision",
        "Breached",
        "Conflict",
        "Decision",
        "Finding",
        "Outcome",
        "Question",
        "Report",
    ),
    "ruleset": ("Measure", "Ruleset"),
    "written": ("Drafts", "WrittenDraft"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        message = f"module 'etiquette' has no attribute {name!r}"
        raise AttributeError(message)
    found = globals()[name] = getattr(import_module(f".{_HOME_OF[name]}", __name__), name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
