"""Facts under a ruleset, as conditions see them, with a memory of what was worked out from which facts.

Whatever is worked out through :meth:`Situation.once` is kept together with the facts that it read. So an
answer knows what it depends on, and :meth:`Situation.but` can ask what *one* other fact would change
without working out again what doesn't depend on it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from etiquette._nouns import replace
from etiquette.facts import Facts, FactValue, with_fact
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import NONE, UNKNOWN, Assumption, Missing

__all__ = ["Situation", "Truth"]

Truth: TypeAlias = bool | None
"""``None`` when it isn't known."""

_Result = TypeVar("_Result")
_Memo: TypeAlias = dict[Hashable, tuple[Any, frozenset[str], frozenset[str]]]
"""What was worked out, the facts that it read, and those of them that leave something open."""


class Situation:
    """Facts under a ruleset, on the day of a step.

    Looks facts up (told, else assumed, else UNKNOWN) and notes which were read: ``assumed_read`` and
    ``unknown_read`` are what an answer depends on besides what was told. ``is_open`` answers
    :class:`~etiquette.algebra.IsOpen`; whoever decides sets it, and it is given the situation to answer
    for. A situation is for one thread.
    """

    def __init__(self, ruleset: Ruleset, facts: Facts, day: date | None = None) -> None:
        self.ruleset = ruleset
        self.facts = facts
        self.day = day or facts.today
        self.is_open: Callable[[Situation, str], Truth] = _never_asked
        self._memo: _Memo = {}
        self._read: list[set[str]] = [set()]
        self._open: list[set[str]] = [set()]
        self._assuming: list[str] = []
        self._trusting = False

    def on(self, day: date) -> Situation:
        """The same facts on another day of the step; what is read there counts as read here."""
        if day == self.day:
            return self
        other = Situation(self.ruleset, self.facts, day)
        other.is_open, other._memo = self.is_open, self._memo
        other._read, other._open = self._read, self._open
        return other

    def afresh(self) -> Situation:
        """The same situation, of which nothing has been read yet; what was worked out is shared."""
        other = Situation(self.ruleset, self.facts, self.day)
        other.is_open, other._memo = self.is_open, self._memo
        return other

    def but(self, path: str, value: FactValue) -> Situation:
        """The situation in which one fact is told otherwise; keeps what was worked out without it."""
        facts = replace(self.facts, told=with_fact(self.facts.told, path, value))
        other = Situation(self.ruleset, facts, self.day)
        other.is_open = self.is_open
        touched = {path, path.partition("[")[0]}
        other._memo = {key: kept for key, kept in self._memo.items() if touched.isdisjoint(kept[1])}
        return other

    def once(self, key: Hashable, compute: Callable[[], _Result]) -> _Result:
        """The result of ``compute``, worked out once for each ``key`` as long as its facts are the same."""
        known = self._memo.get(key)
        if known is None:
            self._read.append(set())
            self._open.append(set())
            result = compute()
            known = self._memo[key] = result, frozenset(self._read.pop()), frozenset(self._open.pop())
        self._read[-1].update(known[1])
        self._open[-1].update(known[2])
        found: _Result = known[0]
        return found

    def judged(self, compute: Callable[[], Truth]) -> Truth:
        """A truth; what isn't known on the way leaves something open only where the truth itself is."""
        self._open.append(set())
        result = compute()
        unknown = self._open.pop()
        if result is None:
            self._open[-1].update(unknown)
        return result

    @property
    def assumed_read(self) -> Mapping[str, FactValue]:
        """The facts that what is being worked out has read and that were assumed, with what was assumed."""
        found = ((path, self._noted(path)) for path in self._read[-1])
        return {path: value for path, value in found if not isinstance(value, Missing | None)}

    @property
    def unknown_read(self) -> frozenset[str]:
        """The facts, neither told nor assumed, that leave open what is being worked out."""
        return frozenset(self._open[-1])

    def _noted(self, path: str) -> FactValue | Missing | None:
        kept = self._memo.get(("assumed", path))
        return None if kept is None else kept[0]

    def fact(self, path: str) -> FactValue | Missing:
        """The value of a fact: told, else assumed, else UNKNOWN."""
        self._read[-1].add(path)
        told = self.facts.told.get(path)
        if told is not None:
            return told
        found = self.once(("assumed", path), lambda: self._assumption(path))
        if isinstance(found, Missing):
            self._open[-1].add(path)
        return found

    def note_unknown(self, paths: Iterable[str]) -> None:
        """Count fields of entries, such as ``visits[0].kept``, as read and not known."""
        for path in paths:
            self._read[-1].add(path)
            self._open[-1].add(path)

    def _assumption(self, path: str) -> FactValue | Missing:
        self._read[-1].add(path)
        assume = self.ruleset.vocabulary[path].assume
        if assume is None or path in self._assuming:
            return UNKNOWN
        self._assuming.append(path)
        try:
            found = self._assumed(assume)
        finally:
            self._assuming.pop()
        if isinstance(found, Missing) or self._trusting or path not in self.ruleset.excluded_by:
            return found
        return self._unless_impossible(path, found)

    def _unless_impossible(self, path: str, assumed: FactValue) -> FactValue | Missing:
        """What is assumed gives way to what is told: the opposite, where only that is left, or UNKNOWN."""
        if not self._impossible(path, assumed):
            return assumed
        if isinstance(assumed, bool) and not self._impossible(path, not assumed):
            return not assumed
        return UNKNOWN

    def _impossible(self, path: str, value: FactValue) -> bool:
        """Whether the packs say that a fact can't be ``value`` beside what else is told and assumed."""
        from .evaluate import truth

        other = Situation(self.ruleset, replace(self.facts, told=with_fact(self.facts.told, path, value)))
        other._trusting = True
        found = any(truth(each.when, other) is True for each in self.ruleset.excluded_by[path])
        self._read[-1].update(other._read[-1])
        return found

    def _assumed(self, assume: Assumption) -> FactValue | Missing:
        if assume.kind == "value":
            found: FactValue = assume.value
            return found
        if assume.kind == "holds":
            from .evaluate import truth

            body = self.ruleset.definitions.get(assume.value)
            holds = None if body is None else truth(body, self)  # type: ignore[arg-type]  # a condition
            return UNKNOWN if holds is None else holds
        anchor = self.fact(assume.value)
        if not isinstance(anchor, date) or anchor == self.facts.today:
            return UNKNOWN
        return self.facts.today > anchor

    def country(self) -> str | Missing | None:
        """The country whose days off count; ``None`` when there is known to be none."""
        if self.ruleset.country is None:
            return None
        found = self.fact(self.ruleset.country)
        if found is NONE:
            return None
        return found if isinstance(found, (str, Missing)) else None

    def zone(self, path: str | None) -> ZoneInfo:
        """The zone in a fact; the sender's own, noted as assumed, where it isn't known."""
        if path is None:
            return self.facts.timezone
        self._read[-1].add(path)
        found = self.facts.told.get(path)
        if isinstance(found, str):
            return ZoneInfo(found)
        self._memo[("assumed", path)] = self.facts.timezone.key, frozenset({path}), frozenset()
        return self.facts.timezone


def _never_asked(_at: Situation, _action: str) -> Truth:
    return None
