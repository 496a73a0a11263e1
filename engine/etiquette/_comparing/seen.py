"""What the evaluator makes of one case under one ruleset, and of which kind the difference to another is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from etiquette._deciding.combine import WayKey
from etiquette._deciding.decide import Resolution, resolve
from etiquette._deciding.plan import decide
from etiquette._deciding.situation import Situation
from etiquette._deciding.status import situation
from etiquette._proving.changes import shift
from etiquette.check import facts_for
from etiquette.facts import Facts
from etiquette.kinds import Kind
from etiquette.report import Decision, MessagePlan, Way
from etiquette.ruleset import Ruleset

__all__ = ["Seen", "common", "kinds_between", "known_to", "see", "shows"]

_DAY: Final = (time(0, 0), time(23, 59))
_EVERY: Final = tuple(range(1, 8))
_PARTS: Final[tuple[tuple[str, Kind, Kind], ...]] = (
    ("channels", "channel_lost", "channel_won"),
    ("recipients", "recipient_lost", "recipient_won"),
    ("via", "carrier_lost", "carrier_won"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One action in one case: the decision, what rules came to, and the ways that are left, best first."""

    at: Situation
    decision: Decision
    found: Resolution
    ways: Mapping[WayKey, Way]

    @property
    def modality(self) -> str | None:
        """The modality, or ``"conflict"``; it is settled."""
        (only,) = self.found.modalities
        return only

    def items(self, place: int) -> tuple[str, ...]:
        """The channels, recipients or carriers that are left, best first."""
        return tuple(dict.fromkeys(key[place] for key in self.ways))


def known_to(ruleset: Ruleset, facts: Facts) -> Facts:
    """The facts as far as a ruleset has declared them: what only another version asks for is left out."""
    told = {path: value for path, value in facts.told.items() if path in ruleset.vocabulary.facts}
    return Facts(told, facts.today, facts.timezone, facts.proposed)


def see(ruleset: Ruleset, facts: Facts, action: str) -> Seen | None:
    """What a ruleset says of an action in a case; ``None`` if the facts can't be used or leave it open."""
    usable, _ = facts_for(ruleset, known_to(ruleset, facts))
    if usable is None:
        return None
    at = situation(ruleset, usable)
    decision = decide(at.afresh(), ruleset.actions[action])
    found = resolve(at, ruleset.actions[action])
    if decision.status == "undetermined" or len(found.modalities) != 1 or len(found.settled) < len(_PARTS):
        return None
    return Seen(at, decision, found, {(way.channel, way.recipient, way.via): way for way in found.ways})


def shows(kind: Kind, before: Seen, after: Seen) -> bool:
    """Whether a case shows a change of that kind; changes in how grave a step is aren't looked for here."""
    return kind in kinds_between(before, after)


def kinds_between(before: Seen, after: Seen) -> frozenset[Kind]:
    """The kinds of change that the decisions themselves show."""
    return frozenset(_kinds(before, after))


def common(before: Seen, after: Seen) -> tuple[WayKey, ...]:
    """The ways that are left in both, in the new order."""
    return tuple(key for key in after.ways if key in before.ways)


def _kinds(before: Seen, after: Seen) -> Iterator[Kind]:
    was, now = before.decision.status, after.decision.status
    if (was == "done") is not (now == "done"):
        yield "done" if now == "done" else "undone"
    if before.modality != after.modality:
        yield shift(before.modality, after.modality)
    if not _comparable(before.modality, after.modality):
        return
    yield from _phases(was, now, before, after)
    if bool(before.ways) is not bool(after.ways):
        yield "possible" if after.ways else "impossible"
    if not before.ways or not after.ways:
        return
    yield from _ways(before, after)
    for key in common(before, after):
        yield from _between_ways(before.ways[key], after.ways[key])


def _comparable(was: str | None, now: str | None) -> bool:
    permit = ("may", "should", "must")
    return (was in permit and now in permit) or (was == now and was in (None, "should_not"))


def _phases(was: str, now: str, before: Seen, after: Seen) -> Iterator[Kind]:
    """What comes of a phase that begins or ends otherwise, while the windows are the same."""
    if dict(before.ways) == dict(after.ways):
        for status, gone, come in (
            ("missed", "closes_later", "closes_earlier"),
            ("not_yet", "earlier", "later"),
        ):
            if (was == status) is not (now == status):
                yield come if now == status else gone  # type: ignore[misc]  # the kinds above


def _ways(before: Seen, after: Seen) -> Iterator[Kind]:
    for place, (_, lost, won) in enumerate(_PARTS):
        old, new = before.items(place), after.items(place)
        if set(old) - set(new):
            yield lost
        if set(new) - set(old):
            yield won
        shared = set(old) & set(new)
        if [each for each in old if each in shared] != [each for each in new if each in shared]:
            yield "preference"
    if before.ways.keys() - after.ways.keys():
        yield "way_lost"
    if after.ways.keys() - before.ways.keys():
        yield "way_won"


def _between_ways(old: Way, new: Way) -> Iterator[Kind]:
    yield from _moved(old.not_before, new.not_before, "earlier", "later", date.min)
    yield from _moved(old.not_after, new.not_after, "closes_earlier", "closes_later", date.max)
    yield from _moved(old.ideally_by, new.ideally_by, "best_earlier", "best_later", date.max)
    (first, last), (begin, end) = old.hours or _DAY, new.hours or _DAY
    yield from _given(begin > first or end < last, "hours_fewer")
    yield from _given(begin < first or end > last, "hours_more")
    was, now = set(old.weekdays or _EVERY), set(new.weekdays or _EVERY)
    yield from _given(was - now, "weekdays_fewer")
    yield from _given(now - was, "weekdays_more")
    yield from _messages(old.message, new.message)


def _given(holds: object, kind: Kind) -> Iterator[Kind]:
    if holds:
        yield kind


def _moved(was: date | None, now: date | None, earlier: Kind, later: Kind, none: date) -> Iterator[Kind]:
    yield from _given((now or none) < (was or none), earlier)
    yield from _given((now or none) > (was or none), later)


def _messages(old: MessagePlan, new: MessagePlan) -> Iterator[Kind]:
    was, now = _weights(old), _weights(new)
    for concept in {**was, **now}:
        before, after = was.get(concept, 0), now.get(concept, 0)
        yield from _given(after > max(before, 1), "message_more")
        yield from _given(before > max(after, 1), "message_less")
        yield from _given({before, after} == {0, 1}, "message_option")
    for one, other in (
        (set(old.avoid), set(new.avoid)),
        (set(old.mention), set(new.mention)),
        ({old.first} - {None}, {new.first} - {None}),
        ({old.subject} - {None}, {new.subject} - {None}),
    ):
        yield from _given(other - one, "message_more")
        yield from _given(one - other, "message_less")
    limits, others = dict(old.limits), dict(new.limits)
    for unit in {**limits, **others}:
        most, least = limits.get(unit), others.get(unit)
        yield from _given(least is not None and (most is None or least < most), "message_more")
        yield from _given(most is not None and (least is None or most < least), "message_less")


def _weights(plan: MessagePlan) -> dict[str, int]:
    """How much each concept is wanted; one that gave way is wanted as little as one that may be said."""
    found = dict.fromkeys((*plan.gave_way, *plan.may), 1)
    return {**found, **dict.fromkeys(plan.should, 2), **dict.fromkeys(plan.must, 3)}
