"""Which words can stand in a sentence as they are, and what becomes of the others."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Final, TypeVar

from .lists import WEEKDAYS, quoted

__all__ = ["distinct", "marked", "usable"]

_K = TypeVar("_K", str, tuple[str, str])

_PLAIN: Final = re.compile(r"[^\W\d_][\w'\N{RIGHT SINGLE QUOTATION MARK}./ -]{0,98}\w", re.UNICODE)
"""Letters, digits and little else: no comma, colon, bracket or quotation mark."""

_STRUCTURE: Final = re.compile(r"\b(and|or|either|both|if|unless|on record)\b", re.IGNORECASE)
_OPENERS: Final = (
    *(
        "always",
        "it is never",
        "it is not so that",
        "not ",
        "there are",
        "there is",
        "you can ",
        "you can't ",
    ),
    *("the parameter", "the later of", "the latest of", "the earlier of", "the earliest of", "the number of"),
    *("the days from", "the day that lies", "the first working day on", "minus", "twice", "one of"),
    *("only", "preferably", "between", "addressing", "going"),
    *(f"{where} {each.casefold()}" for where in ("on", "from") for each in WEEKDAYS),
)
"""How wording of our own begins; a phrase that begins so could be taken for it."""


def distinct(titles: Mapping[str, str]) -> dict[str, str]:
    """Each title as it is where it can be told from all else, else quoted, with the id if need be."""
    titles = {name: title or name for name, title in titles.items()}
    return {**marked(titles), **usable(titles)}


def marked(titles: Mapping[str, str]) -> dict[str, str]:
    """The quoted titles, with the id where two things have the same."""
    shown = {name: quoted(title or name) for name, title in titles.items()}
    same = Counter(map(_same, shown.values()))
    return {name: text if same[_same(text)] == 1 else f"{text} ({name})" for name, text in shown.items()}


def usable(phrases: Mapping[_K, str]) -> dict[_K, str]:
    """The phrases that can stand in a sentence as they are.

    These are plain words that no other phrase of the kind equals or begins with, and that don't begin like
    wording of our own.
    """
    plain = {key: text for key, text in phrases.items() if _is_plain(text)}
    texts = Counter(_same(text) for text in plain.values())
    return {
        key: text
        for key, text in plain.items()
        if texts[_same(text)] == 1 and _begin(_same(text)).isdisjoint(texts)
    }


def _begin(text: str) -> set[str]:
    """The beginnings of a text that end with a word, without the text itself."""
    words = text.split()
    return {" ".join(words[:end]) for end in range(1, len(words))}


def _is_plain(text: str) -> bool:
    return (
        bool(_PLAIN.fullmatch(text))
        and "  " not in text
        and not _STRUCTURE.search(text)
        and not f"{text.casefold()} ".startswith(_OPENERS)
    )


def _same(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
