"""What stands now and when that changes: an action's status on a day, and the first day that permits a step.

The status is the first in :data:`STATUS_ORDER` that holds. Time comes in here, through windows, phases and
whether other actions are open; conditions know no *today*.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, get_args
from zoneinfo import ZoneInfo

from etiquette.facts import Facts
from etiquette.model import Action, Modality
from etiquette.report import Status, Way
from etiquette.ruleset import Ruleset

from .combine import first_day, zone_of
from .decide import NEGATIVE, OBLIGES, Resolution, resolve
from .each import remaining
from .evaluate import both, either, truth
from .situation import Situation, Truth

__all__ = [
    "STATUS_ORDER",
    "first_allowed",
    "ideally_by",
    "next_change",
    "open_on",
    "opens_on",
    "situation",
    "status_but_for_time",
    "status_on",
]

STATUS_ORDER: Final[tuple[Status, ...]] = get_args(Status)
"""The first that holds is the status."""

_DAY: Final = timedelta(days=1)
_MOST_LOOKS: Final = 200


def _done(at: Situation, action: Action) -> Truth:
    if action.per is not None:
        left = remaining(at, action.per)
        if left is None:
            return None
        if left.listed:
            return not left.names
    return False if action.done_when is None else truth(action.done_when, at)


def status_on(at: Situation, found: Resolution) -> Status:
    """The status on the situation's day: the first in :data:`STATUS_ORDER` that holds.

    ``undetermined`` is the answer as soon as it isn't known whether an earlier one holds.
    """
    action, phase = found.action, at.ruleset.phases.get(found.action.phase)
    over = truth(phase.over, at) if phase and phase.over else False
    done = at.judged(lambda: _done(at, action))
    apart_from_time = status_but_for_time(found, done, over)
    if apart_from_time is not None or found.modality is None:
        return apart_from_time or "undetermined"
    # Constraints only narrow, so what holds both without and with all that may apply holds in between.
    without = _status_in_time(at, found.ways, found, found.modality)
    with_all = _status_in_time(at, found.ways_at_least, found, found.modality)
    if without != with_all or (without in ("due", "open") and _may_be_late(found)):
        return "undetermined"
    return without


def status_but_for_time(found: Resolution, done: Truth, over: Truth) -> Status | None:
    """The status where no day has a say in it; ``None`` where the days of windows tell.

    ``done`` and ``over`` say whether the action is done and its phase is past.
    """
    one = len(found.modalities) == 1
    obliged = bool(found.modalities & OBLIGES)

    def whether(wanted: str | None) -> Truth:
        return (True if one else None) if wanted in found.modalities else False

    no_way = _no_way(found)
    oblige: Truth = (True if found.modalities <= OBLIGES else None) if obliged else False
    in_order: tuple[tuple[Truth, Status], ...] = (
        (either(whether("conflict"), both(oblige, no_way)), "conflict"),
        (done, "done"),
        (whether("must_not"), "forbidden"),
        (whether("should_not"), "discouraged"),
        (whether(None), "unaddressed"),
        (both(whether("may"), no_way), "impossible"),
        (over, "missed"),
    )
    for test, status in in_order:
        if test is None:
            return "undetermined"
        if test:
            return status
    if found.modality is None or any(demand.unknown for demand in found.demands_at_most):
        return "undetermined"
    return None


def _may_be_late(found: Resolution) -> bool:
    """Whether it isn't known if some wish for an early step holds: it could, without a later window's."""
    return any(demand.ideally_by for demand in found.demands_at_most if demand not in found.demands)


def _no_way(found: Resolution) -> Truth:
    """Whether no way is left."""
    if not found.ways:
        return True
    if found.ways_at_least and not any(demand.unknown for demand in found.demands_at_most):
        return False
    return None


def _status_in_time(at: Situation, ways: Sequence[Way], found: Resolution, modality: Modality) -> Status:
    phase = at.ruleset.phases.get(found.action.phase)
    begun = truth(phase.begins, at) if phase and phase.begins and at.day <= at.facts.today else True
    first = first_allowed(at, ways, at.day)
    if first is None:
        return "missed"
    if first > at.day:
        return "not_yet"
    if begun is not True:
        return "undetermined" if begun is None else "not_yet"
    by = ideally_by(at, ways)
    if by is not None and at.day > by:
        return "late"
    return "due" if modality in OBLIGES else "open"


def ideally_by(at: Situation, ways: Sequence[Way]) -> date | None:
    """The day by which a step is best taken; never before the first day that permits one.

    Ways that are over have no say as long as others are left.
    """
    ways = [way for way in ways if way.not_after is None or way.not_after >= at.day] or ways
    wished = min((way.ideally_by for way in ways if way.ideally_by), default=None)
    if wished is None:
        return None
    begins = min((way.not_before for way in ways if way.not_before), default=None)
    first = first_allowed(at, ways, begins) if begins else None
    return max(wished, first) if first else wished


def first_allowed(at: Situation, ways: Sequence[Way], day: date) -> date | None:
    """The first day from ``day`` on at which any of ``ways`` permits a step."""
    days = (first_day(at, way, _zone(at, way), day) for way in ways)
    return min((each for each in days if each is not None), default=None)


def _zone(at: Situation, way: Way) -> ZoneInfo:
    """The zone that a way's hours and weekdays are in; where it has none, nobody's zone is asked for."""
    timed = way.hours is not None or way.weekdays is not None
    return zone_of(at, (way.channel, way.recipient, way.via)) if timed else at.facts.timezone


def situation(ruleset: Ruleset, facts: Facts, day: date | None = None) -> Situation:
    """A situation in which conditions may ask whether another action is open."""
    at = Situation(ruleset, facts, day)
    at.is_open = open_on
    return at


def open_on(at: Situation, action: str) -> Truth:
    """Whether an action's decision permits a step on the situation's day."""

    def whether() -> Truth:
        status = status_on(at, resolve(at, at.ruleset.actions[action]))
        return None if status == "undetermined" else status in ("late", "due", "open")

    return at.once(("open", action, at.day), lambda: at.judged(whether))


def opens_on(at: Situation, action: Action) -> date | None:
    """The first day from the situation's on at which the whole decision permits a step.

    A decision that asks whether other actions are open can differ from day to day; it changes only where
    theirs do, so those are the days that are looked at.
    """
    day = at.day
    asks = at.ruleset.opens[action.id]
    for _ in range(_MOST_LOOKS):
        here = at.on(day)
        found = resolve(here, action)
        allowed = first_allowed(here, found.ways, day) if _permits(found) else None
        if allowed == day or not asks:
            return allowed
        later = [each for each in (allowed, *(next_change(here, other) for other in asks)) if each]
        if not later:
            return None
        day = min(later)
    return None


def _permits(found: Resolution) -> bool:
    return found.modality is not None and found.modality not in NEGATIVE


def next_change(at: Situation, action: str) -> date | None:
    """The next day on which it may change whether an action is open."""
    found = resolve(at, at.ruleset.actions[action])
    edges = [
        day
        for way in found.ways
        for day in (way.not_before, way.not_after + _DAY if way.not_after else None)
        if day and day > at.day
    ]
    running = [way for way in found.ways if way.not_before is None or way.not_before <= at.day + _DAY]
    if _depends_on_weekdays(running) or _waits_for_its_phase(at, found.action):
        edges.append(at.day + _DAY)
    edges.extend(day for each in at.ruleset.opens[action] if (day := next_change(at, each)))
    return min(edges, default=None)


def _depends_on_weekdays(ways: Sequence[Way]) -> bool:
    """Whether a day can be open and the next one not although no window ends: no way is right at any hour."""
    timed = [way for way in ways if way.hours or way.weekdays]
    others = [way for way in ways if not (way.hours or way.weekdays)]
    return not all(any(_spans(other, way) for other in others) for way in timed)


def _spans(way: Way, other: Way) -> bool:
    """Whether the window of ``way`` holds all of the other's."""
    begins = way.not_before is None or (other.not_before is not None and way.not_before <= other.not_before)
    ends = way.not_after is None or (other.not_after is not None and way.not_after >= other.not_after)
    return begins and ends


def _waits_for_its_phase(at: Situation, action: Action) -> bool:
    """Whether an action's phase hasn't begun today; on any later day it is taken to have begun."""
    phase = at.ruleset.phases.get(action.phase)
    if phase is None or phase.begins is None or at.day > at.facts.today:
        return False
    return truth(phase.begins, at) is not True
