"""Conditions, days and amounts as generated expressions: the compiling reader of the algebra.

What is known beforehand (parameters, assumptions that are constants) is worked out here, so that code is made
only for what depends on a case. Truths are three-valued; where a part can't be unknown, the code is Python's
own ``and``, ``or`` and ``not``.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any as Anything
from typing import Final, Literal, TypeAlias

from etiquette.algebra import (
    All,
    Any,
    Constant,
    Count,
    Difference,
    Extreme,
    Fact,
    IsOpen,
    Named,
    Node,
    Not,
    Param,
    Pick,
    Scaled,
    Shift,
    Test,
    walk,
)
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import NONE

from .runtime import compared
from .trees import constant, fill, name, statements

__all__ = [
    "FALSE",
    "TRUE",
    "UNSURE",
    "Code",
    "Expressions",
    "Scope",
    "asks",
    "both_codes",
    "either_codes",
    "known",
]

Kind: TypeAlias = Literal["day", "number", "other"]
_FARTHEST: Final = 20_000
_COMPOSED: Final = (Count, Pick, Difference, Scaled, Shift, Extreme)
_ORDER: Final = ("==", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Code:
    """An expression and what may come of it.

    ``unknown``: it may be ``None``. ``none``: it may be known to be none. ``ranged``: it may be a range.
    ``fixed``: it is the same in all cases, and ``value`` is what it is.
    """

    expr: ast.expr
    kind: Kind = "other"
    unknown: bool = False
    none: bool = False
    ranged: bool = False
    fixed: bool = False
    value: Anything = None


TRUE: Final = Code(constant(True), fixed=True, value=True)
FALSE: Final = Code(constant(False), fixed=True, value=False)
UNSURE: Final = Code(constant(None), unknown=True, fixed=True)


def known(truth: bool | None) -> Code:
    """A truth that is the same in all cases."""
    return UNSURE if truth is None else (TRUE if truth else FALSE)


class Scope:
    """Statements that come one after the other, and the variables that hold what was worked out in them."""

    def __init__(self, names: Callable[[], str], outer: Scope | None = None) -> None:
        self.names = names
        self.outer = outer
        self.body: list[ast.stmt] = []
        self._held: dict[Node, Code] = {}

    def inner(self) -> Scope:
        """A scope within this one, whose variables nobody else may count on."""
        return Scope(self.names, self)

    def find(self, node: Node) -> Code | None:
        """The variable that holds ``node``, here or further out."""
        found = self._held.get(node)
        return self.outer.find(node) if found is None and self.outer else found

    def hold(self, node: Node, code: Code) -> Code:
        """Keep ``code`` in a variable, as what ``node`` comes to."""
        held = self.variable(code)
        self._held[node] = held
        return held

    def variable(self, code: Code) -> Code:
        """The same in a variable, so that it can be named twice."""
        if code.fixed or isinstance(code.expr, (ast.Name, ast.Constant)):
            return code
        target = self.names()
        self.body += statements("target = code", target=name(target), code=code.expr)
        return replace(code, expr=name(target))


class Expressions:
    """Makes code for nodes. ``facts`` gives the code of a fact by its path, ``lend`` a name for an object.

    What occurs more than once among ``all_nodes`` is worked out once, in ``outermost``; all else where it is
    needed.
    """

    def __init__(
        self,
        ruleset: Ruleset,
        facts: Callable[[str], Code],
        lend: Callable[[Anything], ast.expr],
        outermost: Scope,
        often: frozenset[Node] = frozenset(),
    ) -> None:
        self.ruleset = ruleset
        self.facts = facts
        self.lend = lend
        self.outermost = outermost
        self.often = often
        self.opens: Mapping[str, Code] = {}

    def truth(self, node: Node, scope: Scope) -> Code:
        """The code of a condition."""
        return self._made(node, scope, self._truth)

    def value(self, node: Node, scope: Scope) -> Code:
        """The code of a value."""
        return self._made(node, scope, self._value)

    def _made(self, node: Node, scope: Scope, make: Callable[[Node, Scope], Code]) -> Code:
        found = scope.find(node)
        if found is not None:
            return found
        if node in self.often:
            return self.outermost.hold(node, make(node, self.outermost))
        code = make(node, scope)
        return scope.hold(node, code) if isinstance(node, _COMPOSED) else code

    # Conditions

    def _truth(self, node: Node, scope: Scope) -> Code:
        match node:
            case All(parts):
                return both_codes([self.truth(part, scope) for part in parts], scope)
            case Any(parts):
                return either_codes([self.truth(part, scope) for part in parts], scope)
            case Not(part):
                return _negated(self.truth(part, scope), scope)
            case Named(_, body):
                return self.truth(body, scope)
            case IsOpen(action):
                return self.opens[action]
            case Test():
                return self._test(node, scope)
            case _:
                raise TypeError(f"{node} is no condition")

    def _test(self, test: Test, scope: Scope) -> Code:
        left = self.value(test.left, scope)
        right = None if test.right is None else self.value(test.right, scope)
        if left.fixed and (right is None or right.fixed):
            return known(compared(left.value, test.op, None if right is None else right.value))
        if test.op == "given" or right is None:
            return _given(left, scope)
        if left.ranged or right.ranged:
            return self._of_ranges(left, test.op, right, scope)
        if (left.none and right.unknown) or (right.none and left.unknown):
            return self._by_hand(left, test.op, right)
        return self._plain_test(left, test.op, right, scope)

    def _plain_test(self, left: Code, op: str, right: Code, scope: Scope) -> Code:
        """A test whose operator is Python's, once both sides are known."""
        if op == "has":
            template = "item in words" if not left.none else "(words is not NONE and item in words)"
            return _unless_unknown(template, scope, words=left, item=right)
        if op == "in" and not (right.fixed and isinstance(right.value, tuple)):
            return self._by_hand(left, op, right)
        if op == "in":
            among = fill("words", words=ast.Set([constant(each) for each in right.value]))
            return _unless_unknown("item in among", scope, item=left, among=Code(among))
        if left.kind == "other" and (op != "==" or (left.none and right.none)):
            return self._by_hand(left, op, right)
        for one, other in ((left, right), (right, left)):
            if one.fixed and isinstance(one.value, bool) and not other.none:
                return _unless_unknown("item" if one.value else "not item", scope, item=other)
            if one.fixed and isinstance(one.value, bool):
                return _unless_unknown("item is sure", scope, item=other, sure=one)
        return _unless_unknown(f"left {op} right", scope, left=left, right=right)

    def _of_ranges(self, left: Code, op: str, right: Code, scope: Scope) -> Code:
        if op == "in" or not right.fixed or left.unknown:
            return self._by_hand(left, op, right)
        left = scope.variable(left)
        expr = fill(
            f"left {op} right if left.__class__ is int else compared(left, op, right)",
            left=left.expr, right=right.expr, op=constant(op),
        )  # fmt: skip
        return Code(expr, unknown=True)

    def _by_hand(self, left: Code, op: str, right: Code) -> Code:
        right_expr = self.lend(right.value) if right.fixed and isinstance(right.value, tuple) else right.expr
        expr = fill("compared(left, op, right)", left=left.expr, right=right_expr, op=constant(op))
        return Code(expr, unknown=True)

    # Values

    def _value(self, node: Node, scope: Scope) -> Code:
        match node:
            case Constant(value):
                return self.of_constant(value)
            case Param(parameter):
                return self.of_constant(self.ruleset.parameter(parameter))
            case Fact(path):
                return self.facts(path)
            case Named(_, body):
                return self.value(body, scope)
            case Count(path, where):
                return self._count(self.facts(path), where)
            case Pick(end, path, where, field):
                return self._pick(self.facts(path), where, field, end == "last")
            case Difference(start, end):
                return _sum("-", self.value(end, scope), self.value(start, scope), scope, "number")
            case Scaled(times, amount):
                return _sum("*", self.of_constant(times), self.value(amount, scope), scope, "number")
            case Shift(base, amount, unit):
                return self._shift(self.value(base, scope), self.value(amount, scope), unit, scope)
            case Extreme(which, dates):
                return self._extreme([self.value(each, scope) for each in dates], which == "latest", scope)
            case _:
                raise TypeError(f"{node} is no value")

    def of_constant(self, value: Anything) -> Code:
        """A value that is the same in all cases; days as numbers."""
        if isinstance(value, date):
            return Code(constant(value.toordinal()), "day", fixed=True, value=value.toordinal())
        if isinstance(value, tuple):
            inside = tuple(each.toordinal() if isinstance(each, date) else each for each in value)
            return Code(self.lend(inside), fixed=True, value=inside)
        if value is NONE:
            return Code(name("NONE"), none=True, fixed=True, value=NONE)
        kind: Kind = "number" if type(value) is int else "other"
        return Code(constant(value), kind, fixed=True, value=value)

    def _count(self, entries: Code, where: tuple[tuple[str, Anything], ...]) -> Code:
        template = "0 if not entries else count(entries, where)"
        if entries.unknown:
            template = f"None if entries is None else ({template})"
        expr = fill(template, entries=entries.expr, where=self.lend(where))
        return Code(expr, "number", unknown=entries.unknown, ranged=True)

    def _pick(self, entries: Code, where: Anything, field: str, latest: bool) -> Code:
        template = "nan if not entries else pick(entries, where, field, latest)"
        if entries.unknown:
            template = f"None if entries is None else ({template})"
        expr = fill(
            template,
            entries=entries.expr, where=self.lend(where), field=constant(field), latest=constant(latest),
        )  # fmt: skip
        return Code(expr, "day", unknown=True, none=True)

    def _shift(self, base: Code, amount: Code, unit: str, scope: Scope) -> Code:
        if unit == "days":
            return _sum("+", base, _bounded(amount), scope, "day")
        path = self.ruleset.country
        country = Code(name("NONE"), fixed=True, value=NONE) if path is None else self.facts(path)
        expr = fill(
            "business_day(base, amount, country)",
            base=base.expr, amount=amount.expr, country=country.expr,
        )  # fmt: skip
        unknown = base.unknown or amount.unknown or country.unknown
        return Code(expr, "day", unknown=unknown, none=base.none or amount.none)

    def _extreme(self, dates: Sequence[Code], latest: bool, scope: Scope) -> Code:
        if len(dates) == 2:
            one, other = (scope.variable(each) for each in dates)
            op = ">=" if latest else "<="
            left_out = " or other != other" if other.none else ""
            template = f"one if one {op} other{left_out} else other"
            missing = [f"{side} is None" for side, code in (("one", one), ("other", other)) if code.unknown]
            if missing:
                template = f"None if {' or '.join(missing)} else {template}"
            expr = fill(template, one=one.expr, other=other.expr)
            return Code(expr, "day", unknown=bool(missing), none=one.none and other.none)
        listed = ast.Tuple([each.expr for each in dates], ast.Load())
        expr = fill("extreme(days, latest)", days=listed, latest=constant(latest))
        unknown = any(each.unknown for each in dates)
        return Code(expr, "day", unknown=unknown, none=all(each.none for each in dates))


