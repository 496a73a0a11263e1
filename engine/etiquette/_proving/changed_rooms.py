"""Where what is left of days, hours and messages differs for one way, as formulas."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Final

from etiquette.kinds import Kind
from etiquette.model import Rule

from .logic import Formula, Term, both, either, negate, pick
from .rooms import Room, extreme
from .unlike import members, same_pairs, sets_apart, unlike

__all__ = ["changed_demands", "changed_rooms"]

_LAST_MINUTE: Final = 24 * 60 - 1


def changed_rooms(old: Room, new: Room) -> Iterator[tuple[Kind, Formula]]:
    """Every kind of difference between two rooms."""
    yield from changed_demands(old, new)
    yield from _ends(old, new, "ideally_by", "best_later", "best_earlier")
    for attribute in ("prefer", "prefer_weekdays"):
        yield "preference", sets_apart(_preferred(old, attribute), _preferred(new, attribute))
    yield from _recommended(old, new)


def changed_demands(old: Room, new: Room, *, read: bool = True) -> Iterator[tuple[Kind, Formula]]:
    """Every kind of difference in what binds, and not in what is merely best.

    Without ``read``, what only the text of a message can show is passed over: nobody reads it.
    """
    yield from _ends(old, new, "not_before", "later", "earlier")
    yield from _ends(old, new, "not_after", "closes_later", "closes_earlier")
    yield from _hours(old, new)
    for weekday in range(1, 8):
        was, now = old.on_weekday(weekday), new.on_weekday(weekday)
        if unlike(was, now):
            yield "weekdays_fewer", both(was, negate(now))
            yield "weekdays_more", both(negate(was), now)
    yield from _demanded(old, new, ("must", "avoid", "subject", *(("first", "mention") if read else ())))


def _ends(old: Room, new: Room, name: str, later: Kind, earlier: Kind) -> Iterator[tuple[Kind, Formula]]:
    """That an end of the window comes later, and that it comes earlier; having none is no end at all."""
    before, after = old.ends(name), new.ends(name)
    if same_pairs([(e.given, e.day) for e in before], [(e.given, e.day) for e in after]):
        return
    latest = name == "not_before"
    (was, known), (now, given) = extreme(before, latest=latest), extreme(after, latest=latest)
    gone, added = both(known, negate(given)), both(given, negate(known))
    yield later, either(both(known, given, _bigger(now, was)), added if latest else gone)
    yield earlier, either(both(known, given, _bigger(was, now)), gone if latest else added)


def _bigger(one: Term, other: Term) -> Formula:
    return one > other


def _hours(old: Room, new: Room) -> Iterator[tuple[Kind, Formula]]:
    if old.zone != new.zone:
        given = either(*(each[0] for room in (old, new) for each in (*room.hours, *room.weekdays)))
        yield "hours_fewer", given
        yield "hours_more", given
    if same_pairs(*([(given, (a, b)) for given, a, b in room.hours] for room in (old, new))):
        return
    (first, last), (begin, end) = _common_hours(old), _common_hours(new)
    yield "hours_fewer", either(_bigger(begin, first), _bigger(last, end))
    yield "hours_more", either(_bigger(first, begin), _bigger(end, last))


def _common_hours(room: Room) -> tuple[Term, Term]:
    first: Term = 0
    last: Term = _LAST_MINUTE
    for given, begin, end in room.hours:
        first = pick(both(given, _bigger(begin, first)), begin, first)
        last = pick(both(given, _bigger(last, end)), end, last)
    return first, last


def _preferred(room: Room, attribute: str) -> list[tuple[Formula, Hashable]]:
    return [
        (room.decided.binding(rule, "hours"), wished)
        for rule in room.rules
        if rule.hours is not None and (wished := getattr(rule.hours, attribute)) is not None
    ]


# Messages


def _asking(room: Room) -> list[tuple[Formula, Rule]]:
    return list(room.asking()) if room.decided.action.message else []


def _demanded(old: Room, new: Room, attributes: Iterable[str]) -> Iterator[tuple[Kind, Formula]]:
    """What a message must or must not hold, what comes first or is named, its subject, how long it may be."""
    before, after = _asking(old), _asking(new)
    for attribute in attributes:
        was, now = members(_said(before, attribute)), members(_said(after, attribute))
        for each in {**was, **now}:
            yield from _more_or_less(was.get(each, False), now.get(each, False))
    units = {
        limit.unit: None for _, rule in (*before, *after) if rule.message for limit in rule.message.limits
    }
    for unit in units:
        most, least = _limits(old, before, unit), _limits(new, after, unit)
        if same_pairs(most, least):
            continue
        (was, known), (now, given) = _smallest(most), _smallest(least)
        yield "message_more", both(given, either(negate(known), _bigger(was, now)))
        yield "message_less", both(known, either(negate(given), _bigger(now, was)))


def _more_or_less(was: Formula, now: Formula) -> Iterator[tuple[Kind, Formula]]:
    if unlike(was, now):
        yield "message_more", both(now, negate(was))
        yield "message_less", both(was, negate(now))


def _recommended(old: Room, new: Room) -> Iterator[tuple[Kind, Formula]]:
    """What a message should and may hold, as far as it needn't hold it anyway."""
    before, after = _asking(old), _asking(new)
    was, now = _levels(before), _levels(after)
    for concept in dict.fromkeys((*was, *now)):
        (must, should, may), (needs, ought, can) = was.get(concept, _NOTHING), now.get(concept, _NOTHING)
        yield "message_more", both(ought, negate(either(must, should)))
        yield "message_less", both(should, negate(either(needs, ought)))
        yield "message_option", both(can, negate(either(must, should, may)))
        yield "message_option", both(may, negate(either(needs, ought, can)))
        if _place(old, new, concept) != _place(new, old, concept):
            yield "message_option", both(either(must, should, may), either(needs, ought, can))


