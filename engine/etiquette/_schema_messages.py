"""What an error of the schema's validator means to a person: one small generator for each keyword."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jsonschema import ValidationError

from . import _formats
from ._document import PathKey
from ._schema_walk import alternatives, kinds, notes_at, properties
from ._wording import did_you_mean, listed, value_in_words, written

__all__ = ["Fault", "explain", "explain_alternatives"]


@dataclass(frozen=True)
class Fault:
    """A diagnostic to be, at a path instead of a place.

    Of several at one path the one with the lowest ``rank`` is kept. ``missing`` names a key that isn't
    there; ``meant`` is the known key that an unknown one was probably meant to be.
    """

    code: str
    path: PathKey
    message: str
    help: str
    rank: int = 5
    at_key: bool = False
    missing: str = ""
    meant: str = ""


@dataclass(frozen=True)
class _Case:
    """One error, with what the messages need of it."""

    error: ValidationError
    root: Mapping[str, Any]
    name: Callable[[PathKey], str]

    @property
    def path(self) -> PathKey:
        return tuple(self.error.absolute_path)

    @property
    def called(self) -> str:
        return self.name(self.path) or "The file"

    @property
    def schema(self) -> Mapping[str, Any]:
        return self.error.schema if isinstance(self.error.schema, Mapping) else {}

    @property
    def notes(self) -> Mapping[str, Any]:
        return notes_at(list(self.error.absolute_schema_path)[:-1], self.root)

    @property
    def value(self) -> Any:
        return self.error.instance

    def below(self, key: str) -> str:
        return self.name((*self.path, key))

    def example(self, lead: str = "For example") -> str:
        """``For example: channel: email``, from the schema's examples; empty without one."""
        return _example(self.path[-1] if self.path else None, self.notes.get("examples"), lead)


def explain(
    error: ValidationError, root: Mapping[str, Any], name: Callable[[PathKey], str]
) -> Iterator[Fault]:
    """The faults behind an error that isn't about alternatives."""
    case = _Case(error, root, name)
    if "propertyNames" in error.absolute_schema_path and isinstance(error.instance, str):
        yield _bad_name(case, error.instance)
        return
    yield from _KEYWORDS.get(str(error.validator), _not_allowed)(case)


def explain_alternatives(
    error: ValidationError,
    schemas: Sequence[Any],
    root: Mapping[str, Any],
    name: Callable[[PathKey], str],
    *,
    wrong_kind: bool,
) -> Iterator[Fault]:
    """No branch of an ``anyOf`` or ``oneOf`` stands out: say what all of them together would take."""
    case = _Case(error, root, name)
    value = error.instance
    parts = [each for schema in schemas for each in alternatives(schema, root)]
    words = [word for each in parts for word in _words(each)]
    if isinstance(value, dict) and not wrong_kind:
        known = {key for schema in schemas for key in properties(schema, root)}
        unknown = [key for key in value if key not in known]
        yield from _unknown(case, unknown, known) if unknown else _lacks_all(case, parts)
    elif words and isinstance(value, (str, bool, int, float)):
        yield _not_one_of(case, words, kinds([each for each in schemas if not _only_words(each)], root))
    else:
        yield _wrong_kind(case, [*kinds(schemas, root), *(written(word) for word in dict.fromkeys(words))])


