"""Small changes of a rule: what it says left out, moved by one, or said of something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Literal

from etiquette._deciding.unparse import node_in_words
from etiquette.algebra import Constant, Fact
from etiquette.model import (
    Choice,
    Hours,
    Level,
    Limit,
    MessageDemand,
    Modality,
    Rule,
    Scope,
    Window,
)
from etiquette.ruleset import Ruleset

from .mutate_nodes import changed_conditions, changed_ends

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


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """``rule`` stands in place of what was there, or nothing does; ``part`` is the key that it is about."""

    name: str
    words: str
    part: str
    rule: Rule | None


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
    yield from _choices(rule, ruleset)
    if rule.message is not None:
        yield from _message(rule, rule.message)
    yield from _scope(rule, ruleset)
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
        or (message is not None and replace(message, should=(), may=(), first=None) != MessageDemand())
    )


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


def _choices(rule: Rule, ruleset: Ruleset) -> Iterator[ChangedRule]:
    known = {"channels": ruleset.channels, "recipients": ruleset.recipients, "via": ruleset.carriers}
    for aspect, declared in known.items():
        choice: Choice | None = getattr(rule, aspect)
        for name, words, new in _changed_choices(choice, list(declared)) if choice is not None else ():
            parts: dict[str, Any] = {aspect: None if new == Choice() else new}
            yield ChangedRule(f"{aspect}-{name}", f"{aspect}: {words}", aspect, replace(rule, **parts))


def _changed_choices(choice: Choice, declared: Sequence[str]) -> Iterator[tuple[str, str, Choice]]:
    if choice.only is not None:
        yield "only-dropped", "“only” is left out", replace(choice, only=None)
        for name, words, items in _changed_items(choice.only, declared):
            yield f"only-{name}", f"in “only”, {words}", replace(choice, only=items)
    for key, items in (("never", choice.never), ("prefer", choice.prefer)):
        if len(items) > 0:
            yield f"{key}-dropped", f"“{key}” is left out", replace(choice, **{key: ()})
        for name, words, new in _changed_items(items, declared):
            yield f"{key}-{name}", f"in “{key}”, {words}", replace(choice, **{key: new})


def _changed_items(
    items: tuple[Constant | Fact, ...], declared: Sequence[str]
) -> Iterator[tuple[str, str, tuple[Constant | Fact, ...]]]:
    """One item left out (if others are left), and one swapped for the next that isn't there yet."""
    there = {item.value for item in items if isinstance(item, Constant)}
    for place, item in enumerate(items):
        before, after = items[:place], items[place + 1 :]
        shown = node_in_words(item)
        if before or after:
            yield f"without-{shown}", f"{shown} is left out", (*before, *after)
        if isinstance(item, Constant) and item.value in declared:
            start = declared.index(str(item.value))
            other = next((each for each in (*declared[start:], *declared) if each not in there), None)
            if other is not None:
                yield f"{shown}-{other}", f"{shown} becomes {other}", (*before, Constant(other), *after)


def _message(rule: Rule, message: MessageDemand) -> Iterator[ChangedRule]:
    def with_message(name: str, words: str, new: MessageDemand) -> ChangedRule:
        kept = None if new == MessageDemand() else new
        return ChangedRule(f"message-{name}", f"message: {words}", "message", replace(rule, message=kept))

    for key in ("must", "should", "may", "avoid"):
        concepts: tuple[str, ...] = getattr(message, key)
        for concept in concepts:
            fewer = tuple(each for each in concepts if each != concept)
            words = f"“{key}” no longer holds {concept}"
            parts: dict[str, Any] = {key: fewer}
            yield with_message(f"{key}-without-{concept}", words, replace(message, **parts))
    if message.first is not None:
        yield with_message("first-dropped", "“first” is left out", replace(message, first=None))
    if message.subject is not None:
        yield with_message("subject-dropped", "“subject” is left out", replace(message, subject=None))
        other: Literal["required", "forbidden"]
        other = "forbidden" if message.subject == "required" else "required"
        yield with_message(f"subject-{other}", f"a subject is {other}", replace(message, subject=other))
    for place, limit in enumerate(message.limits):
        before, after = message.limits[:place], message.limits[place + 1 :]
        words = f"there is no limit in {limit.unit}"
        yield with_message(f"{limit.unit}-dropped", words, replace(message, limits=(*before, *after)))
        for by in (1, -1) if isinstance(limit.most, int) else ():
            new = Limit(limit.unit, int(limit.most) + by)  # type: ignore[arg-type]  # the line above has looked
            words = f"at most {new.most} {limit.unit}, not {limit.most}"
            yield with_message(f"{limit.unit}{by:+}", words, replace(message, limits=(*before, new, *after)))


def _scope(rule: Rule, ruleset: Ruleset) -> Iterator[ChangedRule]:
    known = {"channel": ruleset.channels, "recipient": ruleset.recipients, "via": ruleset.carriers}
    for key, declared in known.items():
        word = getattr(rule.scope, key, None)
        if rule.scope is None or word is None:
            continue
        wider = replace(rule.scope, **{key: None})
        kept = None if wider == Scope() else wider
        yield ChangedRule(
            f"for-{key}-dropped", f"it is no longer only for {word}", "for", replace(rule, scope=kept)
        )
        names = list(declared)
        start = names.index(word) if word in names else 0
        other = next((each for each in (*names[start:], *names) if each != word), None)
        if other is not None:
            swapped = replace(rule, scope=replace(rule.scope, **{key: other}))
            yield ChangedRule(f"for-{key}-{other}", f"it is for {other}, not for {word}", "for", swapped)


def _said(word: str) -> str:
    return word.replace("_", " ")
