"""What phrases are made of: expressions of RE2 over characters that stand for words.

With a character for each word, expressions are short, and a list of words is a set of characters. Beside its
expression each part has what a sentence needs for it, so that most sentences needn't be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

__all__ = ["MARKS", "MOST_NEEDS", "START", "Code", "Codes", "Expression"]
__all__ += ["either", "framed", "gap", "in_turn", "nothing", "optional", "word"]

UNKNOWN: Final = "\x01"
"""What stands for a word that no phrase has."""

MARKS: Final = ",.?!"
START: Final = "^"
"""What stands before the first word of a sentence, among pairs."""

_FIRST_STEM: Final = 0x800
_FIRST_FURTHER: Final = 0xF0000
_SURROGATES: Final = 0xD800, 0x800
_FURTHER: Final = "󰀀-󿿿"
_ANY: Final = rf"[^\n{_FURTHER}][{_FURTHER}]*"
MOST_NEEDS: Final = 6
"""How many needs of an expression are kept."""

_MOST_PAIRS: Final = 3000
_MOST_KEPT: Final = 100_000
_NEAR: Final = 6
"""Parts among which the next one is looked for that has to be there."""


@dataclass(frozen=True)
class Codes:
    """A character for each word that phrases have.

    A text has the character of the stem of each word, :data:`UNKNOWN` where it has none, followed by further
    ones: that of the form, if some phrase asks for just that, and those of parts of compounds that the stem
    has. Marks are themselves, and a sentence ends with its line.
    """

    stems: dict[str, str] = field(default_factory=lambda: {each: each for each in MARKS})
    forms: dict[str, str] = field(default_factory=dict)
    parts: dict[tuple[str, bool, bool], str] = field(default_factory=dict)
    _parts_of: dict[str, str] = field(default_factory=dict)
    known: dict[str, Expression] = field(default_factory=dict)
    """What words of phrases came to, as they are written."""

    def stem(self, word: str) -> Code:
        """The character of all forms of a word."""
        if word not in self.stems:
            number = _FIRST_STEM + len(self.stems)
            first, count = _SURROGATES
            self.stems[word] = chr(number if number < first else number + count)
        return Code(self.stems[word], len(word))

    def form(self, word: str) -> Code:
        """The character of one form of a word."""
        return Code(self.forms.setdefault(word, self._further()), len(word))

    def part(self, stem: str, before: bool, after: bool) -> Code:
        """The character of a part of compounds; something may stand before it, after it, or either."""
        return Code(self.parts.setdefault((stem, before, after), self._further()), len(stem))

    def _further(self) -> str:
        return chr(_FIRST_FURTHER + len(self.forms) + len(self.parts))

    def written(self, stems: Sequence[str], forms: Sequence[str]) -> list[str]:
        """Words as characters."""
        known = self.stems
        found = [known.get(each, UNKNOWN) for each in stems]
        if self.parts:
            found = [each + self._parts(stem) for each, stem in zip(found, stems, strict=True)]
        if not self.forms.keys().isdisjoint(forms):
            found = [each + self.forms.get(form, "") for each, form in zip(found, forms, strict=True)]
        return found

    def _parts(self, stem: str) -> str:
        found = self._parts_of.get(stem)
        if found is None:
            found = "".join(char for part, char in self.parts.items() if _has(stem, *part))
            if len(self._parts_of) < _MOST_KEPT:
                self._parts_of[stem] = found
        return found


def _has(stem: str, part: str, before: bool, after: bool) -> bool:
    if before and after:
        return part in stem
    return stem.endswith(part) if before else stem.startswith(part)


@dataclass(frozen=True, slots=True)
class Code:
    """The character of a word, and how long the word is."""

    char: str
    length: int

    @property
    def often(self) -> float:
        """How often the word may be expected: short ones are the frequent ones in all languages."""
        return {1: 50, 2: 50, 3: 40, 4: 8, 5: 3}.get(self.length, 1)


@dataclass(frozen=True, slots=True)
class Need:
    """Characters, or pairs of them that follow each other, of which a sentence has to have one."""

    any_of: frozenset[str]
    often: float


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression of RE2 over :class:`Codes`, and all that a sentence needs for it.

    ``first`` and ``last`` are the words that it can begin and end with, ``None`` where that isn't known.
    ``may`` says that it may be missing.
    """

    text: str
    needs: tuple[Need, ...] = ()
    first: tuple[Code, ...] | None = None
    last: tuple[Code, ...] | None = None
    may: bool = False


