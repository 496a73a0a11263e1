"""Everything that a pack's texts can refer to by name, each with its kind.

Conditions and dates look names up here; what is wrong is collected in ``found``. Definitions are read when
they are first referred to, so that they may stand in any order; a circle of them is reported once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from etiquette._reading.wording import did_you_mean, holding, listed
from etiquette.algebra import Condition, Fact, Named, Node, Param, Value
from etiquette.diagnostics import Diagnostic
from etiquette.model import Parameter
from etiquette.vocabulary import FactDecl, FactKind, Vocabulary

from .tree import Tree

__all__ = ["KIND_WORDS", "Family", "Kind", "Names", "Typed"]

Kind: TypeAlias = FactKind | Literal["condition", "span", "action"]
"""``span`` is a number of days between two dates."""

Family: TypeAlias = Literal["actions", "phases", "channels", "recipients", "carriers", "concepts", "units"]

KIND_WORDS: Final[Mapping[Kind, str]] = {
    "boolean": "true or false",
    "word": "a word",
    "words": "a list of words",
    "number": "a number",
    "text": "a text",
    "texts": "a list of texts",
    "date": "a date",
    "time": "a time of day",
    "zone": "a time zone",
    "records": "a list of entries",
    "condition": "a condition",
    "span": "a number of days",
    "action": "an action",
}

_MOST_ALIKE: Final = 3

_ONE_OF: Final[Mapping[Family, str]] = {
    "actions": "action",
    "phases": "phase",
    "channels": "channel",
    "recipients": "recipient",
    "carriers": "carrier",
    "concepts": "concept",
    "units": "unit of length",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What a name stands for. ``words`` are those it can be; ``None`` where any text can be."""

    name: str
    node: Node
    kind: Kind
    words: tuple[str, ...] | None = None
    least: int | None = None
    most: int | None = None
    parameter: Parameter | None = None

    @property
    def value(self) -> Value:
        """The node, for everything but conditions."""
        return self.node  # type: ignore[return-value]  # kind tells

    @property
    def condition(self) -> Condition:
        """The node, for a condition."""
        return self.node  # type: ignore[return-value]  # kind tells


@dataclass
class Names:
    """The names that are declared, and the problems found while reading what refers to them.

    ``declared`` holds ids by family; ``define`` reads one definition.
    """

    vocabulary: Vocabulary
    declared: Mapping[Family, tuple[str, ...]]
    define: Callable[[str, Tree, Names], Typed | None]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    definitions: Mapping[str, Tree] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    _defined: dict[str, Typed | None] = field(default_factory=dict)
    _defining: list[str] = field(default_factory=list)

    def get(self, name: str) -> Typed | None:
        """What ``name`` stands for; ``None`` if nothing, or if its definition is wrong (and reported)."""
        if name in self.parameters:
            return _parameter(self.parameters[name])
        if name in self.definitions:
            return self._definition(name)
        if name in self.vocabulary.facts:
            return self._fact(self.vocabulary.facts[name])
        return None

    def bodies(self) -> dict[str, Node]:
        """What each definition stands for, by name, without those that are wrong."""
        found = ((name, self.get(name)) for name in sorted(self.definitions))
        return {name: typed.node.body for name, typed in found if typed and isinstance(typed.node, Named)}

    def knows(self, name: str) -> bool:
        """Whether anything has that name, right or wrong."""
        return name in self.parameters or name in self.definitions or name in self.vocabulary.facts

    def everything(self) -> tuple[str, ...]:
        """All names that a condition can begin with."""
        return (
            *self.vocabulary.facts,
            *self.definitions,
            *self.parameters,
            *self.declared["actions"],
        )

    def unknown(self, name: str, at: Tree, *, key: bool, span: tuple[int, int] | None = None) -> None:
        """Report that nothing is called ``name``."""
        near = did_you_mean(name, self.everything())
        alike = [
            *([near] if near else ()),
            *(each for each in holding(name, self.everything()) if each != near),
        ]
        sections = sorted({path.partition(".")[0] for path in self.vocabulary.facts})
        rest = f"Facts begin with {listed(sections)}." if sections else "Check the spelling."
        help_ = f"Did you mean {listed(alike[:_MOST_ALIKE])}?" if alike else rest
        message = f"There is no fact, definition, parameter or action called {name}."
        self.found.append(at.problem("E411", message, help_, key=key, span=span))

    def member(self, family: Family, at: Tree) -> bool:
        """Whether the word at ``at`` is declared in ``family``; reported if not."""
        known, word = self.declared[family], str(at.data)
        if word in known:
            return True
        one = _ONE_OF[family]
        near = did_you_mean(word, known)
        rest = f"What is declared: {listed(sorted(known), 'and')}." if known else f"No {one} is declared."
        help_ = f"Did you mean {near}?" if near else rest
        self.found.append(at.problem("E412", f"There is no {one} called {word}.", help_))
        return False

    def words_of(self, decl: FactDecl) -> tuple[str, ...]:
        """The words that a fact can be: its own, and those that are declared."""
        extra = self.declared.get(decl.words_of, ()) if decl.words_of else ()
        return (*decl.values, *(each for each in extra if each not in decl.values))

    def typed_fact(self, decl: FactDecl) -> Typed:
        """A fact, or a field of a list's entries, with its kind."""
        words = self.words_of(decl) if decl.kind in ("word", "words") else None
        return Typed(decl.path, Fact(decl.path), decl.kind, words, decl.least, decl.most)

    def _fact(self, decl: FactDecl) -> Typed:
        return self.typed_fact(decl)

    def _definition(self, name: str) -> Typed | None:
        if name in self._defining:
            circle = [*self._defining[self._defining.index(name) :], name]
            tree = self.definitions[min(circle)]
            message = f"Definitions go round in a circle: {' → '.join(_from_least(circle))}."
            help_ = "Let one of them say what it means without the others."
            others = sorted(set(circle) - {min(circle)})
            places = tuple(self.definitions[each].key_location for each in others)
            self.found.append(tree.problem("E416", message, help_, key=True, related=places))
            return None
        if name not in self._defined:
            self._defining.append(name)
            found = self.define(name, self.definitions[name], self)
            self._defining.pop()
            self._defined[name] = found
        found = self._defined[name]
        return Typed(name, Named(name, found.node), found.kind, found.words, found.least) if found else None


def _from_least(circle: list[str]) -> list[str]:
    """A circle told from its least name, so that it reads the same wherever it was entered."""
    open_end = circle[:-1]
    start = open_end.index(min(open_end))
    turned = open_end[start:] + open_end[:start]
    return [*turned, turned[0]]


def _parameter(parameter: Parameter) -> Typed:
    kinds: dict[str, Kind] = {"enum": "word", "switch": "boolean"}
    return Typed(
        parameter.name,
        Param(parameter.name),
        kinds.get(parameter.type, "number"),
        parameter.values or None,
        parameter.least,
        parameter.most,
        parameter,
    )
