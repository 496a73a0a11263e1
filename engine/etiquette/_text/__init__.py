"""Reports and explanations as text that a person reads at a glance.

What is said is decided first, as plain blocks (:mod:`.reports`, :mod:`.plan`, :mod:`.step`, :mod:`.ways`,
:mod:`.explanations`), and only then how it looks (:mod:`.draw`). Every word about the subject matter comes
from the ruleset.
"""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from etiquette.explanation import Explanation
    from etiquette.report import Report
    from etiquette.ruleset import Ruleset

__all__ = ["print_explanation", "print_report", "report_text"]


def print_report(
    report: Report,
    ruleset: Ruleset | None = None,
    stream: IO[str] | None = None,
    *,
    verbose: bool = False,
    heading: str = "",
) -> None:
    """Write a report as text to ``stream`` (standard output by default).

    ``verbose`` adds the rules, all rationales and the assumptions that change nothing; ``heading`` is a
    line above it, such as the name of the facts file.
    """
    out = stream or sys.stdout
    out.write(report_text(report, ruleset, out, verbose=verbose, heading=heading))


def report_text(
    report: Report, ruleset: Ruleset | None, stream: IO[str], *, verbose: bool = False, heading: str = ""
) -> str:
    """What :func:`print_report` writes to ``stream``, as wide and as coloured as that takes it."""
    from io import StringIO

    from .draw import console_for, draw
    from .reports import report_page
    from .words import Words

    console = console_for(stream)
    console.stream = StringIO()
    draw(report_page(report, Words(ruleset), verbose=verbose, heading=heading), console)
    return console.stream.getvalue()


def print_explanation(
    explanation: Explanation,
    ruleset: Ruleset | None = None,
    stream: IO[str] | None = None,
    *,
    verbose: bool = False,
    heading: str = "",
) -> None:
    """Write an explanation as text to ``stream`` (standard output by default).

    ``verbose`` shows every rule with its conditions, those that don't apply too.
    """
    from .draw import console_for, draw
    from .explanations import explanation_page
    from .words import Words

    page = explanation_page(explanation, Words(ruleset), verbose=verbose, heading=heading)
    draw(page, console_for(stream or sys.stdout))
