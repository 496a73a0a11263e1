"""A bare decision as a :class:`~etiquette.Decision`: dates for day numbers, and what the shape knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from itertools import combinations
from math import inf
from typing import Any, Final

from etiquette._deciding.each import Remaining
from etiquette._deciding.plan import in_effect
from etiquette._nouns import replace
from etiquette.model import Action
from etiquette.report import Decision, Later, Status, Way

from .shapes import Shape
from .timing import STEPLESS, Bare, Window, windows_of

__all__ = ["date_of", "decision_of", "fixed_of"]

_UNSETTLED: Final[Mapping[frozenset[str], tuple[str, ...]]] = {
    frozenset(settled): tuple(name for name in ("window", "ways", "message") if name not in settled)
    for size in range(4)
    for settled in combinations(("window", "ways", "message"), size)
}
_GIVES_REASONS: Final = frozenset({"unaddressed", "impossible", "undetermined", "missed"})


def decision_of(
    bare: Bare,
    left: Remaining | None,
    reason: Callable[[Action, Status], str],
    depends_on: Callable[[], tuple[str, ...]],
) -> Decision:
    """The whole decision. ``left`` is who remains, where the action is owed to each of several.

    ``reason`` says why a status is what it is, and ``depends_on`` which unknown facts leave something open;
    that is asked only where something is open, and only when somebody looks.
    """
    shape, status = bare.shape, bare.status
    fixed = fixed_of(shape)
    open_ = status not in STEPLESS
    settled = bare.settled
    ways_known = open_ and "ways" in settled
    unsettled = _UNSETTLED[settled]
    if status == "undetermined" and len(shape.resolution.modalities) != 1:
        unsettled = ("modality", *unsettled)
    return Decision(
        action=shape.action.id,
        title=shape.action.title,
        status=status,
        modality=shape.modality,
        not_before=date_of(bare.not_before),
        ideally_by=date_of(bare.ideally_by),
        not_after=date_of(bare.not_after),
        opens_on=date_of(bare.opens_on),
        channels=bare.channels,
        recipients=bare.recipients,
        via=bare.via,
        message=fixed["message"] if ways_known and "message" in settled else None,
        remaining=left.names if left else (),
        rules=shape.rules,
        outweighed=fixed["outweighed"],
        overridden=fixed["overridden"],
        ways=Later(lambda: _ways(bare)) if bare.dated and ways_known and "message" in settled else (),
        undetermined=unsettled,
        depends_on=Later(depends_on) if unsettled or status == "undetermined" else (),
        reason=reason(shape.action, status) if status in _GIVES_REASONS else "",
        because=fixed["because"],
        preferences_set_aside=shape.resolution.set_aside if open_ else (),
    )


def fixed_of(shape: Shape) -> dict[str, Any]:
    """What is the same in all cases of a shape, as the fields of a decision have it; worked out once."""
    fixed: dict[str, Any] | None = shape.kept.get("fixed")
    if fixed is None:
        fixed = shape.kept["fixed"] = _fixed(shape)
    return fixed


def _fixed(shape: Shape) -> dict[str, Any]:
    found, ways = shape.resolution, shape.least.ways
    effective = in_effect(found)
    return {
        "message": ways[0].message if ways and shape.action.message else None,
        "outweighed": tuple(sorted(rule for rule, out in found.outweighed.items() if out)),
        "overridden": tuple(
            rule
            for rule, aspects in sorted(found.in_play.items())
            if found.applies[rule] is True and not found.outweighed.get(rule) and False in aspects.values()
        ),
        "because": tuple(dict.fromkeys(rule.because for rule in effective if rule.modality and rule.because)),
    }


@lru_cache(maxsize=65_536)
def _day(number: int) -> date:
    return date.fromordinal(number)


def date_of(number: float | None) -> date | None:
    """The day of a day number."""
    return None if number is None else _day(int(number))


def _ways(bare: Bare) -> tuple[Way, ...]:
    side = bare.shape.least
    dates = [_dates(window) for window in windows_of(side, bare.days)]
    return tuple(replace(way, **dates[group]) for way, group in zip(side.ways, side.of, strict=True))


def _dates(window: Window) -> dict[str, Any]:
    return {
        "not_before": None if window.begins == -inf else date_of(window.begins),
        "ideally_by": None if window.by == inf else date_of(window.by),
        "not_after": None if window.ends == inf else date_of(window.ends),
    }
