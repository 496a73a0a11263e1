"""What a state comes to, apart from days: worked out once by the readable code, then looked up.

A *shape* has everything of a decision that doesn't depend on a day: the status where time has no say, the
rules, the ways, what their messages hold, and which slots bind which ways. Ways that have the same window form
a *group*. Where the days of a case leave some group without any day, the shape of what is left of
the ways is another one, worked out and kept in the same manner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import partial
from itertools import product
from typing import Any, Final
from zoneinfo import ZoneInfo

from etiquette._deciding.combine import Demand, WayKey, binds, combine, work_out
from etiquette._deciding.decide import NEGATIVE, Resolution, resolve_applying
from etiquette._deciding.plan import in_effect
from etiquette._deciding.preferences import in_preferred_order
from etiquette._deciding.situation import Situation, Truth
from etiquette._deciding.status import status_but_for_time
from etiquette.facts import Facts
from etiquette.model import Action, Aspect, Modality, Rule
from etiquette.report import Status, Way
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import UNKNOWN

from .layout import Layout, State

__all__ = ["Group", "Shape", "Shapes", "Side"]

_SOME_DAY: Final = date(2000, 1, 3)
_MOST: Final = 100_000
"""Shapes that are kept for one action; a table that has grown to this is begun again."""


@dataclass(frozen=True, slots=True)
class Group:
    """Ways with one window: the slots whose latest, earliest and earliest day are its three ends.

    ``hours`` and ``weekdays`` as in :class:`~etiquette.Way`; ``zones`` are the facts with the zones they are in.
    """

    not_before: tuple[int, ...]
    ideally_by: tuple[int, ...]
    not_after: tuple[int, ...]
    hours: tuple[time, time] | None
    weekdays: tuple[int, ...] | None
    zones: frozenset[str] = frozenset()

    @property
    def timed(self) -> bool:
        """Whether it depends on the hour or the weekday."""
        return self.hours is not None or self.weekdays is not None


@dataclass(frozen=True, slots=True)
class Side:
    """The ways that some demands leave, best first, each with the group that it belongs to; without days."""

    ways: tuple[Way, ...]
    of: tuple[int, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a state comes to, apart from days.

    ``least`` are the ways without, ``most`` with the constraints of which it isn't known whether they are in play; the
    same object where all is known. ``maybe_late`` are slots of wishes of which that isn't known. ``by_hand``: it takes the
    readable code, since ends of windows aren't known. ``steady``: which ways there are, and when, is the same whether or
    not other actions are open. ``simple``: all ways have one window, without hours.
    """

    action: Action
    state: State
    status: Status | None
    resolution: Resolution
    least: Side
    most: Side
    maybe_late: tuple[int, ...]
    begun: Truth
    by_hand: bool
    steady: bool
    rules: tuple[str, ...]
    simple: bool
    zones: frozenset[str]
    gone: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What others have worked out from this shape, for the next time."""

    @property
    def modality(self) -> Modality | None:
        """The modality where it is settled and no conflict."""
        return self.resolution.modality

    @property
    def settled(self) -> frozenset[str]:
        """What is settled of window, ways and message, as far as days have no say in it."""
        return self.resolution.settled


class Shapes:
    """The table of one action: its shapes by their state."""

    def __init__(self, ruleset: Ruleset, layout: Layout) -> None:
        self.ruleset = ruleset
        self.layout = layout
        self._known: dict[Any, Shape] = {}

    def __len__(self) -> int:
        return len(self._known)

    def of(self, state: State, gone: tuple[frozenset[int], frozenset[int]] | None = None) -> Shape:
        """The shape of a state, without the groups that are gone of ``least`` and of ``most``.

        Two threads that ask first at the same time work it out twice, to the same end.
        """
        key = (state, gone)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            found = self._known[key] = self._made(state, gone or (frozenset(), frozenset()))
        return found

    def _made(self, state: State, gone: tuple[frozenset[int], frozenset[int]]) -> Shape:
        bits, _ = state
        layout = self.layout
        found, sides = self._resolved(state, gone)
        least, most = sides[0], sides[-1]
        status = status_but_for_time(found, layout.flagged(bits, "done"), layout.flagged(bits, "over"))
        groups = (*least.groups, *most.groups)
        by_hand = any("window" in demand.unknown for demand in found.demands_at_most)
        return Shape(
            layout.action,
            state,
            status,
            found,
            least,
            most,
            tuple(self._maybe_late(found)),
            layout.flagged(bits, "begun"),
            by_hand,
            self._steady(state),
            tuple(rule.id for rule in in_effect(found)),
            least is most and len(least.groups) <= 1 and not any(each.timed for each in groups),
            frozenset().union(*(group.zones for group in groups)),
            gone,
        )

    def _maybe_late(self, found: Resolution) -> Iterator[int]:
        """The slots of wishes for an early step of rules of which not everything that may be in play is."""
        certain = {demand.rule.id: demand for demand in found.demands}
        for demand in found.demands_at_most:
            same = certain.get(demand.rule.id)
            if _has_window(demand) and not (same == demand and _has_window(same)):
                for place, slot in enumerate(self.layout.slots):
                    if slot.end == "ideally_by" and self.layout.rules[slot.rule] is demand.rule:
                        yield place

    def _resolved(
        self, state: State, gone: tuple[frozenset[int], frozenset[int]]
    ) -> tuple[Resolution, list[Side]]:
        """The resolution with demands that have no days, and the sides that it was made of."""
        bits, words = state
        told = {path: word for path, word in zip(self.layout.words, words, strict=True) if word is not UNKNOWN}
        at = Situation(self.ruleset, Facts(told, _SOME_DAY, ZoneInfo("UTC")), _SOME_DAY)
        applies = {rule.id: self.layout.truth(bits, place) for place, rule in enumerate(self.layout.rules)}
        sides: list[Side] = []
        found = resolve_applying(
            at, self.layout.action, applies,
            partial(self._demand, bits=bits),
            lambda at, action, demands: self._ways(at, action, demands, gone[min(len(sides), 1)], sides),
        )  # fmt: skip
        return found, sides

    def _demand(self, at: Situation, rule: Rule, aspects: tuple[Aspect, ...], *, bits: int) -> Demand:
        """What a rule demands, without days; with the window among what is unknown where an end is."""
        demand = work_out(rule, tuple(each for each in aspects if each != "window"), at)
        ends = [place for place, slot in enumerate(self.layout.slots) if self.layout.rules[slot.rule] is rule]
        if "window" in aspects and any(bits & self.layout.open_end(place) for place in ends):
            return _Windowed.of(demand, demand.unknown | {"window"}, windowed=True)
        return _Windowed.of(demand, demand.unknown, windowed="window" in aspects)

    def _ways(
        self, at: Situation, action: Action, demands: Sequence[Demand], gone: frozenset[int], sides: list[Side]
    ) -> tuple[tuple[Way, ...], tuple[str, ...]]:
        """As the readable code puts them together, less those of groups that are gone."""
        groups: dict[Group, int] = {}
        of: dict[WayKey, int] = {}
        left: list[Way] = []
        for way in combine(at, action, demands):
            key = (way.channel, way.recipient, way.via)
            of[key] = groups.setdefault(self._group(key, way, demands), len(groups))
            if of[key] not in gone:
                left.append(way)
        ways, set_aside = in_preferred_order(left, demands)
        numbers = tuple(of[way.channel, way.recipient, way.via] for way in ways)
        sides.append(Side(ways, numbers, tuple(groups)))
        return ways, set_aside

    def _group(self, key: WayKey, way: Way, demands: Sequence[Demand]) -> Group:
        binding = {demand.rule.id for demand in demands if _has_window(demand) and binds(demand, key)}
        slots: dict[str, list[int]] = {"not_before": [], "ideally_by": [], "not_after": []}
        for place, slot in enumerate(self.layout.slots):
            if self.layout.rules[slot.rule].id in binding:
                slots[slot.end].append(place)
        timed = way.hours is not None or way.weekdays is not None
        zone = self.ruleset.zone_fact(key) if timed else None
        return Group(
            tuple(slots["not_before"]), tuple(slots["ideally_by"]), tuple(slots["not_after"]),
            way.hours, way.weekdays, frozenset({zone} if zone else ()),
        )  # fmt: skip

    def _steady(self, state: State) -> bool:
        """Whether rules that ask for other actions leave the ways and their windows alone, however they turn out."""
        bits, words = state
        asking = [place for place in range(len(self.layout.rules)) if self.layout.asking >> place & 1]
        if not asking:
            return True
        seen: set[Any] = set()
        for turns in product((True, False), repeat=len(asking)):
            turned = bits
            for place, turn in zip(asking, turns, strict=True):
                turned &= ~(self.layout.applies(place) | self.layout.unsure(place))
                turned |= self.layout.applies(place) if turn else 0
            found, sides = self._resolved((turned, words), (frozenset(), frozenset()))
            permits = found.modality is not None and found.modality not in NEGATIVE
            least = sides[0]
            ways = [(w.channel, w.recipient, w.via, least.groups[g]) for w, g in zip(least.ways, least.of, strict=True)]
            seen.add((permits, frozenset(ways)))
        return len(seen) == 1


class _Windowed(Demand):
    """A demand without days that remembers whether its window is in play."""

    __slots__ = ("windowed",)
    windowed: bool

    @classmethod
    def of(cls, demand: Demand, unknown: frozenset[str], *, windowed: bool) -> _Windowed:
        """``demand`` with this said of it."""
        made = cls(
            demand.rule, None, None, None, demand.hours, demand.channels, demand.recipients, demand.via,
            demand.message, unknown,
        )  # fmt: skip
        object.__setattr__(made, "windowed", windowed)
        return made


def _has_window(demand: Demand | None) -> bool:
    return isinstance(demand, _Windowed) and demand.windowed
