"""Small changes of a rule: what it says left out, moved by one, or said of something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from etiquette._deciding.unparse import node_in_words
from etiquette.model import (
    Choice,
    Hours,
    Level,
    MessageDemand,
    Modality,
    Rule,
    Window,
)
from etiquette.ruleset import Ruleset

from .mutate_nodes import changed_conditions, changed_ends
from .mutate_ways import ChangedRule, changed_choices, changed_message, changed_scope

__all__ = ["ChangedRule", "changed_rules"]

_STEPS: Final[Mapping[Modality, tuple[Modality, ...]]] = {
    "must": ("should",),
    "should": ("must", "may"),
    "may": ("should",),
    "should_not": ("must_not",),
    "must_not": ("should_not",),
}
_MILDER: Final[Mapping[Level, Level]] = {"error": "warning", "warning": "note", "note": "warning"}
_MINUTE: Final = timedelta(minutes=1)


def changed_rules(rule: Rule, ruleset: Ruleset) -> Iterator[ChangedRule]:
    """Every rule that is one small change away from ``rule``."""
    yield ChangedRule("dropped", "the rule is left out", "id", None)
    for each in changed_conditions(rule.when):
        yield ChangedRule(f"when{each.name}", each.words, "when", replace(rule, when=each.node))
    yield from _modality(rule, ruleset)
    yield from _overrides(rule)
    if rule.window is not None:
        yield from _window(rule, rule.window)
    if rule.hours is not None:
        yield from _hours(rule, rule.hours)
    yield from changed_choices(rule, ruleset)
    if rule.message is not None:
        yield from changed_message(rule, rule.message)
    yield from changed_scope(rule, ruleset)
    for place, action in enumerate(rule.actions if len(rule.actions) > 1 else ()):
        fewer = (*rule.actions[:place], *rule.actions[place + 1 :])
        words = f"it no longer speaks of {action}"
        yield ChangedRule(f"action-{action}", words, "action", replace(rule, actions=fewer))


def _modality(rule: Rule, ruleset: Ruleset) -> Iterator[ChangedRule]:
    if rule.modality is not None:
        for other in _STEPS[rule.modality]:
            # A change of strength is one of strength alone: how grave a breach is stays as it was.
            new = replace(rule, modality=other, level=rule.effective_level)
            words = f"“{_said(rule.modality)}” becomes “{_said(other)}”"
            yield ChangedRule(f"modality-{other}", words, "modality", new)
    if _can_be_breached(rule, ruleset):
        level = _MILDER[rule.effective_level]
        words = f"a breach is of level {level}, not {rule.effective_level}"
        yield ChangedRule(f"level-{level}", words, "level", replace(rule, level=level))


def _can_be_breached(rule: Rule, ruleset: Ruleset) -> bool:
    """Whether the level of a rule can ever show: what is merely best is worth a note at any level."""
    window, hours, message = rule.window, rule.hours, rule.message
    return (
        rule.modality in ("must_not", "should_not")
        or (rule.modality is not None and _can_be_over(rule, ruleset))
        or (window is not None and replace(window, ideally_by=None) != Window())
        or (hours is not None and (hours.only is not None or hours.weekdays is not None))
        or any(
            choice is not None and replace(choice, prefer=()) != Choice()
            for choice in (rule.channels, rule.recipients, rule.via)
        )
        or (message is not None and _asks(message, read=bool(ruleset.recognisers)))
    )


def _asks(message: MessageDemand, *, read: bool) -> bool:
    """Whether a message can be wrong; only where texts are ``read``, in what it begins with or names."""
    of_text = MessageDemand(first=message.first, mention=message.mention) != MessageDemand()
    rest = replace(message, should=(), may=(), first=None, mention=())
    return rest != MessageDemand() or (read and of_text)


def _can_be_over(rule: Rule, ruleset: Ruleset) -> bool:
    """Whether what a rule advises belongs to a stretch of time that ends."""
    phases = (ruleset.phases.get(ruleset.actions[action].phase) for action in rule.actions)
    return any(phase is not None and phase.over is not None for phase in phases)


def _overrides(rule: Rule) -> Iterator[ChangedRule]:
    for place, override in enumerate(rule.overrides):
        fewer = (*rule.overrides[:place], *rule.overrides[place + 1 :])
        words = f"it no longer overrides {override}"
        yield ChangedRule(f"overrides-{override}", words, "overrides", replace(rule, overrides=fewer))


def _window(rule: Rule, window: Window) -> Iterator[ChangedRule]:
    for end in ("not_before", "ideally_by", "not_after"):
        node = getattr(window, end)
        if node is None:
            continue
        fewer = replace(window, **{end: None})
        words = f"its {_said(end)} “{node_in_words(node)}” is left out"
        kept = None if fewer == Window() else fewer
        yield ChangedRule(f"{end}-dropped", words, "window", replace(rule, window=kept))
        for each in changed_ends(node):
            new = replace(window, **{end: each.node})
            yield ChangedRule(
                f"{end}{each.name}", f"{_said(end)}: {each.words}", "window", replace(rule, window=new)
            )


def _hours(rule: Rule, hours: Hours) -> Iterator[ChangedRule]:
    def with_hours(name: str, words: str, **parts: object) -> ChangedRule:
        fewer: Hours | None = replace(hours, **parts)  # type: ignore[arg-type]  # the parts are those of hours
        key = "weekdays" if "weekdays" in name else "hours"
        return ChangedRule(name, words, key, replace(rule, hours=None if fewer == Hours() else fewer))

    for key, label in (("only", "hours"), ("prefer", "preferred hours")):
        interval: tuple[time, time] | None = getattr(hours, key)
        if interval is None:
            continue
        yield with_hours(f"hours-{key}-dropped", f"its {label} are left out", **{key: None})
        for place, moment in enumerate(interval):
            for by in (1, -1):
                new = _moved(moment, by)
                if new is not None:
                    ends = (new, interval[1]) if place == 0 else (interval[0], new)
                    words = f"{label}: {moment:%H:%M} becomes {new:%H:%M}"
                    yield with_hours(f"hours-{key}.{place + 1}{by:+}", words, **{key: ends})
    for key, label in (("weekdays", "weekdays"), ("prefer_weekdays", "preferred weekdays")):
        days: frozenset[int] | None = getattr(hours, key)
        if days is None:
            continue
        yield with_hours(f"{key}-dropped", f"its {label} are left out", **{key: None})
        for day in range(1, 8):
            other = days ^ {day}
            if other:
                words = f"{label}: {_WEEKDAYS[day - 1]} is {'taken out' if day in days else 'added'}"
                yield with_hours(f"{key}-{_WEEKDAYS[day - 1].lower()}", words, **{key: frozenset(other)})


_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _moved(moment: time, by: int) -> time | None:
    day = date(2000, 1, 1)
    new = datetime.combine(day, moment) + by * _MINUTE
    return new.time() if new.date() == day else None


def _said(word: str) -> str:
    return word.replace("_", " ")
