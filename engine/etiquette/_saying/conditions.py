"""Conditions as clauses. A part that has parts of its own stands in brackets."""

from __future__ import annotations

from datetime import date
from typing import Final

from etiquette.algebra import (
    All,
    Any,
    Condition,
    Constant,
    Count,
    Difference,
    Fact,
    IsOpen,
    Named,
    Node,
    Not,
    Op,
    Param,
    Pick,
    Scalar,
    Scaled,
    Test,
    facts_in,
)

from .lists import joined
from .phrases import Phrases
from .values import amount, counted, noun, parameter, setting

__all__ = ["clause", "simple"]

_DATES: Final[dict[Op, str]] = {
    "==": "on", "<": "before", "<=": "on or before", ">": "after", ">=": "on or after",
}  # fmt: skip
_NUMBERS: Final[dict[Op, str]] = {
    "==": "exactly", "<": "fewer than", "<=": "at most", ">": "more than", ">=": "at least",
}  # fmt: skip


def simple(condition: Node) -> Condition:
    """The same condition without what adds no meaning: names, single parts, and parts of one kind nested."""
    match condition:
        case Named(_, body):
            return simple(body)
        case Not(part):
            inner = simple(part)
            return inner.part if isinstance(inner, Not) else Not(inner)
        case All(parts) | Any(parts):
            kind = type(condition)
            flat: list[Condition] = []
            for each in map(simple, parts):
                flat += each.parts if isinstance(each, kind) else [each]
            return flat[0] if len(flat) == 1 else kind(tuple(flat))
        case Test() | IsOpen():
            return condition
        case _:
            raise TypeError(f"{condition!r} is no condition")


def clause(condition: Condition, phrases: Phrases, *, inside: bool = False) -> str:
    """A condition that :func:`simple` gave as one clause; in brackets where it is a part and has parts."""
    match condition:
        case All(parts) | Any(parts):
            if not parts:
                return "always" if isinstance(condition, All) else "it is never so"
            return _joined(condition, phrases, inside=inside)
        case Not(Test() as test):
            return _test(test, phrases, negated=True)
        case Not(IsOpen(action)):
            return f"you can't {phrases.verb(action)} that day"
        case Not(part):
            return f"it is not so that {clause(part, phrases, inside=True)}"
        case IsOpen(action):
            return f"you can {phrases.verb(action)} that day"
        case Test():
            return _test(condition, phrases, negated=False)
        case _:
            raise TypeError(f"{condition!r} wasn't made simple")


def _joined(condition: All | Any, phrases: Phrases, *, inside: bool) -> str:
    """Parts in the order of the facts that they read, those with parts of their own last."""
    parts = sorted(condition.parts, key=lambda part: _rank(part, phrases))
    said = [clause(each, phrases, inside=True) for each in parts]
    if isinstance(condition, All):
        whole = f"{', '.join(said[:-1])}, and {said[-1]}" if _parts(parts[-1]) else joined(said)
        return f"({whole})" if inside else whole
    if not inside:
        return joined(said, "or")
    pair = len(parts) == 2 and not any(_parts(each) for each in parts)
    return f"either {joined(said, 'or')}" if pair else f"({joined(said, 'or')})"


def _rank(condition: Condition, phrases: Phrases) -> tuple[bool, int]:
    known = [phrases.place(path) for path in facts_in(condition)]
    return bool(_parts(condition)), min(known, default=len(phrases.ruleset.vocabulary.facts))


