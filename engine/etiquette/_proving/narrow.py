"""Claim five: a plugin only narrows, and a layer relaxes no rule that isn't overridable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from etiquette._deciding.decide import resolve
from etiquette._deciding.status import situation
from etiquette.check import facts_for
from etiquette.facts import Facts
from etiquette.model import Aspect, Choice, Hours, MessageDemand, Rule, Window
from etiquette.proof import Answer, Claim
from etiquette.ruleset import Ruleset
from etiquette.testing import assert_only_narrows

from .asking import Guidance, instance, without, witness_of
from .decisions import Decided
from .logic import Formula, both, either, negate
from .session import Session

__all__ = ["about_layers", "about_plugins"]


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
            "P809",
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
            "P811",
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
        if _excludes(rule, aspect) and rule.id in kept
    )
    return both(new.permitted, either(negate(old.permitted), *lost))


def _excludes(rule: Rule, aspect: Aspect) -> bool:
    """Whether an aspect of a rule excludes anything, rather than only saying what is best."""
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


def about_layers(guidance: Guidance, below: Mapping[str, Ruleset]) -> Iterator[Answer]:
    """One answer for each layer; ``below`` is what it stands on, by the layer's name."""
    for layer, base in sorted(below.items()):
        base_then = base.as_of(guidance.first)
        yield from _about_layer(guidance, layer, base_then)


def _about_layer(guidance: Guidance, layer: str, base: Ruleset) -> Iterator[Answer]:
    refuted = False
    ran_out = ""
    firm = [rule for rule in base.rules if not rule.overridable and not rule.owner.startswith("plugin:")]
    now = {rule.id: rule for rule in guidance.ruleset.rules}
    for action in base.actions:
        mine = [rule for rule in firm if rule in base.by_action[action] and rule.id in now]
        if not mine:
            continue
        session = guidance.session(_only(base, action), guidance.about([action]))
        old, new = (decisions.of(action) for decisions in session.decisions)
        for rule in mine:
            for aspect in rule.aspects:
                if aspect not in now[rule.id].aspects:
                    continue
                lost = _lost(session, old, new, rule, now[rule.id], aspect)
                found = session.find(lost)
                if found.state == "none":
                    continue
                made = None
                if found.state == "case":
                    made = witness_of(
                        session,
                        found,
                        lambda rules, facts: _is_lost(base, rules, facts, action, rule.id, aspect),  # noqa: B023 - used at once
                    )
                if made is None:
                    ran_out = found.ran_out or "a way to replay what the solver found"
                    continue
                case, witness = made
                refuted = True
                yield Answer(
                    "keeps",
                    layer,
                    "refuted",
                    f"{layer} takes the {_NAMES[aspect]} of “{rule.title}” away, which isn't overridable, "
                    f"for instance when {instance(case)}.",
                    "P810",
                    f"Let the rules of {layer} leave {rule.id} in force there; only its author can make it "
                    "overridable.",
                    (rule.id,),
                    (rule.location,),
                    witness,
                    guidance=guidance.name,
                )
    if ran_out and not refuted:
        sentence = f"It isn't known whether {layer} relaxes only what it may."
        help_ = "Try again with more time (--seconds)."
        yield Answer(
            "keeps", layer, "unknown", sentence, "P811", help_, ran_out=ran_out, guidance=guidance.name
        )
    elif not refuted:
        sentence = f"{layer} leaves every rule in force that isn't overridable."
        claim: Claim = "keeps"
        yield Answer(claim, layer, "proved", sentence, guidance=guidance.name)


_NAMES: dict[Aspect, str] = {
    "modality": "word",
    "window": "window",
    "hours": "hours",
    "channels": "channels",
    "recipients": "recipients",
    "via": "carriers",
    "message": "demands on the message",
}


def _only(ruleset: Ruleset, action: str) -> Ruleset:
    from datetime import date

    return Guidance(ruleset, date.min, date.max, dated=False).about([action])


def _lost(session: Session, old: Decided, new: Decided, rule: Rule, now: Rule, aspect: Aspect) -> Formula:
    del session
    if aspect == "modality":
        before = both(old.in_play(rule, aspect), negate(old.outweighed(rule)))
        after = both(new.in_play(now, aspect), negate(new.outweighed(now)))
    else:
        before, after = old.binding(rule, aspect), new.binding(now, aspect)
    settled = either(new.outcomes["must_not"], new.outcomes["should_not"], new.outcomes["conflict"])
    return both(before, negate(after), negate(settled))


def _is_lost(base: Ruleset, rules: Ruleset, facts: Facts, action: str, rule: str, aspect: Aspect) -> bool:
    """Whether on these facts the aspect is in play below the layer and not on top of it."""
    parameters = {name: rules.parameters[name] for name in base.parameters if name in rules.parameters}
    before = replace(base, parameters=parameters)
    usable, _ = facts_for(rules, facts)
    if usable is None or facts_for(before, facts)[0] is None:
        return False

    def in_play(ruleset: Ruleset) -> bool:
        found = resolve(situation(ruleset, usable), ruleset.actions[action])
        out = found.outweighed.get(rule) if aspect == "modality" else False
        return found.in_play.get(rule, {}).get(aspect) is True and not out

    return in_play(before) and not in_play(rules)
