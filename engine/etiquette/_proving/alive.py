"""Claim four: every rule applies somewhere, comes into play somewhere, and couldn't be left out.

Rules of packs are held against packs alone, and those of a plugin against that plugin alone: that a plugin
says what a pack says too is no fault of either. What :mod:`etiquette._proving.shown` hasn't seen of a rule is
looked into one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from etiquette._deciding.conflicts import smallest
from etiquette._deciding.unparse import node_in_words
from etiquette._deciding.wording import any_of
from etiquette.algebra import All, Condition
from etiquette.model import Override, Rule
from etiquette.proof import Answer, Claim
from etiquette.ruleset import Ruleset

from .asking import Guidance, without
from .decisions import Decided
from .differ import differ
from .logic import Formula, both, either, negate
from .session import Found, Session
from .shown import Key
from .weight import takes_out

__all__ = ["about_rules", "families"]


def families(guidance: Guidance) -> dict[str, Guidance]:
    """The packs' rules (under the empty name) and each plugin's: rules are held against their own family."""
    owners = dict.fromkeys(_family(rule) for rule in guidance.ruleset.rules)
    return {
        owner: replace(
            guidance,
            ruleset=without(guidance.ruleset, lambda rule, owner=owner: _family(rule) != owner),  # type: ignore[misc]
        )
        for owner in owners
    }


def _family(rule: Rule) -> str:
    return rule.owner if rule.owner.startswith("plugin:") else ""


def about_rules(
    guidance: Guidance, shown: Collection[Key], settled: Collection[str] = ()
) -> Iterator[Answer]:
    """Answers on every rule and every override of a family; ``shown`` is what cases have shown already.

    ``settled`` are rules of packs below, which are proved with those packs: that a layer makes one of them
    superfluous is no fault.
    """
    for rule in guidance.ruleset.rules:
        if rule.id in settled:
            continue
        if (rule.id, "") in shown:
            yield from _proved(guidance, rule, ("applies", "in_play", "needed"))
        else:
            yield from _doubted(guidance, rule)
        for override in rule.overrides:
            yield _about_override(guidance, rule, override, (rule.id, str(override)) not in shown)


_SENTENCES: dict[Claim, tuple[str, str]] = {
    "applies": ("“{}” applies to some case.", "“{}” applies to some case"),
    "in_play": ("“{}” isn't always overridden or outweighed.", "“{}” is ever in play"),
    "needed": ("Without “{}” some decision would be another.", "any decision would be another without “{}”"),
}


def _proved(guidance: Guidance, rule: Rule, claims: Sequence[Claim]) -> Iterator[Answer]:
    for claim in claims:
        yield Answer(
            claim,
            rule.id,
            "proved",
            _SENTENCES[claim][0].format(rule.title),
            rules=(rule.id,),
            locations=(rule.location,),
            guidance=guidance.name,
        )


def _unknown(guidance: Guidance, rule: Rule, claim: Claim, ran_out: str) -> Answer:
    return Answer(
        claim,
        rule.id,
        "unknown",
        f"It isn't known whether {_SENTENCES[claim][1].format(rule.title)}.",
        "E811",
        "Try again with more time (--seconds), or make the conditions simpler.",
        (rule.id,),
        (rule.location,),
        ran_out=ran_out,
        guidance=guidance.name,
    )


def _refuted(
    guidance: Guidance, rule: Rule, claim: Claim, code: str, sentence: str, help_: str, others: Sequence[Rule]
) -> Answer:
    rules = (rule, *others)
    return Answer(
        claim,
        rule.id,
        "refuted",
        sentence,
        code,
        help_,
        tuple(each.id for each in rules),
        tuple(each.location for each in rules),
        guidance=guidance.name,
    )


def _doubted(guidance: Guidance, rule: Rule) -> Iterator[Answer]:
    """A rule that doesn't seem to add anything: what is the matter with it."""
    actions = _actions(guidance.ruleset, rule)
    applies = _anywhere(guidance, actions, lambda session, action: _of(session, action).applies(rule.id))
    if applies.state == "unknown":
        yield _unknown(guidance, rule, "applies", applies.ran_out)
        return
    if applies.state == "none":
        yield _dead(guidance, rule, actions)
        return
    yield from _proved(guidance, rule, ("applies",))
    in_play = _anywhere(guidance, actions, lambda session, action: _somehow(session, action, rule))
    if in_play.state == "unknown":
        yield _unknown(guidance, rule, "in_play", in_play.ran_out)
        return
    if in_play.state == "none":
        yield _shadowed(guidance, rule, actions)
        return
    yield from _proved(guidance, rule, ("in_play",))
    needed = _differs_without(guidance, rule, actions)
    if needed.state == "case":
        yield from _proved(guidance, rule, ("needed",))
    elif needed.state == "unknown":
        yield _unknown(guidance, rule, "needed", needed.ran_out)
    else:
        yield _unneeded(guidance, rule, actions)


def _actions(ruleset: Ruleset, rule: Rule) -> list[str]:
    return [action for action, rules in ruleset.by_action.items() if any(r.id == rule.id for r in rules)]


def _of(session: Session, action: str) -> Decided:
    return session.decisions[0].of(action)


def _anywhere(guidance: Guidance, actions: Sequence[str], wanted: Callable[[Session, str], Formula]) -> Found:
    """A case for one of several actions; ``none`` only if there is none for any."""

    def ask(action: str) -> Found:
        session = guidance.session_about(action)
        return session.find(wanted(session, action), nicely=False)

    return _first_case(map(ask, actions))


def _first_case(answers: Iterable[Found]) -> Found:
    """The first case among the answers; without one what is unknown; ``none`` only if all say so."""
    unknown: Found | None = None
    for found in answers:
        if found.state == "case":
            return found
        if found.state == "unknown":
            unknown = found
    return unknown or Found("none")


