"""The kinds of changes that advice can undergo from one version to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

__all__ = ["KINDS", "MIRRORED", "Bump", "Direction", "Kind"]

Kind: TypeAlias = Literal[
    "new",
    "gone",
    "clash",
    "settled",
    "stricter",
    "looser",
    "reversed",
    "offered",
    "withdrawn",
    "asked",
    "unasked",
    "done",
    "undone",
    "impossible",
    "possible",
    "later",
    "earlier",
    "closes_earlier",
    "closes_later",
    "best_earlier",
    "best_later",
    "channel_lost",
    "channel_won",
    "recipient_lost",
    "recipient_won",
    "carrier_lost",
    "carrier_won",
    "way_lost",
    "way_won",
    "weekdays_fewer",
    "weekdays_more",
    "hours_fewer",
    "hours_more",
    "preference",
    "message_more",
    "message_less",
    "message_option",
    "graver",
    "milder",
]
"""How advice on an action can change. ``lost``, ``fewer``, ``more`` of demands, ``later`` and the like are
those of the new version against the old one. ``offered`` and ``asked`` is what nothing was said about before:
what may, and what must or should be done. ``best`` is ``ideally_by``, ``graver`` the level of findings."""

Direction: TypeAlias = Literal["stricter", "looser", "different"]

Bump: TypeAlias = Literal["none", "patch", "minor", "major"]
"""How much a version has to go up."""

KINDS: Final[Mapping[Kind, Direction]] = {
    "new": "looser",
    "gone": "different",
    "clash": "different",
    "settled": "looser",
    "stricter": "stricter",
    "looser": "looser",
    "reversed": "different",
    "offered": "looser",
    "withdrawn": "different",
    "asked": "stricter",
    "unasked": "different",
    "done": "looser",
    "undone": "stricter",
    "impossible": "stricter",
    "possible": "looser",
    "later": "stricter",
    "earlier": "looser",
    "closes_earlier": "stricter",
    "closes_later": "looser",
    "best_earlier": "stricter",
    "best_later": "looser",
    "channel_lost": "stricter",
    "channel_won": "looser",
    "recipient_lost": "stricter",
    "recipient_won": "looser",
    "carrier_lost": "stricter",
    "carrier_won": "looser",
    "way_lost": "stricter",
    "way_won": "looser",
    "weekdays_fewer": "stricter",
    "weekdays_more": "looser",
    "hours_fewer": "stricter",
    "hours_more": "looser",
    "preference": "different",
    "message_more": "stricter",
    "message_less": "looser",
    "message_option": "looser",
    "graver": "stricter",
    "milder": "looser",
}
"""Each kind, in the order in which changes are shown, and whether somebody who did as the old version
advised may now be wrong (``stricter``), can't be (``looser``), or is advised otherwise (``different``)."""

_PAIRS: Final[tuple[tuple[Kind, Kind], ...]] = (
    ("new", "gone"),
    ("clash", "settled"),
    ("stricter", "looser"),
    ("offered", "withdrawn"),
    ("asked", "unasked"),
    ("done", "undone"),
    ("impossible", "possible"),
    ("later", "earlier"),
    ("closes_earlier", "closes_later"),
    ("best_earlier", "best_later"),
    ("channel_lost", "channel_won"),
    ("recipient_lost", "recipient_won"),
    ("carrier_lost", "carrier_won"),
    ("way_lost", "way_won"),
    ("weekdays_fewer", "weekdays_more"),
    ("hours_fewer", "hours_more"),
    ("message_more", "message_less"),
    ("graver", "milder"),
)

MIRRORED: Final[Mapping[Kind, Kind]] = {
    **{kind: kind for kind in KINDS},
    **dict(_PAIRS),
    **{other: one for one, other in _PAIRS},
}
"""What each kind is called when the versions change places."""
