"""Diagnostics on standard error, when there is no answer that could hold them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TextIO

import click

from etiquette.diagnostics import Diagnostic

if TYPE_CHECKING:
    from etiquette._text.blocks import Tone

__all__ = ["Failed", "Problems", "rendered", "show"]


_TONES: Final[Mapping[str, Tone]] = {
    "code": "bad",
    "message": "strong",
    "caret": "bad",
    "help": "good",
    "gutter": "quiet",
}


class Problems(click.ClickException):
    """What was asked for can't be done; ``diagnostics`` say why. Exit code 2."""

    exit_code = 2

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(each) for each in diagnostics))

    def format_message(self) -> str:
        """The diagnostics with their lines, as standard error shows them."""
        return rendered(self.diagnostics, sys.stderr)


class Failed(Problems):
    """A plugin that was needed for the answer failed. Exit code 3."""

    exit_code = 3


def show(diagnostics: Iterable[Diagnostic]) -> None:
    """Write diagnostics to standard error."""
    from ._output import note

    text = rendered(diagnostics, sys.stderr)
    if text:
        note(text)


def rendered(diagnostics: Iterable[Diagnostic], stream: TextIO) -> str:
    """Diagnostics with their lines, as ``stream`` can show them."""
    from etiquette._reading.render_diagnostics import Styled, render_diagnostics
    from etiquette._text.console import Text
    from etiquette._text.draw import STYLES, console_for, showable

    console = console_for(stream)

    def style(text: str, what: Styled) -> str:
        shown = text if what == "source" else showable(text, console)
        tone: Tone = _TONES.get(what, "plain")
        return console.shown(Text(shown, STYLES[tone]))

    return render_diagnostics(diagnostics, style=style, width=console.width)