def _somehow(session: Session, action: str, rule: Rule) -> Formula:
    """That something of a rule is in play and isn't outweighed."""
    decided = _of(session, action)
    return either(
        *(
            both(decided.in_play(rule, each), negate(decided.outweighed(rule)))
            if each == "modality"
            else decided.binding(rule, each)
            for each in rule.aspects
        )
    )


def _differs_without(guidance: Guidance, rule: Rule, actions: Sequence[str]) -> Found:
    def ask(action: str) -> Found:
        here = guidance.about([action])
        session = guidance.session(here, without(here, lambda each: each.id == rule.id))
        old, new = (decisions.of(action) for decisions in session.decisions)
        return session.find(differ(old, new), nicely=False, likely=True)

    return _first_case(map(ask, actions))


def _dead(guidance: Guidance, rule: Rule, actions: Sequence[str]) -> Answer:
    """Which parts of the condition exclude each other, or can't be at all."""
    parts = list(rule.when.parts) if isinstance(rule.when, All) else [rule.when]
    session = guidance.session(guidance.about(actions[:1]))
    holds = session.decisions[0].formulas.holds

    def fine(some: Sequence[Condition]) -> bool:
        return session.find(both(*map(holds, some)), nicely=False).state != "none"

    guilty = [f"“{node_in_words(each)}”" for each in smallest(parts, fine)]
    why = f"{guilty[0]} never holds" if len(guilty) == 1 else f"{any_of(guilty, 'and')} never hold together"
    return _refuted(
        guidance,
        rule,
        "applies",
        "E804",
        f"“{rule.title}” never applies, whatever the facts: {why}.",
        "Change its condition, or take the rule away.",
        (),
    )


def _shadowed(guidance: Guidance, rule: Rule, actions: Sequence[str]) -> Answer:
    others = _fewest(
        guidance,
        rule,
        actions,
        lambda some: _anywhere(some, actions, lambda session, action: _somehow(session, action, rule)),
    )
    names = any_of([f"“{each.title}”" for each in others], "and")
    return _refuted(
        guidance,
        rule,
        "in_play",
        "E805",
        f"“{rule.title}” is never in play: wherever it applies, {names} override or outweigh all of it."
        if len(others) > 1
        else f"“{rule.title}” is never in play: wherever it applies, {names} overrides or outweighs it.",
        "Take it away, or let the exceptions leave something of it.",
        others,
    )


def _unneeded(guidance: Guidance, rule: Rule, actions: Sequence[str]) -> Answer:
    others = _fewest(guidance, rule, actions, lambda some: _differs_without(some, rule, actions))
    names = any_of([f"“{each.title}”" for each in others], "and")
    if others:
        says = "say" if len(others) > 1 else "says"
        sentence = f"“{rule.title}” is redundant: {names} {says} as much wherever it applies."
        help_ = "Take it away, or let it say more than they do."
        return _refuted(guidance, rule, "needed", "E806", sentence, help_, others)
    sentence = f"“{rule.title}” is vacuous: no decision would be another without it, even if it stood alone."
    help_ = "Take it away, or let it say something that its actions don't have anyway."
    return _refuted(guidance, rule, "needed", "E807", sentence, help_, ())


def _fewest(
    guidance: Guidance, rule: Rule, actions: Sequence[str], ask: Callable[[Guidance], Found]
) -> list[Rule]:
    """The fewest other rules beside which nothing is found; ``ask`` is asked of ever smaller guidance."""
    about = guidance.about(actions)
    others = [each for each in about.rules if each.id != rule.id]

    def fine(some: Sequence[Rule]) -> bool:
        ids = {rule.id, *(each.id for each in some)}
        smaller = without(guidance.ruleset, lambda each: each.id not in ids)
        return ask(replace(guidance, ruleset=smaller, sessions={})).state == "case"

    return [] if not fine([]) and not others else smallest(others, fine) if fine([]) else []


def _about_override(guidance: Guidance, rule: Rule, override: Override, doubted: bool) -> Answer:
    subject = f"{rule.id} → {override}"
    sentence = f"“{rule.title}” takes something of {override} away in some case."
    if not doubted:
        return Answer("override", subject, "proved", sentence, guidance=guidance.name)
    found = _anywhere(
        guidance,
        _actions(guidance.ruleset, rule),
        lambda session, action: takes_out(_of(session, action), rule, override),
    )
    places = (override.location or rule.location,)
    if found.state == "case":
        return Answer("override", subject, "proved", sentence, guidance=guidance.name)
    if found.state == "unknown":
        return Answer(
            "override",
            subject,
            "unknown",
            f"It isn't known whether “{rule.title}” ever takes something of {override} away.",
            "E811",
            "Try again with more time (--seconds), or make the conditions simpler.",
            (rule.id,),
            places,
            ran_out=found.ran_out,
            guidance=guidance.name,
        )
    twice = _named_before(guidance.ruleset, rule, override)
    why = "another of its overrides does so already" if twice else "they never meet"
    help_ = "Take the override away" + ("." if twice else ", or change the condition of one of the rules.")
    return Answer(
        "override",
        subject,
        "refuted",
        f"“{rule.title}” overrides {override}, and never takes anything away: {why}.",
        "E808",
        help_,
        (rule.id,),
        places,
        guidance=guidance.name,
    )


def _named_before(ruleset: Ruleset, rule: Rule, override: Override) -> bool:
    """Whether overrides of a rule before this one name all that it names."""
    before = rule.overrides[: rule.overrides.index(override)]
    return all(
        any(
            target in ruleset.targets(rule, each) and each.aspect in (None, override.aspect)
            for each in before
        )
        for target in ruleset.targets(rule, override)
    )
