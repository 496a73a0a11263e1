"""One edit: what two frozen things differ in, places and wording aside, and how it is told."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import fields, replace
from typing import Any, Final

from etiquette._deciding.wording import any_of
from etiquette.difference import Edit
from etiquette.kinds import Direction
from etiquette.model import Override
from etiquette.vocabulary import FactDecl

__all__ = ["WORDING", "differing_in", "edit", "listed"]

WORDING: Final = (
    "title",
    "because",
    "source",
    "phrase",
    "description",
    "ask",
    "say",
    "assumed",
    "order",
    "examples",
)
"""Fields that say nothing about what is advised."""

_NOWHERE: Final = ("location", "owner", "changed_by", "set_by")
_NAMES: Final = {
    "because": "reason",
    "when": "condition",
    "via": "carriers",
    "recipients": "addressees",
    "effective": "days in force",
}


def edit(
    what: str,
    name: str,
    how: Any,
    said: str,
    direction: Direction | None = None,
    *,
    was: str = "",
    now: str = "",
    at: Any = None,
) -> Edit:
    """An edit whose sentence lacks its full stop: what it was (``was``), what it is (``now``), and where."""
    return Edit(what, name, how, f"{said}.", was, now, direction, at)


def listed(names: Sequence[str]) -> str:
    """``its window and its reason``, from names of fields."""
    return any_of([f"its {_NAMES.get(each, each.replace('_', ' '))}" for each in names], "and")


def differing_in(was: Any, now: Any) -> list[str]:
    """The fields in which two frozen things differ, places aside."""
    return [
        each.name
        for each in fields(was)
        if each.name not in _NOWHERE and _bare(getattr(was, each.name)) != _bare(getattr(now, each.name))
    ]


def _bare(value: Any) -> Hashable:
    """A value without the places that it was written at, and without an order that means nothing."""
    if isinstance(value, tuple) and value and isinstance(value[0], Override):
        return frozenset(str(each) for each in value)
    if isinstance(value, tuple) and value and isinstance(value[0], FactDecl):
        return tuple(replace(each, title="", description="", ask="", say=(), assumed=()) for each in value)
    if isinstance(value, tuple) and value and hasattr(value[0], "location"):
        return tuple(replace(each, location=None) for each in value)
    return value  # type: ignore[no-any-return]  # fields of frozen things
