"""All that a ruleset recognises in one language, made ready once and held against many texts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Final

from etiquette.recognition import Language, Pattern, Phrase, Recogniser

from .notation import Notation
from .places import Filter, Index, Places, expression
from .words import Lexicon, Words

__all__ = ["Compiled", "Found", "expression", "merged_lists", "once", "pattern_expression"]

_REACH: Final = 4
"""Words before a hit among which a negator turns it into its contrary."""


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of words that says a concept: the numbers of its first word and of the one after its last.

    What a pattern finds may have no word, a sign for instance; then ``place`` is where it is in the text,
    and both numbers are that of the word after it.
    """

    recogniser: Recogniser
    phrase: Phrase | Pattern
    first: int
    end: int
    place: tuple[int, int] | None = None

    def span(self, words: Words) -> tuple[int, int]:
        """The offsets of the stretch in the text."""
        return self.place or (words.spans[self.first][0], words.spans[self.end - 1][1])

    @property
    def by(self) -> str:
        """The phrase or pattern as it is written."""
        return self.phrase.say if isinstance(self.phrase, Phrase) else self.phrase.text

    @property
    def instead(self) -> str:
        """What would do better, if that is known."""
        own = self.phrase.instead if isinstance(self.phrase, Phrase) else ""
        return own or self.recogniser.instead


def once(found: Iterable[Found], words: Words) -> Iterator[Found]:
    """Each stretch of the text once for each concept: by a phrase that knows what would do better, if any."""

    def grade(each: Found) -> tuple[bool, str, str, str]:
        return not each.instead, each.by, each.instead, str(each.phrase.location)

    best: dict[tuple[str, tuple[int, int]], Found] = {}
    for each in found:
        key = each.recogniser.concept, each.span(words)
        if key not in best or grade(each) < grade(best[key]):
            best[key] = each
    yield from best.values()


def pattern_expression(text: str) -> Any:
    """The expression of a pattern: whatever the case, ``^`` and ``$`` at lines. Raises :class:`re2.error`."""
    return expression(f"(?im){text}")


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
    _index: Index = field(init=False)

    def __post_init__(self) -> None:
        """Read all phrases."""
        self.lexicon = Lexicon(self.language)
        self._index = Index()
        lists = merged_lists(self.language, self.recognisers)
        codes = self._index.codes
        shared = Notation(self.lexicon, self.language.lists, codes)
        notations = {name: Notation(self.lexicon, mine, codes) for name, mine in lists.items()}
        self._phrases: dict[int, list[_Ready]] = {}
        self._exceptions: dict[int, list[_Ready]] = {}
        for each in self.recognisers:
            for ready in self._ready(each, each.phrases, notations[each.concept]):
                self._phrases.setdefault(ready.number, []).append(ready)
            for ready in self._ready(each, each.exceptions, notations[each.concept]):
                self._exceptions.setdefault(ready.number, []).append(ready)
        self._patterns = [
            (each, pattern, pattern_expression(pattern.text))
            for each in self.recognisers
            for pattern in each.patterns
        ]
        self._greetings = tuple(self._index.add(shared.expression(each)) for each in self.language.salutation)
        self._farewells = tuple(self._index.add(shared.expression(each)) for each in self.language.farewell)
        self._index.close()
        wanted = {*self._phrases, *self._exceptions, *self._greetings, *self._farewells}
        self._wanted = sum(1 << number for number in wanted)
        self._pattern_filter = Filter([compiled for _, _, compiled in self._patterns])
        self._negators = frozenset(self.language.negators)
        self._breaks = frozenset((",", ".", "!", "?", *self.language.breaks))

    def _ready(self, owner: Recogniser, phrases: Iterable[Phrase], notation: Notation) -> Iterator[_Ready]:
        for phrase in phrases:
            numbers = [
                tuple(self._index.add(notation.expression(each)) for each in part)
                for part in ((phrase.say,), phrase.together, phrase.unless)
            ]
            yield _Ready(owner, phrase, numbers[0][0], numbers[1], numbers[2])

    def places(self, words: Words) -> Places:
        """Where phrases may be among the words."""
        return Places(self._index, words, self._wanted)

    def find(self, at: Places, levelled: str) -> Iterator[Found]:
        """What the words of a text say, which is ``levelled``."""
        excepted = self._excepted(at)
        for each in (*self._of_phrases(at), *self._of_patterns(at.words, levelled)):
            if not _overlaps(each, excepted.get(each.recogniser.concept, ((), ()))):
                yield each

    def _excepted(self, at: Places) -> dict[str, tuple[Sequence[int], Sequence[int]]]:
        """The stretches of exceptions of each concept: first words, and how far any up to each goes."""
        found: dict[str, list[tuple[int, int]]] = {}
        for ready, _, first, end in self._hits(self._exceptions, at):
            found.setdefault(ready.recogniser.concept, []).append((first, end))
        return {
            concept: ([first for first, _ in each], list(accumulate((end for _, end in each), max)))
            for concept, each in ((concept, sorted(each)) for concept, each in found.items())
        }

    def _of_phrases(self, at: Places) -> Iterator[Found]:
        for ready, sentence, first, end in self._hits(self._phrases, at):
            owner = ready.recogniser
            if not owner.quoted and at.words.quoted.issuperset(range(first, end)):
                continue
            if owner.negated or not self._is_negated(at.words, sentence, first):
                yield Found(owner, ready.phrase, first, end)

    def _of_patterns(self, words: Words, levelled: str) -> Iterator[Found]:
        if not self._patterns:
            return
        starts, ends = ([each[n] for each in words.spans] for n in (0, 1))
        for number in self._pattern_filter.inside(levelled.encode()):
            owner, pattern, compiled = self._patterns[number]
            for match in compiled.finditer(levelled):
                place = match.span()
                first, end = bisect_right(ends, place[0]), bisect_left(starts, place[1])
                around = range(first, end) if first < end else (first - 1, first)
                if place[0] < place[1] and (owner.quoted or not words.quoted.issuperset(around)):
                    yield Found(owner, pattern, first, max(first, end), None if first < end else place)

    @staticmethod
    def _hits(phrases: Mapping[int, Sequence[_Ready]], at: Places) -> Iterator[tuple[_Ready, int, int, int]]:
        """Phrases with the sentence, the first word and the one after the last of each of their places."""
        for number in at.inside.keys() & phrases.keys():
            for sentence, first, end in at.of(number):
                for ready in phrases[number]:
                    if all(at.holds(each, sentence) for each in ready.together) and not any(
                        at.holds(each, sentence) for each in ready.unless
                    ):
                        yield ready, sentence, first, end

    def _is_negated(self, words: Words, sentence: int, first: int) -> bool:
        begin = max(words.sentences[sentence][0], first - _REACH)
        for number in range(first - 1, begin - 1, -1):
            form = words.forms[number]
            if form in self._breaks:
                return False
            if form in self._negators:
                return True
        return False

    def around(self, at: Places) -> tuple[int, int]:
        """The numbers of the first word after the salutation, and of the first of the farewell."""
        first, last = 0, len(at.words.forms)
        for number in self._greetings:
            for sentence, _, end in at.of(number):
                if sentence == 0:
                    first = max(first, end)
        for number in self._farewells:
            for _, start, _ in at.of(number):
                if start > first:
                    last = min(last, start)
        return first, last


def _overlaps(found: Found, excepted: tuple[Sequence[int], Sequence[int]]) -> bool:
    """Whether a stretch overlaps one of those of which there are the first words and how far they go."""
    firsts, ends = excepted
    before = bisect_left(firsts, found.end)
    return before > 0 and ends[before - 1] > found.first


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
