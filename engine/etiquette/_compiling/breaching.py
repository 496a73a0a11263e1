"""What a proposed step breaches, by the shape of its action: what binds, without the words for it.

For a shape and a way to go (channel, recipient, carrier) most breaches are known beforehand; what is left are
the step's day and what its message holds. What takes more than that (hours of the day, other zones, texts,
demands that only together leave no way) is the readable code's (:mod:`etiquette._deciding.steps`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

from etiquette._deciding.combine import CONSTRAINTS, Demand, binds
from etiquette._deciding.decide import NEGATIVE
from etiquette._nouns import dataclass, field
from etiquette.facts import Step
from etiquette.model import Level, Rule
from etiquette.report import Breached, MessagePlan, Way
from etiquette.vocabulary import NONE, UNKNOWN

from .shapes import Group, Shape, has_window
from .timing import Bare, windows_of

__all__ = ["against", "breached"]

_GRAVITY: Final = {"error": 0, "warning": 1, "note": 2}
_WEEK: Final = 7
_PARTS: Final = (("channel", "channels"), ("recipient", "recipients"), ("via", "via"))


@dataclass(frozen=True, slots=True)
class _Course:
    """A way to go under a shape: what it breaches in any case, and what hangs on the day and the message."""

    always: tuple[Breached, ...]
    too_early: tuple[tuple[int, Breached], ...]
    too_late: tuple[tuple[int, Breached], ...]
    wrong_days: tuple[tuple[tuple[int, ...], Breached], ...]
    timed: bool
    limits: tuple[tuple[str, int, Breached], ...]
    subject: tuple[tuple[str, Breached], ...]
    wanted: tuple[tuple[str, Breached], ...]
    unwanted: tuple[tuple[str, Breached], ...]
    groups: tuple[int, ...]
    ordered: dict[tuple[Breached, ...], tuple[Breached, ...]] = field(default_factory=dict)


def breached(bare: Bare, step: Step, asking: bool, today: int, at_home: bool) -> tuple[Breached, ...] | None:
    """The breaches of level error and warning, gravest first; ``None`` where it takes the readable code.

    ``asking``: the action's rules ask about others, so that the decision can differ from day to day.
    ``at_home``: no zone but the sender's is told. The step goes through the carrier that it addresses, if it
    addresses one.
    """
    day = step.day.toordinal()
    if (asking and day != today) or not at_home:
        return None
    message = step.message
    if message is not None and message.text is not None:
        return None
    key = (step.channel, step.to, step.via)
    if message is None:
        return against(bare, key, day, timed=step.at is not None)
    lengths, subject = message.lengths, message.subject
    return against(bare, key, day, lengths, message.says, subject, timed=step.at is not None)


def against(
    bare: Bare,
    key: tuple[str | None, str | None, str | None],
    day: int,
    lengths: Mapping[str, int] | None = None,
    said: AbstractSet[str] | None = None,
    subject: Any = UNKNOWN,
    *,
    timed: bool = False,
) -> tuple[Breached, ...] | None:
    """What :func:`breached` gives, of a step in parts: channel, recipient, carrier and the number of its day.

    ``lengths``, ``said`` and ``subject`` are what is known of its message; ``timed``: it has a time of day.
    """
    shape = bare.shape
    course: _Course | None = shape.kept.get(key, _UNSEEN)
    if course is _UNSEEN:
        course = shape.kept[key] = _course(shape, *key)
    if course is None or (timed and course.timed):
        return None
    found = course.always
    days = bare.days
    for slot, breach in course.too_early:
        if day < days[slot]:
            found += (breach,)
    for slot, breach in course.too_late:
        if day > days[slot]:
            found += (breach,)
    for weekdays, breach in course.wrong_days:
        if (day - 1) % _WEEK + 1 not in weekdays:
            found += (breach,)
    if lengths is not None or said is not None or course.subject:
        found += _of_message(course, lengths or {}, said, subject)
    if not found:
        return () if _some_way(bare, course, day) else None
    if len(found) == 1 and found[0].level != "note":
        return found
    ordered = course.ordered.get(found)
    if ordered is None:
        grave = [breach for breach in sorted(found, key=_in_order) if breach.level != "note"]
        ordered = course.ordered[found] = tuple(grave)
    return ordered


_UNSEEN: Final[Any] = object()


def _in_order(breach: Breached) -> tuple[int, str, str]:
    return _GRAVITY[breach.level], breach.about, breach.rule


def _of_message(
    course: _Course, lengths: Mapping[str, int], said: AbstractSet[str] | None, subject: Any
) -> tuple[Breached, ...]:
    found: tuple[Breached, ...] = ()
    for unit, most, breach in course.limits:
        if lengths.get(unit, 0) > most:
            found += (breach,)
    if said is not None:
        for concept, breach in course.wanted:
            if concept not in said:
                found += (breach,)
        for concept, breach in course.unwanted:
            if concept in said:
                found += (breach,)
    for wanted, breach in course.subject:
        if subject is NONE if wanted == "required" else isinstance(subject, str):
            found += (breach,)
    return found


def _some_way(bare: Bare, course: _Course, day: int) -> bool:
    """Whether some way is right on the day: else several rules together leave none, and who they are takes a
    search.
    """
    side = bare.shape.least
    if len(side.groups) == 1 and course.groups and side.groups[0].weekdays is None:
        group, days = side.groups[0], bare.days
        for slot in group.not_before:
            if days[slot] > day:
                return False
        for slot in group.not_after:  # noqa: SIM110 - there may be no such day, which is nan
            if days[slot] < day:
                return False
        return True
    windows, groups = windows_of(side, bare.days), side.groups
    return any(
        windows[number].begins <= day <= windows[number].ends and _right(groups[number], day)
        for number in course.groups
    )


def _right(group: Group, day: int) -> bool:
    return group.weekdays is None or (day - 1) % _WEEK + 1 in group.weekdays


def _course(shape: Shape, channel: str | None, to: str | None, via: str | None) -> _Course | None:
    """What is known beforehand of a way to go; ``None`` where too little is."""
    if shape.gone[0] or shape.open_ended:
        return None
    found = shape.resolution
    objections = tuple(_against(shape))
    fallen = (found.rules[rule] for rule, out in found.outweighed.items() if out is True)
    if objections and any(aspect in CONSTRAINTS for rule in fallen for aspect in rule.aspects):
        return None  # what fell decides how grave the rest is
    pairs = [
        (way, group)
        for way, group in zip(shape.least.ways, shape.least.of, strict=True)
        if channel in (None, way.channel) and to in (None, way.recipient) and via in (None, way.via)
    ]
    plan = pairs[0][0].message if pairs else MessagePlan()
    demands = [
        demand
        for demand in found.demands
        if _speaks_of(demand, (channel, to, via), [way for way, _ in pairs])
    ]
    always = [*objections]
    for demand in demands:
        for about, kind in _PARTS:
            item = {"channel": channel, "recipient": to, "via": via}[about]
            if item is not None and not getattr(demand, kind).allows(item):
                always.append(_breach(demand.rule, about))
    parts = _Message()
    for demand in demands:
        if demand.message is not None:
            parts.add(demand, plan)
    hours = [demand for demand in demands if demand.hours is not None]
    return _Course(
        tuple(always),
        tuple(_ends(shape, demands, "not_before")),
        tuple(_ends(shape, demands, "not_after")),
        tuple(
            (tuple(sorted(demand.hours.weekdays)), _breach(demand.rule, "day"))
            for demand in hours
            if demand.hours is not None and demand.hours.weekdays is not None
        ),
        bool(hours),
        tuple(parts.limits), tuple(parts.subject), tuple(parts.wanted), tuple(parts.unwanted),
        tuple(dict.fromkeys(group for _, group in pairs)),
    )  # fmt: skip


def _against(shape: Shape) -> Iterator[Breached]:
    """What is said against the action itself."""
    found = shape.resolution
    for rule_id, aspects in found.in_play.items():
        rule = found.rules[rule_id]
        if aspects.get("modality") is not True or rule.modality is None or rule_id in found.outweighed:
            continue
        if rule.modality == found.modality and rule.modality in NEGATIVE:
            yield _breach(rule, "action")
        elif shape.over is True:
            yield _breach(rule, "day")


def _speaks_of(demand: Demand, key: tuple[str | None, str | None, str | None], ways: list[Way]) -> bool:
    scope = demand.rule.scope
    if scope is None or scope.fits(key):
        return True
    return bool(ways) and all(binds(demand, (way.channel, way.recipient, way.via)) for way in ways)


def _ends(shape: Shape, demands: list[Demand], end: str) -> Iterator[tuple[int, Breached]]:
    speaking = {demand.rule.id for demand in demands if has_window(demand)}
    for place, slot in enumerate(shape.layout.slots):
        rule = shape.layout.rules[slot.rule]
        if slot.end == end and rule.id in speaking:
            yield shape.layout.at[place], _breach(rule, "day")


def _breach(rule: Rule, about: str, level: Level | None = None) -> Breached:
    return Breached(rule.id, level or rule.effective_level, about)


class _Message:
    """What demands ask of a message."""

    def __init__(self) -> None:
        self.limits: list[tuple[str, int, Breached]] = []
        self.subject: list[tuple[str, Breached]] = []
        self.wanted: list[tuple[str, Breached]] = []
        self.unwanted: list[tuple[str, Breached]] = []

    def add(self, demand: Demand, plan: MessagePlan) -> None:
        """What one demand asks; ``plan`` is what all ask together."""
        asked, rule = demand.message, demand.rule
        assert asked is not None  # noqa: S101 - the caller's condition
        self.limits += [(unit, most, _breach(rule, f"message.{unit}")) for unit, most in asked.limits]
        if asked.subject is not None:
            self.subject.append((asked.subject, _breach(rule, "message.subject")))
        says = _breach(rule, "message.says")
        self.wanted += [(each, says) for each in asked.must if each in plan.must]
        self.wanted += [
            (each, _breach(rule, "message.says", "note")) for each in asked.should if each in plan.should
        ]
        self.unwanted += [(each, says) for each in asked.avoid]
        if asked.first is not None and asked.first not in plan.must:
            self.wanted.append((asked.first, says))
