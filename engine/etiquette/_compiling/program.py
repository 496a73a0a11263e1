"""A ruleset compiled: one generated function that decides all actions of a case.

The function reads the facts once, works out what several conditions share once, and then, action by action,
which rules apply and on which days their windows begin and end. Actions that others ask about come first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, TypeAlias

from etiquette._deciding.each import Remaining
from etiquette._nouns import replace
from etiquette.algebra import Node
from etiquette.ruleset import Ruleset

from .clusters import Cluster, Table
from .layout import Layout, layout_of
from .shapes import Shapes
from .timing import Bare

__all__ = ["Decided", "Program", "source_of"]

Decided: TypeAlias = tuple[tuple[Bare | None, ...], tuple[Remaining | None, ...]]
"""The bare decisions (``None``: it takes the readable code), and who remains of those to whom each action is
owed."""

_Function: TypeAlias = Callable[[Mapping[str, Any], int, str], Decided]
_Holding: TypeAlias = Callable[[Mapping[str, Any], int, str], tuple[int, ...]]
_FEW: Final = 20
"""Conditions so few that their states can stand for all actions together."""
_ROOM: Final = 256


class Program:
    """A ruleset's generated functions and the tables that they look things up in.

    ``decide`` takes the told facts by dotted path, today as a day number (``date.toordinal()``) and the name
    of the sender's time zone, and gives what :data:`Decided` says, of the actions in declared order. Days
    among the facts are dates. ``decide_numbers`` is the same for days that are numbers already (but for those
    in lists of records). The facts must be valid; safe to share by threads.
    """

    def __init__(self, ruleset: Ruleset, clusters: Sequence[Cluster] | None = None) -> None:
        """``clusters`` are those of the same ruleset, where they are known already."""
        self.ruleset = ruleset
        self.places = {action: place for place, action in enumerate(ruleset.actions)}
        self.zones = _zone_facts(ruleset)
        self.clusters = tuple(_clusters(ruleset) if clusters is None else clusters)
        together = {each.action.id: each for cluster in self.clusters for each in cluster.layouts}
        self.layouts = tuple(together[action] for action in ruleset.actions)
        self.silences = {
            action.id: tuple(each.when for each in action.silences) for action in ruleset.actions.values()
        }
        self.known_holding: dict[int, tuple[tuple[Node, ...], _Holding]] = {}
        self._holding: dict[tuple[Node, ...], _Holding] = {}

    @cached_property
    def decide(self) -> _Function:
        """Decides all actions; days among the facts are dates."""
        return self._compiled(as_numbers=False)

    @cached_property
    def decide_numbers(self) -> _Function:
        """As ``decide``, for days that are numbers."""
        return self._compiled(as_numbers=True)

    def holding(self, conditions: tuple[Node, ...]) -> _Holding:
        """Which of some conditions certainly hold, as a function of the facts that gives their places."""
        known = self.known_holding.get(id(conditions))  # hashing a long condition takes longer than asking
        if known is not None and known[0] is conditions:
            return known[1]
        found = self._holding.get(conditions)
        if found is None:
            from .generated import Generated

            made = Generated(self.ruleset, as_numbers=False)
            found = self._holding[conditions] = made.function(made.holding(conditions), {})
        if len(self.known_holding) < _ROOM:
            self.known_holding[id(conditions)] = conditions, found
        return found

    def _compiled(self, *, as_numbers: bool) -> _Function:
        from .generated import Generated

        made = Generated(self.ruleset, as_numbers=as_numbers)
        tree = made.decide(self.clusters)
        tables = {f"table{place}": Table(cluster) for place, cluster in enumerate(self.clusters)}
        return made.function(tree, tables)  # type: ignore[no-any-return]


def source_of(ruleset: Ruleset) -> str:
    """The generated code as text, for whoever wants to read it."""
    import ast

    from .generated import Generated

    return ast.unparse(Generated(ruleset, as_numbers=False).decide(tuple(_clusters(ruleset))))


def _clusters(ruleset: Ruleset) -> Iterator[Cluster]:
    """The actions that are decided together: all where their conditions are few, else each by itself."""
    from .generated import conditions_of

    layouts = [layout_of(ruleset, action) for action in ruleset.actions.values()]
    conditions = {condition for layout in layouts for condition, _, _ in conditions_of(ruleset, layout)}
    alone = len(conditions) > _FEW or any(layout.asking for layout in layouts)
    for places in [(place,) for place in range(len(layouts))] if alone else [tuple(range(len(layouts)))]:
        mine = tuple(_placed([layouts[place] for place in places]))
        yield Cluster(places, mine, tuple(Shapes(ruleset, layout) for layout in mine))


def _placed(layouts: Sequence[Layout]) -> Iterator[Layout]:
    """Layouts whose slots know where their days are: days that are reckoned alike are worked out once."""
    days: dict[Node, int] = {}
    for layout in layouts:
        yield replace(layout, at=tuple(days.setdefault(slot.day, len(days)) for slot in layout.slots))


def _zone_facts(ruleset: Ruleset) -> tuple[str, ...]:
    """The facts with the zones of those whom any action may reach."""
    ways = (way for action in ruleset.actions.values() for way in ruleset.ways(action))
    return tuple(sorted({path for way in ways if (path := ruleset.zone_fact(way)) is not None}))
