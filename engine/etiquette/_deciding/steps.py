"""A proposed step held against the decision for its day: what it breaches, rule by rule.

Only rules that are certainly in play are held against a step. A breach of what binds is *hard*; a breach
of what is merely best (``ideally_by``, ``prefer``) is *soft* and is worth a note only where a step that
does better can be had (:mod:`etiquette._deciding.suggest` finds it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final, get_args
from zoneinfo import ZoneInfo

from etiquette._nouns import replace
from etiquette.facts import Step
from etiquette.model import Hours, Level, Rule
from etiquette.report import MessagePlan, Way

from .breach import Breach
from .combine import CONSTRAINTS, Demand, binds, combine, day_allowed, work_out, zone_of
from .conflicts import smallest
from .decide import NEGATIVE, Resolution
from .drafts import against_message
from .evaluate import truth
from .situation import Situation
from .wording import WEEKDAYS, any_of, day_in_words, hours_in_words, step_in_words, title_of, way_in_words

__all__ = ["breaches", "local_moment", "matching_ways", "step_zone"]

_GRAVITY: Final[tuple[Level, ...]] = get_args(Level)
_PARTS: Final = (("channel", "channels", "channel"), ("recipient", "recipients", "to"), ("via", "via", "via"))


def breaches(at: Situation, found: Resolution, step: Step) -> tuple[Breach, ...]:
    """All breaches of ``step`` under the resolution of its own day, in the order of rules."""
    ways = matching_ways(found, step)
    zone = step_zone(at, found, step)
    message = ways[0].message if ways else MessagePlan()
    hard = _no_lighter(list(_against_action(at, found, step)), _outweighed_breaches(at, found, step, ways))
    for demand in found.demands:
        if _speaks_of(demand, step, ways):
            hard += _of(at, demand, step)
            if demand.hours is not None:
                hard += _of_hours(at, demand.rule, demand.hours, step, zone)
            hard += _of_message(at, demand, step, message)
    if not hard:
        hard += _no_way_together(at, found, step)
    return tuple(hard) + tuple(_soft(at, found, step, ways))


def _outweighed_breaches(
    at: Situation, found: Resolution, step: Step, ways: Sequence[Way]
) -> Iterator[Breach]:
    """What a step breaches of the constraints that fell because their rules are outweighed."""
    zone = step_zone(at, found, step)
    for rule_id, out in found.outweighed.items():
        if out is True:
            rule = found.rules[rule_id]
            demand = work_out(rule, (aspect for aspect in rule.aspects if aspect in CONSTRAINTS), at)
            if _speaks_of(demand, step, ways):
                yield from _of(at, demand, step)
                if demand.hours is not None:
                    yield from _of_hours(at, rule, demand.hours, step, zone)


def _no_lighter(against: list[Breach], fallen: Iterable[Breach]) -> list[Breach]:
    """Advice against a step weighs no less than what it takes the place of: narrowing never lightens."""
    gravest = min((_GRAVITY.index(breach.level) for breach in fallen), default=len(_GRAVITY))
    return [replace(breach, level=_GRAVITY[min(_GRAVITY.index(breach.level), gravest)]) for breach in against]


def matching_ways(found: Resolution, step: Step) -> tuple[Way, ...]:
    """The ways that fit what the step says of channel, recipient and carrier."""
    return tuple(way for way in found.ways if _fits(way, step))


def _fits(way: Way, step: Step) -> bool:
    return (
        step.channel in (None, way.channel)
        and step.to in (None, way.recipient)
        and step.via in (None, way.via)
    )


def step_zone(at: Situation, found: Resolution, step: Step) -> ZoneInfo:
    """The zone of whoever the step reaches first, as far as the step says who that is."""
    ways = matching_ways(found, step)
    best = ways[0] if ways else None
    key = (
        step.channel or (best.channel if best else ""),
        step.to or (best.recipient if best else ""),
        step.via or (best.via if best else ""),
    )
    return zone_of(at, key)


def local_moment(at: Situation, day: date, moment: time, zone: ZoneInfo) -> datetime:
    """The step's moment in ``zone``.

    A time that a clock change repeats is taken as the first; one that it skips is the same instant as the
    time an hour later, in one's own zone too.
    """
    return datetime.combine(day, moment, at.facts.timezone).astimezone(UTC).astimezone(zone)


def _speaks_of(demand: Demand, step: Step, ways: Sequence[Way]) -> bool:
    """Whether a demand binds a step: as far as the step says, and else in every way it can be taken."""
    scope = demand.rule.scope
    if scope is None or (
        scope.channel in (None, step.channel)
        and scope.recipient in (None, step.to)
        and scope.via in (None, step.via)
    ):
        return True
    return bool(ways) and all(binds(demand, (way.channel, way.recipient, way.via)) for way in ways)


def _against_action(at: Situation, found: Resolution, step: Step) -> Iterator[Breach]:
    title = title_of(at.ruleset, "actions", step.action)
    phase = at.ruleset.phases.get(found.action.phase)
    for rule_id, aspects in found.in_play.items():
        rule = found.rules[rule_id]
        if aspects.get("modality") is not True or rule.modality is None or rule_id in found.outweighed:
            continue
        if rule.modality == found.modality and rule.modality in NEGATIVE:
            wanted = "not to do this" if rule.modality == "must_not" else "rather not to do this"
            yield Breach(rule, "action", title, wanted, rule.effective_level)
        elif phase and phase.over and truth(phase.over, at) is True:
            wanted = f"before “{phase.title}” is over"
            yield Breach(rule, "day", day_in_words(step.day, at.facts.today), wanted, rule.effective_level)


def _of(at: Situation, demand: Demand, step: Step) -> Iterator[Breach]:
    rule, level = demand.rule, demand.rule.effective_level
    for about, kind, attribute in _PARTS:
        item: str | None = getattr(step, attribute)
        choice = getattr(demand, kind)
        if item is not None and not choice.allows(item):
            yield Breach(rule, about, _part(at, about, item), _allowed(at, about, choice, item), level)
    today = at.facts.today
    observed = day_in_words(step.day, today)
    if demand.not_before and step.day < demand.not_before:
        yield Breach(rule, "day", observed, f"not before {day_in_words(demand.not_before, today)}", level)
    if demand.not_after and step.day > demand.not_after:
        yield Breach(rule, "day", observed, f"not after {day_in_words(demand.not_after, today)}", level)


def _part(at: Situation, about: str, item: str) -> str:
    parts = {"channel": (item, None, None), "recipient": (None, item, None), "via": (None, None, item)}
    return way_in_words(at.ruleset, *parts[about])


def _allowed(at: Situation, about: str, choice: Any, item: str) -> str:
    if item in choice.never:
        return f"not {_part(at, about, item)}"
    wanted = [_part(at, about, each) for each in sorted(choice.only or ())]
    return f"only {any_of(wanted)}" if wanted else "no way at all"


def _of_message(at: Situation, demand: Demand, step: Step, plan: MessagePlan) -> Iterator[Breach]:
    if step.message is not None and demand.message is not None:
        yield from against_message(at, demand.rule, demand.message, step.message, plan)


def _no_way_together(at: Situation, found: Resolution, step: Step) -> Iterator[Breach]:
    """What no rule alone objects to: a smallest set of rules that together leave no such step."""

    def leaves_it(demands: Sequence[Demand]) -> bool:
        return any(
            _fits(way, step)
            and day_allowed(at, way, zone_of(at, (way.channel, way.recipient, way.via)), step.day)
            for way in combine(at, found.action, demands)
        )

    if leaves_it(found.demands):
        return
    guilty = smallest(found.demands, leaves_it)
    if not guilty:
        return
    timed = next((demand.rule for demand in guilty if demand.hours), None)
    if matching_ways(found, step) and timed is not None and timed.hours is not None:
        # Ways are left, but none of them on such a day: what speaks of days is the reason to give.
        observed = day_in_words(step.day, at.facts.today)
        wanted = _when(timed.hours, step_zone(at, found, step))
        yield Breach(timed, "day", observed, wanted, timed.effective_level)
        return
    observed = step_in_words(at.ruleset, step, at.facts.today)
    titles = any_of([f"“{demand.rule.title}”" for demand in guilty], "and")
    leave = "leaves" if len(guilty) == 1 else "leave together"
    rule = min((demand.rule for demand in guilty), key=lambda each: _GRAVITY.index(each.effective_level))
    yield Breach(rule, "way", observed, f"a step that {titles} {leave}", rule.effective_level)


def _of_hours(at: Situation, rule: Rule, hours: Hours, step: Step, zone: ZoneInfo) -> Iterator[Breach]:
    level = rule.effective_level
    if step.at is None:
        bare = Way("", "", "", hours=hours.only, weekdays=_sorted(hours.weekdays))
        if not day_allowed(at, bare, zone, step.day):
            yield Breach(rule, "day", day_in_words(step.day, at.facts.today), _when(hours, zone), level)
        return
    local = local_moment(at, step.day, step.at, zone)
    observed = f"{WEEKDAYS[local.weekday()]} {local:%H:%M} ({zone.key})"
    if hours.weekdays is not None and local.isoweekday() not in hours.weekdays:
        yield Breach(rule, "day", observed, _when(hours, zone), level)
    elif hours.only and not hours.only[0] <= _minute(local) <= hours.only[1]:
        yield Breach(rule, "time", observed, _when(hours, zone), level)


def _minute(moment: datetime) -> time:
    return moment.time().replace(second=0, microsecond=0)


def _sorted(weekdays: frozenset[int] | None) -> tuple[int, ...] | None:
    return None if weekdays is None else tuple(sorted(weekdays))


def _when(hours: Hours, zone: ZoneInfo) -> str:
    words: list[str] = []
    if hours.weekdays is not None:
        words.append(any_of([WEEKDAYS[day - 1] for day in sorted(hours.weekdays)]))
    if hours.only:
        words.append(f"{hours_in_words(hours.only)} ({zone.key})")
    return ", ".join(words)


def _soft(at: Situation, found: Resolution, step: Step, ways: Sequence[Way]) -> Iterator[Breach]:
    today, level = at.facts.today, "note"
    zone = step_zone(at, found, step)
    yield from _too_soon(at, found, step)
    for demand in found.demands:
        if not _speaks_of(demand, step, ways):
            continue
        rule = demand.rule
        if demand.ideally_by and step.day > demand.ideally_by:
            wanted = f"ideally by {day_in_words(demand.ideally_by, today)}"
            yield Breach(rule, "day", day_in_words(step.day, today), wanted, level, soft=True)  # type: ignore[arg-type]
        for about, kind, attribute in _PARTS if rule.id not in found.set_aside else ():
            item, prefer = getattr(step, attribute), getattr(demand, kind).prefer
            if item is not None and prefer and item not in prefer:
                wanted = f"rather {any_of([_part(at, about, each) for each in prefer])}"
                yield Breach(rule, about, _part(at, about, item), wanted, level, soft=True)  # type: ignore[arg-type]
        if demand.hours is not None and step.at is not None:
            yield from _soft_hours(at, rule, demand.hours, step, zone)


def _too_soon(at: Situation, found: Resolution, step: Step) -> Iterator[Breach]:
    """A step today in a phase that hasn't begun: it may have by tonight, so this is only worth a note."""
    phase = at.ruleset.phases.get(found.action.phase)
    if phase is None or phase.begins is None or step.day != at.facts.today:
        return
    if truth(phase.begins, at) is False:
        for rule_id, aspects in found.in_play.items():
            rule = found.rules[rule_id]
            if rule.modality is not None and rule.modality not in NEGATIVE and aspects["modality"] is True:
                observed = f"{day_in_words(step.day)}, before “{phase.title}” has begun"
                yield Breach(rule, "day", observed, f"once “{phase.title}” has begun", "note", soft=True)
                return


def _soft_hours(at: Situation, rule: Rule, hours: Hours, step: Step, zone: ZoneInfo) -> Iterator[Breach]:
    assert step.at is not None  # noqa: S101  # the caller's condition
    local = local_moment(at, step.day, step.at, zone)
    observed = f"{WEEKDAYS[local.weekday()]} {local:%H:%M} ({zone.key})"
    if hours.prefer_weekdays is not None and local.isoweekday() not in hours.prefer_weekdays:
        days = any_of([WEEKDAYS[day - 1] for day in sorted(hours.prefer_weekdays)])
        yield Breach(rule, "day", observed, f"rather {days}", "note", soft=True)
    if hours.prefer and not hours.prefer[0] <= _minute(local) <= hours.prefer[1]:
        wanted = f"rather {hours_in_words(hours.prefer)} ({zone.key})"
        yield Breach(rule, "time", observed, wanted, "note", soft=True)
