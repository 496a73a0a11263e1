"""What was written, with the place and the owner of every part of it.

A rule may be put together from several files, because a layer changes it in place. So every part remembers
the document it comes from, and the pack or plugin that the document belongs to; wherever a part ends up,
what is wrong with it is shown where it was written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from etiquette._reading.document import Document, PathKey
from etiquette.diagnostics import Diagnostic, Location

__all__ = ["Tree", "merged"]


@dataclass(frozen=True, slots=True)
class Tree:
    """A value with its place. ``data`` is a scalar, a dict from words to trees, or a list of trees."""

    data: Any
    document: Document
    path: PathKey
    owner: str

    @classmethod
    def of(cls, document: Document, owner: str, path: PathKey = ()) -> Tree:
        """The part of ``document`` at ``path``, which must be there."""
        data = document.data
        for part in path:
            data = data[part]
        return cls._grown(data, document, path, owner)

    @classmethod
    def _grown(cls, data: Any, document: Document, path: PathKey, owner: str) -> Tree:
        if isinstance(data, Mapping):
            data = {key: cls._grown(value, document, (*path, key), owner) for key, value in data.items()}
        elif isinstance(data, list):
            data = [cls._grown(value, document, (*path, n), owner) for n, value in enumerate(data)]
        return cls(data, document, path, owner)

    @property
    def location(self) -> Location | None:
        """Where the value stands."""
        return self.document.at(self.path)

    @property
    def key(self) -> str:
        """The key that the value stands under, or the last one on the way to it."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "")

    @property
    def key_location(self) -> Location | None:
        """Where the key stands that leads to the value."""
        return self.document.at(self.path, key=True)

    def get(self, key: str) -> Tree | None:
        """What stands under ``key``; ``None`` where nothing does, or where this isn't a mapping."""
        found = self.data.get(key) if isinstance(self.data, dict) else None
        return found if isinstance(found, Tree) else None

    def items(self) -> Iterator[tuple[str, Tree]]:
        """Keys and what stands under them, sorted by key, so that the written order never shows."""
        if isinstance(self.data, dict):
            yield from sorted(self.data.items())

    def written(self) -> Iterator[tuple[str, Tree]]:
        """Keys and what stands under them, in the order in which they were written."""
        if isinstance(self.data, dict):
            yield from self.data.items()

    def __iter__(self) -> Iterator[Tree]:
        """The entries of a list; a single value counts as a list of one."""
        if isinstance(self.data, list):
            yield from self.data
        else:
            yield self

    def plain(self) -> Any:
        """The plain data, without places."""
        if isinstance(self.data, dict):
            return {key: value.plain() for key, value in self.data.items()}
        if isinstance(self.data, list):
            return [value.plain() for value in self.data]
        return self.data

    def problem(
        self,
        code: str,
        message: str,
        help: str,  # noqa: A002 - the word of Diagnostic
        *,
        key: bool = False,
        span: tuple[int, int] | None = None,
        related: tuple[Location | None, ...] = (),
    ) -> Diagnostic:
        """A diagnostic about this value, about its key, or about a ``span`` of its text."""
        places = tuple(place for place in related if place is not None)
        found = self.document.problem(code, self.path, message, help, key=key, related=places)
        return replace(found, location=self._part(*span)) if span else found

    def _part(self, start: int, end: int) -> Location | None:
        """Where the characters ``start`` to ``end`` of a text stand; the whole text if that can't be told."""
        place = self.location
        if place is None or not isinstance(self.data, str):
            return place
        lines = dict(self.document.excerpt(place))
        for quote in (0, 1):
            first = place.column - 1 + quote + start
            if lines.get(place.line, "")[first : first + end - start] == self.data[start:end]:
                return replace(place, column=first + 1, end_column=first + 1 + end - start)
        return place


def merged(base: Tree, change: Tree, *, deep: Collection[str] = ()) -> Tree:
    """``base`` with the keys of ``change`` in place of its own; null takes a key away.

    Under the keys in ``deep`` the same is done with the mapping that stands there. If no key is left in it,
    it is taken away as well.
    """
    data: dict[str, Tree] = dict(base.data)
    for key, new in change.data.items():
        old = data.get(key)
        if new.data is None:
            data.pop(key, None)
            continue
        if key in deep and isinstance(new.data, dict):
            start = old if old and isinstance(old.data, dict) else Tree({}, new.document, new.path, new.owner)
            new = merged(start, new)
            if not new.data:
                data.pop(key, None)
                continue
        data[key] = new
    return Tree(data, base.document, base.path, base.owner)
