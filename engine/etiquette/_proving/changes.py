"""Where two decisions differ, as formulas: kind by kind, over all facts at once.

Two decisions are equal if nobody would act otherwise: the same modality, the same ways, the same days, hours
and weekdays, the same wishes, the same demands on a message, each with the same gravity. None of the
formulas holding in any case proves two decisions equal. The other way round a formula may promise too much:
of wishes it says only that they are not written the same. So a case that is found is looked at by the
evaluator before anybody is told.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from etiquette.kinds import KINDS, Kind
from etiquette.model import Level, Rule

from .changed_rooms import changed_demands, changed_rooms
from .changed_wishes import changed_wishes
from .decisions import GRAVITY, Decided, WayKey
from .logic import Formula, both, either, negate
from .unlike import unlike

__all__ = ["Change", "begun", "changes", "over", "shift"]

_LEVELS: Final[tuple[Level, ...]] = ("warning", "error")
_PARTS: Final[tuple[tuple[Kind, Kind], ...]] = (
    ("channel_lost", "channel_won"),
    ("recipient_lost", "recipient_won"),
    ("carrier_lost", "carrier_won"),
)
_ORDER: Final = (None, "may", "should", "must")
_AGAINST: Final = (None, "should_not", "must_not")


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of difference from a decision to another, and the formula that it is there."""

    kind: Kind
    holds: Formula


def changes(old: Decided, new: Decided) -> Iterator[Change]:
    """Every kind of difference that isn't ruled out at a glance."""
    found: dict[Kind, list[Formula]] = {}
    for kind, holds in _changes(old, new):
        if holds is not False:
            found.setdefault(kind, []).append(holds)
    for kind, parts in found.items():
        yield Change(kind, either(*parts))


def _changes(old: Decided, new: Decided) -> Iterator[tuple[Kind, Formula]]:
    yield from _either_way(old.done, new.done, "undone", "done")
    yield from _modalities(old, new)
    alike = _as_much(old, new)
    for kind, holds in _phases(old, new):
        yield kind, both(old.permitted, new.permitted, holds)
    for kind, holds in (*_ways(old, new), *changed_wishes(old, new)):
        yield kind, both(alike, holds)
    for least in _LEVELS:
        before, after = _against(old, least), _against(new, least)
        forbidden = both(*(each.outcomes["must_not"] for each in (old, new)))
        against = either(forbidden, both(*(each.outcomes["should_not"] for each in (old, new))))
        lighter = negate(both(before, after))
        for kind, holds in _left(old.graver(least), new.graver(least)):
            here = either(alike, both(forbidden, lighter))
            yield "graver" if KINDS[kind] == "stricter" else "milder", both(here, holds)
        for kind, holds in _either_way(before, after, "milder", "graver"):
            yield kind, both(against, holds)
        yield "graver", both(against, negate(before), _fallen(old, new, least))


def _either_way(was: Formula, now: Formula, lost: Kind, won: Kind) -> Iterator[tuple[Kind, Formula]]:
    """That something was so and isn't any more, and the other way round."""
    if unlike(was, now):
        yield lost, both(was, negate(now))
        yield won, both(negate(was), now)


def _as_much(old: Decided, new: Decided) -> Formula:
    """That both permit the action, or speak of it alike: else what they say of ways can't be compared.

    Where they differ in that, the difference of modality is reported, which says more.
    """
    same = (both(old.outcomes[each], new.outcomes[each]) for each in ("should_not", None))
    return either(both(old.permitted, new.permitted), *same)


# Modality


def _modalities(old: Decided, new: Decided) -> Iterator[tuple[Kind, Formula]]:
    if not any(unlike(old.outcomes[each], new.outcomes[each]) for each in old.outcomes):
        return
    for before, was in old.outcomes.items():
        for after, is_ in new.outcomes.items():
            if before != after:
                yield shift(before, after), both(was, is_)


def shift(before: str | None, after: str | None) -> Kind:
    """What it means that one modality, or ``"conflict"``, has become another."""
    if after == "conflict":
        return "clash"
    if before == "conflict":
        return "settled"
    if before is None and after in _ORDER:
        return "offered" if after == "may" else "asked"
    if after is None and before in _ORDER:
        return "withdrawn" if before == "may" else "unasked"
    was, now = _weight(before), _weight(after)
    more = now[0] > max(was[0], 1) or now[1] > was[1]
    less = was[0] > max(now[0], 1) or was[1] > now[1]
    if more and less:
        return "reversed"
    return "stricter" if more else "looser"


def _weight(modality: str | None) -> tuple[int, int]:
    """How much is asked, and how much is asked not to."""
    if modality in _ORDER:
        return _ORDER.index(modality), 0
    return 0, _AGAINST.index(modality)


# Days of phases


def _phases(old: Decided, new: Decided) -> Iterator[tuple[Kind, Formula]]:
    yield from _either_way(over(old), over(new), "closes_later", "closes_earlier")
    yield from _either_way(begun(old), begun(new), "later", "earlier")


