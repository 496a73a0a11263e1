"""Changes of how, to whom and at what hours something can be done, as sentences without their subject."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Final

from etiquette._deciding.wording import WEEKDAYS, any_of, hours_in_words
from etiquette.report import Way

from .search import Shown
from .seen import common
from .steps import noted
from .wording import items_in_words, step_as_noun, where

__all__ = ["hours", "part", "preference", "way", "weekdays"]

_EVERY: Final = tuple(range(1, 8))
_DAY: Final = (time(0, 0), time(23, 59))


def part(place: int, lost: str, won: str) -> Callable[[Shown], str]:
    """A channel, addressee or carrier (by its place in a way) that is lost or won."""

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


def way(shown: Shown) -> str:
    """A combination that is lost or won."""
    lost = shown.kind == "way_lost"
    have, lack = (shown.before, shown.after) if lost else (shown.after, shown.before)
    key = next(each for each in have.ways if each not in lack.ways)
    parts = [items_in_words(have.at.ruleset, place, [key[place]]) for place in range(3) if key[place]]
    how = f"{parts[0]} to {parts[1]} {parts[2]}" if len(parts) == 3 else " ".join(parts)
    return f"can no longer be done {how}" if lost else f"can also be done {how}"


def preference(shown: Shown) -> str:
    """What is best done otherwise."""
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


def weekdays(shown: Shown) -> str:
    """Weekdays that are lost or won."""

    def days(way: Way) -> tuple[int, ...]:
        return tuple(way.weekdays or _EVERY)

    fewer = shown.kind == "weekdays_fewer"
    return _between(
        shown,
        lambda old, new: bool(set(days(old)) - set(days(new)) if fewer else set(days(new)) - set(days(old))),
        lambda way: any_of([WEEKDAYS[each - 1] for each in sorted(days(way))]) if way.weekdays else "any day",
        ("is right on fewer weekdays", "is right on more weekdays")[not fewer],
    )


def hours(shown: Shown) -> str:
    """Hours that are lost or won."""
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
