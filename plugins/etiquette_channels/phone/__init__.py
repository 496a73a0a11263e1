"""The phone: calls in office hours, on working days, and brief.

A script, for a call or a voicemail, is counted in seconds. English is spoken at about a hundred and fifty
words a minute where somebody wants to be understood, so a second holds two and a half words.
"""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from math import ceil
from typing import Final

from etiquette import Measure, hookimpl

__all__ = ["etiquette_measures", "etiquette_rules", "seconds"]

_WORDS_A_SECOND: Final = 2.5
_CHARACTERS_A_SECOND: Final = 15
"""Two and a half words of six characters, the space after each among them."""


def seconds(text: str) -> int:
    """How long it takes to say ``text``, in seconds, rounded up.

    >>> seconds("Good morning, this is Ada.")
    2
    """
    return ceil(len(text.split()) / _WORDS_A_SECOND)


@hookimpl
def etiquette_rules() -> Iterable[Traversable]:
    """The rules of the phone."""
    return [files(__name__) / "rules.yaml"]


@hookimpl
def etiquette_measures() -> Mapping[str, Measure]:
    """The unit ``seconds``, of fifteen characters that are spoken."""
    return {"seconds": Measure("seconds", count=seconds, characters=_CHARACTERS_A_SECOND)}