def _lacks_all(case: _Case, parts: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """Each branch wants a key, and none of them is there."""
    needed = [key for each in parts for key in each.get("required", ()) if key not in case.value]
    yield Fault(
        "E204",
        case.path,
        f"{case.called} lacks {listed(dict.fromkeys(needed)) or 'a key'}.",
        case.example() or "Add the one that is meant.",
        at_key=True,
    )


def _only_words(schema: Any) -> bool:
    return isinstance(schema, Mapping) and bool(_words(schema))


def _words(schema: Mapping[str, Any]) -> list[Any]:
    found = list(schema.get("enum", ()))
    if "const" in schema:
        found.append(schema["const"])
    return [word for word in found if word is not None]


def _unknown_keys(case: _Case) -> Iterator[Fault]:
    """``additionalProperties: false`` and ``unevaluatedProperties: false``."""
    known = properties(case.schema, case.root)
    patterns = [
        pattern
        for each in alternatives(case.schema, case.root)
        for pattern in each.get("patternProperties", {})
    ]
    unknown = [key for key in case.value if key not in known and not any(re.search(p, key) for p in patterns)]
    if patterns:
        for key in unknown:
            near = did_you_mean(key, known)
            help_ = f"Did you mean {near}?" if near else "Names are lower case, without spaces."
            yield Fault(
                "E201",
                (*case.path, key),
                f"{case.below(key)} is not a name that can stand here.",
                help_,
                at_key=True,
                meant=near or "",
            )
        return
    yield from _unknown(case, unknown, known)


def _unknown(case: _Case, unknown: Sequence[str], known: Mapping[str, Any] | set[str]) -> Iterator[Fault]:
    for key in unknown:
        glued = key.partition(":")[0] in known
        near = key.partition(":")[0] if glued else did_you_mean(key, known)
        left = [each for each in known if each not in case.value and each != "$schema"]
        can_be = f"What can stand here: {listed(left)}." if left else "Nothing else can stand here."
        yield Fault(
            "E201",
            (*case.path, key),
            f"{case.below(key)} is not known.",
            "Put a space after the colon." if glued else f"Did you mean {near}?" if near else can_be,
            at_key=True,
            meant=near or "",
        )


def _bad_name(case: _Case, key: str) -> Fault:
    return Fault(
        "E201",
        (*case.path, key),
        f"{case.below(key)} is not a name that can stand here.",
        "Names are lower case, without spaces.",
        at_key=True,
    )


def _type(case: _Case) -> Iterator[Fault]:
    yield _wrong_kind(case, kinds([case.schema], case.root))


def _wrong_kind(case: _Case, expected: Sequence[str]) -> Fault:
    value = case.value
    scalar_among_words = bool(_words(case.schema)) and isinstance(value, (str, bool, int, float))
    wanted = listed(expected) or "left out"
    return Fault(
        "E202",
        case.path,
        f"{case.called} should be {wanted}, not {value_in_words(value)}.",
        _how_to_write(case, value, expected) or case.example() or f"Write {wanted} here.",
        rank=3 if scalar_among_words else 1,
    )


def _how_to_write(case: _Case, value: Any, expected: Sequence[str]) -> str:
    """The next step for slips that YAML invites."""
    if "true or false" in expected and isinstance(value, str):
        meant = {"yes": "true", "y": "true", "on": "true", "no": "false", "n": "false", "off": "false"}
        word = meant.get(value.casefold())
        if word:
            return f"Write {word}: {value} is an ordinary word here."
    if "a text" in expected and isinstance(value, (bool, int, float)):
        return "If it is a text, put it in quotes."
    if "a list" in expected and isinstance(value, (str, bool, int, float)):
        return f"Write it as a list: [{written(value)}]."
    if "a mapping" in expected and isinstance(value, str) and re.match(r"[\w.]+:\S", value):
        return "Put a space after the colon."
    if "a mapping" in expected:
        known = [key for key in properties(case.schema, case.root) if key != "$schema"]
        return f"Write `key: value` below it; keys are {listed(known)}." if known else ""
    return ""


def _enum(case: _Case) -> Iterator[Fault]:
    value = case.value
    if isinstance(value, (str, bool, int, float)):
        yield _not_one_of(case, _words(case.schema))
    elif "type" not in case.schema:
        yield Fault(
            "E203",
            case.path,
            f"{case.called} can't be {value_in_words(value)}.",
            f"It can be {listed(written(word) for word in _words(case.schema))}.",
            rank=2,
        )


def _not_one_of(case: _Case, words: Sequence[Any], others: Sequence[str] = ()) -> Fault:
    value = case.value
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


def _required(case: _Case) -> Iterator[Fault]:
    known = properties(case.schema, case.root)
    for key in case.schema.get("required", ()):
        if key in case.value:
            continue
        notes = notes_at([], known.get(key, {}))
        yield Fault(
            "E204",
            case.path,
            f"{case.below(key)} is missing.",
            _example(key, notes.get("examples"), "Add it, for example") or "Add it.",
            at_key=True,
            missing=key,
        )


def _needs_company(case: _Case) -> Iterator[Fault]:
    """``dependentRequired``."""
    for key, needed in case.schema.get("dependentRequired", {}).items():
        for other in needed:
            if key in case.value and other not in case.value:
                yield Fault(
                    "E204",
                    (*case.path, key),
                    f"{case.below(key)} needs {other} beside it.",
                    f"Add {other}, or leave {key} out.",
                    at_key=True,
                )


def _bound(words: str) -> Callable[[_Case], Iterator[Fault]]:
    def say(case: _Case) -> Iterator[Fault]:
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


def _too_short(case: _Case) -> Iterator[Fault]:
    if len(case.value) > 0:
        yield from _bound("have at least {} characters")(case)
        return
    yield Fault(
        "E205",
        case.path,
        f"{case.called} is an empty text.",
        case.example() or "Write something, or leave it out.",
    )


def _too_few(case: _Case) -> Iterator[Fault]:
    if len(case.value) > 0:
        yield from _bound("have at least {} entries")(case)
        return
    yield Fault(
        "E205",
        case.path,
        f"{case.called} is {value_in_words(case.value)}.",
        case.example() or "Write at least one entry, or leave it out.",
    )


def _twice(case: _Case) -> Iterator[Fault]:
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


def _pattern(case: _Case) -> Iterator[Fault]:
    texts = [written(each) for each in case.notes.get("examples", ()) if isinstance(each, str)]
    like = f" should be written like {texts[0]}, not" if texts else " is not written the way it should be:"
    yield Fault(
        "E206",
        case.path,
        f"{case.called}{like} {written(case.value)}.",
        str(case.notes.get("description") or "Compare it with the documentation of this key."),
        rank=4,
    )


def _format(case: _Case) -> Iterator[Fault]:
    name = str(case.error.validator_value)
    code, message, help_ = _formats.complaint(name, case.called, case.value)
    yield Fault(code, case.path, message, help_, rank=3)


def _not_allowed(case: _Case) -> Iterator[Fault]:
    """``not``, a schema that is ``false``, and whatever has no words of its own."""
    forbidden = case.error.validator_value if case.error.validator == "not" else None
    keys = forbidden.get("required", ()) if isinstance(forbidden, Mapping) else ()
    if len(keys) > 1:
        message = f"In {case.called}, {listed(keys, 'and')} don't go together."
        help_ = "Keep one of them."
    elif keys:
        message, help_ = f"{case.below(keys[0])} is not allowed here.", "Leave it out."
    else:
        message, help_ = f"{case.called} is not allowed here as it is.", case.example() or "Leave it out."
    notes = forbidden.get("description") if isinstance(forbidden, Mapping) else None
    path = (*case.path, keys[-1]) if keys else case.path
    yield Fault("E207", path, message, notes or help_, at_key=bool(keys))


def _example(key: str | int | None, examples: Any, lead: str) -> str:
    if not isinstance(examples, (list, tuple)) or not examples:
        return ""
    shown = written(examples[0])
    return f"{lead}: {key}: {shown}" if isinstance(key, str) else f"{lead}: {shown}"


_KEYWORDS: Final[Mapping[str, Callable[[_Case], Iterator[Fault]]]] = {
    "additionalProperties": _unknown_keys,
    "unevaluatedProperties": _unknown_keys,
    "type": _type,
    "enum": _enum,
    "const": _enum,
    "required": _required,
    "dependentRequired": _needs_company,
    "minimum": _bound("be at least {}"),
    "maximum": _bound("be at most {}"),
    "exclusiveMinimum": _bound("be more than {}"),
    "exclusiveMaximum": _bound("be less than {}"),
    "multipleOf": _bound("be a multiple of {}"),
    "minLength": _too_short,
    "maxLength": _bound("have at most {} characters"),
    "minItems": _too_few,
    "maxItems": _bound("have at most {} entries"),
    "minProperties": _too_few,
    "maxProperties": _bound("have at most {} keys"),
    "uniqueItems": _twice,
    "pattern": _pattern,
    "format": _format,
}
