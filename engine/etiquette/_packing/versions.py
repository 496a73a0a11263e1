"""Versions of packs, and the pins that pick one: ``1.2.3``, ``1.2``, ``1``, ``^1.2``, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering
from typing import Final

__all__ = ["ANY", "Pin", "Version", "split_pin"]

_NUMBER: Final = r"(0|[1-9][0-9]*)"
_PRE: Final = r"(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?"
_VERSION: Final = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}{_PRE}")
_PIN: Final = re.compile(rf"(\^?){_NUMBER}(?:\.{_NUMBER}(?:\.{_NUMBER}{_PRE})?)?")


@total_ordering
@dataclass(frozen=True, slots=True)
class Version:
    """A version by Semantic Versioning, without build metadata; a pre-release comes before its release."""

    numbers: tuple[int, int, int]
    pre: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Version:
        """Raises :class:`ValueError` for a text that isn't a version."""
        found = _VERSION.fullmatch(text)
        if found is None:
            raise ValueError(f"not a version: {text}")
        major, minor, patch, pre = found.groups()
        return cls((int(major), int(minor), int(patch)), tuple(pre.split(".")) if pre else ())

    def __str__(self) -> str:
        return ".".join(map(str, self.numbers)) + (f"-{'.'.join(self.pre)}" if self.pre else "")

    def __lt__(self, other: Version) -> bool:
        return self._rank() < other._rank()

    def _rank(self) -> tuple[tuple[int, int, int], bool, tuple[tuple[bool, int, str], ...]]:
        parts = tuple((not p.isdigit(), int(p) if p.isdigit() else 0, p) for p in self.pre)
        return self.numbers, not self.pre, parts


@dataclass(frozen=True, slots=True)
class Pin:
    """Which versions fit. No ``numbers`` fit all; ``caret`` fits all that promise to be compatible."""

    numbers: tuple[int, ...] = ()
    pre: tuple[str, ...] = ()
    caret: bool = False

    @classmethod
    def parse(cls, text: str) -> Pin:
        """Raises :class:`ValueError` for a text that isn't a pin."""
        found = _PIN.fullmatch(text)
        if found is None:
            raise ValueError(f"not a version: {text}")
        caret, *numbers, pre = found.groups()
        given = tuple(int(n) for n in numbers if n is not None)
        return cls(given, tuple(pre.split(".")) if pre else (), caret == "^")

    def __str__(self) -> str:
        text = ".".join(map(str, self.numbers)) + (f"-{'.'.join(self.pre)}" if self.pre else "")
        return f"^{text}" if self.caret else text

    def fits(self, version: Version) -> bool:
        """Whether ``version`` is one of those meant; a pre-release only when the pin names one itself."""
        if not self.caret and len(self.numbers) == 3:
            return version == Version((self.numbers[0], self.numbers[1], self.numbers[2]), self.pre)
        if version.pre and not (self.pre and version.numbers == self.numbers):
            return False
        if not self.caret:
            return version.numbers[: len(self.numbers)] == self.numbers
        lower = (*self.numbers, 0, 0, 0)[:3]
        return Version((lower[0], lower[1], lower[2]), self.pre) <= version and (
            version.numbers[: self._kept()] == self.numbers[: self._kept()]
        )

    def _kept(self) -> int:
        """How many leading numbers a compatible version shares: up to the first that isn't 0."""
        leading = next((n for n, number in enumerate(self.numbers) if number), len(self.numbers) - 1)
        return leading + 1


ANY: Final = Pin()


def split_pin(text: str) -> tuple[str, Pin]:
    """``name@pin`` as its two parts; without a pin, any version. Raises :class:`ValueError` for a bad pin."""
    name, at, pin = text.partition("@")
    return name, Pin.parse(pin) if at else ANY
