"""The reader of plain facts files against the parser: the same answer, or none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette._reading.plain_yaml import plain_data
from etiquette._reading.yaml import parse
from etiquette.cli._json_at_once import plain_json, written

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.yaml"))
TEXTS = [path.read_text("utf-8") for path in EXAMPLES]
_BITS = [
    *" \n:-#,[]{}\"'|>&*!?%@`~.0123456789abnoyé\t=+/\\_\u2028",
    *("\n  ", "\n- ", ": ", "- ", " #", "null", "|\n", "true", "0x1", "1e3", "<<: ", "---", "\n\n", "''"),
    *("key: ", "{a: b}", "[1, two]", "2026-11-24"),
]


@st.composite
def _edited(draw: st.DrawFn) -> str:
    """A piece of an example, with a few things put in or taken out anywhere."""
    text = draw(st.sampled_from(TEXTS))
    start = draw(st.integers(0, len(text) - 1))
    text = text[start : start + draw(st.integers(1, 300))] if draw(st.booleans()) else text
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.sampled_from(_BITS)) + text[place + draw(st.integers(0, 2)) :]
    return text


@given(_edited() | st.lists(st.sampled_from(_BITS), max_size=25).map("".join))
def test_what_is_read_plainly_is_what_the_parser_reads(text: str) -> None:
    """Where the quick reader answers at all, the parser has the same data, of the same types and order."""
    found = plain_data(text)
    if found is not None:
        document, problems = parse(text, "facts.yaml")
        assert document is not None, problems
        assert repr(document.data) == repr(found)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_are_read_plainly(path: Path) -> None:
    """What people write is read; only a folded text isn't."""
    text = path.read_text("utf-8")
    assert (plain_data(text) is None) is (">-" in text)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=5), _JSON, max_size=4), st.booleans(), st.sampled_from([None, 2]))
def test_json_that_is_read_plainly_is_what_the_parser_reads(
    data: Any, ascii_: bool, indent: int | None
) -> None:
    """The same for JSON, however it is written."""
    text = json.dumps(data, ensure_ascii=ascii_, indent=indent)
    found = plain_json(text)
    if found is not None:
        document, problems = parse(text, "facts.json")
        assert document is not None, problems
        assert repr(document.data) == repr(found)


@given(_JSON.filter(lambda data: "nan" not in repr(data) and "inf" not in repr(data)))
def test_json_is_written_as_the_library_writes_it(data: Any) -> None:
    """Byte for byte, indented by two, with letters as they are."""
    assert written(data) == json.dumps(data, indent=2, ensure_ascii=False)
