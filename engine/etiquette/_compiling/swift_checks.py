"""Code that says whether a value, or each entry of a list, is one that its schema lets through.

All of it speaks of the variable ``v``, and errs on the side of no.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from .swift_memory import matcher
from .swift_schema import Spot
from .trees import constant, fill, statements

__all__ = ["Lend", "check", "entries_checked"]

Lend: TypeAlias = Callable[[Any], ast.expr]
"""Gives generated code a thing that it can't have as a literal."""


def check(spot: Spot, lend: Lend) -> ast.expr:
    """Whether ``v``, which needs no turning into anything, plainly says something."""
    match spot.decl.kind:
        case "boolean":
            return fill("v is True or v is False")
        case "number":
            return _all([fill("type(v) is int"), *_bounds(spot.schema)])
        case "zone":
            return fill("zone_named(v) is not None")
        case _:
            pass
    words = _words(spot.schema)
    if spot.only is not None:
        words = [
            word for word in words or sorted(spot.only) if word in spot.only and _passes(word, spot.schema)
        ]
    if words is not None:
        none = {"none"} if spot.decl.can_be_none else set()
        return fill("v in WORDS", WORDS=_set(word for word in words if word.strip() and word not in none))
    tests = [fill("type(v) is str and v.strip()"), *_limits(spot.schema, lend)]
    return _all([*tests, fill('v != "none"')] if spot.decl.can_be_none else tests)


def _words(schema: Mapping[str, Any]) -> list[str] | None:
    """The words of an ``enum``; ``None`` where there is none."""
    return [each for each in schema["enum"] if isinstance(each, str)] if "enum" in schema else None


def _passes(word: str, schema: Mapping[str, Any]) -> bool:
    return len(word) <= schema.get("maxLength", len(word)) and matcher(schema.get("pattern", ""))(word)


def _set(words: Iterable[str]) -> ast.expr:
    """A set of words as a literal, which Python makes once."""
    each: list[ast.expr] = [constant(word) for word in sorted(set(words))]
    return ast.Set(each) if each else fill("frozenset()")


def _bounds(schema: Mapping[str, Any]) -> list[ast.expr]:
    found = []
    if "minimum" in schema:
        found.append(fill("LEAST <= v", LEAST=constant(schema["minimum"])))
    if "maximum" in schema:
        found.append(fill("v <= MOST", MOST=constant(schema["maximum"])))
    return found


def _limits(schema: Mapping[str, Any], lend: Lend) -> list[ast.expr]:
    found = []
    if "maxLength" in schema:
        found.append(fill("len(v) <= MOST", MOST=constant(schema["maxLength"])))
    if "pattern" in schema:
        found.append(fill("MATCHES(v)", MATCHES=lend(matcher(schema["pattern"]))))
    return found


def entries_checked(schema: Mapping[str, Any], lend: Lend) -> list[ast.stmt]:
    """The code that returns where an entry of the list ``v`` isn't right; a blank is a text like others."""
    items = schema.get("items", {})
    words = _words(items)
    if words is not None:
        known = frozenset(word for word in words if _passes(word, items))
        return statements("if not KNOWN.issuperset(v): return None", KNOWN=lend(known))
    fits = _all([fill("type(v) is str"), *_limits(items, lend)])
    return statements("for each in v:\n    if not FITS: return None", FITS=_each(fits))


def _each(test: ast.expr) -> ast.expr:
    """The test of ``v`` as one of the variable ``each``."""
    for node in ast.walk(test):
        if isinstance(node, ast.Name) and node.id == "v":
            node.id = "each"
    return test


def _all(tests: Sequence[ast.expr]) -> ast.expr:
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), list(tests))
