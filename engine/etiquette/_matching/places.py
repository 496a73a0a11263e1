"""Expressions over the words of a text, and where they are in it.

Every expression is one of RE2, which takes time that is linear in the text. Which of them can be in a
sentence at all is told by the words that they need, at one go. So the time of a text grows with its length
and with what is found in it, and hardly with the number of expressions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import add
from typing import Any, Final

import re2

from .expressions import MARKS, MOST_NEEDS, START, Codes, Expression
from .words import Words

__all__ = ["Filter", "Index", "Places", "expression"]

_AT_ONCE: Final = 1000
"""Expressions that one filter of RE2 has; it refuses more than it has room for."""


def expression(text: str) -> Any:
    """The expression of RE2. Raises :class:`re2.error` for what RE2 refuses."""
    return re2.compile(text, _options())


def _options() -> Any:
    options = re2.Options()
    options.log_errors = False
    return options


class Filter:
    """Tells which of some expressions are in a text.

    A filter of RE2 has room for so many words. Where expressions have more, there is one for each half of
    them; and an expression that has more by itself is held against every text.
    """

    def __init__(self, expressions: Sequence[Any]) -> None:
        self._filters: list[tuple[int, Any]] = []
        self._alone: list[tuple[int, Any]] = []
        for first in range(0, len(expressions), _AT_ONCE):
            self._add(first, expressions[first : first + _AT_ONCE])

    def _add(self, first: int, expressions: Sequence[Any]) -> None:
        made, options = re2.Filter(), _options()
        for each in expressions:
            made.Add(each.pattern, options)
        try:
            made.Compile()
        except re2.error:
            middle = len(expressions) // 2
            if not middle:
                self._alone.append((first, expressions[0]))
                return
            self._add(first, expressions[:middle])
            self._add(first + middle, expressions[middle:])
        else:
            self._filters.append((first, made))

    def inside(self, text: bytes) -> Iterator[int]:
        """The numbers of the expressions that are in a text, which is in UTF-8."""
        for first, made in self._filters:
            for number in made.Match(text) or ():
                yield first + number
        for number, each in self._alone:
            if each.search(text):
                yield number


class Index:
    """Expressions over the words of texts, each once, and made ready when it is needed first."""

    def __init__(self) -> None:
        self.codes = Codes()
        self._numbers: dict[Expression, int] = {}
        self._made: dict[int, Any] = {}

    def add(self, wanted: Expression) -> int:
        """The number of an expression."""
        return self._numbers.setdefault(wanted, len(self._numbers))

    def close(self) -> None:
        """Make ready for texts; nothing can be added any more.

        Sets of expressions are whole numbers, with a bit for each. Of each level there are the expressions
        that need a word, or two in turn, by their characters, and those that need nothing.
        """
        self._wanted = list(self._numbers)
        self._needing: list[dict[str, int]] = [{} for _ in range(MOST_NEEDS)]
        self._free = [0] * MOST_NEEDS
        for number, wanted in enumerate(self._wanted):
            needs = wanted.needs
            for level in range(MOST_NEEDS):
                if level >= len(needs):
                    self._free[level] |= 1 << number
                    continue
                needing = self._needing[level]
                for each in needs[level].any_of:
                    needing[each] = needing.get(each, 0) | 1 << number

    def made(self, number: int) -> Any:
        """The expression of RE2."""
        found = self._made.get(number)
        if found is None:
            found = self._made[number] = expression(self._wanted[number].text)
        return found

    def likely(self, written: Sequence[str]) -> int:
        """All expressions that may be in a sentence, and few others, as a number with a bit for each."""
        stems = [START, *(each[0] for each in written if each not in MARKS)]
        chars = {*stems, *map(add, stems, stems[1:]), written[-1]}
        for each in written:
            if len(each) > 1:
                chars.update(each[1:])
        left = -1
        for needing, found in zip(self._needing, self._free, strict=True):
            for each in chars & needing.keys():
                found |= needing[each]
            left &= found
        return left


def bits(numbers: int) -> Iterator[int]:
    """The bits of a number that are set, lowest first."""
    while numbers:
        lowest = numbers & -numbers
        numbers ^= lowest
        yield lowest.bit_length() - 1


class Places:
    """Where expressions are in one text. ``wanted`` are those that are looked for in all of it, as bits."""

    def __init__(self, index: Index, words: Words, wanted: int) -> None:
        self._index, self.words = index, words
        self._written = index.codes.written(words.stems, words.forms)
        self._lines: list[bytes] = []
        self._likely: list[int] = []
        self.inside: dict[int, list[int]] = {}
        for sentence, (first, end) in enumerate(words.sentences):
            written = self._written[first:end]
            self._lines.append(f"{''.join(written)}\n".encode())
            likely = index.likely(written)
            self._likely.append(likely)
            for number in bits(likely & wanted):
                self.inside.setdefault(number, []).append(sentence)
        self._starts: dict[int, list[int]] = {}

    def of(self, number: int) -> Iterator[tuple[int, int, int]]:
        """The places of a wanted expression: the sentence, the first word, and the one after the last."""
        for sentence in self.inside.get(number, ()):
            for match in self._index.made(number).finditer(self._lines[sentence]):
                start, end = match.span(1)
                if start < end:
                    yield sentence, *self._stretch(sentence, start, end)

    def holds(self, number: int, sentence: int) -> bool:
        """Whether an expression is in a sentence."""
        if not self._likely[sentence] >> number & 1:
            return False
        return self._index.made(number).search(self._lines[sentence]) is not None

    def _stretch(self, sentence: int, start: int, end: int) -> tuple[int, int]:
        offset, last = self.words.sentences[sentence]
        starts = self._starts.get(sentence)
        if starts is None:
            sizes = (len(each.encode()) for each in self._written[offset : last - 1])
            starts = self._starts[sentence] = list(accumulate(sizes, initial=0))
        first, last = offset + bisect_right(starts, start) - 1, offset + bisect_right(starts, end - 1) - 1
        while last > first and self.words.forms[last] == ",":
            last -= 1
        return first, last + 1
