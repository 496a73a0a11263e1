"""Where two decisions differ, as formulas: kind by kind, over all facts at once.

Two decisions are equal if nobody would act otherwise: the same modality, the same ways, the same days, hours
and weekdays, the same wishes, the same demands on a message, each with the same gravity. ``None`` of the
formulas holding in any case proves two decisions equal.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from etiquette.model import Level, Rule
from etiquette.ruleset import Ruleset

from .decisions import GRAVITY, Decided, WayKey
from .logic import Formula, Term, both, either, negate, pick, same
from .records import TooManySorts
from .rooms import Room
from .session import Session
from .written import about, beyond_rules, epochs_of, same_text

__all__ = ["Change", "Kind", "changes", "differ", "equivalent"]

Kind: TypeAlias = Literal[
    "done",
    "stricter",
    "looser",
    "otherwise",
    "channel",
    "recipient",
    "carrier",
    "earlier",
    "later",
    "sooner_best",
    "later_best",
    "closes_earlier",
    "closes_later",
    "hours",
    "weekdays",
    "preference",
    "message",
    "graver",
    "milder",
]

_LEVELS: Final[tuple[Level, ...]] = ("warning", "error")
_PARTS: Final = ("channel", "recipient", "carrier")


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of difference from a decision to another, and the formula that it is there."""

    kind: Kind
    holds: Formula


def equivalent(old: Ruleset, new: Ruleset, *, seconds: float = 10.0) -> bool | None:
    """Whether nobody would act otherwise under one of the rulesets than under the other.

    ``True`` is proved over all facts, on every day and for every action, with parameters as they are set;
    ``False`` means that a case differs, ``None`` that neither could be shown within ``seconds`` for each
    question. Wording isn't looked at.
    """
    if old.actions.keys() != new.actions.keys():
        return False
    if old.vocabulary != new.vocabulary:
        return None
    found: list[bool | None] = []
    for first in epochs_of(old, new):
        for action in old.actions:
            found.append(_equivalent(old.as_of(first), new.as_of(first), action, seconds))
            if found[-1] is False:
                return False
    return None if None in found else True


def _equivalent(old: Ruleset, new: Ruleset, action: str, seconds: float) -> bool | None:
    before, after = about(old, action), about(new, action)
    if same_text(before, after, action):
        return True
    session = Session(before, after, ranging=False, seconds=seconds)
    was, now = (decisions.of(action) for decisions in session.decisions)
    try:
        found = session.find(differ(was, now), nicely=False, likely=True)
    except TooManySorts:
        return None
    if found.state == "case":
        return False
    if found.state == "unknown" or beyond_rules(before, action) != beyond_rules(after, action):
        return None
    return True


def differ(old: Decided, new: Decided) -> Formula:
    """That the decisions differ in anything."""
    return either(*(change.holds for change in changes(old, new)))


def changes(old: Decided, new: Decided) -> Iterator[Change]:
    """Every kind of difference that isn't ruled out at a glance."""
    found: dict[Kind, list[Formula]] = {}
    for kind, holds in _changes(old, new):
        if holds is not False:
            found.setdefault(kind, []).append(holds)
    for kind, parts in found.items():
        yield Change(kind, either(*parts))


def _changes(old: Decided, new: Decided) -> Iterator[tuple[Kind, Formula]]:
    yield "done", _apart(old.done, new.done)
    yield from _modalities(old, new)
    matters = negate(both(_settled(old), _settled(new)))
    for kind, holds in (*_ways(old, new), *_wishes(old, new)):
        yield kind, both(matters, holds)
    for least in _LEVELS:
        graver = old.graver(least), new.graver(least)
        yield from ((_gravity(kind), both(matters, holds)) for kind, holds in _ways(*graver))
        before, after = _against(old, least), _against(new, least)
        yield "graver", both(negate(before), after)
        yield "milder", both(before, negate(after))


def _gravity(kind: Kind) -> Kind:
    """A difference in what only the graver rules leave is one of gravity."""
    return "milder" if kind in ("looser", "earlier", "closes_later") else "graver"


def _settled(decided: Decided) -> Formula:
    """That the action is forbidden or in conflict, so that no way of doing it has a say."""
    return either(decided.outcomes["must_not"], decided.outcomes["conflict"])


def _against(decided: Decided, least: Level) -> Formula:
    """That a rule of at least that level, which isn't outweighed, speaks against the action."""
    return either(
        *(
            both(decided.in_play(rule, "modality"), negate(decided.outweighed(rule)))
            for rule in decided.rules
            if rule.modality in ("must_not", "should_not") and GRAVITY[rule.effective_level] >= GRAVITY[least]
        )
    )


