"""What was assumed, and which advice would be another if it weren't so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

from etiquette._deciding.domains import representatives
from etiquette._deciding.each import Remaining
from etiquette._deciding.plan import decide
from etiquette._deciding.status import situation
from etiquette._deciding.unparse import value_in_words
from etiquette._nouns import replace
from etiquette.facts import Facts, FactValue, with_fact
from etiquette.report import AssumptionUsed, Decision
from etiquette.ruleset import Ruleset

from .deciding import by_hand, certainly
from .timing import STEPLESS, Bare, windows_of

__all__ = ["assumptions_used"]

_BY_HAND: Final = object()
_One: TypeAlias = tuple[Bare | None, Remaining | None]


def assumptions_used(ruleset: Ruleset, facts: Facts) -> tuple[AssumptionUsed, ...]:
    """Every assumption that some decision rests on, and the actions that another answer would change."""
    used: dict[str, tuple[FactValue, list[int]]] = {}
    at = situation(ruleset, facts)
    for place, action in enumerate(ruleset.actions.values()):
        looking = at.afresh()
        decide(looking, action)
        for path, value in looking.assumed_read.items():
            used.setdefault(path, (value, []))[1].append(place)
    before = _decided(ruleset, facts)
    return tuple(
        AssumptionUsed(
            path,
            value_in_words(value),
            ruleset.vocabulary[path].title,
            tuple(sorted(_would_change(ruleset, facts, path, value, places, before))),
        )
        for path, (value, places) in sorted(used.items())
    )


def _would_change(
    ruleset: Ruleset,
    facts: Facts,
    path: str,
    assumed: FactValue,
    places: Sequence[int],
    before: Sequence[_One],
) -> Iterator[str]:
    """The actions that some other value of a fact would change."""
    left = list(places)
    names = tuple(ruleset.actions)
    for other in representatives(ruleset, facts, path, few=True):
        if other == assumed or not left:
            continue
        otherwise = replace(facts, told=with_fact(facts.told, path, other))
        if certainly(ruleset, otherwise, ruleset.never):
            continue
        after = _decided(ruleset, otherwise)
        for place in tuple(left):
            if not _alike(ruleset, place, (facts, before[place]), (otherwise, after[place])):
                left.remove(place)
                yield names[place]


def _decided(ruleset: Ruleset, facts: Facts) -> Sequence[_One]:
    found = ruleset.compiled.decide(facts.told, facts.today.toordinal(), facts.timezone.key)
    return list(zip(*found, strict=True))


def _alike(ruleset: Ruleset, place: int, before: tuple[Facts, _One], after: tuple[Facts, _One]) -> bool:
    """Whether two cases come to the same advice on an action."""
    mine, other = (_advice(ruleset, *each) for each in (before, after))
    if mine is not _BY_HAND and other is not _BY_HAND:
        return bool(mine == other)
    action = tuple(ruleset.actions.values())[place]
    return _stands_on(by_hand(ruleset, before[0], action)) == _stands_on(by_hand(ruleset, after[0], action))


def _stands_on(decision: Decision) -> tuple[Decision, tuple[str, ...]]:
    """What a decision advises; where that isn't settled yet, also the rules that it will come from."""
    return decision.advice, decision.rules if decision.undetermined else ()


def _advice(ruleset: Ruleset, facts: Facts, decided: _One) -> Any:
    """Equal where :func:`_stands_on` is, without making a decision of it."""
    bare, left = decided
    if bare is None:
        return _BY_HAND
    shape, status = bare.shape, bare.status
    settled = bare.settled
    same = ("advice", status, settled)
    if same not in shape.kept:
        shape.kept[same] = _same_always(bare, settled)
    reason = ""
    if status == "unaddressed" and shape.action.silences:
        meant = certainly(ruleset, facts, ruleset.compiled.silences[shape.action.id])
        reason = shape.action.silences[meant[0]].because if meant else ""
    windows: tuple[Any, ...] = ()
    if bare.dated and shape.kept[same][0]:
        found = windows_of(shape.least, bare.days)
        windows = tuple([found[group] for group in shape.least.of])
    names = left.names if left else ()
    days = (bare.not_before, bare.ideally_by, bare.not_after, bare.opens_on)
    return shape.kept[same], status, days, windows, names, reason


def _same_always(bare: Any, settled: frozenset[str]) -> Any:
    """The advice of a shape under a status, apart from days; whether its ways are shown comes first."""
    shape, status = bare.shape, bare.status
    open_ = status not in STEPLESS
    ways = shape.least.ways if open_ and "ways" in settled else ()
    parts = tuple((way.channel, way.recipient, way.via) for way in ways)
    message = ways[0].message if ways and shape.action.message and "message" in settled else None
    shown = bool(ways) and {"window", "message"} <= settled
    undecided = status == "undetermined" and len(shape.resolution.modalities) != 1
    unsettled = undecided or (open_ and not {"window", "ways", "message"} <= settled)
    return (
        shown,
        ways if shown else parts,
        message,
        settled if open_ else None,
        None if status == "done" else shape.modality,
        undecided,
        shape.rules if unsettled else (),
    )
