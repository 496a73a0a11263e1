"""Changes of what a message holds, as sentences without their subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from etiquette._deciding.combine import WayKey
from etiquette._deciding.wording import any_of, entries_of
from etiquette.kinds import Kind
from etiquette.report import MessagePlan
from etiquette.ruleset import Ruleset

from .search import Shown
from .seen import common
from .wording import concepts_in_words, where

__all__ = ["message"]


def message(shown: Shown) -> str:
    """What a message is asked to say or not to say, and how long it may be, as far as that has changed."""
    keys = common(shown.before, shown.after)
    for key in keys:
        parts = list(_changed_message(shown, key))
        if parts:
            mine = {each for each in keys if list(_changed_message(shown, each)) == parts}
            ways = where(shown.after.at.ruleset, mine, set(keys)) if len(mine) < len(keys) else ""
            return f"asks for another message{ways}: it {any_of(parts, 'and')}"
    return "asks for another message"


def _changed_message(shown: Shown, key: WayKey) -> Iterable[str]:
    old, new = shown.before.ways[key].message, shown.after.ways[key].message
    return _asked(shown.after.at.ruleset, shown.kind, old, new)


def _asked(ruleset: Ruleset, kind: Kind, old: MessagePlan, new: MessagePlan) -> Iterable[str]:
    was, now = _weights(old), _weights(new)
    moves = {concept: (was.get(concept, 0), now.get(concept, 0)) for concept in {**was, **now}}

    def moved(fits: Callable[[int, int], bool]) -> list[str]:
        return [concept for concept, (before, after) in moves.items() if fits(before, after)]

    groups: Mapping[Kind, tuple[tuple[str, list[str]], ...]] = {
        "message_more": (
            ("must say", moved(lambda a, b: b == 3 and a < 3)),
            ("should say", moved(lambda a, b: b == 2 and a < 2)),
            ("must not say", [each for each in new.avoid if each not in old.avoid]),
        ),
        "message_less": (
            ("need no longer say", moved(lambda a, b: a == 3 and b < 3)),
            ("is no longer advised to say", moved(lambda a, b: a == 2 and b < 2)),
            ("is no longer to avoid", [each for each in old.avoid if each not in new.avoid]),
        ),
        "message_option": (
            ("may say", moved(lambda a, b: (a, b) == (0, 1))),
            ("no longer has among what it may say:", moved(lambda a, b: (a, b) == (1, 0))),
        ),
    }
    for verb, concepts in groups[kind]:
        if concepts:
            yield f"{verb} {concepts_in_words(ruleset, concepts)}"
    yield from _form(ruleset, kind, old, new)


def _form(ruleset: Ruleset, kind: Kind, old: MessagePlan, new: MessagePlan) -> Iterable[str]:
    """What comes first, what is named, the subject, and lengths."""
    if kind == "message_option":
        return
    more = kind == "message_more"
    if old.first != new.first and (new.first if more else old.first):
        first = concepts_in_words(ruleset, [str(new.first if more else old.first)])
        yield f"must begin with {first}" if more else f"need no longer begin with {first}"
    gone, come = (set(one.mention) - set(other.mention) for one, other in ((old, new), (new, old)))
    for path in sorted(come if more else gone):
        verb = "must" if more else "need no longer"
        yield f"{verb} name one of the {entries_of(ruleset, path)}"
    if old.subject != new.subject and (new.subject if more else old.subject):
        with_it = (new if more else old).subject == "required"
        if more:
            yield f"must have {'a' if with_it else 'no'} subject"
        else:
            yield "need no longer have a subject" if with_it else "may have a subject again"
    limits, others = dict(old.limits), dict(new.limits)
    for unit in sorted({**limits, **others}):
        was, now = limits.get(unit), others.get(unit)
        if now is not None and more and (was is None or now < was):
            yield f"may have {now} {unit} at most" + (f" instead of {was}" if was is not None else "")
        if was is not None and not more and (now is None or now > was):
            yield (
                f"may have {now} {unit} instead of {was}"
                if now is not None
                else f"may have more than {was} {unit}"
            )


def _weights(plan: MessagePlan) -> dict[str, int]:
    found = dict.fromkeys((*plan.gave_way, *plan.may), 1)
    return {**found, **dict.fromkeys(plan.should, 2), **dict.fromkeys(plan.must, 3)}
