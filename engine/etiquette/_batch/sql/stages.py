"""Columns that are worked out one after the other, each once: a query within a query within a query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from sqlglot import exp

from .terms import Sql, Term, Truth

__all__ = ["Stages", "column"]

_PLAIN: Final = (exp.Column, exp.Literal, exp.Boolean, exp.Null)


def column(name: str) -> exp.Column:
    """The column of that name, quoted."""
    return exp.column(name, quoted=True)


class Stages:
    """Named expressions over the columns of a relation, in stages.

    An expression may use columns of the relation and whatever is held already; it is worked out one stage
    after the last of those. Equal expressions are held once.
    """

    def __init__(self, given: Iterable[str]) -> None:
        self._stage: dict[str, int] = dict.fromkeys(given, 0)
        self._given = frozenset(self._stage)
        self._expressions: dict[str, Sql] = {}
        self._names: dict[Sql, str] = {}
        self._deferred: dict[str, Callable[[], Sql]] = {}

    def hold(self, expr: Sql, stem: str = "x") -> Sql:
        """A column with what ``expr`` comes to; what is a column or a constant stays as it is."""
        if isinstance(expr, _PLAIN):
            return expr
        name = self._names.get(expr)
        if name is None:
            number = len(self._expressions)
            name = next(
                each for each in (f"{stem}_{number}", f"made_{stem}_{number}") if each not in self._stage
            )
            self._names[expr] = name
            self._expressions[name] = expr
            self._stage[name] = self.after(expr)
        return column(name)

    def after(self, *expressions: Sql) -> int:
        """The first stage at which these can be worked out."""
        return 1 + max((self._stage[name] for name in _used(expressions)), default=0)

    def defer(self, name: str, stage: int, make: Callable[[], Sql]) -> None:
        """Have a column of that name at a stage; what it is becomes known when a query is made."""
        self._stage[name] = stage
        self._deferred[name] = make

    def hold_truth(self, truth: Truth, stem: str = "c") -> Truth:
        """The same truth in a column."""
        return Truth(self.hold(truth.expr, stem), truth.unknown)

    def hold_term(self, term: Term, stem: str = "v") -> Term:
        """The same value in columns."""
        none = None if term.none is None else self.hold(term.none, f"{stem}_none")
        most = None if term.most is None else self.hold(term.most, f"{stem}_most")
        return replace(term, value=self.hold(term.value, stem), none=none, most=most)

    def query(self, relation: str | exp.Expr, wanted: Mapping[str, Sql]) -> exp.Select:
        """A query of ``relation`` (a table's name, or a query in brackets) with these columns."""
        for name, make in self._deferred.items():
            self._expressions[name] = make()
        needed = _used(wanted.values())
        last = max((self._stage[name] for name in needed), default=0)
        layers: list[list[str]] = []
        for stage in range(last, 0, -1):
            made = sorted(name for name in needed if self._stage[name] == stage)
            layers.append(made)
            needed |= _used(self._expressions[name] for name in made)
        source = relation if isinstance(relation, exp.Expr) else exp.table_(relation, quoted=True)
        kept = sorted(needed & self._given)
        after = self._needed_after(wanted)
        for stage, made in enumerate(reversed(layers), start=1):
            carried = [name for name in kept if name in after[stage]]
            found = exp.select(
                *(column(name) for name in carried),
                *(exp.alias_(self._expressions[name], name, quoted=True) for name in made),
                copy=False,
            ).from_(source, copy=False)
            source = found.subquery(f"stage_{stage}", copy=False)
            kept = [name for name in (*carried, *made) if name in after[stage]]
        return exp.select(
            *(exp.alias_(expr, name, quoted=True) for name, expr in wanted.items()), copy=False
        ).from_(source, copy=False)

    def _needed_after(self, wanted: Mapping[str, Sql]) -> dict[int, set[str]]:
        """For each stage the columns that later ones use."""
        found = _used(wanted.values())
        last = max((self._stage[name] for name in found), default=0)
        after: dict[int, set[str]] = {}
        for stage in range(last, 0, -1):
            after[stage] = set(found)
            found |= _used(self._expressions[name] for name in found if self._stage[name] == stage)
        return after


def _used(expressions: Iterable[Sql]) -> set[str]:
    return {each.name for expr in expressions for each in expr.find_all(exp.Column)}
