"""Segments of a text message, counted at every boundary and against a count of our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette_channels.sms import segments

SMILE = "\N{SLIGHTLY SMILING FACE}"
CYRILLIC = "\N{CYRILLIC SMALL LETTER YA}"
BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = "\f^{}\\[~]|€"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("x", 1),
        ("x" * 160, 1),
        ("x" * 161, 2),
        ("x" * 306, 2),
        ("x" * 307, 3),
        ("x" * 459, 3),
        ("x" * 460, 4),
        (CYRILLIC * 70, 1),
        (CYRILLIC * 71, 2),
        (CYRILLIC * 134, 2),
        (CYRILLIC * 135, 3),
        (CYRILLIC * 201, 3),
        (CYRILLIC * 202, 4),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("x" * 158 + "€", 1),
        ("x" * 159 + "€", 2),
        (SMILE * 35, 1),
        (SMILE * 36, 2),
        ("x" * 69 + CYRILLIC, 1),
        ("x" * 70 + CYRILLIC, 2),
        ("x" * 68 + SMILE, 1),
        ("x" * 69 + SMILE, 2),
    ],
    ids=lambda value: f"{value[:1]!r} x {len(value)}" if isinstance(value, str) else str(value),
)
def test_boundaries(text: str, expected: int) -> None:
    """160 and 153 places in GSM-7, 70 and 67 in UCS-2; what takes two places is counted twice."""
    assert segments(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("x" * 152 + "€" + "x" * 151, 2), ("x" * 152 + "€" + "x" * 152, 3)],
)
def test_a_pair_is_never_split(text: str, expected: int) -> None:
    """A character of two places that doesn't fit at the end of a segment moves on and leaves a gap."""
    assert segments(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [(CYRILLIC * 66 + SMILE + CYRILLIC * 65, 2), (CYRILLIC * 66 + SMILE + CYRILLIC * 66, 3)],
)
def test_a_surrogate_pair_is_never_split(text: str, expected: int) -> None:
    """The same in UCS-2, where an emoji takes two places."""
    assert segments(text) == expected


def counted(text: str) -> int:
    """Segments by the book: the places of each character, filled up one segment after the other."""
    gsm = all(char in BASIC + EXTENDED for char in text)
    single, several = (160, 153) if gsm else (70, 67)
    places = [1 + (char in EXTENDED if gsm else ord(char) > 0xFFFF) for char in text]
    if sum(places) <= single:
        return min(len(places), 1)
    found, room = 0, 0
    for each in places:
        if each > room:
            found, room = found + 1, several
        room -= each
    return found


@given(
    st.lists(
        st.tuples(st.sampled_from([*BASIC, *EXTENDED, CYRILLIC, SMILE, "`", "ç"]), st.integers(1, 160)),
        max_size=5,
    )
)
def test_the_library_counts_by_the_book(runs: list[tuple[str, int]]) -> None:
    """For any mixture of alphabets, the library's count is the one that the figures give."""
    text = "".join(char * times for char, times in runs)
    assert segments(text) == counted(text)
