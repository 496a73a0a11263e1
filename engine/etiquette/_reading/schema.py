"""Holding a document against a JSON Schema: everything that is wrong, each with its place and one cause.

The validator's own errors are raw material. Under ``anyOf`` and ``oneOf`` it reports that no branch fits;
here the branch that the author most likely meant is taken, and only its errors count. Of several errors
at one place the most telling is kept. What is then said about it is in
:mod:`etiquette._reading.schema_messages`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, cast

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

from etiquette.diagnostics import Diagnostic, in_order

from .document import Document, PathKey
from .formats import FORMATS
from .schema_messages import Fault, explain, explain_alternatives
from .schema_walk import properties
from .wording import did_you_mean, dotted

__all__ = ["did_you_mean", "validate"]


def _is_integer(_checker: object, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_TOKEN: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\$", re.DOTALL)


@lru_cache(maxsize=512)
def _anchored(pattern: str) -> re.Pattern[str]:
    """A pattern of JSON Schema, where ``$`` is the very end: for Python's a line break may still follow."""
    return re.compile(_TOKEN.sub(lambda found: r"\Z" if found[0] == "$" else found[0], pattern))


def _pattern(_validator: object, pattern: str, value: object, _schema: object) -> Iterator[ValidationError]:
    if isinstance(value, str) and not _anchored(pattern).search(value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


_Validator: Final[type[Draft202012Validator]] = extend(  # type: ignore[no-untyped-call]  # it has no types
    Draft202012Validator,
    validators={"pattern": _pattern},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer),
)
_CHECKER: Final = FormatChecker(formats=())
for _name, _fits in FORMATS.items():
    _CHECKER.checks(_name)(_fits)

_SAME: Final = object()


def validate(
    document: Document,
    schema: Mapping[str, Any],
    *,
    data: Any = _SAME,
    name: Callable[[PathKey], str] = dotted,
) -> tuple[Diagnostic, ...]:
    """Everything in which ``document`` departs from ``schema``.

    ``data`` is validated in place of the document's own data, whose places then still count: it may lack
    keys that the document has. ``name`` says what a path is called in messages.
    """
    value = document.data if data is _SAME else data
    faults = [
        fault
        for error in _Validator(schema, format_checker=_CHECKER).iter_errors(value)
        for fault in _faults(error, schema, name)
    ]
    return in_order(
        document.problem(fault.code, _place(document, fault), fault.message, fault.help, key=fault.at_key)
        for fault in _one_cause_each(faults)
    )


def _place(document: Document, fault: Fault) -> PathKey:
    """Where a missing key was left blank, that is its place."""
    blank = (*fault.path, fault.missing)
    return blank if fault.missing and document.has(blank) else fault.path


def _one_cause_each(faults: Iterable[Fault]) -> list[Fault]:
    """The most telling fault of each place; a missing key that was merely misspelt is no fault of its own."""
    best: dict[tuple[PathKey, str], Fault] = {}
    for fault in faults:
        key = (fault.path, fault.missing)
        if key not in best or fault.rank < best[key].rank:
            best[key] = fault
    misspelt = {(fault.path[:-1], fault.meant) for fault in best.values() if fault.meant}
    return [fault for fault in best.values() if (fault.path, fault.missing) not in misspelt]


def _faults(
    error: ValidationError, root: Mapping[str, Any], name: Callable[[PathKey], str]
) -> Iterator[Fault]:
    """The faults behind one error of the validator."""
    if error.validator not in ("anyOf", "oneOf") or not error.context:
        yield from explain(error, root, name)
        return
    branches: dict[int, list[ValidationError]] = {}
    for each in error.context:
        branches.setdefault(cast("int", each.relative_schema_path[0]), []).append(each)
    schemas = cast("Sequence[Any]", error.validator_value)
    fitting = {i: errors for i, errors in branches.items() if not any(map(_is_misfit, errors))}
    chosen = _choose(error.instance, fitting, schemas, root)
    if chosen is None or all(map(_is_no_such_word, fitting[chosen])):
        yield from explain_alternatives(error, schemas, root, name, wrong_kind=not fitting)
        return
    for each in fitting[chosen]:
        yield from _faults(each, root, name)


def _is_no_such_word(error: ValidationError) -> bool:
    """Whether it says that the value itself is none of the words of one branch; another may have more."""
    return not error.relative_path and error.validator in ("enum", "const")


def _is_misfit(error: ValidationError) -> bool:
    """Whether it says that the value as such is of another kind than the branch is about."""
    if error.relative_path:
        return False
    if error.validator in ("anyOf", "oneOf"):
        return bool(error.context) and all(map(_is_misfit, error.context))
    if error.validator in ("enum", "const"):
        return isinstance(error.instance, (dict, list))
    return error.validator == "type"


def _choose(
    value: Any,
    branches: Mapping[int, Sequence[ValidationError]],
    schemas: Sequence[Any],
    root: Mapping[str, Any],
) -> int | None:
    """The branch that was most likely meant; ``None`` where none is more likely than the others.

    A mapping belongs to the branch that knows most of its keys; else the branch counts that gets furthest
    before something is wrong.
    """
    if len(branches) <= 1:
        return next(iter(branches), None)

    def likeliness(index: int) -> tuple[int, int, int]:
        errors = branches[index]
        known = len(properties(schemas[index], root).keys() & value.keys()) if isinstance(value, dict) else 0
        return known, min(len(each.relative_path) for each in errors), -len(errors)

    ranked = sorted(branches, key=lambda index: (likeliness(index), -index), reverse=True)
    first = likeliness(ranked[0])
    return None if first[:2] == (0, 0) else ranked[0]
