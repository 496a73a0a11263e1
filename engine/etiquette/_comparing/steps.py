"""Steps that one version says more against than the other: what a change of gravity comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Final

from etiquette._deciding.decide import resolve
from etiquette._deciding.steps import breaches
from etiquette._deciding.suggest import advise
from etiquette._message import with_reading
from etiquette.facts import NONE, Facts, Message, Step, with_fact
from etiquette.kinds import Kind
from etiquette.ruleset import Ruleset

from .seen import Seen

__all__ = ["LEVELS", "gravest", "noted", "step_shows", "step_that_shows", "with_entries", "with_step"]

LEVELS: Final = ("", "note", "warning", "error")
"""How grave what is said against a step is, from nothing on."""

_DAY: Final = timedelta(days=1)
_WEEK: Final = 7
_TEXT: Final = "Hello."
"""A message that names nothing."""
_ENTRY: Final = "what was said"


def gravest(seen: Seen, step: Step) -> str:
    """The gravest level of what is said against a step."""
    at = seen.at.on(step.day)
    read = with_reading(at.ruleset, with_step(at.facts, step)).proposed or step
    found = breaches(at, resolve(at, seen.found.action), read)
    return max((breach.level for breach in found if not breach.soft), key=LEVELS.index, default="")


def step_that_shows(kind: Kind, before: Seen, after: Seen) -> Step | None:
    """A step that shows a change of that kind: of gravity, or of what is preferred."""
    tried = (step for step in _candidates(before, after) if step_shows(kind, before, after, step))
    return next(tried, None)


def _wished(seen: Seen, step: Step) -> list[tuple[str, str]]:
    """What would be better than a step, whether or not it can be had: quicker to tell than what is noted."""
    at = seen.at.on(step.day)
    found = breaches(at, resolve(at, seen.found.action), step)
    return sorted((breach.about, breach.required) for breach in found if breach.soft)


def noted(seen: Seen, step: Step) -> bool:
    """Whether something is said against a step, be it only that another would be better."""
    return bool(advise(seen.at, seen.found.action, step).breaches)


def _candidates(before: Seen, after: Seen) -> Iterator[Step]:
    """Steps that are right but for one thing, as far as there are right ones."""
    for base in _right_ones(before, after):
        yield base
        for change in (_other_days, _other_times, _other_ways, _other_messages):
            yield from change(base, before, after)
        for other in _other_ways(base, before, after):
            yield from _other_days(other, before, after)


def _right_ones(before: Seen, after: Seen) -> Iterator[Step]:
    today = after.at.facts.today
    seen_days: set[tuple[date, str]] = set()
    for seen in (after, before):
        for way in list(seen.ways.values())[:3]:
            for day in (way.not_before or today, today):
                if (day, way.channel) not in seen_days:
                    seen_days.add((day, way.channel))
                    yield _step(seen, day, way.channel, way.recipient, way.via)
    yield _step(after, today, "", "", "")


def _step(seen: Seen, day: date, channel: str, recipient: str, via: str) -> Step:
    return Step(seen.found.action.id, day, channel=channel or None, to=recipient or None, via=via or None)


def _other_days(base: Step, before: Seen, after: Seen) -> Iterator[Step]:
    ends: dict[date, None] = {}
    for seen in (before, after):
        for demand in seen.found.demands:
            for day in (demand.not_before, demand.not_after):
                if day is not None:
                    ends.update(dict.fromkeys((day - _DAY, day, day + _DAY)))
    ends.update(dict.fromkeys(base.day + ahead * _DAY for ahead in range(_WEEK)))
    yield from (replace(base, day=day) for day in ends)


def _other_times(base: Step, before: Seen, after: Seen) -> Iterator[Step]:
    times: dict[time, None] = {}
    for seen in (before, after):
        for demand in seen.found.demands:
            hours = demand.hours
            for span in (hours.only, hours.prefer) if hours else ():
                for at in span or ():
                    times.update(dict.fromkeys(_around(at)))
    yield from (replace(base, at=at) for at in times)


def _around(at: time) -> Iterator[time]:
    minutes = at.hour * 60 + at.minute
    for moved in (minutes - 1, minutes, minutes + 1):
        if 0 <= moved < 24 * 60:
            yield time(moved // 60, moved % 60)


def _other_ways(base: Step, before: Seen, after: Seen) -> Iterator[Step]:
    for seen in (after, before):
        rules, action = seen.at.ruleset, seen.found.action
        yield from (replace(base, channel=each) for each in action.channels or rules.channels)
        yield from (replace(base, to=each) for each in action.recipients or rules.recipients)
        yield from (replace(base, via=each) for each in action.carriers or rules.carriers)


def _other_messages(base: Step, before: Seen, after: Seen) -> Iterator[Step]:
    asked = [demand.message for seen in (before, after) for demand in seen.found.demands if demand.message]
    if not asked:
        return
    wanted = frozenset(concept for each in asked for concept in (*each.must, *each.should))
    avoided = dict.fromkeys(concept for each in asked for concept in each.avoid)
    says = wanted - frozenset(avoided)
    units = dict.fromkeys(unit for each in asked for unit, _ in each.limits)
    messages = [Message(says=says), *(Message(says=says - {each}) for each in sorted(wanted))]
    messages += [Message(says=says | {each}) for each in avoided]
    for unit in units:
        mosts = {most for each in asked for name, most in each.limits if name == unit}
        messages += [Message(lengths={unit: most + 1}) for most in sorted(mosts)]
    messages += [Message(subject=NONE), Message(subject="Hello")]
    messages += [Message(_TEXT, says=says)] if any(each.mention for each in asked) else []
    for first in dict.fromkeys(each.first for each in asked if each.first):
        messages += [Message(text, says=says) for text in _disordered(after.at.ruleset, first)]
    yield from (replace(base, message=message) for message in messages)


def _disordered(ruleset: Ruleset, first: str) -> Iterator[str]:
    """Texts that say something else before what is to come first, made of the packs' own examples."""
    examples = [(each.concept, shown.text) for each in ruleset.recognisers for shown in each.matches[:1]]
    for mine in (text for concept, text in examples if concept == first):
        yield from (f"{other} {mine}" for concept, other in examples if concept != first)


def with_entries(facts: Facts, before: Seen, after: Seen) -> Facts:
    """The facts with an entry in each list of which a message is to name one, where none is told."""
    told = facts.told
    for demand in (*before.found.demands, *after.found.demands):
        for path in demand.message.mention if demand.message else ():
            told = told if told.get(path) else with_fact(told, path, (_ENTRY,))
    return replace(facts, told=told)


def with_step(facts: Facts, step: Step) -> Facts:
    """The facts with a step proposed."""
    return replace(facts, proposed=step)


def step_shows(kind: Kind, before: Seen, after: Seen, step: Step) -> bool:
    """Whether a step shows a change of that kind: it is wrong in both versions, or right in both."""
    if kind == "preference" and (before.ways != after.ways or _wished(before, step) == _wished(after, step)):
        return False
    was, now = (LEVELS.index(gravest(seen, step)) for seen in (before, after))
    if kind == "preference":
        return was == now == 0 and noted(before, step) is not noted(after, step)
    return 0 < was < now if kind == "graver" else 0 < now < was
