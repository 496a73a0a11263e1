"""What concepts sound like: files without examples, phrases that another makes superfluous, empty lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from etiquette._matching.compiled import merged_lists
from etiquette._matching.notation import Notation
from etiquette._matching.words import Lexicon
from etiquette._packing.tree import Tree

from .finding import Found
from .subject import Subject

__all__ = ["empty_lists", "missing_examples", "said_already"]

_Normal: TypeAlias = tuple[Any, ...]


def missing_examples(subject: Subject) -> Iterator[Found]:
    """Files that find something, and have no example of it."""
    for tree in subject.concepts:
        finds = any(list(tree.get(key) or ()) for key in ("phrases", "patterns"))
        if finds and not list(tree.get("matches") or ()):
            message = f"Nothing shows that the phrases of {tree.data['concept'].data} find what they should."
            help_ = "Add sentences that say it under `matches`; `etiquette test` tries them."
            yield Found(tree.data["concept"], message, help_)


def empty_lists(subject: Subject) -> Iterator[Found]:
    """Lists of words in which there is nothing."""
    for tree in (*subject.concepts, *subject.languages):
        lists = tree.get("lists")
        for name, words in lists.items() if lists else ():
            if not words.data:
                message = f"The list {name} is empty, so that nothing can stand for {{{name}}}."
                yield Found(words, message, "Write its words, or take it away.", key=True)


def said_already(subject: Subject) -> Iterator[Found]:
    """Phrases and patterns that are another one, once words are brought to their stems."""
    first: dict[_Normal, Tree] = {}
    notations = _notations(subject)
    for pack in subject.layers.packs:
        for tree in pack.concepts:
            notation = notations[tree.data["concept"].data, tree.data["language"].data]
            for normal, phrase in _normal(tree, notation):
                known = first.setdefault(normal, phrase)
                if known is not phrase and phrase.owner == subject.name:
                    yield _repeated(phrase, known)


def _notations(subject: Subject) -> dict[tuple[str, str], Notation]:
    ruleset = subject.ruleset
    found: dict[tuple[str, str], Notation] = {}
    for code, language in ruleset.languages.items():
        lexicon = Lexicon(language)
        mine = [each for each in ruleset.recognisers if each.language == code]
        for concept, lists in merged_lists(language, mine).items():
            found[concept, code] = Notation(lexicon, lists)
    return found


def _normal(tree: Tree, notation: Notation) -> Iterator[tuple[_Normal, Tree]]:
    """What each phrase and pattern of a file comes to, with what else decides on when it counts."""
    manner = (tree.get("negated") is not None, tree.get("quoted") is not None)
    head = (tree.data["concept"].data, tree.data["language"].data)
    for key in ("phrases", "exceptions"):
        for phrase in tree.get(key) or ():
            parts = [
                tuple(sorted({notation.pattern(str(each.data)) for each in found}))
                for found in _parts(phrase)
            ]
            yield (*head, key, *(manner if key == "phrases" else ()), *parts), phrase
    for pattern in tree.get("patterns") or ():
        yield (*head, "patterns", manner[1], pattern.data), pattern


def _parts(phrase: Tree) -> tuple[tuple[Tree, ...], ...]:
    if not isinstance(phrase.data, dict):
        return (phrase,), (), ()
    return tuple(tuple(phrase.get(key) or ()) for key in ("say", "with", "unless"))


def _repeated(phrase: Tree, known: Tree) -> Found:
    where = phrase.get("say") or phrase
    other = known.get("say") or known
    same = "the same" if other.data == where.data else f"what “{other.data}” says"
    message = f"“{where.data}” says {same}, of {_concept(phrase)}, again."
    whose = "the other" if known.owner == phrase.owner else f"that of {known.owner}"
    help_ = f"Take it away: {whose} finds whatever it finds."
    return Found(where, message, help_, related=(other.location,))


def _concept(tree: Tree) -> str:
    return str(tree.document.data["concept"])
