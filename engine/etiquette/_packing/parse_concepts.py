"""What concepts sound like, as packs write it: several files for one concept and language add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from etiquette._reading.wording import did_you_mean, listed
from etiquette.recognition import Example, Pattern, Phrase, Recogniser

from .names import Names
from .parse_declared import parse_fact
from .parse_languages import Spoken
from .phrases import PhraseCheck, entries, united
from .refusals import check_expression
from .tree import Tree

__all__ = ["parse_concepts"]

_KINDS: Final = ("text", "texts")


def parse_concepts(
    trees: Iterable[Tree],
    spoken: Mapping[str, Spoken],
    language_ids: Iterable[str],
    names: Names,
    *,
    as_released: bool = False,
) -> tuple[Recogniser, ...]:
    """A recogniser for each file, in an order that neither files nor what stands in them have a part in.

    ``language_ids`` are the languages of all files that were seen. Problems are in ``names``. Phrases that
    stand in packs ``as_released`` were read before their digests were recorded, and aren't again.
    """
    groups: dict[tuple[str, str], list[Tree]] = {}
    for tree in trees:
        names.member("concepts", tree.data["concept"])
        for fact in tree.get("facts") or ():
            parse_fact(fact, names, _KINDS, "a text or a list of texts")
        for pattern in tree.get("patterns") or ():
            check_expression(pattern, names)
        groups.setdefault((tree.data["concept"].data, tree.data["language"].data), []).append(tree)
    found: list[Recogniser] = []
    for (_, code), files in sorted(groups.items()):
        if code in spoken:
            if not as_released:
                _check_phrases(files, spoken[code], names)
        elif code not in language_ids:
            for tree in files:
                _no_language(tree.data["language"], sorted(spoken), names)
        lists = united(*({name: entries(each)} for tree in files for name, each in _lists(tree)))
        found += [replace(_recogniser(tree), lists=lists) for tree in files]
    return tuple(sorted(found, key=_content))


def _no_language(tree: Tree, known: Sequence[str], names: Names) -> None:
    near = did_you_mean(tree.data, known)
    rest = f"Add a file that begins with `language: {tree.data}`"
    rest += f", or use one that there is: {listed(known)}." if known else "."
    help_ = f"Did you mean {near}?" if near else rest
    names.found.append(tree.problem("E453", f"No pack has a file for the language {tree.data}.", help_))


def _lists(tree: Tree) -> Iterator[tuple[str, Tree]]:
    found = tree.get("lists")
    yield from found.items() if found is not None else ()


def _check_phrases(files: Sequence[Tree], spoken: Spoken, names: Names) -> None:
    trees = [each for tree in files for each in _lists(tree)]
    lists = united(spoken.lists, *({name: entries(each)} for name, each in trees))
    check = PhraseCheck(spoken.lexicon, lists, trees, names)
    for tree in files:
        for key in ("phrases", "exceptions"):
            for phrase in tree.get(key) or ():
                for part in _parts(phrase):
                    check.phrase(part)


def _parts(phrase: Tree) -> Iterator[Tree]:
    """All phrases of one entry: what is said, what stands with it, and what doesn't."""
    if not isinstance(phrase.data, dict):
        yield phrase
        return
    for key in ("say", "with", "unless"):
        yield from phrase.get(key) or ()


def _recogniser(tree: Tree) -> Recogniser:
    return Recogniser(
        concept=tree.data["concept"].data,
        language=tree.data["language"].data,
        phrases=_phrases(tree, "phrases"),
        patterns=tuple(
            sorted(
                (Pattern(each.data, each.location) for each in tree.get("patterns") or ()),
                key=lambda each: each.text,
            )
        ),
        exceptions=_phrases(tree, "exceptions"),
        negated=tree.get("negated") is not None,
        quoted=tree.get("quoted") is not None,
        facts=tuple(sorted(set(entries(tree.get("facts"))))),
        instead=_text(tree, "instead"),
        matches=_examples(tree, "matches"),
        does_not_match=_examples(tree, "does_not_match"),
        owner=tree.owner,
        location=tree.data["concept"].location,
    )


def _phrases(tree: Tree, key: str) -> tuple[Phrase, ...]:
    found = [_phrase(each) for each in tree.get(key) or ()]
    return tuple(sorted(found, key=lambda each: (each.say, each.together, each.unless, each.instead)))


def _phrase(tree: Tree) -> Phrase:
    if not isinstance(tree.data, dict):
        return Phrase(tree.data, location=tree.location)
    return Phrase(
        say=tree.data["say"].data,
        together=tuple(sorted(entries(tree.get("with")))),
        unless=tuple(sorted(entries(tree.get("unless")))),
        instead=_text(tree, "instead"),
        location=tree.data["say"].location,
    )


def _examples(tree: Tree, key: str) -> tuple[Example, ...]:
    return tuple(Example(each.data, each.location) for each in tree.get(key) or ())


def _text(tree: Tree, key: str) -> str:
    found = tree.get(key)
    return str(found.data) if found is not None else ""


def _content(each: Recogniser) -> tuple[Any, ...]:
    """What a recogniser says, for sorting; who says it comes last."""
    said = [
        [(one.say, one.together, one.unless, one.instead) for one in part]
        for part in (each.phrases, each.exceptions)
    ]
    patterns = [one.text for one in each.patterns]
    manner = (each.negated, each.quoted, each.instead, each.facts)
    return (each.concept, each.language, said, patterns, manner, each.owner)
