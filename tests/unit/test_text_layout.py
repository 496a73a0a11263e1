"""How text is laid out: widths, colour, signs, and nothing that could steer a terminal."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest

from etiquette._text import print_explanation, print_report
from etiquette._text.blocks import Item, Page, Section
from etiquette._text.draw import console_for, draw
from etiquette._text.words import Words
from etiquette.report import Report
from etiquette.ruleset import Ruleset
from report_samples import (
    CONFLICT,
    DIAGNOSTIC,
    EXPLANATION,
    REPORT,
    RULESET,
)

WORDS = Words(RULESET)


def shown(
    report: Report = REPORT,
    ruleset: Ruleset | None = RULESET,
    *,
    verbose: bool = False,
    heading: str = "",
) -> str:
    """A report as it is piped into a file."""
    stream = io.StringIO()
    print_report(report, ruleset, stream, verbose=verbose, heading=heading)
    return stream.getvalue()


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the terminal that it is run in."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)


class Stream(io.StringIO):
    """A text stream that says of itself what a test wants it to."""

    def __init__(self, encoding: str = "utf-8", *, terminal: bool = False) -> None:
        super().__init__()
        self._encoding = encoding
        self._terminal = terminal

    @property
    def encoding(self) -> str:  # type: ignore[override]  # the base class has None, a file has a name
        """The name of its encoding."""
        return self._encoding

    def isatty(self) -> bool:
        """Whether it passes for a terminal."""
        return self._terminal


def drawn(page: Page, environment: dict[str, str], *, terminal: bool = False, encoding: str = "utf-8") -> str:
    """A page as it looks under an environment."""
    stream = Stream(encoding, terminal=terminal)
    draw(page, console_for(stream, environment))
    return stream.getvalue()


@pytest.mark.parametrize("width", [40, 52, 60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every width from 40 columns works, and lines never get longer than 100."""
    monkeypatch.setenv("COLUMNS", str(width))
    full = replace(REPORT, conflicts=(CONFLICT,), diagnostics=(DIAGNOSTIC,))
    stream = io.StringIO()
    print_explanation(EXPLANATION, RULESET, stream)
    for text in (shown(full, verbose=True), stream.getvalue()):
        assert max(map(len, text.splitlines())) <= min(width, 100)
        assert all(line == line.rstrip() for line in text.splitlines())


def test_what_is_said_does_not_depend_on_the_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Narrow output loses no word."""

    def spoken(width: int) -> set[str]:
        monkeypatch.setenv("COLUMNS", str(width))
        return set(re.findall(r"[\w'./]+", shown(verbose=True)))

    assert spoken(80) == spoken(40)


def test_piped_output_is_eighty_wide_and_plain() -> None:
    """Without a terminal there is no escape sequence, whatever the terminal of the caller."""
    text = shown()
    assert "\x1b" not in text
    assert 70 < max(map(len, text.splitlines())) <= 80


PAGE = Page("All is well.", "good", (Section("Do now", (Item("Sing", "“now”…", mark="cross", tone="bad"),)),))


@pytest.mark.parametrize(
    ("environment", "terminal", "coloured"),
    [
        ({"TERM": "xterm"}, True, True),
        ({"TERM": "xterm"}, False, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, False),
        ({"TERM": "xterm", "FORCE_COLOR": "1"}, False, True),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_colour_only_where_it_is_wanted(environment: dict[str, str], terminal: bool, coloured: bool) -> None:
    """Colour on a terminal, never under NO_COLOR, always under FORCE_COLOR."""
    text = drawn(PAGE, environment, terminal=terminal)
    assert (re.search(r"\x1b\[[0-9;]*3[0-9]m", text) is not None) is coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == drawn(PAGE, {})


def test_ascii_where_the_encoding_knows_no_more() -> None:
    """Signs and quotation marks have stand-ins, letters lose their accents, nothing raises."""
    page = replace(PAGE, verdict="Café \N{EN DASH} 北京, naïve ß.")
    text = drawn(page, {}, encoding="ascii")
    assert text.isascii()
    assert 'x Sing ("now"...)' in text
    assert text.startswith("Cafe - ??, naive ss.")
    assert drawn(page, {}, encoding="latin-1").startswith("Café - ??, naïve ß.")


def test_nothing_in_a_text_can_steer_the_terminal() -> None:
    """Control characters and turned writing in somebody's words are taken out."""
    page = replace(PAGE, verdict="be\x1b[31mfore\x07\r\nafter\u202e!")
    assert drawn(page, {}).startswith("be[31mfore  after!\n")


def test_a_terminal_gives_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without COLUMNS the terminal is asked; one that can't tell counts as eighty."""
    stream = Stream(terminal=True)
    assert console_for(stream, {}).width == 80
    assert console_for(stream, {"COLUMNS": "60"}).width == 60
    assert console_for(stream, {"COLUMNS": "5"}).width == 20
    assert console_for(stream, {"COLUMNS": "wide"}).width == 80
