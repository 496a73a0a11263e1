"""Small helpers for messages that a person reads: paths, values, lists of words, near misses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

__all__ = [
    "did_you_mean",
    "dotted",
    "holding",
    "listed",
    "meant_comparison",
    "to_the_end",
    "value_in_words",
    "written",
]

_SHOWN: Final = 12
_LONGEST: Final = 40


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` is most likely a slip of, or ``None`` if none is near.

    Capitals, hyphens and spaces count for nothing, and swapped letters are seen through.
    """
    import difflib

    form = _form(word)
    by_form = {_form(each): each for each in sorted(known, reverse=True)}
    near = difflib.get_close_matches(form, sorted(by_form), n=1, cutoff=0.7)
    near = near or [each for each in sorted(by_form) if form and sorted(each) == sorted(form)]
    return by_form[near[0]] if near else None


def _form(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")


def holding(word: str, known: Iterable[str]) -> list[str]:
    """The dotted names that ``word`` is one of the words of, as ``reply`` is of ``a.reply_by``."""
    form = _form(word)
    return [each for each in known if form in re.split(r"[._]", _form(each))]


_COMPARISON: Final = re.compile(r"\s*([\w.]+)\s*(?:={1,3}|\bis\b)\s*([\w./-]+)\s*")


def meant_comparison(text: str) -> str | None:
    """``case.kind = visit``, ``==`` or ``is``, the way YAML has it: ``case.kind: visit``; else ``None``."""
    found = _COMPARISON.fullmatch(text)
    return f"{found[1]}: {found[2]}" if found else None


def dotted(path: Sequence[str | int]) -> str:
    """``("contacts", 0, "date")`` as ``contacts[0].date``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def listed(words: Iterable[str], last: str = "or") -> str:
    """``a, b or c``; a long list is cut short."""
    found = list(words)
    if len(found) > _SHOWN:
        return ", ".join(found[:_SHOWN]) + " …"
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def value_in_words(value: Any) -> str:
    """What a value is, for the end of a sentence: ``the number 3``, ``a list``, ``blank``."""
    if value is None:
        return "blank"
    if isinstance(value, bool):
        return written(value)
    if isinstance(value, (int, float)):
        return f"the number {written(value)}"
    if isinstance(value, str):
        return f"the text {written(value)}" if value.strip() else "blank"
    if isinstance(value, Mapping):
        return "a mapping" if value else "an empty mapping"
    if isinstance(value, (list, tuple)):
        return "a list" if value else "an empty list"
    return f"a Python {type(value).__name__}"


def to_the_end(text: str) -> str:
    """A text as :func:`written`, or in quotes with its white space where that is what is wrong with it."""
    if text == text.strip():
        return written(text)
    import json

    return json.dumps(text, ensure_ascii=False)


def written(value: Any) -> str:
    """A scalar the way one would write it in YAML, cut short when long."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(written(each) for each in value) + "]"
    text = " ".join(str(value).split())
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return f'"{text}"' if " " in text or not text else text
