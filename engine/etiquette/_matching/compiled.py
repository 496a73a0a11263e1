"""All that a ruleset recognises in one language, made ready once and held against many texts.

Every phrase and pattern is an expression of RE2, which takes time that is linear in the text, and a filter
tells at one go which of them can be in a text at all. So the time of a text grows with its length and with
what is found in it, and hardly with the number of phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import re2

from etiquette.recognition import Language, Pattern, Phrase, Recogniser

from .notation import Notation
from .words import Lexicon, Words

__all__ = ["Compiled", "Found", "expression", "pattern_expression"]

_REACH: Final = 4
"""Words before a hit among which a negator turns it into its contrary."""


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of words that says a concept: the numbers of its first word and of the one after its last."""

    recogniser: Recogniser
    phrase: Phrase | Pattern
    first: int
    end: int


def expression(text: str) -> Any:
    """The expression of RE2. Raises :class:`re2.error` for what RE2 refuses."""
    options = re2.Options()
    options.log_errors = False
    return re2.compile(text, options)


def pattern_expression(text: str) -> Any:
    """The expression of a pattern: whatever the case, ``^`` and ``$`` at lines. Raises :class:`re2.error`."""
    return expression(f"(?im){text}")


class _Index:
    """Expressions over the words of a text, each once, and which of them are in a text."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.expressions: list[Any] = []
        self._filter: Any = None

    def add(self, text: str) -> int:
        number = self.numbers.get(text)
        if number is None:
            number = self.numbers[text] = len(self.expressions)
            self.expressions.append(expression(text))
        return number

    def close(self) -> None:
        if self.expressions:
            options = re2.Options()
            options.log_errors = False
            self._filter = re2.Filter()
            for text in self.numbers:
                self._filter.Add(text, options)
            self._filter.Compile()

    def inside(self, line: str) -> frozenset[int]:
        return frozenset(self._filter.Match(line) or ()) if self._filter is not None else frozenset()


@dataclass(frozen=True, slots=True)
class _Ready:
    """A phrase with the numbers of its expressions."""

    recogniser: Recogniser
    phrase: Phrase
    number: int
    together: tuple[int, ...]
    unless: tuple[int, ...]


@dataclass(eq=False)
class Compiled:
    """The recognisers of one language.

    Raises :class:`~etiquette._matching.notation.PhraseError` or :class:`re2.error` for what can't be read;
    the loader has looked at every phrase before.
    """

    language: Language
    recognisers: Sequence[Recogniser]
    lexicon: Lexicon = field(init=False)
    _index: _Index = field(init=False)

    def __post_init__(self) -> None:
        """Read all phrases."""
        self.lexicon = Lexicon(self.language)
        self._index = _Index()
        lists = merged_lists(self.language, self.recognisers)
        shared = Notation(self.lexicon, self.language.lists)
        self._phrases = [
            ready
            for each in self.recognisers
            for ready in self._ready(each, each.phrases, Notation(self.lexicon, lists[each.concept]))
        ]
        self._exceptions = [
            ready
            for each in self.recognisers
            for ready in self._ready(each, each.exceptions, Notation(self.lexicon, lists[each.concept]))
        ]
        self._patterns = [
            (each, pattern, pattern_expression(pattern.text))
            for each in self.recognisers
            for pattern in each.patterns
        ]
        self._greetings = tuple(self._index.add(shared.pattern(each)) for each in self.language.salutation)
        self._farewells = tuple(self._index.add(shared.pattern(each)) for each in self.language.farewell)
        self._index.close()
        self._negators = frozenset(self.language.negators)
        self._breaks = frozenset((",", ".", "!", "?", *self.language.breaks))

    def _ready(self, owner: Recogniser, phrases: Iterable[Phrase], notation: Notation) -> Iterator[_Ready]:
        for phrase in phrases:
            numbers = [
                tuple(self._index.add(notation.pattern(each)) for each in part)
                for part in ((phrase.say,), phrase.together, phrase.unless)
            ]
            yield _Ready(owner, phrase, numbers[0][0], numbers[1], numbers[2])

    def find(self, words: Words, levelled: str) -> tuple[Found, ...]:
        """What the words say, in the order of the text."""
        at = _Places(self._index, words)
        excepted: dict[str, list[tuple[int, int]]] = {}
        for ready in self._exceptions:
            for first, end in self._hits(ready, at):
                excepted.setdefault(ready.recogniser.concept, []).append((first, end))
        found = {
            (each.recogniser.concept, each.first, each.end): each
            for each in (*self._of_phrases(at), *self._of_patterns(words, levelled))
            if not any(
                first < each.end and each.first < end
                for first, end in excepted.get(each.recogniser.concept, ())
            )
        }
        return tuple(sorted(found.values(), key=lambda each: (each.first, each.end, each.recogniser.concept)))

    def _of_phrases(self, at: _Places) -> Iterator[Found]:
        for ready in self._phrases:
            owner = ready.recogniser
            for first, end in self._hits(ready, at):
                if not owner.quoted and at.words.quoted.issuperset(range(first, end)):
                    continue
                if owner.negated or not self._is_negated(at.words, first):
                    yield Found(owner, ready.phrase, first, end)

    def _of_patterns(self, words: Words, levelled: str) -> Iterator[Found]:
        for owner, pattern, compiled in self._patterns:
            for match in compiled.finditer(levelled):
                covered = [
                    n
                    for n, (start, end) in enumerate(words.spans)
                    if start < match.end() and match.start() < end
                ]
                if covered and (owner.quoted or not words.quoted.issuperset(covered)):
                    yield Found(owner, pattern, covered[0], covered[-1] + 1)

    @staticmethod
    def _hits(ready: _Ready, at: _Places) -> Iterator[tuple[int, int]]:
        if ready.number not in at.inside:
            return
        for first, end in at.of(ready.number):
            here = at.words.sentence(first)
            if all(here in at.sentences(each) for each in ready.together) and not any(
                here in at.sentences(each) for each in ready.unless
            ):
                yield first, end

    def _is_negated(self, words: Words, first: int) -> bool:
        sentence = words.sentence(first)
        for number in range(first - 1, max(-1, first - 1 - _REACH), -1):
            form = words.forms[number]
            if form in self._breaks or words.sentence(number) != sentence:
                return False
            if form in self._negators:
                return True
        return False

    def around(self, words: Words) -> tuple[int, int]:
        """The numbers of the first word after the salutation, and of the first of the farewell."""
        at = _Places(self._index, words)
        first, last = 0, len(words.forms)
        for number in self._greetings:
            for start, end in at.of(number):
                if words.sentence(start) == 0 or start == 0:
                    first = max(first, end)
        for number in self._farewells:
            for start, _ in at.of(number):
                if start > first:
                    last = min(last, start)
        return first, last


class _Places:
    """Where expressions are in one text, worked out when it is asked for."""

    def __init__(self, index: _Index, words: Words) -> None:
        self._index, self.words = index, words
        self.inside = index.inside(words.line)
        self._found: dict[int, tuple[tuple[int, int], ...]] = {}
        self._sentences: dict[int, frozenset[int]] = {}

    def of(self, number: int) -> tuple[tuple[int, int], ...]:
        if number not in self.inside:
            return ()
        if number not in self._found:
            matches = self._index.expressions[number].finditer(self.words.line)
            self._found[number] = tuple(self._stretch(*each.span(1)) for each in matches)
        return self._found[number]

    def sentences(self, number: int) -> frozenset[int]:
        if number not in self._sentences:
            self._sentences[number] = frozenset(self.words.sentence(first) for first, _ in self.of(number))
        return self._sentences[number]

    def _stretch(self, start: int, end: int) -> tuple[int, int]:
        first, last = self.words.number(start), self.words.number(end - 1)
        while last > first and self.words.forms[last] == ",":
            last -= 1
        return first, last + 1


def merged_lists(
    language: Language, recognisers: Iterable[Recogniser]
) -> Mapping[str, dict[str, Sequence[str]]]:
    """The lists that phrases of each concept may use: the language's, and those of all its files."""
    found: dict[str, dict[str, Sequence[str]]] = {}
    for each in recognisers:
        mine = found.setdefault(each.concept, dict(language.lists))
        for name, entries in each.lists.items():
            mine[name] = (*(entry for entry in mine.get(name, ()) if entry not in entries), *entries)
    return found
