"""Texts of rules and of what a pack declares: rationale, source, titles, spacing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from etiquette._packing.tree import Tree

from .finding import Edit, Found
from .subject import Subject

__all__ = [
    "long_rationales",
    "missing_rationales",
    "missing_sources",
    "sentences",
    "spacing",
    "titles",
    "twice",
]

_LONGEST_TITLE: Final = 72
_LONGEST_RATIONALE: Final = 400
_END: Final = re.compile(r"[.!?…][\"'”\u2019»)\]]*$")
_SENTENCES: Final = re.compile(r"[.!?] +[A-ZÀ-Ý]")
_TEXTS: Final = ("title", "because", "summary", "silent", "phrase", "note", "section")
_PROSE: Final = ("title", "because", "summary", "silent", "note")

_SLIPS: Final[tuple[tuple[re.Pattern[str], str, str], ...]] = (
    (re.compile(r"(?<=\S)  +(?=\S)"), "several spaces in a row", "Leave one."),
    (
        re.compile(r"^\s+|\s+$"),
        "a space or a line break at its edge",
        "Take it away; `>-` leaves out the last one.",
    ),
    (re.compile(r"[ \t\r\n]+[,;.!?](?=\s|$)"), "a space before a punctuation mark", "Take the space away."),
    (
        re.compile(r"\.\.\.?|,,|;;|!!+|\?\?+|,\."),
        "a punctuation mark twice in a row",
        "Write it once; for an ellipsis, …",
    ),
    (re.compile(r"\b(\w+) \1\b", re.IGNORECASE), "a word twice in a row", "Take one of them away."),
    (re.compile(r"(?<=[a-zß-ÿ])[,;](?=[^\W\d_])"), "no space after a comma", "Put one there."),
    (re.compile(r"(?<=\w)\n(?=\S)"), "a line break inside", "Write `>-`, so that lines are joined."),
)
_MENDED: Final = (0, 1)
"""Which of the slips are only spaces, which may be mended without asking."""


def missing_rationales(subject: Subject) -> Iterator[Found]:
    """Rules that don't say why."""
    for each in subject.rules:
        if each.tree.get("because") is None:
            message = f"{each.id} doesn't say why."
            help_ = "Add `because:`. Whoever the rule advises reads it beside the advice."
            yield Found(each.at(), message, help_)


def missing_sources(subject: Subject) -> Iterator[Found]:
    """Rules that don't say where they come from."""
    for each in subject.rules:
        source = each.tree.get("source")
        if source is None or source.get("text") is None:
            message = f"{each.id} doesn't say where it comes from."
            help_ = "Add `source: {text: …, section: …}`; your own experience is a source as well."
            yield Found(each.at("source"), message, help_)


def titles(subject: Subject) -> Iterator[Found]:
    """Titles that are too long, or aren't titles."""
    for who, title in _titled(subject):
        text = str(title.data).strip()
        if len(text) > _LONGEST_TITLE:
            message = f"The title of {who} has {len(text)} characters."
            help_ = f"Say it in at most {_LONGEST_TITLE}; `because` has room for the rest."
            yield Found(title, message, help_)
        elif _SENTENCES.search(text):
            message = f"The title of {who} is more than one sentence."
            yield Found(title, message, "Keep the one that says what to do; the rest belongs to `because`.")
        elif text.endswith(".") and not text.endswith("..."):
            message = f"The title of {who} ends with a full stop."
            yield Found(title, message, "A title is a heading: take the full stop away.")
        elif text[:1].islower():
            message = f"The title of {who} begins with a small letter."
            first = text.split()[0]
            yield Found(title, message, f"Begin it with a capital letter: {first[:1].upper()}{first[1:]} …")


def _titled(subject: Subject) -> Iterator[tuple[str, Tree]]:
    """Titles of rules and actions; those of channels or concepts are parts of sentences."""
    for each in subject.rules:
        if title := each.tree.get("title"):
            yield each.id, title
    for section in ("change", "actions"):
        for name, tree in subject.section(section):
            if title := tree.get("title"):
                yield name, title


