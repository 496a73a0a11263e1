"""The generated code of a ruleset that was kept, with what it was lent and the states that it met.

Nothing here loads what makes code. A shape is made of what is kept as it is looked up; its resolution, the
bulk of it, is read when somebody asks for more than all answers need.
"""

from __future__ import annotations

import marshal
from _pickle import Unpickler
from collections.abc import Mapping
from io import BytesIO
from math import nan
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final

from etiquette._compiling import runtime
from etiquette._compiling.clusters import Cluster, Table
from etiquette._compiling.program import Program
from etiquette._compiling.shapes import Shape, Shapes
from etiquette._compiling.timing import open_in
from etiquette.vocabulary import NONE

if TYPE_CHECKING:
    from etiquette.model import Modality
    from etiquette.report import Way
    from etiquette.ruleset import Ruleset

__all__ = ["MOST_SHAPES", "KeptProgram", "KeptResolution", "Lent", "extent", "revived_program"]

MOST_SHAPES = 400
"""How many shapes are kept; all of them are read at each start, so beyond that there is no gain."""


class KeptProgram:
    """A program that was kept, and how much of it there was."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.extent = extent(program)

    def has_grown(self) -> bool:
        """Whether there is more of it now than was kept, and room for more."""
        return self.extent[1] < MOST_SHAPES and extent(self.program) != self.extent


def extent(program: Program) -> tuple[int, int]:
    """How many functions a program has for silences and the like, and how many shapes."""
    shapes = sum(len(each) for cluster in program.clusters for each in cluster.shapes)
    return len(program.known_holding), shapes


class KeptResolution:
    """As :class:`~etiquette._deciding.decide.Resolution`, most of which is read when it is asked for."""

    __slots__ = ("_found", "_lent", "_ways", "modalities", "modality", "raw", "set_aside", "settled")

    def __init__(
        self,
        modalities: frozenset[Modality | str | None],
        settled: frozenset[str],
        set_aside: tuple[str, ...],
        raw: bytes,
        lent: Lent,
        ways: tuple[tuple[Way, ...], tuple[Way, ...]],
    ) -> None:
        self.modalities, self.settled, self.set_aside, self.raw = modalities, settled, set_aside, raw
        only = next(iter(modalities)) if len(modalities) == 1 else None
        self.modality = None if only == "conflict" else only
        self._lent, self._ways, self._found = lent, ways, None

    def __getattr__(self, name: str) -> Any:
        found: Any = self._found
        if found is None:
            lent = Lent(self._lent.ruleset)
            lent["least"], lent["most"] = self._ways
            found = self._found = lent.load(self.raw)
        return getattr(found, name)


class Lent(dict[Any, Any]):
    """What isn't written down but named: rules by their place, actions, the days of windows."""

    def __init__(self, ruleset: Ruleset) -> None:
        super().__init__()
        self.ruleset = ruleset

    def __missing__(self, name: Any) -> Any:
        """The thing of that name."""
        ruleset = self.ruleset
        if isinstance(name, int):
            found: Any = ruleset.rules[name]
        elif name[0] == "action":
            found = ruleset.actions[name[1]]
        else:
            found = getattr(ruleset.rules[name[0]].window, name[1])
        self[name] = found
        return found

    def load(self, raw: bytes) -> Any:
        """What was written down."""
        reader = Unpickler(BytesIO(raw))
        reader.persistent_load = self.__getitem__  # type: ignore[method-assign]
        return reader.load()


def revived_program(ruleset: Ruleset, program: bytes, met: bytes, resolutions: bytes) -> KeptProgram | None:
    """The program of a ruleset; ``None`` where what was kept isn't of this kind."""
    try:
        lent = Lent(ruleset)
        told = lent.load(program)
        clusters = [_cluster(ruleset, *each) for each in told["clusters"]]
        found = Program(ruleset, clusters)
        tables = {f"table{place}": Table(cluster) for place, cluster in enumerate(clusters)}
        found.__dict__["decide"] = _function(ruleset, told["decide"], tables)
        for name, function in told["holding"].items():
            conditions = ruleset.never if name is None else found.silences[name]
            found.known_holding[id(conditions)] = conditions, _function(ruleset, function, {})
        every = (shapes for cluster in clusters for shapes in cluster.shapes)
        size, tables_met = lent.load(met)
        if size != len(resolutions):
            return None
        for shapes, (known, steady) in zip(every, tables_met, strict=True):
            shapes.revive({key: _shape(shapes, each, resolutions, lent) for key, each in known}, steady)
    except Exception:  # noqa: BLE001 - whatever it is, making it anew is as good
        return None
    return KeptProgram(found)


_SELDOM: Final = 1024
"""A command asks about one case: generating code for a state takes longer than doing without."""


def _cluster(
    ruleset: Ruleset, places: Any, layouts: Any, uses: Any, always: Any, known: Any, beside: Any
) -> Cluster:
    shapes = tuple(Shapes(ruleset, layout) for layout in layouts)
    return Cluster(places, layouts, shapes, uses, always, known, beside, _SELDOM)


def _function(ruleset: Ruleset, told: tuple[bytes, dict[str, Any]], tables: Mapping[str, Any]) -> Any:
    code, lent = told
    names = {
        **{each: getattr(runtime, each) for each in runtime.__all__},
        "NONE": NONE,
        "nan": nan,
        "open_in": open_in,
        "ruleset": ruleset,
        **lent,
        **tables,
    }
    return FunctionType(marshal.loads(code), names)  # noqa: S302 - the store has asked whose it is


def _shape(shapes: Shapes, told: tuple[Any, ...], resolutions: bytes, lent: Lent) -> Shape:
    state, status, (modalities, settled, set_aside, start, end), least, most, *rest = told
    ways = least.ways, most.ways
    resolution: Any = KeptResolution(modalities, settled, set_aside, resolutions[start:end], lent, ways)
    return Shape(shapes.layout, state, status, resolution, least, most, *rest)
