"""Documents against schemas: one cause for each place, in plain English, and how it looks on a screen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette import _data
from etiquette._data import bundled, load_schema
from etiquette._reading.document import Document
from etiquette._reading.render_diagnostics import Styled, render_diagnostic, render_diagnostics
from etiquette._reading.schema import did_you_mean, validate
from etiquette._reading.wording import dotted, listed, value_in_words, written
from etiquette._reading.yaml import from_data, parse
from etiquette.codes import TITLES
from etiquette.diagnostics import Diagnostic, Location

CASES = Path(__file__).resolve().parents[1] / "cases"


def document(text: str) -> Document:
    """The document in ``text``, of which nothing may be wrong."""
    found, problems = parse(text, "f.yaml")
    assert found is not None, problems
    return found


def told(text: str, schema: Mapping[str, Any]) -> list[str]:
    """What is wrong with ``text``, each as ``line:column CODE message | help``."""
    found = validate(document(text), schema)
    return [
        f"{each.location.line}:{each.location.column} {each.code} {each.message} | {each.help}"
        for each in found
        if each.location
    ]


def one(text: str, schema: Mapping[str, Any]) -> str:
    """The only thing that is wrong with ``text``."""
    found = told(text, schema)
    assert len(found) == 1, found
    return found[0]


def under_a(schema: Any) -> dict[str, Any]:
    """The schema of a mapping whose key ``a`` has the schema ``schema``."""
    return {"type": "object", "properties": {"a": schema}}


# --- one message for each keyword ---------------------------------------------------------------------


MESSAGES = document((CASES / "schema_messages.yaml").read_text(encoding="utf-8")).data


@pytest.mark.parametrize("case", MESSAGES, ids=lambda case: f"{list(case['schema'])[-1]}-{case['value']}")
def test_messages(case: dict[str, Any]) -> None:
    """Each keyword of a schema says what is wrong in a sentence, and what to do next."""
    assert one(f"a: {case['value']}", under_a(case["schema"])) == case["says"]


# --- one cause ----------------------------------------------------------------------------------------


def test_everything_at_once_in_order() -> None:
    """All faults are told, sorted by place, whatever the order in the schema."""
    schema = {
        "type": "object",
        "properties": {"b": {"type": "string"}, "a": {"type": "integer"}},
        "additionalProperties": False,
    }
    assert [each.split()[0] for each in told("a: x\nc: 1\nb: 2\n", schema)] == ["1:4", "2:1", "3:4"]


def test_a_place_has_one_cause() -> None:
    """Of several things that are wrong with a value, the most telling is told."""
    word = {"type": "string", "enum": ["one"], "pattern": "^o", "minLength": 9}
    assert one("a: two", under_a(word)).startswith("1:4 E203 a can't be two.")
    assert one("a: 2", under_a(word)).startswith("1:4 E203 a can't be 2.")
    assert one("a: [two]", under_a(word)).startswith("1:4 E202 a should be a text, not a list.")
    date = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    assert one("a: soon", under_a(date)).startswith("1:4 E206 a should be a date")


def test_a_misspelt_key_is_not_missing_as_well() -> None:
    """A required key that was misspelt is told once, as the slip that it is."""
    schema = {
        "type": "object",
        "properties": {"title": {}, "action": {"examples": ["write"]}},
        "required": ["title", "action"],
        "additionalProperties": False,
    }
    assert told("titel: x\n", schema) == [
        "1:1 E204 action is missing. | Add it, for example: action: write",
        "1:1 E201 titel is not known. | Did you mean title?",
    ]


DATE = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "properties": {
                "latest_of": {"type": "array", "items": {"type": "string"}},
                "plus": {"type": "string"},
            },
            "additionalProperties": False,
        },
    ]
}
CHOICE = {
    "oneOf": [
        {"type": "boolean"},
        {"enum": ["given", "none"]},
        *(
            {
                "type": "object",
                "properties": {name: schema},
                "required": [name],
                "additionalProperties": False,
            }
            for name, schema in {"before": DATE, "one_of": {"type": "array"}}.items()
        ),
    ]
}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("{latest_of: [a, 1]}", "1:20 E202 a.latest_of[1] should be a text, not the number 1."),
        ("{lastest_of: [a]}", "1:5 E201 a.lastest_of is not known. | Did you mean latest_of?"),
        ("''", "1:4 E205 a is an empty text."),
        ("7", "1:4 E202 a should be a text or a mapping, not the number 7."),
        ("[a]", "1:4 E202 a should be a text or a mapping, not a list."),
    ],
)
def test_the_branch_that_was_meant(value: str, expected: str) -> None:
    """Under ``anyOf`` only the branch whose kind fits speaks; where none fits, all of them are named."""
    assert one(f"a: {value}", under_a(DATE)).startswith(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            "givn",
            "1:4 E203 a can't be givn. | Did you mean given? It can be given, none, true or",
        ),
        ("7", "1:4 E203 a can't be 7. | It can be given, none, true or false or a mapping."),
        ("{before: {plus: 1}}", "1:20 E202 a.before.plus should be a text, not the number 1."),
        ("{one_of: b}", "1:13 E202 a.one_of should be a list, not the text b."),
        ("{befor: b}", "1:5 E201 a.befor is not known. | Did you mean before?"),
        ("{}", "1:1 E204 a lacks before or one_of."),
        ("[]", "1:4 E202 a should be true or false, a mapping, given or none, not an empty list."),
    ],
)
def test_one_cause_among_many_branches(value: str, expected: str) -> None:
    """Mappings belong to the branch that knows most of their keys, and words are looked for in all."""
    assert one(f"a: {value}", under_a(CHOICE)).startswith(expected)


def test_alternatives_within_alternatives() -> None:
    """A branch may be composed of branches and references itself."""
    schema = {
        **under_a({"anyOf": [{"$ref": "#/$defs/bound"}, {"type": "null"}]}),
        "$defs": {"bound": {"anyOf": [{"type": "integer", "minimum": 0}, {"$ref": "#/$defs/name"}]},
                  "name": {"type": "string", "pattern": "^[a-z_]+$", "examples": ["most_words"]}},
    }  # fmt: skip
    assert one("a: -1", schema).startswith("1:4 E205 a should be at least 0, not -1.")
    assert one("a: Few", schema).startswith("1:4 E206 a should be written like most_words, not Few.")
    assert one("a: [1]", schema).startswith("1:4 E202 a should be a whole number or a text, not a list.")


def test_a_value_that_fits_twice() -> None:
    """A ``oneOf`` of which two branches hold is told without the words of a schema."""
    schema = under_a({"oneOf": [{"type": "integer"}, {"minimum": 1}]})
    assert one("a: 2", schema) == "1:4 E207 a is not allowed here as it is. | Leave it out."


def test_the_use_knows_better_than_the_definition() -> None:
    """Examples beside a reference win over those of what it points at."""
    schema = {
        "type": "object",
        "properties": {"a": {"$ref": "#/$defs/name", "examples": ["here"]}, "b": {"$ref": "#/$defs/name"}},
        "$defs": {"name": {"type": "string", "examples": ["there"]}},
    }
    assert told("a: []\nb: []\n", schema) == [
        "1:4 E202 a should be a text, not an empty list. | For example: a: here",
        "2:4 E202 b should be a text, not an empty list. | For example: b: there",
    ]


def test_references_in_a_circle_end() -> None:
    """A schema that only refers to itself says little, and doesn't hang."""
    schema = {
        **under_a({"type": "integer", "$ref": "#/$defs/x"}),
        "$defs": {"x": {"anyOf": [True, {"$ref": "#/$defs/y"}]}, "y": {"allOf": [{"$ref": "#/$defs/x"}]}},
    }
    assert (
        one("a: b", schema)
        == "1:4 E202 a should be a whole number, not the text b. | Write a whole number here."
    )