_NOTHING: Final = (False, False, False)


def _levels(asking: Sequence[tuple[Formula, Rule]]) -> dict[Hashable, tuple[Formula, Formula, Formula]]:
    """For each concept, that it must, that it only should, and that it only may be said."""
    must, should, may = (members(_said(asking, each)) for each in ("must", "should", "may"))
    found: dict[Hashable, tuple[Formula, Formula, Formula]] = {}
    for concept in {**must, **should, **may}:
        needs, ought, can = (each.get(concept, False) for each in (must, should, may))
        found[concept] = needs, both(ought, negate(needs)), both(can, negate(either(needs, ought)))
    return found


def _place(room: Room, other: Room, concept: Hashable) -> tuple[int, int]:
    """How much room a concept takes, and when it comes to it, of those that both rulesets know."""
    known, theirs = room.decided.ruleset.concepts, other.decided.ruleset.concepts
    if concept not in known or concept not in theirs:
        return 0, 0
    return known[str(concept)].room, [each for each in known if each in theirs].index(str(concept))


def _said(asking: Iterable[tuple[Formula, Rule]], attribute: str) -> list[tuple[Formula, Hashable]]:
    found: list[tuple[Formula, Hashable]] = []
    for given, rule in asking:
        value = getattr(rule.message, attribute)
        found += [(given, each) for each in (value if isinstance(value, tuple) else (value,)) if each]
    return found


def _limits(room: Room, asking: Iterable[tuple[Formula, Rule]], unit: str) -> list[tuple[Formula, Term]]:
    return [
        (given, room.most_of(limit))
        for given, rule in asking
        if rule.message
        for limit in rule.message.limits
        if limit.unit == unit
    ]


def _smallest(limits: Sequence[tuple[Formula, Term]]) -> tuple[Term, Formula]:
    if not limits:
        return 0, False
    (known, best), *others = limits
    for given, most in others:
        best = pick(both(given, either(negate(known), _bigger(best, most))), most, best)
        known = either(known, given)
    return best, known
