"""Facts for the decision, made from a seed: values on, just before and just after every threshold."""

from __future__ import annotations

from random import Random
from typing import Any, Final, TypeAlias

__all__ = ["Answer", "Flat", "cases"]

Flat: TypeAlias = dict[str, Any]
"""The facts of one case as every engine is given them; days are numbers, 1 being 1 January of the year 1."""

Answer: TypeAlias = dict[str, Any]
"""``violations``, ``earliest``, ``window``, ``thank_you``, ``inquiry`` and ``channels``."""

_FIRST_DAY: Final = 739_900  # in October 2026
_CHANNELS: Final = ("email", "phone", "sms", "none")
_OVERTAKEN: Final = 0.05
_STEPS: Final = ("thank_you", "status_inquiry", "visit", "none")


def cases(count: int, seed: int = 5) -> list[Flat]:
    """So many cases, the same for the same seed. The last question has a day if there was one, else none."""
    random = Random(seed)
    return [_case(random) for _ in range(count)]


def _case(random: Random) -> Flat:
    interview = _FIRST_DAY + random.randrange(60)
    promised = interview + random.choice((3, 7, 12, 13, 14, 15, 16, 21)) if random.random() < 0.5 else None
    earliest = interview + 14 if promised is None else max(promised, interview + 14) + 2
    turns = (interview, interview + 1, earliest, earliest + 7)
    now = random.choice(turns) + random.choice((-1, 0, 0, 1, 3))
    inquiries = random.choice((0, 0, 0, 1, 1, 1, 2, 3))
    return {
        "now": now,
        "interview_day": interview,
        "promised_by_day": promised,
        "via_recruiter": random.random() < 0.3,
        "invited_in_person": random.random() < 0.5,
        "thank_you_sent": random.random() < 0.4,
        "reply_received": random.random() < 0.15,
        "offer": random.random() < 0.1,
        "rejected": random.random() < 0.15,
        "preferred_channel": random.choice(_CHANNELS),
        "status_inquiries_sent": inquiries,
        "last_inquiry_day": now - random.choice((0, 1, 5, 6, 7, 8, 14)) if inquiries else None,
        "planned": _planned(random, now, turns),
    }


def _planned(random: Random, now: int, turns: tuple[int, ...]) -> Flat:
    """A step that lies ahead, but for one in twenty: plans can be overtaken by the days."""
    day = random.choice((now, now, *turns)) + random.choice((-1, 0, 0, 1))
    return {
        "action": random.choice(_STEPS),
        "channel": random.choice(_CHANNELS),
        "recipient": random.choice(("employer", "recruiter")),
        "day": day if random.random() < _OVERTAKEN else max(day, now),
        "words": random.choice((60, 119, 120, 121, 149, 150, 151, 220)),
        "urgent": random.random() < 0.3,
        "thanks": random.random() < 0.7,
        "welcomes_contact": random.random() < 0.6,
    }
