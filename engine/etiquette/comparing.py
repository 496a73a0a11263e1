"""Comparing versions of packs: the door to what needs the extra ``prove``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .difference import Difference
from .loading import load

__all__ = ["diff"]


def diff(
    old: str | Path,
    new: str | Path,
    *,
    plugins: Sequence[str] | None = None,
    paths: Sequence[str | Path] = (),
    seconds: float = 10.0,
) -> Difference:
    """What changes for people from the pack ``old`` to ``new``, over all facts.

    Packs are found and loaded as by :func:`etiquette.load`; ``new`` may be a layer over ``old``. ``seconds``
    is the time for a single question to the solver. Raises :class:`RulesError` when the packs can't be used,
    and ImportError without the extra ``prove``.
    """
    from ._comparing.compare import compare

    before, after = (load(each, plugins=plugins, paths=paths) for each in (old, new))
    return compare(before, after, seconds=seconds)
