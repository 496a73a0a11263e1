"""What a rule says about how: window, hours, ways and message, each as clauses with wording of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from etiquette.algebra import Constant, Fact
from etiquette.model import Choice, Hours, MessageDemand, Rule, Window

from .lists import between, joined, weekdays
from .phrases import Phrases
from .values import limit, noun

__all__ = ["clauses", "window_ends"]


def clauses(rule: Rule, phrases: Phrases) -> Iterator[str]:
    """All but the window."""
    if rule.hours:
        yield from _hours(rule.hours)
    if rule.channels:
        yield from _choice(rule.channels, "do it", phrases.channel, phrases)
    if rule.recipients:
        yield from _choice(rule.recipients, "address", phrases.recipient, phrases)
    if rule.via:
        yield from _choice(rule.via, "go", phrases.carrier, phrases)
    if rule.message:
        yield from _message(rule.message, phrases)


def window_ends(window: Window, phrases: Phrases) -> Iterator[tuple[str, str]]:
    """Each end of a window that there is, and the day in words; ``on``, where it is a single day."""
    if window.not_before is not None and window.not_before == window.not_after:
        yield "on", noun(window.not_before, phrases)
    elif window.not_before is not None:
        yield "not_before", noun(window.not_before, phrases)
    if window.ideally_by is not None:
        yield "ideally_by", noun(window.ideally_by, phrases)
    if window.not_after is not None and window.not_before != window.not_after:
        yield "not_after", noun(window.not_after, phrases)


def _hours(hours: Hours) -> Iterator[str]:
    for how, interval in (("only", hours.only), ("preferably", hours.prefer)):
        if interval:
            yield f"do it {how} {between(interval)} by their clock"
    for how, days in (("only", hours.weekdays), ("preferably", hours.prefer_weekdays)):
        if days is not None:
            yield f"do it {how} {weekdays(days) or 'on no day of the week'}"


def _choice(choice: Choice, verb: str, say: Callable[[str], str], phrases: Phrases) -> Iterator[str]:
    def items(found: Sequence[Constant | Fact]) -> str:
        shown = [phrases.way(each.path) if isinstance(each, Fact) else say(str(each.value)) for each in found]
        return joined(shown, "or")

    if choice.only is not None:
        yield f"{verb} only {items(choice.only)}" if choice.only else f"never {verb} at all"
    if choice.never:
        yield f"never {verb} {items(choice.never)}"
    if choice.prefer:
        yield f"preferably {verb} {items(choice.prefer)}"


def _message(message: MessageDemand, phrases: Phrases) -> Iterator[str]:
    def items(found: Sequence[str], last: str = "and") -> str:
        return joined([phrases.concept(each) for each in found], last)

    if message.must:
        yield f"the message must include {items(message.must)}"
    if message.should:
        yield f"the message should include {items(message.should)}"
    if message.may:
        yield f"the message may include {items(message.may)}"
    if message.avoid:
        yield f"the message must leave out {items(message.avoid)}"
    if message.first:
        yield f"the message must begin with {phrases.concept(message.first)}"
    for path in message.mention:
        yield f"the message must name one of the {phrases.entry(path, many=True)}, if there are any"
    for each in message.limits:
        most, name = limit(each.most, phrases)
        yield f"the message can have at most {most} {_unit(each.unit, most, phrases)}{name}"
    if message.subject:
        verb = "must" if message.subject == "required" else "must not"
        yield f"the message {verb} have a subject line"


def _unit(unit: str, most: str, phrases: Phrases) -> str:
    """A unit after a number: one of them without its last letter, unless that is another unit."""
    words = unit.replace("_", " ")
    single = unit[:-1] if unit.endswith("s") else ""
    return words[:-1] if most == "1" and single and single not in phrases.ruleset.measures else words
