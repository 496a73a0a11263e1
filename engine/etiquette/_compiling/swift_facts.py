"""A reader of facts mappings, generated from a ruleset's vocabulary: for what is plainly right, and fast.

:func:`~etiquette._reading.read_facts.read_facts` holds a mapping against a schema and says what is wrong.
Most facts that a program gives have nothing wrong with them; the generated reader sees that in one go, key by
key, and makes the same :class:`~etiquette.Facts`. Whatever it isn't sure of it leaves to the other reader.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import CodeType
from typing import Any, Final

from etiquette._deciding.calendars import countries
from etiquette._reading.facts_schema import prepared_schema
from etiquette._reading.sense import senseless
from etiquette.diagnostics import Diagnostic, in_order
from etiquette.facts import Facts
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import FactDecl

from .swift_called import Reader, as_called
from .swift_names import owing
from .swift_objects import made
from .swift_schema import Spot, is_plain_mapping
from .swift_step import step_taken
from .swift_values import keyed, taken
from .trees import constant, fill, name, statements

__all__ = ["Reader", "swift_parts", "swift_reader", "warnings_of"]


def swift_reader(ruleset: Ruleset, *, passed_steps: bool = False) -> Reader:
    """What reads a facts mapping for ``ruleset``: mapping and present day to facts, or ``None`` if unsure.

    The facts are those of :func:`~etiquette._reading.read_facts.read_facts` where that has nothing to say,
    not even a warning. With ``passed_steps`` a step may be proposed for a day that has passed: what the
    other reader warns of is then :func:`warnings_of` the facts. Mappings are plain dicts, lists are lists or
    tuples, dates are texts or :class:`datetime.date`. The present day wins over the one in the facts; it is
    ``None`` or a :class:`datetime.date`. A key that is a subclass of ``str`` counts as the text that it
    equals. What packs call impossible is for the caller to ask, as it is after the other reader.

    Threads may share the reader. Making it takes some hundredths of a second, so keep it with the ruleset.
    """
    return _Generated(ruleset, passed_steps=passed_steps).reader()


def swift_parts(ruleset: Ruleset) -> tuple[CodeType, dict[str, Any]] | None:
    """What :func:`swift_reader` is made of, for :func:`~.swift_called.as_called`; ``None`` where it reads
    nothing.
    """
    generated = _Generated(ruleset, passed_steps=False)
    code = generated.code()
    return (code, generated.lent) if code is not None else None


def warnings_of(facts: Facts, ruleset: Ruleset) -> tuple[Diagnostic, ...]:
    """What the other reader warns of in facts that come from a reader with ``passed_steps``."""
    step = facts.proposed
    if step is None or step.day >= facts.today:
        return ()
    return in_order(senseless(facts, ruleset))


_READER: Final = """
def read(given, today):
    try:
        if type(given) is not dict:
            return None
        n = 0
        told = {}
        assumed = {}
        step = zone = v = None
        packs = ()
        if "timezone" in given:
            n += 1
            v = given["timezone"]
            zone = zones.get(v)
            if zone is None:
                zone = zone_named(v)
                if zone is None and v is not None and not said_nothing(v):
                    return None
            v = None
        if zone is None:
            zone = zone_here()
            assumed["timezone"] = zone.key
        if "today" in given:
            n += 1
            v = given["today"]
        now = presents.get(v) if today is None else None
        if now is None:
            now = present(v, today, zone, assumed)
            if now is None:
                return None
        today, anchor, near = now
        FACTS
        STEP
        if n != len(given):
            return None
        NAMES
        MADE
        return facts
    except TypeError:
        return None
"""
"""A value of a strange kind, such as a list where a word belongs, can't be looked up: hence the TypeError."""


_HELD: Final = {
    "told": "told",
    "today": "today",
    "timezone": "zone",
    "proposed": "step",
    "assumed": "assumed",
    "packs": "packs",
}
"""Which variable holds each part of the facts."""