def test_a_blank_key_is_where_it_is_missing() -> None:
    """Data without a blank key still has the key's place in the document."""
    schema = under_a({"type": "object", "required": ["b"]})
    found = validate(document("a:\n  c: 1\n  b:\n"), schema, data={"a": {"c": 1}})
    assert [str(each) for each in found] == ["f.yaml:3:3: E204 a.b is missing."]


def test_paths_can_have_other_names() -> None:
    """Whoever asks decides what a path is called."""
    found = validate(
        document("a: [1]"), under_a({"items": {"type": "boolean"}}), name=lambda path: f"<{len(path)}>"
    )
    assert [each.message for each in found] == ["<2> should be true or false, not the number 1."]


def test_data_without_places() -> None:
    """Data that a program gives has the same messages and no place."""
    found = validate(from_data({"a": 1}), under_a({"type": "string"}))
    assert [(each.message, each.location, each.excerpt) for each in found] == [
        ("a should be a text, not the number 1.", None, ())
    ]


SCALARS = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5) | st.just("given")
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["before", "one_of", "latest_of", "plus", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(ANYTHING)
def test_a_diagnostic_whenever_something_is_wrong(value: Any) -> None:
    """Valid data has no diagnostics, and what isn't valid always has one, in one line, with a next step."""
    from jsonschema import Draft202012Validator

    schema = under_a(CHOICE)
    found = validate(from_data({"a": value}), schema)
    assert bool(found) == (not Draft202012Validator(schema).is_valid({"a": value}))
    for each in found:
        assert each.code in TITLES
        assert each.help
        assert "\n" not in str(each)


# --- words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("emial", "email"),
        ("E-Mail", "email"),
        ("smsm", "sms"),
        ("mss", "sms"),
        ("EMAIL", "email"),
        ("in person", "in_person"),
        ("In-Person", "in_person"),
        ("pigeon", None),
        ("", None),
    ],
)
def test_did_you_mean(word: str, near: str | None) -> None:
    """Slips of the keyboard, capitals and hyphens are seen through; other words aren't forced on anybody."""
    assert did_you_mean(word, {"email", "in_person", "sms"}) == near


