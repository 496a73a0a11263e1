"""A text as words: one form for all ways of writing the same, and the place of each in the text.

A text becomes sentences, a line each, in which every word stands as ``stem/word`` and every mark as itself,
each followed by a space. What looks alike is made alike first, character by character, so that offsets hold:
compatible forms of Unicode, curly quotation marks, spaces of all kinds.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Final, Protocol

from etiquette.recognition import Language

__all__ = ["SENTENCE_END", "Lexicon", "Words", "levelled"]

SENTENCE_END: Final = "\n"

_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u00b4\u0060\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u301d\u301e", '"'),
        **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000\t\v\f\x85", " "),
        **dict.fromkeys(map(chr, range(0x2000, 0x200B)), " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\r\u2028\u2029", "\n"),
        **dict.fromkeys("\u00bf\u00a1", " "),
        **dict(zip("\uff1f\uff01\u3002\uff0c", "?!.,", strict=True)),
    }
)
"""Quotation marks, spaces, dashes, ends of lines and marks of sentences by what they are taken for."""

_INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
_UNSEEN: Final = str.maketrans(dict.fromkeys(_INVISIBLE))
_LONGEST: Final = 60
"""Characters of a word; what is longer is no word of any language, and is taken for one that is unknown."""

_MOST_STEMS: Final = 100_000
"""Words whose stems are kept, whatever texts come along."""

_TOKENS: Final = re.compile(
    rf"(?P<paragraph>\n[ \n]*\n)|(?P<line>\n)"
    r"|(?P<address>(?:https?://|www\.)[^\s]+|[^\s@<>]{1,64}@[^\s@<>]+)"
    rf"|(?P<word>[^\W_][\w{_INVISIBLE}]*(?:['.,:][^\W_][\w{_INVISIBLE}]*)*)"
    r"|(?P<end>[.!?…]+)|(?P<mark>[,;:()\-])|(?P<quote>\")"
)
_INNER: Final = re.compile(r"[.,:]")
_SHORT: Final = 30
_WRAPPED: Final = 45
"""Characters of a line from which on its end may be where a mail program wrapped it, and no end of its own:
for certain, and where the next line goes on in lower case."""


def levelled(text: str) -> str:
    """``text`` with what looks alike made alike, at the same offsets.

    >>> levelled("don\N{RIGHT SINGLE QUOTATION MARK}t")
    "don't"
    """
    if text.isascii():
        return text.translate(_ALIKE) if any(each in text for each in "\r\t\v\f`") else text
    text = text.translate(_ALIKE)
    others = {each for each in text if not each.isascii()}
    forms = {ord(each): form for each in others if len(form := unicodedata.normalize("NFKC", each)) == 1}
    return text.translate(forms)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's name


@dataclass(frozen=True)
class Words:
    """The words of a text. ``line`` is all sentences, ``starts`` the offset in it of each word or mark.

    ``spans`` are the offsets of each in the text, ``forms`` the words as written but levelled and in lower
    case; ``quoted`` holds the numbers of those between quotation marks.
    """

    line: str
    starts: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    forms: tuple[str, ...]
    quoted: frozenset[int] = frozenset()

    def number(self, offset: int) -> int:
        """The number of the word at an offset of ``line``."""
        return bisect_right(self.starts, offset) - 1

    def sentence(self, number: int) -> int:
        """The number of the sentence that a word stands in."""
        return bisect_right(self._ends, self.starts[number])

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple(place for place, each in enumerate(self.line) if each == SENTENCE_END)


@dataclass(eq=False)
class Lexicon:
    """The words of one language: which are forms of the same, and which stand for several."""

    language: Language
    _stems: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _stemmer(self) -> _Stemmer | None:
        return _stemmer(self.language.stemmer)

    @cached_property
    def _lemmas(self) -> Mapping[str, str]:
        return {form: word for word, forms in self.language.irregular.items() for form in forms}

    @cached_property
    def _contractions(self) -> Mapping[str, tuple[str, ...]]:
        return {short: tuple(full.split()) for short, full in self.language.contractions.items()}

    @cached_property
    def _endings(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        found = [(short, full) for short, full in self._contractions.items() if "'" in short[:2]]
        return tuple(sorted(found, key=lambda each: (-len(each[0]), each[0])))

    @cached_property
    def _abbreviations(self) -> frozenset[str]:
        return frozenset(self.language.abbreviations)

    def stem(self, word: str) -> str:
        """What all forms of ``word`` have in common; ``word`` is levelled and in lower case."""
        found = self._stems.get(word)
        if found is None:
            lemma = self._lemmas.get(word, word)
            found = self._stemmer.stemWord(lemma) if self._stemmer else lemma
            if len(self._stems) < _MOST_STEMS:
                self._stems[word] = found
        return found

    def forms(self, word: str) -> tuple[str, ...]:
        """The words that one as written stands for, in lower case: itself, or what it is short for."""
        if len(word) > _LONGEST:
            return (word[:_LONGEST],)
        if not word.isascii():
            word = unicodedata.normalize("NFKC", word.translate(_UNSEEN))
        word = word.casefold()
        whole = self._contractions.get(word)
        if whole is not None:
            return whole
        if "'" in word:
            for ending, full in self._endings:
                if word.endswith(ending):
                    return (*self.forms(word[: -len(ending)]), *full)
            word = word.replace("'", "")
        return (word,) if word else ()

    def words(self, text: str) -> Words:
        """The words of a text that is levelled."""
        made = _Maker(self)
        for token in _TOKENS.finditer(text):
            made.take(token)
        return made.made()

    def ends_sentence(self, before: str, text: str, end: int) -> bool:
        """Whether a full stop at ``end`` of ``text``, after the word ``before``, ends a sentence."""
        if before in self._abbreviations:
            return False
        rest = text[end : end + 2].lstrip()
        return not rest or not rest[0].islower() or text[end : end + 1] == "\n"


@cache
def _stemmer(name: str) -> _Stemmer | None:
    if not name:
        return None
    import snowballstemmer

    found: _Stemmer = snowballstemmer.stemmer(name)
    return found


class _Maker:
    """Words in the making."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.parts: list[str] = [" "]
        self.length = 1
        self.starts: list[int] = []
        self.spans: list[tuple[int, int]] = []
        self.forms: list[str] = []
        self.quoted: set[int] = set()
        self.quote_from: int | None = None
        self.line_from = 0
        self.fresh = True

    def take(self, token: re.Match[str]) -> None:
        kind, found = token.lastgroup, token.group()
        if kind == "word":
            self._word(token)
        elif kind == "address":
            self._add("address", found.casefold()[:_LONGEST].replace("/", "-"), token.start(), token.end())
        elif kind == "end":
            self._end(token)
        elif kind == "mark":
            self._mark(token)
        elif kind == "quote":
            self._quote()
        elif kind == "paragraph":
            self._close()
            self.quote_from = None
        else:
            self._line(token)
        if kind in ("paragraph", "line"):
            self.line_from = token.end()

    def _word(self, token: re.Match[str]) -> None:
        start, text = token.start(), token.group()
        if not _INNER.search(text) or text[0].isdigit():
            self._forms(text, start, token.end())
            return
        if max(map(len, _INNER.split(text))) == 1:
            letters = text.casefold()
            self._add(letters, letters, start, token.end())
            return
        # One word with full stops in it (e.g, U.S) stays one; two sentences without a space are two.
        for part in re.finditer(r"[^.,:]+", text):
            self._forms(part.group(), start + part.start(), start + part.end())
            if part.end() < len(text) and len(part.group()) > 1 and text[part.end()] == ".":
                self._close()

    def _forms(self, text: str, start: int, end: int) -> None:
        for form in self.lexicon.forms(text):
            self._add(self.lexicon.stem(form), form, start, end)

    def _add(self, stem: str, form: str, start: int, end: int) -> None:
        written = f"{stem}/{form} " if form else f"{stem} "
        self.starts.append(self.length)
        self.spans.append((start, end))
        self.forms.append(form or stem)
        self.parts.append(written)
        self.length += len(written)
        self.fresh = False

    def _end(self, token: re.Match[str]) -> None:
        marks = token.group()
        before = self.forms[-1] if self.forms else ""
        if marks == "." and not self.lexicon.ends_sentence(before, token.string, token.end()):
            return
        mark = "?" if "?" in marks else "!" if "!" in marks else "."
        self._add(mark, "", token.start(), token.end())
        self._close()

    def _mark(self, token: re.Match[str]) -> None:
        before, after = (
            token.string[token.start() - 1 : token.start()],
            token.string[token.end() : token.end() + 1],
        )
        if token.group() != "-" or not (before.isalnum() and after.isalnum()):
            self._add(",", "", token.start(), token.end())

    def _line(self, token: re.Match[str]) -> None:
        length = token.start() - self.line_from
        following = token.string[token.end() : token.end() + 1]
        if length < _SHORT or (length < _WRAPPED and not following.islower()):
            self._close()

    def _close(self) -> None:
        if not self.fresh:
            self.parts.append(f"{SENTENCE_END} ")
            self.length += 2
            self.fresh = True

    def _quote(self) -> None:
        if self.quote_from is None:
            self.quote_from = len(self.forms)
        else:
            self.quoted.update(range(self.quote_from, len(self.forms)))
            self.quote_from = None

    def made(self) -> Words:
        self._close()
        return Words(
            "".join(self.parts),
            tuple(self.starts),
            tuple(self.spans),
            tuple(self.forms),
            frozenset(self.quoted),
        )