class _Generated:
    """A reader in the making; ``lent`` is what its code uses besides :data:`_CALLED`."""

    def __init__(self, ruleset: Ruleset, *, passed_steps: bool) -> None:
        self.ruleset = ruleset
        self.passed_steps = passed_steps
        self.schema = prepared_schema(ruleset)
        self.lent: dict[str, Any] = {}

    def lend(self, thing: Any) -> ast.expr:
        """A name for ``thing`` in the generated code."""
        known = next((key for key, value in self.lent.items() if value is thing), f"lent_{len(self.lent)}")
        self.lent[known] = thing
        return name(known)

    def reader(self) -> Reader:
        code = self.code()
        return as_called(code, self.lent) if code is not None else lambda _given, _today: None

    def code(self) -> CodeType | None:
        """The code that defines the reader, with what it was lent; ``None`` where the schema is a strange
        one.
        """
        if not self._frame_is_known():
            return None
        held = {slot: name(variable) for slot, variable in _HELD.items()}
        facts = made("facts", Facts, {**held, "locations": fill("{}")}, self.lend)
        code = statements(_READER, FACTS=self._facts(), STEP=self._step(), NAMES=self._names(), MADE=facts)
        module = ast.fix_missing_locations(ast.Module(code, []))
        return compile(module, "<reader of facts>", "exec")

    def _frame_is_known(self) -> bool:
        """Whether the schema as a whole, with what it says of today and the zone, fits the template."""
        known = self.schema["properties"]
        formats = {"today": "date", "timezone": "timezone"}
        return is_plain_mapping(self.schema) and all(
            known[key].get("format") == format_
            and not {"pattern", "enum", "x-none"} & known[key].keys()
            and key not in self.schema.get("required", ())
            for key, format_ in formats.items()
        )

    def _facts(self) -> list[ast.stmt]:
        """The code for all facts, and for what else may stand beside them."""
        found: list[ast.stmt] = []
        needed = self.schema.get("required", ())
        for key, schema in self.schema["properties"].items():
            if key in _READ_APART:
                continue
            code = self._below(key, schema, 1, required=key in needed)
            found += keyed(key, "given", "n", code, required=key in needed) if code is not None else []
        return found

    def _below(
        self, path: str, schema: Mapping[str, Any], depth: int, *, required: bool
    ) -> list[ast.stmt] | None:
        """The code for a fact or a section; ``None`` where a key of it is for others to read."""
        if path == "$schema":
            return statements("if v is not None and type(v) is not str: return None")
        if path == "packs":
            spot = Spot(FactDecl(path, "texts"), schema)
            return [*statements(_NO_TEXT), *taken(spot, statements("packs = v"), self.lend)]
        if "properties" in schema and "x-ask" not in schema:
            return self._section(path, schema, depth, required=required)
        return self._fact(path, schema, required=required)

    def _section(
        self, path: str, schema: Mapping[str, Any], depth: int, *, required: bool
    ) -> list[ast.stmt] | None:
        if not is_plain_mapping(schema):
            return None
        held, count = f"s{depth}", f"n{depth}"
        taking: list[ast.stmt] = []
        needed = schema.get("required", ())
        for key, sub in schema["properties"].items():
            code = self._below(f"{path}.{key}", sub, depth + 1, required=key in needed)
            taking += keyed(key, held, count, code, required=key in needed) if code is not None else []
        otherwise = "return None" if required else "if v is not None: return None"
        return statements(
            _SECTION, HELD=name(held), COUNT=name(count), TAKING=taking, OTHERWISE=statements(otherwise)
        )

    def _fact(self, path: str, schema: Mapping[str, Any], *, required: bool) -> list[ast.stmt] | None:
        decl = self.ruleset.vocabulary.facts.get(path)
        if decl is None:
            return None
        only = countries() if path == self.ruleset.country else None
        keep = statements("told[PATH] = v", PATH=constant(path))
        spot = Spot(decl, schema, required, only)
        return taken(spot, keep, self.lend, self._fields(decl, schema) if decl.kind == "records" else ())

    def _fields(self, decl: FactDecl, schema: Mapping[str, Any]) -> list[ast.stmt]:
        """The code for the fields of one entry of a list of records."""
        found: list[ast.stmt] = []
        needed = schema["items"].get("required", ())
        for field in decl.fields:
            own = schema["items"]["properties"][field.name]
            keep = statements("entry[FIELD] = v", FIELD=constant(field.name))
            code = taken(Spot(field, own, field.name in needed), keep, self.lend)
            found += keyed(field.name, "e", "m", code, required=field.name in needed)
        return found

    def _step(self) -> list[ast.stmt]:
        """The code for what is proposed; nothing where that is for others to read."""
        schema = self.schema["properties"]["proposed"]
        code = step_taken(schema, self.ruleset, self.lend, passed=self.passed_steps)
        return keyed("proposed", "given", "n", code, required=False) if code is not None else []

    def _names(self) -> list[ast.stmt]:
        """The code that asks whether names make sense, where people are listed at all."""
        owed = owing(self.ruleset)
        if not owed:
            return []
        lists = self.lend(frozenset(each.per.each for each in owed))
        return statements(_NAMES, LISTS=lists, OWED=self.lend(owed))


_READ_APART: Final = ("today", "timezone", "proposed")
_NO_TEXT: Final = "if type(v) is str: return None"
_NAMES: Final = """
if not LISTS.isdisjoint(told) and not names_make_sense(told, step, OWED):
    return None
"""
_SECTION: Final = """
if type(v) is dict:
    HELD = v
    COUNT = 0
    TAKING
    if COUNT != len(HELD):
        return None
else:
    OTHERWISE
"""
