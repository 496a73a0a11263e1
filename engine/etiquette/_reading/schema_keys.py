"""What is said about the keys of a mapping: unknown, misspelt, missing, or not going together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .schema_case import Case, Fault, example_of
from .schema_slips import nested
from .schema_walk import alternatives, notes_at, properties
from .wording import did_you_mean, listed, meant_comparison

__all__ = [
    "bad_name",
    "lacks_all",
    "needs_company",
    "not_allowed",
    "required",
    "unknown_keys",
    "unknown_names",
]


def unknown_keys(case: Case) -> Iterator[Fault]:
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
            comparison = meant_comparison(key)
            help_ = f"Did you mean {near}?" if near else "Names are lower case, without spaces."
            help_ = f"Write a colon: {comparison}" if comparison else help_
            yield Fault(
                "E201",
                (*case.path, key),
                f"{case.below(key)} is not a name that can stand here.",
                help_,
                at_key=True,
                meant=near or "",
            )
        return
    yield from unknown_names(case, unknown, known)


def unknown_names(case: Case, unknown: Sequence[str], known: Mapping[str, Any] | set[str]) -> Iterator[Fault]:
    """Keys of a mapping that nothing knows."""
    for key in unknown:
        owners, alike = nested(key, known, case.root) if isinstance(known, Mapping) else ([], [])
        if owners:
            needed = [each for each in case.schema.get("required", ()) if each not in case.value]
            yield _outside(case, key, [each for each in owners if each in needed] or owners)
            continue
        glued = key.partition(":")[0] in known
        near = key.partition(":")[0] if glued else did_you_mean(key, known)
        left = [each for each in known if each not in case.value and each != "$schema"]
        alike = [*([near] if near else ()), *(each for each in alike if each != near)]
        can_be = f"What can stand here: {listed(left)}." if left else "Nothing else can stand here."
        yield Fault(
            "E201",
            (*case.path, key),
            f"{case.below(key)} is not known.",
            "Put a space after the colon."
            if glued
            else f"Did you mean {listed(alike)}?"
            if alike
            else can_be,
            at_key=True,
            meant=near or "",
        )


def _outside(case: Case, key: str, owners: Sequence[str]) -> Fault:
    """A key that stands beside the one that it belongs below."""
    where = listed(case.below(owner) for owner in owners)
    message = f"{case.below(key)} is not known here: {key} belongs to {where}."
    help_ = f"Write it below {listed(owners)}, with two more spaces in front of it."
    return Fault("E201", (*case.path, key), message, help_, at_key=True, meant=owners[0])


def bad_name(case: Case, key: str) -> Fault:
    """``propertyNames``."""
    return Fault(
        "E201",
        (*case.path, key),
        f"{case.below(key)} is not a name that can stand here.",
        "Names are lower case, without spaces.",
        at_key=True,
    )


def required(case: Case) -> Iterator[Fault]:
    """``required``: one fault for each key that isn't there."""
    known = properties(case.schema, case.root)
    for key in case.schema.get("required", ()):
        if key in case.value:
            continue
        notes = notes_at([], known.get(key, {}))
        yield Fault(
            "E204",
            case.path,
            f"{case.below(key)} is missing.",
            example_of(key, notes.get("examples"), "Add it, for example") or "Add it.",
            at_key=True,
            missing=key,
        )


def lacks_all(case: Case, parts: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """Each branch wants a key, and none of them is there."""
    needed = [key for each in parts for key in each.get("required", ()) if key not in case.value]
    yield Fault(
        "E204",
        case.path,
        f"{case.called} lacks {listed(dict.fromkeys(needed)) or 'a key'}.",
        case.example() or "Add the one that is meant.",
        at_key=True,
    )


def needs_company(case: Case) -> Iterator[Fault]:
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


def not_allowed(case: Case) -> Iterator[Fault]:
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