def over(decided: Decided) -> Formula:
    """That the phase of the action is past."""
    phase = decided.ruleset.phases.get(decided.action.phase)
    return decided.formulas.holds(phase.over) if phase and phase.over else False


def begun(decided: Decided) -> Formula:
    """That the phase of the action has begun."""
    phase = decided.ruleset.phases.get(decided.action.phase)
    return decided.formulas.holds(phase.begins) if phase and phase.begins else True


# Ways


def _feasible(decided: Decided, keys: Sequence[WayKey]) -> Mapping[WayKey, Formula]:
    own = frozenset(decided.universe)
    return {key: decided.feasible(key) if key in own else False for key in keys}


def _ways(old: Decided, new: Decided) -> Iterator[tuple[Kind, Formula]]:
    keys = tuple(dict.fromkeys((*old.universe, *new.universe)))
    before, after = _feasible(old, keys), _feasible(new, keys)
    if any(unlike(before[key], after[key]) for key in keys):
        yield from _ways_lost(keys, before, after)
    for rooms, here in _pairs_of_rooms(old, new, before, after):
        for kind, holds in changed_rooms(*rooms):
            yield kind, both(here, holds)


def _ways_lost(
    keys: Sequence[WayKey], before: Mapping[WayKey, Formula], after: Mapping[WayKey, Formula]
) -> Iterator[tuple[Kind, Formula]]:
    some, left = either(*before.values()), either(*after.values())
    yield from _either_way(some, left, "impossible", "possible")
    parts: dict[Kind, list[Formula]] = {}
    for place, (lost, won) in enumerate(_PARTS):
        for item in dict.fromkeys(key[place] for key in keys):
            was = either(*(before[key] for key in keys if key[place] == item))
            now = either(*(after[key] for key in keys if key[place] == item))
            for kind, holds in _either_way(was, now, lost, won):
                parts.setdefault(kind, []).append(holds)
    for kind, found in parts.items():
        yield kind, both(some, left, either(*found))
    lost_parts = either(*(part for kind, found in parts.items() if kind.endswith("_lost") for part in found))
    won_parts = either(*(part for kind, found in parts.items() if kind.endswith("_won") for part in found))
    for key in keys:
        for kind, holds in _either_way(before[key], after[key], "way_lost", "way_won"):
            more = lost_parts if kind == "way_lost" else won_parts
            yield kind, both(some, left, holds, negate(more))


def _pairs_of_rooms(
    old: Decided, new: Decided, before: Mapping[WayKey, Formula], after: Mapping[WayKey, Formula]
) -> Iterator[tuple[tuple[Any, Any], Formula]]:
    """What is left of days and hours for a way in both decisions, and that the way is; alike ones once."""
    found: dict[tuple[int, int], tuple[tuple[Any, Any], list[Formula]]] = {}
    theirs = frozenset(new.universe)
    for key in old.universe:
        if key in theirs:
            rooms = old.rooms.of(key), new.rooms.of(key)
            pair = found.setdefault((id(rooms[0]), id(rooms[1])), (rooms, []))
            pair[1].append(both(before[key], after[key]))
    for rooms, parts in found.values():
        yield rooms, either(*parts)


# How grave


def _left(old: Decided, new: Decided) -> Iterator[tuple[Kind, Formula]]:
    """That rules of some gravity leave less, or more; these decisions are made of such rules alone."""
    read = any(each.ruleset.recognisers for each in (old, new))
    keys = tuple(dict.fromkeys((*old.universe, *new.universe)))
    before, after = _feasible(old, keys), _feasible(new, keys)
    for key in keys:
        yield from _either_way(before[key], after[key], "way_lost", "way_won")
    for rooms, here in _pairs_of_rooms(old, new, before, after):
        for kind, holds in changed_demands(*rooms, read=read):
            yield kind, both(here, holds)


def _against(decided: Decided, least: Level) -> Formula:
    """That a rule of at least that level speaks against the action, and gets its way.

    Advice against a step weighs no less than what it outweighs.
    """
    against, fallen = [], []
    for rule in decided.rules:
        grave = GRAVITY[rule.effective_level] >= GRAVITY[least]
        if rule.modality in ("must_not", "should_not"):
            won = decided.outcomes[rule.modality]
            against.append((grave, both(won, decided.in_play(rule, "modality"))))
        elif grave and len(rule.aspects) > 1:
            fallen.append(decided.outweighed(rule))
    some = either(*(here for _, here in against))
    return either(*(here for grave, here in against if grave), both(some, either(*fallen)))


def _fallen(old: Decided, new: Decided, least: Level) -> Formula:
    """That a grave rule which is outweighed on both sides is written otherwise."""
    theirs = {rule.id: rule for rule in new.rules}
    return either(
        *(
            both(old.outweighed(rule), new.outweighed(theirs[rule.id]))
            for rule in old.rules
            if rule.id in theirs
            and GRAVITY[rule.effective_level] >= GRAVITY[least]
            and _constraints(rule) != _constraints(theirs[rule.id])
        )
    )


def _constraints(rule: Rule) -> Hashable:
    return rule.window, rule.hours, rule.channels, rule.recipients, rule.via, rule.scope
