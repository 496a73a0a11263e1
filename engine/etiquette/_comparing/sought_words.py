"""A change of what messages are looked for, as labels and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from etiquette._deciding.wording import any_of
from etiquette.sought import Listed, SoughtChange

__all__ = ["rows_of"]

_LONGEST: Final = 72


def rows_of(change: SoughtChange) -> Iterator[tuple[str, str]]:
    """How much came and went, some of it as it is written; what else differs; examples read otherwise."""
    for each in change.parts:
        yield each.part.capitalize(), f"{'; '.join(_counted(each))}."
    if change.also:
        yield "Also" if change.parts else "Differs", f"{any_of(change.also, 'and')}."
    for n, witness in enumerate(change.witnesses):
        yield "" if n else "For instance", witness.sentence


def _counted(part: Listed) -> Iterator[str]:
    for every, first, verb in (
        (part.added, part.first_added, "came"),
        (part.removed, part.first_removed, "went"),
    ):
        if every:
            more = ", …" if len(every) > len(first) else ""
            yield f"{len(every)} {verb}: {', '.join(f'“{_short(each)}”' for each in first)}{more}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
