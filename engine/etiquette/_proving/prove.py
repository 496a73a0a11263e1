"""All claims about a ruleset, over all guidance that there ever is."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Final

from etiquette.proof import CLAIMS, Answer, Claim, Proof
from etiquette.ruleset import Ruleset

from .alive import about_rules, families
from .asking import Guidance
from .clash import about_clashes, proved_of
from .gaps import about_gaps, answered
from .layers import about_layers
from .memory import Memory, declared, fingerprint
from .narrow import about_plugins
from .records import TooManySorts
from .shown import Key, keys_of, shown

__all__ = ["prove"]

_CLASHES: Final[frozenset[Claim]] = frozenset({"no_conflict", "possible"})
_RULES: Final[frozenset[Claim]] = frozenset({"applies", "in_play", "needed", "override"})
_WORTH_SHARING: Final = 120
"""Rules from which on a second process is worth its start."""


def prove(
    ruleset: Ruleset,
    below: Mapping[str, Ruleset] | None = None,
    *,
    claims: Collection[Claim] | None = None,
    seconds: float = 20.0,
    memory: Memory | None = None,
    processes: int | None = None,
) -> Proof:
    """What can be proved about ``ruleset`` over all facts, and what can't.

    ``below`` gives, for each pack that is a layer, the ruleset that it stands on. ``claims`` are those that
    are asked about (all by default), ``seconds`` the time for a single question to the solver. ``memory``
    spares what was proved before. ``processes`` is how many share the work (by default as many as there are
    processors, for packs that are large enough).
    """
    wanted = frozenset(CLAIMS if claims is None else claims)
    answers: list[Answer] = []
    lower = {pack.pack for base in (below or {}).values() for pack in base.packs}
    own = frozenset(pack.pack for pack in ruleset.packs if pack.pack not in lower)
    for guidance in _guidances(ruleset, seconds, own):
        work = _Work(guidance, below or {}, wanted, memory or Memory())
        answers += (each for each in work.answers(_processes(guidance, processes)) if each.claim in wanted)
    order = list(CLAIMS)
    answers = list(_at_any_time(answers))
    ordered = sorted(answers, key=lambda each: (order.index(each.claim), each.guidance, each.subject))
    plugins = sorted({rule.owner.removeprefix("plugin:") for rule in ruleset.rules if ":" in rule.owner})
    return Proof(ruleset.packs, tuple(ordered), ruleset.diagnostics, tuple(plugins))


def _at_any_time(answers: Iterable[Answer]) -> Iterator[Answer]:
    """Of a rule it is enough that it matters at some time: what is shown for one stretch holds for all."""
    grade = {"proved": 0, "unknown": 1, "refuted": 2}
    best: dict[tuple[Claim, str], Answer] = {}
    for answer in answers:
        if answer.claim not in _RULES:
            yield answer
            continue
        key = answer.claim, answer.subject
        if key not in best or grade[answer.verdict] < grade[best[key].verdict]:
            best[key] = answer
    yield from (replace(each, guidance="") for each in best.values())


def _guidances(ruleset: Ruleset, seconds: float, own: frozenset[str] = frozenset()) -> Iterator[Guidance]:
    epochs = ruleset.epochs()
    for place, first in enumerate(epochs):
        last = epochs[place + 1] - timedelta(days=1) if place + 1 < len(epochs) else date.max
        yield Guidance(ruleset.as_of(first), first, last, len(epochs) > 1, seconds, own)


def _processes(guidance: Guidance, wished: int | None) -> int:
    can = "fork" in multiprocessing.get_all_start_methods()
    if not can or (wished is None and len(guidance.ruleset.rules) < _WORTH_SHARING):
        return 1
    return max(1, min(wished or os.cpu_count() or 1, len(guidance.ruleset.actions)))


@dataclass
class _ForActions:
    """What came of some actions: answers about clashes, what cases showed by family, and what to remember."""

    answers: list[Answer] = field(default_factory=list)
    shown: dict[str, set[Key]] = field(default_factory=dict)
    proved: dict[str, object] = field(default_factory=dict)

    def add(self, other: _ForActions) -> None:
        """Take along what came of other actions."""
        self.answers += other.answers
        self.proved.update(other.proved)
        for family, keys in other.shown.items():
            self.shown.setdefault(family, set()).update(keys)


class _Work:
    """All questions about one stretch of guidance."""

    def __init__(
        self, guidance: Guidance, below: Mapping[str, Ruleset], wanted: frozenset[Claim], memory: Memory
    ) -> None:
        self.guidance = guidance
        self.below = below
        self.wanted = wanted
        self.memory = memory
        self.families = families(guidance)
        self._settled = frozenset(
            rule.id for base in below.values() for rule in base.rules if rule in guidance.ruleset.rules
        )
        self._declared = f"{guidance.first} {guidance.last} {declared(guidance.ruleset)}"

    def answers(self, processes: int) -> Iterator[Answer]:
        """Every answer, in no particular order."""
        found = self._for_actions(processes)
        for key, value in found.proved.items():
            self.memory.put(key, value)
        yield from found.answers
        if self.wanted & _RULES:
            for name, family in self.families.items():
                known = found.shown.get(name, set())
                ask = partial(about_rules, family, known, self._settled)
                yield from _or_too_much(ask, sorted(_RULES), name)
        if "narrows" in self.wanted:
            yield from _or_too_much(partial(about_plugins, self.guidance), ["narrows"], "")
        if "keeps" in self.wanted:
            yield from _or_too_much(partial(about_layers, self.guidance, self.below), ["keeps"], "")

    def _for_actions(self, processes: int) -> _ForActions:
        by_size = sorted(self.guidance.ruleset.actions, key=lambda each: -len(self._rules(each)))
        shares = [by_size[start::processes] for start in range(processes)]
        found = _ForActions()
        if processes == 1:
            found.add(self.share(shares[0]))
            return found
        global _shared
        _shared = self
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            for each in pool.map(_share, shares):
                found.add(each)
        _shared = None
        return found

    def _rules(self, action: str) -> Sequence[object]:
        return self.guidance.ruleset.by_action[action]

    def share(self, actions: Iterable[str]) -> _ForActions:
        """What comes of some of the actions."""
        found = _ForActions(shown={name: set() for name in self.families})
        for action in actions:
            if self.wanted & _CLASHES:
                self._clashes(action, found)
            if self.wanted & _RULES:
                for name, family in self.families.items():
                    self._shown(name, family, action, found)
            if "no_gap" in self.wanted and self.guidance.ruleset.actions[action].answered:
                self._gap(action, found)
            self.guidance.sessions.clear()
        return found

    def _remembered(
        self,
        what: str,
        action: str,
        claims: Sequence[Claim],
        proved: Callable[[], Iterable[Answer]],
        asked: Callable[[], Iterable[Answer]],
        found: _ForActions,
    ) -> None:
        """Take what is ``proved`` where that is remembered; else what is ``asked``, noted if it is proved."""
        key = fingerprint(f"{what} {action}", self._declared, self.guidance.about([action]).rules)
        if self.memory.get(key) is not None:
            found.answers += proved()
            return
        answers = list(_or_too_much(asked, claims, action))
        found.answers += answers
        if all(each.verdict == "proved" for each in answers):
            found.proved[key] = True

    def _gap(self, action: str, found: _ForActions) -> None:
        here = self.guidance
        self._remembered(
            "gap",
            action,
            ["no_gap"],
            lambda: [answered(here, action)],
            lambda: [about_gaps(here, action)],
            found,
        )

    def _clashes(self, action: str, found: _ForActions) -> None:
        here = self.guidance
        self._remembered(
            "clash",
            action,
            sorted(_CLASHES),
            lambda: proved_of(here, action),
            lambda: about_clashes(here, action),
            found,
        )

    def _shown(self, name: str, family: Guidance, action: str, found: _ForActions) -> None:
        left = keys_of(family) - found.shown[name]
        mine = {rule.id for rule in family.ruleset.by_action[action]}
        left = {each for each in left if each[0] in mine and each[0] not in self._settled}
        if not left:
            return
        about = family.about([action])
        key = fingerprint(f"shown {action}", self._declared, about.rules)
        known = {(rule, text) for rule, text in self.memory.get(key) or ()}
        if not left <= known:
            try:
                known |= shown(family, action, left - known)
            except TooManySorts:
                return
            found.proved[key] = sorted(known)
        found.shown[name] |= known


_shared: _Work | None = None


def _share(actions: Sequence[str]) -> _ForActions:
    assert _shared is not None  # noqa: S101 - set before the processes are started
    return _shared.share(actions)


def _or_too_much(
    ask: Callable[[], Iterable[Answer]], claims: Sequence[Claim], subject: str
) -> Iterator[Answer]:
    """The answers; where there are too many sorts, that all the claims which they are about stay unknown."""
    try:
        yield from ask()
    except TooManySorts as error:
        sentence = f"It isn't known: the rules tell too many sorts of entries of {error} apart."
        help_ = "Let the counts over this list look at fewer fields."
        for claim in claims:
            yield Answer(claim, subject, "unknown", sentence, "E811", help_, ran_out="sorts of entries")
