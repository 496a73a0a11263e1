"""From nodes to text: what is short and simple in brackets on one line, everything else line by line."""

from __future__ import annotations

from typing import Final

from .nodes import BLANK, Item, Node, Tree, comments_in
from .scalars import folded, inline, needs_lines

__all__ = ["WIDTH", "Layout"]

WIDTH: Final = 110
_STEP: Final = 2
_MOST_BRACKETS: Final = 3
"""How many brackets may stand inside one another on a line."""
_SHORT: Final = frozenset(("calendar", "with"))
"""What stands at the top and is short all the same; everything else there deserves lines of its own."""
_OPEN: Final = frozenset(("expect", "facts", "plan"))
"""What deserves lines of its own wherever it stands, as in a suite."""
_NAMING: Final = frozenset(("id", "title"))
"""What an entry of a list is known by."""


class Layout:
    """Writes one document. ``spaced`` puts a blank line between the entries of lists right below the root."""

    def __init__(self, *, spaced: bool = False) -> None:
        self.spaced = spaced

    def write(self, tree: Tree) -> str:
        """The text, with a line end at its end."""
        root = tree.root
        _lift(root)
        lines = list(tree.head)
        if root.items:
            lead, inner = self._block(root, 0, 0)
            lines += [f"--- &{root.anchor}"] if root.anchor else []
            lines += _squeezed(lead)
        else:
            inner = self._leaf(root)
        return "\n".join([*_without_edges(_squeezed(lines), end=False), *inner, *_squeezed(tree.tail)]) + "\n"

    def _leaf(self, node: Node) -> list[str]:
        if node.kind in ("mapping", "sequence"):
            return [_brackets(node)]
        text = inline(node)
        written = folded(node, WIDTH - _STEP) if len(text) > WIDTH or needs_lines(node) else None
        if written is None:
            return [text or "null"]
        head = f"&{node.anchor} " if node.anchor else ""
        return [head + written[0], *_indented(written[1], _STEP)]

    def _block(self, node: Node, indent: int, depth: int) -> tuple[list[str], list[str]]:
        """The comments above the first item, and the lines of all items with those after the last."""
        first: list[str] = []
        lines: list[str] = []
        for index, item in enumerate(node.items):
            lead, own = self._item(item, indent, depth)
            if index == 0:
                first = lead
            else:
                between = self.spaced and depth == 1 and node.kind == "sequence"
                lines += _at([BLANK, *_without_edges(lead, end=False)] if between else lead, indent)
            lines += own
        lines += _at(_without_edges(node.last, start=False), indent)
        return first, lines

    def _item(self, item: Item, indent: int, depth: int) -> tuple[list[str], list[str]]:
        """The comments above an item, and its lines."""
        lead, beside = list(item.lead), list(item.line[:1])
        lead += item.line[1:]
        pad = " " * indent
        value = item.value
        head = f"{pad}-" if item.key is None else f"{pad}{inline(item.key)}:"
        if value.kind in ("mapping", "sequence"):
            if not value.items:
                return [*lead, *value.last], [_joined(head, _brackets(value), beside)]
            short = _in_brackets(item, depth)
            if short is not None and len(head) + 1 + len(short) <= WIDTH:
                return lead, [_joined(head, short, beside)]
            above, lines = self._block(value, indent + _STEP, depth + 1)
            if item.key is None and not value.anchor:
                return [*lead, *beside, *above], [f"{head} {lines[0][indent + _STEP :]}", *lines[1:]]
            name = f"&{value.anchor}" if value.anchor else ""
            start = _at(_without_edges(above, end=False), indent + _STEP)
            return lead, [_joined(head, name, beside), *start, *lines]
        return lead, self._scalar(head, value, beside, indent)

    def _scalar(self, head: str, value: Node, beside: list[str], indent: int) -> list[str]:
        text = inline(value)
        if len(head) + 1 + len(text) > WIDTH or needs_lines(value):
            written = folded(value, WIDTH - indent - _STEP)
            if written is not None:
                sign = f"&{value.anchor} {written[0]}" if value.anchor else written[0]
                return [_joined(head, sign, beside), *_indented(written[1], indent + _STEP)]
        return [_joined(head, text, beside)]


