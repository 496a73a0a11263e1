"""Formatting keeps what a file says and every comment in it, and doing it twice changes nothing more."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from etiquette._formatting.formatting import formatted, same
from etiquette._reading.yaml import parse
from pages import ROOT

FILES = sorted(
    path
    for folder in ("rules", "plugins", "examples", "tests/cases")
    for path in (ROOT / folder).rglob("*.yaml")
)
COMMENT = re.compile(r"# c\d+\b")
RESERVED = ("null", "true", "false")

TRICKY = st.sampled_from(
    [
        *("no", "1:30", "2026-11-23", "true", "null", "~", "-", "?", ":", "12", "1.5", "0x1F", "1e3", "<<"),
        *("- a", "? b", "a: b", "a:", "a #b", "#b", "[", "]", "{a", "a}", "a,b", "&a", "*a", "!a", "|", ">"),
        *(
            "'",
            '"',
            "it's",
            'say "so"',
            "\\",
            "%a",
            "@a",
            "`a",
            "---",
            "...",
            "a?",
            "why? because",
            "=",
            "a:b",
        ),
        *("", " ", " a", "a ", "a  b", "\t", "a\tb", "\u00a0", "\u2028", "\x85", "\ufeff", "é", "日本", "😀"),
        *(
            "a\n",
            "a\n\n",
            "\na",
            "a\nb",
            "a\n\nb\n",
            " a\nb",
            "a\n b",
            "a \nb",
            "# a\nb",
            "---\na",
            "\n",
            "a\n#b",
        ),
        *(
            "a " * 80 + "a",
            "b" * 130,
            "c " * 70 + "c\n" + "d " * 70 + "d\n",
            "- " * 70 + "x",
            "e  f " * 40 + "e",
        ),
    ]
)
TEXTS = st.one_of(
    TRICKY,
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30),
    st.lists(st.sampled_from(["wait", "for", "them", "it's", "#", "-", "a:"]), max_size=60).map(" ".join),
)
SCALARS = st.one_of(TEXTS, st.integers(-99, 99), st.booleans(), st.none(), st.sampled_from([1.5, -0.25]))
KEYS = st.one_of(
    st.sampled_from(
        ["rules", "id", "title", "action", "when", "because", "pack", "format", "cases", "with", "a"]
    ),
    TEXTS.filter(lambda text: len(text) < 100),
)
DATA = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


class Writer:
    """Writes data as YAML in one of the many ways there are, with comments wherever there may be some."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.comments = 0
        self.anchors = 0

    def choose(self, *options: Any) -> Any:
        """One of the options."""
        return self.draw(st.sampled_from(options))

    def comment(self) -> str:
        """A comment that is like no other."""
        self.comments += 1
        return f"# c{self.comments} {self.choose('', 'a: b', '- x', '# y', 'it is' * 30)}"

    def beside(self) -> str:
        """Nothing, or a comment at the end of a line."""
        return self.choose("", "", "  ") and f" {self.comment()}"

    def above(self, indent: int) -> list[str]:
        """Comments and blank lines; comments may stand further in than what follows, or further out."""
        lines = []
        for _ in range(self.choose(0, 0, 0, 1, 2)):
            by = self.choose(0, 0, 1, -1)
            lines.append(self.choose("", f"{' ' * max(indent + by, 0)}{self.comment()}"))
        return lines

    def scalar(self, value: Any, *, flow: bool) -> str:
        """A scalar on one line."""
        if value is None:
            return str(self.choose("null", "~", "Null", *([] if flow else [""])))
        if isinstance(value, bool):
            return str(self.choose(str(value), str(value).lower()))
        if not isinstance(value, str):
            return str(value)
        double = json.dumps(value)
        ways = [double]
        if re.fullmatch(r"[ -~]+", value):
            ways.append("'" + value.replace("'", "''") + "'")
        if re.fullmatch(r"[a-z][a-z ]*[a-z]|[a-z]", value) and value not in RESERVED:
            ways += [value, value]
        return str(self.draw(st.sampled_from(ways)))

    def lines(self, value: Any, indent: int) -> tuple[str, list[str]]:
        """What follows a key or a dash on its line, and the lines below it."""
        pad = " " * indent
        if isinstance(value, (dict, list)) and value and self.choose(True, True, False):
            return self.beside(), self.block(value, indent)
        if isinstance(value, (dict, list)):
            if self.choose(True, False):
                return f" {self.flow(value)}{self.beside()}", []
            return f" {self.spread(value, indent)}{self.beside()}", []
        if isinstance(value, str) and re.fullmatch(r"[a-z]+( [a-z]+)*(\n[a-z]+( [a-z]+)*)*\n?", value):
            body = value.removesuffix("\n")
            sign = "" if value != body else "-"
            way = self.choose("inline", "literal", "folded", "below")
            if way == "literal":
                return f" |{sign}{self.beside()}", [f"{pad}{line}" for line in body.split("\n")]
            if way == "folded" and "\n" not in body:
                return f" >{sign}{self.beside()}", [f"{pad}{line}" for line in body.split(" ")]
            if way == "below" and "\n" not in value and value not in RESERVED:
                return self.beside(), [*self.above(indent), f"{pad}{value}{self.beside()}"]
        return f" {self.scalar(value, flow=False)}{self.beside()}", []

    def block(self, value: Any, indent: int) -> list[str]:
        """A collection line by line."""
        pad, step = " " * indent, self.choose(2, 3, 4)
        out: list[str] = []
        for entry in value.items() if isinstance(value, dict) else value:
            out += self.above(indent)
            if isinstance(value, dict):
                first, rest = self.lines(entry[1], indent + step)
                out += [f"{pad}{self.key(entry[0])}:{first}", *rest]
                continue
            if isinstance(entry, (dict, list)) and entry and self.choose(True, False):
                inner = self.block(entry, indent + 2)
                together = inner[0].lstrip()[:1] not in ("", "#")
                out += [f"{pad}- {inner[0][indent + 2 :]}", *inner[1:]] if together else [f"{pad}-", *inner]
                continue
            first, rest = self.lines(entry, indent + step)
            out += [f"{pad}-{first}", *rest]
        return out + self.above(indent)

    def key(self, name: str) -> str:
        """A key."""
        return name if re.fullmatch(r"[a-z]+", name) and name not in RESERVED else json.dumps(name)

    def flow(self, value: Any) -> str:
        """A value on one line, in brackets if it is a collection."""
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.key(k)}: {self.flow(v)}" for k, v in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.flow(each) for each in value) + "]"
        return self.scalar(value, flow=True)

    def spread(self, value: Any, indent: int) -> str:
        """A collection in brackets over several lines."""
        pad = " " * (indent + 1)
        if not isinstance(value, (dict, list)):
            return self.scalar(value, flow=True)
        marks = "{}" if isinstance(value, dict) else "[]"
        out = [marks[0] + self.beside()]
        for entry in value.items() if isinstance(value, dict) else value:
            out += [line for line in self.above(indent + 1) if line.strip() or line == ""]
            text = (
                f"{self.key(entry[0])}: {self.spread(entry[1], indent + 1)}"
                if isinstance(value, dict)
                else self.spread(entry, indent + 1)
            )
            out.append(f"{pad}{text},{self.beside()}")
        return "\n".join([*out, *self.above(indent + 1), pad + marks[1]])