def _apart(one: Formula, other: Formula) -> Formula:
    return negate(same(one, other))


def _modalities(old: Decided, new: Decided) -> Iterator[tuple[Kind, Formula]]:
    if all(_alike(old.outcomes[each], new.outcomes[each]) for each in old.outcomes):
        return
    for before, was in old.outcomes.items():
        for after, is_ in new.outcomes.items():
            if before != after:
                yield _shift(before, after), both(was, is_)


def _shift(before: str | None, after: str | None) -> Kind:
    """What it means that one modality has become another."""
    order = ("must_not", "should_not", None, "may", "should", "must")
    if "conflict" in (before, after):
        return "otherwise"
    was, now = order.index(before), order.index(after)
    forbids = ("must_not", "should_not")
    if after in forbids or (before not in forbids and now > max(was, order.index("may"))):
        return "stricter" if before not in forbids or now < was else "looser"
    return "looser"


def _ways(old: Decided, new: Decided) -> Iterator[tuple[Kind, Formula]]:
    keys = tuple(dict.fromkeys((*old.universe, *new.universe)))
    before = {key: old.feasible(key) if key in old.universe else False for key in keys}
    after = {key: new.feasible(key) if key in new.universe else False for key in keys}
    changed = [key for key in keys if not _alike(before[key], after[key])]
    if changed:
        for place, kind in enumerate(_PARTS):
            yield from _parts(place, kind, keys, before, after)
        yield "otherwise", either(*(_apart(before[key], after[key]) for key in changed))
    seen: set[tuple[int, int]] = set()
    for key in keys:
        if key not in old.universe or key not in new.universe:
            continue
        rooms = old.rooms.of(key), new.rooms.of(key)
        pair = id(rooms[0]), id(rooms[1])
        if pair in seen:
            continue
        seen.add(pair)
        here = either(
            *(
                both(before[each], after[each])
                for each in keys
                if each in old.universe
                and each in new.universe
                and (id(old.rooms.of(each)), id(new.rooms.of(each))) == pair
            )
        )
        for kind, holds in _rooms(*rooms):
            yield kind, both(here, holds)


def _parts(
    place: int,
    kind: str,
    keys: Sequence[WayKey],
    before: dict[WayKey, Formula],
    after: dict[WayKey, Formula],
) -> Iterator[tuple[Kind, Formula]]:
    """That a channel, a recipient or a carrier is left in one of the decisions only."""
    for item in dict.fromkeys(key[place] for key in keys):
        was = either(*(before[key] for key in keys if key[place] == item))
        now = either(*(after[key] for key in keys if key[place] == item))
        if not _alike(was, now):
            yield kind, _apart(was, now)  # type: ignore[misc]  # one of the three parts


def _rooms(old: Room, new: Room) -> Iterator[tuple[Kind, Formula]]:
    yield from _ends(old, new, "not_before", ("later", "earlier"), latest=True)
    yield from _ends(old, new, "ideally_by", ("later_best", "sooner_best"), latest=False)
    yield from _ends(old, new, "not_after", ("closes_later", "closes_earlier"), latest=False)
    yield (
        "hours",
        _values_apart(
            [(given, (first, last)) for given, first, last in old.hours],
            [(given, (first, last)) for given, first, last in new.hours],
            _common_hours,
        ),
    )
    for weekday in range(1, 8):
        was, now = old.on_weekday(weekday), new.on_weekday(weekday)
        yield "weekdays", False if _alike(was, now) else _apart(was, now)
    for attribute in ("prefer", "prefer_weekdays"):
        yield "preference", _sets_apart(_preferred(old, attribute), _preferred(new, attribute))
    if old.decided.action.message or new.decided.action.message:
        yield "message", either(*_messages(old, new))


def _ends(
    old: Room, new: Room, name: str, kinds: tuple[Kind, Kind], *, latest: bool
) -> Iterator[tuple[Kind, Formula]]:
    """That an end of the window comes later, and that it comes earlier; having none is no end at all."""
    before, after = old.ends(name), new.ends(name)
    if _same_pairs([(e.given, e.day) for e in before], [(e.given, e.day) for e in after]):
        return
    (was, known), (now, given) = _extreme(before, latest=latest), _extreme(after, latest=latest)
    later = both(known, given, _bigger(now, was))
    earlier = both(known, given, _bigger(was, now))
    gone, new_one = both(known, negate(given)), both(given, negate(known))
    if latest:
        yield kinds[0], either(later, new_one)
        yield kinds[1], either(earlier, gone)
    else:
        yield kinds[0], either(later, gone)
        yield kinds[1], either(earlier, new_one)


