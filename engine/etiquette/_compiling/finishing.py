"""From a shape to the function that finishes it: as little as is left to do when the shape is known.

Most shapes are plain: no day has a say in them, or all their ways have one window. For those a function is generated that
compares just the days that count. The rest go through :func:`~etiquette._compiling.timing.timed`.
In generated code a day that there isn't is ``nan``, with which every comparison is false: as no end at all would be.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import lru_cache, partial
from math import nan
from typing import Any, TypeAlias

from etiquette._deciding.decide import OBLIGES
from etiquette.report import Status
from etiquette.vocabulary import UNKNOWN

from .shapes import Shape, Shapes
from .timing import NOTHING_SHOWN, STEPLESS, Bare, Elsewhere, timed
from .trees import constant, fill, name, statements

__all__ = ["Finish", "Table"]

Finish: TypeAlias = Callable[[tuple[float, ...], int], Bare | None]
_MOST = 100_000
_new = tuple.__new__


class Table(dict[Any, Finish]):
    """What finishes each state of an action, filled as states are met.

    A key is the state's bits, or the bits and the values of its words where it has any (``None``: unknown).
    """

    def __init__(self, shapes: Shapes, elsewhere: Elsewhere | None = None) -> None:
        super().__init__()
        self.shapes = shapes
        self.elsewhere = elsewhere
        self._away: dict[Any, Table] = {}

    def __missing__(self, key: Any) -> Finish:
        """Work out what finishes a state that hasn't been met."""
        if len(self) >= _MOST:
            self.clear()
        bits, *words = key if isinstance(key, tuple) else (key,)
        told = tuple(UNKNOWN if word is None else word for word in words)
        found = self[key] = self._finish(self.shapes.of((bits, told)))
        return found

    def away(self, sender: str, zones: tuple[tuple[str, str], ...]) -> Table:
        """The table for recipients who aren't in the sender's zone: each fact with a zone, and the zone."""
        key = (sender, zones)
        if key not in self._away:
            self._away[key] = Table(self.shapes, Elsewhere(sender, zones))
        return self._away[key]

    def _finish(self, shape: Shape) -> Finish:
        groups = (*shape.least.groups, *shape.most.groups)
        general = partial(timed, self.shapes, shape, self.elsewhere)
        if self.elsewhere and not shape.zones.isdisjoint(self.elsewhere.zones):
            return general
        if shape.status in STEPLESS and not any(group.can_close for group in groups):
            return partial(_stepless, shape, shape.status)
        return _simple(self.shapes, shape, general) if _is_plain(shape) else general


def _stepless(shape: Shape, status: Status, days: tuple[float, ...], _today: int) -> Bare:
    return _new(Bare, (shape, status, None, None, None, None, days, NOTHING_SHOWN))  # type: ignore[type-var]


def _is_plain(shape: Shape) -> bool:
    """Whether all ways have one window, of which everything is settled, and some of them are right on all its days."""
    groups = shape.least.groups
    windows = {(group.not_before, group.ideally_by, group.not_after) for group in groups}
    return (
        shape.least is shape.most
        and not shape.open_ended
        and len(windows) == 1
        and any(group.weekdays is None for group in groups)
        and {"ways", "window"} <= shape.settled
    )


def _simple(shapes: Shapes, shape: Shape, general: Finish) -> Finish:
    group = shape.least.groups[0]
    make = _pattern(
        group.not_before, group.ideally_by, group.not_after,
        shape.status is None, shape.status in STEPLESS, shape.begun is True, not shapes.layout.asking,
        any(group.weekdays is not None for group in shape.least.groups),
    )  # fmt: skip
    begun = "due" if shape.modality in OBLIGES else "open"
    if shape.begun is not True:
        begun = "undetermined" if shape.begun is None else "not_yet"
    status = begun if shape.status is None else shape.status
    return make(shape, status, shape.settled, general)  # type: ignore[no-any-return]


@lru_cache(maxsize=4096)
def _pattern(
    begins: tuple[int, ...], by: tuple[int, ...], ends: tuple[int, ...],
    open_: bool, stepless: bool, begun: bool, steady: bool, weekly: bool,
) -> Callable[..., Finish]:  # fmt: skip
    """Makes the functions of shapes with these slots.

    ``steady``: no rule of the action asks for another. ``open_``: the status is still open. ``stepless``: under it no step is left. ``begun``: the phase has begun.
    ``weekly``: some ways are right on some weekdays only, so that a short window may leave them no day.
    """
    body: list[ast.stmt] = []
    for target, slots, op in (("begins", begins, ">="), ("by", by, "<="), ("ends", ends, "<=")):
        body += _chosen(target, slots, op)
    if begins and ends:
        short = "ends - begins < 7" if weekly else "begins > ends"
        body += statements(f"if {short}:\n    return general(days, today)")
    if stepless:
        body += statements("return new(Bare, (shape, plain, None, None, None, None, days, nothing))")
        return _function(body)
    if begins and by:
        body += statements("if by < begins:\n    by = begins")
    if open_:
        late = "elif today > by:\n    status = 'late'\n" if by and begun else ""
        missed = "elif today > ends:\n    status = 'missed'\n    opens = None\n" if ends else ""
        first = (
            "if begins > today:\n    status = 'not_yet'\n    opens = begins\n"
            if begins
            else "if False:\n    pass\n"
        )
        otherwise = (
            "    opens = today\n" if begun else "    opens = None if status == 'undetermined' else today\n"
        )
        late = late.replace("'late'\n", "'late'\n    opens = today\n")
        body += statements(f"status = plain\n{first}{missed}{late}else:\n{otherwise}")
    else:
        body += statements("status = plain\nopens = None")
    if open_ and not steady:
        body += statements("if opens is not None and opens != today:\n    return general(days, today)")
    parts = {
        "first": _shown("begins", begins), "wished": _shown("by", by), "last": _shown("ends", ends),
    }  # fmt: skip
    body += statements(
        "return new(Bare, (shape, status, first, wished, last, opens, days, settled))", **parts
    )
    return _function(body)


def _function(body: list[ast.stmt]) -> Callable[..., Finish]:
    """The function that makes functions with this body."""
    head = statements(
        "def make(shape, plain, settled, general):\n    def finish(days, today):\n        pass\n    return finish"
    )
    make = head[0]
    assert isinstance(make, ast.FunctionDef)  # noqa: S101 - the template
    finish = make.body[0]
    assert isinstance(finish, ast.FunctionDef)  # noqa: S101 - the template
    finish.body = body
    names: dict[str, Any] = {"new": _new, "Bare": Bare, "nan": nan, "nothing": NOTHING_SHOWN}
    exec(compile(ast.fix_missing_locations(ast.Module(head, [])), "<compiled shape>", "exec"), names)  # noqa: S102 - our nodes
    return names["make"]  # type: ignore[no-any-return]


def _chosen(target: str, slots: tuple[int, ...], op: str) -> list[ast.stmt]:
    """The latest or earliest of the days in some slots."""
    found: list[ast.stmt] = []
    for number, slot in enumerate(slots):
        day = fill("days[slot]", slot=constant(slot))
        if number == 0:
            found += statements(f"{target} = day", day=day)
        else:
            found += statements(
                f"other = day\nif not ({target} {op} other or other != other):\n    {target} = other", day=day
            )
    return found


def _shown(target: str, slots: tuple[int, ...]) -> ast.expr:
    """A day as a bare decision has it: ``None`` where there is none."""
    return fill("day if day == day else None", day=name(target)) if slots else constant(None)
