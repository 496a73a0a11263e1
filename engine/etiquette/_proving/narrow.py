"""Claim five, of plugins: with one of them nothing is permitted that isn't permitted without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from etiquette.facts import Facts
from etiquette.model import Aspect, Choice, Hours, MessageDemand, Rule, Window
from etiquette.proof import Answer
from etiquette.ruleset import Ruleset
from etiquette.testing import assert_only_narrows

from .asking import Guidance, instance, without, witness_of
from .decisions import Decided
from .logic import Formula, both, either, negate

__all__ = ["about_plugins", "excludes"]


def about_plugins(guidance: Guidance) -> Iterator[Answer]:
    """One answer for each plugin that has rules."""
    owners = sorted({rule.owner for rule in guidance.ruleset.rules if rule.owner.startswith("plugin:")})
    for owner in owners:
        yield _about_plugin(guidance, owner)


def _about_plugin(guidance: Guidance, owner: str) -> Answer:
    name = owner.removeprefix("plugin:")
    ran_out = ""
    for action in guidance.ruleset.actions:
        if not guidance.ruleset.opens[action]:
            continue  # constraints and prohibitions alone can't loosen: more of them never leave more ways
        more = guidance.about([action])
        fewer = without(more, lambda rule: rule.owner == owner)
        if len(fewer.rules) == len(more.rules):
            continue
        session = guidance.session(fewer, more)
        old, new = (decisions.of(action) for decisions in session.decisions)
        found = session.find(_loosened(old, new, {rule.id: rule for rule in new.rules}))
        if found.state == "none":
            continue
        made = None
        if found.state == "case":
            made = witness_of(session, found, lambda rules, facts: _loosens(fewer, rules, facts))  # noqa: B023 - used at once
        if made is None:
            ran_out = found.ran_out or "a way to replay what the solver found"
            continue
        case, witness = made
        title = guidance.ruleset.actions[action].title
        rules = tuple(rule for rule in guidance.ruleset.rules if rule.owner == owner)
        return Answer(
            "narrows",
            name,
            "refuted",
            f"With the plugin {name}, “{title}” is permitted where it isn't without it, for instance when "
            f"{instance(case)}.",
            "E809",
            "Some rule asks whether an action that the plugin narrows is open: let it ask something else, or "
            "leave out the plugin's rule.",
            tuple(rule.id for rule in rules),
            tuple(rule.location for rule in rules),
            witness,
            guidance=guidance.name,
        )
    if ran_out:
        return Answer(
            "narrows",
            name,
            "unknown",
            f"It isn't known whether the plugin {name} only narrows.",
            "E811",
            "Try again with more time (--seconds).",
            ran_out=ran_out,
            guidance=guidance.name,
        )
    sentence = f"The plugin {name} permits nothing that isn't permitted without it."
    return Answer("narrows", name, "proved", sentence, guidance=guidance.name)


def _loosened(old: Decided, new: Decided, kept: Mapping[str, Rule]) -> Formula:
    """That something binds in the old decision and no longer in the new one, which permits the action."""
    lost = (
        both(old.binding(rule, aspect), negate(new.binding(kept[rule.id], aspect)))
        for rule in old.rules
        for aspect in rule.aspects
        if excludes(rule, aspect) and rule.id in kept
    )
    return both(new.permitted, either(negate(old.permitted), *lost))


def excludes(rule: Rule, aspect: Aspect) -> bool:
    """Whether a constraint of a rule excludes anything, rather than only saying what is best."""
    match aspect:
        case "window":
            window = rule.window or Window()
            return window.not_before is not None or window.not_after is not None
        case "hours":
            hours = rule.hours or Hours()
            return hours.only is not None or hours.weekdays is not None
        case "channels" | "recipients" | "via":
            choice: Choice = getattr(rule, aspect) or Choice()
            return choice.only is not None or bool(choice.never)
        case "message":
            asked = rule.message or MessageDemand()
            return bool(asked.must or asked.avoid or asked.first or asked.limits or asked.subject)
        case _:
            return False


def _loosens(fewer: Ruleset, more: Ruleset, facts: Facts) -> bool:
    """Whether on these facts more rules permit more."""
    try:
        assert_only_narrows(replace(fewer, parameters=more.parameters), more, facts)  # type: ignore[arg-type]
    except AssertionError:
        return True
    return False
