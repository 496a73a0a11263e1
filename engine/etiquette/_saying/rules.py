"""A whole rule as a sentence, and what else there is to say of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from etiquette.algebra import All, Any, Condition, IsOpen, Named, Node, Not, Test
from etiquette.model import DEFAULT_LEVELS, Aspect, Effective, Override, Rule, Scope
from etiquette.ruleset import Ruleset

from .conditions import clause, simple
from .constraints import clauses, window_ends
from .lists import day, joined, quoted
from .phrases import Phrases
from .settled import in_use, settled
from .values import noun

__all__ = ["Said", "definition_in_words", "said", "sentence"]

_HEADS: Final = {
    "must": ("you must", "and"),
    "should": ("you should", "and"),
    "may": ("you may", "or"),
    "should_not": ("you should not", "or"),
    "must_not": ("you must not", "or"),
}
_ENDS: Final = {
    "on": "only on",
    "not_before": "not before",
    "ideally_by": "ideally by",
    "not_after": "no later than",
}
_STEPS: Final = {
    "on": "do it on no other day than",
    "not_before": "don't do it before",
    "ideally_by": "ideally do it by",
    "not_after": "do it no later than",
}
_ASPECTS: Final[dict[Aspect | None, str]] = {
    None: "all of",
    "modality": "the modality of",
    "window": "the window of",
    "hours": "the hours of",
    "channels": "the channels of",
    "recipients": "the addressees of",
    "via": "the carriers of",
    "message": "what the message holds in",
}
_MESSAGE: Final = "the message "
_LEVELS: Final = {
    "error": "A step against this is an error.",
    "warning": "A step against this gets a warning.",
    "note": "A step against this gets no more than a note.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A rule in words, each of the parts whole sentences or empty.

    ``main`` is the advice itself. ``overrides`` says what it takes the place of, ``effective`` when it is in
    force, ``level`` how grave a step against it is, where that isn't what the modality implies, and
    ``overridable`` that a layer may relax it.
    """

    main: str
    overrides: str = ""
    effective: str = ""
    level: str = ""
    overridable: str = ""

    def __str__(self) -> str:
        parts = (self.main, self.overrides, self.effective, self.level, self.overridable)
        return " ".join(part for part in parts if part)


def sentence(rule: Rule, ruleset: Ruleset) -> str:
    """The rule in English. Rules of one ruleset that differ in what they say never read the same."""
    return str(said(rule, ruleset))


def said(rule: Rule, ruleset: Ruleset, *, for_clients: bool = False) -> Said:
    """The rule in English, part by part.

    ``for_clients`` leaves out the names of parameters and what of the condition is settled by them.
    """
    phrases = _phrases(ruleset, not for_clients)
    condition = simple(rule.when)
    if for_clients and in_use(rule.when, ruleset):
        condition = settled(rule.when, ruleset)
    main = _main(rule, condition, phrases)
    return Said(
        main=f"{main[0].upper()}{main[1:]}.",
        overrides=_overrides(rule.overrides, phrases),
        effective=_effective(rule.effective),
        level=_LEVELS[rule.level] if rule.level not in (None, DEFAULT_LEVELS[rule.modality]) else "",
        overridable="A pack that builds on this one may relax it." if rule.overridable else "",
    )


def definition_in_words(node: Node, ruleset: Ruleset) -> str:
    """What a definition derives: a clause for a condition, a noun phrase for a number, a day or a span."""
    phrases = _phrases(ruleset, False)
    body = node.body if isinstance(node, Named) else node
    if isinstance(body, (Test, All, Any, Not, IsOpen)):
        return clause(simple(body), phrases)
    return noun(body, phrases)


@lru_cache(maxsize=8)
def _phrases(ruleset: Ruleset, ids: bool) -> Phrases:
    return Phrases(ruleset, ids=ids)


