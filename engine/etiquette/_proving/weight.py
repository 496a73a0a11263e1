"""Where a rule makes a difference by itself, as a formula: what it says is in play, and nobody else says it.

Leaving out a rule changes a decision wherever :func:`adds` holds. It is small, since it speaks of one
decision and not of two, and nearly every rule of a sound pack satisfies it. Only for a rule that doesn't,
:mod:`etiquette._proving.differ` has to compare the decision with and without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from etiquette._deciding.decide import NEGATIVE, STRENGTH
from etiquette.model import Aspect, Choice, Override, Rule

from .decisions import Decided, WayKey
from .logic import Formula, both, either, negate
from .rooms import Room

__all__ = ["adds", "takes_out"]

_SETS: Final[tuple[Aspect, ...]] = ("channels", "recipients", "via")


def adds(decided: Decided, rule: Rule) -> Formula:
    """That what the rule says adds something to the decision; what it overrides is left aside."""
    return either(*(_aspect(decided, rule, each, _in_play(decided, rule, each)) for each in rule.aspects))


def takes_out(decided: Decided, rule: Rule, override: Override) -> Formula:
    """That one override of the rule takes something out of play that would be in it otherwise."""
    parts: list[Formula] = []
    known = {each.id: each for each in decided.rules}
    applies = decided.applies(rule.id)
    for target in decided.ruleset.targets(rule, override):
        if target.id not in known:
            continue
        for aspect in target.aspects if override.aspect is None else (override.aspect,):
            if aspect not in target.aspects:
                continue
            others = (
                negate(decided.applies(each.id))
                for each in decided.ruleset.overriders.get((target.id, aspect), ())
                if each.id != rule.id
            )
            first = _named_first(decided, rule, override, target, aspect)
            back = both(applies, decided.applies(target.id), *others, first)
            if aspect != "modality":
                back = both(back, negate(decided.outweighed(target)))
            parts.append(back)
    return either(*parts)


def _named_first(decided: Decided, rule: Rule, override: Override, target: Rule, aspect: Aspect) -> Formula:
    """That no override of the same rule before this one names the same thing: then this one adds nothing."""
    before = rule.overrides[: rule.overrides.index(override)]
    return not any(
        each.aspect in (None, aspect) and target in decided.ruleset.targets(rule, each) for each in before
    )


def _in_play(decided: Decided, rule: Rule, aspect: Aspect) -> Formula:
    return decided.in_play(rule, aspect) if aspect == "modality" else decided.binding(rule, aspect)


def _aspect(decided: Decided, rule: Rule, aspect: Aspect, given: Formula) -> Formula:
    """That ``given``, an aspect of the rule being in play, changes the decision."""
    if given is False:
        return False
    if aspect == "modality":
        return both(given, _modality(decided, rule))
    matters = negate(either(decided.outcomes["must_not"], decided.outcomes["conflict"]))
    if aspect in _SETS:
        return both(given, matters, _choice(decided, rule, aspect))
    return both(given, matters, either(*_in_rooms(decided, rule, aspect)))


def _modality(decided: Decided, rule: Rule) -> Formula:
    """That no other rule weighs as much on the same side, and the other side doesn't weigh more."""
    assert rule.modality is not None  # noqa: S101 - only asked of rules with one
    against = rule.modality in NEGATIVE
    mine = STRENGTH[rule.modality]
    others = either(
        *(
            decided.in_play(each, "modality")
            for each in decided.rules
            if each.id != rule.id
            and each.modality is not None
            and (each.modality in NEGATIVE) == against
            and STRENGTH[each.modality] >= mine
        )
    )
    heavier = [each for each in (1, 2) if each > mine]
    opposite = either(
        *(
            decided.in_play(each, "modality")
            for each in decided.rules
            if each.modality is not None
            and (each.modality in NEGATIVE) != against
            and STRENGTH[each.modality] in heavier
        )
    )
    return both(negate(others), negate(opposite))


def _choice(decided: Decided, rule: Rule, aspect: Aspect) -> Formula:
    choice: Choice = getattr(rule, aspect)
    place = _SETS.index(aspect)
    keys = [key for key in decided.universe if rule.scope is None or rule in decided.scoped(key)]
    parts: list[Formula] = []
    for item in dict.fromkeys(key[place] for key in keys):
        excluded = negate(decided.leaves(choice, item))
        if excluded is not False:
            otherwise = [_otherwise(decided, rule, aspect, key) for key in keys if key[place] == item]
            parts.append(both(excluded, either(*otherwise)))
    if choice.prefer:
        same = (
            decided.binding(each, aspect)
            for each in decided.rules
            if each.id != rule.id and getattr(each, aspect) and getattr(each, aspect).prefer == choice.prefer
        )
        ways = [decided.feasible(key) for key in decided.universe]
        parts.append(both(negate(either(*same)), either(*ways)))
    return either(*parts)


