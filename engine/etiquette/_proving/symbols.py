"""The facts of any case at all, as unknowns of the solver, and what the schema says of them.

Facts are taken to be known: what isn't told could be any of the values that it could be told to be, and a
decision is only ever stated where all of those agree. So what holds for all known facts holds for all facts.

Each kind of fact has its symbol:

=============  ==================================================================
boolean        :class:`Flag`
word           :class:`Word`, one formula for each word
text           :class:`Text`, a number for each text that the rules speak of
list of words  :class:`Words`, a formula for each word
number, date   :class:`Number`, a date by its ordinal
records        :class:`~etiquette._proving.records.Records`
=============  ==================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

import z3

from etiquette._deciding.calendars import countries
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import FactDecl

from .logic import Formula, Term, both, either, negate

__all__ = ["FARTHEST", "Flag", "Number", "Symbol", "Symbols", "Text", "Word", "Words", "one_of"]

FARTHEST: Final = 7_306
"""Days around today within which all dates of a case lie: twenty years, or a day too many."""

_TODAY: Final = (date(1900, 1, 1).toordinal(), date(2199, 12, 31).toordinal())


@dataclass(frozen=True, slots=True)
class Flag:
    """A fact that is so or not, or none."""

    holds: Formula
    none: Formula = False


@dataclass(frozen=True, slots=True)
class Word:
    """One of several words, or none."""

    choices: Mapping[str, Formula]
    none: Formula = False


@dataclass(frozen=True, slots=True)
class Text:
    """Any text; ``code`` is the number of a text that the rules speak of, or one beyond them all."""

    code: Term
    none: Formula = False


@dataclass(slots=True)
class Words:
    """A list of words: which of them it holds. For free texts only those that are asked for."""

    path: str
    has: dict[str, Formula]
    free: bool
    none: Formula = False

    def holds(self, word: str) -> Formula:
        """Whether the list holds ``word``."""
        if self.free and word not in self.has:
            self.has[word] = z3.Bool(f"{self.path}~{word}")
        return both(negate(self.none), self.has.get(word, False))


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number, or a day by its ordinal, or none."""

    term: Term
    none: Formula = False


Symbol: TypeAlias = Flag | Word | Text | Words | Number


class Symbols:
    """The facts that formulas speak of, made when they are first asked for.

    ``said`` are the formulas that hold of them in any case. Rulesets that are compared share their facts;
    a word that only one of them knows is a word for all.
    """

    def __init__(self, *rulesets: Ruleset) -> None:
        self.rulesets = rulesets
        self.today: Term = z3.Int("today")
        self.said: list[Formula] = [self.today >= _TODAY[0], self.today <= _TODAY[1]]
        self.facts: dict[str, Symbol] = {}
        self.countries: tuple[str, ...] = ()
        self._codes: dict[str, int] = {}

    def fact(self, path: str) -> Symbol:
        """The symbol of a fact that isn't a list of records."""
        found = self.facts.get(path)
        if found is None:
            found = self.facts[path] = self._made(path, self.declared(path))
        return found

    def declared(self, path: str) -> FactDecl:
        """The declaration of a fact in the first of the rulesets that has one."""
        return next(each.vocabulary[path] for each in self.rulesets if path in each.vocabulary)

    def words(self, decl: FactDecl) -> tuple[str, ...]:
        """The words that a fact may be, in any of the rulesets."""
        found = (word for each in self.rulesets for word in each.words_for(decl))
        return tuple(dict.fromkeys(found))

    def code(self, text: str) -> int:
        """The number that stands for a text."""
        return self._codes.setdefault(text, len(self._codes) + 1)

    def text(self, code: int) -> str | None:
        """The text that a number stands for; ``None`` for one that the rules don't speak of."""
        return next((text for text, number in self._codes.items() if number == code), None)

    def day(self, name: str, *, past: bool = False) -> Term:
        """A new day within the years that dates may lie in."""
        term = z3.Int(name)
        self.said += [term >= self.today - FARTHEST]
        self.said += [term <= self.today if past else term <= self.today + FARTHEST]
        return term

    def _made(self, path: str, decl: FactDecl) -> Symbol:
        none = z3.Bool(f"{path}!none") if decl.can_be_none else False
        match decl.kind:
            case "boolean":
                return Flag(z3.Bool(path), none)
            case "word":
                return one_of(path, self.words(decl), self.said, none)
            case "words":
                has = {word: z3.Bool(f"{path}~{word}") for word in self.words(decl)}
                return Words(path, has, free=False, none=none)
            case "texts":
                return Words(path, {}, free=True, none=none)
            case "number":
                return Number(self._between(z3.Int(path), decl.least, decl.most), none)
            case "date":
                return Number(self.day(path, past=decl.past), none)
            case _:
                text = Text(z3.Int(path), none)
                if any(each.country == path for each in self.rulesets):
                    self.said.append(either(none, self._a_country(text.code, decl)))
                return text

    def _a_country(self, code: Term, decl: FactDecl) -> Formula:
        """That a text is a country with a calendar: no other is let in. Examples come first."""
        known = countries()
        first = [each for each in decl.examples if each in known]
        self.countries = (*first, *sorted(known - set(first)))
        codes = sorted(self.code(each) for each in self.countries)
        if len(codes) == codes[-1] - codes[0] + 1:
            return both(code >= codes[0], code <= codes[-1])
        return either(*(code == each for each in codes))

    def _between(self, term: Term, least: int | None, most: int | None) -> Term:
        self.said += [term >= least] if least is not None else []
        self.said += [term <= most] if most is not None else []
        return term


def one_of(name: str, words: tuple[str, ...], said: list[Formula], none: Formula = False) -> Word:
    """A new word, which is exactly one of several, or none."""
    choices: dict[str, Formula] = {word: z3.Bool(f"{name}={word}") for word in words}
    if len(choices) == 1 and none is False:
        return Word(dict.fromkeys(choices, True))
    options = [*choices.values(), *([] if none is False else [none])]
    said.append(either(*options))
    none_of = [negate(each) for each in options]
    said += [either(one, other) for place, one in enumerate(none_of) for other in none_of[:place]]
    return Word(choices, none)
