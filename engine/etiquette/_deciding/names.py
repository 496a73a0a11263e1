"""When two names are the same, however they were typed."""

from __future__ import annotations

import unicodedata

__all__ = ["name_key"]


def name_key(name: str) -> str:
    """What is alike for names that look alike: composed characters (NFC), single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", name).split())
