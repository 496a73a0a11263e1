"""Claim five, of plugins: with one of them nothing is permitted that isn't permitted without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from etiquette._deciding.plan import make_plan
from etiquette._deciding.wording import any_of
from etiquette.algebra import Condition, IsOpen, Not, children
from etiquette.check import facts_for
from etiquette.facts import Facts
from etiquette.model import Aspect, Choice, Hours, MessageDemand, Rule, Window
from etiquette.proof import Answer
from etiquette.ruleset import Ruleset
from etiquette.testing import assert_only_narrows
from etiquette.testing import facts as nested_facts

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
        if _harmless(guidance.ruleset, action):
            continue
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
            made = witness_of(session, found, lambda rules, facts: _loosens(fewer, rules, facts, action))  # noqa: B023 - used at once
        if made is None:
            ran_out = found.ran_out or "a way to replay what the solver found"
            continue
        case, witness = made
        title = guidance.ruleset.actions[action].title
        asking = [rule for rule in fewer.by_action[action] if rule.id in fewer.asking]
        rules = (*(rule for rule in more.rules if rule.owner == owner), *asking)
        return Answer(
            "narrows",
            name,
            "refuted",
            f"With the plugin {name}, “{title}” is permitted where it isn't without it, for instance when "
            f"{instance(case)}.",
            "E809",
            f"{any_of([rule.id for rule in asking], 'and')} asks whether an action is open that the plugin "
            "narrows: let it ask something else, or leave out the plugin's rule.",
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


def _harmless(ruleset: Ruleset, action: str) -> bool:
    """Whether it can be seen that narrowing other actions, and this one, never loosens this one.

    More constraints and prohibitions never leave more ways. They can only close actions. So what matters is
    what rules do that ask whether an action is open: those that fall away must not have excluded anything,
    and those that come into play must not permit, oblige or override.
    """
    for rule in ruleset.by_action[action]:
        falls, comes = _asks(rule.when, holds=True)
        if falls and (rule.modality is not None or any(excludes(rule, each) for each in rule.aspects)):
            return False
        if comes and (rule.modality is not None or rule.overrides):
            return False
    return all(_harmless(ruleset, other) for other in ruleset.opens[action])


def _asks(node: Condition, *, holds: bool) -> tuple[bool, bool]:
    """Whether a condition may cease to hold when actions close, and whether it may begin to."""
    if isinstance(node, IsOpen):
        return holds, not holds
    inner = not holds if isinstance(node, Not) else holds
    found = [_asks(each, holds=inner) for each in children(node)]  # type: ignore[arg-type]  # conditions, or values
    return any(falls for falls, _ in found), any(comes for _, comes in found)


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
            return bool(
                asked.must or asked.avoid or asked.first or asked.limits or asked.subject or asked.mention
            )
        case _:
            return False


def _nested(facts: Facts) -> Mapping[str, object]:
    return nested_facts({"today": facts.today, "timezone": facts.timezone.key, **facts.told})


def _loosens(fewer: Ruleset, more: Ruleset, facts: Facts, action: str) -> bool:
    """Whether on these facts more rules permit more, and it is settled what fewer permit."""
    before = replace(fewer, parameters=more.parameters)
    usable, _ = facts_for(before, facts)
    if usable is None:
        return False
    if any((each.action, each.status) == (action, "undetermined") for each in make_plan(before, usable)):
        return False
    try:
        assert_only_narrows(before, more, _nested(facts))
    except AssertionError:
        return True
    return False