def test_did_you_mean_does_not_depend_on_order() -> None:
    """Of equally near words the same one is always named."""
    assert did_you_mean("bat", ["cat", "rat", "hat"]) == did_you_mean("bat", ["hat", "rat", "cat"])


def test_lists_of_words() -> None:
    """Lists read as English and long ones are cut."""
    assert [listed(words) for words in ("", "a", "ab", "abc")] == ["", "a", "a or b", "a, b or c"]
    assert listed("abcdefghijklmnop") == "a, b, c, d, e, f, g, h, i, j, k, l …"


def test_paths_and_values_in_words() -> None:
    """Paths are dotted, and values are called what a person would call them."""
    assert dotted(("contacts", 0, "date")) == "contacts[0].date"
    values: list[Any] = [None, True, 3, "x", " ", {}, {"a": 1}, [], (1,), frozenset()]
    assert [value_in_words(value) for value in values] == [
        "blank", "true", "the number 3", "the text x", "blank", "an empty mapping", "a mapping",
        "an empty list", "a list", "a Python frozenset",
    ]  # fmt: skip
    assert written({"a": [1, None, "two words"]}) == '{a: [1, null, "two words"]}'
    assert written("x" * 50) == "x" * 39 + "…"


# --- on a screen --------------------------------------------------------------------------------------


def diagnostic(line: str, column: int, end: int = 0, **parts: Any) -> Diagnostic:
    """A diagnostic about a place in the ninth line."""
    place = Location("f.yaml", 9, column, end)
    return Diagnostic("E201", "x is not known.", "Did you mean y?", place, excerpt=((9, line),), **parts)


def drawn(each: Diagnostic, width: int = 100) -> list[str]:
    """The two lines of its excerpt, without the gutter."""
    return [line.split("| ", 1)[1] for line in render_diagnostic(each, width=width).splitlines()[1:3]]


def test_a_diagnostic_as_text() -> None:
    """Place, code, message; the line with the span marked; the next step."""
    assert render_diagnostic(diagnostic("a: {x: 1}", 5, 6)) == (
        "f.yaml:9:5: E201 x is not known.\n"
        "  9 | a: {x: 1}\n"
        "    |     ^\n"
        "help: Did you mean y?"
    )  # fmt: skip


def test_several_diagnostics_as_text() -> None:
    """They are in order, without repeats, a blank line between them; none is no text."""
    first, second = diagnostic("a", 1), Diagnostic("E101", "Nowhere.", "", None)
    assert render_diagnostics([first, second, first]) == f"E101 Nowhere.\n\n{render_diagnostic(first)}"
    assert render_diagnostics([]) == ""


def test_warnings_say_so() -> None:
    """What is no error is marked as a warning."""
    warning = Diagnostic("E401", "It is old.", "", None, severity="warning")
    assert render_diagnostic(warning) == "E401 warning: It is old."


