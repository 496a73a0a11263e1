"""What is wrong with the rules themselves: conflicts between them, and problems of files and plugins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from etiquette.diagnostics import Diagnostic, has_errors
from etiquette.report import Conflict

from .blocks import Item, Row, Section
from .words import Words, sentence

__all__ = ["conflict_section", "problem_section"]

_ADVICE: Final = (
    "Whoever keeps these rules can override one from the other, narrow one's `when`, or take one away."
)


def conflict_section(conflicts: Sequence[Conflict], words: Words) -> Section | None:
    """Each conflict with its rules and where they stand, and what the keeper of the rules can do."""
    items = tuple(
        Item(
            sentence(each.message),
            "",
            tuple(
                Row("Rule" if n == 0 else "", f"{words.rule_line(rule)}{f' at {place}' if place else ''}")
                for n, (rule, place) in enumerate(zip(each.rules, each.locations, strict=True))
            ),
            "cross",
            "bad",
        )
        for each in conflicts
    )
    if not items:
        return None
    return Section("Rules that contradict each other", items, "bad", outro=(Row("", _ADVICE),))


def problem_section(diagnostics: Sequence[Diagnostic]) -> Section | None:
    """Each diagnostic with its place, its lines and the next step."""
    items = tuple(
        Item(
            sentence(each.message),
            each.code,
            tuple(
                row
                for row in (
                    Row("At", str(each.location or "")),
                    *(Row("", f"{number} | {line}") for number, line in each.excerpt),
                    Row("Help", sentence(each.help)),
                )
                if row.text
            ),
            "cross" if each.severity == "error" else "warn",
            "bad" if each.severity == "error" else "care",
        )
        for each in diagnostics
    )
    return Section("Problems", items, "bad" if has_errors(diagnostics) else "care") if items else None
