"""Where things stand in an action's state: one integer of bits, and the words that stand in its sets.

With ``n`` rules, bit ``k`` says that rule ``k`` applies and bit ``n + k`` that this isn't known. After these
come six flags (:data:`FLAGS`) and a bit for each end of a window: its day isn't known. A rule's windows
have *slots*, one for each end that it has, in which the code leaves the day's number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal, TypeAlias

from etiquette._deciding.situation import Truth
from etiquette._nouns import dataclass
from etiquette.algebra import Fact, Value, walk
from etiquette.model import Action, Choice, Rule
from etiquette.ruleset import Ruleset

__all__ = ["ENDS", "FLAGS", "End", "Layout", "Slot", "State", "layout_of"]

End: TypeAlias = Literal["not_before", "ideally_by", "not_after"]
ENDS: Final[tuple[End, ...]] = ("not_before", "ideally_by", "not_after")

FLAGS: Final = ("done", "done?", "over", "over?", "begun", "begun?")
"""Whether the action is done, its phase past and begun; with a question mark: that it isn't known."""

State: TypeAlias = tuple[int, tuple[Any, ...]]
"""The bits, and the values of the facts in :attr:`Layout.words` (UNKNOWN where they aren't known)."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One end of one rule's window."""

    rule: int
    end: End
    day: Value


@dataclass(frozen=True, slots=True)
class Layout:
    """An action's rules, the ends of their windows, and the facts that stand in their sets."""

    action: Action
    rules: tuple[Rule, ...]
    slots: tuple[Slot, ...]
    words: tuple[str, ...]
    asking: int
    """The bits of the rules that ask whether another action is open."""
    at: tuple[int, ...]
    """Where among the days that are worked out each slot's day is."""

    def applies(self, rule: int) -> int:
        """The bit of a rule that applies."""
        return 1 << rule

    def unsure(self, rule: int) -> int:
        """The bit of a rule of which it isn't known whether it applies."""
        return 1 << (len(self.rules) + rule)

    def flag(self, name: str) -> int:
        """The bit of one of :data:`FLAGS`."""
        return 1 << (2 * len(self.rules) + FLAGS.index(name))

    def open_end(self, slot: int) -> int:
        """The bit of an end whose day isn't known."""
        return 1 << (2 * len(self.rules) + len(FLAGS) + slot)

    @property
    def open_ends(self) -> int:
        """The bits of all ends."""
        return ((1 << len(self.slots)) - 1) << (2 * len(self.rules) + len(FLAGS))

    def truth(self, bits: int, rule: int) -> Truth:
        """Whether a rule applies in a state."""
        if bits & self.applies(rule):
            return True
        return None if bits & self.unsure(rule) else False

    def flagged(self, bits: int, name: str) -> Truth:
        """What a state says of ``done``, ``over`` or ``begun``."""
        if bits & self.flag(name):
            return True
        return None if bits & self.flag(f"{name}?") else False


def layout_of(ruleset: Ruleset, action: Action) -> Layout:
    """The layout of an action's state; the same for the same ruleset."""
    from .expressions import asks

    rules = ruleset.by_action[action.id]
    slots = tuple(slot for place, rule in enumerate(rules) for slot in _slots(place, rule))
    words = sorted({path for rule in rules for path in _words(rule)})
    asking = sum(1 << place for place, rule in enumerate(rules) if asks(rule.when))
    return Layout(action, rules, slots, tuple(words), asking, tuple(range(len(slots))))


def _slots(place: int, rule: Rule) -> Iterator[Slot]:
    if rule.window is not None:
        for end in ENDS:
            day: Value | None = getattr(rule.window, end)
            if day is not None:
                yield Slot(place, end, day)


def _words(rule: Rule) -> Iterator[str]:
    """The facts that hold the words of a rule's sets."""
    choices: tuple[Choice | None, ...] = (rule.channels, rule.recipients, rule.via)
    for choice in choices:
        for item in (*(choice.only or ()), *choice.never, *choice.prefer) if choice else ():
            yield from (node.path for node in walk(item) if isinstance(node, Fact))
