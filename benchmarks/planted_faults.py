"""Rules that clash, to be planted into a generated pack: a pair, and threes of which any two agree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from generated_frame import OPENED

__all__ = ["FAULTS"]

Written: TypeAlias = dict[str, Any]


def _rules(action: str, when: Written, *says: Written) -> tuple[Written, ...]:
    """An obligation in a case, and rules for it that hold always."""
    topic = action.replace("_", "-")
    parts: tuple[Written, ...] = ({"when": when, "modality": "must"}, *says)
    return tuple(
        {
            "id": f"{topic}/r{place}",
            "title": f"Planted rule {place} of {action}",
            "action": action,
            **part,
            "because": "It was planted.",
        }
        for place, part in enumerate(parts)
    )


def _opposite(action: str, when: Written) -> tuple[Written, ...]:
    """One must, and must not."""
    return _rules(action, when, {"modality": "must_not"})


def _no_day_left(action: str, when: Written) -> tuple[Written, ...]:
    """Two days, neither of which need be the day of the week that is left."""
    return _rules(
        action,
        when,
        {"window": {"not_before": f"{OPENED} + 20 days"}},
        {"window": {"not_after": f"{OPENED} + 21 days"}},
        {"weekdays": {"only": ["monday"]}},
    )


def _no_channel_left(action: str, when: Written) -> tuple[Written, ...]:
    """Three choices, of which any two have one channel in common, and all three none."""
    return _rules(
        action,
        when,
        {"channels": {"only": ["letter", "phone"]}},
        {"channels": {"only": ["phone", "wire"]}},
        {"channels": {"only": ["wire", "letter"]}},
    )


def _no_room_left(action: str, when: Written) -> tuple[Written, ...]:
    """More to say than there is room for."""
    return _rules(
        action,
        when,
        {"message": {"must": ["say_red", "say_green"]}},
        {"message": {"must": ["say_blue"]}},
        {"message": {"max_characters": 80}},
    )


FAULTS: Final[tuple[Callable[[str, Written], tuple[Written, ...]], ...]] = (
    _opposite,
    _no_day_left,
    _no_channel_left,
    _no_room_left,
)
