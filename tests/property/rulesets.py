"""The bundled packs with every subset of the channels, loaded once."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path

import etiquette
from etiquette import Ruleset

ROOT = Path(__file__).parents[2]
CHANNELS = ("email", "in_person", "phone", "recruiter", "sms")
SUBSETS = tuple(subset for size in range(len(CHANNELS) + 1) for subset in combinations(CHANNELS, size))
PACKS = ("post-interview", "business-days", str(ROOT / "examples" / "coach-pack"))


@cache
def ruleset(pack: str, channels: tuple[str, ...] = CHANNELS) -> Ruleset:
    """A bundled pack with exactly these channel plugins."""
    return etiquette.load(pack, plugins=channels)
