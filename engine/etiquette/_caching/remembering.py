"""Writing back what a kept ruleset was compiled to and the states that it met.

It is done after an answer has been given, in the place of what was kept, as a whole or not at all. Rules,
actions and days of windows are named rather than written down (:class:`.kept_program.Lent`), so that what
comes back belongs to the ruleset that it is read for.
"""

from __future__ import annotations

import marshal
from _pickle import Pickler
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from . import store
from .kept_program import MOST_SHAPES, KeptResolution
from .kept_ruleset import PROGRAM
from .prints import is_settled, modules_of, print_of

if TYPE_CHECKING:
    from etiquette._compiling.program import Program
    from etiquette._compiling.shapes import Shape
    from etiquette.ruleset import Ruleset

__all__ = ["write_back"]

_PROTOCOL = 5
_ENGINE = "etiquette"


def write_back(ruleset: Ruleset) -> bool:
    """Keep the program of a kept ruleset; whether that was done. Raises what pickling does."""
    kept, home = ruleset.__dict__["_kept"][0], ruleset.__dict__["_home"]
    program = ruleset.compiled
    if "decide" not in program.__dict__:
        return False
    files = dict(home.about["files"])
    files |= {path: print_of(path) for path in modules_of({_ENGINE}) if path not in files}
    if not all(is_settled(mark, home.started) for mark, _ in files.values()):
        return False
    sections = {name: kept.section(name) for name in kept.names if name not in PROGRAM}
    if None in sections.values():
        return False
    about = {**home.about, "files": files}
    return store.write(home.folder, home.file, about, {**sections, **_sections(ruleset, program)})


def _sections(ruleset: Ruleset, program: Program) -> dict[str, bytes]:
    names = _names(ruleset)
    clusters = [
        (each.places, each.layouts, each.uses, each.always, each.known, each.beside)
        for each in program.clusters
    ]
    holding = {
        name: _code(program.known_holding[id(conditions)][1])
        for name, conditions in ((None, ruleset.never), *program.silences.items())
        if id(conditions) in program.known_holding
    }
    told = {"clusters": clusters, "decide": _code(program.decide), "holding": holding}
    met: list[Any] = []
    left = MOST_SHAPES
    resolutions = bytearray()
    for cluster in program.clusters:
        for shapes in cluster.shapes:
            known, steady = shapes.known()
            some = list(islice(known.items(), left))
            left -= len(some)
            met.append(([(key, _told(each, names, resolutions)) for key, each in some], steady))
    found = _dumped(told, names), _dumped((len(resolutions), met), names), bytes(resolutions)
    return dict(zip(PROGRAM, found, strict=True))


def _names(ruleset: Ruleset) -> dict[int, Any]:
    """What is named rather than written down, by its identity."""
    found: dict[int, Any] = {}
    for place, rule in enumerate(ruleset.rules):
        found[id(rule)] = place
        found |= {id(day): (place, end) for end, day in _days(rule.window)}
    return found | {id(action): ("action", action.id) for action in ruleset.actions.values()}


def _days(window: Any) -> Iterator[tuple[str, Any]]:
    if window is not None:
        for end in ("not_before", "ideally_by", "not_after"):
            if (day := getattr(window, end)) is not None:
                yield end, day


def _code(function: Any) -> tuple[bytes, dict[str, Any]]:
    """A generated function: its code, and what it was lent."""
    lent = {name: thing for name, thing in function.__globals__.items() if name.startswith("lent")}
    return marshal.dumps(function.__code__), lent


def _told(shape: Shape, names: Mapping[int, Any], resolutions: bytearray) -> tuple[Any, ...]:
    """A shape as plain data; its resolution goes to the others."""
    whole: Any = shape.resolution
    start = len(resolutions)
    if isinstance(whole, KeptResolution):
        resolutions += whole.raw
    else:
        ways = {id(shape.most.ways): "most", id(shape.least.ways): "least"}
        resolutions += _dumped(whole, {**names, **ways})
    return (
        shape.state,
        shape.status,
        (whole.modalities, whole.settled, whole.set_aside, start, len(resolutions)),
        shape.least,
        shape.most,
        shape.maybe_late,
        shape.begun,
        shape.open_ended,
        shape.may_close,
        shape.rules,
        shape.zones,
        shape.gone,
    )


def _dumped(value: Any, names: Mapping[int, Any]) -> bytes:
    stream = BytesIO()
    writer: Any = Pickler(stream, _PROTOCOL)
    writer.persistent_id = lambda thing: names.get(id(thing))
    writer.dump(value)
    return stream.getvalue()
