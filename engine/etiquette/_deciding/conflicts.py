"""Rules that clash: a minimal set for each clash, with the place of every rule in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

from etiquette.model import Rule
from etiquette.report import Conflict

from .combine import Demand, binds, combine, way_or_reason, zone_of
from .decide import NEGATIVE, OBLIGES, STRENGTH, Resolution
from .situation import Situation
from .wording import any_of

__all__ = ["conflicts_of", "smallest"]

_Item = TypeVar("_Item")
_ABOUT: Final = {"window": "window", "hours": "hours", "ways": "ways", "message": "message"}


def smallest(items: Sequence[_Item], fine: Callable[[Sequence[_Item]], bool]) -> list[_Item]:
    """A minimal part of ``items`` that is not ``fine``: leave out any one of it and the rest is.

    ``items`` as a whole must not be fine, and adding items must never make a part fine again. Items are
    tried in order, so equal input gives an equal answer.
    """
    kept = list(items)
    for item in list(items):
        without = [each for each in kept if each is not item]
        if not fine(without):
            kept = without
    return kept


def conflicts_of(at: Situation, found: Resolution) -> Iterator[Conflict]:
    """The clashes behind a decision whose status is ``conflict``."""
    if found.modalities == {"conflict"}:
        yield _of_modality(found)
        return

    demands = {demand.rule.id: demand for demand in found.demands}
    obliging = {
        rule_id
        for rule_id, rule in found.rules.items()
        if rule.modality in OBLIGES and found.in_play.get(rule_id, {}).get("modality") is True
    }

    def fine(rules: Sequence[str]) -> bool:
        kept = [demands[rule_id] for rule_id in rules if rule_id in demands]
        return obliging.isdisjoint(rules) or bool(combine(at, found.action, kept))

    guilty = smallest(sorted(obliging | demands.keys()), fine)
    why = _why(at, found, [demands[rule_id] for rule_id in guilty if rule_id in demands])
    yield _conflict(found, [found.rules[rule_id] for rule_id in guilty], *why)


def _of_modality(found: Resolution) -> Conflict:
    weighing = [
        rule
        for rule_id, rule in found.rules.items()
        if found.in_play.get(rule_id, {}).get("modality") is True and rule.modality is not None
    ]
    strongest = max(STRENGTH[rule.modality] for rule in weighing if rule.modality)
    top = [rule for rule in weighing if rule.modality and STRENGTH[rule.modality] == strongest]
    pro = next(rule for rule in top if rule.modality not in NEGATIVE)
    con = next(rule for rule in top if rule.modality in NEGATIVE)
    words = {"must": "must", "should": "should", "must_not": "must not", "should_not": "should not"}
    return _conflict(
        found,
        [pro, con],
        "modality",
        f"“{pro.title}” says that you {words[pro.modality or 'must']}, "
        f"“{con.title}” that you {words[con.modality or 'must_not']}",
    )


def _why(at: Situation, found: Resolution, guilty: Sequence[Demand]) -> tuple[str, str]:
    titles = any_of([f"“{demand.rule.title}”" for demand in guilty], "and")
    leave = f"together {titles} leave" if len(guilty) > 1 else f"{titles} by itself leaves"
    reasons: list[str] = []
    for key in at.ruleset.ways(found.action):
        binding = [demand for demand in guilty if binds(demand, key)]
        reason = way_or_reason(at, found.action, key, binding, zone_of(at, key))
        if isinstance(reason, str):
            reasons.append(reason)
    inside = [reason for reason in dict.fromkeys(reasons) if reason != "ways"]
    if not inside:
        return "ways", f"{leave} no channel, recipient and carrier"
    reason = inside[0]
    if reason.startswith("message: "):
        return "message", f"under {titles} {reason.removeprefix('message: ')}"
    kind = _ABOUT[reason]
    what = "no day" if kind == "window" else "no moment on any day"
    return kind, f"{leave} {what}"


def _conflict(found: Resolution, rules: Sequence[Rule], about: str, why: str) -> Conflict:
    by_id = sorted(rules, key=lambda rule: rule.id)
    head = "The rules contradict each other about" if len(rules) > 1 else "A rule contradicts itself about"
    return Conflict(
        found.action.id,
        about,
        f"{head} “{found.action.title}”: {why}.",
        tuple(rule.id for rule in by_id),
        tuple(rule.location for rule in by_id),
    )
