"""What a message can say: what rules ask of it, and how it sounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from etiquette._saying import in_use
from etiquette.model import MessageDemand, Rule
from etiquette.recognition import Recogniser
from etiquette.ruleset import Ruleset

__all__ = ["TITLE", "Saying", "demands_on", "files_of", "sayings"]

TITLE: Final = "What a message should and shouldn't say"
_EXAMPLES: Final = 2


@dataclass(frozen=True, slots=True)
class Saying:
    """A concept in a handbook: what rules ask, with their ids and titles; examples; what to say instead."""

    title: str
    rules: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    examples: tuple[str, ...]
    instead: str


def demands_on(concept: str, ruleset: Ruleset) -> tuple[tuple[str, tuple[Rule, ...]], ...]:
    """What rules ask about a concept, in words such as *not to be said*, each with its rules."""
    found: dict[str, list[Rule]] = {}
    for rule in ruleset.rules:
        for words in _asked(concept, rule.message) if rule.message else ():
            found.setdefault(words, []).append(rule)
    return tuple((words, tuple(rules)) for words, rules in found.items())


def _asked(concept: str, message: MessageDemand) -> Iterator[str]:
    if concept == message.first:
        yield "comes first"
    for words, concepts in (
        ("must be said", message.must),
        ("should be said", message.should),
        ("may be said", message.may),
        ("not to be said", message.avoid),
    ):
        if concept in concepts:
            yield words


def files_of(concept: str, ruleset: Ruleset) -> tuple[Recogniser, ...]:
    """The files that say what a concept sounds like, the packs' own language first."""
    own = ruleset.language.partition("-")[0]
    found = [each for each in ruleset.recognisers if each.concept == concept]
    return tuple(sorted(found, key=lambda each: (each.language.partition("-")[0] != own, each.language)))


def sayings(ruleset: Ruleset) -> tuple[Saying, ...]:
    """The concepts that rules speak of as things are set, in declared order."""
    return tuple(_sayings(ruleset))


def _sayings(ruleset: Ruleset) -> Iterator[Saying]:
    for concept in ruleset.concepts.values():
        demands = [
            (words, tuple((rule.id, rule.title or rule.id) for rule in rules if in_use(rule.when, ruleset)))
            for words, rules in demands_on(concept.id, ruleset)
        ]
        rules = tuple(each for each in demands if each[1])
        files = files_of(concept.id, ruleset)
        files = tuple(each for each in files if each.language == files[0].language)
        examples = [" ".join(one.text.split()) for each in files for one in each.matches]
        instead = next((each.instead for each in files if each.instead), "")
        if rules:
            title = concept.title or concept.id
            yield Saying(f"{title[:1].upper()}{title[1:]}", rules, tuple(examples[:_EXAMPLES]), instead)
