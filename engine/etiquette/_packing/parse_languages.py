"""Languages as packs write them: several files for one add up to what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Final

from etiquette._matching.words import levelled
from etiquette._reading.wording import did_you_mean
from etiquette.recognition import AsideMarkers, Language

from .names import Names
from .phrases import PhraseCheck, PlainWords, entries, united
from .refusals import check_expression
from .tree import Tree

__all__ = ["Spoken", "parse_languages"]

_LIBRARY: Final = "snowballstemmer"


@dataclass(frozen=True)
class Spoken:
    """A language, and its words and lists as far as phrases can use them."""

    language: Language
    lexicon: PlainWords
    lists: Mapping[str, Sequence[str]]


def parse_languages(trees: Iterable[Tree], names: Names) -> dict[str, Spoken]:
    """The languages by their code; ``trees`` are the files, bases first. Problems are in ``names``."""
    files: dict[str, list[Tree]] = {}
    for tree in trees:
        files.setdefault(tree.data["language"].data, []).append(tree)
    return {code: _language(code, files[code], names) for code in sorted(files)}


def _language(code: str, files: Sequence[Tree], names: Names) -> Spoken:
    trees = [each for tree in files for each in _lists(tree)]
    stemmer = _agreed([tree.get("stemmer") for tree in files], f"the stemmer of {code}", names)
    if stemmer is not None:
        _check_stemmer(stemmer, names)
    title = _agreed([tree.get("title") for tree in files], f"the title of {code}", names)
    aside = [found for tree in files if (found := tree.get("set_aside")) is not None]
    language = Language(
        id=code,
        title=title.data if title is not None else "",
        stemmer=stemmer.data if stemmer is not None else "",
        contractions=_contractions(code, files, names),
        irregular=_irregular(files),
        **{key: _words(tree.get(key) for tree in files) for key in _WORDS},
        lists=united(*({name: entries(each)} for name, each in trees)),
        salutation=_texts(tree.get("salutation") for tree in files),
        farewell=_texts(tree.get("farewell") for tree in files),
        set_aside=AsideMarkers(**{key: _texts(each.get(key) for each in aside) for key in _ASIDE}),
        owner=files[0].owner,
        location=files[0].location,
    )
    lexicon = PlainWords(language)
    check = PhraseCheck(lexicon, language.lists, trees, names)
    for tree in files:
        for key in ("salutation", "farewell"):
            for phrase in tree.get(key) or ():
                check.phrase(phrase)
    for tree in aside:
        for line in chain.from_iterable(lines for _, lines in tree.items()):
            check_expression(line, names)
    return Spoken(language, lexicon, check.usable)


_WORDS: Final = ("negators", "breaks", "abbreviations", "light")
_ASIDE: Final = ("quoted", "signature", "disclaimer")


def _lists(tree: Tree) -> Iterator[tuple[str, Tree]]:
    found = tree.get("lists")
    yield from found.items() if found is not None else ()


def _texts(trees: Iterable[Tree | None]) -> tuple[str, ...]:
    return tuple(sorted({text for tree in trees for text in entries(tree)}))


def _words(trees: Iterable[Tree | None]) -> tuple[str, ...]:
    return tuple(sorted({_word(text) for tree in trees for text in entries(tree)}))


def _word(text: str) -> str:
    """A word as texts are read: level, and in lower case."""
    return levelled(text).casefold()


def _irregular(files: Sequence[Tree]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for tree in files:
        irregular = tree.get("irregular")
        for word, forms in irregular.items() if irregular is not None else ():
            found.setdefault(_word(word), set()).update(map(_word, entries(forms)))
    return {word: tuple(sorted(found[word])) for word in sorted(found)}


def _contractions(code: str, files: Sequence[Tree], names: Names) -> dict[str, str]:
    found: dict[str, list[Tree | None]] = {}
    for tree in files:
        contractions = tree.get("contractions")
        for short, full in contractions.items() if contractions is not None else ():
            found.setdefault(_word(short), []).append(full)
    agreed = {
        short: _agreed(found[short], f"what {short} stands for in {code}", names) for short in sorted(found)
    }
    return {short: _word(full.data) for short, full in agreed.items() if full is not None}


def _agreed(said: Iterable[Tree | None], what: str, names: Names) -> Tree | None:
    """What is said, ``None`` where nothing is; whoever says something else than the first is reported."""
    found = [each for each in said if each is not None]
    first = found[0] if found else None
    for other in found:
        if first is not None and other.data != first.data:
            message = f"Files disagree on {what}: “{first.data}” and “{other.data}”."
            help_ = "Take it away here: what another file says of the language holds for all."
            names.found.append(other.problem("E454", message, help_, related=(first.location,)))
    return first


def _check_stemmer(tree: Tree, names: Names) -> None:
    if _is_stemmer(tree.data):
        return
    from snowballstemmer import algorithms

    known = sorted(algorithms())
    near = did_you_mean(tree.data, known)
    help_ = f"Did you mean {near}?" if near else f"There is {', '.join(known[:-1])} and {known[-1]}."
    names.found.append(tree.problem("E453", f"There is no stemmer called {tree.data}.", help_))


@cache
def _is_stemmer(name: str) -> bool:
    """Whether the library has it; looked up by its file, since loading all stemmers takes a while."""
    if not name.isidentifier() or not name.islower():
        return False
    spec = find_spec(_LIBRARY)
    folders = spec.submodule_search_locations if spec is not None else None
    return any((Path(each) / f"{name}_stemmer.py").is_file() for each in folders or ())
