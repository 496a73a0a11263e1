"""What facts there are: names, types, questions and assumptions, read from a JSON Schema.

The engine knows no fact by name, except the three that belong to every kind of etiquette: ``today``,
``timezone`` and ``proposed``. All others come from ``facts.schema.json``, from a pack's own vocabulary or
from a plugin, as a JSON Schema whose properties carry these annotations:

``x-ask``
    the question to put to a person who has not told the fact;
``x-assume``
    what to take for true meanwhile: ``{"value": …}``, ``{"today_is_after": PATH}`` (true after that day,
    false before it, nothing on it) or ``{"holds": DEFINITION}``;
``x-none``
    ``true`` where the word ``none`` (known to be none) is an answer;
``x-words``
    ``channels``, ``recipients``, ``carriers``, ``actions`` or ``concepts``: the value is one of those that
    the ruleset declares;
``x-past``
    ``true`` for the day of something that has happened: a day after today is refused;
``x-assumed``
    the assumption as a phrase, by the value as one says it: ``{"no": "no reply", "none": "no set day"}``;
``x-order``
    a number: among facts that one asks a person for, those with lower numbers come first, the others last;
``x-say``
    how a sentence speaks of the fact, by key: ``name`` (a noun phrase), whole clauses for values (``yes``,
    ``no``, ``given``, ``none``, a word, ``not`` and a word; ``has`` and ``lacks`` with ``{}`` for the word),
    ``way`` (in a list of channels, recipients or carriers), ``one`` and ``many`` (what the entries of a list
    are), and for a field of an entry a word, or ``is`` with ``{}``: a phrase that follows the noun.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

from ._nouns import dataclass, field

__all__ = [
    "NONE",
    "UNKNOWN",
    "Assumption",
    "FactDecl",
    "FactKind",
    "Missing",
    "NoneType",
    "Vocabulary",
    "WordsOf",
    "read_vocabulary",
]


class NoneType:
    """The type of :data:`NONE`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NONE"

    def __reduce__(self) -> str:
        return "NONE"  # there is one only, also of what was kept in a file


class Missing:
    """The type of :data:`UNKNOWN`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __reduce__(self) -> str:
        return "UNKNOWN"  # there is one only, also of what was kept in a file


NONE: Final = NoneType()
"""Known to be none: what the word ``none`` in a facts file means."""

UNKNOWN: Final = Missing()
"""Not known."""

FactKind: TypeAlias = Literal[
    "boolean", "word", "words", "number", "text", "texts", "date", "time", "zone", "records"
]
WordsOf: TypeAlias = Literal["channels", "recipients", "carriers", "actions", "concepts"]


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is taken for true while a fact is not told; exactly one of the three forms is used."""

    kind: Literal["value", "today_is_after", "holds"]
    value: Any = None


