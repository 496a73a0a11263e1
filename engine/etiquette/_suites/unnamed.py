"""What a case names and the rules of its suite don't have: parameters, actions, rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from etiquette._packing.parse_declared import fitting, unfit
from etiquette._reading.wording import did_you_mean
from etiquette.diagnostics import Diagnostic, Location
from etiquette.ruleset import Ruleset

from .model import Case

__all__ = ["unnamed"]


def unnamed(case: Case, ruleset: Ruleset) -> Iterator[Diagnostic]:
    """Everything that a case sets or expects something of and that can't be, or isn't there."""
    yield from _misset(case, ruleset)
    yield from _misnamed(case, ruleset)


def _misset(case: Case, ruleset: Ruleset) -> Iterator[Diagnostic]:
    for name, value in case.parameters:
        parameter = ruleset.parameters.get(name)
        if parameter is None:
            message = f"“{case.title}” sets {name}, and there is no such parameter."
            yield _unknown(case, case.location, message, name, ruleset.parameters)
        elif reason := unfit(parameter, value):
            message = f"“{case.title}” can't set {name} so: {reason}."
            yield _said(case, "E703", case.location, message, fitting(parameter, value))


def _misnamed(case: Case, ruleset: Ruleset) -> Iterator[Diagnostic]:
    """Actions and rules that aren't there: what is expected of them could never fail, or never hold."""
    rules = {rule.id: rule for rule in ruleset.rules}
    for action in (*case.expect.plan, *(case.expect.conflicts or ())):
        if action not in ruleset.actions:
            place = case.expect.at("action") or case.expect.at("plan", action) or case.location
            message = (
                f"“{case.table or case.title}” expects something of {action}, and there is no such action."
            )
            yield _unknown(case, place, message, action, ruleset.actions)
    for number, finding in enumerate(case.expect.findings or ()):
        rule = finding["rule"]
        if rule not in rules and not rule.endswith("/review"):
            place = case.expect.at("findings", number) or case.location
            message = f"“{case.title}” expects a finding of {rule}, and there is no such rule."
            yield _unknown(case, place, message, rule, rules)


def _unknown(case: Case, place: Location, message: str, name: str, known: Mapping[str, Any]) -> Diagnostic:
    near = did_you_mean(name, known)
    help_ = f"Did you mean {near}?" if near else "Check the spelling, and that its pack or plugin is loaded."
    return _said(case, "E702", place, message, help_)


def _said(case: Case, code: str, place: Location, message: str, help_: str) -> Diagnostic:
    return Diagnostic(code, message, help_, place, excerpt=case.facts.excerpt(place))
