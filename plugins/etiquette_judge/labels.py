"""What labelled messages call the concepts that make a message bad."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["LABEL_OF", "UNWANTED", "label_of"]

UNWANTED: Final = frozenset(
    (
        "accusation",
        "announcing_visit",
        "around_recruiter",
        "asap_demand",
        "entitlement",
        "guilt",
        "over_familiarity",
        "own_deadline",
        "pestering",
        "pressure",
        "urgency",
    )
)
"""Concepts of the pack that make a message bad."""

LABEL_OF: Final[Mapping[str, str]] = {"own_deadline": "other_offer", "asap_demand": "urgency"}
"""Concepts of the pack that labels call otherwise; all others are called the same."""


def label_of(concept: str) -> str:
    """What labels call a concept of the pack."""
    return LABEL_OF.get(concept, concept)
