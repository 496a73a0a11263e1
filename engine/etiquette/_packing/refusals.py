"""Regular expressions of authors: what RE2 refuses, in plain words and at the place."""

from __future__ import annotations

import re
from typing import Final

import re2

from etiquette._matching.compiled import pattern_expression

from .names import Names
from .tree import Tree

__all__ = ["check_expression"]

_PREFIX: Final = "(?im)"
_GROUPS: Final = "Write ( and ) around what belongs together, and \\( or \\) for the characters."
_CHARACTER: Final = "To mean the character itself, write a backslash before it."

_WHY: Final = (
    (r"invalid escape sequence: \\\d", "it refers back to a group", "Write out what is to be repeated."),
    (r"invalid escape sequence", "it has an escape that is not known", "For the very end write \\z."),
    (
        r"invalid perl operator: \(\?<?[=!]",
        "it looks ahead or back",
        "Match the words themselves; what isn't meant goes under `exceptions`.",
    ),
    (r"invalid perl operator: \(\?>", "it has an atomic group", "Write (?: in place of (?>."),
    (r"invalid perl operator", "it has a group of a kind that is not known", "Write (?: for a plain group."),
    (r"missing \)|unexpected \)", "its brackets don't match", _GROUPS),
    (r"missing \]", "a set of characters isn't closed", "Add ], or write \\[ for the character."),
    (r"no argument for repetition", "it repeats nothing", _CHARACTER),
    (r"bad repetition operator", "it repeats twice in a row", "Write one of *, +, ? and {…}."),
    (
        r"invalid repetition size",
        "it repeats something more than 1000 times",
        "Write a smaller number, or +.",
    ),
    (r"invalid character class", "it has a set of characters that can't be", "Write ranges as [a-z]."),
    (r"trailing \\", "it ends with a backslash", "Take it away, or write two for the character."),
    (r"too large|nesting", "it is too large", "Split it into several patterns."),
)


def check_expression(tree: Tree, names: Names) -> None:
    """Report why RE2 doesn't take the expression at ``tree``, if it doesn't."""
    text = str(tree.data)
    try:
        pattern_expression(text)
    except re2.error as error:
        said = error.args[0] if error.args else ""
        reason = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        why, help_ = next(
            ((why, help_) for form, why, help_ in _WHY if re.match(form, reason)),
            (f"RE2 says “{reason.replace(_PREFIX, '')}”", "See the syntax of RE2, and write it otherwise."),
        )
        message = f"The pattern can't be used: {why}."
        names.found.append(tree.problem("E451", message, help_, span=_part(text, reason)))


def _part(text: str, reason: str) -> tuple[int, int] | None:
    """Where the part stands that RE2 names at the end of its reason."""
    named = reason.partition(": ")[2]
    start = text.find(named) if named and not named.startswith(_PREFIX) else -1
    return (start, start + len(named)) if start >= 0 else None
