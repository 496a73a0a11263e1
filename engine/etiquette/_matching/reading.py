"""One message, read: which language, what is set aside, what it says where, and what it names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from etiquette._drafts.aside import set_aside
from etiquette.messages import Hit, MessagePart, Reading, SetAside, Span
from etiquette.recognition import AsideMarkers, Language, Phrase, Recogniser

from .compiled import Compiled, Found, once
from .names import Named, mentions, with_names_hidden
from .places import Places
from .tongue import language_of
from .words import Words, levelled

__all__ = ["Recognition"]

_SHOWN: Final = re.compile(r"[^\n]")


@dataclass(eq=False)
class Recognition:
    """All that is recognised, in all languages. ``assumed`` is the language of texts too short to tell by.

    Made once for a ruleset; each language is made ready when the first text in it comes along.
    """

    languages: Mapping[str, Language]
    recognisers: Sequence[Recogniser]
    assumed: str
    _compiled: dict[str, Compiled] = field(default_factory=dict)

    def compiled(self, language: str) -> Compiled | None:
        """What is recognised in a language; ``None`` for one without concepts."""
        if language not in self.languages:
            return None
        if language not in self._compiled:
            mine = [each for each in self.recognisers if each.language == language]
            self._compiled.setdefault(language, Compiled(self.languages[language], mine))
        return self._compiled[language]

    def read(
        self,
        text: str,
        subject: str = "",
        named: Mapping[str, Sequence[str]] | None = None,
        language: str = "",
    ) -> Reading:
        """What a message says. ``named`` are names of things by the path of the fact that holds them.

        Words within a name say nothing of themselves. ``language`` is the code of the language that the
        message is known to be in; without one it is judged from the text.
        """
        plain = levelled(text)
        aside = self._aside(plain)
        own = _without(plain, aside)
        sure = True
        if not language:
            language, sure = language_of(f"{subject} {own}", self.languages, self.assumed)
        measured = _cut(text, aside)
        compiled = self.compiled(language)
        if compiled is None or not compiled.recognisers:
            return Reading(language, sure, False, (), aside, measured, closing=len(text))
        reader = _Reader(compiled, named or {})
        hits, at = reader.part(own, text, "text")
        of_subject, _ = reader.part(levelled(subject), subject, "subject") if subject else ((), None)
        opening, closing = _around(compiled, at, len(own.rstrip()))
        return Reading(
            language, sure, True, (*of_subject, *hits), aside, measured, reader.mentioned(), opening, closing
        )

    def _aside(self, text: str) -> tuple[SetAside, ...]:
        """What isn't the writer's own, by the markers of all languages: a reply may quote another one."""
        return set_aside(text, self._markers)

    @cached_property
    def _markers(self) -> AsideMarkers:
        each = [language.set_aside for language in self.languages.values()]
        return AsideMarkers(
            tuple(line for markers in each for line in markers.quoted),
            tuple(line for markers in each for line in markers.signature),
            tuple(line for markers in each for line in markers.disclaimer),
        )


class _Reader:
    def __init__(self, compiled: Compiled, named: Mapping[str, Sequence[str]]) -> None:
        self.compiled = compiled
        self.names = Named(compiled.lexicon, named)
        self.seen: dict[str, dict[str, None]] = {}

    def part(self, own: str, text: str, part: MessagePart) -> tuple[tuple[Hit, ...], Places]:
        words = self.compiled.lexicon.words(own)
        named = mentions(words, self.names)
        at = self.compiled.places(with_names_hidden(words, named))
        found = list(self.compiled.find(at, own))
        for mention in named:
            self.seen.setdefault(mention.path, {})[mention.name] = None
            found += [
                Found(each, Phrase(mention.name, location=each.location), mention.first, mention.end)
                for each in self.compiled.recognisers
                if mention.path in each.facts
            ]
        lines = _Lines(text, part)
        hits = sorted((_hit(each, words, lines) for each in once(found, words)), key=_in_order)
        return tuple(hits), at

    def mentioned(self) -> dict[str, tuple[str, ...]]:
        return {path: tuple(entries) for path, entries in sorted(self.seen.items())}


class _Lines:
    """Where lines begin, found once for all stretches of a text."""

    def __init__(self, text: str, part: MessagePart) -> None:
        self.text = text
        self.part: MessagePart = part
        self.breaks = [each.start() for each in re.finditer("\n", text)]

    def span(self, start: int, end: int) -> Span:
        def place(offset: int) -> tuple[int, int]:
            line = bisect_left(self.breaks, offset)
            return line + 1, offset - (self.breaks[line - 1] + 1 if line else 0) + 1

        return Span(self.part, start, end, *place(start), *place(end), self.text[start:end])


def _hit(found: Found, words: Words, lines: _Lines) -> Hit:
    span = lines.span(*found.span(words))
    return Hit(found.recogniser.concept, span, found.by, found.phrase.location, found.instead)


def _in_order(hit: Hit) -> tuple[int, int, str]:
    return hit.span.start, hit.span.end, hit.concept


def _without(text: str, aside: Sequence[SetAside]) -> str:
    """``text`` with what is set aside as blanks, so that offsets hold."""
    parts, at = [], 0
    for each in aside:
        parts += [text[at : each.start], _SHOWN.sub(" ", text[each.start : each.end])]
        at = each.end
    return "".join((*parts, text[at:]))


def _cut(text: str, aside: Sequence[SetAside]) -> str:
    parts, at = [], 0
    for each in aside:
        parts.append(text[at : each.start])
        at = each.end
    return "".join((*parts, text[at:])).strip()


def _around(compiled: Compiled, at: Places, length: int) -> tuple[int, int]:
    """The offsets between which the message proper stands."""
    first, last = compiled.around(at)
    spans = at.words.spans
    opening = spans[first - 1][1] if first and spans else 0
    closing = spans[last][0] if last < len(spans) else length
    return opening, max(opening, closing)
