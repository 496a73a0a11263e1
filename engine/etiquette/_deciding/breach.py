"""One way in which a step isn't as a rule wants it."""

from __future__ import annotations

from etiquette._nouns import dataclass
from etiquette.messages import Span
from etiquette.model import Level, Rule

__all__ = ["Breach"]


@dataclass(frozen=True, slots=True)
class Breach:
    """What a rule objects to in a step. ``soft`` where the rule only prefers otherwise.

    ``concept``, ``spans`` and ``instead`` are as in :class:`~etiquette.Finding`.
    """

    rule: Rule
    about: str
    observed: str
    required: str
    level: Level
    soft: bool = False
    concept: str | None = None
    spans: tuple[Span, ...] = ()
    instead: str = ""
