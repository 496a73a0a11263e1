"""A difference as Markdown for a pull request: a table for each action, and what is long folded away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from etiquette.difference import ActionChange, Change, Difference, Edit
from etiquette.kinds import Direction
from etiquette.sought import SoughtChange

from .sought_words import rows_of
from .text import place, summary, version_in_words
from .witnesses import written

__all__ = ["markdown"]

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_MEANS: Final[dict[Direction, str]] = {
    "stricter": "stricter",
    "looser": "adds or relaxes",
    "different": "different",
}


def markdown(found: Difference) -> str:
    """The whole text, with a line end."""
    return "\n".join(_lines(found)).rstrip("\n") + "\n"


def _lines(found: Difference) -> Iterator[str]:
    yield from (f"**{_plain(summary(found))}**", "")
    version = version_in_words(found)
    if version:
        yield from (_plain(version), "")
    for action in found.actions:
        if action.changes or action.unknown:
            yield from _action(action)
    if found.sought:
        yield from _sought(found.sought)
    if found.edits:
        yield from _edits(found.edits)
    same = [_plain(f"“{each.title}”") for each in found.actions if each.verdict == "same"]
    if same and not found.equal:
        yield f"Unchanged for everybody: {', '.join(same)}."


def _action(action: ActionChange) -> Iterator[str]:
    yield from (f"### {_plain(action.title)}", "")
    if action.changes:
        yield from ("| What changes | For instance, when | |", "| --- | --- | --- |")
        for change in action.changes:
            what = change.what.removeprefix(f"“{action.title}” ")
            cells = (f"{what[:1].upper()}{what[1:]}", change.when, _MEANS[change.direction])
            yield f"| {' | '.join(_plain(each) for each in cells)} |"
        yield ""
    for each in action.unknown:
        yield from (f"- {_plain(each)}", "")
    shown = [change for change in action.changes if change.witness is not None]
    if shown:
        yield from ("<details><summary>Cases and rules</summary>", "")
        for change in shown:
            yield from _case(change)
        yield from ("</details>", "")


def _case(change: Change) -> Iterator[str]:
    yield from (f"{_plain(change.sentence)}", "")
    for rule, where in zip(change.rules, change.locations, strict=True):
        yield f"- {_plain(rule)} {_plain(place(where))}".rstrip()
    for name in change.parameters:
        yield f"- the parameter {_plain(name)}"
    if change.rules or change.parameters:
        yield ""
    text = written(change).rstrip("\n")
    fence = "`" * max(3, 1 + max((len(each) for each in re.findall(r"`+", text)), default=0))
    yield from (f"{fence}yaml", text, fence, "")


def _sought(changes: Sequence[SoughtChange]) -> Iterator[str]:
    yield from ("### What messages are looked for", "")
    for change in changes:
        yield f"- {_plain(change.sentence)}"
        for label, text in rows_of(change):
            yield f"  - {_plain(f'{label}: {text}' if label else text)}"
    yield ""


def _edits(edits: Sequence[Edit]) -> Iterator[str]:
    yield from (f"<details><summary>What was changed ({len(edits)})</summary>", "")
    for edit in edits:
        yield f"- {_plain(edit.sentence)} {_plain(place(edit.location))}".rstrip()
        if edit.before and edit.what != "parameter":
            yield f"  - Before: {_plain(edit.before)}"
        if edit.after and edit.what != "parameter":
            yield f"  - Now: {_plain(edit.after)}"
    yield from ("", "</details>", "")


def _plain(text: str) -> str:
    """Text that means nothing to Markdown, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
