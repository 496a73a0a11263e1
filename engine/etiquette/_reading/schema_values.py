"""What is said about a value: of the wrong kind, not one of the words, too large, or not well written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from . import formats as _formats
from .schema_case import Case, Fault, words_of
from .schema_slips import how_to_write, twin_of
from .schema_walk import kinds
from .wording import did_you_mean, listed, to_the_end, value_in_words, written

__all__ = [
    "bound",
    "format_of",
    "not_one_of",
    "of_type",
    "one_of",
    "pattern",
    "too_few",
    "too_short",
    "twice",
    "wrong_kind_of",
]


def of_type(case: Case) -> Iterator[Fault]:
    """``type``."""
    yield wrong_kind_of(case, kinds([case.schema], case.root))


def wrong_kind_of(case: Case, expected: Sequence[str]) -> Fault:
    """The value is of another kind than any of ``expected``."""
    value = case.value
    scalar_among_words = bool(words_of(case.schema)) and isinstance(value, (str, bool, int, float))
    wanted = listed(expected) or "left out"
    return Fault(
        "E202",
        case.path,
        f"{case.called} should be {wanted}, not {value_in_words(value)}.",
        how_to_write(case, expected) or case.example() or f"Write {wanted} here.",
        rank=3 if scalar_among_words else 1,
    )


def one_of(case: Case) -> Iterator[Fault]:
    """``enum`` and ``const``."""
    value = case.value
    if isinstance(value, (str, bool, int, float)):
        yield not_one_of(case, words_of(case.schema))
    elif "type" not in case.schema:
        yield Fault(
            "E203",
            case.path,
            f"{case.called} can't be {value_in_words(value)}.",
            f"It can be {listed(written(word) for word in words_of(case.schema))}.",
            rank=2,
        )


def not_one_of(case: Case, words: Sequence[Any], others: Sequence[str] = ()) -> Fault:
    """The value is none of ``words``; ``others`` is what else would do."""
    value = case.value
    twin = twin_of(value, words)
    if twin:
        return Fault("E203", case.path, f"{case.called} {twin[0]}.", twin[1], rank=2)
    near = (
        did_you_mean(value, [word for word in words if isinstance(word, str)])
        if isinstance(value, str)
        else None
    )
    choices = listed([*(written(word) for word in dict.fromkeys(words)), *others])
    declared = case.schema.get("x-words")
    if declared and isinstance(value, str):
        code, message = (
            "E305",
            f"{case.called} is {written(value)}, and these rules know no such {_ONE.get(declared, 'word')}.",
        )
    else:
        code, message = "E203", f"{case.called} can't be {written(value)}."
    return Fault(
        code,
        case.path,
        message,
        f"Did you mean {near}? It can be {choices}." if near else f"It can be {choices}.",
        rank=2,
    )


_ONE: Final = {
    "channels": "channel",
    "recipients": "recipient",
    "carriers": "carrier",
    "actions": "action",
    "concepts": "concept",
}


def bound(words: str) -> Callable[[Case], Iterator[Fault]]:
    """A number, or a count of what the value holds, that is too small or too large: ``words`` say how."""

    def say(case: Case) -> Iterator[Fault]:
        limit = case.error.validator_value
        value = case.value
        shown = written(value) if isinstance(value, (int, float)) else f"{len(value)}"
        yield Fault(
            "E205",
            case.path,
            f"{case.called} should {words.format(limit)}, not {shown}.",
            case.example() or "Change it so that it does.",
        )

    return say


def too_short(case: Case) -> Iterator[Fault]:
    """``minLength``."""
    if len(case.value) > 0:
        yield from bound("have at least {} characters")(case)
        return
    yield Fault(
        "E205",
        case.path,
        f"{case.called} is an empty text.",
        case.example() or "Write something, or leave it out.",
    )


def too_few(case: Case) -> Iterator[Fault]:
    """``minItems`` and ``minProperties``."""
    if len(case.value) > 0:
        yield from bound("have at least {} entries")(case)
        return
    yield Fault(
        "E205",
        case.path,
        f"{case.called} is {value_in_words(case.value)}.",
        case.example() or "Write at least one entry, or leave it out.",
    )


def twice(case: Case) -> Iterator[Fault]:
    """``uniqueItems``: one fault for each repeat."""
    seen: list[Any] = []
    for index, each in enumerate(case.value):
        if each in seen:
            yield Fault(
                "E207",
                (*case.path, index),
                f"{written(each)} stands twice in {case.called}.",
                "Keep one of them.",
            )
        seen.append(each)


def pattern(case: Case) -> Iterator[Fault]:
    """``pattern``."""
    texts = [written(each) for each in case.notes.get("examples", ()) if isinstance(each, str)]
    like = f" should be written like {texts[0]}, not" if texts else " is not written the way it should be:"
    yield Fault(
        "E206",
        case.path,
        f"{case.called}{like} {to_the_end(case.value)}.",
        str(case.notes.get("description") or "Compare it with the documentation of this key."),
        rank=4,
    )


def format_of(case: Case) -> Iterator[Fault]:
    """``format``."""
    name = str(case.error.validator_value)
    code, message, help_ = _formats.complaint(name, case.called, case.value)
    yield Fault(code, case.path, message, help_, rank=3)
