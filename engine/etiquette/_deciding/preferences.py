"""What is merely best: putting ways in order, and saying where preferences clash.

A preference never excludes. ``prefer: [email, phone]`` puts email before phone, and both before everything
that isn't named. Where the preferences of several rules can't all be kept, none is, and the declared order
stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from graphlib import CycleError, TopologicalSorter

from etiquette.report import Way

from .combine import ChosenFrom, Demand, binds

__all__ = ["in_preferred_order", "ordered"]


def ordered(items: Sequence[str], preferences: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], bool]:
    """``items`` with the preferred ones first, and whether the preferences clashed.

    ``items`` come in declared order, which decides wherever no preference does. A preferred item that
    isn't among ``items`` has no say.
    """
    lists = [tuple(dict.fromkeys(item for item in wanted if item in items)) for wanted in preferences]
    before: dict[str, set[str]] = {item: set() for item in items}
    for wanted in lists:
        for place, item in enumerate(wanted):
            before[item].update(wanted[:place])
        if wanted:
            for item in items:
                if item not in wanted:
                    before[item].update(wanted)
    try:
        sorter = TopologicalSorter(before)
        sorter.prepare()
    except CycleError:
        return tuple(items), True
    left = list(items)
    result: list[str] = []
    while left:
        item = next(item for item in left if not before[item] - set(result))
        left.remove(item)
        result.append(item)
    return tuple(result), False


def in_preferred_order(
    ways: Sequence[Way], demands: Sequence[Demand]
) -> tuple[tuple[Way, ...], tuple[str, ...]]:
    """The ways, best first, and the ids of rules whose preferences clash and are therefore set aside."""
    ranks: list[dict[str, int]] = []
    set_aside: set[str] = set()
    for aspect, part in (("channels", "channel"), ("recipients", "recipient"), ("via", "via")):
        items = tuple(dict.fromkeys(getattr(way, part) for way in ways))
        preferring = [
            (demand.rule.id, choice.prefer)
            for demand in demands
            if (choice := _choice(demand, aspect)).prefer
            and any(binds(demand, (way.channel, way.recipient, way.via)) for way in ways)
        ]
        result, clash = ordered(items, [wanted for _, wanted in preferring])
        if clash:
            set_aside.update(rule for rule, _ in preferring)
        ranks.append({item: place for place, item in enumerate(result)})
    by_channel, by_recipient, by_carrier = ranks
    best_first = sorted(
        ways, key=lambda way: (by_channel[way.channel], by_recipient[way.recipient], by_carrier[way.via])
    )
    return tuple(best_first), tuple(sorted(set_aside))


def _choice(demand: Demand, aspect: str) -> ChosenFrom:
    found: ChosenFrom = getattr(demand, aspect)
    return found
