"""Which lines of a draft aren't the writer's own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from etiquette._drafts.aside import set_aside
from etiquette._reading.draft_file import read_draft
from etiquette.recognition import AsideMarkers

MAILS: Final = Path(__file__).parents[1] / "cases" / "drafts"
MARKERS: Final = AsideMarkers(
    quoted=(
        r"^On\b.{6,250}\bwrote:$",
        r"^Am\b.{6,250}\bschrieb\b.{0,120}:$",
        r"^-+ ?original message ?-+$",
        r"^begin forwarded message:$",
        r"^\*?(From|Von):\*? .+ \*?(Sent|Date|Subject|Gesendet):\*? .",
    ),
    signature=(r"^sent from my .{1,40}$",),
    disclaimer=(r"\bthis (email|message) .{0,40}\bconfidential\b", r"^please consider the environment\b"),
)


def marked(text: str, markers: AsideMarkers = MARKERS) -> str:
    """A letter for each line: what it was set aside as, ``.`` where it wasn't."""
    letters = ["."] * (text.count("\n") + 1)
    for each in set_aside(text, markers):
        assert text[each.start : each.end] == "\n".join(text.split("\n")[each.line - 1 : each.end_line])
        letters[each.line - 1 : each.end_line] = each.kind[0] * (each.end_line - each.line + 1)
    return "".join(letters)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "."),
        ("Dear Ada,\n\nthank you.", "..."),
        # Quoted lines, and the line that says whom they quote.
        ("Hi\n\nOn 20 Nov Ada Lee wrote:\n\n> a\n>\n> b\n\nmine", "..qqqqq.."),
        ("Hi\n\nOn 20 Nov Ada Lee with a long\nname <ada@example.org>\nwrote:\n> a", "..qqqq"),
        ("> a\n\nmine\n\n>> b\nmine", "q...q."),
        ("> all\n> of it", "qq"),
        ("hi\n>From here on\nI am free", "..."),
        ("hi\n> a\n>From here on", ".qq"),
        ("  > a\nb", "q."),
        # Everything that follows.
        ("Hi\n\nOn 20 Nov Ada Lee wrote:\n\nDear Noor,\n\nthanks.", "..qqqqq"),
        ("Hi\n\n-----Original Message-----\nFrom: Ada\nSent: Friday\n\nDear", "..qqqqq"),
        ("Hi\n___________\n\nFrom: Ada\nTo: Noor\nSubject: x\nDear", ".qqqqqq"),
        ("Hi\n*From:* Ada\n*Sent:* Friday\nDear", ".qqq"),
        ("Hi\n-----Original Message-----\nFrom: Ada\nSubject: x\n\n> Dear\n\nmine", ".qqqqq.."),
        # What would leave nothing is the writer's own.
        ("From: Ada\nSubject: x\n\nDear Noor", "...."),
        ("Sent from my phone", "."),
        ("-- \nNoor", ".."),
        ("This message is confidential.", "."),
        # No header lines, no quotes.
        ("From: the beginning\nI liked it.", ".."),
        ("On Monday I wrote:\nnothing.", ".."),
        # Signatures.
        ("Hi\n\n-- \nNoor\n\n+49 30", "..ssss"),
        ("Hi\n--\nNoor", ".ss"),
        ("Hi\n--\n" + "more\n" * 13, "." * 16),
        ("Hi\n-- \n" + "more\n" * 13, "." + "s" * 14 + "."),
        ("Hi\n-- \nNoor\n\nOn 20 Nov Ada Lee wrote:\n> a\n\nmine", ".ss.qq.."),
        ("Hi\n\nSent from my phone\n\nmine", "..s.."),
        ("Hi\nNoor Haddad\n+49 30 1234567\nnoor@example.org", "...."),
        ("Hi\n---\nmore", "..."),
        # Legal notices.
        ("Hi\n\nThis email is\nconfidential and\nmore.", "..ddd"),
        ("Hi\n\nThis message is confidential.\n\nPlease consider the environment.", "..d.d"),
        ("Hi\n\nThis message is confidential.\n\nThanks.", "....."),
        ("Hi\nThis message is confidential.", ".d"),
        ("Hi\n\nThis message is confidential.\n\nOn 20 Nov Ada Lee wrote:\n> a", "..d.qq"),
    ],
)
def test_what_is_set_aside(text: str, expected: str) -> None:
    """Quotes, signatures and notices go; the writer's own text stays, between them too."""
    assert marked(text) == expected


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("android", "Dear Ada, thank you for Friday."),
        ("apple-mail-forward", "Dear Ada, see below. Thank you again."),
        ("gmail-reply", "Dear Ada, thank you for your time on Friday. I liked the café. Kind regards, Noor"),
        ("iphone-inline", "Yes, gladly. In Mainz 🙂."),
        (
            "outlook-plain",
            "Dear Ada, thank you – it was “really” good to talk. It costs 5 €. Noor",  # noqa: RUF001 - as people write
        ),
        ("outlook-reply-html", "Liebe Frau Lee, vielen Dank für das Gespräch am Freitag. Viele Grüße Noor"),
    ],
)
def test_what_is_left_of_mails(name: str, own: str) -> None:
    """Of a mail that answers another, what its writer wrote is left."""
    draft, _ = read_draft(MAILS / f"{name}.eml")
    assert draft is not None
    lines = zip(draft.text.split("\n"), marked(draft.text), strict=True)
    assert " ".join(" ".join(line for line, mark in lines if mark == ".").split()) == own


