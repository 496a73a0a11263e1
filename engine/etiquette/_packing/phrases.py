"""Phrases and lists of words as a pack writes them: whether they can be read, and what is wrong where.

Stems don't matter for that, so no stemmer is loaded for it: a stem is never longer than its word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final

from etiquette._matching.expressions import Expression
from etiquette._matching.notation import MOST, Notation, PhraseError
from etiquette._matching.words import Lexicon, Words
from etiquette._reading.wording import did_you_mean, listed
from etiquette.recognition import Language

from .names import Names
from .tree import Tree
from .whole import circle

__all__ = ["PhraseCheck", "PlainWords", "entries", "united"]

_REFERENCE: Final = re.compile(r"\{([^{}]*)\}")
_DEEPEST: Final = 20
_STAND_IN: Final = ("word",)
"""What stands for a list that can't be used, so that nothing else is said of phrases with it."""


def entries(tree: Tree | None) -> tuple[str, ...]:
    """The texts of a list; none where there is none."""
    return tuple(str(each.data) for each in tree) if tree is not None else ()


def united(*lists: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """All lists, those of one name put together, longer entries first: whichever way round they stood."""
    found: dict[str, set[str]] = {}
    for each in lists:
        for name, texts in each.items():
            found.setdefault(name, set()).update(texts)
    return {name: tuple(sorted(found[name], key=lambda text: (-len(text), text))) for name in sorted(found)}


class PlainWords(Lexicon):
    """The words of a language without stems, each looked at once."""

    def __init__(self, language: Language) -> None:
        super().__init__(replace(language, stemmer=""))
        self._seen: dict[str, Words] = {}
        self.written: dict[str, Expression] = {}

    def words(self, text: str) -> Words:
        """The words of a text that is levelled."""
        found = self._seen.get(text)
        if found is None:
            found = self._seen[text] = super().words(text)
        return found


class _Notation(Notation):
    """The notation, with what each word of phrases comes to kept for all phrases of the language."""

    def word(self, text: str) -> Expression:
        lexicon = self.lexicon
        assert isinstance(lexicon, PlainWords)  # noqa: S101 - made below
        found = lexicon.written.get(text)
        if found is None:
            found = lexicon.written[text] = super().word(text)
        return found


@dataclass
class PhraseCheck:
    """Reads phrases of a language with some lists, and reports in ``names`` what can't be read.

    ``trees`` are the lists to be reported on, by name; ``lists`` are those and others that are known good.
    ``usable`` are the lists afterwards, with something harmless in place of those that can't be used.
    """

    lexicon: PlainWords
    lists: Mapping[str, Sequence[str]]
    trees: Sequence[tuple[str, Tree]]
    names: Names
    usable: dict[str, Sequence[str]] = field(init=False)
    notation: Notation = field(init=False)

    def __post_init__(self) -> None:
        """Look at the lists, each after those that it holds."""
        self.usable = usable = dict(self.lists)
        self.notation = _Notation(self.lexicon, usable)
        usable.update(dict.fromkeys(self._circular(), _STAND_IN))
        for name in self._in_turn():
            trees = [tree for each, tree in self.trees if each == name]
            if not self._is_usable(name, trees):
                usable[name] = _STAND_IN

    def phrase(self, tree: Tree) -> None:
        """Report what is wrong with the phrase at ``tree``."""
        self._read(tree, self.notation.pattern)

    def _is_usable(self, name: str, trees: Iterable[Tree]) -> bool:
        """Whether all entries of a list can be read, and come to no more than a phrase may."""
        length, usable = 0, True
        for entry in chain.from_iterable(trees):
            found = self._read(entry, self.notation.entry)
            usable = usable and found is not None
            length += len(found or "")
            if length > MOST:
                message = f"The list {name} has too many alternatives."
                help_ = "Split it into several lists, or use shorter ones in it."
                self.names.found.append(entry.problem("E452", message, help_))
                return False
        return usable

    def _read(self, tree: Tree, read: Callable[[str], str]) -> str | None:
        """What a phrase or an entry comes to; ``None``, and reported, where it can't be read."""
        text = str(tree.data)
        if not self._known_lists(tree, text):
            return None
        problem = _deeply_nested(text)
        try:
            if problem is None:
                return read(text)
        except PhraseError as error:
            problem = error
        span = (problem.start, problem.end) if (problem.start, problem.end) != (0, len(text)) else None
        self.names.found.append(tree.problem("E450", str(problem), problem.help, span=span))
        return None

    def _known_lists(self, tree: Tree, text: str) -> bool:
        unknown = [each for each in _REFERENCE.finditer(text) if each[1].strip() not in self.lists]
        for each in unknown:
            name = each[1].strip()
            near = did_you_mean(name, self.lists)
            rest = f"Write it under `lists`, or use {listed(f'{{{known}}}' for known in sorted(self.lists))}."
            help_ = f"Did you mean {{{near}}}?" if near else rest if self.lists else "Write it under `lists`."
            message = f"There is no list of words called {name}."
            self.names.found.append(tree.problem("E452", message, help_, span=each.span()))
        return not unknown

    def _held(self, name: str) -> Iterator[str]:
        for text in self.lists.get(name, ()):
            yield from (each.strip() for each in _REFERENCE.findall(text))

    def _circular(self) -> tuple[str, ...]:
        """The lists that hold themselves; the circle is reported where the first of its own lists stands."""
        left = dict(self.lists)
        found: list[str] = []
        while around := circle(sorted(left), lambda name: self._held(name) if name in left else ()):
            own = [tree for name, tree in self.trees if name in around]
            if own:
                message = f"Lists of words go round in a circle: {' → '.join(around)}."
                help_ = "Take one of them out of another."
                self.names.found.append(own[0].problem("E452", message, help_, key=True))
            found += around
            for name in around:
                left.pop(name, None)
        return tuple(found)

    def _in_turn(self) -> list[str]:
        """The names of all lists, each after those that it holds."""
        done: dict[str, None] = {}
        stack = [(name, False) for name in sorted(self.lists, reverse=True)]
        begun: set[str] = set()
        while stack:
            name, ready = stack.pop()
            if ready:
                done[name] = None
            elif name not in begun:
                begun.add(name)
                stack.append((name, True))
                stack += [(each, False) for each in self._held(name) if each in self.lists]
        return list(done)


def _deeply_nested(text: str) -> PhraseError | None:
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if depth > _DEEPEST:
            help_ = "Split it into several phrases."
            return PhraseError("The phrase has brackets in brackets, too many.", help_, place, place + 1)
    return None
