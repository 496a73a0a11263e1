"""Cases, ways and days in words that a coach reads aloud."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from etiquette._deciding.combine import WayKey
from etiquette._deciding.wording import any_of, day_in_words, title_of
from etiquette._saying import Phrases, definition_in_words
from etiquette.algebra import Condition, Constant, Fact, Not, Pick, Test
from etiquette.facts import Facts, FactValue, Step
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import NONE, FactDecl

__all__ = [
    "case_in_words",
    "concepts_in_words",
    "day",
    "items_in_words",
    "modality_in_words",
    "step_as_noun",
    "where",
]

_DO = {
    "must": "must be done",
    "should": "should be done",
    "may": "may be done",
    "should_not": "should rather not be done",
    "must_not": "must not be done",
    "conflict": "is demanded and ruled out at once",
    None: "is not spoken of",
}


def day(each: date, today: date) -> str:
    """``Thursday 26 November``."""
    return day_in_words(each, today)


def modality_in_words(modality: str | None) -> str:
    """``should be done``, and the like."""
    return _DO[modality]


def items_in_words(ruleset: Ruleset, place: int, items: tuple[str, ...] | list[str], last: str = "or") -> str:
    """Channels, recipients or carriers (by their place in a way) as phrases: ``by email or by phone``."""
    phrases = Phrases(ruleset, ids=False)
    said = {0: phrases.channel, 1: phrases.recipient, 2: phrases.carrier}[place]
    return any_of([said(each) for each in items], last)


def concepts_in_words(ruleset: Ruleset, concepts: list[str]) -> str:
    """Titles of what a message can say, quoted."""
    return any_of([f"“{title_of(ruleset, 'concepts', each)}”" for each in concepts], "and")


def where(ruleset: Ruleset, some: set[WayKey], every: set[WayKey]) -> str:
    """Which ways are meant, if not all of them: ``by phone``; with a space before it."""
    if some == every:
        return ""
    for place in range(3):
        mine, others = {key[place] for key in some}, {key[place] for key in every - some}
        if not mine & others:
            ordered = [each for each in dict.fromkeys(key[place] for key in sorted(every)) if each in mine]
            words = items_in_words(ruleset, place, ordered)
            return f" if addressed to {words}" if place == 1 else f" {words}"
    return " in some ways"


def step_as_noun(ruleset: Ruleset, step: Step, today: date) -> str:
    """``a step by phone on Sunday 6 December``."""
    phrases = Phrases(ruleset, ids=False)
    parts = [phrases.channel(step.channel)] if step.channel else []
    parts += [f"to {phrases.recipient(step.to)}"] if step.to else []
    parts += (
        [phrases.carrier(step.via)] if step.via and step.via != step.to and len(ruleset.carriers) > 1 else []
    )
    parts.append(f"on {day(step.day, today)}")
    parts += [f"at {step.at:%H:%M}"] if step.at else []
    return f"a step {' '.join(parts)}{_message(ruleset, step)}"


def _message(ruleset: Ruleset, step: Step) -> str:
    message = step.message
    if message is None:
        return ""
    if message.text is not None:
        return f" with the text “{message.text}”"
    if message.says is not None:
        said = concepts_in_words(ruleset, sorted(message.says))
        return f" that says {said}" if said else " that says nothing in particular"
    if message.lengths:
        return f" of {any_of([f'{most} {unit}' for unit, most in sorted(message.lengths.items())], 'and')}"
    return " with a subject" if isinstance(message.subject, str) else " without a subject"


# Cases


def case_in_words(ruleset: Ruleset, facts: Facts, *, today: bool) -> str:
    """What is so in a case: each fact that it tells as a clause; with ``today`` also what day it is."""
    clauses = [f"today is {day_in_words(facts.today)}"] if today else []
    needed = [path for path in facts.told if ruleset.vocabulary[path].required]
    for path in dict.fromkeys((*needed, *facts.told)):
        value = facts.told[path]
        clauses += _clauses(ruleset, path, value, facts.today)
    if facts.timezone.key != "UTC":
        clauses.append(f"you are in {facts.timezone.key}")
    return any_of(clauses, "and") or f"today is {day_in_words(facts.today)}"


def _clauses(ruleset: Ruleset, path: str, value: FactValue, today: date) -> Iterator[str]:
    decl = ruleset.vocabulary[path]
    fact = Fact(path)
    if value is NONE:
        yield definition_in_words(Not(Test(fact, "given")), ruleset)
    elif isinstance(value, date):
        yield f"{Phrases(ruleset, ids=False).noun(path)} is {day_in_words(value, today)}"
    elif isinstance(value, tuple) and decl.kind == "records":
        entries = Counter(_entry(ruleset, decl, each, today) for each in value if isinstance(each, Mapping))
        yield from (text if often == 1 else f"{text} ({often} times)" for text, often in entries.items())
        if not entries:
            yield f"there is no {Phrases(ruleset, ids=False).entry(path, many=False)}"
    elif isinstance(value, tuple):
        having = (definition_in_words(Test(fact, "has", Constant(str(each))), ruleset) for each in value)
        yield from having if value else iter([f"{Phrases(ruleset, ids=False).noun(path)}: none at all"])
    elif isinstance(value, (bool, int, str)):
        condition: Condition = Test(fact, "==", Constant(value))
        yield definition_in_words(condition, ruleset)


def _entry(ruleset: Ruleset, decl: FactDecl, entry: Mapping[str, FactValue], today: date) -> str:
    """One entry of a list, by its day where it has one."""
    kinds = {each.name: each.kind for each in decl.fields}
    when = next((value for name, value in entry.items() if kinds.get(name) == "date"), None)
    plain = tuple(
        (name, value)
        for name, value in sorted(entry.items())
        if isinstance(value, (bool, int, str)) and kinds.get(name) != "text"
    )
    body = definition_in_words(Pick("last", decl.path, plain, "date"), ruleset)
    kind = body.rpartition(" of the last ")[2]
    named = next((f" {value}" for name, value in entry.items() if kinds.get(name) == "text"), "")
    known = f"there is {_article(kind)}{kind}{named}"
    return f"{known} on {day_in_words(when, today)}" if isinstance(when, date) else known


def _article(noun: str) -> str:
    return "an " if noun[:1].lower() in "aeiou" else "a "
