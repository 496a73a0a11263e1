"""How, to whom and with what message: the rows that a decision's ways give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import prod

from etiquette.report import Decision, MessagePlan, Way

from .blocks import Row
from .days import day_name, hours_words, weekday_words
from .words import Words, join, readable

__all__ = ["limit_words", "message_rows", "way_rows"]


def way_rows(decision: Decision, words: Words, as_of: date) -> list[Row]:
    """Channels, recipients and carriers, best first, with the hours and days that each is bound to."""
    ways = decision.ways
    rows = [_how(decision, words, as_of)] if _is_product(decision) else [_combinations(ways, words, as_of)]
    if _is_product(decision):
        rows.append(Row("To", _or(_bare(words.recipient(each)) for each in decision.recipients)))
        if decision.via and not (len(decision.via) == 1 and words.is_ordinary_carrier(decision.via[0])):
            rows.append(Row("Way", _or(words.carrier(each) for each in decision.via)))
    if decision.remaining:
        rows.append(Row("Still to", join(decision.remaining)))
    return [row for row in rows if row.text]


def message_rows(decision: Decision, words: Words) -> list[Row]:
    """What to say, what to leave out, how long; then what only one of the channels asks for."""
    plans = [way.message for way in decision.ways] or [decision.message or MessagePlan()]
    common = _shared([_demands(plan, words) for plan in plans])
    labels: dict[str, list[str]] = {}
    for label, text in common:
        labels.setdefault(label, []).append(text)
    rows = [Row(label, "; ".join(texts)) for label, texts in labels.items()]
    return rows + _extras(decision, words, common)


def limit_words(unit: str, most: int) -> str:
    """``at most 150 words``, ``at most 1 page``."""
    name = readable(unit)
    return f"at most {most} {name[:-1] if most == 1 and name.endswith('s') else name}"


def _demands(plan: MessagePlan, words: Words) -> list[tuple[str, str]]:
    """Each demand of a message as a label and a phrase, in reading order."""
    must = [*([plan.first] if plan.first else []), *(each for each in plan.must if each != plan.first)]
    found = [("Say", f"{words.concept(each)}{' (first)' if each == plan.first else ''}") for each in must]
    found += [("Say", f"a word on one of the {words.entries(path)}") for path in plan.mention]
    found += [("If it fits", words.concept(each)) for each in plan.should if each != plan.first]
    found += [("You may add", words.concept(each)) for each in plan.may if each != plan.first]
    found += [("Leave out", words.concept(each)) for each in plan.avoid]
    too_long = [words.concept(each) for each in plan.gave_way if each not in plan.avoid]
    found += [("Leave out", f"{each} (it would be too long)") for each in too_long]
    found += [("Form", limit_words(unit, most)) for unit, most in plan.limits]
    if plan.subject:
        found.append(("Form", "with a subject" if plan.subject == "required" else "without a subject"))
    return found


def _extras(decision: Decision, words: Words, common: Sequence[tuple[str, str]]) -> list[Row]:
    """Demands that not every way has, channel by channel."""
    by_channel: dict[str, list[str]] = {}
    for way in decision.ways:
        for label, text in _demands(way.message, words):
            phrase = text if label == "Form" else f"{label[0].lower()}{label[1:]}: {text}"
            told = by_channel.setdefault(way.channel, [])
            if (label, text) not in common and phrase not in told:
                told.append(phrase)
    return [
        Row(_capital(words.channel(channel)), "; ".join(phrases))
        for channel, phrases in by_channel.items()
        if phrases
    ]


def _how(decision: Decision, words: Words, as_of: date) -> Row:
    bounds = {
        channel: _bounds([way for way in decision.ways if way.channel == channel], decision, as_of)
        for channel in decision.channels
    }
    shared = set(bounds.values())
    if len(shared) == 1:
        (bound,) = shared
        text = _or(words.channel(each) for each in decision.channels)
        return Row("How", f"{text}, {bound}" if bound else text)
    parts = [f"{words.channel(channel)}{f' ({bound})' if bound else ''}" for channel, bound in bounds.items()]
    return Row("How", _or(parts))


def _combinations(ways: Sequence[Way], words: Words, as_of: date) -> Row:
    """For ways of which not every channel goes with every recipient and carrier."""
    parts: dict[str, None] = {}
    for way in ways:
        names = [words.channel(way.channel)] if way.channel else []
        if way.recipient:
            names.append(words.recipient(way.recipient))
        if way.via and not words.is_ordinary_carrier(way.via):
            names.append(words.carrier(way.via))
        bound = _bounds([way], None, as_of)
        parts[f"{' '.join(names)}{f' ({bound})' if bound else ''}"] = None
    return Row("How", "; or ".join(parts))


def _bounds(ways: Sequence[Way], decision: Decision | None, as_of: date) -> str:
    """The hours, weekdays and days that all the given ways share, where they say more than the decision."""
    parts: list[str] = []
    weekdays = {way.weekdays for way in ways}
    hours = {way.hours for way in ways}
    starts = {way.not_before for way in ways}
    ends = {way.not_after for way in ways}
    if len(weekdays) == 1 and (days := weekdays.pop()) is not None and len(days) < 7:
        parts.append(weekday_words(days))
    if len(hours) == 1 and (span := hours.pop()) is not None:
        parts.append(hours_words(span))
    if parts:
        parts.append("their time")
    if decision is not None and len(starts) == 1 and (start := starts.pop()) != decision.not_before and start:
        parts.append(f"from {day_name(start, as_of)}")
    if decision is not None and len(ends) == 1 and (end := ends.pop()) != decision.not_after and end:
        parts.append(f"until {day_name(end, as_of)}")
    return ", ".join(parts)


def _is_product(decision: Decision) -> bool:
    """Whether every channel goes with every recipient and every carrier of the decision."""
    real = {(way.channel, way.recipient, way.via) for way in decision.ways}
    sizes = [max(1, len(each)) for each in (decision.channels, decision.recipients, decision.via)]
    return not real or len(real) == prod(sizes)


def _shared(lists: Sequence[list[tuple[str, str]]]) -> list[tuple[str, str]]:
    return [each for each in lists[0] if all(each in other for other in lists)]


def _or(parts: Iterable[str]) -> str:
    """``a, b or c``; parts that aren't simple are kept apart by semicolons."""
    found = list(parts)
    if len(found) > 1 and any(mark in part for part in found for mark in (",", " or ", ";")):
        return f"{'; '.join(found[:-1])}; or {found[-1]}"
    return join(found, "or")


def _bare(phrase: str) -> str:
    """A phrase below its own label: ``to your agent`` below *To* is ``your agent``."""
    head, _, rest = phrase.partition(" ")
    return rest if head in ("to", "through") and rest else phrase


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
