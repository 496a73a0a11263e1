"""Claim five, of layers: no rule is loosened that isn't overridable.

The loader refuses what can be seen to relax. What can't be seen is whether a rule of a layer outweighs one
below it, or whether a changed exception now holds where it didn't. So for each rule that isn't overridable it
is asked whether there is a case in which it is in play below the layer and no longer on top of it. Where
nothing that it depends on has changed, that needs no solver.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from etiquette._deciding.decide import resolve
from etiquette._deciding.status import situation
from etiquette.check import facts_for
from etiquette.facts import Facts
from etiquette.model import Aspect, Rule
from etiquette.proof import Answer
from etiquette.ruleset import Ruleset

from .asking import Guidance, instance, witness_of
from .decisions import Decided
from .logic import Formula, both, either, negate
from .narrow import excludes
from .session import Session

__all__ = ["about_layers"]

_NAMES: dict[Aspect, str] = {
    "modality": "modality",
    "window": "window",
    "hours": "hours",
    "channels": "channels",
    "recipients": "recipients",
    "via": "carriers",
    "message": "demands on the message",
}


def about_layers(guidance: Guidance, below: Mapping[str, Ruleset]) -> Iterator[Answer]:
    """Answers on each layer; ``below`` is what it stands on, by the layer's name."""
    for layer, base in sorted(below.items()):
        yield from _Layer(guidance, layer, base.as_of(guidance.first)).answers()


@dataclass
class _Layer:
    """A layer, the guidance on top of it, and the rules below it."""

    guidance: Guidance
    name: str
    base: Ruleset
    ran_out: str = ""
    refuted: bool = False

    def answers(self) -> Iterator[Answer]:
        """One answer for each rule that is loosened, or that none is."""
        for action in self.base.actions:
            doubted = list(self._doubted(action))
            if doubted:
                yield from self._lost_for(action, doubted)
        if self.refuted:
            return
        sentence = f"{self.name} leaves every rule in force that isn't overridable."
        if not self.ran_out:
            yield Answer("keeps", self.name, "proved", sentence, guidance=self.guidance.name)
            return
        yield Answer(
            "keeps",
            self.name,
            "unknown",
            f"It isn't known whether {sentence[:-1]}.",
            "E811",
            "Try again with more time (--seconds).",
            ran_out=self.ran_out,
            guidance=self.guidance.name,
        )

    def _doubted(self, action: str) -> Iterator[tuple[Rule, Aspect]]:
        """Aspects of rules that aren't overridable and depend on something that the layer changes."""
        now = {rule.id: rule for rule in self.guidance.ruleset.by_action[action]}
        for rule in self.base.by_action[action]:
            if rule.overridable or rule.owner.startswith("plugin:") or rule.id not in now:
                continue
            for aspect in rule.aspects:
                counts = rule.modality != "may" if aspect == "modality" else excludes(rule, aspect)
                if counts and aspect in now[rule.id].aspects and not self._untouched(action, rule, aspect):
                    yield rule, aspect

    def _untouched(self, action: str, rule: Rule, aspect: Aspect) -> bool:
        """Whether it can be seen that the rule is in play in the same cases as before."""
        before, after = (self._depends(each, action, rule, aspect) for each in (self.base, self._top))
        return before == after and not {each for each, _ in before} & (self.base.asking | self._top.asking)

    @property
    def _top(self) -> Ruleset:
        return self.guidance.ruleset

    def _depends(
        self, ruleset: Ruleset, action: str, rule: Rule, aspect: Aspect
    ) -> frozenset[tuple[str, object]]:
        """The rules on whose conditions it depends whether an aspect is in play, with those conditions."""
        rules = {each.id: each for each in ruleset.by_action[action]}
        ids = {rule.id, *(each.id for each in ruleset.overriders.get((rule.id, aspect), ()))}
        if rule.modality is not None:
            weighing = {each.id for each in rules.values() if each.modality is not None}
            ids |= weighing
            for each in weighing:
                ids |= {other.id for other in ruleset.overriders.get((each, "modality"), ())}
        return frozenset((each, (rules[each].when, rules[each].modality)) for each in ids if each in rules)

    def _lost_for(self, action: str, doubted: list[tuple[Rule, Aspect]]) -> Iterator[Answer]:
        base = replace(self.guidance, ruleset=self.base).about([action])
        session = self.guidance.session(base, self.guidance.about([action]))
        old, new = (decisions.of(action) for decisions in session.decisions)
        now = {rule.id: rule for rule in self._top.by_action[action]}
        lost = [_lost(old, new, rule, now[rule.id], aspect) for rule, aspect in doubted]
        if session.find(either(*lost), nicely=False).state == "none":
            return
        for (rule, aspect), formula in zip(doubted, lost, strict=True):
            yield from self._one(session, action, rule, aspect, formula)

    def _one(
        self, session: Session, action: str, rule: Rule, aspect: Aspect, formula: Formula
    ) -> Iterator[Answer]:
        found = session.find(formula)
        if found.state == "none":
            return
        made = None
        if found.state == "case":
            made = witness_of(
                session,
                found,
                lambda rules, facts: _is_lost(self.base, rules, facts, action, rule.id, aspect),
            )
        if made is None:
            self.ran_out = found.ran_out or "a way to replay what the solver found"
            return
        case, witness = made
        self.refuted = True
        yield Answer(
            "keeps",
            self.name,
            "refuted",
            f"{self.name} takes the {_NAMES[aspect]} of “{rule.title}” away, which isn't overridable, for "
            f"instance when {instance(case)}.",
            "E810",
            f"Let the rules of {self.name} leave {rule.id} in force there; only its author can make it "
            "overridable.",
            (rule.id,),
            (rule.location,),
            witness,
            guidance=self.guidance.name,
        )


def _lost(old: Decided, new: Decided, rule: Rule, now: Rule, aspect: Aspect) -> Formula:
    """That an aspect is in play below the layer, not on top of it, and the action isn't advised against."""
    if aspect == "modality":
        before = both(old.in_play(rule, aspect), negate(old.outweighed(rule)))
        after = both(new.in_play(now, aspect), negate(new.outweighed(now)))
    else:
        before, after = old.binding(rule, aspect), new.binding(now, aspect)
    against = either(new.outcomes["must_not"], new.outcomes["should_not"], new.outcomes["conflict"])
    return both(before, negate(after), negate(against))


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
