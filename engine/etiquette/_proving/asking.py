"""The guidance of one stretch of time, and sessions about its actions: what all claims are asked of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from etiquette._deciding.plan import make_plan
from etiquette._deciding.unparse import value_in_words
from etiquette._deciding.wording import any_of
from etiquette.check import conflicts, facts_for
from etiquette.facts import Facts
from etiquette.model import Rule
from etiquette.proof import Witness
from etiquette.report import Conflict
from etiquette.ruleset import Ruleset
from etiquette.testing import facts as nested_facts

from .session import Found, Session
from .witness import Case, read_case, shrunk

__all__ = ["Guidance", "clashes", "instance", "without", "witness_of"]

_QUESTION: Final = 20.0


@dataclass(frozen=True, slots=True)
class Guidance:
    """The rules in force from ``first`` to ``last``, both included; ``dated`` if there are others.

    ``own`` are the packs on top, whose rules whoever asks may change.
    """

    ruleset: Ruleset
    first: date
    last: date
    dated: bool
    seconds: float = _QUESTION
    own: frozenset[str] = frozenset()
    sessions: dict[tuple[str, frozenset[str]], Session] = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        """The first day, where it matters which guidance it is."""
        return self.first.isoformat() if self.dated else ""

    def session(self, *rulesets: Ruleset, ranging: bool = True) -> Session:
        """A session about this guidance, or about rulesets made from it."""
        days = (self.first, self.last) if self.dated else None
        return Session(*(rulesets or (self.ruleset,)), ranging=ranging, seconds=self.seconds, days=days)

    def session_about(self, action: str) -> Session:
        """The session about one action alone; one for all that is asked about the same rules."""
        about = self.about([action])
        key = action, frozenset(rule.id for rule in about.rules)
        if key not in self.sessions:
            self.sessions[key] = self.session(about)
        return self.sessions[key]

    def about(self, actions: Sequence[str]) -> Ruleset:
        """The guidance with only those rules that can matter to some actions."""
        wanted = set(actions)
        while more := {other for each in wanted for other in self.ruleset.opens[each]} - wanted:
            wanted |= more
        kept = {rule.id for each in wanted for rule in self.ruleset.by_action[each]}
        return replace(self.ruleset, rules=tuple(rule for rule in self.ruleset.rules if rule.id in kept))


def without(ruleset: Ruleset, left_out: Callable[[Rule], bool]) -> Ruleset:
    """The ruleset without some rules."""
    return replace(ruleset, rules=tuple(rule for rule in ruleset.rules if not left_out(rule)))


def clashes(ruleset: Ruleset, facts: Facts, action: str) -> tuple[Conflict, ...]:
    """The conflicts about an action on facts, by the evaluator; none where the facts can't be used."""
    usable, _ = facts_for(ruleset, facts)
    if usable is None:
        return ()
    plan = tuple(each for each in make_plan(ruleset, usable) if each.action == action)
    return conflicts(ruleset, usable, plan)


def witness_of(
    session: Session, found: Found, shows: Callable[[Ruleset, Facts], bool]
) -> tuple[Case, Witness] | None:
    """The smallest case of a model that shows something, and how it is written; ``None`` if it doesn't."""
    assert found.model is not None  # noqa: S101 - only asked where a case was found
    ruleset = session.rulesets[-1]
    case = shrunk(ruleset, read_case(session, found.model), shows)
    if case is None or facts_for(ruleset, written := _written(case.facts))[0] is None:
        return None
    return case, Witness(written, dict(case.parameters))


def _written(facts: Facts) -> Mapping[str, object]:
    told = {"today": facts.today, "timezone": facts.timezone.key, **facts.told}
    return nested_facts(told)


def instance(case: Case) -> str:
    """What makes a case the case that it is, in words: its facts and parameters."""
    parts = [f"today is {case.facts.today}"]
    parts += [f"{path} is {_in_words(value)}" for path, value in case.facts.told.items()]
    parts += [f"the parameter {name} is {_in_words(value)}" for name, value in case.parameters.items()]
    if case.facts.timezone.key != "UTC":
        parts.append(f"timezone is {case.facts.timezone.key}")
    return any_of(parts, "and")


def _in_words(value: object) -> str:
    """A value as one would write it in a facts file."""
    if isinstance(value, tuple):
        return f"[{', '.join(_in_words(each) for each in value)}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_in_words(each)}' for key, each in value.items())}}}"
    return value_in_words(value)