def _parts(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case All(parts) | Any(parts):
            return parts
        case Not(part):
            return _parts(part)
        case _:
            return ()


def _test(test: Test, phrases: Phrases, *, negated: bool) -> str:
    left = test.left.body if isinstance(test.left, Named) else test.left
    own = _own_clause(left, test, phrases, negated=negated)
    if own is not None:
        return own
    be = "is not" if negated else "is"
    match left, test.op:
        case Pick(_, path, where, field), "given":
            return _on_record(path, where, field, phrases, negated=negated)
        case _, "given":
            return f"{noun(left, phrases)} is {'known to be none' if negated else 'given'}"
        case Count(), _:
            return _counting(left, test, phrases, negated=negated)
        case ((Difference() | Scaled()), op):
            bound = _bound(op, test.right, phrases)
            return f"{amount(left, 'days', phrases)} {'are not' if negated else 'are'} {bound}"
        case Param(name), op:
            now = setting(phrases.ruleset.parameter(name), phrases)
            return f"the parameter {name} (now {now}) {be} {_compared(op, left, test.right, phrases)}"
        case _, "has":
            verb = "doesn't include" if negated else "includes"
            return f"{noun(left, phrases)} {verb} {_right(left, test.right, phrases)}"
        case _, op:
            return f"{noun(left, phrases)} {be} {_compared(op, left, test.right, phrases)}"


def _on_record(
    path: str, where: tuple[tuple[str, Scalar], ...], field: str, phrases: Phrases, *, negated: bool
) -> str:
    """Whether there is an entry to pick; the first and the last are there or not alike."""
    entry = counted(path, where, phrases, many=False)
    article = "no" if negated else "an" if entry[0] in "aeiou" else "a"
    decl = phrases.declared(path)
    days = [each for each in (decl.fields if decl else ()) if each.kind == "date"]
    known = "" if len(days) == 1 else f" with {phrases.noun(f'{path}[].{field}')}"
    return f"{article} {entry} is on record{known}"


def _counting(left: Count, test: Test, phrases: Phrases, *, negated: bool) -> str:
    """``there is at least 1 call from you``, ``there are no calls``."""
    one = test.right == Constant(1)
    entries = counted(left.list, left.where, phrases, many=not one)
    if not negated and (test.op, test.right) == ("<=", Constant(0)):
        return f"there are no {entries}"
    there = f"there {'is' if one else 'are'}{' not' if negated else ''}"
    return f"{there} {_bound(test.op, test.right, phrases)} {entries}"


def _own_clause(left: Node, test: Test, phrases: Phrases, *, negated: bool) -> str | None:
    """What the vocabulary says of the fact when it is so, where it has a clause for it."""
    if not isinstance(left, Fact):
        return None
    match test.op, test.right:
        case "given", None:
            return phrases.clause(left.path, "none" if negated else "given")
        case "==", Constant(bool(value)):
            key = "yes" if value else "no"
        case "==", Constant(str(value)):
            key = value
        case "has", Constant(value):
            return phrases.clause(left.path, f"{'lacks' if negated else 'has'} {value}")
        case _:
            return None
    return phrases.clause(left.path, f"not {key}" if negated else key)


def _compared(op: Op, left: Node, right: Node | None, phrases: Phrases) -> str:
    """What stands after ``is``: a word, a number and how it bounds, or a day and on which side of it."""
    literal = isinstance(right, Constant) and not isinstance(right.value, date)
    if op == "in" or (op == "==" and literal):
        return _right(left, right, phrases)
    if literal or isinstance(right, Param):
        return _bound(op, right, phrases)
    return f"{_DATES.get(op, op)} {_right(left, right, phrases)}"


def _bound(op: Op, right: Node | None, phrases: Phrases) -> str:
    """A number with how it bounds: ``at least 2``."""
    shown = parameter(right, phrases) if isinstance(right, Param) else _right(None, right, phrases)
    return f"{_NUMBERS.get(op, op)} {shown}"


def _right(left: Node | None, right: Node | None, phrases: Phrases) -> str:
    if isinstance(left, Param) and isinstance(right, Constant) and not isinstance(right.value, tuple):
        return setting(right.value, phrases)
    decl = phrases.declared(left.path) if isinstance(left, Fact) else None
    return noun(right, phrases, decl) if right is not None else ""
