"""A ruleset that was kept: its bulky parts are read when they are first asked for."""

from __future__ import annotations

from _pickle import Unpickler, loads  # what is needed of pickle, in a fifth of its time
from collections.abc import Callable, Mapping
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from etiquette.ruleset import Measure, Ruleset

if TYPE_CHECKING:
    from datetime import date

    from etiquette._compiling.program import Program
    from etiquette._compiling.swift_called import Reader
    from etiquette.facts import Facts

    from .kept_program import KeptProgram
    from .store import Kept

__all__ = ["LATER", "PROGRAM", "Home", "KeptRuleset", "revived"]

LATER = ("recognisers", "languages", "wordings")
"""Fields that are only needed where a message is read or written."""

PROGRAM = ("program", "met", "resolutions")
"""The sections with generated code, the states that it met, and what is seldom asked of those."""


class Home(NamedTuple):
    """Where a ruleset is kept, on which files it rests, and when they were looked at (nanoseconds)."""

    folder: str
    file: str
    about: Mapping[str, Any]
    started: int


class KeptRuleset(Ruleset):
    """As any ruleset; nobody can tell it from one that was loaded, except by the time that it takes."""

    def read_plainly(self, data: Mapping[str, Any], today: date | None) -> Facts | None:
        """The facts in a mapping that is plainly all right; ``None`` where others are to read it.

        See :func:`etiquette._compiling.swift_facts.swift_reader`.
        """
        read = self._reader
        return read(data, today) if read is not None else None

    @cached_property
    def compiled(self) -> Program:
        """As :attr:`Ruleset.compiled`: what was kept, with the states that were met, else made."""
        from etiquette._compiling.program import Program

        kept = self.kept_program
        return Program(self) if kept is None else kept.program

    def worth_compiling(self) -> bool:
        """Whether code is kept, or pays."""
        return self.kept_program is not None or super().worth_compiling()

    @cached_property
    def kept_program(self) -> KeptProgram | None:
        """The generated code that is kept; ``None`` where there is none, as of the guidance of a day."""
        kept = self.__dict__.get("_kept")
        raws = [raw for name in PROGRAM if (raw := kept[0].section(name)) is not None] if kept else []
        if len(raws) < len(PROGRAM):
            return None
        from .kept_program import revived_program

        return revived_program(self, *raws)

    @cached_property
    def _reader(self) -> Reader | None:
        raw = self.__dict__["_kept"][0].section("reader")
        if raw is None:
            return None
        import marshal

        from etiquette._compiling.swift_called import as_called

        code, lent = _Unpickler(BytesIO(raw), self.measures).load()
        return as_called(marshal.loads(code), lent)  # noqa: S302 - the store has asked whose it is


class _Unpickler(Unpickler):
    """Gives the generated code what it was lent, and couldn't be written down (:mod:`.reader`)."""

    def __init__(self, stream: BytesIO, measures: Mapping[str, Measure]) -> None:
        super().__init__(stream)
        self.measures = measures

    def persistent_load(self, name: Any) -> Any:
        """The thing of that name."""
        if name == "measures":
            return self.measures
        from etiquette import facts
        from etiquette._compiling.twins import twin

        return twin(getattr(facts, name))


class _Later:
    """A field that stands in a section of its own until it is asked for.

    Being no data descriptor, it gives way to what stands in the instance, which is the field from then on.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, ruleset: Any, owner: type[Any]) -> Any:
        if ruleset is None:
            return self
        kept, again = ruleset.__dict__["_kept"]
        raw = kept.section(self.name)
        found = getattr(again(), self.name) if raw is None else loads(raw)
        return ruleset.__dict__.setdefault(self.name, found)


for _name in LATER:
    setattr(KeptRuleset, _name, _Later(_name))


def revived(kept: Kept, again: Callable[[], Ruleset], home: Home) -> Ruleset | None:
    """The ruleset that was kept; ``None`` where it isn't whole. ``again`` loads it as ever."""
    raw = kept.section("now")
    if raw is None:
        return None
    try:
        told = loads(raw)
    except Exception:  # noqa: BLE001 - whatever it is, loading as ever is as good
        return None
    ruleset = KeptRuleset.__new__(KeptRuleset)
    ruleset.__dict__.update(told, _kept=(kept, again), _home=home, _recognition=[])
    return ruleset
