"""What packs and plugins may declare as facts of their own: what can't be used is said when it is loaded."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from etiquette import hookimpl
from packing import layer, loaded, refused, write

FACT = {"title": "Mood", "x-ask": "How are they?", "type": "string"}
BAD_FACTS: dict[str, tuple[dict[str, Any], str]] = {
    "pattern": ({"pattern": "((("}, "The pattern of mood is no regular expression: missing ), unterminated"),
    "types": ({"type": ["integer", "string"]}, "mood can't be of two types, integer and string."),
    "list": (
        {"type": "array", "items": {"type": "string", "pattern": "["}},
        "The pattern of mood is no regular expression",
    ),
}


def vocabulary(**facts: Any) -> str:
    """A vocabulary of one section, ``extra``, or of what is given."""
    return json.dumps({"type": "object", "properties": facts})


def section(**more: Any) -> dict[str, Any]:
    """The section ``extra`` with the fact ``mood``, which is ``more``."""
    return {"title": "Extra", "type": "object", "properties": {"mood": {**FACT, **more}}}


def said(folder: Path, text: str) -> str:
    """What is said of a layer with this vocabulary."""
    write(folder, {"c/pack.yaml": layer(says="vocabulary: more.json\n"), "c/more.json": text})
    return refused(folder, "coach")


@pytest.mark.parametrize("name", BAD_FACTS)
def test_facts_that_nobody_could_tell(name: str, tmp_path: Path) -> None:
    """A pattern that is none and a fact of two types are refused, with their place."""
    more, message = BAD_FACTS[name]
    found = said(tmp_path, vocabulary(extra=section(**more)))
    assert f"E445 {message}" in found
    assert "more.json:1:" in found


@pytest.mark.parametrize("name", BAD_FACTS)
def test_facts_of_a_plugin_that_nobody_could_tell(name: str, tmp_path: Path) -> None:
    """A plugin is held to the same, and left out."""
    more, message = BAD_FACTS[name]
    declared = {"extra": {"properties": {"mood": {**FACT, **more}}}}
    plugin = SimpleNamespace(etiquette_facts=hookimpl(lambda: declared))
    write(tmp_path, {"c/pack.yaml": layer()})
    (found,) = loaded(tmp_path, "coach", extra_plugins={"extra": plugin}).diagnostics
    assert found.code == "E506"
    assert message in found.message


@pytest.mark.parametrize("name", ["today", "timezone", "proposed", "packs"])
def test_the_frame_of_a_facts_file_is_the_engines(name: str, tmp_path: Path) -> None:
    """What every facts file may say can't be made to mean something else."""
    found = said(tmp_path, vocabulary(**{name: {**FACT, "type": "boolean"}}))
    assert f"E445 {name} stands in every facts file already, and can't be declared." in found


def test_what_is_added_is_not_needed(tmp_path: Path) -> None:
    """A layer and a plugin can't make facts files be refused that know nothing of them."""
    text = {**json.loads(vocabulary(extra=section())), "required": ["extra"]}
    assert "E445 the facts can't need anything here" in said(tmp_path, json.dumps(text))
    found = said(tmp_path, vocabulary(client={**section(), "required": ["mood"]}))
    assert "E445 client can't need anything here" in found
    declared = {"extra": {"properties": {"mood": FACT}, "required": ["mood"]}}
    plugin = SimpleNamespace(etiquette_facts=hookimpl(lambda: declared))
    write(tmp_path, {"d/pack.yaml": layer("other")})
    (problem,) = loaded(tmp_path, "other", extra_plugins={"extra": plugin}).diagnostics
    assert "extra can't need anything here" in problem.message


def test_an_entry_may_need_its_fields(tmp_path: Path) -> None:
    """Within a list of its own a layer says what an entry is."""
    items = {"type": "object", "properties": {"day": {"title": "Day", "type": "string"}}, "required": ["day"]}
    fact = {"title": "Days", "x-ask": "Which?", "type": "array", "items": items}
    own = {"title": "Extra", "type": "object", "properties": {"days": fact}}
    write(
        tmp_path,
        {"c/pack.yaml": layer(says="vocabulary: more.json\n"), "c/more.json": vocabulary(extra=own)},
    )
    assert loaded(tmp_path, "coach").vocabulary["extra.days[].day"].required


@pytest.mark.parametrize(
    ("more", "value"),
    [
        ({"format": "timezone"}, "Nowhere/Land"),
        ({"type": "integer", "minimum": 3}, 1),
        ({"type": "integer", "maximum": 3}, 4),
    ],
)
def test_assumptions_that_cannot_be_told(more: dict[str, Any], value: object, tmp_path: Path) -> None:
    """What is assumed must be something that could be told."""
    found = said(tmp_path, vocabulary(extra=section(**more, **{"x-assume": {"value": value}})))
    assert f"E445 extra.mood can't be assumed so: {value} is no value of it." in found
