"""The wording of first drafts in two rulesets, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from etiquette._deciding.wording import any_of
from etiquette.difference import Edit
from etiquette.ruleset import Ruleset
from etiquette.wordings import Wordings

from .edited_sought import concept_title, language_title
from .editing import edit

__all__ = ["drafts"]

_PARTS: Final = ("salutations", "openings", "farewells", "subjects", "paragraphs", "days", "slots")


def drafts(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    """Languages that have first drafts now, or no more, and those in which they are worded otherwise."""
    for code in dict.fromkeys((*old.wordings, *new.wordings)):
        was, now = old.wordings.get(code), new.wordings.get(code)
        spoken = language_title(old, new, code)
        if was is None:
            yield edit("drafts", code, "added", f"There are first drafts in {spoken} now", "looser")
        elif now is None:
            said = f"There are no first drafts in {spoken} any more"
            yield edit("drafts", code, "removed", said, "different")
        elif parts := list(_differing(was, now, old, new)):
            said = f"First drafts in {spoken} are worded otherwise: {any_of(parts, 'and')}"
            before, after = _lines(was), _lines(now)
            gone, come = (
                [each for each in one if each not in other]
                for one, other in ((before, after), (after, before))
            )
            yield edit("drafts", code, "reworded", said, was="".join(gone[:1]), now="".join(come[:1]))


def _differing(was: Wordings, now: Wordings, old: Ruleset, new: Ruleset) -> Iterator[str]:
    names = {**was.sentences, **now.sentences}
    changed = [
        f"“{concept_title(old, new, each)}”"
        for each in names
        if _bare(was.sentences.get(each, ())) != _bare(now.sentences.get(each, ()))
    ]
    if changed:
        yield f"what they say for {any_of(changed, 'and')}"
    for part in _PARTS:
        if _bare(getattr(was, part)) != _bare(getattr(now, part)):
            yield f"the {part}"


def _lines(wordings: Wordings) -> list[str]:
    """All sentences and lines, as they are written."""
    lines = (wordings.salutations, wordings.openings, wordings.farewells, wordings.subjects)
    return [each.say for some in (*wordings.sentences.values(), *lines) for each in some]


def _bare(value: Any) -> Any:
    """Wording without the places that it stands at."""
    if isinstance(value, tuple):
        return tuple(map(_bare, value))
    if hasattr(value, "items"):
        return {name: _bare(each) for name, each in value.items()}
    if hasattr(value, "say") and hasattr(value, "needs"):
        return value.say, value.fits, value.needs
    return (value.gap, value.fact, value.fits) if hasattr(value, "gap") else value
