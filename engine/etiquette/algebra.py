"""The closed language that conditions, dates and amounts are written in.

A rule pack is read into these frozen nodes and nothing else. Whatever has to understand a pack (the
evaluator, the explanation, the sentence, the proof, the batch mode) is a *reader*: a module of its own
that walks these nodes, and that knows no other reader. Adding a node means adding it to every reader.

There are two families:

* **values**: :class:`Constant`, :class:`Fact`, :class:`Param`, :class:`Count`, :class:`Pick`,
  :class:`Difference`, :class:`Scaled`, :class:`Shift`, :class:`Extreme`;
* **conditions**: :class:`Test`, :class:`All`, :class:`Any`, :class:`Not`, :class:`IsOpen`.

:class:`Named` wraps either family: a definition that the pack gave a name to.

Nodes hold no positions and no evaluation state, so equal texts give equal (and hashable) nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, Literal, TypeAlias

from ._nouns import dataclass

__all__ = [
    "ALWAYS",
    "All",
    "Any",
    "Condition",
    "Constant",
    "Count",
    "Difference",
    "Extreme",
    "Fact",
    "IsOpen",
    "Named",
    "Node",
    "Not",
    "Op",
    "Param",
    "Pick",
    "Scalar",
    "Scaled",
    "Shift",
    "Test",
    "Unit",
    "Value",
    "children",
    "facts_in",
    "walk",
]

Scalar: TypeAlias = bool | int | str | date
Op: TypeAlias = Literal["==", "in", "has", "given", "<", "<=", ">", ">="]
Unit: TypeAlias = Literal["days", "business_days"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal; a tuple of literals only on the right of ``in``."""

    value: Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """What the facts say at a dotted path, such as ``case.date``."""

    path: str


@dataclass(frozen=True, slots=True)
class Param:
    """The value that the layers of a ruleset give to a parameter."""

    name: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many entries of a list fact have all the given field values."""

    list: str
    where: tuple[tuple[str, Scalar], ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """The earliest (``first``) or latest (``last``) date in ``field`` among the matching entries.

    It is *none* when no entry matches.
    """

    end: Literal["first", "last"]
    list: str
    where: tuple[tuple[str, Scalar], ...]
    field: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Days from ``start`` to ``end``; negative when ``end`` is the earlier one."""

    start: Value
    end: Value


@dataclass(frozen=True, slots=True)
class Scaled:
    """A constant multiple of an amount of days."""

    times: int
    amount: Value


@dataclass(frozen=True, slots=True)
class Shift:
    """A date moved by an amount of calendar or business days (later when positive)."""

    base: Value
    amount: Value
    unit: Unit


@dataclass(frozen=True, slots=True)
class Extreme:
    """The latest or the earliest of several dates; dates that are *none* don't take part."""

    which: Literal["latest", "earliest"]
    dates: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A definition: ``body`` under the name that the pack gave it."""

    name: str
    body: Node


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison.

    ``given`` has no right side and asks whether the left is known to be something rather than *none*.
    ``has`` asks whether a list of words holds the constant on the right.
    """

    __test__ = False  # the name is the field's term; pytest must not collect it

    left: Value
    op: Op
    right: Value | None = None


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; with no parts it always holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds; with no parts it never holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True)
class IsOpen:
    """Another action's decision permits a step on the day of the step that is being looked at."""

    action: str


Value: TypeAlias = Constant | Fact | Param | Count | Pick | Difference | Scaled | Shift | Extreme | Named
Condition: TypeAlias = Test | All | Any | Not | IsOpen | Named
Node: TypeAlias = Value | Condition

ALWAYS: Final = All(())


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below ``node``, left to right."""
    match node:
        case Test(left, _, right):
            return (left,) if right is None else (left, right)
        case All(parts) | Any(parts):
            return parts
        case Not(part):
            return (part,)
        case Named(_, body):
            return (body,)
        case Difference(start, end):
            return (start, end)
        case Scaled(_, amount):
            return (amount,)
        case Shift(base, amount, _):
            return (base, amount)
        case Extreme(_, dates):
            return dates
        case Constant() | Fact() | Param() | Count() | Pick() | IsOpen():
            return ()


def walk(node: Node) -> Iterator[Node]:
    """``node`` and everything below it, parents before children."""
    yield node
    for child in children(node):
        yield from walk(child)


def facts_in(node: Node) -> frozenset[str]:
    """Paths of the facts that ``node`` reads; a list fact counts under its own path."""
    found: set[str] = set()
    for each in walk(node):
        match each:
            case Fact(path):
                found.add(path)
            case Count(path, _) | Pick(_, path, _, _):
                found.add(path)
            case _:
                pass
    return frozenset(found)
