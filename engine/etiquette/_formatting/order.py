"""The order of keys: that of the notation, which is that of the schema; elsewhere as they were written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from .nodes import BLANK, Node

__all__ = ["in_order"]

_FREE: Final = "/condition"
"""Where a schema's name ends so, keys are names of the author's own, in an order that reads well to them."""


def in_order(node: Node, schema: Mapping[str, Any]) -> None:
    """Bring the keys of ``node``, and of everything below, into the order of ``schema``.

    What the schema doesn't name follows as it was written. With aliases nothing is moved: an anchor has to
    stand before what refers to it.
    """
    if not any(each.anchor for each in _all(node)):
        _arrange(node, schema, schema, top=True)


def _all(node: Node) -> Iterator[Node]:
    yield node
    for item in node.items:
        if item.key is not None:
            yield item.key
        yield from _all(item.value)


def _arrange(node: Node, schema: Mapping[str, Any], whole: Mapping[str, Any], *, top: bool = False) -> None:
    found = _fitting(node, schema, whole)
    if found is None:
        return
    if node.kind == "sequence":
        for item in node.items:
            _arrange(item.value, found.get("items", {}), whole)
    elif node.kind == "mapping":
        known = found.get("properties", {})
        rank = {name: index for index, name in enumerate(known)}
        before = list(node.items)
        node.items.sort(key=lambda item: rank.get(item.key.text if item.key else "", len(rank)))
        if node.items != before and not top:
            _close_up(node)
        for item in node.items:
            name = item.key.text if item.key else ""
            _arrange(item.value, known.get(name, _other(found)), whole)


def _close_up(node: Node) -> None:
    """Take the blank lines away that set apart what stands elsewhere now."""
    for item in node.items:
        item.lead = [each for each in item.lead if each != BLANK]


def _other(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What stands under a key that the schema has no name for."""
    choices = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")]
    return next((each for each in choices if isinstance(each, Mapping)), {})


def _fitting(node: Node, schema: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The schema without references and choices; ``None`` where keys are free."""
    while "$ref" in schema:
        if schema["$ref"].endswith(_FREE):
            return None
        target: Any = whole
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        schema = target
    names = {item.key.text for item in node.items if item.key}
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        found = _fitting(node, choice, whole)
        if found is None:
            return None
        if node.kind == "sequence" and "items" in found:
            return found
        if names and names <= set(found.get("properties", ())):
            return found
    return schema
