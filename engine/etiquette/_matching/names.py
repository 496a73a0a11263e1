"""Names of things in a message, such as that of a topic.

Words within a name say nothing of themselves: who talked about the *urgent care unit* isn't urgent. And a
name that people give in a few words is mentioned where one sentence has most of its words of content, in
any order and form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from .words import Lexicon, Words, levelled

__all__ = ["Mention", "Named", "mentions", "with_names_hidden"]

_MOST_OF: Final = 0.6
"""The share of a name's words of content that a sentence has to have."""

_HIDDEN: Final = "#"
"""What stands for a word of a name: a word that no phrase has."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: the fact that it is from, the name, its first word and the one after its last.

    ``whole`` says that it stands there word by word.
    """

    path: str
    name: str
    first: int
    end: int
    whole: bool


@dataclass(frozen=True, slots=True)
class _Name:
    path: str
    name: str
    stems: tuple[str, ...]
    content: frozenset[str]


class Named:
    """Names in one language, ready to be looked for."""

    def __init__(self, lexicon: Lexicon, names: Mapping[str, Sequence[str]]) -> None:
        light = {lexicon.stem(word) for word in lexicon.language.light}
        self.names: list[_Name] = []
        for path, entries in sorted(names.items()):
            for entry in entries:
                forms = [form for form in lexicon.words(levelled(entry)).forms if form[:1].isalnum()]
                stems = tuple(lexicon.stem(form) for form in forms)
                if stems:
                    content = frozenset(stems) - light or frozenset(stems)
                    self.names.append(_Name(path, entry, stems, content))
        self.content = frozenset(stem for name in self.names for stem in name.content)


def mentions(words: Words, names: Named) -> tuple[Mention, ...]:
    """The names in a text, in its order; those that stand there word by word come first."""
    if not names.names:
        return ()
    stems = words.stems
    if names.content.isdisjoint(stems):
        return ()
    found = [each for name in names.names for each in _whole(name, stems)]
    seen = {(each.path, each.name) for each in found}
    where: dict[str, list[int]] = {}
    for number, stem in enumerate(stems):
        if stem in names.content:
            where.setdefault(stem, []).append(number)
    for name in names.names:
        if (name.path, name.name) not in seen:
            found += _in_a_sentence(name, words, where)
    return tuple(sorted(found, key=lambda each: (not each.whole, each.first, each.end, each.path, each.name)))


def _whole(name: _Name, stems: Sequence[str]) -> Iterator[Mention]:
    for first, stem in enumerate(stems):
        if stem == name.stems[0]:
            end = _end(stems, first, name.stems)
            if end:
                yield Mention(name.path, name.name, first, end, whole=True)


def _end(stems: Sequence[str], number: int, wanted: Sequence[str]) -> int:
    """The number after the last word of a name that begins at ``number``, marks passed over; 0 for none."""
    for each in wanted:
        while number < len(stems) and stems[number] == ",":
            number += 1
        if number >= len(stems) or stems[number] != each:
            return 0
        number += 1
    return number


def _in_a_sentence(name: _Name, words: Words, where: Mapping[str, Sequence[int]]) -> Iterator[Mention]:
    """The first sentence with most of a name's words of content."""
    if len(name.content) == 1:
        return
    by_sentence: dict[int, dict[str, int]] = {}
    for stem in sorted(name.content):
        for number in where.get(stem, ()):
            by_sentence.setdefault(words.sentence(number), {}).setdefault(stem, number)
    for _, numbers in sorted(by_sentence.items()):
        if len(numbers) >= max(2, ceil(_MOST_OF * len(name.content))):
            yield Mention(name.path, name.name, min(numbers.values()), max(numbers.values()) + 1, whole=False)
            return


def with_names_hidden(words: Words, found: Sequence[Mention]) -> Words:
    """The words with those of names made meaningless."""
    hidden = {number for each in found if each.whole for number in range(each.first, each.end)}
    if not hidden:
        return words
    stems, forms = list(words.stems), list(words.forms)
    for number in hidden:
        stems[number] = forms[number] = _HIDDEN
    return replace(words, stems=tuple(stems), forms=tuple(forms))
