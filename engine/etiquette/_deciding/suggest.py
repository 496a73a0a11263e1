"""The nearest step that would be right.

Candidates are the ways that the decision leaves, on the days on which something changes near the proposed
one. The best has the fewest breaches of what is merely preferred, then the fewest parts changed, then the
nearest day and time. A step that has no better candidate breaches nothing that is worth a note, so that a
suggestion, once taken, is free of findings.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from etiquette._nouns import dataclass, replace
from etiquette.facts import Message, Step
from etiquette.model import Action
from etiquette.report import MessagePlan, Way
from etiquette.vocabulary import NONE, UNKNOWN

from .breach import Breach
from .calendars import spans_in_zone
from .combine import day_allowed, zone_of
from .decide import NEGATIVE, Resolution, resolve
from .drafts import length_in
from .situation import Situation
from .status import next_change, opens_on
from .steps import breaches, local_moment

__all__ = ["Advised", "advise"]

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_WAYS_A_DAY: Final = 12
_LOOK_AHEAD: Final = 8
_MOST_ROUNDS: Final = 5


@dataclass(frozen=True, slots=True)
class Advised:
    """What is wrong with a step and the nearest that isn't; ``nearest`` is ``None`` where there is none."""

    breaches: tuple[Breach, ...]
    nearest: Step | None


class _Days:
    """Resolutions by day, worked out once."""

    def __init__(self, at: Situation, action: Action) -> None:
        self.at, self.action = at, action
        self._found: dict[date, tuple[Situation, Resolution]] = {}

    def __getitem__(self, day: date) -> tuple[Situation, Resolution]:
        if day not in self._found:
            here = self.at.on(day)
            self._found[day] = here, resolve(here, self.action)
        return self._found[day]


def advise(at: Situation, action: Action, step: Step) -> Advised:
    """The breaches of ``step`` that are worth telling, and the nearest step without any."""
    days = _Days(at, action)
    found = breaches(*days[step.day], step)
    hard = tuple(breach for breach in found if not breach.soft)
    best, best_soft = (step, len(found)) if not hard else (None, -1)
    for _ in range(_MOST_ROUNDS):
        better = _search(days, best or step, None if best is None else best_soft)
        if better is None:
            break
        best, best_soft = better
        if best_soft == 0:
            break
    if best == step:
        return Advised(hard, None)
    return Advised(found if best is not None else hard, best)


def _search(days: _Days, step: Step, below: int | None) -> tuple[Step, int] | None:
    """The best candidate and its number of soft breaches; only with fewer than ``below``, if given."""
    best: tuple[tuple[int, int, int, int], Step] | None = None
    for day in _days_near(days, step):
        at, found = days[day]
        for candidate in _candidates(at, found, step, day):
            left = breaches(at, found, candidate)
            if any(not breach.soft for breach in left) or (below is not None and len(left) >= below):
                continue
            cost = (
                len(left),
                _changed(step, candidate),
                abs((day - step.day).days),
                _minutes(step, candidate),
            )
            if best is None or cost < best[0]:
                best = (cost, candidate)
    return None if best is None else (best[1], best[0][0])


def _changed(step: Step, other: Step) -> int:
    parts = ((step.channel, other.channel), (step.to, other.to), (step.via, other.via))
    return sum(mine is not None and mine != theirs for mine, theirs in parts)


def _minutes(step: Step, other: Step) -> int:
    if step.at is None or other.at is None:
        return 0
    return abs((step.at.hour - other.at.hour) * 60 + step.at.minute - other.at.minute)


def _days_near(days: _Days, step: Step) -> list[date]:
    """Days worth trying, nearest first: today or later, at the edges of windows and a little past them."""
    at = days.at
    today = at.facts.today
    bases = {max(step.day, today), today}
    opens = opens_on(at.on(today), days.action)
    if opens:
        bases.add(opens)
    for day in tuple(bases):
        here, found = days[day]
        for way in found.ways:
            bases.update(edge for edge in (way.not_before, way.ideally_by, way.not_after) if edge)
        for other in at.ruleset.opens[days.action.id]:
            change = next_change(here, other)
            if change:
                bases.update((change, change - _DAY))
    near: set[date] = set()
    for base in bases:
        near.update(base + ahead * _DAY for ahead in range(_LOOK_AHEAD) if ahead == 0 or _rolls(days, base))
        if _rolls(days, base):
            near.update(base - behind * _DAY for behind in range(1, _LOOK_AHEAD))
    return sorted((day for day in near if day >= today), key=lambda day: (abs((day - step.day).days), day))


def _rolls(days: _Days, base: date) -> bool:
    """Whether weekdays or hours make the days around ``base`` differ."""
    _, found = days[base]
    return any(demand.hours for demand in found.demands)