def _bounded(amount: Code) -> Code:
    """No date is moved by more than fifty years."""
    if amount.fixed:
        by = max(-_FARTHEST, min(amount.value, _FARTHEST))
        return replace(amount, expr=constant(by), value=by)
    # With nan first, ``max`` and ``min`` keep it; None stays out of them.
    template = f"max(min(amount, {_FARTHEST}), -{_FARTHEST})"
    if amount.unknown:
        template = f"None if amount is None else {template}"
    return replace(amount, expr=fill(template, amount=amount.expr))


def _sum(op: str, left: Code, right: Code, scope: Scope, kind: Kind) -> Code:
    """Arithmetic with days: none wherever a part is none, else unknown wherever a part is unknown."""
    none, unknown = left.none or right.none, left.unknown or right.unknown
    if left.fixed and right.fixed:
        value = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}[op](
            left.value, right.value
        )
        return Code(constant(value), kind, none=none, fixed=True, value=value)
    if not unknown:
        return Code(fill(f"left {op} right", left=left.expr, right=right.expr), kind, none=none)
    left, right = scope.variable(left), scope.variable(right)
    missing = " or ".join(side for side, code in (("left", left), ("right", right)) if code.unknown)
    missing = missing.replace("left", "left is None").replace("right", "right is None")
    nothing = "None"
    if (left.none and right.unknown) or (right.none and left.unknown):
        nothing = "(None if left == left and right == right else nan)"
    expr = fill(f"{nothing} if {missing} else left {op} right", left=left.expr, right=right.expr)
    return Code(expr, kind, unknown=True, none=none)


