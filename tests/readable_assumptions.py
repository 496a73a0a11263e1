"""What ``etiquette._compiling.assuming.assumptions_used`` gives, as the readable code alone finds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from etiquette._deciding.domains import representatives
from etiquette._deciding.plan import decide
from etiquette._deciding.questions import is_possible
from etiquette._deciding.situation import Situation
from etiquette._deciding.status import situation
from etiquette._deciding.unparse import value_in_words
from etiquette.facts import Facts, FactValue
from etiquette.report import AssumptionUsed, Decision
from etiquette.ruleset import Ruleset

__all__ = ["readable_assumptions"]


def readable_assumptions(ruleset: Ruleset, facts: Facts) -> tuple[AssumptionUsed, ...]:
    """Every assumption that some decision rests on, and the actions that another answer would change."""
    at = situation(ruleset, facts)
    before: dict[str, Decision] = {}
    used: dict[str, tuple[FactValue, set[str]]] = {}
    for action in ruleset.actions.values():
        looking = at.afresh()
        before[action.id] = decide(looking, action)
        for path, value in looking.assumed_read.items():
            used.setdefault(path, (value, set()))[1].add(action.id)
    return tuple(
        AssumptionUsed(
            path,
            value_in_words(value),
            ruleset.vocabulary[path].title,
            tuple(_would_change(at, path, value, sorted(actions), before)),
        )
        for path, (value, actions) in sorted(used.items())
    )


def _would_change(
    at: Situation,
    path: str,
    assumed: FactValue,
    actions: Sequence[str],
    before: Mapping[str, Decision],
) -> Iterator[str]:
    left = list(actions)
    for other in representatives(at.ruleset, at.facts, path, few=True):
        if other == assumed or not left:
            continue
        otherwise = at.but(path, other)
        if not is_possible(otherwise.afresh()):
            continue
        for action in tuple(left):
            after = decide(otherwise.afresh(), at.ruleset.actions[action])
            if _stands_on(after) != _stands_on(before[action]):
                left.remove(action)
    yield from (action for action in actions if action not in left)


def _stands_on(decision: Decision) -> tuple[Decision, tuple[str, ...]]:
    """What a decision advises; where that isn't settled yet, also the rules that it will come from."""
    return decision.advice, decision.rules if decision.undetermined else ()
