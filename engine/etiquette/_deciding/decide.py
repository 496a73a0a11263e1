"""Applying and combining: from a ruleset and a situation to one action's decision.

Read top to bottom, this is how rules combine:

1. a rule **applies** where its condition holds (three-valued);
2. an aspect of it is **out** where any applicable rule overrides it, even one that is itself overridden;
3. the stronger **modality** beats the weaker, and an outweighed rule's constraints fall with it; equal
   strength and opposite sign is a conflict;
4. the **constraints** that are left narrow the ways (:mod:`etiquette._deciding.combine`);
5. the **status** is the first that holds in a fixed order (:mod:`etiquette._deciding.status`).

Where it isn't known whether a rule is in play, both answers are worked out, without its constraints and
with them: since constraints only narrow, whatever the two agree on holds whichever is true.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from etiquette._nouns import dataclass, field
from etiquette.model import Action, Aspect, Modality, Rule
from etiquette.report import Way

from .combine import CONSTRAINTS, Demand, combine, work_out
from .evaluate import both, either, negate, truth
from .preferences import in_preferred_order
from .situation import Situation, Truth

__all__ = [
    "NEGATIVE",
    "OBLIGES",
    "STRENGTH",
    "Resolution",
    "resolve",
    "resolve_applying",
]

STRENGTH: Final[dict[Modality, int]] = {"must": 2, "must_not": 2, "should": 1, "should_not": 1, "may": 0}
NEGATIVE: Final[frozenset[Modality]] = frozenset({"should_not", "must_not"})
OBLIGES: Final[frozenset[Modality]] = frozenset({"must", "should"})
_POSITIVE: Final[dict[int, Modality | None]] = {-1: None, 0: "may", 1: "should", 2: "must"}
_AGAINST: Final[dict[int, Modality]] = {1: "should_not", 2: "must_not"}


@dataclass(frozen=True, slots=True)
class Resolution:
    """One action's rules resolved on one day.

    ``in_play`` says of each rule which of its aspects are in play (``True``), or may be (``None``).
    ``modalities`` are all that the decision could still turn out to be; one, where it is settled, with
    ``"conflict"`` standing for equal strength and opposite sign. ``ways`` are what is left without, and
    ``ways_at_least`` what is left with, the constraints of which it isn't known whether they are in play;
    ``settled`` says of ``window``, ``ways`` and ``message`` whether the two agree.
    """

    action: Action
    applies: dict[str, Truth]
    in_play: dict[str, dict[Aspect, Truth]]
    outweighed: dict[str, Truth]
    modalities: frozenset[Modality | str | None]
    demands: tuple[Demand, ...]
    demands_at_most: tuple[Demand, ...]
    ways: tuple[Way, ...]
    ways_at_least: tuple[Way, ...]
    set_aside: tuple[str, ...] = ()
    settled: frozenset[str] = frozenset({"window", "ways", "message"})
    rules: dict[str, Rule] = field(default_factory=dict)

    @property
    def modality(self) -> Modality | None:
        """The modality where it is settled and no conflict."""
        if len(self.modalities) != 1:
            return None
        (only,) = self.modalities
        return None if only == "conflict" else only  # type: ignore[return-value]  # the rest are modalities


def resolve(at: Situation, action: Action) -> Resolution:
    """Which rules are in play for an action in a situation, and what they come to together."""
    return at.once(("resolve", action.id, _day_if_asked(at, action.id)), lambda: _resolve(at, action))


def _day_if_asked(at: Situation, action: str) -> date | None:
    """The day, where an action's decision can differ from day to day; what doesn't is worked out once."""
    return at.day if at.ruleset.opens[action] else None


def _resolve(at: Situation, action: Action) -> Resolution:
    applies = {rule.id: _applies(at, rule) for rule in at.ruleset.by_action[action.id]}
    return resolve_applying(at, action, applies, _demand, _ways)


def resolve_applying(
    at: Situation,
    action: Action,
    applies: dict[str, Truth],
    demand: Callable[[Situation, Rule, tuple[Aspect, ...]], Demand],
    ways_left: Callable[[Situation, Action, list[Demand]], tuple[tuple[Way, ...], tuple[str, ...]]],
) -> Resolution:
    """What an action's rules come to where it is known which of them apply.

    ``demand`` gives what a rule demands in those of its aspects that are in play; ``ways_left`` the ways that
    demands leave, best first, and the rules whose preferences clash.
    """
    rules = at.ruleset.by_action[action.id]
    in_play = {
        rule.id: _aspects_in_play(at, rule, applies) for rule in rules if applies[rule.id] is not False
    }
    modalities, outweighed = _weigh(rules, in_play)
    for rule_id, out in outweighed.items():
        for aspect in CONSTRAINTS:
            if aspect in in_play[rule_id]:
                in_play[rule_id][aspect] = both(in_play[rule_id][aspect], negate(out))

    at_least: list[Demand] = []
    at_most: list[Demand] = []
    unsettled = False
    for rule in rules:
        aspects = in_play.get(rule.id)
        if aspects is None:
            continue
        certain: tuple[Aspect, ...] = tuple(
            aspect for aspect in aspects if aspect != "modality" and aspects[aspect] is True
        )
        possible: tuple[Aspect, ...] = tuple(
            aspect for aspect in aspects if aspect != "modality" and aspects[aspect] is not False
        )
        if certain:
            at_least.append(demand(at, rule, certain))
        if possible:
            at_most.append(demand(at, rule, possible))
            unsettled |= certain != possible
    ways, set_aside = ways_left(at, action, at_least)
    fewest = ways_left(at, action, at_most)[0] if unsettled else ways
    settled = _settled(ways, fewest, at_most)
    if unsettled and not _order_settled(ways, set_aside, at_least, at_most):
        settled = frozenset()
    return Resolution(
        action,
        applies,
        in_play,
        outweighed,
        modalities,
        tuple(at_least),
        tuple(at_most),
        ways,
        fewest,
        set_aside,
        settled,
        {rule.id: rule for rule in rules},
    )


def _applies(at: Situation, rule: Rule) -> Truth:
    day = at.day if rule.id in at.ruleset.asking else None
    return at.once(("applies", rule.id, day), lambda: truth(rule.when, at))


def _demand(at: Situation, rule: Rule, aspects: tuple[Aspect, ...]) -> Demand:
    return at.once(("demand", rule.id, aspects), lambda: work_out(rule, aspects, at))


def _ways(at: Situation, action: Action, demands: list[Demand]) -> tuple[tuple[Way, ...], tuple[str, ...]]:
    """The ways that demands leave, best first, and the rules whose preferences clash."""
    # Demands are the same objects as long as their facts are the same; keeping them keeps their ids theirs.
    ways, set_aside, _ = at.once(
        ("ways", action.id, tuple(map(id, demands))),
        lambda: (*in_preferred_order(combine(at, action, demands), demands), tuple(demands)),
    )
    return ways, set_aside


def _aspects_in_play(at: Situation, rule: Rule, applies: dict[str, Truth]) -> dict[Aspect, Truth]:
    overriders, aspects = at.ruleset.overriders, at.ruleset.aspects[rule.id]
    in_play: dict[Aspect, Truth] = dict.fromkeys(aspects, applies[rule.id])
    for aspect in aspects:
        exceptions = overriders.get((rule.id, aspect))
        if exceptions:
            out = either(*[applies.get(other.id, False) for other in exceptions])
            in_play[aspect] = both(applies[rule.id], negate(out))
    return in_play


def _weigh(
    rules: Sequence[Rule], in_play: dict[str, dict[Aspect, Truth]]
) -> tuple[frozenset[Modality | str | None], dict[str, Truth]]:
    """All modalities that the rules in play may come to, and which rules are outweighed."""
    certain = {True: -1, False: -1}
    possible: dict[bool, set[int]] = {True: set(), False: set()}
    weighing: list[tuple[Rule, bool, int]] = []
    for rule in rules:
        state = in_play.get(rule.id, {}).get("modality", False)
        if rule.modality is None or state is False:
            continue
        against, strength = rule.modality in NEGATIVE, STRENGTH[rule.modality]
        weighing.append((rule, against, strength))
        if state is True:
            certain[against] = max(certain[against], strength)
        possible[against].add(strength)
    levels = {
        against: {certain[against]} | {level for level in possible[against] if level > certain[against]}
        for against in (True, False)
    }
    outcomes = frozenset(_outcome(pro, con) for pro in levels[False] for con in levels[True])
    outweighed: dict[str, Truth] = {}
    for rule, against, _ in weighing:
        mine, other = levels[against], levels[not against]
        if min(other) > max(mine):
            outweighed[rule.id] = True
        elif max(other) > min(mine):
            outweighed[rule.id] = None
    return outcomes, outweighed


def _outcome(pro: int, con: int) -> Modality | str | None:
    if con > pro:
        return _AGAINST[con]
    return "conflict" if con == pro and con > 0 else _POSITIVE[pro]


def _settled(ways: tuple[Way, ...], fewest: tuple[Way, ...], demands: Sequence[Demand]) -> frozenset[str]:
    unknown = {aspect for demand in demands for aspect in demand.unknown}
    settled: set[str] = set()
    if "window" in unknown and _may_close(demands):
        return frozenset()
    if not unknown & {"channels", "recipients", "via"} and (
        [(w.channel, w.recipient, w.via) for w in ways] == [(w.channel, w.recipient, w.via) for w in fewest]
    ):
        settled.add("ways")
        windows = [(w.not_before, w.ideally_by, w.not_after, w.hours, w.weekdays) for w in ways]
        others = [(w.not_before, w.ideally_by, w.not_after, w.hours, w.weekdays) for w in fewest]
        if "window" not in unknown and windows == others:
            settled.add("window")
        if [w.message for w in ways] == [w.message for w in fewest]:
            settled.add("message")
    return frozenset(settled)


def _may_close(demands: Sequence[Demand]) -> bool:
    """Whether windows of which an end isn't known could turn out to be empty: with ends on both sides."""

    def has(end: str) -> bool:
        return any(
            getattr(demand, end) is not None
            or ("window" in demand.unknown and getattr(demand.rule.window, end) is not None)
            for demand in demands
        )

    return has("not_before") and has("not_after")


def _order_settled(
    ways: tuple[Way, ...], set_aside: tuple[str, ...], at_least: Sequence[Demand], at_most: Sequence[Demand]
) -> bool:
    """Whether no demand that may be in play changes the order of ``ways``, alone or with others.

    Unlike constraints, wishes can cancel each other, so that none and all of them agree where some don't.
    If each alone fits the order that there is, then so do any of them together.
    """
    return all(
        in_preferred_order(ways, [*at_least, demand]) == (ways, set_aside)
        for demand in at_most
        if demand not in at_least
    )
