"""Plain English for days, times, ways and lists; independent of the machine's locale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Final

from etiquette.facts import Step
from etiquette.model import Effective
from etiquette.ruleset import Ruleset

__all__ = [
    "WEEKDAYS",
    "any_of",
    "calendar_day",
    "day_in_words",
    "effective_in_words",
    "entries_of",
    "hours_in_words",
    "step_in_words",
    "title_of",
    "way_in_words",
]

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def day_in_words(day: date, today: date | None = None) -> str:
    """``Thursday 26 November``, with the year where it isn't that of ``today``."""
    year = f" {day.year}" if today is None or today.year != day.year else ""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}{year}"


def calendar_day(day: date) -> str:
    """``1 January 2027``: a day of which the weekday doesn't matter."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def effective_in_words(effective: Effective) -> str:
    """``in force from 1 January 2027 until 30 June 2027``, or only one of the ends."""
    since, until = effective.since, effective.until
    if since is not None and since == until:
        return f"in force on {calendar_day(since)} only"
    parts = [f"from {calendar_day(since)}"] if since else []
    parts += [f"until {calendar_day(until)}"] if until else []
    return f"in force {' '.join(parts) or 'always'}"


def hours_in_words(hours: tuple[time, time]) -> str:
    """``08:00 to 20:00``."""
    return f"{hours[0]:%H:%M} to {hours[1]:%H:%M}"


def any_of(words: Sequence[str], last: str = "or") -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def title_of(ruleset: Ruleset, kind: str, name: str) -> str:
    """The title of a channel, recipient, carrier, concept or action; its id where it has none."""
    found = getattr(ruleset, kind).get(name)
    return found.title if found is not None and found.title else name


def entries_of(ruleset: Ruleset, path: str) -> str:
    """What the entries of a list of texts are: ``things you saw``, or ``entries of “Sights”``."""
    decl = ruleset.vocabulary.facts.get(path)
    if decl is None:
        return f"entries of {path}"
    return dict(decl.say).get("many") or f"entries of “{decl.title or path}”"


def way_in_words(ruleset: Ruleset, channel: str | None, recipient: str | None, via: str | None) -> str:
    """``by email to your contact, through your agent``: the phrases that the packs give to the parts."""
    channels, recipients, carriers = ruleset.channels, ruleset.recipients, ruleset.carriers
    parts: list[str] = []
    if channel:
        parts.append(
            channels[channel].phrase if channel in channels and channels[channel].phrase else channel
        )
    if recipient:
        known = recipients.get(recipient)
        parts.append(known.phrase if known and known.phrase else f"to {recipient}")
    words = " ".join(parts)
    if via and via != recipient:  # whoever is addressed needs nobody to carry it there
        known = carriers.get(via)
        phrase = known.phrase if known and known.phrase else f"via {via}"
        words = f"{words}, {phrase}" if words else phrase
    return words


def step_in_words(ruleset: Ruleset, step: Step, today: date) -> str:
    """A step as one phrase: how, to whom, on which day and at what time."""
    way = way_in_words(ruleset, step.channel, step.to, step.via)
    day = "today" if step.day == today else f"on {day_in_words(step.day, today)}"
    when = f"{day} at {step.at:%H:%M}" if step.at else day
    return f"{way}, {when}" if way else when
