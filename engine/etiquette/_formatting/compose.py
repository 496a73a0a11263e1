"""From text to nodes, with every comment at the item that it belongs to.

The text is known to be a document that the strict reader accepts, so there are no tags, and keys are words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import yaml

from etiquette._reading.yaml_compose import joined_halves

from .comments import Comment, Lines, find_comments
from .nodes import BLANK, Item, Kind, Node, Tree, items_in

__all__ = ["compose"]

_LOADERS: Final = (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader)


def compose(text: str) -> Tree:
    """The document that ``text`` holds, with its comments. Raises :class:`yaml.YAMLError` for what is none.

    As the strict reader does, it turns to the parser in Python where the one in C gives up.
    """
    try:
        return _composed(text, _LOADERS[0])
    except yaml.YAMLError:
        return _composed(text, _LOADERS[1])


def _composed(text: str, loader: Any) -> Tree:
    dashes, scalars = _marks(text, loader)
    lines = Lines(text)
    tree = Tree(_Builder(dashes).build(yaml.parse(text, Loader=loader)))
    for node in (tree.root, *(item.value for item in items_in(tree.root))):
        if node.items and not node.flow:  # an anchor may stand before the first item, in another line
            node.column = lines.column(node.items[0].start)
    # A blank line above an item is noted after the comments above it, which come first.
    for comment in find_comments(lines, scalars):
        _attach(tree, comment)
    for item in items_in(tree.root):
        if lines.after_blank(item.start) and lines.begins(item.start) and item.lead[-1:] != [BLANK]:
            item.lead.append(BLANK)
    return tree


def _marks(text: str, loader: Any) -> tuple[list[int], list[tuple[int, int]]]:
    """Where the dashes of lists stand, and the spans of all scalars."""
    dashes: list[int] = []
    scalars: list[tuple[int, int]] = []
    tokens: Iterable[Any] = yaml.scan(text, Loader=loader)  # its marks are typed as if they could be missing
    for token in tokens:
        if isinstance(token, yaml.BlockEntryToken):
            dashes.append(token.start_mark.index)
        elif isinstance(token, yaml.ScalarToken):
            scalars.append((token.start_mark.index, token.end_mark.index))
    return dashes, scalars


class _Builder:
    """Builds the nodes from the parser's events; open collections lie on a list."""

    def __init__(self, dashes: list[int]) -> None:
        self.dashes = dashes
        self.next_dash = 0
        self.open: list[Node] = []
        self.keys: list[Node | None] = []
        self.root: Node | None = None

    def build(self, events: Iterable[Any]) -> Node:
        """The root of the document that the parser's events describe."""
        for event in events:
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                kind: Kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "sequence"
                node = _node(kind, event)
                node.flow = bool(event.flow_style)
                self._put(node)
                self.open.append(node)
                self.keys.append(None)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.open.pop().end = _end(event)
                self.keys.pop()
            elif isinstance(event, yaml.ScalarEvent):
                node = _node("scalar", event)
                node.text = joined_halves(event.value) or event.value
                node.plain = bool(event.implicit[0]) and not event.style
                self._put(node)
            elif isinstance(event, yaml.AliasEvent):
                node = _node("alias", event)
                node.text, node.anchor = str(event.anchor), ""
                self._put(node)
        if self.root is None:
            raise yaml.YAMLError("no document")
        return self.root

    def _put(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if parent.kind == "sequence":
            start = node.start if parent.flow else self._dash()
            parent.items.append(Item(start, None, node))
        elif self.keys[-1] is None:
            self.keys[-1] = node
        else:
            key = self.keys[-1]
            parent.items.append(Item(key.start, key, node))
            self.keys[-1] = None

    def _dash(self) -> int:
        """The dash of the entry whose value has just begun: entries come in the order of their dashes."""
        found = self.dashes[self.next_dash]
        self.next_dash += 1
        return found


def _end(event: Any) -> int:
    return int(event.end_mark.index)


def _node(kind: Kind, event: Any) -> Node:
    start, end = event.start_mark, event.end_mark
    return Node(kind, start.index, end.index, start.column, anchor=event.anchor or "")


def _attach(tree: Tree, comment: Comment) -> None:
    """Put a comment where it belongs: beside what its line begins with, or above what follows it."""
    root = tree.root
    above = [*([BLANK] if comment.after_blank else []), comment.text]
    if comment.start < root.start:
        tree.head += above
    elif not root.items or (root.flow and comment.start >= root.end):
        tree.tail += above
    elif comment.alone:
        _above(root, comment, above)
    else:
        _beside(tree, comment)


def _beside(tree: Tree, comment: Comment) -> None:
    """A comment at the end of a line belongs to the item that began last, inside or outside of brackets."""
    node, item = tree.root, None
    while True:
        before = [each for each in node.items if each.start < comment.start]
        if not before:
            break
        item = before[-1]
        inner = item.value
        inside = comment.start < inner.end if inner.flow else inner.start < comment.start
        if not inner.items or not inside or inner.start > comment.start:
            break
        node = inner
    (tree.head if item is None else item.line).append(comment.text)


def _above(node: Node, comment: Comment, above: list[str]) -> None:
    """A comment on a line of its own belongs to the item that follows, or to the end of the innermost list.

    After the last item of a list the column decides how far in it belongs, as a reader takes it.
    """
    while True:
        before = [each for each in node.items if each.start < comment.start]
        after = node.items[len(before)] if len(before) < len(node.items) else None
        if not before:
            break
        last = before[-1]
        if last.value.start > comment.start and not _within(last.value, comment):
            last.lead += above  # between a key and its value
            return
        if not _within(last.value, comment) and not (
            _trails(last.value, comment) and (after is None or last.value.column > node.column)
        ):
            break
        node = last.value
    (node.last if after is None else after.lead).extend(above)


def _within(node: Node, comment: Comment) -> bool:
    """Whether items of ``node`` stand after the comment, or its closing bracket does."""
    if not node.items:
        return False
    return node.start < comment.start < node.end if node.flow else node.items[-1].start > comment.start


def _trails(node: Node, comment: Comment) -> bool:
    """Whether a comment after all items of ``node`` is indented as they are, or more."""
    return bool(node.items) and not node.flow and comment.column >= node.column
