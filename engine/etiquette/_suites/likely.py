"""Which cases are likely to notice a change: those are asked first, so that few have to be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from .bench import Bench, Ready
from .coverage import Boundary, Decider, Goal, InEffect, Owner

__all__ = ["in_likely_order"]

_ENDS: Final = ("not_before", "ideally_by", "not_after")
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "window": ("status", *_ENDS, "opens_on"),
    "channels": ("channels",),
    "recipients": ("recipients",),
    "via": ("via",),
    "carriers": ("via",),
    "message": ("message",),
    "modality": ("modality", "status"),
    "overrides": ("recipients", "channels", *_ENDS),
}
"""The keys of a decision in which a change of a part of a rule, or of an action, shows."""

_IN_FINDINGS: Final = frozenset({"level", "message", "for", "hours", "weekdays", "id"})
"""The parts of a rule that show above all in what is wrong with a step."""


def in_likely_order(
    bench: Bench, subject: str, part: str, seen: Mapping[int, Collection[Goal]]
) -> Sequence[int]:
    """The numbers of the cases that somebody vouches for, the likeliest to notice a change first.

    ``subject`` is the rule, or what else of the pack is changed (``definition answered``), and ``part`` the
    key. ``seen`` is what each case looks at, as far as that is known.
    """
    scores = [
        (-_score(ready, subject, part, seen.get(number, ())), number)
        for number, ready in enumerate(bench.ready)
        if not ready.case.confirm
    ]
    return [number for _, number in sorted(scores)]


def _score(ready: Ready, subject: str, part: str, seen: Collection[Goal]) -> int:
    expect = ready.case.expect
    kind, _, name = subject.rpartition(" ")
    score = 0
    if any(each["rule"] == subject for each in expect.findings or ()):
        score += 8
    if InEffect(subject) in seen:
        score += 4
    if part in _IN_FINDINGS and expect.findings is not None:
        score += 1
    if any(key in says for says in expect.plan.values() for key in _KEYS.get(part, ())):
        score += 2
    if part == "window" and any(Boundary(subject, end, 0) in seen for end in _ENDS):
        score += 2
    if kind == "action" and name in expect.plan:
        score += 4
    if kind == "impossible" and expect.problems is not None:
        score += 4
    if kind == "definition" or part == "when":
        owner = Owner("definition", name) if kind else Owner("rule", subject)
        score += 3 * any(isinstance(goal, Decider) and goal.owner == owner for goal in seen)
    return score