def _candidates(at: Situation, found: Resolution, step: Step, day: date) -> Iterator[Step]:
    if found.modality in NEGATIVE or "conflict" in found.modalities:
        return
    allowed = [
        way
        for way in found.ways
        if day_allowed(at, way, zone_of(at, (way.channel, way.recipient, way.via)), day)
    ]
    seen: set[Step] = set()
    nearest = sorted(allowed, key=lambda way: _changed(step, _by(way, step, day)))
    for way in nearest[:_WAYS_A_DAY]:
        candidate = _by(way, step, day)
        message = fitted(at, way.message, step.message) if step.message else None
        zone = zone_of(at, (way.channel, way.recipient, way.via))
        for moment in _moments(at, found, way, zone, day, step.at):
            full = replace(candidate, at=moment, message=message)
            key = replace(full, message=None)
            if key not in seen:
                seen.add(key)
                yield full


def _by(way: Way, step: Step, day: date) -> Step:
    return replace(step, day=day, channel=way.channel or None, to=way.recipient or None, via=way.via or None)


def _moments(
    at: Situation, found: Resolution, way: Way, zone: ZoneInfo, day: date, wished: time | None
) -> list[time | None]:
    """The wished time if it will do, else the nearest that does, within preferred hours too if it can be."""
    if wished is None:
        return [None]
    prefers = [demand.hours.prefer for demand in found.demands if demand.hours and demand.hours.prefer]
    moments: list[time | None] = []
    for preferred in (None, *prefers):
        begin, end = way.hours or (time(0, 0), time(23, 59))
        if preferred:
            begin, end = max(begin, preferred[0]), min(end, preferred[1])
        options = [
            found_time
            for local, starts, ends in spans_in_zone(day, at.facts.timezone, zone)
            if way.weekdays is None or local.isoweekday() in way.weekdays
            if (found_time := _nearest_time(at, day, local, max(begin, starts), min(end, ends), zone, wished))
        ]
        if day == at.facts.today:
            # Whoever means to do it later today may not have the earlier hours any more.
            options = [option for option in options if option >= wished]
        if options:
            moments.append(min(options, key=lambda t: abs(_of_day(t) - _of_day(wished))))
    return list(dict.fromkeys(moments))


def _nearest_time(
    at: Situation, day: date, local: date, begin: time, end: time, zone: ZoneInfo, wished: time
) -> time | None:
    """The moment of the sender's ``day`` nearest to ``wished`` that is within the recipient's interval."""
    if begin > end:
        return None

    def fits(moment: time) -> bool:
        there = local_moment(at, day, moment, zone)
        return there.date() == local and begin <= there.time().replace(second=0, microsecond=0) <= end

    if fits(wished):
        return wished
    ends = [datetime.combine(local, each, zone).astimezone(at.facts.timezone) for each in (begin, end)]
    # Where the sender's clock repeats an hour, a time means its first; an hour on it means what it says.
    again = [each + _HOUR for each in ends if each.fold] + [each - _HOUR for each in ends if each.fold]
    here = [each.time().replace(fold=0) for each in (*ends, *again) if each.date() == day]
    return min(filter(fits, here), key=lambda t: abs(_of_day(t) - _of_day(wished)), default=None)


def _of_day(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def fitted(at: Situation, plan: MessagePlan, message: Message) -> Message:
    """``message`` as far as it can stay, with what ``plan`` asks put right.

    A text that is too long, or says what it shouldn't, can't be put right by a machine: what it is to say and
    the lengths to aim for take its place.
    """
    limits = dict(plan.limits)
    said = message.concepts
    asked = {*plan.must, *plan.should, *((plan.first,) if plan.first else ())}
    says = None if said is None else (said | asked) - set(plan.avoid)
    subject: Any = message.subject
    if plan.subject == "required" and subject is NONE:
        subject = UNKNOWN
    elif plan.subject == "forbidden" and isinstance(subject, str):
        subject = NONE
    lengths = {unit: length_in(at, message, unit) for unit in {*limits, *message.lengths}}
    aimed = {
        unit: min(length, limits.get(unit, length))
        for unit, length in sorted(lengths.items())
        if length is not None
    }
    short_enough = all(length is None or length == aimed[unit] for unit, length in lengths.items())
    if message.text is not None and short_enough and says == said and not _out_of_order(plan, message):
        return replace(message, subject=subject)
    return Message(None, subject, aimed, says)


def _out_of_order(plan: MessagePlan, message: Message) -> bool:
    """Whether a text that was read lacks a word that it should have, or begins with something else."""
    if message.reading is None:
        return False
    if any(not message.reading.mentioned.get(path) for path in plan.mention):
        return True
    hits = [hit for hit in message.reading.hits if hit.span.part == "text"]
    return plan.first is not None and bool(hits) and hits[0].concept != plan.first