@st.composite
def documents(draw: Any) -> tuple[Any, str]:
    """Data with at least one key, and a text that says it, with comments."""
    data = draw(
        st.one_of(st.dictionaries(KEYS, DATA, min_size=1, max_size=4), st.lists(DATA, min_size=1, max_size=3))
    )
    writer = Writer(draw)
    lines = [*writer.above(0), *writer.choose([], ["---"], [f"--- {writer.comment()}"])]
    lines += writer.block(data, 0)
    text = "\n".join([*lines, *writer.choose([], ["..."], [f"... {writer.comment()}", writer.comment()])])
    ending = writer.choose("\n", "\n\n", "") if not text.endswith("|") else "\n"
    return data, writer.choose("", "", "\ufeff") + text.replace("\n", writer.choose("\n", "\r\n")) + ending


@given(documents())
def test_what_a_file_says_and_its_comments_stay(document: tuple[Any, str]) -> None:
    """Data and comments are the same afterwards, and formatting again changes nothing."""
    data, text = document
    note(text)
    before, problems = parse(text, "a.yaml")
    assert before is not None, problems
    assert same(before.data, data)
    found, problems = formatted(text, "a.yaml")
    assert found is not None, problems
    note(found.text)
    after, _ = parse(found.text, "a.yaml")
    assert after is not None
    assert same(after.data, data)
    assert sorted(COMMENT.findall(found.text)) == sorted(COMMENT.findall(text))
    again, problems = formatted(found.text, "a.yaml")
    assert again is not None, problems
    assert again.text == found.text
    assert not again.changed
    assert found.changed == (found.text != text)


@given(DATA)
def test_layout_is_that_of_the_data(data: Any) -> None:
    """A file without comments and blank lines looks the same however it was written before."""
    bare = {"x": data}
    one, _ = formatted(json.dumps(bare), "a.yaml")
    lines = Writer(lambda strategy: next(iter(strategy.elements)))  # always the first way
    two, problems = formatted("\n".join(lines.block(bare, 0)), "a.yaml")
    assert one is not None
    assert two is not None, problems
    assert one.text == two.text


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_of_the_repository(path: Path) -> None:
    """Whatever can be read keeps its data and comments, and is formatted once and for all."""
    text = path.read_bytes().decode("utf-8", "surrogateescape")  # what is no text can't be read
    before, _ = parse(text, "a.yaml")
    found, problems = formatted(text, "a.yaml")
    if before is None:
        assert found is None
        assert problems
        return
    assert found is not None, problems
    after, _ = parse(found.text, "a.yaml")
    assert after is not None
    assert same(after.data, before.data)
    again, _ = formatted(found.text, "a.yaml")
    assert again is not None
    assert again.text == found.text
