"""Plain words for statuses and stretches of days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from etiquette._saying.lists import WEEKDAYS, day
from etiquette.report import Status

from .timelines import Line, Timeline

__all__ = [
    "STATUS",
    "Tone",
    "key",
    "legend",
    "letter",
    "line_in_words",
    "lines_in_words",
    "short",
    "stretch",
    "tone",
]

Tone = str

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

STATUS: Final[dict[Status, str]] = {
    "due": "do it",
    "late": "late",
    "open": "you may",
    "not_yet": "wait",
    "done": "done",
    "missed": "too late",
    "forbidden": "don't",
    "discouraged": "better not",
    "impossible": "not possible",
    "undetermined": "it depends",
    "conflict": "the rules clash",
    "unaddressed": "nothing is said",
}
_TONES: Final[dict[Status, Tone]] = {
    "due": "go",
    "late": "late",
    "open": "may",
    "not_yet": "wait",
    "done": "done",
    "missed": "over",
    "forbidden": "stop",
    "discouraged": "stop",
    "impossible": "over",
    "undetermined": "ask",
    "conflict": "ask",
    "unaddressed": "none",
}


def tone(status: Status) -> Tone:
    """How a status is drawn; never the only thing that tells it from others."""
    return _TONES[status]


def letter(place: int) -> str:
    """What a mark is called in a picture, which has no room for its name: ``A`` to ``Z``, then ``27``."""
    return _LETTERS[place] if place < len(_LETTERS) else str(place + 1)


def key(timelines: Sequence[Timeline]) -> tuple[tuple[Tone, str], ...]:
    """What is drawn in which way in these time lines: each tone once, with all that it stands for."""
    seen = {span.status for each in timelines for line in each.lines for span in line.spans}
    found: dict[Tone, list[str]] = {}
    for status in STATUS:
        if status in seen and _TONES[status] != "none":
            found.setdefault(_TONES[status], []).append(STATUS[status])
    return tuple((of, " or ".join(words)) for of, words in found.items())


def short(each: date) -> str:
    """``23 Nov``."""
    return f"{each.day} {day(each).split()[1][:3]}"


def stretch(first: date, last: date) -> str:
    """``Mon 23 November``, ``Mon 23 to Fri 27 November``, with both months where they differ."""
    ends = [f"{WEEKDAYS[each.weekday()][:3]} {each.day}" for each in (first, last)]
    months = [day(each).split()[1] for each in (first, last)]
    if first == last:
        return f"{ends[0]} {months[0]}"
    return f"{ends[0]}{'' if months[0] == months[1] else f' {months[0]}'} to {ends[1]} {months[1]}"


def lines_in_words(line: Line) -> Iterator[tuple[str, str]]:
    """Each span of a line: its days, and what they are for."""
    return ((stretch(each.first, each.last), STATUS[each.status]) for each in line.spans)


def line_in_words(line: Line) -> str:
    """The whole line, such as ``Write: do it, Mon 23 November; done, Tue 24 to Fri 27 November``."""
    return f"{line.title}: {'; '.join(f'{what}, {when}' for when, what in lines_in_words(line))}."


def legend(timeline: Timeline) -> tuple[tuple[str, str, str], ...]:
    """The letter, day and name of each mark."""
    marks = enumerate(timeline.marks)
    return tuple((letter(n), stretch(mark.day, mark.day), mark.title) for n, mark in marks)
