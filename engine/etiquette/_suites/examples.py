"""The examples that stand beside phrases: whether each is read as what it is an example of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from etiquette._matching.reading import Recognition
from etiquette.diagnostics import Location
from etiquette.messages import Hit
from etiquette.recognition import Example, Recogniser
from etiquette.ruleset import Ruleset

__all__ = ["Sample", "Tried", "Unused", "samples", "tried", "unused"]

_LONGEST: Final = 60

_RELAXED: Final[tuple[tuple[dict[str, Any], str], ...]] = (
    ({"negated": True}, "stands after a word that turns it into its contrary"),
    ({"quoted": True}, "stands between quotation marks"),
    ({"exceptions": ()}, "overlaps an exception"),
    ({"negated": True, "quoted": True, "exceptions": ()}, "is kept from counting by several things at once"),
)
"""What may keep a phrase from counting, as changes of a recogniser that stop it, and in words."""


@dataclass(frozen=True, slots=True)
class Sample:
    """An example of a file: ``wanted`` is whether it says the concept, or only seems to."""

    concept: str
    language: str
    example: Example
    wanted: bool

    @property
    def text(self) -> str:
        """The example on one line, cut where it is long."""
        line = " ".join(self.example.text.split())
        return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"

    @property
    def name(self) -> str:
        """What tells the example from all others: its file, the concept and the text."""
        file = self.example.location.file if self.example.location else ""
        return f"{file}: {self.concept}, “{self.text}”"


@dataclass(frozen=True, slots=True)
class Tried:
    """How an example was read. ``hits`` are those of its concept, ``others`` those of other concepts.

    ``why`` says what keeps a phrase that is there from counting, where that is why nothing was found.
    """

    sample: Sample
    hits: tuple[Hit, ...]
    others: tuple[Hit, ...] = ()
    why: str = ""

    @property
    def passed(self) -> bool:
        """Whether it was read as it should be."""
        return bool(self.hits) == self.sample.wanted

    @property
    def expected(self) -> str:
        """What should have been read."""
        return self.sample.concept if self.sample.wanted else f"nothing of {self.sample.concept}"

    @property
    def got(self) -> str:
        """What was read instead."""
        found = [hit_in_words(each) for each in (self.others if self.sample.wanted else self.hits)]
        if not self.sample.wanted:
            return "; ".join(found)
        instead = f", but {'; '.join(found)}" if found else ""
        return f"nothing of {self.sample.concept}{instead}"


def hit_in_words(hit: Hit) -> str:
    """``concept in “stretch”, by “phrase”``."""
    return f"{hit.concept} in “{' '.join(hit.span.text.split())}”, by “{hit.by}”"


@dataclass(frozen=True, slots=True)
class Unused:
    """Phrases and patterns of a concept that no example of it uses, each with its place."""

    concept: str
    language: str
    phrases: tuple[tuple[str, Location | None], ...]


def samples(ruleset: Ruleset, owner: str) -> Iterator[Sample]:
    """The examples in the files of one pack, as they stand in them."""
    own = [each for each in ruleset.recognisers if each.owner == owner]
    for each in sorted(own, key=_file):
        yield from (Sample(each.concept, each.language, one, True) for one in each.matches)
        yield from (Sample(each.concept, each.language, one, False) for one in each.does_not_match)


def _file(each: Recogniser) -> str:
    return each.location.file if each.location else ""


def tried(sample: Sample, ruleset: Ruleset) -> Tried:
    """Read an example with all that is recognised."""
    reading = ruleset.recognition.read(sample.example.text, language=sample.language)
    found = Tried(
        sample,
        reading.of(sample.concept),
        tuple(each for each in reading.hits if each.concept != sample.concept),
    )
    if found.passed or not sample.wanted:
        return found
    return replace(found, why=_why_not(sample, ruleset))


def _why_not(sample: Sample, ruleset: Ruleset) -> str:
    """What keeps a phrase that is there from counting; empty where no phrase is there."""
    mine = _alike(sample.concept, sample.language, ruleset)
    for change, words in _RELAXED:
        hits = _hits([replace(each, **change) for each in mine], sample, ruleset)
        if hits:
            return f"“{hits[0].by}” is there, but it {words}."
    return ""


def _alike(concept: str, language: str, ruleset: Ruleset) -> list[Recogniser]:
    return [each for each in ruleset.recognisers if (each.concept, each.language) == (concept, language)]


def _hits(recognisers: Sequence[Recogniser], sample: Sample, ruleset: Ruleset) -> tuple[Hit, ...]:
    recognition = Recognition(ruleset.languages, recognisers, ruleset.language)
    return recognition.read(sample.example.text, language=sample.language).of(sample.concept)


def unused(ruleset: Ruleset, owner: str) -> tuple[Unused, ...]:
    """The phrases of one pack that no example under `matches` uses, of whichever pack it is, by concept."""
    pairs = sorted({(each.concept, each.language) for each in ruleset.recognisers if each.owner == owner})
    found = (_unused(concept, language, ruleset, owner) for concept, language in pairs)
    return tuple(each for each in found if each.phrases)


def _unused(concept: str, language: str, ruleset: Ruleset, owner: str) -> Unused:
    """Phrases are taken out once they were seen, since of two that cover the same words one is shown."""
    left = _alike(concept, language, ruleset)
    texts = [one.text for each in left for one in each.matches]
    seen: set[tuple[str, Location | None]] = set()
    while True:
        recognition = Recognition(ruleset.languages, left, ruleset.language)
        hits = [hit for text in texts for hit in recognition.read(text, language=language).of(concept)]
        new = {(hit.by, hit.location) for hit in hits} - seen
        if not new:
            break
        seen |= new
        left = [_without(each, seen) for each in left]
    own = [each for each in left if each.owner == owner]
    missing = [(one.say, one.location) for each in own for one in each.phrases]
    missing += [(one.text, one.location) for each in own for one in each.patterns]
    return Unused(concept, language, tuple(sorted(missing, key=_by_place)))


def _without(each: Recogniser, seen: set[tuple[str, Location | None]]) -> Recogniser:
    return replace(
        each,
        phrases=tuple(one for one in each.phrases if (one.say, one.location) not in seen),
        patterns=tuple(one for one in each.patterns if (one.text, one.location) not in seen),
    )


def _by_place(phrase: tuple[str, Location | None]) -> tuple[str, int, str]:
    text, place = phrase
    return (place.file, place.line, text) if place else ("", 0, text)