def word(code: Code, *, exact: bool = False) -> Expression:
    """A word in any form, or one that has a further character, and perhaps a mark."""
    need = (Need(frozenset((code.char,)), code.often),)
    if exact:
        return Expression(rf"{_ANY}{code.char}[{_FURTHER}]*,?", need)
    return Expression(f"{code.char}[{_FURTHER}]*,?", need, (code,), (code,))


def gap(most: int) -> Expression:
    """Up to so many words or marks."""
    return Expression(f"(?:{_ANY}){{0,{most}}}")


def nothing() -> Expression:
    """What a list without entries comes to: nothing stands for it."""
    return Expression(r"[^\x00-\x{10ffff}]", (Need(frozenset(), 0),))


def optional(part: Expression) -> Expression:
    """What may be missing."""
    return Expression(f"(?:{part.text})?", (), part.first, part.last, may=True)


def in_turn(parts: Sequence[Expression]) -> Expression:
    """One part after the other."""
    if len(parts) == 1:
        return parts[0]
    needs = dict.fromkeys(each for part in parts for each in part.needs)
    needs |= dict.fromkeys(_pairs(parts))
    return Expression(
        "".join(part.text for part in parts),
        tuple(sorted(needs, key=lambda each: each.often)[:MOST_NEEDS]),
        _edge([(part.first, part.may) for part in parts]),
        _edge([(part.last, part.may) for part in reversed(parts)]),
        all(part.may for part in parts),
    )


def framed(part: Expression, *, start: bool, end: str) -> Expression:
    """The expression of a phrase, which may have to begin a sentence, and need a mark at its end."""
    text = f"(?m:^)({part.text})" if start else f"({part.text})"
    needs = list(part.needs)
    if start and part.first:
        often = sum(each.often for each in part.first) / 10
        needs.append(Need(frozenset(START + each.char for each in part.first), often))
    if end:
        text += rf"[^\n]*{re.escape(end)}\n"
        needs.append(Need(frozenset((end,)), 10))
    return Expression(text, tuple(sorted(needs, key=lambda each: each.often)[:MOST_NEEDS]))


def _pairs(parts: Sequence[Expression]) -> Iterator[Need]:
    """What a sentence needs since one part follows the other."""
    for place, one in enumerate(parts[:-1]):
        first = _edge([(part.first, part.may) for part in parts[place + 1 : place + 1 + _NEAR]])
        if one.may or not one.last or not first or len(one.last) * len(first) > _MOST_PAIRS:
            continue
        often = sum(this.often for this in one.last) * sum(that.often for that in first) / 100
        yield Need(frozenset(this.char + that.char for this in one.last for that in first), often)


def _edge(parts: Iterable[tuple[tuple[Code, ...] | None, bool]]) -> tuple[Code, ...] | None:
    """The words that a sequence can begin with: those of its parts up to the first that has to be there."""
    found: dict[Code, None] = {}
    for words, may in parts:
        if words is None:
            return None
        found |= dict.fromkeys(words)
        if not may:
            return tuple(found)
    return None


def either(parts: Sequence[Expression]) -> Expression:
    """Any of the parts: of what each needs, the rarest, the next and so on are needed of one of them."""
    if len(parts) == 1:
        return parts[0]
    needs: list[Need] = []
    if all(part.needs for part in parts):
        most = max(len(part.needs) for part in parts)
        for place in range(min(most, MOST_NEEDS)):
            each = [part.needs[min(place, len(part.needs) - 1)] for part in parts]
            needs.append(Need(frozenset().union(*(one.any_of for one in each)), sum(n.often for n in each)))
    return Expression(
        f"(?:{'|'.join(dict.fromkeys(part.text for part in parts))})",
        tuple(dict.fromkeys(needs)),
        _all_of([part.first for part in parts]),
        _all_of([part.last for part in parts]),
        any(part.may for part in parts),
    )


def _all_of(words: Sequence[tuple[Code, ...] | None]) -> tuple[Code, ...] | None:
    known = [each for each in words if each is not None]
    return tuple(dict.fromkeys(code for each in known for code in each)) if len(known) == len(words) else None