def twice(subject: Subject) -> Iterator[Found]:
    """Titles that several rules have."""
    first: dict[str, tuple[str, Tree]] = {}
    for each in subject.rules:
        title = each.tree.get("title")
        if title is None:
            continue
        known, place = first.setdefault(" ".join(str(title.data).casefold().split()), (each.id, title))
        if place is not title:
            message = f"{each.id} has the same title as {known}."
            help_ = "In a report, nobody can tell them apart: say in each what is its own."
            yield Found(title, message, help_, related=(place.location,))


def long_rationales(subject: Subject) -> Iterator[Found]:
    """Rationales that nobody reads to the end."""
    for who, because in _rationales(subject):
        if len(str(because.data)) > _LONGEST_RATIONALE:
            message = f"The rationale of {who} has {len(str(because.data))} characters."
            help_ = f"Keep to {_LONGEST_RATIONALE}: it is read on a phone, between two other things."
            yield Found(because, message, help_)


def sentences(subject: Subject) -> Iterator[Found]:
    """Rationales that aren't sentences."""
    for who, because in _rationales(subject):
        text = str(because.data).strip()
        if text[:1].islower():
            message = f"The rationale of {who} begins with a small letter."
            yield Found(because, message, "Write whole sentences: it is shown by itself.")
        elif text and not _END.search(text):
            message = f"The rationale of {who} doesn't end like a sentence."
            yield Found(because, message, "Write whole sentences, with a full stop: it is shown by itself.")


def _rationales(subject: Subject) -> Iterator[tuple[str, Tree]]:
    for each in subject.rules:
        if because := each.tree.get("because"):
            yield each.id, because
    for name, tree in subject.section("change"):
        if (because := tree.get("because")) and because.data is not None:
            yield name, because


def spacing(subject: Subject) -> Iterator[Found]:
    """Slips of the keyboard in texts."""
    for tree in _texts(subject):
        text = tree.data
        for index, (pattern, what, help_) in enumerate(_SLIPS):
            found = pattern.search(text)
            if found is None or (index == len(_SLIPS) - 1 and tree.key not in _PROSE):
                continue
            mended = _SLIPS[0][0].sub(" ", text).strip()
            edits = (Edit(tree.document.file, tree.path, mended),) if index in _MENDED and mended else ()
            near = _around(text, *found.span())
            message = f'{tree.key} of {_owner(tree)} has {what}, near "{near}".'
            yield Found(tree, message, help_, span=found.span(), edits=edits)


def _around(text: str, start: int, end: int) -> str:
    """A place in a text with a word or two on both sides."""
    before = re.search(r"(\S+\s+)?\S*$", text[:start])
    after = re.match(r"\S*(\s+\S+)?", text[end:])
    shown = (before[0] if before else "") + text[start:end] + (after[0] if after else "")
    return shown.strip().replace("\n", " ")


def _owner(tree: Tree) -> str:
    """Whose a text is: a rule's, by its id, or that of what stands under a name in the manifest."""
    data = tree.document.data
    names = [part for part in tree.path if isinstance(part, str)]
    if tree.path[0] == "rules" and len(tree.path) > 1:
        return str(data["rules"][tree.path[1]]["id"])
    return names[1] if len(names) > 2 else names[0] if len(names) > 1 else str(data["pack"])


def _texts(subject: Subject) -> Iterator[Tree]:
    roots = [each.tree for each in subject.rules]
    if subject.manifest:
        roots.append(subject.manifest)
    for root in roots:
        yield from _texts_in(root)


def _texts_in(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree.data, str):
        if tree.key in _TEXTS:
            yield tree
    elif isinstance(tree.data, dict):
        for _, each in tree.written():
            yield from _texts_in(each)
    elif isinstance(tree.data, list):
        for each in tree:
            yield from _texts_in(each)
