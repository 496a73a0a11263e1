"""Small changes of how a rule wants something done: by which channel, to whom, with which message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from etiquette._deciding.unparse import node_in_words
from etiquette.algebra import Constant, Fact
from etiquette.model import Choice, Limit, MessageDemand, Rule, Scope
from etiquette.ruleset import Ruleset

__all__ = ["ChangedRule", "changed_choices", "changed_message", "changed_scope"]


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """``rule`` stands in place of what was there, or nothing does; ``part`` is the key that it is about."""

    name: str
    words: str
    part: str
    rule: Rule | None


def changed_choices(rule: Rule, ruleset: Ruleset) -> Iterator[ChangedRule]:
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


def changed_message(rule: Rule, message: MessageDemand) -> Iterator[ChangedRule]:
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
    for path in message.mention:
        fewer = tuple(each for each in message.mention if each != path)
        words = f"it no longer names one of {path}"
        yield with_message(f"mention-without-{path}", words, replace(message, mention=fewer))
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


def changed_scope(rule: Rule, ruleset: Ruleset) -> Iterator[ChangedRule]:
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
