"""The message of a proposed step: read where there is a text, with the names that the facts tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from ._deciding.messages import measured
from ._nouns import replace
from .facts import Facts, FactValue, Message, Step
from .report import DraftRead, Finding
from .ruleset import Ruleset
from .vocabulary import FactDecl

__all__ = ["draft_read", "language_name", "names_in", "why_unjudged", "with_reading"]


def with_reading(ruleset: Ruleset, facts: Facts) -> Facts:
    """The facts with what is read in the text of the message that they propose, if there is one."""
    step = facts.proposed
    if step is None or step.message is None or step.message.text is None or step.message.reading is not None:
        return facts
    subject = step.message.subject
    reading = ruleset.recognition.read(
        step.message.text, subject if isinstance(subject, str) else "", names_in(ruleset, facts)
    )
    return replace(facts, proposed=replace(step, message=replace(step.message, reading=reading)))


def names_in(ruleset: Ruleset, facts: Facts) -> dict[str, tuple[str, ...]]:
    """The names of things that the facts tell, by path: whatever is a free text, alone or in a list."""
    found = {
        path: tuple(_texts(decl, facts.told[path]))
        for path, decl in ruleset.vocabulary.facts.items()
        if path in facts.told
    }
    return {path: names for path, names in found.items() if names}


def _texts(decl: FactDecl, value: FactValue) -> Iterator[str]:
    if decl.kind == "text" and isinstance(value, str):
        yield value
    elif decl.kind == "texts" and isinstance(value, tuple):
        yield from (each for each in value if isinstance(each, str))
    elif decl.kind == "records" and isinstance(value, tuple):
        for entry in value:
            for part in decl.fields:
                if not isinstance(entry, str) and part.kind == "text" and part.name in entry:
                    yield from _texts(part, entry[part.name])


def draft_read(ruleset: Ruleset, step: Step | None, findings: Sequence[Finding]) -> DraftRead | None:
    """What became of the text of a step's message; ``None`` where it has none."""
    message = step.message if step else None
    if step is None or message is None or message.reading is None:
        return None
    reading = message.reading
    levels = {each.level for each in findings if each.about.startswith("message")}
    verdict: Literal["good", "improve", "bad", "unjudged"] = "good" if reading.judged else "unjudged"
    verdict = "bad" if "error" in levels else "improve" if "warning" in levels else verdict
    channel = ruleset.channels.get(step.channel or "")
    units = dict.fromkeys(("words", *((channel.unit,) if channel else ()), *_limited(ruleset, step)))
    return DraftRead(
        reading.language,
        language_name(reading.language) if reading.language else "",
        reading.sure,
        reading.judged,
        verdict,
        reading.set_aside,
        tuple((unit, measured(reading.own, unit, ruleset.measures)) for unit in units),
        tuple(each for each in ruleset.concepts if each in reading.concepts),
        tuple(sorted(reading.mentioned.items())),
    )


def _limited(ruleset: Ruleset, step: Step) -> list[str]:
    """The units in which any rule about the step's channel bounds a message."""
    return sorted(
        {
            limit.unit
            for rule in ruleset.by_action.get(step.action, ())
            if rule.message and (rule.scope is None or rule.scope.channel in (None, step.channel))
            for limit in rule.message.limits
        }
    )


def why_unjudged(ruleset: Ruleset, message: Message) -> str:
    """Why nobody could look at what a message says, in one sentence."""
    if message.reading is None:
        return "What the message says, and its tone, were not looked at."
    if not ruleset.recognisers:
        return (
            "What the message says, and its tone, were not looked at: no rule pack says how to recognise it."
        )
    from ._reading.wording import listed

    known = listed(sorted(language_name(each) for each in ruleset.languages), "and")
    return (
        f"The message seems to be in {language_name(message.reading.language)}, and the rule packs can read "
        f"{known} only: what it says, and its tone, were not judged."
    )


@cache
def language_name(code: str) -> str:
    """What a language is called in English; its code where it has no name.

    >>> language_name("de")
    'German'
    """
    from iso639 import Lang
    from iso639.exceptions import InvalidLanguageValue

    try:
        return str(Lang(code).name).partition(" (")[0]
    except InvalidLanguageValue:
        return code or "a language that could not be told"
