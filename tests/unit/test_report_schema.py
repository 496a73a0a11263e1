"""The schemas of reports and explanations: they describe every key, and what is made fits them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from etiquette._data import load_schema
from etiquette.report import Report, Suggestion
from etiquette.testing import assert_valid_report
from report_samples import CONFLICT, DIAGNOSTIC, EXPLANATION, PLAN, REPORT

NAMES = ("report", "explanation")


def subschemas(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema in a schema, with where it stands."""
    if not isinstance(schema, dict):
        return
    yield path, schema
    for word in ("properties", "$defs"):
        for name, inner in schema.get(word, {}).items():
            yield from subschemas(inner, f"{path}/{word}/{name}")
    for word in ("items", "additionalProperties", "propertyNames"):
        yield from subschemas(schema.get(word), f"{path}/{word}")
    for number, inner in enumerate(schema.get("anyOf", ())):
        yield from subschemas(inner, f"{path}/anyOf/{number}")


def validator(name: str, path: str = "") -> Draft202012Validator:
    """A validator for a schema, or for the part of it at ``path``."""
    whole = load_schema(name)
    part: Any = whole
    for step in path.split("/")[1:]:
        part = part[int(step)] if isinstance(part, list) else part[step]
    checker = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator({**part, "$defs": whole["$defs"]}, format_checker=checker)


def complaints(name: str, data: Any) -> list[str]:
    """What a schema finds wrong with data that has been through JSON."""
    return [error.message for error in validator(name).iter_errors(json.loads(json.dumps(data)))]


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_right_and_has_an_id(name: str) -> None:
    """Each is a valid schema of the 2020-12 draft under an id of its own."""
    schema = load_schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:etiquette:schema:{name}:1"


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_described(name: str) -> None:
    """Each key has a title, a sentence and an example, so that a reader needs no other page."""
    lacking = [
        f"{path}: {word}"
        for path, schema in subschemas(load_schema(name))
        if "$ref" not in schema
        for word in ("title", "description", "examples")
        if not schema.get(word)
    ]
    assert lacking == []


@pytest.mark.parametrize("name", NAMES)
def test_every_example_fits(name: str) -> None:
    """No example contradicts the schema that it stands in."""
    wrong = [
        f"{path}: {error.message}"
        for path, schema in subschemas(load_schema(name))
        for example in schema.get("examples", ())
        for error in validator(name, path).iter_errors(example)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_objects_are_closed(name: str) -> None:
    """An object with known keys needs all of them and takes no other, so that a new key is noticed."""
    for path, schema in subschemas(load_schema(name)):
        if "properties" in schema and path not in ("/$defs/step", "/$defs/step/properties/message"):
            assert schema["additionalProperties"] is False, path
            assert schema["required"] == list(schema["properties"]), path


@pytest.mark.parametrize(
    "report",
    [
        Report(REPORT.as_of),
        REPORT,
        replace(REPORT, conflicts=(CONFLICT,), diagnostics=(DIAGNOSTIC,), complete=False, plan=PLAN[:1]),
        replace(REPORT, findings=(replace(REPORT.findings[0], suggestion=Suggestion("Leave it.")),)),
        Report(REPORT.as_of.min, diagnostics=(DIAGNOSTIC,), answered=False),
    ],
    ids=["empty", "full", "clash", "no-better-step", "unanswered"],
)
def test_a_report_fits_its_schema(report: Report) -> None:
    """What ``to_dict`` gives is what the schema says, key by key."""
    assert complaints("report", report.to_dict()) == []
    assert_valid_report(report)


def test_an_explanation_fits_its_schema() -> None:
    """What ``to_dict`` gives is what the schema says, key by key."""
    assert complaints("explanation", EXPLANATION.to_dict()) == []


@pytest.mark.parametrize(
    ("key", "value"), [("as_of", "tomorrow"), ("ok", "yes"), ("report", "2.0"), ("extra", 1), ("plan", {})]
)
def test_a_wrong_report_is_refused(key: str, value: object) -> None:
    """The schema notices a key of the wrong kind, an unknown key, and another version of the format."""
    assert complaints("report", {**REPORT.to_dict(), key: value})


def test_a_key_may_not_be_missing() -> None:
    """A reader can count on every key."""
    for key in REPORT.to_dict():
        assert complaints("report", {name: value for name, value in REPORT.to_dict().items() if name != key})
