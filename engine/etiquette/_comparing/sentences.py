"""Each change as a sentence: what is other than before, in the case that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import Final

from etiquette._deciding.combine import WayKey
from etiquette._deciding.wording import WEEKDAYS, any_of, hours_in_words
from etiquette.kinds import Kind
from etiquette.report import MessagePlan, Way
from etiquette.ruleset import Ruleset

from .search import Shown
from .seen import Seen, common
from .steps import gravest, noted
from .wording import concepts_in_words, day, items_in_words, modality_in_words, step_as_noun, where

__all__ = ["said", "says_today"]

_EVERY: Final = tuple(range(1, 8))
_DAY: Final = (time(0, 0), time(23, 59))
_LEVELS: Final = {"": "is right", "note": "gets a note", "warning": "gets a warning", "error": "is an error"}
_ENDLESS: Final = {
    "not_before": ("it has no first day any more", "it had no first day"),
    "not_after": ("it has no last day any more", "it had no last day"),
    "ideally_by": ("no best day is named any more", "no best day was named"),
}
"""What is said where the end of a window is gone, and where there was none."""


def said(shown: Shown) -> str:
    """The change in one sentence, without its full stop."""
    ruleset = shown.after.at.ruleset
    title = f"“{ruleset.actions[shown.after.found.action.id].title}”"
    return f"{title} {_SENTENCES[shown.kind](shown)}"


def says_today(shown: Shown) -> bool:
    """Whether the change is one that depends on what day it is."""
    if shown.kind not in _BY_STATUS:
        return False
    return not any(_moved(shown, name)[0] for name in ("not_before", "not_after"))


# What one may do at all


def _modality(lead: str) -> Callable[[Shown], str]:
    def sentence(shown: Shown) -> str:
        was, now = (modality_in_words(each.modality) for each in (shown.before, shown.after))
        return f"{lead}: it goes from “{was}” to “{now}”"

    return sentence


def _clash(shown: Shown) -> str:
    was = modality_in_words(shown.before.modality)
    return f"is demanded and ruled out at once, so that nothing is advised; before, it was “{was}”"


def _settled(shown: Shown) -> str:
    return f"is no longer demanded and ruled out at once: it {modality_in_words(shown.after.modality)}"


def _offered(shown: Shown) -> str:
    return f"{modality_in_words(shown.after.modality)}, where nothing was said about it"


def _withdrawn(shown: Shown) -> str:
    return f"is no longer spoken of, where “{modality_in_words(shown.before.modality)}” was the advice"


def _impossible(shown: Shown) -> str:
    ways = _ways_in_words(shown.before)
    left = f"; before, it could be done {ways}" if ways else ""
    return f"has no way left in which it can be done{left}"


def _possible(shown: Shown) -> str:
    ways = _ways_in_words(shown.after)
    return f"can be done{f' {ways}' if ways else ''}, where no way was left before"


def _ways_in_words(seen: Seen) -> str:
    return items_in_words(seen.at.ruleset, 0, [each for each in seen.items(0) if each])


# Days


def _moved(shown: Shown, name: str) -> tuple[set[WayKey], set[WayKey]]:
    """The ways whose end of that name has moved as the kind says, and all that are left in both."""
    every = set(common(shown.before, shown.after))
    kinds = _LATER if shown.kind in _LATER else _EARLIER
    forward = kinds is _LATER
    none = date.min if name == "not_before" else date.max
    moved = set()
    for key in every:
        was, now = (getattr(seen.ways[key], name) or none for seen in (shown.before, shown.after))
        if (now > was) if forward else (now < was):
            moved.add(key)
    return moved, every


_BY_STATUS: Final = ("later", "earlier", "closes_earlier", "closes_later")
_LATER: Final = ("later", "closes_later", "best_later")
_EARLIER: Final = ("earlier", "closes_earlier", "best_earlier")


def _dates(shown: Shown, name: str) -> tuple[str, str]:
    """The new end and the old one in words, of the ways that it has moved for; empty where there is none."""
    moved, _ = _moved(shown, name)
    today = shown.facts.today
    pick = max if name == "not_after" else min

    def end(seen: Seen) -> str:
        days = [getattr(seen.ways[key], name) for key in moved]
        known = [each for each in days if each is not None]
        return day(pick(known), today) if known and len(known) == len(days) else ""

    return end(shown.after), end(shown.before)


def _end(name: str, verb: str, on: str) -> Callable[[Shown], str]:
    def sentence(shown: Shown) -> str:
        moved, every = _moved(shown, name)
        if not moved:
            return _phase(shown, name)
        now, was = _dates(shown, name)
        ways = where(shown.after.at.ruleset, moved, every)
        if now and was:
            return f"{verb}{ways}: {on} {now} instead of {was}"
        gone, there_was_none = _ENDLESS[name]
        if was:
            return f"{verb}{ways}: {gone}, where it was {on} {was} before"
        return f"{verb}{ways}: {on} {now}, where {there_was_none} before"

    return sentence


def _phase(shown: Shown, name: str) -> str:
    phase = shown.after.at.ruleset.phases[shown.after.found.action.phase]
    if name == "not_after":
        goes_on = shown.kind == "closes_later"
        what = "can still be done then: “{}” goes on" if goes_on else "is too late then: “{}” is over"
    else:
        begun = shown.kind == "earlier"
        what = "can already be done then: “{}” has begun" if begun else "is too early then: “{}” hasn't begun"
    return what.format(phase.title)


# Ways


def _part(place: int, lost: str, won: str) -> Callable[[Shown], str]:
    def sentence(shown: Shown) -> str:
        before, after = shown.before.items(place), shown.after.items(place)
        gone = [each for each in before if each not in after]
        come = [each for each in after if each not in before]
        ruleset = shown.after.at.ruleset
        if shown.kind.endswith("_lost"):
            known = shown.before.at.ruleset
            instead = items_in_words(ruleset, place, after, "or")
            return f"{lost} {items_in_words(known, place, gone)}: only {instead}"
        return f"{won} {items_in_words(ruleset, place, come)}"

    return sentence


def _way(shown: Shown) -> str:
    lost = shown.kind == "way_lost"
    have, lack = (shown.before, shown.after) if lost else (shown.after, shown.before)
    key = next(each for each in have.ways if each not in lack.ways)
    parts = [items_in_words(have.at.ruleset, place, [key[place]]) for place in range(3) if key[place]]
    how = f"{parts[0]} to {parts[1]} {parts[2]}" if len(parts) == 3 else " ".join(parts)
    return f"can no longer be done {how}" if lost else f"can also be done {how}"


def _preference(shown: Shown) -> str:
    ruleset = shown.after.at.ruleset
    for place, verb in ((0, "is best done"), (1, "is best addressed to"), (2, "is best done")):
        before, after = shown.before.items(place), shown.after.items(place)
        if before and after and before[0] != after[0]:
            new, old = (items_in_words(ruleset, place, [each[0]]) for each in (after, before))
            return f"{verb} {new} rather than {old}"
    step = shown.facts.proposed
    if step is None:
        return "comes with another order of what is preferred"
    better = noted(shown.after, step)
    words = step_as_noun(ruleset, step, shown.facts.today)
    if better:
        return f"prefers something else: for {words} there is now a better way"
    return f"prefers less: for {words} no better way is named any more"


# Hours and weekdays


def _weekdays(shown: Shown) -> str:
    def days(way: Way) -> tuple[int, ...]:
        return tuple(way.weekdays or _EVERY)

    fewer = shown.kind == "weekdays_fewer"
    return _between(
        shown,
        lambda old, new: bool(set(days(old)) - set(days(new)) if fewer else set(days(new)) - set(days(old))),
        lambda way: any_of([WEEKDAYS[each - 1] for each in sorted(days(way))]) if way.weekdays else "any day",
        ("is right on fewer weekdays", "is right on more weekdays")[not fewer],
    )


def _hours(shown: Shown) -> str:
    fewer = shown.kind == "hours_fewer"

    def narrower(one: Way, other: Way) -> bool:
        (first, last), (begin, end) = one.hours or _DAY, other.hours or _DAY
        return begin > first or end < last

    return _between(
        shown,
        lambda old, new: narrower(old, new) if fewer else narrower(new, old),
        lambda way: hours_in_words(way.hours) if way.hours else "at any hour",
        ("is right at fewer hours", "is right at more hours")[not fewer],
    )


def _between(
    shown: Shown, changed: Callable[[Way, Way], bool], said_: Callable[[Way], str], verb: str
) -> str:
    keys = common(shown.before, shown.after)
    moved = [key for key in keys if changed(shown.before.ways[key], shown.after.ways[key])]
    new, old = (said_(seen.ways[moved[0]]) for seen in (shown.after, shown.before))
    ways = where(shown.after.at.ruleset, set(moved), set(keys))
    return f"{verb}{ways}: {new} instead of {old}"


# Messages


def _message(shown: Shown) -> str:
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
    """What comes first, the subject, and lengths."""
    if kind == "message_option":
        return
    more = kind == "message_more"
    if old.first != new.first and (new.first if more else old.first):
        first = concepts_in_words(ruleset, [str(new.first if more else old.first)])
        yield f"must begin with {first}" if more else f"need no longer begin with {first}"
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


# How grave


def _gravity(shown: Shown) -> str:
    step = shown.facts.proposed
    assert step is not None  # noqa: S101 - such changes are shown by a step
    now, was = (_LEVELS[gravest(seen, step)] for seen in (shown.after, shown.before))
    lead = "is taken more seriously" if shown.kind == "graver" else "is taken less seriously"
    words = step_as_noun(shown.after.at.ruleset, step, shown.facts.today)
    return f"{lead}: {words} {now}, where it {was.replace('is ', 'was ').replace('gets', 'got')} before"


_SENTENCES: Final[Mapping[Kind, Callable[[Shown], str]]] = {
    "clash": _clash,
    "settled": _settled,
    "stricter": _modality("is judged more strictly"),
    "looser": _modality("is judged less strictly"),
    "reversed": _modality("is judged the other way round"),
    "offered": _offered,
    "withdrawn": _withdrawn,
    "asked": _offered,
    "unasked": _withdrawn,
    "done": lambda _: "counts as done, where it was still to be done before",
    "undone": lambda _: "is still to be done, where it counted as done before",
    "impossible": _impossible,
    "possible": _possible,
    "later": _end("not_before", "opens later", "on"),
    "earlier": _end("not_before", "opens earlier", "on"),
    "closes_earlier": _end("not_after", "closes earlier", "on"),
    "closes_later": _end("not_after", "closes later", "on"),
    "best_earlier": _end("ideally_by", "is best done earlier", "by"),
    "best_later": _end("ideally_by", "is best done later", "by"),
    "channel_lost": _part(0, "can no longer be done", ""),
    "channel_won": _part(0, "", "can also be done"),
    "recipient_lost": _part(1, "can no longer be addressed to", ""),
    "recipient_won": _part(1, "", "can also be addressed to"),
    "carrier_lost": _part(2, "can no longer go", ""),
    "carrier_won": _part(2, "", "can also go"),
    "way_lost": _way,
    "way_won": _way,
    "weekdays_fewer": _weekdays,
    "weekdays_more": _weekdays,
    "hours_fewer": _hours,
    "hours_more": _hours,
    "preference": _preference,
    "message_more": _message,
    "message_less": _message,
    "message_option": _message,
    "graver": _gravity,
    "milder": _gravity,
}
