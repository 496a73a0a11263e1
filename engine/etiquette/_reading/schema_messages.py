"""What an error of the schema's validator means to a person: which message belongs to which keyword."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from jsonschema import ValidationError

from . import schema_keys as keys
from . import schema_values as values
from .document import PathKey
from .schema_case import Case, Fault, words_of
from .schema_walk import alternatives, kinds, properties
from .wording import written

__all__ = ["Fault", "explain", "explain_alternatives"]


def explain(
    error: ValidationError, root: Mapping[str, Any], name: Callable[[PathKey], str]
) -> Iterator[Fault]:
    """The faults behind an error that isn't about alternatives."""
    case = Case(error, root, name)
    if "propertyNames" in error.absolute_schema_path and isinstance(error.instance, str):
        yield keys.bad_name(case, error.instance)
        return
    yield from _KEYWORDS.get(str(error.validator), keys.not_allowed)(case)


def explain_alternatives(
    error: ValidationError,
    schemas: Sequence[Any],
    root: Mapping[str, Any],
    name: Callable[[PathKey], str],
    *,
    wrong_kind: bool,
) -> Iterator[Fault]:
    """No branch of an ``anyOf`` or ``oneOf`` stands out: say what all of them together would take."""
    case = Case(error, root, name)
    value = error.instance
    parts = [each for schema in schemas for each in alternatives(schema, root)]
    words = [word for each in parts for word in words_of(each)]
    if isinstance(value, dict) and not wrong_kind:
        known = {key for schema in schemas for key in properties(schema, root)}
        unknown = [key for key in value if key not in known]
        yield from keys.unknown_names(case, unknown, known) if unknown else keys.lacks_all(case, parts)
    elif words and isinstance(value, (str, bool, int, float)):
        yield values.not_one_of(case, words, kinds([each for each in schemas if not _only_words(each)], root))
    else:
        yield values.wrong_kind_of(
            case, [*kinds(schemas, root), *(written(word) for word in dict.fromkeys(words))]
        )


def _only_words(schema: Any) -> bool:
    return isinstance(schema, Mapping) and bool(words_of(schema))


_KEYWORDS: Final[Mapping[str, Callable[[Case], Iterator[Fault]]]] = {
    "additionalProperties": keys.unknown_keys,
    "unevaluatedProperties": keys.unknown_keys,
    "type": values.of_type,
    "enum": values.one_of,
    "const": values.one_of,
    "required": keys.required,
    "dependentRequired": keys.needs_company,
    "minimum": values.bound("be at least {}"),
    "maximum": values.bound("be at most {}"),
    "exclusiveMinimum": values.bound("be more than {}"),
    "exclusiveMaximum": values.bound("be less than {}"),
    "multipleOf": values.bound("be a multiple of {}"),
    "minLength": values.too_short,
    "maxLength": values.bound("have at most {} characters"),
    "minItems": values.too_few,
    "maxItems": values.bound("have at most {} entries"),
    "minProperties": values.too_few,
    "maxProperties": values.bound("have at most {} keys"),
    "uniqueItems": values.twice,
    "pattern": values.pattern,
    "format": values.format_of,
}
