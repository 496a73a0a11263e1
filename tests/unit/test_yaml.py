"""Strict YAML: which values come out, where they stand, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, time
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zipfile import Path as ZipPath
from zipfile import ZipFile

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from etiquette._reading.files import read_text
from etiquette._reading.yaml import MAX_ALIASES, MAX_DEPTH, Document, from_data, parse, read
from etiquette.diagnostics import Location

CASES = Path(__file__).resolve().parents[1] / "cases" / "bad_facts"


def document(text: str) -> Document:
    """The document in ``text``, of which nothing may be wrong."""
    found, problems = parse(text, "f.yaml")
    assert problems == ()
    assert found is not None
    return found


def codes(text: str) -> list[str]:
    """The codes of what is wrong with ``text``."""
    found, problems = parse(text, "f.yaml")
    assert (found is None) == bool(problems)
    return [each.code for each in problems]


# --- values -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("nUll", "nUll"),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("Off", "Off"),
        ("y", "y"),
        ("0", 0),
        ("-12", -12),
        ("+7", 7),
        ("007", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("10:00", "10:00"),
        ("190:20:30", "190:20:30"),
        ("2026-11-23", "2026-11-23"),
        ("2026-11-23 10:00:00", "2026-11-23 10:00:00"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("-.inf", -math.inf),
        ("+.INF", math.inf),
        ("1.0.0", "1.0.0"),
        ("9" * 40, int("9" * 40)),
        ("9" * 41, "9" * 41),
        ("9" * 5000, "9" * 5000),
        ("=", "="),
        ("'true'", "true"),
        ('"12"', "12"),
        ("|\n  two\n  lines\n", "two\nlines\n"),
    ],
)
def test_core_types_of_yaml_1_2(written: str, value: object) -> None:
    """A scalar is what YAML 1.2 makes of it, and nothing that 1.1 made of it."""
    found = document(f"a: {written}").data["a"]
    assert found == value
    assert type(found) is type(value)


def test_not_a_number() -> None:
    """``.nan`` is the one value that no table can compare."""
    assert math.isnan(document("a: .nan").data["a"])


def test_a_byte_order_mark_is_passed_over() -> None:
    """A mark at the very start is no part of the first key, and moves no column."""
    found = document("\ufeffa: 1")
    assert found.data == {"a": 1}
    assert found.at(("a",)) == Location("f.yaml", 1, 4, 5)


def test_escaped_halves_of_a_character_are_joined() -> None:
    """JSON writes a character beyond the first plane in two escapes."""
    assert document(r'{"a": "\ud83d\ude00"}').data == {"a": "\N{GRINNING FACE}"}


# --- places -------------------------------------------------------------------------------------------

TEXT = """\
# a comment
case:
  date: 2026-11-23
  "words": [one, {two: 2}]
list:
- a
- key: |
    text
  empty:
"""


@pytest.mark.parametrize(
    ("path", "key", "line", "column", "end"),
    [
        ((), False, 2, 1, 0),
        (("case",), False, 3, 3, 0),
        (("case",), True, 2, 1, 5),
        (("case", "date"), False, 3, 9, 19),
        (("case", "date"), True, 3, 3, 7),
        (("case", "words"), True, 4, 3, 10),
        (("case", "words"), False, 4, 12, 27),
        (("case", "words", 0), False, 4, 13, 16),
        (("case", "words", 1), False, 4, 18, 26),
        (("case", "words", 1, "two"), False, 4, 24, 25),
        (("list",), False, 6, 1, 0),
        (("list", 0), False, 6, 3, 4),
        (("list", 1, "key"), False, 7, 8, 0),
        (("list", 1, "empty"), True, 9, 3, 8),
        (("list", 1, "empty"), False, 9, 9, 0),
    ],
)
def test_places(path: tuple[str | int, ...], key: bool, line: int, column: int, end: int) -> None:
    """Every key and every value knows its line and its columns."""
    assert document(TEXT).at(path, key=key) == Location("f.yaml", line, column, end)


def test_the_place_of_what_is_missing() -> None:
    """A path that isn't there has the place of its nearest ancestor, whether value or key is asked for."""
    found = document(TEXT)
    assert found.at(("case", "time")) == found.at(("case",))
    assert found.at(("case", "time"), key=True) == found.at(("case",))
    assert found.at(("list", 7, "key")) == found.at(("list",))
    assert found.at(("list", 0, "key", "deeper")) == found.at(("list", 0))
    assert found.at(("list", 1), key=True) == found.at(("list", 1))


