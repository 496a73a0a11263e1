"""Formulas that simplify while they are made: a Python truth value wherever one is known.

A formula is ``True``, ``False`` or a boolean term of z3. Keeping constants out of z3 makes most formulas of
a pack small before any solver sees them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import z3

__all__ = [
    "Formula",
    "Term",
    "as_term",
    "both",
    "either",
    "fresh",
    "negate",
    "number_in",
    "pick",
    "same",
    "then",
    "total",
    "true_in",
]

Formula: TypeAlias = Any
"""``True``, ``False`` or a :class:`z3.BoolRef`; z3's own types don't tell them apart."""

Term: TypeAlias = Any
"""An ``int`` or a :class:`z3.ArithRef`."""


def both(*parts: Formula) -> Formula:
    """All of the parts; true of nothing."""
    return _joined(parts, neutral=True)


def either(*parts: Formula) -> Formula:
    """At least one of the parts; false of nothing."""
    return _joined(parts, neutral=False)


def _joined(parts: Iterable[Formula], *, neutral: bool) -> Formula:
    kept: list[Formula] = []
    for part in parts:
        if part is neutral:
            continue
        if part is (not neutral):
            return part
        kept.append(part)
    if not kept:
        return neutral
    if len(kept) == 1:
        return kept[0]
    return _made(z3.Z3_mk_and if neutral else z3.Z3_mk_or, kept)


def _made(make: Callable[..., Any], parts: Sequence[Formula]) -> Formula:
    """What ``z3.And`` and ``z3.Or`` make, without their look at every part: all are booleans here."""
    context = parts[0].ctx
    asts = (z3.Ast * len(parts))(*[part.ast for part in parts])
    return z3.BoolRef(make(context.ref(), len(parts), asts), context)


def negate(part: Formula) -> Formula:
    """The opposite."""
    if isinstance(part, bool):
        return not part
    return z3.BoolRef(z3.Z3_mk_not(part.ctx.ref(), part.ast), part.ctx)


def as_term(formula: Formula) -> Any:
    """A formula as the solver takes it: a boolean term, also of a plain truth."""
    return z3.BoolVal(formula) if isinstance(formula, bool) else formula


def then(part: Formula, follows: Formula) -> Formula:
    """If ``part`` then ``follows``."""
    return either(negate(part), follows)


def same(one: Formula, other: Formula) -> Formula:
    """Both or neither."""
    if isinstance(one, bool):
        return other if one else negate(other)
    if isinstance(other, bool):
        return one if other else negate(one)
    if one.eq(other):
        return True
    return one == other


def pick(which: Formula, one: Term, other: Term) -> Term:
    """``one`` where ``which`` holds, else ``other``."""
    if isinstance(which, bool):
        return one if which else other
    return z3.If(which, one, other)


def true_in(model: z3.ModelRef, formula: Formula) -> bool:
    """Whether a formula holds in a model."""
    if isinstance(formula, bool):
        return formula
    return bool(z3.is_true(model.eval(formula, model_completion=True)))


def number_in(model: z3.ModelRef, term: Term) -> int:
    """What a term comes to in a model."""
    if isinstance(term, int):
        return term
    return int(_evaluated(model, term).as_long())


def _evaluated(model: z3.ModelRef, term: Term) -> Term:
    return model.eval(term, model_completion=True)


def fresh(name: str) -> Term:
    """A new whole number that nothing else speaks of."""
    return z3.FreshInt(name)


def total(parts: Sequence[Term]) -> Term:
    """The sum of some numbers."""
    return z3.Sum([*parts, z3.IntVal(0)])
