"""One row decided: the only place where a batch asks the rules anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from etiquette._compiling.deciding import make_plan
from etiquette._compiling.swift_facts import swift_reader
from etiquette._message import with_reading
from etiquette._plugging.review import with_measures_that_work
from etiquette.check import conflicts, facts_for
from etiquette.diagnostics import Diagnostic, has_errors, in_order
from etiquette.facts import Facts
from etiquette.report import Decision
from etiquette.ruleset import Ruleset

from .bare import Teller, Told
from .breaches import Objection, objections
from .wanted import Wanted

__all__ = ["Answer", "Decider"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rules say about one row; the same as the fields of those names in its report."""

    as_of: date
    exit_code: int
    decisions: Mapping[str, Told | Decision]
    breaches: tuple[Objection, ...]


class Decider:
    """Decides rows for one ruleset, as :meth:`etiquette.Ruleset.check` does, without what no column shows."""

    def __init__(self, ruleset: Ruleset, wanted: Wanted) -> None:
        self._ruleset = ruleset
        self._wanted = wanted
        self._read = swift_reader(ruleset, passed_steps=True)
        self._teller = lru_cache(maxsize=16)(Teller)

    def decide(self, told: Mapping[str, Any]) -> Answer | tuple[Diagnostic, ...]:
        """What the rules say about the facts of one row, or why they can't be used."""
        return with_measures_that_work(self._ruleset, lambda rules: self._decide(rules, told))

    def _decide(self, ruleset: Ruleset, told: Mapping[str, Any]) -> Answer | tuple[Diagnostic, ...]:
        facts = self._read(told, self._wanted.today)
        if facts is not None and self._teller(ruleset).impossible(facts):
            facts = None
        if facts is None:
            facts, problems = facts_for(ruleset, told, today=self._wanted.today)
            if facts is None:
                return in_order((*ruleset.diagnostics, *problems))
        else:
            facts = with_reading(ruleset, facts)
        return self._answer(ruleset, facts)

    def _answer(self, ruleset: Ruleset, facts: Facts) -> Answer:
        complete = not has_errors(ruleset.diagnostics)
        ruleset = ruleset.as_of(self._wanted.as_of or facts.today)
        decisions = dict(self._teller(ruleset).tell(facts))
        found: tuple[Objection, ...] = ()
        if facts.proposed is not None:
            found, reviewed = objections(ruleset, facts, facts.proposed)
            complete = complete and reviewed
        clashing = any(each.status == "conflict" for each in decisions.values())
        if clashing:
            clashing = bool(conflicts(ruleset, facts, make_plan(ruleset, facts)))
        wrong = any(each.level == "error" for each in found)
        exit_code = 3 if clashing or not complete else int(wrong)
        return Answer(facts.today, exit_code, decisions, found)
