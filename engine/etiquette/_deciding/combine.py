"""Constraints put together: which ways to take a step are left, and when each of them is right.

A *way* is a channel, a recipient and a carrier. Every rule in play narrows the ways it speaks of: windows,
hours and weekdays intersect, ``only`` sets intersect, ``never`` sets subtract, message demands add up.
Narrowing is all that constraints do, so more rules never leave more ways: the decision relies on that
when it isn't known whether a rule applies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from etiquette._nouns import dataclass
from etiquette.facts import FactValue
from etiquette.model import Action, Aspect, Choice, Hours, MessageDemand, Rule
from etiquette.report import MessagePlan, Way
from etiquette.vocabulary import NONE, UNKNOWN

from .calendars import spans_in_zone
from .evaluate import value
from .messages import Contradiction, WorkedOutMessage, merge
from .situation import Situation

__all__ = [
    "CONSTRAINTS",
    "ChosenFrom",
    "Demand",
    "WayKey",
    "binds",
    "combine",
    "day_allowed",
    "first_day",
    "way_or_reason",
    "work_out",
    "zone_of",
]

CONSTRAINTS: Final[tuple[Aspect, ...]] = ("window", "hours", "channels", "recipients", "via", "message")
_EVERY_WEEKDAY: Final = frozenset(range(1, 8))
_DAY: Final = timedelta(days=1)
_LOOK_AHEAD: Final = 8
"""Days within which every weekday has come, whatever the difference of zones."""

WayKey: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ChosenFrom:
    """A set constraint with its facts filled in; ``only`` is ``None`` where nothing is demanded."""

    only: frozenset[str] | None = None
    never: frozenset[str] = frozenset()
    prefer: tuple[str, ...] = ()

    def allows(self, item: str) -> bool:
        """Whether the set leaves ``item``."""
        return item not in self.never and (self.only is None or item in self.only)


@dataclass(frozen=True, slots=True)
class Demand:
    """What one rule demands in a situation, its dates and sets worked out.

    Only the aspects that are in play are filled in. ``unknown`` names those whose content depends on a
    fact that isn't known; they demand nothing here.
    """

    rule: Rule
    not_before: date | None = None
    ideally_by: date | None = None
    not_after: date | None = None
    hours: Hours | None = None
    channels: ChosenFrom = ChosenFrom()
    recipients: ChosenFrom = ChosenFrom()
    via: ChosenFrom = ChosenFrom()
    message: WorkedOutMessage | None = None
    unknown: frozenset[str] = frozenset()


def work_out(rule: Rule, aspects: Iterable[Aspect], at: Situation) -> Demand:
    """What ``rule`` demands in those of its aspects that are in play."""
    found: dict[str, Any] = {}
    unknown: set[str] = set()
    for aspect in aspects:
        if aspect == "window" and rule.window is not None:
            for name in ("not_before", "ideally_by", "not_after"):
                node = getattr(rule.window, name)
                day = None if node is None else value(node, at)
                if day is UNKNOWN:
                    unknown.add(aspect)
                found[name] = day if isinstance(day, date) else None
        elif aspect in ("channels", "recipients", "via"):
            choice = _chosen(getattr(rule, aspect), at)
            if choice is None:
                unknown.add(aspect)
            else:
                found[aspect] = choice
        elif aspect == "hours":
            found["hours"] = rule.hours
        elif aspect == "message" and rule.message is not None:
            found["message"] = _message(rule.message, at)
    return Demand(rule, unknown=frozenset(unknown), **found)


def _chosen(choice: Choice, at: Situation) -> ChosenFrom | None:
    only = None if choice.only is None else _words(choice.only, at)
    never, prefer = _words(choice.never, at), _words(choice.prefer, at)
    if never is None or prefer is None or (only is None and choice.only is not None):
        return None
    return ChosenFrom(None if only is None else frozenset(only), frozenset(never), tuple(prefer))


def _words(items: Iterable[Any], at: Situation) -> list[str] | None:
    words: list[str] = []
    for item in items:
        found: FactValue | Any = value(item, at)
        if found is UNKNOWN:
            return None
        if found is not NONE:
            words.extend(map(str, found) if isinstance(found, tuple) else (str(found),))
    return words


def _message(demand: MessageDemand, at: Situation) -> WorkedOutMessage:
    limits = tuple(
        (limit.unit, limit.most if isinstance(limit.most, int) else int(value(limit.most, at)))
        for limit in demand.limits
    )
    return WorkedOutMessage(
        demand.must,
        demand.should,
        demand.may,
        demand.avoid,
        demand.first,
        limits,
        demand.subject,
        demand.mention,
    )


def binds(demand: Demand, key: WayKey) -> bool:
    """Whether a demand speaks of a way: its rule has no ``for``, or one that fits."""
    scope = demand.rule.scope
    return scope is None or scope.fits(key)


def zone_of(at: Situation, key: WayKey) -> ZoneInfo:
    """The zone of whoever a step reaches first: the carrier where they have a zone, else the recipient."""
    return at.zone(at.ruleset.zone_fact(key))


def combine(at: Situation, action: Action, demands: Sequence[Demand]) -> tuple[Way, ...]:
    """The ways that all ``demands`` together leave, in declared order."""
    everywhere = [demand for demand in demands if demand.rule.scope is None]
    scoped = [(place, demand) for place, demand in enumerate(demands) if demand.rule.scope is not None]
    made: dict[tuple[tuple[int, ...], str], Way | str] = {}
    ways: list[Way] = []
    for key in _left_by(everywhere, at.ruleset.ways(action)):
        binding = [(place, demand) for place, demand in scoped if binds(demand, key)]
        if not all(_allows(demand, key) for _, demand in binding):
            continue
        together = [*everywhere, *(demand for _, demand in binding)]
        zone = zone_of(at, key) if any(demand.hours for demand in together) else at.facts.timezone
        cached = (tuple(place for place, _ in binding), zone.key)
        if cached not in made:
            made[cached] = way_or_reason(at, action, key, together, zone)
        found = made[cached]
        if isinstance(found, Way):
            ways.append(
                Way(
                    *key,
                    found.not_before,
                    found.ideally_by,
                    found.not_after,
                    found.hours,
                    found.weekdays,
                    found.message,
                )
            )
    return tuple(ways)


def _left_by(demands: Sequence[Demand], keys: Sequence[WayKey]) -> Iterator[WayKey]:
    """Those of ``keys`` that demands without a ``for`` leave; each part is looked at once."""
    channels, recipients, carriers = (set(parts) for parts in zip(*keys, strict=True))
    for demand in demands:
        channels = {each for each in channels if demand.channels.allows(each)}
        recipients = {each for each in recipients if demand.recipients.allows(each)}
        carriers = {each for each in carriers if demand.via.allows(each)}
    for key in keys:
        if key[0] in channels and key[1] in recipients and key[2] in carriers:
            yield key


def _allows(demand: Demand, key: WayKey) -> bool:
    channel, recipient, carrier = key
    return (
        demand.channels.allows(channel) and demand.recipients.allows(recipient) and demand.via.allows(carrier)
    )


def way_or_reason(
    at: Situation, action: Action, key: WayKey, demands: Sequence[Demand], zone: ZoneInfo
) -> Way | str:
    """The way that the demands which bind it leave, or which aspect leaves none of it."""
    if not all(_allows(demand, key) for demand in demands):
        return "ways"
    not_before = max((d.not_before for d in demands if d.not_before), default=None)
    not_after = min((d.not_after for d in demands if d.not_after), default=None)
    hours, weekdays = _hours([d.hours for d in demands if d.hours])
    if hours is not None and hours[0] > hours[1]:
        return "hours"
    message: MessagePlan | Contradiction = MessagePlan()
    if action.message:
        asked = [d.message for d in demands if d.message]
        message = merge(asked, at.ruleset.concepts, at.ruleset.measures)
    if isinstance(message, Contradiction):
        return f"message: {message.reason}"
    way = Way(
        *key,
        not_before,
        min((d.ideally_by for d in demands if d.ideally_by), default=None),
        not_after,
        hours,
        None if weekdays == _EVERY_WEEKDAY else tuple(sorted(weekdays)),
        message,
    )
    if not_before and not_after and not_before > not_after:
        return "window"
    if not weekdays or first_day(at, way, zone, not_before or _anchor(at, not_after)) is None:
        return "hours"
    return way


def _anchor(at: Situation, not_after: date | None) -> date:
    return at.day if not_after is None else not_after - _LOOK_AHEAD * _DAY


def _hours(hours: Sequence[Hours]) -> tuple[tuple[time, time] | None, frozenset[int]]:
    intervals = [each.only for each in hours if each.only]
    weekdays = _EVERY_WEEKDAY
    for each in hours:
        weekdays = weekdays & each.weekdays if each.weekdays is not None else weekdays
    if not intervals:
        return None, weekdays
    return (max(begin for begin, _ in intervals), min(end for _, end in intervals)), weekdays


def day_allowed(at: Situation, way: Way, zone: ZoneInfo, day: date) -> bool:
    """Whether the sender's ``day`` lies in the window and holds a moment right for the recipient."""
    if (way.not_before and day < way.not_before) or (way.not_after and day > way.not_after):
        return False
    if way.hours is None and way.weekdays is None:
        return True
    begin, end = way.hours or (time(0, 0), time(23, 59))
    return any(
        (way.weekdays is None or local.isoweekday() in way.weekdays) and max(begin, starts) <= min(end, ends)
        for local, starts, ends in spans_in_zone(day, at.facts.timezone, zone)
    )


def first_day(at: Situation, way: Way, zone: ZoneInfo, day: date) -> date | None:
    """The first day from ``day`` on that the way allows; ``None`` when there is none."""
    start = max(day, way.not_before or day)
    for ahead in range(_LOOK_AHEAD + 1):
        if day_allowed(at, way, zone, start + ahead * _DAY):
            return start + ahead * _DAY
    return None
