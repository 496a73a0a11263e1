"""What the code of a generated reader of facts calls, and the reader that code and this make together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import CodeType
from typing import Any, Final, TypeAlias

from etiquette.facts import NONE, UNKNOWN, Facts

from .swift_memory import (
    PRESENTS,
    ZONES,
    clock,
    day_of,
    measures_as_told,
    present,
    said_nothing,
    zone_here,
    zone_named,
)
from .swift_names import names_make_sense

__all__ = ["Reader", "as_called"]

Reader: TypeAlias = Callable[[Mapping[str, Any], date | None], Facts | None]

_CALLED: Final[Mapping[str, Any]] = {
    "NONE": NONE,
    "UNKNOWN": UNKNOWN,
    "clock": clock,
    "day_of": day_of,
    "measures_as_told": measures_as_told,
    "names_make_sense": names_make_sense,
    "new": object.__new__,
    "present": present,
    "presents": PRESENTS,
    "said_nothing": said_nothing,
    "zone_here": zone_here,
    "zone_named": zone_named,
    "zones": ZONES,
}


def as_called(code: CodeType, lent: Mapping[str, Any]) -> Reader:
    """The reader that ``code`` defines, with what it was lent."""
    namespace = {**_CALLED, **lent}
    exec(code, namespace)  # noqa: S102 - made of our own templates
    return namespace["read"]  # type: ignore[no-any-return]