def _extreme(ends: Sequence[Any], *, latest: bool) -> tuple[Term, Formula]:
    if not ends:
        return 0, False
    best, known = ends[0].day, ends[0].given
    for end in ends[1:]:
        better = end.day > best if latest else end.day < best
        best = pick(both(end.given, either(negate(known), better)), end.day, best)
        known = either(known, end.given)
    return best, known


def _bigger(one: Term, other: Term) -> Formula:
    return one > other


def _common_hours(pairs: Sequence[tuple[Formula, tuple[int, int]]]) -> list[Term]:
    first: Term = 0
    last: Term = 24 * 60 - 1
    for given, (begin, end) in pairs:
        first = pick(both(given, _bigger(begin, first)), begin, first)
        last = pick(both(given, _bigger(last, end)), end, last)
    return [first, last]


def _values_apart(
    old: Sequence[tuple[Formula, Any]],
    new: Sequence[tuple[Formula, Any]],
    value: Callable[[Sequence[tuple[Formula, Any]]], list[Term]],
) -> Formula:
    if _same_pairs(old, new):
        return False
    return either(*(_unequal(was, now) for was, now in zip(value(old), value(new), strict=True)))


def _unequal(one: Term, other: Term) -> Formula:
    return negate(one == other)


def _preferred(room: Room, attribute: str) -> list[tuple[Formula, Hashable]]:
    return [
        (room.decided.binding(rule, "hours"), wished)
        for rule in room.rules
        if rule.hours is not None and (wished := getattr(rule.hours, attribute)) is not None
    ]


def _wishes(old: Decided, new: Decided) -> Iterator[tuple[Kind, Formula]]:
    """That something is preferred in one of the decisions only, of channels, recipients or carriers."""
    for aspect in ("channels", "recipients", "via"):

        def preferring(decided: Decided, aspect: Any = aspect) -> list[tuple[Formula, Hashable]]:
            return [
                (decided.binding(rule, aspect), (rule.scope, choice.prefer))
                for rule in decided.rules
                if (choice := getattr(rule, aspect)) is not None and choice.prefer
            ]

        yield "preference", _sets_apart(preferring(old), preferring(new))


def _sets_apart(old: Iterable[tuple[Formula, Hashable]], new: Iterable[tuple[Formula, Hashable]]) -> Formula:
    """That something is in one of two sets only, whose members each have the formula that they are in."""
    before, after = list(old), list(new)
    if _same_pairs(before, after):
        return False
    parts: list[Formula] = []
    for member in dict.fromkeys(member for _, member in (*before, *after)):
        was = either(*(given for given, each in before if each == member))
        now = either(*(given for given, each in after if each == member))
        parts.append(False if _alike(was, now) else _apart(was, now))
    return either(*parts)


def _messages(old: Room, new: Room) -> Iterator[Formula]:
    before, after = list(old.asking()), list(new.asking())
    for attribute in ("must", "should", "may", "avoid"):
        yield _sets_apart(_said(before, attribute), _said(after, attribute))
    for attribute in ("first", "subject"):
        yield _sets_apart(_single(before, attribute), _single(after, attribute))
    units = dict.fromkeys(
        limit.unit for _, rule in (*before, *after) if rule.message for limit in rule.message.limits
    )
    for unit in units:
        was, now = _limits(old, before, unit), _limits(new, after, unit)
        if not _same_pairs(was, now):
            (most, known), (least, given) = _smallest(was), _smallest(now)
            yield either(_apart(known, given), both(known, given, _unequal(most, least)))


def _said(asking: Iterable[tuple[Formula, Rule]], attribute: str) -> list[tuple[Formula, Hashable]]:
    return [(given, concept) for given, rule in asking for concept in getattr(rule.message, attribute)]


def _single(asking: Iterable[tuple[Formula, Rule]], attribute: str) -> list[tuple[Formula, Hashable]]:
    return [(given, value) for given, rule in asking if (value := getattr(rule.message, attribute))]


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


def _alike(one: Any, other: Any) -> bool:
    """Whether two formulas, terms or plain values are written the same."""
    if hasattr(one, "eq") and hasattr(other, "eq"):
        return bool(one.eq(other))
    if hasattr(one, "eq") or hasattr(other, "eq"):
        return False
    return bool(one == other)


def _same_pairs(old: Sequence[tuple[Any, Any]], new: Sequence[tuple[Any, Any]]) -> bool:
    return len(old) == len(new) and all(
        _alike(was[0], now[0]) and _alike(was[1], now[1]) for was, now in zip(old, new, strict=True)
    )
