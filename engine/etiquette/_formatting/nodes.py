"""A document as its author wrote it: values, the comments around them, and blank lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

__all__ = ["BLANK", "Item", "Kind", "Node", "Tree", "comments_in", "items_in"]

Kind: TypeAlias = Literal["scalar", "alias", "mapping", "sequence"]

BLANK = ""
"""Stands for a blank line among comments."""


@dataclass(slots=True)
class Node:
    """One value.

    ``text`` is a scalar's content as the parser gives it, or an alias's name; ``plain`` tells that a scalar
    was written without quotes, so that ``true`` is no word. ``start`` and ``end`` are offsets in the text,
    ``column`` counts from 0. ``last`` are the comments after the last item, one a line.
    """

    kind: Kind
    start: int
    end: int
    column: int
    text: str = ""
    plain: bool = False
    anchor: str = ""
    flow: bool = False
    items: list[Item] = field(default_factory=list)
    last: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """An entry of a sequence, or a key with its value. ``start`` is where its dash or its key begins.

    ``lead`` are the comments above it with :data:`BLANK` for blank lines, ``line`` those at the end of its
    line.
    """

    start: int
    key: Node | None
    value: Node
    lead: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Tree:
    """A whole document. ``head`` and ``tail`` are the comments before its first and after its last word."""

    root: Node
    head: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)


def items_in(node: Node) -> Iterator[Item]:
    """All items below ``node``, those of items included."""
    for item in node.items:
        yield item
        yield from items_in(item.value)


def comments_in(node: Node) -> bool:
    """Whether a comment stands somewhere inside ``node``."""
    return bool(node.last) or any(
        item.line or item.value.last or any(each != BLANK for each in item.lead) for item in items_in(node)
    )
