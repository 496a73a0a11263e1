"""Sentences with their slots filled: from the facts and nothing else, and where they don't tell, a gap."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any, Final

from etiquette._deciding.wording import day_in_words
from etiquette._nouns import dataclass, field
from etiquette.ruleset import Ruleset
from etiquette.wordings import Days, Slot, Wording, Wordings
from etiquette.written import Gap

__all__ = ["SLOT", "Filled", "Message", "ranked", "written_out"]

SLOT: Final = re.compile(r"\{([^{}]*)\}")
"""A slot in a sentence: the name of one, or the path of a fact."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A sentence as it stands in a draft, its gaps, and the facts that it tells."""

    text: str
    gaps: tuple[Gap, ...] = ()
    told: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Message:
    """What a sentence is filled for: the facts that are told, by path, and what the message is.

    ``person`` is the one of several whom it is for. ``recipient`` and ``carrier`` are ``None`` for the usual.
    """

    action: str
    channel: str
    recipient: str | None = None
    carrier: str | None = None
    told: Mapping[str, Any] = field(default_factory=dict)
    person: str | None = None
    today: date | None = None

    def value(self, path: str) -> Any:
        """What a fact tells; ``None`` where it tells nothing. Of a list: its one entry, or the person's."""
        head, listed, name = path.partition("[].")
        found = self.told.get(head)
        if not listed:
            return found[0] if isinstance(found, tuple) and found else found
        entries = (
            [each for each in found or () if isinstance(each, Mapping)] if isinstance(found, tuple) else []
        )
        mine = [each for each in entries if self.person is not None and self.person in each.values()]
        entries = mine or entries
        return entries[0].get(name) if len(entries) == 1 else None


def ranked(
    wordings: Iterable[Wording], of: Wordings, ruleset: Ruleset, message: Message
) -> tuple[Filled, ...]:
    """The wordings that may be used, filled, best first.

    A layer's come before those of what it stands on; then what is made for just such a message; then what
    leaves fewer gaps; then what says more.
    """
    usable = [
        (each, _filled(each, of, ruleset, message))
        for each in wordings
        if each.fits.allows(message.action, message.channel, message.recipient, message.carrier)
        and all(written_out(message.value(path), of.days, message.today) for path in each.needs)
    ]
    usable.sort(
        key=lambda pair: (
            -pair[0].rank,
            -pair[0].fits.narrowness,
            len(pair[1].gaps),
            -len(pair[1].text),
            pair[1].text,
        )
    )
    return tuple(filled for _, filled in usable)


def _filled(wording: Wording, of: Wordings, ruleset: Ruleset, message: Message) -> Filled:
    gaps: dict[Gap, None] = {}
    told: set[str] = set()

    def fill(found: re.Match[str]) -> str:
        slot = _slot(found[1], of, ruleset, message)
        text = written_out(message.value(slot.fact), of.days, message.today) if slot.fact else ""
        if text and slot.fact:
            told.add(slot.fact)
            return text
        decl = ruleset.vocabulary.facts.get(slot.fact.partition("[]")[0]) if slot.fact else None
        gaps[Gap(slot.gap, slot.fact, decl.ask if decl else "")] = None
        return f"[{slot.gap}]"

    return Filled(SLOT.sub(fill, wording.say), tuple(gaps), frozenset(told))


def _slot(name: str, of: Wordings, ruleset: Ruleset, message: Message) -> Slot:
    """What a slot stands for in a message; the last resort is the fact of that name."""
    fitting = [
        each
        for each in of.slots.get(name, ())
        if each.fits.allows(message.action, message.channel, message.recipient, message.carrier)
    ]
    if fitting:
        return max(fitting, key=lambda each: (each.rank, each.fits.narrowness, each.gap))
    decl = ruleset.vocabulary.facts.get(name)
    if decl is None:
        return Slot(name.replace("_", " "))
    title = decl.title or decl.name.replace("_", " ")
    return Slot(dict(decl.say).get("name") or title[:1].lower() + title[1:], name)


def written_out(value: Any, days: Days | None, today: date | None) -> str:
    """A fact's value as words in a sentence; empty where there is nothing to say."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, date):
        return _day(value, days, today)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if not isinstance(value, str | int):
        return ""
    # Nothing that moves a cursor or turns the direction of writing gets into a message.
    shown = "".join(each if unicodedata.category(each)[0] != "C" else " " for each in str(value))
    return " ".join(shown.split())


def _day(day: date, days: Days | None, today: date | None) -> str:
    if days is None:
        return day_in_words(day, today or day)
    parts = {
        "weekday": days.weekdays[day.weekday()],
        "day": str(day.day),
        "month": days.months[day.month - 1],
        "year": str(day.year),
    }
    return SLOT.sub(lambda found: parts.get(found[1], ""), days.say)
