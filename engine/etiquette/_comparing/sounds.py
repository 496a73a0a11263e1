"""All that one concept sounds like in one language, put together from its files, and how two such differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from etiquette._deciding.wording import any_of
from etiquette.recognition import Recogniser
from etiquette.sought import Listed

__all__ = ["Sounds", "listings", "settings", "worded_otherwise"]

_Flags: TypeAlias = frozenset[tuple[bool, bool]]
"""For something that is looked for: whether it counts negated, and quoted, in each file that has it."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """Phrases, patterns and exceptions as they are written, with everything that decides what they find.

    ``lists`` are the words of each list. ``instead`` are the rewordings, each with what it is for.
    """

    phrases: dict[str, _Flags]
    patterns: dict[str, _Flags]
    exceptions: dict[str, _Flags]
    facts: frozenset[str]
    lists: dict[str, frozenset[str]]
    instead: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, recognisers: Iterable[Recogniser]) -> Sounds:
        """What the files of one concept and language come to."""
        files = list(recognisers)
        lists: dict[str, frozenset[str]] = {}
        for each in files:
            for name, words in each.lists.items():
                lists[name] = lists.get(name, frozenset()) | frozenset(words)
        said = [(one.written, one.instead) for each in files for one in each.phrases]
        return cls(
            _flagged((each, one.written) for each in files for one in each.phrases),
            _flagged((each, one.text) for each in files for one in each.patterns),
            {one.written: frozenset() for each in files for one in each.exceptions},
            frozenset(fact for each in files for fact in each.facts),
            lists,
            frozenset((*said, *(("", each.instead) for each in files))),
        )

    @property
    def anything(self) -> bool:
        """Whether there is something to look for."""
        return bool(self.phrases or self.patterns or self.facts)


def _flagged(found: Iterable[tuple[Recogniser, str]]) -> dict[str, _Flags]:
    flags: dict[str, _Flags] = {}
    for each, text in found:
        flags[text] = flags.get(text, frozenset()) | {(each.negated, each.quoted)}
    return flags


def listings(was: Sounds, now: Sounds) -> Iterator[Listed]:
    """What came and went."""
    parts: tuple[Literal["phrases", "patterns", "exceptions"], ...] = ("phrases", "patterns", "exceptions")
    for part in parts:
        before: dict[str, _Flags] = getattr(was, part)
        after: dict[str, _Flags] = getattr(now, part)
        added = tuple(each for each in after if each not in before)
        removed = tuple(each for each in before if each not in after)
        if added or removed:
            yield Listed(part, added, removed)


def settings(was: Sounds, now: Sounds) -> Iterator[str]:
    """What else is found otherwise: what counts after *not* or in quotation marks, facts, word lists."""
    pairs = ((was.phrases, now.phrases), (was.patterns, now.patterns))
    flags = [(old[each], new[each]) for old, new in pairs for each in old if each in new]
    for place, words in enumerate(("after a word such as “not”", "between quotation marks")):
        if any({one[place] for one in old} != {one[place] for one in new} for old, new in flags):
            yield f"whether it counts {words}"
    if was.facts != now.facts:
        yield f"the facts that say it by being mentioned ({any_of(sorted(was.facts ^ now.facts), 'and')})"
    lists = {**was.lists, **now.lists}
    names = sorted(each for each in lists if was.lists.get(each) != now.lists.get(each))
    if names:
        yield f"the words of {any_of([f'{{{each}}}' for each in names], 'and')}"


def worded_otherwise(was: Sounds, now: Sounds) -> bool:
    """Whether what is proposed instead differs, of what both have."""
    return _instead(was, now) != _instead(now, was)


def _instead(one: Sounds, other: Sounds) -> frozenset[tuple[str, str]]:
    return frozenset(each for each in one.instead if not each[0] or each[0] in other.phrases)
