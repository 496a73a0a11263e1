"""Facts as conditions see them: told, else assumed, else unknown.

The same as :class:`etiquette._deciding.situation.Situation`: an assumption that the packs call impossible
beside what is told gives way to the opposite, or to not knowing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlglot import exp

from etiquette.algebra import Node, facts_in
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import NONE, Assumption, FactDecl

from .stages import Stages
from .terms import FALSE, NOTHING, Sql, Term, Truth, UnsupportedError, case, either, literal

__all__ = ["Facts", "Look", "constant_term"]

Look = Callable[[str], Term]
"""How a fact is looked up by its path."""


class Facts:
    """The facts of a row, by path, as terms. ``truth`` reads a condition, given how facts are looked up."""

    def __init__(
        self,
        ruleset: Ruleset,
        told: Mapping[str, Term],
        today: Sql,
        stages: Stages,
        truth: Callable[[Node, Look], Truth],
    ) -> None:
        self.ruleset = ruleset
        self._told = told
        self._today = today
        self._stages = stages
        self._truth = truth
        self._trusted: dict[str, Term] = {}
        self._seen: dict[str, Term] = {}
        self._assuming: list[str] = []

    def told(self, path: str) -> Term:
        """The fact as it was told."""
        return self._told.get(path, NOTHING)

    def trusted(self, path: str) -> Term:
        """Told, else assumed whether or not that can be."""
        return self._kept(self._trusted, path, lambda decl: self._merged(decl, self.trusted))

    def seen(self, path: str) -> Term:
        """Told, else assumed where that can be: what conditions read."""
        return self._kept(self._seen, path, self._unless_impossible)

    def _kept(self, kept: dict[str, Term], path: str, make: Callable[[FactDecl], Term]) -> Term:
        if path in kept:
            return kept[path]
        decl = self.ruleset.vocabulary[path]
        if decl.assume is None:
            return self.told(path)
        if path in self._assuming:
            raise UnsupportedError(f"what is assumed of {path} depends on itself")
        self._assuming.append(path)
        try:
            kept[path] = self._stages.hold_term(make(decl), "fact")
        finally:
            self._assuming.pop()
        return kept[path]

    def _merged(self, decl: FactDecl, look: Look) -> Term:
        assert decl.assume is not None  # noqa: S101 - the callers' condition
        return _else(self.told(decl.path), self._assumed(decl.assume, look))

    def _assumed(self, assume: Assumption, look: Look) -> Term:
        match assume.kind:
            case "value":
                return constant_term(assume.value)
            case "holds":
                body = self.ruleset.definitions.get(assume.value)
                if body is None:
                    return NOTHING
                truth = self._stages.hold_truth(self._truth(body, look))
                return Term(truth.expr, "truth", unknown=truth.unknown)
            case _:
                anchor = look(assume.value)
                after = exp.GT(this=self._today.copy(), expression=anchor.value.copy())
                other = exp.NEQ(this=self._today.copy(), expression=anchor.value.copy())
                return Term(case((other, after)), "truth", unknown=True)

    def _unless_impossible(self, decl: FactDecl) -> Term:
        if decl.path not in self.ruleset.excluded_by:
            return self._merged(decl, self.seen)
        assert decl.assume is not None  # noqa: S101 - the callers' condition
        assumed = self._stages.hold_term(self._assumed(decl.assume, self.seen), "assumed")
        bad = self._excluded(decl.path, assumed)
        if bad.expr == exp.false():
            return _else(self.told(decl.path), assumed)
        allowed = exp.and_(assumed.known, exp.not_(_surely(bad)))
        value = case((allowed, assumed.value))
        none = None if assumed.none is None else exp.and_(assumed.none, allowed)
        if decl.kind == "boolean":
            opposite = self._stages.hold_term(Term(exp.not_(assumed.value), "truth", unknown=assumed.unknown))
            worse = self._excluded(decl.path, opposite)
            instead = exp.and_(assumed.known, exp.not_(_surely(worse)))
            value = case((allowed, assumed.value), (instead, opposite.value))
        return _else(self.told(decl.path), Term(value, assumed.kind, none, unknown=True, span=assumed.span))

    def _excluded(self, path: str, value: Term) -> Truth:
        """Whether some impossible situation holds with a fact being ``value``; NULL counts as no."""

        def look(other: str) -> Term:
            if other == path:
                return value
            decl = self.ruleset.vocabulary[other]
            if decl.assume is not None and path in self._rests_on(other, ()):
                return self._stages.hold_term(self._merged(decl, look), "fact")
            return self.trusted(other)

        found = either(self._truth(each.when, look) for each in self.ruleset.excluded_by[path])
        return FALSE if found.expr == exp.null() else self._stages.hold_truth(found)

    def _rests_on(self, path: str, above: Iterable[str]) -> frozenset[str]:
        """The facts that what is assumed for a fact depends on."""
        assume = self.ruleset.vocabulary[path].assume
        if assume is None or assume.kind == "value" or path in above:
            return frozenset()
        read = frozenset({assume.value})
        if assume.kind == "holds":
            body = self.ruleset.definitions.get(assume.value)
            read = frozenset() if body is None else facts_in(body)
        return read.union(*(self._rests_on(each, (*above, path)) for each in read))


def _surely(truth: Truth) -> Sql:
    return exp.Coalesce(this=truth.expr.copy(), expressions=[exp.false()]) if truth.unknown else truth.expr


def constant_term(value: Any) -> Term:
    """A value that is the same in all rows."""
    if value is NONE:
        return Term(exp.null(), "other", exp.true(), fixed=value)
    if isinstance(value, tuple):
        items = exp.Array(expressions=[literal(each) for each in value])
        if value and all(isinstance(each, str) for each in value):
            return Term(
                exp.cast(items, exp.DataType.build("VARCHAR[]", dialect="duckdb")), "words", fixed=value
            )
        return Term(items, "words", fixed=value)
    if isinstance(value, bool):
        return Term(literal(value), "truth", fixed=value)
    made = literal(value)
    if isinstance(value, str):
        return Term(made, "word", fixed=value)
    number = value if isinstance(value, int) else value.toordinal()
    return Term(made, "number" if isinstance(value, int) else "day", span=(number, number), fixed=value)


def _else(told: Term, assumed: Term) -> Term:
    """``told`` where it is known, else ``assumed``."""
    if isinstance(told.value, exp.Null) and told.none is None:
        return assumed
    if told.kind == "records" and assumed.fixed == ():
        return replace(told, unknown=False)  # entries are counted, and there are none where there is no list
    kind = told.kind if told.kind != "other" else assumed.kind
    span = _wider(told.span, assumed.span)
    if told.none is None:
        value: Sql = exp.Coalesce(this=told.value.copy(), expressions=[assumed.value.copy()])
        if isinstance(assumed.value, exp.Null):
            value = told.value
        none = None if assumed.none is None else exp.and_(exp.not_(told.known), assumed.none)
        return Term(value, kind, none, assumed.unknown, span=span, shape=told.shape)
    if assumed.fixed is NONE:
        return Term(told.value, kind, exp.Is(this=told.value.copy(), expression=exp.null()), False, span=span)
    value = case((told.known, told.value), otherwise=assumed.value)
    if isinstance(assumed.value, exp.Null):
        value = told.value
    other = exp.false() if assumed.none is None else exp.and_(exp.not_(told.known), assumed.none)
    return Term(value, kind, exp.or_(told.none, other), assumed.unknown, span=span)


def _wider(one: tuple[int, int] | None, other: tuple[int, int] | None) -> tuple[int, int] | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])