def test_what_was_written() -> None:
    """``has`` tells what is there from what isn't, blanks included."""
    found = document(TEXT)
    assert found.has(())
    assert found.has(("list", 1, "empty"))
    for path in (("list", 2), ("list", -1), ("list", "0"), ("case", "time"), ("case", "date", 0)):
        assert not found.has(path)


def test_excerpts() -> None:
    """An excerpt holds each line once, in order, and only lines of this file."""
    found = document(TEXT)
    places = (Location("f.yaml", 4), Location("f.yaml", 3), Location("f.yaml", 4, 12), None)
    assert found.excerpt(*places) == ((3, "  date: 2026-11-23"), (4, '  "words": [one, {two: 2}]'))
    assert found.excerpt(Location("other.yaml", 3), Location("f.yaml", 99)) == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_line_ends(end: str) -> None:
    """Whatever ends a line in YAML ends it in an excerpt too."""
    found = document(f"a: 1{end}b: 2{end}")
    assert found.excerpt(found.at(("b",))) == ((2, "b: 2"),)


def test_characters_are_counted_not_bytes() -> None:
    """Columns count characters, also beyond the first plane."""
    assert document("é: {\N{GRINNING FACE}: x}").at(("é", "\N{GRINNING FACE}")) == Location("f.yaml", 1, 8, 9)


# --- what is refused ----------------------------------------------------------------------------------


def test_several_problems_at_once() -> None:
    """What doesn't stop the reading is told all at once, in order."""
    text = "a: 1\na: 2\n7: x\nb: !t y\n<<: {c: 1}\nd: *e\n"
    assert codes(text) == ["E107", "E111", "E110", "E110", "E108"]


def test_a_duplicate_key_points_at_both() -> None:
    """The second key is the place, the first is related, and both lines are shown."""
    _, (found,) = parse("a:\n  b: 1\n  c: 2\n  b: 3\n", "f.yaml")
    assert found.location == Location("f.yaml", 4, 3, 4)
    assert found.related == (Location("f.yaml", 2, 3, 4),)
    assert found.excerpt == ((2, "  b: 1"), (4, "  b: 3"))


def test_keys_are_duplicates_by_what_they_say() -> None:
    """Quotes don't make another key of the same word, and capitals do."""
    assert codes("a: 1\n'a': 2\n") == ["E107"]
    assert document("a: 1\nA: 2\n").data == {"a": 1, "A": 2}


@pytest.mark.parametrize("key", ["1", "1.5", "true", "null", "~", "? ", "[a]", "{a: b}", "? [a]\n"])
def test_keys_are_words(key: str) -> None:
    """A number, a truth value, nothing and a collection aren't keys."""
    assert "E111" in codes(f"{key}: x")


def test_words_that_look_odd_are_keys() -> None:
    """What only YAML 1.1 took for something else is a word, and quotes make a word of anything."""
    text = "no: 1\n2026-11-23: 2\n1:30: 3\n'true': 4\n\"<<\": 5\n"
    assert list(document(text).data) == ["no", "2026-11-23", "1:30", "true", "<<"]


@pytest.mark.parametrize(
    "text", ["a: !!str 1", "a: !x {b: 1}", "a: !x [1]", "!x a: 1", "a: ! 1", "--- !x\na: 1"]
)
def test_tags(text: str) -> None:
    """No tag is read, on whatever it stands."""
    assert codes(text) == ["E110"]


def test_one_document() -> None:
    """A second document is refused; the marks of a single one are not."""
    assert document("%YAML 1.2\n---\na: 1\n...\n").data == {"a": 1}
    assert codes("a: 1\n---\nb: 2\n") == ["E110"]


def test_aliases_are_written_out() -> None:
    """An alias stands for a copy of its own, whose parts have the places of the original."""
    found = document("a: &x {b: [1]}\nc: *x\n")
    assert found.data == {"a": {"b": [1]}, "c": {"b": [1]}}
    assert found.data["a"] is not found.data["c"]
    assert found.at(("c", "b", 0)) == found.at(("a", "b", 0))


