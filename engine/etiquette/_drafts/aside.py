"""Which lines of a text aren't the writer's message: quoted mails, signatures, legal notices.

What needs no words is built in: lines that begin with ``>``, and the line ``-- `` before a signature. All
else are expressions that a pack has for its languages. The libraries that there are for this bring their own
expressions, for a fixed set of languages, give texts rather than places, and take a time that isn't linear;
so it is done here, with RE2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from etiquette.messages import AsideKind, SetAside
from etiquette.recognition import AsideMarkers

from .markers import Markers
from .text_lines import TextLines

__all__ = ["set_aside"]

_LONGEST_BARE: Final = 12
"""Lines of a signature below ``--`` without the space that belongs there, which may be a mere dash."""


def set_aside(text: str, markers: AsideMarkers) -> tuple[SetAside, ...]:
    """The stretches of ``text`` that aren't the writer's own, in order.

    - Lines that begin with ``>``, and the line above that says whom they quote. What follows them is the
      writer's own again.
    - A line that says that a mail follows, with everything after it, if no ``>`` does. Where nothing of the
      writer's own stands above it, it is taken for theirs.
    - From ``-- `` on up to a quoted mail; a line such as one that names the phone.
    - Paragraphs at the end that say that they are a legal notice.

    Time is linear in the text. Raises :class:`re2.error` for an expression that RE2 refuses.
    """
    lines = TextLines.of(text)
    kinds: list[AsideKind | None] = ["quoted" if each else None for each in lines.quoted]
    end = _quoted(lines, kinds, Markers(lines, markers.quoted))
    _signatures(lines, kinds, Markers(lines, markers.signature), end)
    _disclaimers(lines, kinds, Markers(lines, markers.disclaimer))
    return tuple(_stretches(lines, kinds))


def _quoted(lines: TextLines, kinds: list[AsideKind | None], markers: Markers) -> int:
    """Mark what is quoted; the answer is the number of the line from which on everything is."""
    own_above = False
    number = 0
    while number < len(lines):
        if kinds[number] is None and (joined := markers.begins(number)):
            following = lines.next_told(number + joined)
            while following < len(lines) and not lines.quoted[following] and following < number + 8:
                more = markers.begins(following)
                if not more:
                    break
                following = lines.next_told(following + more)
            if following < len(lines) and lines.quoted[following]:
                _mark(kinds, _above(lines, number), following, "quoted")
                number = following
                continue
            if own_above:
                _mark(kinds, _above(lines, number), len(lines), "quoted")
                return number
        own_above = own_above or (kinds[number] is None and bool(lines.told[number]))
        number += 1
    return len(lines)


def _above(lines: TextLines, number: int) -> int:
    """The number of the line from which on a quoted mail is set apart, by a rule of dashes or underscores."""
    before = number - 1
    while before >= 0 and not lines.told[before]:
        before -= 1
    return before if before >= 0 and lines.is_ruled(before) else number


def _signatures(lines: TextLines, kinds: list[AsideKind | None], markers: Markers, end: int) -> None:
    own_above = False
    number = 0
    while number < end:
        if kinds[number] is None and lines.told[number]:
            last = _end_of_signature(lines, kinds, number) if lines.told[number] == "--" and own_above else 0
            joined = markers.begins(number) if own_above and not last else 0
            if last or joined:
                last = last or number + joined
                _mark(kinds, number, last, "signature")
                number = last
                continue
            own_above = True
        number += 1


def _end_of_signature(lines: TextLines, kinds: Sequence[AsideKind | None], start: int) -> int:
    """The number of the line after a signature; 0 where it is none."""
    left = len(lines) if lines.has_delimiter(start) else _LONGEST_BARE
    end = start + 1
    while end < len(lines) and kinds[end] is None:
        left -= bool(lines.told[end])
        if left < 0:
            return 0
        end += 1
    return end


def _disclaimers(lines: TextLines, kinds: list[AsideKind | None], markers: Markers) -> None:
    """Mark the last paragraphs of the writer's own, from the line on that says what they are."""
    end = len(lines)
    while True:
        while end > 0 and (kinds[end - 1] is not None or not lines.told[end - 1]):
            end -= 1
        start = end
        while start > 0 and kinds[start - 1] is None and lines.told[start - 1]:
            start -= 1
        first = next((each for each in range(start, end) if markers.begins(each)), None)
        if first is None or not any(
            lines.told[each] and kinds[each] is None for each in range(first - 1, -1, -1)
        ):
            return
        _mark(kinds, first, end, "disclaimer")
        if first != start:
            return
        end = start


def _mark(kinds: list[AsideKind | None], start: int, end: int, kind: AsideKind) -> None:
    for number in range(start, end):
        kinds[number] = kinds[number] or kind


def _stretches(lines: TextLines, kinds: Sequence[AsideKind | None]) -> list[SetAside]:
    """Lines of one kind that follow each other, without blank ones at the end."""
    found: list[SetAside] = []
    number = 0
    while number < len(kinds):
        start, kind = number, kinds[number]
        while number < len(kinds) and kinds[number] == kind:
            number += 1
        if kind is None:
            continue
        last = number - 1
        while last > start and not lines.told[last]:
            last -= 1
        found.append(SetAside(kind, lines.starts[start], lines.end_of(last), start + 1, last + 1))
    return found
