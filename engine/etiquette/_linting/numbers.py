"""Numbers that a coach may want to turn, and that have no name to turn them by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, TypeAlias

from etiquette._packing.tree import Tree

from .finding import Found
from .subject import Subject

__all__ = ["nameless", "repeated"]

_OFFSET: Final = re.compile(r"([-+]) *(\d+) +(business +)?(days?|weeks?)\b")
_LIMIT: Final = re.compile(r"max_[a-z_]+")
_BOUNDS: Final = ("at_least", "at_most", "more_than", "fewer_than")
_SMALL: Final = 1
"""Numbers up to this are part of what a rule says: once, the next day."""

_Number: TypeAlias = tuple[str, Tree, tuple[int, int] | None, str]


def repeated(subject: Subject) -> Iterator[Found]:
    """The same number in several rules: whoever changes one forgets the other."""
    places: dict[str, list[tuple[str, _Number]]] = defaultdict(list)
    for who, number in _numbers(subject):
        places[number[0]].append((who, number))
    for what, found in sorted(places.items()):
        rules = list(dict.fromkeys(who for who, _ in found))
        if len(rules) > 1:
            _, (_, tree, span, hint) = found[0]
            others = tuple(number[1].location for _, number in found[1:])
            message = f"{what} stands in {len(rules)} rules: {', '.join(rules)}."
            help_ = f"Give it a name: {hint}. Then one change is enough."
            yield Found(tree, message, help_, span=span, related=others)


def nameless(subject: Subject) -> Iterator[Found]:
    """Single numbers that a layer could only change by changing the rule."""
    several = {found.message.partition(" stands in")[0] for found in repeated(subject)}
    for who, (what, tree, span, hint) in _numbers(subject):
        if what not in several and not what.startswith("The bound"):
            message = f"{what} in {who} has no name."
            help_ = f"If somebody may want it otherwise, make it a parameter: {hint}."
            yield Found(tree, message, help_, span=span)


def _numbers(subject: Subject) -> Iterator[tuple[str, _Number]]:
    """Numbers in what the subject writes, each with its rule. A plugin can't declare parameters."""
    if subject.manifest is None:
        return
    written = [(each.id, each.tree) for each in subject.rules]
    written += [(name, tree) for name, tree in subject.section("change")]
    for who, tree in written:
        for key in ("window", "when", "message"):
            if part := tree.get(key):
                yield from ((who, number) for number in _in(part))


def _in(tree: Tree) -> Iterator[_Number]:
    if isinstance(tree.data, str):
        for found in _OFFSET.finditer(tree.data):
            if int(found[2]) > _SMALL:
                unit = f"{found[3] or ''}{found[4].removesuffix('s')}s".replace("  ", " ")
                kind = "business_days" if found[3] else "days"
                hint = f"`parameters: {{a_name: {{type: {kind}, default: {found[2]}, …}}}}`"
                yield f"The offset of {found[2]} {unit}", tree, found.span(2), hint
    elif isinstance(tree.data, bool):
        return
    elif isinstance(tree.data, int):
        hint = f"`parameters: {{a_name: {{type: count, default: {tree.data}, …}}}}`"
        if _LIMIT.fullmatch(tree.key):
            yield f"The limit {tree.key}: {tree.data}", tree, None, hint
        elif tree.key in _BOUNDS and abs(tree.data) > _SMALL:
            name = next(part for part in reversed(tree.path[:-1]) if isinstance(part, str))
            yield f"The bound {name}: {{{tree.key}: {tree.data}}}", tree, None, hint
    elif isinstance(tree.data, dict):
        for _, each in tree.written():
            yield from _in(each)
    elif isinstance(tree.data, list):
        for each in tree:
            yield from _in(each)
