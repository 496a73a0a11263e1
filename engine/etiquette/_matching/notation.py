"""The notation of phrases: what stands in a file of a pack, as a regular expression over words.

===================  ==============================================================================
``word``             the word in any of its forms; short forms stand for what they are short for
``=word``            the word just so
``*word`` ``word*``  a word that ends, or begins, with this one: parts of compounds
``(one|the other)``  either; several words may stand in each
``[word]``           may be missing
``{name}``           a list of words, or of phrases, from the file or from the language
``..``  ``...``      up to three, up to eight further words of the same sentence
``^``                at the beginning: where a sentence begins
``?``  ``!``         at the end: the sentence ends so
===================  ==============================================================================

Marks between words (commas, dashes, brackets) are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NoReturn

from .expressions import Codes, Expression, either, framed, gap, in_turn, nothing, optional, word
from .words import Lexicon, levelled

__all__ = ["MOST", "Notation", "PhraseError"]
_GAP: Final = 100
"""Characters that a gap counts for, which is large for RE2."""
_GAPS: Final = {"..": 3, "...": 8}
_TOKENS: Final = re.compile(
    r"\s+|(?P<gap>\.{2,})|(?P<list>\{[^{}]*\})|(?P<sign>[()\[\]|^?!])"
    r"|(?P<word>=?[^\s()\[\]{}|^?!.=]+(?:\.[^\s()\[\]{}|^?!.=]+)*(?:\.(?!\.))?)|(?P<odd>.)"
)
MOST: Final = 60_000
"""Characters of the regular expression that a phrase may come to."""


class PhraseError(ValueError):
    """A phrase that can't be read. ``start`` and ``end`` are where in it; ``help`` is the next step."""

    def __init__(self, message: str, help_: str, start: int, end: int) -> None:
        super().__init__(message)
        self.help, self.start, self.end = help_, start, end


@dataclass(frozen=True)
class Notation:
    """Reads phrases with the words of a language and the lists that may stand in them."""

    lexicon: Lexicon
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    codes: Codes = field(default_factory=Codes)
    _known: dict[str, Expression] = field(default_factory=dict)

    def pattern(self, phrase: str) -> str:
        """The text of :meth:`expression`. Raises :class:`PhraseError`."""
        return self.expression(phrase).text

    def expression(self, phrase: str) -> Expression:
        """The expression for a line of codes; its first group is what the phrase itself covers.

        Raises :class:`PhraseError`.
        """
        body, start, end = self._framed(phrase)
        if not body.strip():
            raise PhraseError("The phrase is empty.", "Write the words to look for, or take it away.", 0, 1)
        read = self._read(body, phrase.index(body) if body in phrase else 0, ())
        if not read.needs:
            raise PhraseError("The phrase has no word.", "Add a word to look for.", 0, len(phrase))
        found = framed(read, start=start, end=end)
        if len(found.text) + _GAP * found.text.count("{0,") > MOST:
            help_ = "Split it into several phrases, or use shorter lists."
            raise PhraseError("The phrase has too many alternatives.", help_, 0, len(phrase))
        return found

    def entry(self, text: str) -> str:
        """The expression for an entry of a list, which has no ``^``, ``?`` nor ``!``; raises the same."""
        return self._read(text, 0, ()).text

    def _framed(self, phrase: str) -> tuple[str, bool, str]:
        body = phrase.strip()
        start = body.startswith("^")
        body = body[1:] if start else body
        end = body[-1] if body.endswith(("?", "!")) else ""
        return (body[:-1] if end else body), start, end

    def _read(self, text: str, at: int, within: tuple[str, ...]) -> Expression:
        reader = _Reader(self, text, at, within)
        found = reader.alternatives(closing="")
        if reader.place < len(reader.tokens):
            reader.fail(reader.tokens[reader.place])
        return found

    def listed(self, name: str, start: int, end: int, within: tuple[str, ...]) -> Expression:
        """The alternatives of a list."""
        if name in within:
            message = f"The list {{{name}}} holds itself, through {', '.join(within)}."
            raise PhraseError(message, "Take one of them out of the other.", start, end)
        entries = self.lists.get(name)
        if entries is None:
            known = ", ".join(f"{{{each}}}" for each in sorted(self.lists)[:12])
            help_ = f"Write it under `lists`, or use one that there is: {known}." if known else (
                "Write it under `lists`."
            )  # fmt: skip
            raise PhraseError(f"There is no list called {name}.", help_, start, end)
        if name not in self._known:
            parts = [self._read(entry, 0, (*within, name)) for entry in entries]
            self._known[name] = either(parts) if parts else nothing()
        return self._known[name]

    def word(self, text: str) -> Expression:
        """The expression for a word as a phrase has it: that of each of the words which it stands for."""
        if text not in self.codes.known:
            self.codes.known[text] = self._word(text)
        return self.codes.known[text]

    def _word(self, text: str) -> Expression:
        plain = levelled(text).strip(",;:")
        if plain.startswith("="):
            form = plain[1:].casefold()
            return word(self.codes.form(form), exact=True) if form[:1].isalnum() else Expression("")
        before, after = plain.startswith("*"), plain.endswith("*")
        forms = (form for form in self.lexicon.words(plain.strip("*")).forms if form[:1].isalnum())
        stems = [self.lexicon.stem(form) for form in forms]
        if before or after:
            return in_turn([word(self.codes.part(stem, before, after), exact=True) for stem in stems])
        return in_turn([word(self.codes.stem(stem)) for stem in stems])


@dataclass
class _Reader:
    notation: Notation
    text: str
    at: int
    within: tuple[str, ...]
    place: int = 0
    tokens: list[re.Match[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = [each for each in _TOKENS.finditer(self.text) if each.group().strip()]

    def alternatives(self, closing: str) -> Expression:
        parts = [self.sequence()]
        while self._next("|"):
            parts.append(self.sequence())
        if closing and not self._next(closing):
            end = len(self.text)
            message = f"A bracket is not closed: there is no {closing}."
            raise PhraseError(
                message, f"Add {closing} where the part ends.", self.at + end - 1, self.at + end
            )
        return either(parts)

    def sequence(self) -> Expression:
        parts: list[Expression] = []
        while self.place < len(self.tokens) and self.tokens[self.place].group() not in ("|", ")", "]"):
            parts.append(self._item())
        return in_turn(parts)

    def _item(self) -> Expression:
        token = self.tokens[self.place]
        self.place += 1
        kind, text = token.lastgroup, token.group()
        if kind == "gap" and text in _GAPS:
            return gap(_GAPS[text])
        if kind == "list":
            name = text[1:-1].strip()
            return self.notation.listed(name, self.at + token.start(), self.at + token.end(), self.within)
        if text == "(":
            return self.alternatives(")")
        if text == "[":
            return optional(self.alternatives("]"))
        if kind == "word":
            found = self.notation.word(text)
            if found.text:
                return found
        return self.fail(token)

    def _next(self, sign: str) -> bool:
        if self.place < len(self.tokens) and self.tokens[self.place].group() == sign:
            self.place += 1
            return True
        return False

    def fail(self, token: re.Match[str]) -> NoReturn:
        message = f"“{token.group()}” can't stand here in a phrase."
        help_ = (
            "Phrases have words, (one|another), [perhaps], {list}, .. and ..., "
            "^ at the beginning, ? at the end."
        )
        raise PhraseError(message, help_, self.at + token.start(), self.at + token.end())
