"""What a state comes to, apart from days: worked out once by the readable code, then looked up.

A *shape* has everything of a decision that doesn't depend on a day: the status where time has no say, the
rules, the ways, what their messages hold, and which slots bind which ways. Ways that have the same window
form a *group*. Where the days of a case leave some group without any day, the shape of what is left of the
ways is another one, worked out and kept in the same manner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from etiquette._nouns import dataclass, field
from etiquette.facts import Facts
from etiquette.model import Action, Aspect, Modality, Rule
from etiquette.report import Status, Way
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import UNKNOWN

from .layout import Layout, State

__all__ = ["Group", "Shape", "Shapes", "Side", "has_window", "roll_of"]

_SOME_DAY: Final = date(2000, 1, 3)
_MOST: Final = 100_000
"""Shapes that are kept for one action; a table that has grown to this is begun again."""


@dataclass(frozen=True, slots=True)
class Group:
    """Ways with one window: the slots whose latest, earliest and earliest day are its three ends.

    ``hours`` and ``weekdays`` as in :class:`~etiquette.Way`; ``zone`` is the fact with the zone that they are
    in.
    """

    not_before: tuple[int, ...]
    ideally_by: tuple[int, ...]
    not_after: tuple[int, ...]
    hours: tuple[time, time] | None
    weekdays: tuple[int, ...] | None
    zone: str | None = None

    @property
    def can_close(self) -> bool:
        """Whether days can leave it no day at all: it ends, and it begins or depends on the weekday."""
        return bool(self.not_after and (self.not_before or self.weekdays is not None))

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

    ``least`` are the ways without, ``most`` with the constraints of which it isn't known whether they are in
    play; the same object where all is known. ``maybe_late`` are slots of wishes of which that isn't known.
    ``open_ended``: some end of a window that may be in play isn't known; then ``may_close`` are, for both
    ends, the slots that could make a window that closes, and whether one that isn't known could.
    """

    layout: Layout
    state: State
    status: Status | None
    resolution: Resolution
    least: Side
    most: Side
    maybe_late: tuple[int, ...]
    begun: Truth
    open_ended: bool
    may_close: tuple[tuple[bool, tuple[int, ...]], ...]
    rules: tuple[str, ...]
    zones: frozenset[str]
    gone: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What others have worked out from this shape, for the next time."""

    @property
    def action(self) -> Action:
        """The action that it is a shape of."""
        return self.layout.action

    @property
    def over(self) -> Truth:
        """Whether the action's phase is past."""
        return self.layout.flagged(self.state[0], "over")

    @property
    def modality(self) -> Modality | None:
        """The modality where it is settled and no conflict."""
        return self.resolution.modality

    @property
    def permits(self) -> bool:
        """Whether it permits a step at all, on the days of its ways."""
        return self.modality is not None and self.modality not in NEGATIVE

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
        self._steady: dict[State, bool] = {}
        self._demands: dict[Any, Demand] = {}
        self._combined: dict[Any, tuple[tuple[Way, ...], tuple[Demand, ...]]] = {}

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
                self._forget()
            found = self._known[key] = self._made(state, gone or (frozenset(), frozenset()))
        return found

    def known(self) -> tuple[dict[Any, Shape], dict[State, bool]]:
        """What has been worked out, for :meth:`revive`: the shapes, and which states are steady."""
        return dict(self._known), dict(self._steady)

    def revive(self, known: dict[Any, Shape], steady: dict[State, bool]) -> None:
        """Take over what another table of the same action knew."""
        self._known, self._steady = known, steady

    def _forget(self) -> None:
        for each in (self._known, self._steady, self._demands, self._combined):
            each.clear()

    def _made(self, state: State, gone: tuple[frozenset[int], frozenset[int]]) -> Shape:
        bits, _ = state
        layout = self.layout
        found, sides = self._resolved(state, gone)
        least, most = sides[0], sides[-1]
        status = status_but_for_time(found, layout.flagged(bits, "done"), layout.flagged(bits, "over"))
        open_ended = any("window" in demand.unknown for demand in found.demands_at_most)
        return Shape(
            layout,
            state,
            status,
            found,
            least,
            most,
            tuple(self._maybe_late(found)),
            layout.flagged(bits, "begun"),
            open_ended,
            self._may_close(found) if open_ended else (),
            tuple(rule.id for rule in in_effect(found)),
            frozenset(group.zone for group in (*least.groups, *most.groups) if group.zone),
            gone,
        )

    def _maybe_late(self, found: Resolution) -> Iterator[int]:
        """The slots of wishes for an early step of rules of which not everything that may be in play is."""
        certain = {demand.rule.id: demand for demand in found.demands}
        for demand in found.demands_at_most:
            same = certain.get(demand.rule.id)
            if has_window(demand) and not (same == demand and has_window(same)):
                for place, slot in enumerate(self.layout.slots):
                    if slot.end == "ideally_by" and self.layout.rules[slot.rule] is demand.rule:
                        yield self.layout.at[place]

    def _resolved(
        self, state: State, gone: tuple[frozenset[int], frozenset[int]]
    ) -> tuple[Resolution, list[Side]]:
        """The resolution with demands that have no days, and the sides that it was made of."""
        bits, words = state
        told = {
            path: word for path, word in zip(self.layout.words, words, strict=True) if word is not UNKNOWN
        }
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
        open_ends = bits & self.layout.open_ends if rule.window is not None else 0
        key = (rule.id, aspects, open_ends, *(at.facts.told.get(path) for path in self.layout.words))
        if key not in self._demands:
            self._demands[key] = self._demanded(at, rule, aspects, bits)
        return self._demands[key]

    def _demanded(self, at: Situation, rule: Rule, aspects: tuple[Aspect, ...], bits: int) -> Demand:
        demand = work_out(rule, tuple(each for each in aspects if each != "window"), at)
        ends = [place for place, slot in enumerate(self.layout.slots) if self.layout.rules[slot.rule] is rule]
        if "window" in aspects and any(bits & self.layout.open_end(place) for place in ends):
            return _Windowed.of(demand, demand.unknown | {"window"}, windowed=True)
        return _Windowed.of(demand, demand.unknown, windowed="window" in aspects)

    def _ways(
        self,
        at: Situation,
        action: Action,
        demands: Sequence[Demand],
        gone: frozenset[int],
        sides: list[Side],
    ) -> tuple[tuple[Way, ...], tuple[str, ...]]:
        """As the readable code puts them together, less those of groups that are gone."""
        groups: dict[Group, int] = {}
        of: dict[WayKey, int] = {}
        left: list[Way] = []
        for way in self._all_ways(at, action, demands):
            key = (way.channel, way.recipient, way.via)
            of[key] = groups.setdefault(self._group(key, way, demands), len(groups))
            if of[key] not in gone:
                left.append(way)
        ways, set_aside = in_preferred_order(left, demands)
        numbers = tuple(of[way.channel, way.recipient, way.via] for way in ways)
        sides.append(Side(ways, numbers, tuple(groups)))
        return ways, set_aside

    def _all_ways(self, at: Situation, action: Action, demands: Sequence[Demand]) -> tuple[Way, ...]:
        # Demands are kept, so equal ones are the same object; keeping them here keeps their ids theirs.
        key = tuple(map(id, demands))
        if key not in self._combined:
            self._combined[key] = combine(at, action, demands), tuple(demands)
        return self._combined[key][0]

    def _group(self, key: WayKey, way: Way, demands: Sequence[Demand]) -> Group:
        binding = {demand.rule.id for demand in demands if has_window(demand) and binds(demand, key)}
        slots: dict[str, list[int]] = {"not_before": [], "ideally_by": [], "not_after": []}
        for place, slot in enumerate(self.layout.slots):
            if self.layout.rules[slot.rule].id in binding:
                slots[slot.end].append(self.layout.at[place])
        timed = way.hours is not None or way.weekdays is not None
        zone = self.ruleset.zone_fact(key) if timed else None
        return Group(
            tuple(slots["not_before"]), tuple(slots["ideally_by"]), tuple(slots["not_after"]),
            way.hours, way.weekdays, zone,
        )  # fmt: skip

    def _may_close(self, found: Resolution) -> tuple[tuple[bool, tuple[int, ...]], ...]:
        """For the beginning and the end of windows: whether one isn't known, and the slots of those that may
        be.
        """
        ends: dict[str, tuple[bool, list[int]]] = {"not_before": (False, []), "not_after": (False, [])}
        for demand in found.demands_at_most:
            for place, slot in enumerate(self.layout.slots):
                if slot.end in ends and self.layout.rules[slot.rule] is demand.rule and has_window(demand):
                    unknown, slots = ends[slot.end]
                    ends[slot.end] = (unknown or "window" in demand.unknown, [*slots, self.layout.at[place]])
        return tuple((unknown, tuple(slots)) for unknown, slots in ends.values())

    def steady(self, state: State) -> bool:
        """Whether rules that ask for other actions leave the ways and their windows alone, however they turn
        out.
        """
        if state not in self._steady:
            self._steady[state] = self._is_steady(state)
        return self._steady[state]

    def _is_steady(self, state: State) -> bool:
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
            ways = [
                (w.channel, w.recipient, w.via, least.groups[g])
                for w, g in zip(least.ways, least.of, strict=True)
            ]
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

    def __reduce__(self) -> Any:
        bare = Demand(*(getattr(self, name) for name in Demand.__match_args__))
        return _windowed, (bare, self.windowed)


def _windowed(demand: Demand, windowed: bool) -> _Windowed:
    """One that was kept in a file."""
    return _Windowed.of(demand, demand.unknown, windowed=windowed)


def roll_of(shape: Shape) -> tuple[int, ...] | None:
    """How many days it is from a day of each weekday, Monday first, to the next on which some way is right.

    ``None`` where some way is right on every weekday, or there are no ways.
    """
    groups = shape.least.groups
    right: set[int] = set()
    for group in groups:
        if group.weekdays is None:
            return None
        right.update(group.weekdays)
    if not right:
        return None
    return tuple(min((day - 1 - start) % 7 for day in right) for start in range(7))


def has_window(demand: Demand | None) -> bool:
    """Whether a demand of a shape has a window, whose days it is without."""
    return isinstance(demand, _Windowed) and demand.windowed
