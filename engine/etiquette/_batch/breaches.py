"""What a proposed step breaches, without the search for a better step that a check makes besides."""

from __future__ import annotations

from typing import Final, NamedTuple

from etiquette._deciding.breach import Breach
from etiquette._deciding.decide import resolve
from etiquette._deciding.plan import decide
from etiquette._deciding.status import situation
from etiquette._deciding.steps import breaches
from etiquette._plugging.review import review
from etiquette.check import as_taken
from etiquette.facts import Facts, Step
from etiquette.ruleset import Ruleset

__all__ = ["Objection", "objections"]

_GRAVE: Final = ("error", "warning")


class Objection(NamedTuple):
    """What a finding comes to in a table."""

    rule: str
    level: str
    about: str


def objections(ruleset: Ruleset, facts: Facts, step: Step) -> tuple[tuple[Objection, ...], bool]:
    """The findings of level error and warning, as in a report; and whether every plugin did its part.

    What is merely better is a note, and which step would be better has to be searched for: a table has none
    of that.
    """
    at = situation(ruleset, facts)
    action = ruleset.actions[step.action]
    step = as_taken(ruleset, step)
    day = at.on(step.day)
    against = [each for each in breaches(day, resolve(day, action), step) if not each.soft]
    others, failures = review(ruleset.reviewers, step, facts, decide(at.on(step.day), action))
    found = [(each.level, each.about, each.rule.id, each.observed, _rest(each)) for each in against]
    found += [(each.level, each.about, each.rule, each.observed, each) for each in others]  # type: ignore[misc]
    grave = [each for each in found if each[0] in _GRAVE]
    grave.sort(key=lambda each: (_GRAVE.index(each[0]), *each[1:4]))
    once = [each for place, each in enumerate(grave) if each not in grave[:place]]
    return tuple(Objection(rule, level, about) for level, about, rule, _, _ in once), not failures


def _rest(breach: Breach) -> tuple[object, ...]:
    """What else tells one finding from another."""
    return breach.required, breach.concept, breach.spans, breach.instead
