"""Actions of which it can be seen at a glance that their rules never clash, without a solver.

Constraints only narrow. So if all rules that could be in play beside an obligation leave a way even when
every one of them is in play, some way is left in every case. And of opposite modalities of equal strength it
is enough that their conditions can't meet, or that one overrides the other. Most actions of most packs are
like that; the solver is for the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import product

from etiquette._deciding.messages import Contradiction, WorkedOutMessage, merge
from etiquette.algebra import Constant
from etiquette.model import Aspect, Choice, MessageDemand, Modality, Rule
from etiquette.ruleset import Ruleset

from .boxes import Box, box, meet
from .rooms import LONG, days_apart

__all__ = ["never_clash"]

_OPPOSITE: tuple[tuple[Modality, Modality], ...] = (("must", "must_not"), ("should", "should_not"))


def never_clash(ruleset: Ruleset, action: str) -> bool:
    """Whether it can be seen that the rules for an action never come to a conflict; else ask the solver."""
    rules = ruleset.by_action[action]
    boxes: dict[str, Box] = {rule.id: box(rule.when) for rule in rules}
    return _never_opposite(ruleset, rules, boxes) and all(
        _some_way(ruleset, action, [each for each in rules if meet(boxes[each.id], boxes[rule.id])])
        for rule in rules
        if rule.modality in ("must", "should")
    )


def _never_opposite(ruleset: Ruleset, rules: Sequence[Rule], boxes: Mapping[str, Box]) -> bool:
    for pro, con in _OPPOSITE:
        for one, other in product(rules, rules):
            if (one.modality, other.modality) != (pro, con) or not meet(boxes[one.id], boxes[other.id]):
                continue
            if not _exception(ruleset, one, other, "modality"):
                return False
    return True


def _exception(ruleset: Ruleset, one: Rule, other: Rule, aspect: Aspect) -> bool:
    """Whether one of two rules overrides an aspect of the other, so that it isn't in play in both at once."""
    overriders = ruleset.overriders
    return one in overriders.get((other.id, aspect), ()) or other in overriders.get((one.id, aspect), ())


def _some_way(ruleset: Ruleset, action: str, rules: Sequence[Rule]) -> bool:
    """Whether all rules together leave a way, each with everything that it says."""
    everywhere = [rule for rule in rules if rule.scope is None]
    scoped = [rule for rule in rules if rule.scope is not None]
    if not _some_room(ruleset, action, everywhere):
        return False
    for key in ruleset.ways(ruleset.actions[action]):
        if not all(_leaves_all(rule, key) for rule in everywhere):
            continue
        binding = [rule for rule in scoped if rule.scope is not None and rule.scope.fits(key)]
        allowed = all(_leaves_all(rule, key) for rule in binding)
        if allowed and (not binding or _some_room(ruleset, action, [*everywhere, *binding])):
            return True
    return False


def _leaves_all(rule: Rule, key: tuple[str, str, str]) -> bool:
    """Whether a rule's sets leave a way whatever the facts."""
    choices = (rule.channels, rule.recipients, rule.via)
    return all(_leaves(choice, item) for choice, item in zip(choices, key, strict=True))


def _leaves(choice: Choice | None, item: str) -> bool:
    """Whether a set leaves an item whatever the facts: one in ``only`` may be none, one in ``never`` any."""
    if choice is None:
        return True
    inside = choice.only is None or Constant(item) in choice.only
    return inside and all(isinstance(each, Constant) and each.value != item for each in choice.never)


def _some_room(ruleset: Ruleset, action: str, rules: Sequence[Rule]) -> bool:
    return (
        _some_day(ruleset, rules)
        and _some_moment(rules)
        and (not ruleset.actions[action].message or _some_message(ruleset, rules))
    )


def _some_day(ruleset: Ruleset, rules: Sequence[Rule]) -> bool:
    windows = [(rule, rule.window) for rule in rules if rule.window is not None]
    timed = any(rule.hours is not None for rule in rules)
    for (one, begin), (other, close) in product(windows, windows):
        if begin.not_before is None or close.not_after is None or _exception(ruleset, one, other, "window"):
            continue
        days = days_apart(begin.not_before, close.not_after)
        if days is None or days < 0 or (timed and days <= LONG):
            return False
    return True


def _some_moment(rules: Sequence[Rule]) -> bool:
    hours = [rule.hours for rule in rules if rule.hours is not None]
    intervals = [each.only for each in hours if each.only is not None]
    if intervals and max(first for first, _ in intervals) > min(last for _, last in intervals):
        return False
    weekdays = [each.weekdays for each in hours if each.weekdays is not None]
    return not weekdays or bool(reduce(frozenset.intersection, weekdays))


def _some_message(ruleset: Ruleset, rules: Sequence[Rule]) -> bool:
    demands = [_worked_out(ruleset, rule.message) for rule in rules if rule.message is not None]
    return not isinstance(merge(demands, ruleset.concepts, ruleset.measures), Contradiction)


def _worked_out(ruleset: Ruleset, demand: MessageDemand) -> WorkedOutMessage:
    """A demand with the least that its parameters may be."""
    limits = []
    for limit in demand.limits:
        most = limit.most if isinstance(limit.most, int) else ruleset.parameters[limit.most.name].least or 0
        limits.append((limit.unit, most))
    return WorkedOutMessage(
        demand.must,
        demand.should,
        demand.may,
        demand.avoid,
        demand.first,
        tuple(limits),
        demand.subject,
        demand.mention,
    )