def _given(left: Code, scope: Scope) -> Code:
    if not left.none:
        return _unless_unknown("True", scope, item=left) if left.unknown else TRUE
    template = "item == item" if left.kind in ("day", "number") else "item is not NONE"
    return _unless_unknown(template, scope, item=left)


def _unless_unknown(template: str, scope: Scope, **parts: Code) -> Code:
    """``template``, unknown as soon as a part is."""
    if template == "item":
        return parts["item"]
    unsure = [key for key, code in parts.items() if code.unknown]
    parts = {
        key: scope.variable(code) if key in unsure or key == "item" else code for key, code in parts.items()
    }
    if unsure:
        template = f"None if {' or '.join(f'{key} is None' for key in unsure)} else {template}"
    return Code(fill(template, **{key: code.expr for key, code in parts.items()}), unknown=bool(unsure))


def _negated(part: Code, scope: Scope) -> Code:
    if part.fixed:
        return known(None if part.value is None else not part.value)
    return _unless_unknown("not item", scope, item=part)


def both_codes(parts: Iterable[Code], scope: Scope) -> Code:
    """Kleene's *and*."""
    return _joined(parts, scope, "and", stops=False)


def either_codes(parts: Iterable[Code], scope: Scope) -> Code:
    """Kleene's *or*."""
    return _joined(parts, scope, "or", stops=True)


