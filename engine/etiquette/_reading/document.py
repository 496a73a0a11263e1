"""A document: plain data in which every key and every value knows the place that it was written at."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, Final, TypeAlias

from etiquette._nouns import dataclass, field
from etiquette.diagnostics import Diagnostic, Location

__all__ = ["Document", "PathKey", "Place"]

PathKey: TypeAlias = tuple[str | int, ...]

_BREAK: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(slots=True)
class Place:
    """Where a value stands, with the places of what it holds.

    ``size`` counts the values in it and itself, ``height`` the collections on top of one another, with
    every alias written out.
    """

    location: Location
    inner: dict[str | int, Place] = field(default_factory=dict)
    keys: dict[str, Location] = field(default_factory=dict)
    size: int = 1
    height: int = 0


@dataclass(frozen=True)
class Document:
    """Plain data (dict, list, str, int, float, bool, None) and where each part of it was written.

    ``data`` is to be treated as read-only. A document made by :func:`from_data` has no text, and no places.
    """

    file: str
    text: str
    data: Any
    _root: Place | None = field(default=None, repr=False, compare=False)

    def at(self, path: PathKey, *, key: bool = False) -> Location | None:
        """The place of the value at ``path``, or of its key; of the nearest ancestor where there is none.

        ``None`` for a document that was not read from a text.
        """
        if self._root is None:
            return None
        place = self._root
        for index, part in enumerate(path):
            inner = place.inner.get(part)
            if inner is None:
                return place.location
            if key and index == len(path) - 1 and isinstance(part, str):
                return place.keys[part]
            place = inner
        return place.location

    def has(self, path: PathKey) -> bool:
        """Whether something was written at ``path``."""
        here = self.data
        for part in path:
            if isinstance(here, dict) and part in here:  # noqa: SIM114 - apart, each index has its type
                here = here[part]
            elif isinstance(here, list) and isinstance(part, int) and 0 <= part < len(here):
                here = here[part]
            else:
                return False
        return True

    @cached_property
    def _lines(self) -> list[str]:
        return _BREAK.split(self.text)

    def excerpt(self, *locations: Location | None) -> tuple[tuple[int, str], ...]:
        """The source lines of ``locations`` as ``(line number, text)``, in order."""
        numbers = sorted({place.line for place in locations if place and place.file == self.file})
        return tuple((n, self._lines[n - 1]) for n in numbers if 0 < n <= len(self._lines))

    def problem(
        self,
        code: str,
        path: PathKey,
        message: str,
        help: str,  # noqa: A002 - the word of Diagnostic
        *,
        key: bool = False,
        related: tuple[Location, ...] = (),
    ) -> Diagnostic:
        """A diagnostic about what stands at ``path``, with its lines."""
        place = self.at(path, key=key)
        return Diagnostic(code, message, help, place, excerpt=self.excerpt(place, *related), related=related)
