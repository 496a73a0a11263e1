"""Each change as a sentence: what is other than before, in the case that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from etiquette._deciding.combine import WayKey
from etiquette.kinds import Kind

from .message_sentences import message
from .search import Shown
from .seen import Seen, common
from .steps import gravest
from .way_sentences import hours, part, preference, way, weekdays
from .wording import day, items_in_words, modality_in_words, step_as_noun, where

__all__ = ["said", "says_today"]

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
    "channel_lost": part(0, "can no longer be done", ""),
    "channel_won": part(0, "", "can also be done"),
    "recipient_lost": part(1, "can no longer be addressed to", ""),
    "recipient_won": part(1, "", "can also be addressed to"),
    "carrier_lost": part(2, "can no longer go", ""),
    "carrier_won": part(2, "", "can also go"),
    "way_lost": way,
    "way_won": way,
    "weekdays_fewer": weekdays,
    "weekdays_more": weekdays,
    "hours_fewer": hours,
    "hours_more": hours,
    "preference": preference,
    "message_more": message,
    "message_less": message,
    "message_option": message,
    "graver": _gravity,
    "milder": _gravity,
}
