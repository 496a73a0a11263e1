"""Answers as a person types them, read as values of a declared fact."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from etiquette._reading.wording import did_you_mean, listed

from ._dates import read_day

if TYPE_CHECKING:
    from etiquette.ruleset import Ruleset
    from etiquette.vocabulary import FactDecl

__all__ = ["Reject", "choices", "expected", "help_text", "menu", "read_answer", "yes_or_no"]

_YES: Final = frozenset(("y", "yes", "true", "yeah", "yep", "yup"))
_NO: Final = frozenset(("n", "no", "false", "nope", "nah"))
_MEANT: Final = re.compile(r"Did you mean (.+?)\?")
_FEW: Final = 4
_TIME: Final = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Reject:
    """An answer that can't be used; ``why`` is a sentence with what to type instead.

    ``meant`` is the answer that was probably meant, where ``why`` asks whether it was.
    """

    why: str
    meant: str = ""


def _offering(why: str) -> Reject:
    """A refusal whose words offer something, if only in passing."""
    found = _MEANT.search(why)
    return Reject(why, found[1] if found else "")


def choices(decl: FactDecl, ruleset: Ruleset) -> dict[str, str]:
    """The words that may be answered, with their titles; empty where the answer isn't a word."""
    declared: Mapping[str, Any] = getattr(ruleset, decl.words_of) if decl.words_of else {}
    named = {name: each.title or name for name, each in declared.items()}
    if decl.values:
        return {value: named.get(value, value.replace("_", " ")) for value in decl.values}
    return named


def menu(decl: FactDecl, ruleset: Ruleset) -> list[str]:
    """The words with a number each, where they are too many, or too odd, to be named in a sentence."""
    words = choices(decl, ruleset)
    if not _is_odd(words):
        return []
    return [f"{number} {title}" for number, title in enumerate(words.values(), 1)]


def _is_odd(words: Mapping[str, str]) -> bool:
    """Whether words are too many for a sentence, or differ from what they are called."""
    return len(words) > _FEW or any(name != title for name, title in words.items())


def expected(decl: FactDecl, ruleset: Ruleset) -> str:
    """What kind of answer is wanted, for the line below the question."""
    words = "a number from the list" if menu(decl, ruleset) else listed(choices(decl, ruleset))
    by_kind = {
        "boolean": "y or n",
        "date": "a date such as 2026-11-23, 19 November, last Thursday or 3 days ago",
        "time": "a time such as 14:30",
        "zone": "a time zone such as Europe/Berlin",
        "number": _range(decl),
        "word": words,
        "words": f"{words}; several with commas, or none",
        "texts": "several with commas, or none",
        "records": "y to tell them one by one, n if there are none",
        "text": "a few words",
    }
    none = ", or none" if decl.can_be_none else ""
    return f"{by_kind[decl.kind]}{none}"


def help_text(decl: FactDecl, ruleset: Ruleset) -> str:
    """What ``?`` shows: the description in the schema, and what to answer with."""
    lines = [
        decl.description or decl.title or decl.path,
        *(f"  {line}" for line in menu(decl, ruleset)),
        f"Answer with {expected(decl, ruleset)}. Type done to stop here.",
    ]
    return "\n".join(lines)


def read_answer(decl: FactDecl, text: str, ruleset: Ruleset, today: date | None) -> Any:
    """The value as it goes into a facts file, or a :class:`Reject`.

    Shapes: ``bool``, ``int``, ``str`` (words, texts, times, zones, ISO dates and ``none``), list of
    ``str``. Records are asked for entry by entry, not here.
    """
    text = text.strip()
    if decl.can_be_none and text.lower() == "none":
        return "none"
    match decl.kind:
        case "boolean":
            return yes_or_no(text)
        case "date":
            found = read_day(text, today, past=decl.past or decl.required)
            return _offering(found) if isinstance(found, str) else found.isoformat()
        case "time":
            return _time(text)
        case "zone":
            return _zone(text)
        case "number":
            return _number(decl, text)
        case "word":
            return _word(text, choices(decl, ruleset))
        case "words":
            return _several(text, choices(decl, ruleset))
        case "texts":
            return [] if text.lower() == "none" else _parts(text)
        case _:
            return text


def yes_or_no(text: str) -> bool | Reject:
    """A plain yes or no."""
    if text.lower() in _YES:
        return True
    return False if text.lower() in _NO else Reject("Type y for yes or n for no.")


def _time(text: str) -> str | Reject:
    found = _TIME.fullmatch(text)
    if found is None:
        return Reject("Type hours and minutes on the 24-hour clock, for example 9:00 or 14:30.")
    return f"{int(found[1]):02}:{found[2]}"


def _zone(text: str) -> str | Reject:
    from etiquette._reading.formats import FORMATS, complaint

    if FORMATS["timezone"](text):
        return text
    return _offering(complaint("timezone", "It", text)[2])


def _number(decl: FactDecl, text: str) -> int | Reject:
    fits = re.fullmatch(r"-?\d{1,9}", text) is not None
    number = int(text) if fits else 0
    if fits and (decl.least is None or number >= decl.least) and (decl.most is None or number <= decl.most):
        return number
    return Reject(f"Type {_range(decl)}.")


def _range(decl: FactDecl) -> str:
    match (decl.least, decl.most):
        case (None, None):
            return "a whole number"
        case (least, None):
            return f"a whole number from {least}"
        case (None, most):
            return f"a whole number up to {most}"
        case (least, most):
            return f"a whole number from {least} to {most}"


def _word(text: str, words: Mapping[str, str]) -> str | Reject:
    if text.isdecimal() and 0 < int(text) <= len(words):
        return list(words)[int(text) - 1]
    lowered = text.lower().replace("-", "_").replace(" ", "_")
    by_form = {
        form: name for name, title in words.items() for form in (name, title.lower().replace(" ", "_"))
    }
    exact = words.keys() & {text} or {by_form[lowered]} if lowered in by_form else set()
    starts = {name for form, name in by_form.items() if form.startswith(lowered)} if lowered else set()
    for found in (exact, starts):
        if len(found) == 1:
            return next(iter(found))
    near = did_you_mean(text, words)
    if near:
        return Reject(f"Did you mean {near}?", near)
    return Reject(
        f"Type a number from 1 to {len(words)}." if _is_odd(words) else f"Type one of {listed(words)}."
    )


def _several(text: str, words: Mapping[str, str]) -> list[str] | Reject:
    if text.lower() == "none":
        return []
    found: list[str] = []
    parts = _parts(text)
    for place, part in enumerate(parts):
        word = _word(part, words)
        if isinstance(word, Reject):
            meant = ", ".join([*parts[:place], word.meant, *parts[place + 1 :]]) if word.meant else ""
            return Reject(f"{part}: {word.why}", meant)
        if word not in found:
            found.append(word)
    return found


def _parts(text: str) -> list[str]:
    parts: Sequence[str] = [part.strip() for part in text.split(",")]
    return [part for part in parts if part]