def _otherwise(decided: Decided, rule: Rule, aspect: Aspect, key: WayKey) -> Formula:
    """That a way would be left if the rule's set didn't count."""
    allowed = (
        decided.allows(each, name, item)
        for name, item in zip(_SETS, key, strict=True)
        for each in (*decided.everywhere(), *decided.scoped(key))
        if each.id != rule.id or name != aspect
    )
    return both(*allowed, decided.rooms.of(key).some)


def _in_rooms(decided: Decided, rule: Rule, aspect: Aspect) -> Iterator[Formula]:
    seen: dict[int, tuple[Room, list[Formula]]] = {}
    for key in decided.universe:
        room = decided.rooms.of(key)
        if any(each.id == rule.id for each in room.rules):
            seen.setdefault(id(room), (room, []))[1].append(decided.feasible(key))
    for room, feasible in seen.values():
        here = either(*feasible)
        found = {"window": _window, "hours": _hours, "message": _message}[aspect](room, rule)
        yield both(here, either(*found))


def _others(room: Room, rule: Rule, aspect: Aspect) -> list[tuple[Formula, Rule]]:
    return [
        (room.decided.binding(each, aspect), each)
        for each in room.rules
        if each.id != rule.id and getattr(each, aspect) is not None
    ]


def _window(room: Room, rule: Rule) -> Iterator[Formula]:
    assert rule.window is not None  # noqa: S101 - only asked of rules with one
    day = room.decided.formulas.day
    for name in ("not_before", "ideally_by", "not_after"):
        node = getattr(rule.window, name)
        if node is None:
            continue
        mine = day(node)
        tighter: list[Formula] = [negate(mine.none)]
        for given, each in _others(room, rule, "window"):
            other = getattr(each.window, name)
            if other is not None:
                theirs = day(other)
                less = theirs.term < mine.term if name == "not_before" else theirs.term > mine.term
                tighter.append(either(negate(given), theirs.none, less))
        yield both(*tighter)


def _hours(room: Room, rule: Rule) -> Iterator[Formula]:
    mine = rule.hours
    assert mine is not None  # noqa: S101 - only asked of rules with some
    others = [(given, each.hours) for given, each in _others(room, rule, "hours") if each.hours]
    if mine.only is not None:
        for place in (0, 1):
            yield both(
                *(
                    negate(given)
                    for given, each in others
                    if each.only is not None
                    and (each.only[0] >= mine.only[0] if place == 0 else each.only[1] <= mine.only[1])
                ),
                _bounds(mine.only[place].isoformat(), place),
            )
    if mine.weekdays is not None:
        for weekday in set(range(1, 8)) - mine.weekdays:
            yield both(
                *(negate(given) for given, each in others if each.weekdays and weekday not in each.weekdays)
            )
    for name in ("prefer", "prefer_weekdays"):
        wished = getattr(mine, name)
        if wished is not None:
            yield both(*(negate(given) for given, each in others if getattr(each, name) == wished))


def _bounds(at: str, place: int) -> bool:
    """Whether an end of an interval excludes any minute at all."""
    return at != ("00:00:00", "23:59:00")[place]


def _message(room: Room, rule: Rule) -> Iterator[Formula]:
    mine = rule.message
    assert mine is not None  # noqa: S101 - only asked of rules with one
    if not room.decided.action.message:
        return
    others = [(given, each.message) for given, each in _others(room, rule, "message") if each.message]
    for attribute, heavier in _HEAVIER.items():
        for concept in getattr(mine, attribute):
            yield both(
                *(
                    negate(given)
                    for given, each in others
                    if any(concept in getattr(each, name) for name in heavier)
                )
            )
    for attribute in ("first", "subject"):
        if getattr(mine, attribute) is not None:
            yield both(*(negate(given) for given, each in others if getattr(each, attribute) is not None))
    for limit in mine.limits:
        most = room.most_of(limit)
        smaller: list[Formula] = [True]
        for given, each in others:
            smaller += [
                either(negate(given), _bigger(room.most_of(other), most))
                for other in each.limits
                if other.unit == limit.unit
            ]
        yield both(*smaller)


_HEAVIER: Final[dict[str, Sequence[str]]] = {
    "must": ("must",),
    "should": ("must", "should", "avoid"),
    "may": ("must", "should", "may", "avoid"),
    "avoid": ("avoid",),
    "mention": ("mention",),
}


def _bigger(one: object, other: object) -> Formula:
    return one > other  # type: ignore[operator]  # terms of the solver or numbers
