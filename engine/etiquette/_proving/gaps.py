"""Claim three: every situation has an answer for each action of which the pack says that it must have one."""

from __future__ import annotations

from etiquette._deciding.evaluate import truth
from etiquette._deciding.plan import make_plan
from etiquette._deciding.status import situation
from etiquette.check import facts_for
from etiquette.facts import Facts
from etiquette.model import Action
from etiquette.proof import Answer
from etiquette.ruleset import Ruleset

from .asking import Guidance, instance, witness_of
from .logic import negate

__all__ = ["about_gaps", "answered"]


def about_gaps(guidance: Guidance, name: str) -> Answer:
    """The answer about an action that is declared to be ``answered``."""
    action = guidance.ruleset.actions[name]
    session = guidance.session_about(action.id)
    decided = session.decisions[0].of(action.id)
    holds = session.decisions[0].formulas.holds
    meant = (negate(holds(each.when)) for each in action.silences)
    found = session.find(decided.outcomes[None], negate(decided.done), *meant)
    if found.state == "none":
        return answered(guidance, name)
    made = None
    if found.state == "case":
        made = witness_of(session, found, lambda rules, facts: _is_gap(rules, facts, action))
    if made is None:
        ran_out = found.ran_out or "a way to replay what the solver found"
        sentence = f"It isn't known whether every situation has an answer for “{action.title}”."
        help_ = "Try again with more time (--seconds)."
        return Answer(
            "no_gap", action.id, "unknown", sentence, "E811", help_, ran_out=ran_out, guidance=guidance.name
        )
    case, witness = made
    return Answer(
        "no_gap",
        action.id,
        "refuted",
        f"No rule has a say on “{action.title}” when {instance(case)}.",
        "E803",
        "Add a rule for that, or say under `silent_when` that nothing is meant to be said, and why.",
        (action.id,),
        (action.location,),
        witness,
        guidance=guidance.name,
    )


def answered(guidance: Guidance, name: str) -> Answer:
    """The answer about an action of which the claim holds."""
    sentence = f"Every situation has an answer for “{guidance.ruleset.actions[name].title}”."
    return Answer("no_gap", name, "proved", sentence, guidance=guidance.name)


def _is_gap(rules: Ruleset, facts: Facts, action: Action) -> bool:
    usable, _ = facts_for(rules, facts)
    if usable is None:
        return False
    at = situation(rules, usable)
    if any(truth(each.when, at) is not False for each in action.silences):
        return False
    return any(each.action == action.id and each.status == "unaddressed" for each in make_plan(rules, usable))
