"""A difference as a page that a coach reads: what changes for whom first, and what was changed last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from etiquette._deciding.wording import any_of
from etiquette._text.blocks import Item, Mark, Page, Row, Section, Tone
from etiquette.diagnostics import Location
from etiquette.difference import ActionChange, Bump, Change, Difference, Edit
from etiquette.kinds import Direction
from etiquette.model import PackId
from etiquette.sought import SoughtChange

from .sought_words import rows_of

__all__ = ["count", "difference_page", "packs_in_words", "place", "summary", "version_in_words"]

_MARKS: Final[dict[Direction, tuple[Mark, Tone, str]]] = {
    "stricter": ("warn", "care", "stricter"),
    "different": ("warn", "care", "different"),
    "looser": ("dot", "strong", "adds or relaxes"),
}
_MEANS: Final[dict[Bump, str]] = {
    "major": "something is stricter or different",
    "minor": "everything that changes adds or relaxes",
    "patch": "nobody is advised otherwise",
    "none": "nothing has changed",
}


def difference_page(found: Difference, *, verbose: bool = False) -> Page:
    """One page; ``verbose`` also says what each changed rule said before and says now."""
    sections = [_action(each) for each in found.actions if each.changes or each.unknown]
    sections += [_sought(found.sought)] if found.sought else []
    sections += [_edits(found.edits, verbose=verbose)] if found.edits else []
    same = [each.title for each in found.actions if each.verdict == "same"]
    if same and not found.equal:
        line = any_of([f"“{each}”" for each in same], "and")
        sections.append(Section("Unchanged for everybody", tone="good", line=line))
    return Page(summary(found), _tone(found), tuple(sections), tuple(_footer(found)))


def _tone(found: Difference) -> Tone:
    if found.versions is not None and not found.versions.enough:
        return "bad"
    return "good" if found.equal else "care"


def summary(found: Difference) -> str:
    """How many actions change, or that nobody is advised otherwise."""
    old, new = packs_in_words(found.old, found.new), packs_in_words(found.new, found.old)
    lead = f"{new}, before and now: " if old == new else f"From {old} to {new}: "
    if found.equal:
        same = "nothing has changed" if found.bump == "none" else "nobody is advised otherwise, in any case"
        return f"{lead}{same}."
    changed = sum(bool(each.changes) for each in found.actions)
    parts = [f"the advice on {changed} of {count(len(found.actions), 'action')} changes"] if changed else []
    unknown = len(found.unknown)
    if unknown:
        parts.append(f"of {count(unknown, 'action')} not everything could be found out")
    if found.read_otherwise:
        advice = all(each.verdict == "same" for each in found.actions)
        parts += [*(["nobody is advised otherwise"] if advice else []), "messages are read otherwise"]
    return f"{lead}{', and '.join(parts)}."


def packs_in_words(packs: Sequence[PackId], others: Sequence[PackId]) -> str:
    """The packs of a side, without those that are the same in the other."""
    own = [each for each in packs if each not in others] or list(packs[-1:])
    return any_of([str(each) for each in own], "and")


def version_in_words(found: Difference) -> str:
    """What the difference means for a version."""
    reason = _reason(found)
    known = "as far as is known, " if found.unknown and found.bump != "major" else ""
    versions = found.versions
    if versions is None:
        if found.bump in ("none", "patch"):
            return ""
        return f"Between two versions of one pack, this would be a {found.bump} change: {known}{reason}."
    if versions.enough:
        at_least = "" if found.bump == "none" else f" ({versions.least} would be enough)"
        exact = versions.new in (versions.least, versions.old) or not at_least
        return f"Version {versions.new} of {versions.pack} fits{'' if exact else at_least}: {known}{reason}."
    if versions.old == versions.new:
        said = f"{versions.pack} still says version {versions.new}"
    else:
        said = f"{versions.pack} says version {versions.new}, after {versions.old}"
    return f"{said}. It should be {versions.least} or higher: {known}{reason}."


def _reason(found: Difference) -> str:
    """Why a version has to go up, by what goes beyond the rest."""
    alone = replace(found, sought=())
    if found.bump == "major" and alone.bump != "major":
        return "what rules speak of is no longer looked for in messages"
    if found.bump == "minor" and found.read_otherwise:
        also = "" if alone.bump != "minor" else ", and everything else that changes adds or relaxes"
        return f"other things are found in messages than before{also}"
    return _MEANS[found.bump]


def _footer(found: Difference) -> Iterator[str]:
    words = version_in_words(found)
    if words:
        yield words
    if found.changes:
        yield "All facts were looked at; each change is shown by one case. --witnesses DIR writes the cases."


def _action(action: ActionChange) -> Section:
    items = [_change(each, action.title) for each in action.changes]
    items += [Item(each, mark="ask", tone="care") for each in action.unknown]
    return Section(action.title, tuple(items), spaced=True)


def _change(change: Change, title: str) -> Item:
    head = change.what.removeprefix(f"“{title}” ")
    rows = [Row("For instance", f"when {change.when}")] if change.when else []
    if change.guidance:
        rows.append(Row("Guidance", f"of {change.guidance} and the days after"))
    rules = [f"{rule}{place(at)}" for rule, at in zip(change.rules, change.locations, strict=True)]
    rules += [f"the parameter {name}" for name in change.parameters]
    rows += [Row("Because of", any_of(rules, "and"), "quiet")] if rules else []
    if change.witness is not None and change.witness.file:
        rows.append(Row("Facts", change.witness.file, "quiet"))
    mark, tone, means = _MARKS[change.direction]
    return Item(f"{head[:1].upper()}{head[1:]}.", means, tuple(rows), mark, tone)


def _edits(edits: Sequence[Edit], *, verbose: bool) -> Section:
    items = []
    for edit in edits:
        rows = []
        if verbose and edit.before and edit.what != "parameter":
            rows.append(Row("Before", edit.before))
        if verbose and edit.after and edit.what != "parameter":
            rows.append(Row("Now", edit.after))
        items.append(Item(edit.sentence, place(edit.location).strip(" ()"), tuple(rows), tone="plain"))
    outro = () if verbose else (Row("", "--verbose shows what each said before, and says now.", "quiet"),)
    return Section("What was changed", tuple(items), outro=outro)


def _sought(changes: Sequence[SoughtChange]) -> Section:
    items = []
    for each in changes:
        mark, tone, _ = _MARKS["different" if each.bump == "major" else "looser"]
        rows = tuple(Row(label, text) for label, text in rows_of(each))
        items.append(Item(each.sentence, "", rows, mark, tone))
    return Section("What messages are looked for", tuple(items), spaced=True)


def place(location: Location | None) -> str:
    """``(file:line)`` with a space before it, or nothing."""
    return f" ({location.file}:{location.line})" if location else ""


def count(number: int, noun: str) -> str:
    """``1 action``, ``2 actions``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