def test_related_lines_are_marked_too() -> None:
    """Where two places belong together, both lines are shown and marked, their numbers aligned."""
    each = Diagnostic(
        "E107",
        "b stands twice.",
        "",
        Location("f.yaml", 10, 1, 2),
        excerpt=((9, "b: 1"), (10, "b: 2")),
        related=(Location("f.yaml", 9, 1, 2),),
    )
    assert render_diagnostic(each).splitlines()[1:] == ["   9 | b: 1", "     | ^", "  10 | b: 2", "     | ^"]


def test_a_span_without_an_end_runs_to_the_end_of_the_line() -> None:
    """What goes on in the next line is marked to the end of its first; blanks at the end don't count."""
    assert drawn(diagnostic("a: b: c   ", 4)) == ["a: b: c", "   ^^^^"]
    assert drawn(diagnostic("a:", 3)) == ["a:", "  ^"]
    assert drawn(diagnostic("a:", 30)) == ["a:", "  ^"]


def test_long_lines_are_cut_around_the_span() -> None:
    """The marked part is always to be seen, with something of what stands before it."""
    line = "a" * 80 + "X" + "b" * 80
    text, marks = drawn(diagnostic(line, 81, 82), width=40)
    assert len(text) <= 36
    assert text.startswith("…a")
    assert text.endswith("b…")
    assert text[marks.index("^")] == "X"
    assert marks.strip() == "^"
    text, marks = drawn(diagnostic("b" * 200, 1, 201), width=40)
    assert len(text) == len(marks) <= 36


def test_wide_and_joined_characters() -> None:
    """Marks stand under what they mark also after characters that take two columns, or none."""
    assert drawn(diagnostic("日本: x", 5, 6)) == ["日本: x", "      ^"]
    assert drawn(diagnostic("e\u0301: x", 5, 6)) == ["e\u0301: x", "   ^"]
    assert drawn(diagnostic("\tx", 2, 3)) == ["    x", "    ^"]


def test_a_source_cannot_steer_the_terminal() -> None:
    """Control characters and marks that turn the writing are shown as a sign, wherever they come from."""
    each = Diagnostic(
        "E101", "\x1b[2J is gone.", "\x07", Location("\x1b]0;x.yaml"), excerpt=((1, "a\x1b[31m\u202eb"),)
    )
    assert not set(render_diagnostic(each)) & set("\x1b\x07\u202e")


def test_style() -> None:
    """Colour is put in by a callback that gets each part with what it is; the text stays the same."""
    seen: list[Styled] = []

    def style(text: str, what: Styled) -> str:
        seen.append(what)
        return f"<{text}>" if what == "caret" else text

    assert "    | <^>" in render_diagnostic(diagnostic("a: x", 1, 2), style=style)
    assert set(seen) == {"place", "code", "message", "gutter", "source", "caret", "help"}


@given(st.text(max_size=60), st.integers(0, 70), st.integers(0, 70), st.integers(10, 80))
def test_any_line_can_be_drawn(line: str, column: int, end: int, width: int) -> None:
    """Whatever the line and the span, something is marked and nothing raises."""
    assert "^" in render_diagnostic(diagnostic(line, max(column, 1), end), width=width)


# --- the bundled data ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["facts", "pack", "rules", "report"])
def test_bundled_schemas(name: str) -> None:
    """Each schema is found, is a valid one, and is the caller's to change."""
    from jsonschema import Draft202012Validator

    schema = load_schema(name)
    Draft202012Validator.check_schema(schema)
    schema.clear()
    assert load_schema(name)


def test_no_such_schema() -> None:
    """Asking for a schema that isn't there is a mistake in the program."""
    with pytest.raises(KeyError):
        load_schema("nothing")


def test_data_in_the_package_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package brings its data along; the checkout's is used where there is none."""
    assert bundled("rules").is_dir()
    (tmp_path / "rules").mkdir()
    monkeypatch.setattr(_data, "files", lambda _package: tmp_path)
    assert bundled("rules") == tmp_path / "rules"
    assert bundled("schemas") == Path(_data.__file__).resolve().parents[2] / "schemas"


def test_codes() -> None:
    """Each code is a letter and three digits, and has a title of its own."""
    assert all(code[0] in "EL" and code[1:].isdigit() and len(code) == 4 for code in TITLES)
    assert len(set(TITLES.values())) == len(TITLES)
