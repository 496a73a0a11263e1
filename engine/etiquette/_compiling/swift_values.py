"""Code that takes one told value, held against its declaration and the schema of its key.

The value is in the variable ``v`` when the code begins. Where it plainly says something the code goes on with
``keep``, statements that read ``v``, which is by then what :class:`~etiquette.Facts` hold; where it is blank
it goes on with nothing; in all other cases the reader returns ``None``. A schema that isn't plain gives code
that takes nothing but blanks.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Final

from .swift_checks import Lend, check, entries_checked
from .swift_schema import Spot, is_known
from .trees import constant, fill, name, statements

__all__ = ["keyed", "taken"]


def taken(spot: Spot, keep: list[ast.stmt], lend: Lend, fields: Sequence[ast.stmt] = ()) -> list[ast.stmt]:
    """The code that takes the value of ``spot``; it may use the variables ``today``, ``anchor`` and ``near``.

    For a list of records ``fields`` fill ``entry`` from ``e`` and count its keys in ``m``.
    """
    otherwise = _otherwise(spot, keep)
    if not is_known(spot):
        return otherwise
    if spot.decl.kind == "date":
        in_time = "day is not None and day <= today" if spot.decl.past else "day is not None"
        return statements(_DATE, TEST=fill(in_time), KEEP=keep, OTHERWISE=otherwise)
    if spot.decl.kind == "time":
        return statements(_TIME, KEEP=keep, OTHERWISE=otherwise)
    if spot.decl.kind == "records":
        return statements(_RECORDS, FIELDS=list(fields), KEEP=keep, OTHERWISE=otherwise)
    if spot.decl.kind in ("words", "texts"):
        return statements(_LIST, CHECKED=entries_checked(spot.schema, lend), KEEP=keep, OTHERWISE=otherwise)
    return statements(_PLAIN, TEST=check(spot, lend), KEEP=keep, OTHERWISE=otherwise)


def _otherwise(spot: Spot, keep: list[ast.stmt]) -> list[ast.stmt]:
    """The code for what plainly says nothing of its kind: none, a blank, or what others are to look at."""
    if spot.required:
        return statements("return None")
    if spot.decl.can_be_none:
        return statements(_NONE, KEEP=keep)
    return statements("if v is not None and not said_nothing(v): return None")


def keyed(key: str, held: str, count: str, taking: list[ast.stmt], *, required: bool) -> list[ast.stmt]:
    """The code that takes what stands at ``key`` of the mapping ``held``, and counts the key in ``count``.

    Whoever counted as many keys as there are has seen each of them: so no unknown one gets through.
    """
    parts = {"KEY": constant(key), "HELD": name(held), "COUNT": name(count)}
    otherwise = statements("return None") if required else statements("pass")
    return statements(_KEYED, TAKING=taking, OTHERWISE=otherwise, **parts)


_KEYED: Final = """
if KEY in HELD:
    COUNT += 1
    v = HELD[KEY]
    TAKING
else:
    OTHERWISE
"""
_NONE: Final = """
if v is not None:
    if type(v) is str and v == "none":
        v = NONE
        KEEP
    elif not said_nothing(v):
        return None
"""
_PLAIN: Final = """
if TEST:
    KEEP
else:
    OTHERWISE
"""
_DATE: Final = """
day = near(v)
if day is None and v is not None:
    day = day_of(v, anchor)
if TEST:
    v = day
    KEEP
else:
    OTHERWISE
"""
_TIME: Final = """
time_of_day = clock(v)
if time_of_day is not None:
    v = time_of_day
    KEEP
else:
    OTHERWISE
"""
_LIST: Final = """
if type(v) is list or type(v) is tuple:
    CHECKED
    v = tuple(v)
    KEEP
else:
    OTHERWISE
"""
_RECORDS: Final = """
if type(v) is list or type(v) is tuple:
    entries = []
    for e in v:
        if type(e) is not dict:
            return None
        m = 0
        entry = {}
        FIELDS
        if m != len(e):
            return None
        entries.append(entry)
    v = tuple(entries)
    KEEP
else:
    OTHERWISE
"""
