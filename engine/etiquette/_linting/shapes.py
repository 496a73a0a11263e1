"""How conditions are written: what could be said with less, or more plainly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from etiquette._packing.tree import Tree
from etiquette._reading.wording import written

from .finding import REMOVE, Edit, Found
from .subject import Subject

__all__ = ["deep", "denied_twice", "repeats", "single_parts"]

_MOST_DEEP: Final = 3
_OPPOSITES: Final = {
    "is_not": None,
    "not_one_of": "one_of",
    "lacks": "has",
}


def repeats(subject: Subject) -> Iterator[Found]:
    """The same part twice in one group, or once inside it and once beside it."""
    for who, top, _ in subject.conditions:
        for tree in _mappings(top):
            for word in ("all", "any"):
                group = tree.get(word)
                if group is not None:
                    yield from _repeated(who, tree, word, group)


def _repeated(who: str, tree: Tree, word: str, group: Tree) -> Iterator[Found]:
    """The parts of one group that have been said before. Only what surely says nothing more is mended."""
    seen: list[Any] = []
    parts = list(group)
    for index, part in enumerate(parts):
        plain = part.plain()
        away = (Edit(part.document.file, (*group.path, index), REMOVE),)
        if plain in seen:
            yield Found(part, f"{who} says {written(plain)} twice.", "Once is enough.", edits=away)
        elif _beside(tree, plain) and word == "all":
            message = f"{who} asks for {written(plain)} under `all`, and beside it already."
            yield Found(part, message, "Take it away here.", edits=away if len(parts) > 1 else ())
        elif _beside(tree, plain):
            message = f"{who} asks for {written(plain)} beside `any`, so that `any` holds in any case."
            yield Found(part, message, "Take one of the two away.")
        seen.append(plain)


def _beside(tree: Tree, plain: Any) -> bool:
    """Whether all that ``plain`` asks for is asked for by ``tree`` itself."""
    if not isinstance(plain, dict):
        return False
    own = {key: value.plain() for key, value in tree.data.items() if key not in ("all", "any")}
    return bool(plain) and all(key in own and own[key] == value for key, value in plain.items())


def single_parts(subject: Subject) -> Iterator[Found]:
    """Groups of one, and `all` where a plain mapping says the same."""
    for who, top, _ in subject.conditions:
        for tree in _mappings(top):
            for word in ("all", "any"):
                group = tree.get(word)
                if group is None or not isinstance(group.data, list) or len(group.data) != 1:
                    continue
                message = f"`{word}` has one part only, in {who}."
                help_ = f"Leave `{word}` out and write its part in its place."
                yield Found(group, message, help_, key=True, edits=_unwrapped(tree, word))


def _unwrapped(tree: Tree, word: str) -> tuple[Edit, ...]:
    """The mapping ``tree`` with the only part of a group in its place, if no key is there already."""
    part = tree.data[word].data[0].plain()
    rest = {key: value.plain() for key, value in tree.written() if key != word}
    if not isinstance(part, dict) or set(part) & set(rest):
        return ()
    merged: dict[str, Any] = {}
    for key, value in tree.written():
        merged |= part if key == word else {key: value.plain()}
    return (Edit(tree.document.file, tree.path, merged),)


def denied_twice(subject: Subject) -> Iterator[Found]:
    """`not` before what is a denial already."""
    for who, top, _ in subject.conditions:
        for tree in _mappings(top):
            denied = tree.get("not")
            if denied is None or not isinstance(denied.data, dict) or len(denied.data) != 1:
                continue
            ((key, inner),) = denied.data.items()
            plain = _without_denial(key, inner)
            if plain is None:
                continue
            edits: tuple[Edit, ...] = ()
            if not set(plain) & (set(tree.data) - {"not"}):
                merged: dict[str, Any] = {}
                for name, value in tree.written():
                    merged |= plain if name == "not" else {name: value.plain()}
                edits = (Edit(tree.document.file, tree.path, merged),)
            message = f"{who} denies twice: not {written({key: inner.plain()})}."
            help_ = f"Write what it comes to: {written(plain)}."
            yield Found(denied, message, help_, key=True, edits=edits)


def _without_denial(key: str, inner: Tree) -> dict[str, Any] | None:
    """What ``not: {key: inner}`` says plainly, where ``inner`` is a denial itself."""
    if key == "not":
        return inner.plain() if isinstance(inner.data, dict) else None
    if inner.data == "none":
        return {key: "given"}
    if inner.data == "not_open":
        return {key: "open"}
    if isinstance(inner.data, dict) and len(inner.data) == 1:
        ((operator, value),) = inner.data.items()
        if operator in _OPPOSITES:
            other = _OPPOSITES[operator]
            return {key: {other: value.plain()} if other else value.plain()}
    return None


def deep(subject: Subject) -> Iterator[Found]:
    """Groups in groups in groups."""
    for who, top, _ in subject.conditions:
        depth, tree = _deepest(top)
        if depth > _MOST_DEEP:
            message = f"The condition of {who} has groups {depth} deep."
            help_ = "Give a part of it a name under `definitions`, and ask for that by name."
            yield Found(tree, message, help_)


def _deepest(tree: Tree) -> tuple[int, Tree]:
    found = (0, tree)
    if isinstance(tree.data, dict):
        for word in ("all", "any", "not"):
            group = tree.get(word)
            for part in group if group is not None else ():
                depth, place = _deepest(part)
                found = max(found, (depth + 1, place), key=lambda each: each[0])
    return found


def _mappings(tree: Tree) -> Iterator[Tree]:
    """A condition and all that are parts of it."""
    if isinstance(tree.data, dict):
        yield tree
        for word in ("all", "any", "not"):
            group = tree.get(word)
            for part in group if group is not None else ():
                yield from _mappings(part)