def _joined(parts: Iterable[Code], scope: Scope, word: str, *, stops: bool) -> Code:
    """*And* and *or*: a part that is ``stops`` settles it, one that is the opposite has no say.

    With one part that may be unknown, and that one last, Python's operators are Kleene's.
    """
    open_parts: list[Code] = []
    for part in parts:
        if part.fixed and part.value is stops:
            return known(stops)
        if not part.fixed or part.value is None:
            open_parts.append(part)
    sure = [part.expr for part in open_parts if not part.unknown]
    unsure = [part for part in open_parts if part.unknown]
    if len(unsure) > 1:
        unsure = [scope.variable(part) for part in unsure]
        settled = _any_is(unsure, stops)
        unknown = _any_is(unsure, None)
        together = fill(
            "stops if settled else None if unknown else goes",
            settled=settled, unknown=unknown, stops=constant(stops), goes=constant(not stops),
        )  # fmt: skip
        sure.append(together)
    else:
        sure += [part.expr for part in unsure]
    if not sure:
        return known(not stops)
    operator = ast.And() if word == "and" else ast.Or()
    expr = sure[0] if len(sure) == 1 else ast.BoolOp(operator, sure)
    return Code(expr, unknown=bool(unsure))


def _any_is(parts: Sequence[Code], value: bool | None) -> ast.expr:
    tests = [fill("part is value", part=part.expr, value=constant(value)) for part in parts]
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.Or(), tests)


def asks(node: Node) -> bool:
    """Whether a condition asks whether an action is open, so that it can differ from day to day."""
    return any(isinstance(each, IsOpen) for each in walk(node))