def test_an_alias_names_the_latest_anchor() -> None:
    """An anchor may be used again, and may stand on a key."""
    assert document("a: &x 1\nb: &x 2\nc: *x\n").data["c"] == 2
    assert document("&x a: *x\n").data == {"a": "a"}
    assert codes("a: &x 1\nb: &x [*x]\n") == ["E108"]


def test_how_many_aliases() -> None:
    """A hundred uses are read and one more isn't."""
    assert len(document(f"a: &x 1\nb: [{'*x, ' * MAX_ALIASES}]").data["b"]) == MAX_ALIASES
    assert codes(f"a: &x 1\nb: [{'*x, ' * (MAX_ALIASES + 1)}]") == ["E108"]


def test_how_much_aliases_make() -> None:
    """A few aliases of something large are refused like many of something small."""
    large = "a: &x [" + "1, " * 5000 + "]\n"
    assert codes(large + "b: [*x]\n") == []
    assert codes(large + "b: [*x, *x]\n") == ["E108"]


@pytest.mark.parametrize("open_", ["[", "{a: "])
def test_how_deep(open_: str) -> None:
    """Sixty-four levels are read and one more isn't."""
    close = "]" if open_ == "[" else "}"
    assert codes(open_ * MAX_DEPTH + close * MAX_DEPTH) == []
    assert codes(open_ * (MAX_DEPTH + 1) + close * (MAX_DEPTH + 1)) == ["E109"]
    assert codes(open_ * 100_000) == ["E109"]


def test_depth_counts_through_aliases() -> None:
    """Aliases can't be stacked to get deeper than brackets could."""
    half = "[" * 40 + "]" * 40
    assert codes(f"a: &x {half}\nb: {'[' * 23}*x{']' * 23}\n") == []
    assert codes(f"a: &x {half}\nb: {'[' * 24}*x{']' * 24}\n") == ["E109"]


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "---\n", "~", "null\n", "--- # nothing\n..."])
def test_nothing(text: str) -> None:
    """A document of which nothing is left is told from one that is wrong."""
    assert codes(text) == ["E104"]


def test_half_characters() -> None:
    """A text with half a character in it can't come from UTF-8, and isn't handed on."""
    assert codes("a: \ud800") == ["E103"]
    assert codes(r'a: "\ud800"') == ["E105"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: b: c", "A colon stands where none can be."),
        ("a:\nb\nc: d", "A colon is missing"),
        ("a: 'b", "A quotation mark is opened and never closed."),
        ("a: 'b\n---\n", "A quotation mark is opened and never closed."),
        ("a: [b", "A list in square brackets isn't closed"),
        ("a: {b: c", "A mapping in braces isn't closed"),
        ("a: - b", "A list entry can't begin here."),
        ("a: *", "A word that begins with * or & names something in YAML"),
        ("a: ]", "A bracket, brace or comma stands where a value belongs."),
        ("a: `b`", "A word can't begin with this sign."),
        ('a: "\\q"', "In double quotes a backslash begins an escape"),
        ("a: |\n  b\n c\n", "This line is not indented like its neighbours"),
        (": b", "A key is missing before the colon."),
        ("{: b}", "A key is missing before the colon."),
        ("a: |9x\n b", "This is not valid YAML: "),
        ("a: \x07", "A character that can't be shown stands here (U+0007)."),
        ("a:\n\tb: 1", "A tab stands where YAML wants spaces."),
        ("a: 1\n  \tb: 2", "A tab stands where YAML wants spaces."),
    ],
)
def test_mistakes_in_plain_words(text: str, words: str) -> None:
    """What the parser complains about is said in words for people, with a next step."""
    _, (found,) = parse(text, "f.yaml")
    assert found.message.startswith(words)
    assert found.help


# --- both parsers, and whatever anybody types ---------------------------------------------------------


