"""A message held against what one rule asks of it: what it says, in which order, how long it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from etiquette.facts import Message
from etiquette.messages import Hit, Span, span_of
from etiquette.model import Level, Rule
from etiquette.report import MessagePlan
from etiquette.vocabulary import NONE

from .breach import Breach
from .messages import WorkedOutMessage, measured
from .situation import Situation
from .wording import any_of, title_of

__all__ = ["against_message", "length_in"]

_LONGEST: Final = 80
_MOST_QUOTES: Final = 3


def against_message(
    at: Situation, rule: Rule, asked: WorkedOutMessage, message: Message, plan: MessagePlan
) -> Iterator[Breach]:
    """The breaches of a message. ``plan`` is what all rules together ask: what gave way isn't missed."""
    level = rule.effective_level
    yield from _lengths(at, rule, asked, message)
    if asked.subject == "required" and message.subject is NONE:
        yield Breach(rule, "message.subject", "no subject", "a subject", level)
    if asked.subject == "forbidden" and isinstance(message.subject, str):
        yield Breach(rule, "message.subject", f"the subject “{message.subject}”", "no subject", level)
    said = message.concepts
    if said is None:
        return
    yield from _missing(at, rule, [each for each in asked.must if each in plan.must], message, level)
    yield from _missing(at, rule, [each for each in asked.should if each in plan.should], message, "note")
    for concept in asked.avoid:
        if concept in said:
            yield _unwanted(at, rule, concept, message)
    if asked.first is not None and asked.first in said:
        yield from _not_first(at, rule, asked.first, message)
    elif asked.first is not None and asked.first not in plan.must:
        yield from _missing(at, rule, [asked.first], message, level)
    for path in asked.mention:
        yield from _not_mentioned(at, rule, path, message)


def _lengths(at: Situation, rule: Rule, asked: WorkedOutMessage, message: Message) -> Iterator[Breach]:
    for unit, most in asked.limits:
        length = length_in(at, message, unit)
        if length is not None and length > most:
            observed, required = f"{length} {unit}", f"at most {most} {unit}"
            yield Breach(rule, f"message.{unit}", observed, required, rule.effective_level)


def length_in(at: Situation, message: Message, unit: str) -> int | None:
    """How long a message is, as measured or as told; ``None`` where neither is known."""
    text = message.own_text
    return message.lengths.get(unit) if text is None else measured(text, unit, at.ruleset.measures)


def _missing(
    at: Situation, rule: Rule, concepts: Iterable[str], message: Message, level: Level
) -> Iterator[Breach]:
    said = message.concepts or frozenset()
    for concept in concepts:
        if concept not in said:
            title = title_of(at.ruleset, "concepts", concept)
            observed, required = f"nothing of “{title}”", f"“{title}”"
            place = _place(message, at_the_end=concept != rule.message.first) if rule.message else ()
            yield Breach(rule, "message.says", observed, required, level, concept=concept, spans=place)


def _unwanted(at: Situation, rule: Rule, concept: str, message: Message) -> Breach:
    title = title_of(at.ruleset, "concepts", concept)
    hits = message.reading.of(concept) if message.reading else ()
    spans = message.reading.stretches(concept) if message.reading else ()
    instead = next((hit.instead for hit in hits if hit.instead), "")
    return Breach(
        rule,
        "message.says",
        f"{title}: {_quotes(spans)}" if spans else f"“{title}”",
        f"nothing of “{title}”",
        rule.effective_level,
        concept=concept,
        spans=spans,
        instead=instead,
    )


def _quotes(spans: Sequence[Span]) -> str:
    """What the message has of a concept, in its words; of many only the first."""
    texts = dict.fromkeys(" ".join(span.text.split()) for span in spans)
    shown = [f"“{text if len(text) <= _LONGEST else f'{text[:_LONGEST].rstrip()}…'}”" for text in texts]
    more = len(shown) - _MOST_QUOTES
    return ", ".join(shown[:_MOST_QUOTES]) + (f" and {more} more" if more > 0 else "")


def _not_first(at: Situation, rule: Rule, concept: str, message: Message) -> Iterator[Breach]:
    """That something else is said before what is to come first; only a text that was read can tell."""
    if message.reading is None:
        return
    hits = [hit for hit in message.reading.hits if hit.span.part == "text"]
    mine = min((hit.span.start for hit in hits if hit.concept == concept), default=None)
    if mine is None:
        return
    earlier: list[Hit] = [hit for hit in hits if hit.span.end <= mine]
    if earlier:
        before = title_of(at.ruleset, "concepts", earlier[0].concept)
        wanted = title_of(at.ruleset, "concepts", concept)
        yield Breach(
            rule,
            "message.first",
            f"“{before}” comes first",
            f"“{wanted}” first",
            rule.effective_level,
            concept=concept,
            spans=(earlier[0].span,),
        )


def _not_mentioned(at: Situation, rule: Rule, path: str, message: Message) -> Iterator[Breach]:
    entries = at.facts.told.get(path)
    reading = message.reading
    if reading is None or not reading.judged or reading.mentioned.get(path):
        return
    if not isinstance(entries, tuple):
        return
    names = [str(each) for each in entries if isinstance(each, str)]
    if names:
        title = at.ruleset.vocabulary.facts[path].title
        required = f"a word on {any_of([f'“{each}”' for each in names])}"
        yield Breach(
            rule,
            "message.mention",
            f"nothing of “{title}”",
            required,
            rule.effective_level,
            spans=_place(message, at_the_end=True),
        )


def _place(message: Message, *, at_the_end: bool) -> tuple[Span, ...]:
    """Where something that is missing would belong; nowhere in a message that nobody has read."""
    if message.text is None or message.reading is None:
        return ()
    offset = message.reading.closing if at_the_end else message.reading.opening
    before = message.text[:offset].rstrip() if at_the_end else message.text[:offset]
    return (span_of(message.text, len(before), len(before)),)
