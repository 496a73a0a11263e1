"""Pieces of generated code: expressions and statements from templates of our own.

A template is Python that this package wrote. What comes from a pack, such as a word that a fact is compared
with, gets in as a constant node and never as text, so nothing that anybody writes in a pack can become code.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from typing import Any

__all__ = ["constant", "fill", "name", "statements"]


def name(identifier: str) -> ast.Name:
    """A variable of the generated code that is read."""
    return ast.Name(identifier, ast.Load())


def constant(value: Any) -> ast.Constant:
    """A literal: a bool, a number, a word or ``None``."""
    return ast.Constant(value)


def fill(template: str, **parts: ast.expr) -> ast.expr:
    """The expression that ``template`` says, with ``parts`` in place of the names that it gives them."""
    return _filled(_expression(template), parts)  # type: ignore[no-any-return]


def statements(template: str, **parts: ast.expr | list[ast.stmt]) -> list[ast.stmt]:
    """The statements that ``template`` says; a part that is a list takes the place of a statement."""
    return _all_filled(_module(template), parts)


@cache
def _expression(template: str) -> ast.expr:
    return ast.parse(template, mode="eval").body


@cache
def _module(template: str) -> tuple[ast.stmt, ...]:
    return tuple(ast.parse(template).body)


def _filled(node: ast.AST, parts: dict[str, Any]) -> Any:
    """A copy of ``node`` with parts in place of the names of a template, also where a name is assigned to.

    The parts themselves aren't copied. A list is what takes the place of a statement.
    """
    if type(node) is ast.Name:
        part = parts.get(node.id)
        if part is None:
            return ast.Name(node.id, node.ctx)
        return ast.Name(part.id, node.ctx) if isinstance(node.ctx, ast.Store) else part
    if type(node) is ast.Expr and type(node.value) is ast.Name:
        part = parts.get(node.value.id)
        if isinstance(part, list):
            return part
    if not node._fields:
        return node  # such as the sign of an operator, which has nothing that could be filled
    made = type(node)(**vars(node))
    for field, value in vars(node).items():
        if isinstance(value, ast.AST):
            setattr(made, field, _filled(value, parts))
        elif isinstance(value, list):
            setattr(made, field, _all_filled(value, parts))
    return made


def _all_filled(nodes: Iterable[Any], parts: dict[str, Any]) -> list[Any]:
    found: list[Any] = []
    for node in nodes:
        made = _filled(node, parts) if isinstance(node, ast.AST) else node
        if isinstance(made, list):
            found += made
        else:
            found.append(made)
    return found