def without_libyaml(text: str) -> tuple[Any, tuple[Any, ...]]:
    """What :func:`parse` gives on a machine that has only the parser in Python."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CSafeLoader", raising=False)
        return parse(text, "f.yaml")


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yaml")), ids=lambda path: path.stem)
def test_messages_are_the_same_without_libyaml(path: Path) -> None:
    """A person reads the same about a bad file, whichever parser their machine has."""
    text = path.read_text(encoding="utf-8")
    assert parse(text, "f.yaml")[1] == without_libyaml(text)[1]


@pytest.mark.parametrize(
    "text", [TEXT, "- - a\n  - b: [c]\n", "a: &x\n  b: *x2\n", '{"a": [1, {}]}', "? a\n: b\n"]
)
def test_places_are_the_same_without_libyaml(text: str) -> None:
    """The parser in Python finds the same values at the same places."""
    assert parse(text, "f.yaml") == without_libyaml(text)
    found, _ = parse(text, "f.yaml")
    other, _ = without_libyaml(text)
    assert (found and found._root) == (other and other._root)


PIECES = st.sampled_from(
    [
        *"a1~[]{},#>%@'\"\\\né\x00\x85\ud800\ufeff\N{GRINNING FACE}",
        *("b: ", "- ", "? ", ": ", "&x ", "*x ", "!t ", "|\n", "\n  ", "\n\t", "---\n", "<<: ", "true"),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_gives_data_or_diagnostics(text: str) -> None:
    """Nothing that can be typed raises; there is a document or there are reasons, each with a place."""
    found, problems = parse(text, "f.yaml")
    assert (found is None) == bool(problems)
    for each in problems:
        assert each.location is not None
        assert each.location.line <= text.count("\n") + text.count("\x85") + 1
        assert each.help


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(max_size=8), JSON, min_size=1, max_size=3))
def test_json_is_yaml(data: dict[str, Any]) -> None:
    """Whatever JSON can say is read as what it says, and each part has a place of its own."""
    import json

    found = document(json.dumps(data))
    assert found.data == data
    places = [found.at((key,), key=True) for key in data]
    assert len(set(places)) == len(data)


# --- files --------------------------------------------------------------------------------------------


def test_a_large_file_is_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size of a file on disk is asked for before anything is read."""
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * 11)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr(Path, "open", refuse)
    text, (found,) = read_text(path, "large.yaml", 10)
    assert text is None
    assert found.code == "E102"
    assert found.message == "large.yaml has 11 bytes; at most 10 bytes are read."


def test_a_file_of_exactly_the_limit(tmp_path: Path) -> None:
    """The limit itself is still read."""
    (tmp_path / "f.yaml").write_bytes(b"a: 123456\n")
    found, _ = read(tmp_path / "f.yaml", "f.yaml", 10)
    assert found is not None
    assert found.data == {"a": 123456}


def test_files_that_are_not_on_disk(tmp_path: Path) -> None:
    """What is packed into an archive is read, and bounded, and missed like any file."""
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("pack/f.yaml", "a: 1\n")
    with ZipFile(tmp_path / "a.zip") as archive:
        folder: Traversable = ZipPath(archive, "pack/")
        found, _ = read(folder / "f.yaml", "f.yaml", 10)
        assert found is not None
        assert found.data == {"a": 1}
        assert [each.code for each in read(folder / "f.yaml", "f.yaml", 4)[1]] == ["E102"]
        assert [each.code for each in read(folder / "g.yaml", "g.yaml", 4)[1]] == ["E101"]


def test_files_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without permission, and one that the disk fails on, are told apart."""
    (tmp_path / "f.yaml").write_text("a: 1\n", encoding="utf-8")

    def fail(error: OSError) -> str:
        def open_(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(Path, "open", open_)
        return read_text(tmp_path / "f.yaml", "f.yaml", 10)[1][0].message

    assert fail(PermissionError(13, "Permission denied")) == (
        "f.yaml can't be read: this user has no permission."
    )
    assert fail(OSError(5, "Input/output error")) == "f.yaml can't be read: Input/output error."


# --- data from programs -------------------------------------------------------------------------------


def test_data_from_programs() -> None:
    """Dates and times become their ISO words, tuples lists, keys words; there are no places."""
    data: Mapping[Any, Any] = MappingProxyType(
        {"d": date(2026, 11, 23), "t": time(9, 30, 59), "l": (1, {"x": None}), 3: True}
    )
    found = from_data(data, "program")
    assert found.data == {"d": "2026-11-23", "t": "09:30", "l": [1, {"x": None}], "3": True}
    assert found.at(("d",)) is None
    assert found.excerpt(found.at(("d",))) == ()
    assert found.file == "program"


def test_data_without_end() -> None:
    """A list that contains itself is the caller's mistake, and said to be."""
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(ValueError, match="nests deeper than 64 levels"):
        from_data(endless)
