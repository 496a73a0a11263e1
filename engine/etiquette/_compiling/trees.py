"""Pieces of generated code: expressions and statements from templates of our own.

A template is Python that this package wrote. What comes from a pack, such as a word that a fact is compared
with, gets in as a constant node and never as text, so nothing that anybody writes in a pack can become code.
"""

from __future__ import annotations

import ast
from copy import deepcopy
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
    return _Filled(parts).visit(deepcopy(_expression(template)))  # type: ignore[no-any-return]


def statements(template: str, **parts: ast.expr | list[ast.stmt]) -> list[ast.stmt]:
    """The statements that ``template`` says; a part that is a list takes the place of a statement."""
    filled = _Filled(parts)
    found: list[ast.stmt] = []
    for statement in deepcopy(_module(template)):
        made = filled.visit(statement)
        found += made if isinstance(made, list) else [made]
    return found


@cache
def _expression(template: str) -> ast.expr:
    return ast.parse(template, mode="eval").body


@cache
def _module(template: str) -> tuple[ast.stmt, ...]:
    return tuple(ast.parse(template).body)


class _Filled(ast.NodeTransformer):
    """Puts parts in place of the names of a template, also where a name is assigned to."""

    def __init__(self, parts: dict[str, Any]) -> None:
        self.parts = parts

    def visit_Name(self, node: ast.Name) -> ast.expr:
        part = self.parts.get(node.id)
        if part is None:
            return node
        if isinstance(node.ctx, ast.Store):
            return ast.Name(part.id, ast.Store())
        return part  # type: ignore[no-any-return]

    def visit_Expr(self, node: ast.Expr) -> Any:
        part = self.parts.get(node.value.id) if isinstance(node.value, ast.Name) else None
        return part if isinstance(part, list) else self.generic_visit(node)
