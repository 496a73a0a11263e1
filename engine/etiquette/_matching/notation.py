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
from typing import Final

from .words import Lexicon, levelled

__all__ = ["MOST", "Notation", "PhraseError"]

_GAPS: Final = {"..": 3, "...": 8}
_TOKENS: Final = re.compile(
    r"\s+|(?P<gap>\.{2,})|(?P<list>\{[^{}]*\})|(?P<sign>[()\[\]|^?!])"
    r"|(?P<word>=?[^\s()\[\]{}|^?!.=]+(?:\.[^\s()\[\]{}|^?!.=]+)*(?:\.(?!\.))?)|(?P<odd>.)"
)
_MARK: Final = "(?:, )?"
_REST: Final = "[^ /]*"
"""What stands before or after a part of a compound."""
_NOTHING: Final = r"[^\x00-\x{10ffff}]"
"""What a list without entries comes to: nothing stands for it."""

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
    _known: dict[str, str] = field(default_factory=dict)

    def pattern(self, phrase: str) -> str:
        """The expression for :attr:`Words.line`; its first group is what the phrase itself covers.

        Raises :class:`PhraseError`.
        """
        body, start, end = self._framed(phrase)
        if not body.strip():
            raise PhraseError("The phrase is empty.", "Write the words to look for, or take it away.", 0, 1)
        core = self._read(body, phrase.index(body) if body in phrase else 0, ())
        if not re.search(r"/", core):
            raise PhraseError("The phrase has no word.", "Add a word to look for.", 0, len(phrase))
        found = f"(?m:^) ({core})" if start else f" ({core})"
        if end:
            found += rf"[^\n]*{re.escape(end)} \n"
        if len(found) > MOST:
            help_ = "Split it into several phrases, or use shorter lists."
            raise PhraseError("The phrase has too many alternatives.", help_, 0, len(phrase))
        return found

    def entry(self, text: str) -> str:
        """The expression for an entry of a list, which has no ``^``, ``?`` nor ``!``; raises the same."""
        return self._read(text, 0, ())

    def _framed(self, phrase: str) -> tuple[str, bool, str]:
        body = phrase.strip()
        start = body.startswith("^")
        body = body[1:] if start else body
        end = body[-1] if body.endswith(("?", "!")) else ""
        return (body[:-1] if end else body), start, end

    def _read(self, text: str, at: int, within: tuple[str, ...]) -> str:
        reader = _Reader(self, text, at, within)
        found = reader.alternatives(closing="")
        if reader.place < len(reader.tokens):
            reader.fail(reader.tokens[reader.place])
        return found

    def listed(self, name: str, start: int, end: int, within: tuple[str, ...]) -> str:
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
            self._known[name] = f"(?:{'|'.join(dict.fromkeys(parts))})" if parts else _NOTHING
        return self._known[name]

    def word(self, text: str) -> str:
        """The expression for a word as a phrase has it: that of each of the words which it stands for."""
        exact = text.startswith("=")
        word = levelled(text.removeprefix("=")).strip(",;:")
        before = _REST if word.startswith("*") else ""
        after = _REST if word.endswith("*") else ""
        forms = self.lexicon.words(word).forms if not exact else (word.casefold(),)
        parts = []
        for form in forms:
            if not form[:1].isalnum():
                continue
            head = r"[^ /]+" if exact else f"{before}{re.escape(self.lexicon.stem(form))}{after}"
            tail = re.escape(form) if exact else "[^ ]+"
            parts.append(f"{head}/{tail} {_MARK}")
        return "".join(parts)


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

    def alternatives(self, closing: str) -> str:
        parts = [self.sequence()]
        while self._next("|"):
            parts.append(self.sequence())
        if closing and not self._next(closing):
            end = len(self.text)
            message = f"A bracket is not closed: there is no {closing}."
            raise PhraseError(
                message, f"Add {closing} where the part ends.", self.at + end - 1, self.at + end
            )
        return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"

    def sequence(self) -> str:
        parts: list[str] = []
        while self.place < len(self.tokens) and self.tokens[self.place].group() not in ("|", ")", "]"):
            parts.append(self._item())
        return "".join(parts)

    def _item(self) -> str:
        token = self.tokens[self.place]
        self.place += 1
        kind, text = token.lastgroup, token.group()
        if kind == "gap" and text in _GAPS:
            return rf"(?:[^ \n]+ ){{0,{_GAPS[text]}}}"
        if kind == "list":
            name = text[1:-1].strip()
            return self.notation.listed(name, self.at + token.start(), self.at + token.end(), self.within)
        if text == "(":
            return self.alternatives(")")
        if text == "[":
            return f"(?:{self.alternatives(']')})?"
        if kind == "word":
            found = self.notation.word(text)
            if found:
                return found
        return self.fail(token)

    def _next(self, sign: str) -> bool:
        if self.place < len(self.tokens) and self.tokens[self.place].group() == sign:
            self.place += 1
            return True
        return False

    def fail(self, token: re.Match[str]) -> str:
        message = f"“{token.group()}” can't stand here in a phrase."
        help_ = (
            "Phrases have words, (one|another), [perhaps], {list}, .. and ..., "
            "^ at the beginning, ? at the end."
        )
        raise PhraseError(message, help_, self.at + token.start(), self.at + token.end())