@dataclass(frozen=True, slots=True)
class FactDecl:
    """One declared fact.

    ``path`` is dotted (``host.replied``); a field of a list of records is ``contacts[].date``.
    ``kind`` ``word`` is one of ``values``, ``words`` is a list of them, ``texts`` a list of free text,
    ``records`` a list of mappings described by ``fields``. ``past``: it is a day that isn't after today.
    ``assumed`` are phrases by value (``yes``, ``no``, ``none``, or the word); ``order`` is that of asking.
    ``say`` are phrases for sentences by key, as in ``x-say``.
    """

    path: str
    kind: FactKind
    title: str = ""
    description: str = ""
    ask: str = ""
    values: tuple[str, ...] = ()
    words_of: WordsOf | None = None
    least: int | None = None
    most: int | None = None
    can_be_none: bool = False
    assume: Assumption | None = None
    fields: tuple[FactDecl, ...] = ()
    required: bool = False
    examples: tuple[str, ...] = ()
    past: bool = False
    assumed: tuple[tuple[str, str], ...] = ()
    order: int | None = None
    say: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]

    def field(self, name: str) -> FactDecl | None:
        """The field of that name, for a list of records."""
        return next((each for each in self.fields if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All declared facts, in the order in which they were declared, and the schema they came from."""

    facts: Mapping[str, FactDecl]
    schema: Mapping[str, Any] = field(compare=False, hash=False, repr=False)

    def __getitem__(self, path: str) -> FactDecl:
        """The declaration of ``path``, which may also be a field or an entry's field.

        ``contacts[].date`` and ``contacts[0].date`` both give the declaration of the field. Raises
        :class:`KeyError` for a path that isn't declared.
        """
        head, bracket, rest = path.partition("[")
        if not bracket:
            return self.facts[path]
        found = self.facts[head].field(rest.partition("].")[2])
        if found is None:
            raise KeyError(path)
        return found

    def __contains__(self, path: object) -> bool:
        try:
            self[str(path)]
        except KeyError:
            return False
        return True


def read_vocabulary(schema: Mapping[str, Any]) -> Vocabulary:
    """The vocabulary that a facts schema declares.

    ``today``, ``timezone`` and ``proposed`` at the top are the engine's own and are left out. Objects are
    sections (their name becomes part of the path); a list of objects is a list of records. The schema is
    trusted to be one that :mod:`etiquette.packs` has validated.
    """
    facts: dict[str, FactDecl] = {}
    for name, sub in schema.get("properties", {}).items():
        if name in ("today", "timezone", "proposed", "$schema", "packs"):
            continue
        for decl in _declared(name, sub, required=name in schema.get("required", ())):
            facts[decl.path] = decl
    return Vocabulary(facts, schema)


def _declared(path: str, schema: Mapping[str, Any], *, required: bool) -> list[FactDecl]:
    if "properties" in schema and "x-ask" not in schema:
        inner = schema.get("required", ())
        return [
            decl
            for name, sub in schema["properties"].items()
            for decl in _declared(f"{path}.{name}", sub, required=required and name in inner)
        ]
    items = schema.get("items", {})
    fields: tuple[FactDecl, ...] = ()
    if "properties" in items:
        fields = tuple(
            decl
            for name, sub in items["properties"].items()
            for decl in _declared(f"{path}[].{name}", sub, required=name in items.get("required", ()))
        )
    of = items if schema.get("type") == "array" or items else schema
    values = tuple(word for word in of.get("enum", ()) if isinstance(word, str) and word != "none")
    return [
        FactDecl(
            path=path,
            kind=_kind(schema, items),
            title=schema.get("title", ""),
            description=schema.get("description", ""),
            ask=schema.get("x-ask", ""),
            values=values,
            words_of=of.get("x-words"),
            least=schema.get("minimum"),
            most=schema.get("maximum"),
            can_be_none=bool(schema.get("x-none", False)),
            assume=_assumption(schema.get("x-assume")),
            fields=fields,
            required=required,
            examples=tuple(each for each in of.get("examples", ()) if isinstance(each, str)),
            past=bool(schema.get("x-past", False)),
            assumed=tuple(schema.get("x-assumed", {}).items()),
            order=schema.get("x-order"),
            say=tuple(schema.get("x-say", {}).items()),
        )
    ]


def _kind(schema: Mapping[str, Any], items: Mapping[str, Any]) -> FactKind:
    types = schema.get("type", "string")
    kind = next((t for t in ([types] if isinstance(types, str) else types) if t != "null"), "string")
    if kind == "array":
        if "properties" in items:
            return "records"
        return "words" if "enum" in items or "x-words" in items else "texts"
    if kind == "boolean":
        return "boolean"
    if kind == "integer":
        return "number"
    if "enum" in schema or "x-words" in schema:
        return "word"
    by_format: dict[str, FactKind] = {
        "date": "date",
        "date-or-none": "date",  # an editor would refuse the word none under the standard "date"
        "time": "time",
        "timezone": "zone",
    }
    return by_format.get(schema.get("format", ""), "text")


def _assumption(annotation: Mapping[str, Any] | None) -> Assumption | None:
    if not annotation:
        return None
    ((kind, value),) = annotation.items()
    if kind == "value" and value == "none":
        return Assumption("value", NONE)
    if isinstance(value, list):
        value = tuple(value)
    return Assumption(kind, value)  # type: ignore[arg-type]  # one of the three, by the meta-schema