def _lift(node: Node) -> None:
    """What stands above the first item of an entry of a list is above the entry: they share a line."""
    for item in node.items:
        inner = item.value
        _lift(inner)
        if item.key is None and inner.items and not inner.anchor:
            first = inner.items[0]
            item.lead += first.lead if BLANK not in first.lead[:1] else first.lead[1:]
            first.lead = []
            if inner.kind == "mapping" and len(inner.items) == 1:
                first.line[:0] = item.line
                item.line = []


def _in_brackets(item: Item, depth: int) -> str | None:
    """The value of ``item`` on one line, or ``None`` if it is better written line by line."""
    value = item.value
    if comments_in(value) or _height(value) > _MOST_BRACKETS or _tangled(value):
        return None
    if value.kind == "sequence" and depth == 0 and any(each.value.kind == "mapping" for each in value.items):
        return None
    if value.kind == "mapping":
        if item.key is None and (len(value.items) == 1 or not _flat(value) or _keys(value) & _NAMING):
            return None  # `- a: 1` reads better than `- {a: 1}`, and so does whatever is known by an id
        if item.key is not None and (item.key.text in _OPEN or (depth == 0 and item.key.text not in _SHORT)):
            return None
    return _brackets(value)


def _keys(node: Node) -> set[str]:
    return {item.key.text for item in node.items if item.key is not None}


def _flat(node: Node) -> bool:
    """Whether no mapping stands in a mapping."""
    return not any(item.value.kind == "mapping" and item.value.items for item in node.items)


def _height(node: Node) -> int:
    return 1 + max((_height(item.value) for item in node.items), default=0) if node.items else 0


def _tangled(node: Node) -> bool:
    """Whether several mappings side by side, or a text of several lines, stand somewhere in it."""
    if node.kind == "scalar":
        return needs_lines(node)
    if node.kind == "sequence":
        mappings = [each.value for each in node.items if each.value.kind == "mapping"]
        if len(mappings) > 1 or any(_height(each) > 1 or len(each.items) > 1 for each in mappings):
            return True
    elif sum(each.value.kind == "mapping" for each in node.items) > 1:
        return True
    return any(_tangled(item.value) for item in node.items)


def _brackets(node: Node) -> str:
    if node.kind in ("scalar", "alias"):
        return inline(node, brackets=True)
    name = f"&{node.anchor} " if node.anchor else ""
    if node.kind == "sequence":
        return f"{name}[{', '.join(_brackets(item.value) for item in node.items)}]"
    pairs = (f"{inline(item.key, brackets=True)}: {_brackets(item.value)}" for item in node.items if item.key)
    return f"{name}{{{', '.join(pairs)}}}"


def _joined(head: str, text: str, beside: list[str]) -> str:
    line = f"{head} {text}" if text else head
    return "  ".join([line, *beside])


def _at(lines: list[str], indent: int) -> list[str]:
    """Comments and blank lines, indented, with no two blank lines in a row."""
    return _indented(_squeezed(lines), indent)


def _indented(lines: list[str], indent: int) -> list[str]:
    return [f"{' ' * indent}{line}" if line else line for line in lines]


def _squeezed(lines: list[str]) -> list[str]:
    return [line for index, line in enumerate(lines) if line or not index or lines[index - 1]]


def _without_edges(lines: list[str], *, start: bool = True, end: bool = True) -> list[str]:
    """Without blank lines at the start and at the end."""
    found = list(lines)
    while start and found and not found[0]:
        found.pop(0)
    while end and found and not found[-1]:
        found.pop()
    return found
