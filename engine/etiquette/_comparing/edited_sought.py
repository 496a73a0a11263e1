"""What messages are looked for, in two rulesets side by side: concepts by language, and the languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, TypeAlias

from etiquette._matching.reading import Recognition
from etiquette.kinds import Bump
from etiquette.ruleset import Ruleset
from etiquette.sought import ReadOtherwise, SoughtChange

from .editing import WORDING, differing_in, listed
from .sounds import Sounds, listings, settings, worded_otherwise

__all__ = ["concept_title", "language_title", "sought"]

_MOST: Final = 3

_Otherwise: TypeAlias = Mapping[str, list[ReadOtherwise]]
"""Examples that are read otherwise, by concept, those of the concept's own files first."""


def sought(old: Ruleset, new: Ruleset) -> Iterator[SoughtChange]:
    """Each language, and each concept in it, that is looked for otherwise, with examples that show it.

    No longer to look for what rules speak of is major, and so is to read a language no longer; what is only
    worded otherwise is a patch; everything else is minor, since what is found in a message can differ.
    """
    codes = dict.fromkeys((*old.languages, *new.languages))
    for code in codes:
        of_language = list(_language(old, new, code))
        of_concepts = list(_concepts(old, new, code))
        changed = {each.concept for each in of_concepts if each.how != "reworded"}
        everywhere = any(each.how == "changed" for each in of_language)
        names = set({**old.concepts, **new.concepts}) if everywhere else changed
        found = _read_otherwise(old, new, code, names)
        rest = [one for concept, each in found.items() if concept not in changed for one in each[:1]]
        for each in of_language:
            yield replace(each, witnesses=tuple(rest[:_MOST]))
        for each in of_concepts:
            yield replace(each, witnesses=tuple(found.get(each.concept, ())[:_MOST]))


def language_title(old: Ruleset, new: Ruleset, code: str) -> str:
    """What a language is called: its title, or its code."""
    language = new.languages.get(code) or old.languages.get(code)
    return language.title or code if language else code


def concept_title(old: Ruleset, new: Ruleset, concept: str) -> str:
    """What a concept is called: its title, or its id."""
    declared = new.concepts.get(concept) or old.concepts.get(concept)
    return declared.title or concept if declared else concept


def _language(old: Ruleset, new: Ruleset, code: str) -> Iterator[SoughtChange]:
    was, now = old.languages.get(code), new.languages.get(code)
    spoken = language_title(old, new, code)
    if was is None:
        yield SoughtChange("", "", code, spoken, "added", "minor")
    elif now is None:
        yield SoughtChange("", "", code, spoken, "removed", "major")
    else:
        differing = [each for each in differing_in(was, now) if each not in WORDING]
        also = [listed(differing)] if differing else []
        if old.language != new.language and new.language.partition("-")[0] == code.partition("-")[0]:
            also.append("that messages too short to tell are taken to be in it")
        if also:
            yield SoughtChange("", "", code, spoken, "changed", "minor", also=tuple(also))


def _concepts(old: Ruleset, new: Ruleset, code: str) -> Iterator[SoughtChange]:
    spoken = language_title(old, new, code)
    for name in dict.fromkeys((*new.concepts, *old.concepts)):
        was, now = (
            Sounds.of(each for each in ruleset.recognisers if (each.concept, each.language) == (name, code))
            for ruleset in (old, new)
        )
        parts, also = tuple(listings(was, now)), list(settings(was, now))
        found = SoughtChange(name, concept_title(old, new, name), code, spoken, "changed", "minor", parts)
        worded = worded_otherwise(was, now)
        if was.anything and not now.anything:
            bump: Bump = "major" if _spoken_of(name, new) else "minor"
            yield replace(found, how="removed", bump=bump)
        elif now.anything and not was.anything:
            yield replace(found, how="added")
        elif parts or also:
            also += ["what is proposed instead"] if worded else []
            yield replace(found, also=tuple(also))
        elif worded:
            yield replace(found, how="reworded", bump="patch", also=("what is proposed instead",))


def _spoken_of(concept: str, ruleset: Ruleset) -> bool:
    """Whether a rule asks for a concept or against it."""
    asked = (rule.message for rule in (*ruleset.rules, *ruleset.not_in_force) if rule.message)
    return any(concept in (*each.avoid, *each.must, *each.should, each.first) for each in asked)


def _read_otherwise(old: Ruleset, new: Ruleset, code: str, concepts: set[str]) -> _Otherwise:
    """The examples of both versions that say one of ``concepts`` in one of them only."""
    if not concepts:
        return {}
    before, after = (
        Recognition(
            ruleset.languages,
            [each for each in ruleset.recognisers if each.language == code and each.concept in concepts],
            ruleset.language,
        )
        for ruleset in (old, new)
    )
    found: dict[str, list[ReadOtherwise]] = {}
    own = _examples(old, new, code)
    for text in own:
        was, now = (each.read(text, language=code).concepts for each in (before, after))
        for concept in sorted(was ^ now):
            title = concept_title(old, new, concept)
            found.setdefault(concept, []).append(ReadOtherwise(text, concept, title, concept in now))
    for concept, each in found.items():
        each.sort(key=lambda one, concept=concept: concept not in own[one.text])  # type: ignore[misc]  # a default
    return found


def _examples(old: Ruleset, new: Ruleset, code: str) -> dict[str, set[str]]:
    """The examples of a language, each with the concepts in whose files it stands."""
    found: dict[str, set[str]] = {}
    for each in (*new.recognisers, *old.recognisers):
        if each.language == code:
            for example in (*each.matches, *each.does_not_match):
                found.setdefault(" ".join(example.text.split()), set()).add(each.concept)
    return found
