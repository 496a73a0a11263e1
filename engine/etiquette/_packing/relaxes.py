"""Whether a changed rule could be looser than it was: a test on how it is written, not on what it means.

A change passes as *no relaxation* only if that can be seen at a glance: other words, a constraint where
there was none, a smaller ``only``, a larger ``never``, a tighter literal number, a stronger modality of the
same kind (but not one where there was none: it could permit, or outweigh other rules), more days in force for
a rule that only narrows. Everything else counts as a relaxation, which the rule's author has to permit.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Final

from etiquette.algebra import Constant, Extreme, Named, Shift, Value
from etiquette.model import Choice, Effective, Hours, MessageDemand, Rule, Window

__all__ = ["no_earlier", "no_later", "relaxed"]

_GRAVITY: Final = ("note", "warning", "error")
_STRONGER: Final = frozenset({("should", "must"), ("should_not", "must_not")})


def relaxed(before: Rule, after: Rule) -> tuple[str, ...]:
    """The keys, such as ``window.not_before``, in which ``after`` could be looser than ``before``."""
    return tuple(_relaxed(before, after))


def _relaxed(before: Rule, after: Rule) -> Iterator[str]:
    if (before.actions, before.phases) != (after.actions, after.phases):
        yield "action"
    if before.when != after.when:
        yield "when"
    if before.scope != after.scope:
        yield "for"
    weakened = before.modality != after.modality and (before.modality, after.modality) not in _STRONGER
    if weakened:
        yield "modality"
    lowered = _GRAVITY.index(after.effective_level) < _GRAVITY.index(before.effective_level)
    if lowered and not (weakened and before.level == after.level):  # then the modality alone has lowered it
        yield "level"
    if not {str(each) for each in before.overrides} <= {str(each) for each in after.overrides}:
        yield "overrides"
    yield from _effective(before, after)
    if before.window is not None:
        yield from _window(before.window, after.window or Window())
    if before.hours is not None:
        yield from _hours(before.hours, after.hours or Hours())
    for key, old, new in (
        ("channels", before.channels, after.channels),
        ("recipients", before.recipients, after.recipients),
        ("via", before.via, after.via),
    ):
        if old is not None:
            yield from _choice(key, old, new or Choice())
    if before.message is not None:
        yield from _message(before.message, after.message or MessageDemand())


def _effective(before: Rule, after: Rule) -> Iterator[str]:
    """On a day that a rule loses it binds no longer; on one that it gains it may permit or override."""
    old, new = before.effective or Effective(), after.effective or Effective()
    narrows_only = before.modality is None and not before.overrides and not after.overrides
    first, last = (
        (old.since or date.min, new.since or date.min),
        (old.until or date.max, new.until or date.max),
    )
    if first[0] < first[1] or (first[0] > first[1] and not narrows_only):
        yield "effective.from"
    if last[0] > last[1] or (last[0] < last[1] and not narrows_only):
        yield "effective.until"


def _window(before: Window, after: Window) -> Iterator[str]:
    if before.not_before is not None and not no_earlier(before.not_before, after.not_before):
        yield "window.not_before"
    if before.ideally_by is not None and not no_later(before.ideally_by, after.ideally_by):
        yield "window.ideally_by"
    if before.not_after is not None and not no_later(before.not_after, after.not_after):
        yield "window.not_after"


def no_earlier(before: Value, after: Value | None) -> bool:
    """Whether ``after`` is seen to be the same date as ``before`` or a later one, whatever the facts."""
    return _ordered(before, after, 1)


def no_later(before: Value, after: Value | None) -> bool:
    """Whether ``after`` is seen to be the same date as ``before`` or an earlier one, whatever the facts."""
    return _ordered(before, after, -1)


def _ordered(before: Value, after: Value | None, sign: int) -> bool:
    match before, after:
        case (_, _) if before == after:
            return True
        case (Named(_, old), Named(_, new)):
            return _ordered(old, new, sign)  # type: ignore[arg-type]  # a date's definition is a value
        case (Shift(base, Constant(old), unit), Shift(new_base, Constant(new), new_unit)):
            tighter = isinstance(old, int) and isinstance(new, int) and (new - old) * sign >= 0
            return unit == new_unit and tighter and _ordered(base, new_base, sign)
        case (Shift(base, amount, unit), Shift(new_base, new_amount, new_unit)):
            return (amount, unit) == (new_amount, new_unit) and _ordered(base, new_base, sign)
        case (Extreme(which, dates), Extreme(new_which, new_dates)):
            return (
                which == new_which
                and len(dates) == len(new_dates)
                and all(_ordered(old, new, sign) for old, new in zip(dates, new_dates, strict=True))
            )
        case _:
            return False


def _hours(before: Hours, after: Hours) -> Iterator[str]:
    if before.only is not None and not _within(after.only, before.only):
        yield "hours.only"
    if before.weekdays is not None and not (after.weekdays is not None and after.weekdays <= before.weekdays):
        yield "weekdays"


def _within(inner: tuple[time, time] | None, outer: tuple[time, time]) -> bool:
    return inner is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


def _choice(key: str, before: Choice, after: Choice) -> Iterator[str]:
    if before.only is not None and not (after.only is not None and set(after.only) <= set(before.only)):
        yield f"{key}.only"
    if not set(before.never) <= set(after.never):
        yield f"{key}.never"


def _message(before: MessageDemand, after: MessageDemand) -> Iterator[str]:
    if not set(before.must) <= set(after.must):  # what comes first needn't come at all
        yield "message.must"
    if not set(before.should) <= {*after.should, *after.must}:
        yield "message.should"
    if not set(before.avoid) <= set(after.avoid):
        yield "message.avoid"
    if before.first not in (None, after.first):
        yield "message.first"
    if not set(before.mention) <= set(after.mention):
        yield "message.mention_one_of"
    if before.subject not in (None, after.subject):
        yield "message.subject"
    limits = {limit.unit: limit.most for limit in after.limits}
    for limit in before.limits:
        most = limits.get(limit.unit)
        smaller = isinstance(limit.most, int) and isinstance(most, int) and most <= limit.most
        if most != limit.most and not smaller:
            yield f"message.max_{limit.unit}"
