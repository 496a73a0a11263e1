"""One thing that a message can say, as a page or as data: the rules on it, and how it sounds, by file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from etiquette._handbook.sayings import demands_on, files_of
from etiquette._saying import sentence
from etiquette._text.blocks import Item, Page, Row, Section
from etiquette._text.words import join

if TYPE_CHECKING:
    from etiquette.recognition import Recogniser
    from etiquette.ruleset import Ruleset

__all__ = ["concept_as_data", "concept_page"]


def concept_page(ruleset: Ruleset, concept: str) -> Page:
    """Its rules with what each asks, then phrases, the rewording and examples, file by file."""
    packs = f"As in {join(str(each) for each in ruleset.packs)}."
    title = ruleset.concepts[concept].title or concept
    items = tuple(
        Item(rule.title or rule.id, f"{words}, {rule.id}", (Row("", sentence(rule, ruleset)),))
        for words, rules in demands_on(concept, ruleset)
        for rule in rules
    )
    files = files_of(concept, ruleset)
    silent = "" if items else "No rule speaks of it."
    unheard = "" if files else " Nothing is looked for in messages."
    first = Section(concept, items, "quiet", intro=f"{silent}{unheard}".strip(), spaced=True)
    further = tuple(_file(each, ruleset) for each in files)
    return Page(f"{title[:1].upper()}{title[1:]}.", "strong", (first, *further), (packs,))


def _file(each: Recogniser, ruleset: Ruleset) -> Section:
    language = ruleset.languages.get(each.language)
    spoken = language.title or each.language if language else each.language
    name = each.location.file if each.location else each.owner
    item = Item(f"In {spoken}", f"from {each.owner}", tuple(_rows(each)), "none")
    return Section(name, (item,), "quiet")


def _rows(each: Recogniser) -> Iterator[Row]:
    yield from _listed("Phrases", [one.written for one in each.phrases])
    yield from _listed("Patterns", [one.text for one in each.patterns])
    yield from _listed("Exceptions", [one.written for one in each.exceptions])
    yield from _listed("Facts", list(each.facts))
    if each.negated:
        yield Row("Negated", "It counts after a word such as “not”, too.")
    if each.quoted:
        yield Row("Quoted", "It counts between quotation marks, too.")
    if each.instead:
        yield Row("Instead", each.instead)
    yield from _listed("Says it", [" ".join(one.text.split()) for one in each.matches])
    yield from _listed("Doesn't", [" ".join(one.text.split()) for one in each.does_not_match])


def _listed(label: str, texts: list[str]) -> Iterator[Row]:
    for n, text in enumerate(texts):
        yield Row("" if n else label, text)


def concept_as_data(ruleset: Ruleset, concept: str) -> dict[str, Any]:
    """Plain data: ``concept``, ``title``, ``room``, ``demands`` by rule, and ``files``."""
    declared = ruleset.concepts[concept]
    return {
        "concept": concept,
        "title": declared.title,
        "room": declared.room,
        "demands": [
            {"rule": rule.id, "asks": words}
            for words, rules in demands_on(concept, ruleset)
            for rule in rules
        ],
        "files": [
            {
                "language": each.language,
                "phrases": [one.written for one in each.phrases],
                "patterns": [one.text for one in each.patterns],
                "exceptions": [one.written for one in each.exceptions],
                "facts": list(each.facts),
                "negated": each.negated,
                "quoted": each.quoted,
                "instead": each.instead,
                "matches": [one.text for one in each.matches],
                "does_not_match": [one.text for one in each.does_not_match],
                "owner": each.owner,
                "location": each.location.to_dict() if each.location else None,
            }
            for each in files_of(concept, ruleset)
        ],
    }
