"""What two rulesets are made of, held side by side: rules, parameters, and everything that is declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from etiquette._saying import definition_in_words
from etiquette.difference import Edit
from etiquette.kinds import Direction
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import FactDecl

from .edited_drafts import drafts
from .edited_parameters import parameters
from .edited_rules import rules
from .editing import WORDING, differing_in, edit, listed

__all__ = ["edits"]

_KINDS: Final = (
    ("channel", "channels"),
    ("addressee", "recipients"),
    ("carrier", "carriers"),
    ("concept", "concepts"),
    ("phase", "phases"),
)


def edits(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    """Everything that was added, removed, changed or worded otherwise, whatever it does to advice."""
    yield from parameters(old, new)
    yield from rules(old, new)
    yield from _named("action", old.actions, new.actions, actions=True)
    for what, attribute in _KINDS:
        yield from _named(what, getattr(old, attribute), getattr(new, attribute))
    yield from _definitions(old, new)
    yield from _facts(old, new)
    yield from _impossible(old, new)
    yield from drafts(old, new)
    if old.country != new.country:
        yield edit(
            "fact",
            "country",
            "changed",
            "The fact that says whose holidays count is another one",
            "different",
        )


def _named(
    what: str, old: Mapping[str, Any], new: Mapping[str, Any], *, actions: bool = False
) -> Iterator[Edit]:
    """Things with an id and a title. Actions that are new or gone are changes of advice, told as such."""
    for name in {**old, **new}:
        was, now = old.get(name), new.get(name)
        place = getattr(now or was, "location", None)
        title = getattr(now or was, "title", "") or name
        if was is None or now is None:
            if not actions:
                how, direction = ("added", "looser") if was is None else ("removed", "different")
                said = f"The {what} “{title}” is {'new' if was is None else 'gone'}"
                yield edit(what, name, how, said, direction, at=place)  # type: ignore[arg-type]  # see above
            continue
        differing = differing_in(was, now)
        said_ = [each for each in differing if each not in WORDING]
        if said_:
            means = "different" if {"medium", "unit"} & set(said_) else None
            text = f"The {what} “{title}” is declared otherwise: {listed(said_)}"
            yield edit(what, name, "changed", text, means, at=place)  # type: ignore[arg-type]  # see above
        elif differing:
            yield edit(
                what,
                name,
                "reworded",
                f"The {what} “{title}” is worded otherwise: {listed(differing)}",
                was=was.title,
                now=now.title,
                at=place,
            )


def _definitions(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    for name in {**old.definitions, **new.definitions}:
        was, now = old.definitions.get(name), new.definitions.get(name)
        before = definition_in_words(was, old) if was is not None else ""
        after = definition_in_words(now, new) if now is not None else ""
        if was is None:
            yield edit("definition", name, "added", f"The definition {name} is new", "looser", now=after)
        elif now is None:
            yield edit(
                "definition", name, "removed", f"The definition {name} is gone", "different", was=before
            )
        elif was != now:
            yield edit(
                "definition",
                name,
                "changed",
                f"The definition {name} means something else",
                was=before,
                now=after,
            )


def _facts(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    before, after = old.vocabulary.facts, new.vocabulary.facts
    for path in {**before, **after}:
        was, now = before.get(path), after.get(path)
        if was is None:
            yield edit("fact", path, "added", f"The fact {path} is new", "looser")
        elif now is None:
            yield edit("fact", path, "removed", f"The fact {path} is gone", "different")
        elif was != now:
            differing = differing_in(was, now)
            if set(differing) - set(WORDING):
                said = f"The fact {path} is declared otherwise: {listed(differing)}"
                yield edit("fact", path, "changed", said, _means(was, now, differing))
            else:
                yield edit(
                    "fact",
                    path,
                    "reworded",
                    f"The fact {path} is worded otherwise: {listed(differing)}",
                    was=was.title,
                    now=now.title,
                )


def _means(was: FactDecl, now: FactDecl, differing: Sequence[str]) -> Direction:
    """More words relax; anything else may refuse facts that were fine, or assume otherwise."""
    more = set(differing) - set(WORDING) == {"values"} and set(was.values) <= set(now.values)
    return "looser" if more else "different"


def _impossible(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    before, after = ({each.when: each for each in ruleset.impossible} for ruleset in (old, new))
    for when, each in {**before, **after}.items():
        if when not in before:
            yield edit(
                "impossible",
                each.title,
                "added",
                f"It is now said to be impossible: “{each.title}”",
                "stricter",
                at=each.location,
            )
        elif when not in after:
            yield edit(
                "impossible",
                each.title,
                "removed",
                f"It is no longer said to be impossible: “{each.title}”",
                "looser",
                at=each.location,
            )
        elif before[when].title != after[when].title:
            yield edit(
                "impossible",
                after[when].title,
                "reworded",
                f"What is impossible is worded otherwise: “{after[when].title}”",
                was=before[when].title,
                now=after[when].title,
                at=after[when].location,
            )