def _main(rule: Rule, condition: Condition, phrases: Phrases) -> str:
    ends = list(window_ends(rule.window, phrases)) if rule.window else []
    further = list(_shortened(clauses(rule, phrases)))
    lead = _condition(condition, phrases)
    if rule.modality is not None:
        verb, last = _HEADS[rule.modality]
        dated = "".join(f", {_ENDS[name]} {when}" for name, when in ends)
        head = f"{verb} {_doing(rule, phrases, last)}{_scope(rule.scope, phrases)}{dated}"
        return f"{lead}{'; '.join((head, *further))}"
    if ends and ends[0][0] == "not_before" and rule.actions and rule.scope is None:
        head = f"don't {_doing(rule, phrases, 'or')} before {ends[0][1]}"
        return f"{lead}{'; '.join((head, *_steps(ends[1:]), *further))}"
    head = f"{'then ' if lead else ''}{_whenever(rule, phrases)}{_scope(rule.scope, phrases)}, "
    return f"{lead}{head}{'; '.join((*_steps(ends), *further)) or 'nothing else is asked'}"


def _shortened(clauses: Iterator[str]) -> Iterator[str]:
    """The message is named once and is ``it`` from then on."""
    named = False
    for each in clauses:
        yield f"it {each.removeprefix(_MESSAGE)}" if named and each.startswith(_MESSAGE) else each
        named = named or each.startswith(_MESSAGE)


def _condition(condition: Condition, phrases: Phrases) -> str:
    match condition:
        case Not(part) if not isinstance(part, Test) and _has_parts(part):
            return f"unless {clause(part, phrases)}, "
        case _ if _has_parts(condition) or not hasattr(condition, "parts"):
            return f"if {clause(condition, phrases)}, "
        case _:
            words = clause(condition, phrases)
            return "" if words == "always" else f"if {words}, "


def _has_parts(condition: Condition) -> bool:
    return bool(getattr(condition, "parts", ()))


def _doing(rule: Rule, phrases: Phrases, last: str) -> str:
    verbs = joined([phrases.verb(each) for each in rule.actions], last)
    return verbs or f"do anything {joined([phrases.phase(each) for each in rule.phases], last)}"


def _whenever(rule: Rule, phrases: Phrases) -> str:
    if rule.actions:
        return f"when you {_doing(rule, phrases, 'or')}"
    return f"whatever you do {joined([phrases.phase(each) for each in rule.phases], 'or')}"


def _scope(scope: Scope | None, phrases: Phrases) -> str:
    """The single ways that a rule is for, in brackets: whatever stands before can't be taken for them."""
    if scope is None:
        return ""
    parts = [phrases.channel(scope.channel)] if scope.channel else []
    parts += [f"addressing {phrases.recipient(scope.recipient)}"] if scope.recipient else []
    parts += [f"going {phrases.carrier(scope.via)}"] if scope.via else []
    return f" ({joined(parts)})" if parts else ""


def _steps(ends: list[tuple[str, str]]) -> Iterator[str]:
    return (f"{_STEPS[name]} {when}" for name, when in ends)


def _overrides(overrides: tuple[Override, ...], phrases: Phrases) -> str:
    if not overrides:
        return ""
    groups: dict[Aspect | None, list[str]] = {}
    for each in overrides:
        groups.setdefault(each.aspect, []).append(_target(each.target, phrases))
    named = [f"{_ASPECTS[aspect]} {joined(targets)}" for aspect, targets in groups.items()]
    return f"This takes the place of {', as well as '.join(named)}."


def _target(target: str, phrases: Phrases) -> str:
    if target.endswith("/*"):
        return f"every other rule under {quoted(target[:-2])}"
    return phrases.rule(target)


def _effective(effective: Effective | None) -> str:
    if effective is None or (effective.since is None and effective.until is None):
        return ""
    since = f" from {day(effective.since)}" if effective.since else ""
    until = f" until {day(effective.until)}" if effective.until else ""
    return f"This is in force{since}{until}."
