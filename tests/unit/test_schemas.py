"""The published schemas: complete for editors, right about their own examples, and at one with each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from etiquette._data import bundled, load_schema
from etiquette._reading.yaml import parse

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(each.name.removesuffix(".schema.json") for each in bundled("schemas").iterdir())
NAMED = ("properties", "patternProperties", "$defs")
SINGLE = ("items", "not", "additionalProperties", "contains", "if", "then", "else")
LISTED = ("anyOf", "oneOf", "allOf")


def parts(schema: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """A schema and every schema within it, each with its place."""
    if not isinstance(schema, dict):
        return
    yield path, schema
    for key in NAMED:
        for name, sub in schema.get(key, {}).items():
            yield from parts(sub, f"{path}/{key}/{name}")
    for key in SINGLE:
        yield from parts(schema.get(key), f"{path}/{key}")
    for key in LISTED:
        for index, sub in enumerate(schema.get(key, ())):
            yield from parts(sub, f"{path}/{key}/{index}")


def declared(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every property that a schema declares, with what it refers to taken in."""
    for path, part in parts(schema):
        for key in ("properties", "patternProperties"):
            for name, sub in part.get(key, {}).items():
                yield f"{path}/{key}/{name}", {**referred(sub, schema), **sub}


def referred(sub: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a `$ref` within the same schema stands for; nothing without one."""
    target: Any = schema
    if not sub.get("$ref", "").startswith("#/"):
        return {}
    for key in sub["$ref"].removeprefix("#/").split("/"):
        target = target[key]
    return target if isinstance(target, dict) else {}


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_explained(name: str) -> None:
    """Each property of each schema has a title, a description and examples, for whoever hovers over it."""
    schema = load_schema(name)
    Draft202012Validator.check_schema(schema)
    assert {"$id", "title", "description"} <= set(schema)
    lacking = {
        path: sorted({"title", "description", "examples"} - set(sub))
        for path, sub in declared(schema)
        if not {"title", "description", "examples"} <= set(sub)
    }
    assert not lacking


@pytest.mark.parametrize(
    "name", ["diff", "handbook", "pack", "proof", "releases", "rules", "suite", "vocabulary"]
)
def test_examples_are_right(name: str) -> None:
    """Each example in a schema is one that the schema accepts."""
    schema = load_schema(name)
    wrong = []
    for path, part in parts(schema):
        if "examples" in part:
            validator = Draft202012Validator({**part, "$defs": schema.get("$defs", {})})
            wrong += [(path, each) for each in part["examples"] if not validator.is_valid(each)]
    assert not wrong


@pytest.mark.parametrize("name", ["pack", "releases", "rules", "vocabulary"])
def test_no_further_keys(name: str) -> None:
    """No mapping of a pack's files may have keys that the schema doesn't know."""
    open_ones = [
        path
        for path, part in parts(load_schema(name))
        if part.get("type") == "object" and part.get("additionalProperties") is not False
    ]
    assert not open_ones


def test_the_two_schemas_of_a_pack_agree() -> None:
    """What a manifest and a file of rules have in common is written alike in both schemas."""
    rules, pack = load_schema("rules")["$defs"], load_schema("pack")["$defs"]
    both = set(rules) & set(pack)
    assert {"condition", "comparisons", "date", "ruleId"} <= both
    assert {name for name in both if rules[name] != pack[name]} == set()


def test_the_bundled_vocabulary_is_one_that_a_pack_could_bring() -> None:
    """The bundled facts keep to what a pack's own vocabulary may say, the engine's own keys aside."""
    schema = load_schema("facts")
    for name in ("$schema", "today", "timezone", "packs", "proposed"):
        schema["properties"].pop(name)
    errors = [each.message for each in Draft202012Validator(load_schema("vocabulary")).iter_errors(schema)]
    assert not errors


def test_every_file_of_a_pack_names_its_schema() -> None:
    """The first line of each file of each pack here points an editor to a schema that is there."""
    files = [*ROOT.glob("rules/*/*.yaml"), *ROOT.glob("examples/coach-pack/*.yaml")]
    assert files
    for file in files:
        if file.name == "releases.yaml":
            continue
        first = file.read_text("utf-8").splitlines()[0]
        kind = {"pack.yaml": "pack", "handbook.yaml": "handbook"}.get(file.name, "rules")
        marker, _, target = first.partition("$schema=")
        assert marker == "# yaml-language-server: ", file
        assert (file.parent / target).resolve() == ROOT / "schemas" / f"{kind}.schema.json", file


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("a-pack", "A-pack"),
        ("a-pack@^1", "a-pack@~1"),
        ("a-pack@1.2.3-rc.1", "a-pack@01"),
        ("a2", "2a"),
    ],
)
def test_what_extends_may_say(right: str, wrong: str) -> None:
    """Names and pins of packs are held to their pattern."""
    extends = Draft202012Validator(load_schema("pack")["properties"]["extends"])
    assert extends.is_valid(right)
    assert extends.is_valid([right])
    assert not extends.is_valid(wrong)


def test_the_notation_page_is_right() -> None:
    """The rules of the notation page are rules by the schema, once its placeholders are filled in."""
    page = (ROOT / "docs" / "notation.md").read_text("utf-8")
    text = page.partition("## Rules\n\n```yaml\n")[2].partition("```")[0]
    text = text.replace("DATE", "interview.date").replace("[...]", "[phone]").replace("...", "A word")
    document, problems = parse(text, "notation.md")
    assert document is not None, problems
    validator = Draft202012Validator(load_schema("rules"))
    assert not [each.message for each in validator.iter_errors(document.data)]
