"""A text as words: one form for all ways of writing the same, and the place of each in the text.

What looks alike is made alike first, character by character, so that offsets hold: compatible forms of
Unicode, curly quotation marks, spaces of all kinds. Halves of characters, which no text should have, are made
into the sign for what can't be shown.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from threading import Lock
from typing import Final, Protocol

from etiquette.recognition import Language

__all__ = ["Lexicon", "Words", "levelled"]

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

_ODD_ASCII: Final = "\r\t\v\f`"
_FEW: Final = 16
"""Different characters up to which replacing one after the other is quicker than looking at all of a text."""

_INVISIBLE: Final = (
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
)
_COMBINING: Final = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_UNSEEN: Final = re.compile(f"[{_INVISIBLE}]")
_LONGEST: Final = 60
"""Characters of a word; what is longer is no word of any language, and is taken for one that is unknown."""

_MOST_KEPT: Final = 100_000
"""Words of which it is kept what they come to, whatever texts come along."""


def _tokens(address: str, letter: str) -> re.Pattern[str]:
    word = rf"[^\W_]{letter}*(?:['.,:][^\W_]{letter}*)*"
    return re.compile(
        rf"(?P<paragraph>\n[ \n]*\n)|(?P<line>\n){address}|(?P<word>{word})"
        r"|(?P<end>[.!?…]+)|(?P<mark>[,;:()\-])|(?P<quote>\")"
    )


_ADDRESS: Final = r"|(?P<address>(?:https?://|www\.)[^\s]+|[^\s@<>]{1,64}@[^\s@<>]+)"
_LETTER: Final = rf"[\w{_INVISIBLE}{_COMBINING}]"
_TOKENS: Final = {
    (True, True): _tokens(_ADDRESS, r"\w"),
    (True, False): _tokens(_ADDRESS, _LETTER),
    (False, True): _tokens("", r"\w"),
    (False, False): _tokens("", _LETTER),
}
"""What a text consists of, by whether it may have addresses, and whether it is plain ASCII."""

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
    if text.isascii() and not any(each in text for each in _ODD_ASCII):
        return text
    text = text.replace("\r\n", " \n")
    odd = (each for each in set(text) if not each.isascii() or each in _ODD_ASCII)
    others: dict[str, str] = {each: other for each in odd if (other := _taken_for(each)) != each}
    if len(others) > _FEW:
        return text.translate({ord(each): other for each, other in others.items()})
    for each, other in others.items():
        text = text.replace(each, other)
    return text


@lru_cache(maxsize=4096)
def _taken_for(char: str) -> str:
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    plain = char.translate(_ALIKE)
    form = unicodedata.normalize("NFKC", plain)
    return form.translate(_ALIKE) if len(form) == 1 else plain


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's name


@dataclass(frozen=True)
class Words:
    """The words of a text, and the marks between them, one after the other.

    ``forms`` are the words as written but levelled and in lower case, ``stems`` what all forms of each have
    in common, ``spans`` their offsets in the text. ``sentences`` are the numbers of the first word of each
    and of the one after its last; ``quoted`` holds the numbers of words between quotation marks.
    """

    stems: tuple[str, ...]
    forms: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]
    quoted: frozenset[int] = frozenset()

    def sentence(self, number: int) -> int:
        """The number of the sentence that a word stands in."""
        return bisect_right(self._firsts, number) - 1

    @cached_property
    def _firsts(self) -> tuple[int, ...]:
        return tuple(first for first, _ in self.sentences)


@dataclass(eq=False)
class Lexicon:
    """The words of one language: which are forms of the same, and which stand for several."""

    language: Language
    _stems: dict[str, str] = field(default_factory=dict)
    _known: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

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
            with _ONE_AT_A_TIME:  # a stemmer keeps the word that it is at
                found = self._stemmer.stemWord(lemma) if self._stemmer else lemma
            if len(self._stems) < _MOST_KEPT:
                self._stems[word] = found
        return found

    def forms(self, word: str) -> tuple[str, ...]:
        """The words that one as written stands for, in lower case: itself, or what it is short for."""
        if len(word) > _LONGEST:
            return (word[:_LONGEST],)
        if not word.isascii():
            word = unicodedata.normalize("NFKC", _UNSEEN.sub("", word))
            if not word.isalnum():
                return tuple(form for each in word.split() for form in self._forms(each.casefold()))
        return self._forms(word.casefold())

    def _forms(self, word: str) -> tuple[str, ...]:
        whole = self._contractions.get(word)
        if whole is not None:
            return whole
        if "'" in word:
            for ending, full in self._endings:
                if word.endswith(ending):
                    return (*self._forms(word[: -len(ending)]), *full)
            word = word.replace("'", "")
        return (word,) if word else ()

    def known(self, text: str) -> tuple[tuple[str, str], ...]:
        """The stem of each word that one as written stands for, and itself."""
        found = self._known.get(text)
        if found is None:
            found = tuple((self.stem(form), form) for form in self.forms(text))
            if len(self._known) < _MOST_KEPT and len(text) <= _LONGEST:
                self._known[text] = found
        return found

    def words(self, text: str) -> Words:
        """The words of a text that is levelled."""
        made = _Maker(self)
        addresses = "@" in text or "://" in text or "www." in text
        for token in _TOKENS[addresses, text.isascii()].finditer(text):
            made.take(token)
        return made.made()

    def ends_sentence(self, before: str, text: str, end: int) -> bool:
        """Whether a full stop at ``end`` of ``text``, after the word ``before``, ends a sentence."""
        if before in self._abbreviations:
            return False
        rest = text[end : end + 2].lstrip()
        return not rest or not rest[0].islower() or text[end : end + 1] == "\n"


_ONE_AT_A_TIME: Final = Lock()


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
        self.stems: list[str] = []
        self.spans: list[tuple[int, int]] = []
        self.forms: list[str] = []
        self.sentences: list[tuple[int, int]] = []
        self.first = 0
        self.quoted: set[int] = set()
        self.quote_from: int | None = None
        self.line_from = 0

    def take(self, token: re.Match[str]) -> None:
        kind = token.lastgroup
        if kind == "word":
            self._word(token)
        elif kind == "address":
            self._add("address", token.group().casefold()[:_LONGEST], token.span())
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
        text = token.group()
        if text.isalnum() or not _INNER.search(text) or text[0].isdigit():
            span = token.span()
            for stem, form in self.lexicon.known(text):
                self.stems.append(stem)
                self.forms.append(form)
                self.spans.append(span)
            return
        if max(map(len, _INNER.split(text))) == 1:
            letters = text.casefold()
            self._add(letters, letters, token.span())
            return
        # One word with full stops in it (e.g, U.S) stays one; two sentences without a space are two.
        for part in re.finditer(r"[^.,:]+", text):
            span = token.start() + part.start(), token.start() + part.end()
            for stem, form in self.lexicon.known(part.group()):
                self._add(stem, form, span)
            if part.end() < len(text) and len(part.group()) > 1 and text[part.end()] == ".":
                self._close()

    def _add(self, stem: str, form: str, span: tuple[int, int]) -> None:
        self.stems.append(stem)
        self.forms.append(form)
        self.spans.append(span)

    def _end(self, token: re.Match[str]) -> None:
        marks = token.group()
        before = self.forms[-1] if self.forms else ""
        if marks == "." and not self.lexicon.ends_sentence(before, token.string, token.end()):
            return
        mark = "?" if "?" in marks else "!" if "!" in marks else "."
        self._add(mark, mark, token.span())
        self._close()

    def _mark(self, token: re.Match[str]) -> None:
        before, after = (
            token.string[token.start() - 1 : token.start()],
            token.string[token.end() : token.end() + 1],
        )
        if token.group() != "-" or not (before.isalnum() and after.isalnum()):
            self._add(",", ",", token.span())

    def _line(self, token: re.Match[str]) -> None:
        length = token.start() - self.line_from
        following = token.string[token.end() : token.end() + 1]
        if length < _SHORT or (length < _WRAPPED and not following.islower()):
            self._close()

    def _close(self) -> None:
        if self.first < len(self.forms):
            self.sentences.append((self.first, len(self.forms)))
            self.first = len(self.forms)

    def _quote(self) -> None:
        if self.quote_from is None:
            self.quote_from = len(self.forms)
        else:
            self.quoted.update(range(self.quote_from, len(self.forms)))
            self.quote_from = None

    def made(self) -> Words:
        self._close()
        return Words(
            tuple(self.stems),
            tuple(self.forms),
            tuple(self.spans),
            tuple(self.sentences),
            frozenset(self.quoted),
        )
