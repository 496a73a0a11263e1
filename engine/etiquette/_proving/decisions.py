"""Decisions as formulas: what the rules for an action come to, over all facts at once.

This says of all facts what :mod:`etiquette._deciding.decide` and ``combine`` say of one case, in the same
order: a rule applies, an aspect of it is out, the stronger modality beats the weaker, what is left narrows
the ways. A test holds the two together: on any facts both come to the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import Final

from etiquette._deciding.decide import NEGATIVE
from etiquette.algebra import Constant, Fact
from etiquette.model import Action, Aspect, Choice, Level, Modality, Rule
from etiquette.ruleset import Ruleset

from .formulas import Formulas
from .logic import Formula, Term, both, either, negate
from .rooms import Rooms
from .symbols import Word, Words

__all__ = ["GRAVITY", "Decided", "Decisions", "WayKey"]

GRAVITY: Final[Mapping[Level, int]] = {"note": 0, "warning": 1, "error": 2}
WayKey = tuple[str, str, str]
_PARTS: Final[tuple[Aspect, ...]] = ("channels", "recipients", "via")


class Decisions:
    """The decisions of a ruleset, each encoded once; answers whether actions are open."""

    def __init__(self, ruleset: Ruleset, formulas: Formulas) -> None:
        self.ruleset = ruleset
        self.formulas = formulas
        self._made: dict[tuple[str, Level], Decided] = {}
        formulas.is_open = lambda action: self.of(action).open_today

    def of(self, action: str, least: Level = "note") -> Decided:
        """The decision on an action, as far as rules of at least a level make it."""
        key = action, least
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = Decided(self, self.ruleset.actions[action], least)
        return found


class Decided:
    """One action's decision."""

    def __init__(self, decisions: Decisions, action: Action, least: Level = "note") -> None:
        self.action = action
        self._decisions = decisions
        self.ruleset = decisions.ruleset
        self.formulas = decisions.formulas
        self.rules = self.ruleset.by_action[action.id]
        self._graver = frozenset(
            rule.id for rule in self.rules if GRAVITY[rule.effective_level] >= GRAVITY[least]
        )
        self._applies = {rule.id: self.formulas.holds(rule.when) for rule in self.rules}
        self._scoped = tuple(rule for rule in self.rules if rule.scope is not None)
        self._fitting: dict[WayKey, tuple[Rule, ...]] = {}
        self._unscoped = tuple(rule for rule in self.rules if rule.scope is None)
        self._kept: dict[tuple[Hashable, ...], Formula] = {}
        self._feasible: dict[WayKey, Formula] = {}

    def graver(self, least: Level) -> Decided:
        """The same decision, as far as constraints of rules of at least a level make it."""
        return self._decisions.of(self.action.id, least)

    # 1 and 2: applying, and what is out

    def applies(self, rule: str) -> Formula:
        """That the condition of a rule for this action holds."""
        return self._applies.get(rule, False)

    def _once(self, key: tuple[Hashable, ...], make: Callable[[], Formula]) -> Formula:
        """A formula that is asked for again and again, made once."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def in_play(self, rule: Rule, aspect: Aspect) -> Formula:
        """That a rule applies and no exception takes this aspect of it away."""
        return self._once(("in play", rule.id, aspect), lambda: self._in_play(rule, aspect))

    def _in_play(self, rule: Rule, aspect: Aspect) -> Formula:
        exceptions = self.ruleset.overriders.get((rule.id, aspect), ())
        return both(self._applies[rule.id], *(negate(self.applies(each.id)) for each in exceptions))

    # 3: modality

    @cached_property
    def weighing(self) -> Mapping[Modality, Formula]:
        """For each modality, that some rule with it is in play."""
        found: dict[Modality, list[Formula]] = {}
        for rule in self.rules:
            if rule.modality is not None:
                found.setdefault(rule.modality, []).append(self.in_play(rule, "modality"))
        return {modality: either(*parts) for modality, parts in found.items()}

    def _some(self, *modalities: Modality) -> Formula:
        return either(*(self.weighing.get(each, False) for each in modalities))

    @cached_property
    def outcomes(self) -> Mapping[Modality | str | None, Formula]:
        """For each modality, and for ``"conflict"``, that the decision comes to it."""
        must, should, may = self._some("must"), self._some("should"), self._some("may")
        never, rather_not = self._some("must_not"), self._some("should_not")
        mild = both(negate(must), negate(never))
        return {
            "conflict": either(both(must, never), both(mild, should, rather_not)),
            "must": both(must, negate(never)),
            "must_not": both(never, negate(must)),
            "should": both(mild, should, negate(rather_not)),
            "should_not": both(mild, rather_not, negate(should)),
            "may": both(mild, may, negate(should), negate(rather_not)),
            None: both(mild, negate(may), negate(should), negate(rather_not)),
        }

    @cached_property
    def obliged(self) -> Formula:
        """That the action must or should be done."""
        return either(self.outcomes["must"], self.outcomes["should"])

    @cached_property
    def permitted(self) -> Formula:
        """That the action may, should or must be done."""
        return either(self.obliged, self.outcomes["may"])

    def outweighed(self, rule: Rule) -> Formula:
        """That a rule in play is outweighed by stronger ones of the opposite sign."""
        if rule.modality is None:
            return False
        return self._once(("outweighed", rule.id), lambda: self._outweighed(rule))

    def _outweighed(self, rule: Rule) -> Formula:
        against = rule.modality in NEGATIVE
        won: tuple[Modality, ...] = ("must", "should") if against else ("must_not", "should_not")
        lost = either(*(self.outcomes[each] for each in won))
        return both(self.in_play(rule, "modality"), lost)

    # 4: constraints

    def binding(self, rule: Rule, aspect: Aspect) -> Formula:
        """That a constraint of a rule is in play and isn't outweighed."""
        if rule.id not in self._graver:
            return False
        return self._once(
            ("binding", rule.id, aspect),
            lambda: both(self.in_play(rule, aspect), negate(self.outweighed(rule))),
        )

    @cached_property
    def universe(self) -> tuple[WayKey, ...]:
        """Every combination of channel, recipient and carrier that is declared for the action."""
        return self.ruleset.ways(self.action)

    @cached_property
    def rooms(self) -> Rooms:
        """What is left of days, hours and messages, for each set of rules that bind a way."""
        return Rooms(self)

    def scoped(self, key: WayKey) -> tuple[Rule, ...]:
        """The rules for single ways that bind this one."""
        found = self._fitting.get(key)
        if found is None:
            found = self._fitting[key] = tuple(
                rule for rule in self._scoped if rule.scope is not None and rule.scope.fits(key)
            )
        return found

    def everywhere(self) -> tuple[Rule, ...]:
        """The rules that bind every way."""
        return self._unscoped

    def feasible(self, key: WayKey) -> Formula:
        """That a way is left: allowed, with a day, an hour and a message that are right."""
        found = self._feasible.get(key)
        if found is None:
            found = self._feasible[key] = both(self.allowed(key), self.rooms.of(key).some)
        return found

    def allowed(self, key: WayKey) -> Formula:
        """That no rule excludes the channel, the recipient or the carrier of a way."""
        left = (self._left_everywhere(aspect, item) for aspect, item in zip(_PARTS, key, strict=True))
        scoped = (
            self.allows(rule, aspect, item)
            for rule in self.scoped(key)
            for aspect, item in zip(_PARTS, key, strict=True)
        )
        return both(*left, *scoped)

    def _left_everywhere(self, aspect: Aspect, item: str) -> Formula:
        return self._once(
            ("left", aspect, item),
            lambda: both(*(self.allows(rule, aspect, item) for rule in self.everywhere())),
        )

    def allows(self, rule: Rule, aspect: Aspect, item: str) -> Formula:
        """That a rule doesn't exclude ``item``, because its set constraint isn't in play or leaves it."""
        choice: Choice | None = getattr(rule, aspect)
        if choice is None:
            return True
        return self._once(
            ("allows", rule.id, aspect, item),
            lambda: either(negate(self.binding(rule, aspect)), self.leaves(choice, item)),
        )

    def leaves(self, choice: Choice, item: str) -> Formula:
        """That a set constraint by itself leaves ``item``."""
        inside = True if choice.only is None else self._among(choice.only, item)
        return both(inside, negate(self._among(choice.never, item)))

    def _among(self, items: Sequence[Constant | Fact], item: str) -> Formula:
        found: list[Formula] = []
        for each in items:
            if isinstance(each, Constant):
                found.append(each.value == item)
                continue
            symbol = self.formulas.value(each)
            if isinstance(symbol, Words):
                found.append(symbol.holds(item))
            else:
                assert isinstance(symbol, Word)  # noqa: S101 - the loader lets no other kind through
                found.append(both(negate(symbol.none), symbol.choices.get(item, False)))
        return either(*found)

    @cached_property
    def no_way(self) -> Formula:
        """That no way is left."""
        return both(*(negate(self.feasible(key)) for key in self.universe))

    @cached_property
    def stuck(self) -> Formula:
        """That what must or should be done can't be done in any way."""
        return both(self.obliged, self.no_way)

    # 5: whether it is open

    @cached_property
    def open_today(self) -> Formula:
        """That the whole decision permits a step today."""
        phase = self.ruleset.phases.get(self.action.phase)
        over = self.formulas.holds(phase.over) if phase and phase.over else False
        begun = self.formulas.holds(phase.begins) if phase and phase.begins else True
        today: Term = self.formulas.symbols.today
        ways = (both(self.feasible(key), self.rooms.of(key).on(today)) for key in self.universe)
        return both(self.permitted, negate(self.done), negate(over), begun, either(*ways))

    @cached_property
    def done(self) -> Formula:
        """That the action has been done."""
        action, formulas = self.action, self.formulas
        usual = False if action.done_when is None else formulas.holds(action.done_when)
        if action.per is None:
            return usual
        entries = formulas.lists[action.per.each].count(()).term
        counting = self.ruleset.definitions[action.per.counting]
        served = formulas.served(action.id, formulas.day(counting).term, entries)  # type: ignore[arg-type]
        return either(both(entries <= 0, usual), both(entries >= 1, served))
