"""From shapes to the functions that finish them: as little as is left to do once the shapes are known.

Most shapes are plain: no day has a say in them, or all their ways have one window. For those code is
generated that compares just the days that count. The rest go through
:func:`~etiquette._compiling.timing.timed`. In generated code a day that there isn't is ``nan``, with which
every comparison is false: as no end at all would be.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from math import nan
from typing import Any, Final, NamedTuple

from etiquette._deciding.decide import OBLIGES

from .clusters import Finish
from .shapes import Shape, Shapes, roll_of
from .timing import NOTHING_SHOWN, STEPLESS, Bare, Elsewhere, timed
from .trees import constant, fill, name, statements

__all__ = ["finishing"]

_ROOM: Final = 4096


class _Pattern(NamedTuple):
    """What the code that finishes a shape hangs on.

    ``begins``, ``by`` and ``ends`` are the slots of its window, ``None``: it isn't plain. ``open``: the
    status is still open. ``stepless``: under it no step is left. ``begun``: the phase has begun. ``steady``:
    no rule of the action asks for another. ``weekly``: some ways are right on some weekdays only, so that a
    short window may leave them no day. ``roll``: no way is right on all weekdays, and from a day of each
    weekday (Monday first) it is so many days to the next that is.
    """

    begins: tuple[int, ...] | None = None
    by: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    open: bool = False
    stepless: bool = False
    begun: bool = False
    steady: bool = False
    weekly: bool = False
    roll: tuple[int, ...] = ()


def finishing(shapes: Sequence[Shapes], found: Sequence[Shape], elsewhere: Elsewhere | None) -> Finish:
    """What finishes some shapes, as generated code."""
    patterns = tuple(_pattern(*pair, elsewhere) for pair in zip(shapes, found, strict=True))
    parts: list[Any] = []
    for each, shape in zip(shapes, found, strict=True):
        parts += [shape, _plainly(shape), shape.settled, partial(timed, each, shape, elsewhere)]
    return _made(patterns)(*parts)


def _plainly(shape: Shape) -> str | None:
    """The status of a shape as far as it is known, else what it is while nothing else is the case."""
    if shape.status is not None:
        return shape.status
    if shape.begun is not True:
        return "undetermined" if shape.begun is None else "not_yet"
    return "due" if shape.modality in OBLIGES else "open"


def _pattern(shapes: Shapes, shape: Shape, elsewhere: Elsewhere | None) -> _Pattern:
    groups = shape.least.groups
    if elsewhere and not shape.zones.isdisjoint(elsewhere.zones):
        return _Pattern()
    stepless = shape.status in STEPLESS
    if stepless and not any(group.can_close for group in (*groups, *shape.most.groups)):
        return _Pattern((), stepless=True)
    windows = {(group.not_before, group.ideally_by, group.not_after) for group in groups}
    weekly = [group.weekdays is not None for group in groups]
    roll = roll_of(shape) or ()
    plain = shape.least is shape.most and not shape.open_ended and {"ways", "window"} <= shape.settled
    if not plain or len(windows) != 1:
        return _Pattern()
    open_, steady = shape.status is None, not shapes.layout.asking
    return _Pattern(*windows.pop(), open_, stepless, shape.begun is True, steady, any(weekly), roll)


@lru_cache(maxsize=_ROOM)
def _made(patterns: tuple[_Pattern, ...]) -> Callable[..., Finish]:
    """Makes the functions of shapes with these patterns."""
    body: list[ast.stmt] = []
    for place, pattern in enumerate(patterns):
        body += _body(pattern, place)
    bares = ast.Tuple([name(f"bare{place}") for place in range(len(patterns))], ast.Load())
    body.append(ast.Return(bares))
    parts = [
        f"{part}{place}"
        for place in range(len(patterns))
        for part in ("shape", "plain", "settled", "general")
    ]
    head = statements("def make():\n    def finish(days, today):\n        pass\n    return finish")
    make = head[0]
    assert isinstance(make, ast.FunctionDef)  # noqa: S101 - the template
    make.args.args = [ast.arg(part) for part in parts]
    finish = make.body[0]
    assert isinstance(finish, ast.FunctionDef)  # noqa: S101 - the template
    finish.body = body
    names: dict[str, Any] = {"new": tuple.__new__, "Bare": Bare, "nan": nan, "nothing": NOTHING_SHOWN}
    code = compile(ast.fix_missing_locations(ast.Module(head, [])), "<compiled shapes>", "exec")
    exec(code, names)  # noqa: S102 - made of nodes by this package
    return names["make"]  # type: ignore[no-any-return]


def _body(pattern: _Pattern, place: int) -> list[ast.stmt]:
    """The statements that finish one shape."""
    own: dict[str, Any] = {
        part: name(f"{part}{place}") for part in ("bare", "shape", "plain", "settled", "general")
    }  # fmt: skip
    generally = statements("bare = general(days, today)", **own)
    if pattern.begins is None:
        return generally
    body: list[ast.stmt] = []
    for target, slots, op in (
        ("begins", pattern.begins, ">="),
        ("by", pattern.by, "<="),
        ("ends", pattern.ends, "<="),
    ):
        body += _chosen(target, slots, op)
    if pattern.stepless:
        rest = statements("bare = new(Bare, (shape, plain, None, None, None, None, days, nothing))", **own)
    else:
        rest = _dated(pattern, own, generally)
    if pattern.begins and pattern.ends:
        short = "ends - begins < 7" if pattern.weekly else "begins > ends"
        return body + statements(
            f"if {short}:\n    generally\nelse:\n    rest", generally=generally, rest=rest
        )
    return body + rest


def _dated(pattern: _Pattern, own: dict[str, Any], generally: list[ast.stmt]) -> list[ast.stmt]:
    begins, by, ends = pattern.begins, pattern.by, pattern.ends
    body = _not_before_it_begins(pattern) if begins and by else []
    if pattern.open and pattern.roll:
        body += _rolled(pattern, own)
    elif pattern.open:
        turns: list[tuple[str, str]] = []
        turns += [("begins > today", "status = 'not_yet'\nopens = begins")] if begins else []
        turns += [("today > ends", "status = 'missed'\nopens = None")] if ends else []
        turns += [("today > by", "status = 'late'\nopens = today")] if by and pattern.begun else []
        usual = "today" if pattern.begun else "None if plain == 'undetermined' else today"
        chain = statements(f"status = plain\nopens = {usual}", **own)
        for test, then in reversed(turns):
            chain = statements(f"if {test}:\n    then\nelse:\n    chain", then=statements(then), chain=chain)
        body += chain
    else:
        body += statements("status = plain\nopens = None", **own)
    shown: dict[str, Any] = {
        "first": _shown("begins", begins), "wished": _shown("by", by), "last": _shown("ends", ends),
    }  # fmt: skip
    made = statements(
        "bare = new(Bare, (shape, status, first, wished, last, opens, days, settled))", **own, **shown
    )
    if pattern.open and not pattern.steady:
        test = "if opens is not None and opens != today:\n    generally\nelse:\n    made"
        return body + statements(test, generally=generally, made=made)
    return body + made


def _not_before_it_begins(pattern: _Pattern) -> list[ast.stmt]:
    """No step is best taken before the first day that permits one."""
    if not pattern.roll:
        return statements("if by < begins:\n    by = begins")
    return statements(
        "if begins == begins:\n    first = begins + roll[int(begins - 1) % 7]\n"
        "    if by < first:\n        by = first",
        roll=_numbers(pattern.roll),
    )


def _rolled(pattern: _Pattern, own: dict[str, Any]) -> list[ast.stmt]:
    """The status and the opening day where no way is right on all weekdays."""
    first = "first = begins if begins > today else today\n" if pattern.begins else "first = today\n"
    body = statements(f"{first}first += roll[int(first - 1) % 7]", roll=_numbers(pattern.roll))
    missed = "if first > ends:\n    status = 'missed'\n    opens = None\nel" if pattern.ends else ""
    late = (
        "elif today > by:\n    status = 'late'\n    opens = today\n" if pattern.by and pattern.begun else ""
    )
    usual = "today" if pattern.begun else "None if plain == 'undetermined' else today"
    return body + statements(
        f"{missed}if first > today:\n    status = 'not_yet'\n    opens = first\n{late}"
        f"else:\n    status = plain\n    opens = {usual}",
        **own,
    )


def _numbers(roll: tuple[int, ...]) -> ast.expr:
    return ast.Tuple([constant(each) for each in roll], ast.Load())


def _chosen(target: str, slots: tuple[int, ...], op: str) -> list[ast.stmt]:
    """The latest or earliest of the days in some slots."""
    found: list[ast.stmt] = []
    for number, slot in enumerate(slots):
        day = fill("days[slot]", slot=constant(slot))
        if number == 0:
            found += statements(f"{target} = day", day=day)
        else:
            later = f"other = day\nif not ({target} {op} other or other != other):\n    {target} = other"
            found += statements(later, day=day)
    return found


def _shown(target: str, slots: tuple[int, ...] | None) -> ast.expr:
    """A day as a bare decision has it: ``None`` where there is none."""
    return fill("day if day == day else None", day=name(target)) if slots else constant(None)