def test_without_words_only_marks_count() -> None:
    """A language that has no markers still has ``>`` and ``-- ``."""
    assert marked("Hi\nOn 20 Nov Ada Lee wrote:\n> a\n-- \nNoor", AsideMarkers()) == "..qss"


def test_an_expression_is_one_of_a_line() -> None:
    """No expression reaches over lines that are blank, or over more than three, whatever it holds."""
    assert marked("x\na\n\nb", AsideMarkers(quoted=(r"^a\s+b$",))) == "...."
    assert marked("x\na\nb\nc", AsideMarkers(quoted=(r"^a[^x]b$",))) == ".qqq"
    assert marked("x\na\nb\nc\nd", AsideMarkers(quoted=("^a b c d$",))) == "....."


def test_a_bad_expression_is_the_callers_fault() -> None:
    """Packs are checked when they are loaded; here a bad one raises."""
    with pytest.raises(re2.error):
        set_aside("Hi", AsideMarkers(quoted=("(",)))


LINES: Final = st.sampled_from(
    ["", "Hi", "> a", ">", "-- ", "--", "On 20 Nov Ada wrote:", "From: a", "Sent: b", "Sent from my phone",
     "this message is confidential", ">From x", "__________", "\0", "\u202e"]
)  # fmt: skip


@given(st.lists(LINES, max_size=12).map("\n".join) | st.text(max_size=200))
def test_stretches_are_in_order_and_apart(text: str) -> None:
    """Whatever the text, the stretches are whole lines, none of them twice, and begin with something."""
    before = 0
    for each in set_aside(text, MARKERS):
        assert before < each.line <= each.end_line
        assert text[each.start : each.end].strip() or "\0" in text or not each.kind
        before = each.end_line


@pytest.mark.parametrize(
    "text",
    [
        ">" * 100_000, "> " * 100_000, "Hi\n" + "--\nabc\n" * 50_000, "On " * 300_000,
        "hi\n" + "On 123456 wrote:\n> a\nx\n" * 10_000, "On 123456 wrote:\n\n\n" * 20_000,
        "From: \n" * 50_000,
        "hi\n\n" + "this message is confidential\n\n" * 10_000, "hi\n" + "-- \n" * 100_000, "\0" * 1_000_000,
        "\u202e\u2066a\u200b\n" * 50_000, "a" + "\u0301" * 500_000, "\n" * 500_000,
    ],
)  # fmt: skip
def test_hostile_texts_are_answered(text: str) -> None:
    """A long or odd text takes no longer than its length is worth."""
    assert isinstance(set_aside(text, MARKERS), tuple)
