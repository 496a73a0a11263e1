"""Actions that are decided together: their conditions, their days, and what finishes their states.

Where the rules of several actions hang on few conditions, one state stands for all of these actions, so that
one look into one table decides them all. What the state says of each action is worked out when it is first
met.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, TypeAlias

from etiquette._nouns import dataclass, field
from etiquette.vocabulary import UNKNOWN

from .layout import Layout, State
from .shapes import Shape, Shapes
from .timing import Bare, Elsewhere, timed

__all__ = ["Cluster", "Finish", "Known", "Table", "Use", "width_of"]

_MOST: Final = 100_000
_OFTEN: Final = 128
"""When a state has been met so often, code is generated for it, unless its cluster says otherwise."""
_ANEW: Final = 16
"""How often it counts when it is met with other days than the last time."""

Finish: TypeAlias = Callable[[tuple[float, ...], int], tuple[Bare | None, ...]]
"""From the days in the slots and today to the bare decisions on some actions."""

Use: TypeAlias = tuple[int, int, int]
"""An action's place in its cluster, and the bits of its state that a condition sets: where it holds, where it
isn't known."""

Known: TypeAlias = tuple[int, dict[Any, int]]
"""Where in the state the value of a word stands, and the number of each value."""


@dataclass(slots=True)
class Cluster:
    """The actions of a cluster, by their places among all actions.

    ``uses`` are for each condition, in the order of its two bits in the state, what it sets; ``always`` the
    bits of each action's state that are set in all cases. ``words`` are the facts in sets: those with few
    values are in the state (``known``), the others beside it, in that order. When a state has been met
    ``often``, code is generated for it.
    """

    places: tuple[int, ...]
    layouts: tuple[Layout, ...]
    shapes: tuple[Shapes, ...]
    uses: list[list[Use]] = field(default_factory=list)
    always: list[int] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    often: int = _OFTEN

    def states(self, key: Any) -> list[State]:
        """What a state of the cluster says of each action."""
        bits, *beside = key if isinstance(key, tuple) else (key,)
        found = list(self.always)
        for place, uses in enumerate(self.uses):
            turn = bits >> 2 * place & 3
            for action, yes, unsure in uses if turn else ():
                found[action] |= yes if turn & 1 else unsure
        words = dict(zip(self.beside, beside, strict=True))
        for path, (shift, numbers) in self.known.items():
            number = bits >> shift & (1 << width_of((shift, numbers))) - 1
            words[path] = next(word for word, each in numbers.items() if each >> shift == number)
        told = {path: UNKNOWN if word is None else word for path, word in words.items()}
        return [
            (state, tuple(told[path] for path in layout.words))
            for state, layout in zip(found, self.layouts, strict=True)
        ]


def _one_by_one(shapes: Sequence[Shapes], found: Sequence[Shape], elsewhere: Elsewhere | None) -> Finish:
    """What finishes some shapes without any code being generated for it."""
    general = [partial(timed, *pair, elsewhere) for pair in zip(shapes, found, strict=True)]
    return lambda days, today: tuple([each(days, today) for each in general])


def width_of(known: Known) -> int:
    """How many bits the number of a word takes."""
    return len(known[1]).bit_length()


class Table(dict[Any, Finish]):
    """What finishes each state of a cluster, filled as states are met.

    ``elsewhere`` are the zones that aren't the sender's, where there are any.
    """

    def __init__(self, cluster: Cluster, elsewhere: Elsewhere | None = None) -> None:
        super().__init__()
        self.cluster = cluster
        self.elsewhere = elsewhere
        self._away: dict[Any, Table] = {}

    def __missing__(self, key: Any) -> Finish:
        """Work out what finishes a state that hasn't been met."""
        if len(self) >= _MOST:
            self.clear()
        shapes = self.cluster.shapes
        found = [each.of(state) for each, state in zip(shapes, self.cluster.states(key), strict=True)]
        plainly = _one_by_one(shapes, found, self.elsewhere)
        left = self.cluster.often
        last: Any = (None, None, None)

        def at_first(days: tuple[float, ...], today: int) -> Any:
            nonlocal left, last
            again = last
            same = days == again[0] and today == again[1]
            left -= 1 if same else _ANEW
            if left <= 0:
                from .finishing import finishing

                self[key] = finishing(shapes, found, self.elsewhere)
            if same:
                return again[2]
            last = days, today, plainly(days, today)
            return last[2]

        self[key] = at_first
        return at_first

    def away(self, sender: str, zones: tuple[tuple[str, str], ...]) -> Table:
        """The table for recipients who aren't in the sender's zone: each fact with a zone, and the zone."""
        key = (sender, zones)
        if key not in self._away:
            if len(self._away) >= _ROOM:
                self._away.clear()
            self._away[key] = Table(self.cluster, Elsewhere(sender, zones))
        return self._away[key]


_ROOM: Final = 1000
