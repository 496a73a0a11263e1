"""Machine formats hold any text at all: what comes out can be read back, and says what was put in."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import junitparser
from hypothesis import given
from hypothesis import strategies as st

from etiquette._formats import MACHINE_FORMATS, Entry, rendered
from etiquette.diagnostics import Location
from etiquette.model import Level
from known_schemas import validator

HOSTILE = st.text(
    st.sampled_from("ab%:,;&<>'\"\\[]{}=\n\r\t\x00\x1b\x7f\x85\u2028\ud800\udcff\ufffe😀é/")
    | st.characters(),
    max_size=12,
)
LEVELS: tuple[Level, ...] = ("error", "warning", "note")
PLACES = st.builds(
    Location,
    st.sampled_from(["facts.yaml", "a b/c,d:e%.yaml", "../up.yaml", "/elsewhere/x.yaml", "C:/x.yaml"])
    | HOSTILE.map(lambda text: text.replace("/", "") + ".yaml"),
    st.integers(1, 10**6),
    st.integers(1, 500),
    st.integers(0, 500),
)
ENTRIES = st.lists(
    st.builds(
        Entry,
        st.sampled_from(["E101", "E999", "topic/rule"]) | HOSTILE,
        st.sampled_from(LEVELS),
        HOSTILE,
        st.none() | PLACES,
        HOSTILE,
        HOSTILE,
        st.lists(st.tuples(HOSTILE, PLACES), max_size=3).map(tuple),
        HOSTILE,
        HOSTILE,
    ),
    max_size=5,
).flatmap(lambda found: st.just(found) | st.permutations([*found, *found]))
COMMAND = re.compile(r"::(?P<level>error|warning|notice) (?P<told>[^:]*)::(?P<message>.*)")


def plain(text: str) -> str:
    """What is left of a text in every format: a line feed ends a line, and what can't be shown is �."""
    text = re.sub("\r\n?", "\n", text)
    return "".join(
        "\ufffd" if (ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 or c in UNSHOWABLE else c
        for c in text
    )


UNSHOWABLE = {"\u2028", "\u2029", "\ufffe", "\uffff", *map(chr, range(0xD800, 0xE000))}


def once(entries: Sequence[Entry]) -> list[Entry]:
    """Entries without those that look like an earlier one and stand at its place."""
    kept: dict[object, Entry] = {}
    for each in entries:
        subject = "" if each.location else plain(each.subject)
        texts = (plain(text) for text in (each.code, each.message, each.help, each.title, each.rationale))
        related = ((plain(text), place) for text, place in each.related)
        kept.setdefault((each.level, each.location, subject, *texts, *related), each)
    return list(kept.values())


def sentence(entry: Entry) -> str:
    """Message and help as one text."""
    parts = (plain(entry.message).strip(), plain(entry.help).strip())
    return " ".join(part for part in parts if part)


@given(ENTRIES, HOSTILE)
def test_sarif_is_valid_and_complete(entries: Sequence[Entry], suite: str) -> None:
    """Whatever the texts, the document fits the published schema and has every entry, in order."""
    document: dict[str, Any] = json.loads(rendered("sarif", entries, suite=suite).encode())
    validator("sarif-2.1.0").validate(document)
    (run,) = document["runs"]
    entries = once(entries)
    assert [each["level"] for each in run["results"]] == [each.level for each in entries]
    rules = [each["id"] for each in run["tool"]["driver"]["rules"]]
    assert rules == sorted({plain(each.code) for each in entries})
    for result, entry in zip(run["results"], entries, strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == plain(entry.code)
        assert result["message"]["text"].startswith(sentence(entry))
        assert len(result.get("relatedLocations", [])) == len(entry.related)
    prints = [each["partialFingerprints"]["etiquette/v1"] for each in run["results"]]
    assert len(set(prints)) == len(prints)


@given(PLACES)
def test_sarif_leads_to_the_file(place: Location) -> None:
    """The URI, unquoted, is the path of the file, and a path in the present folder is a relative one."""
    document = json.loads(rendered("sarif", [Entry("E101", "error", "m", place)], suite="check"))
    physical = document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    uri: str = physical["artifactLocation"]["uri"]
    told = Path(unquote(uri.removeprefix("file://"), errors="surrogateescape"))
    try:
        place.file.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        assert "\ufffd" in str(told)
    else:
        here = os.fspath(Path.cwd())
        assert os.path.normpath(os.path.join(here, told)) == os.path.normpath(os.path.join(here, place.file))  # noqa: PTH118
    assert not re.match(r"[a-zA-Z][\w+.-]*:", uri) or uri.startswith("file:///")
    assert physical["region"]["startLine"] == place.line
    assert physical["region"]["startColumn"] == place.column


@given(ENTRIES, st.lists(HOSTILE, max_size=3), HOSTILE)
def test_junit_is_read_back(entries: Sequence[Entry], passed: Sequence[str], suite: str) -> None:
    """A reader of JUnit finds a test case for every subject, and a failure where there is an error."""
    text = rendered("junit", entries, suite=suite, passed=passed)
    read = junitparser.JUnitXml.fromfile(io.BytesIO(text.encode()))
    (tests,) = read
    cases = list(tests)
    assert tests.tests == read.tests == len(cases) == len({each.name for each in cases})
    failed = [each for each in cases if each.result]
    assert tests.failures == read.failures == len(failed)
    assert bool(failed) == any(each.level == "error" for each in entries)
    told = "\n".join(
        [each.text for case in failed for each in case.result]
        + [case.system_out for case in cases if case.system_out]
    )
    for entry in entries:
        assert f"{entry.level}: {plain(entry.code)} {sentence(entry)}" in told
    for name in passed:
        assert plain(name) in {each.name for each in cases}


@given(ENTRIES)
def test_a_workflow_reads_one_command_for_each_entry(entries: Sequence[Entry]) -> None:
    """No text can end a command, begin another, or add a property to one."""
    lines = rendered("github", entries, suite="check").split("\n")
    entries = once(entries)
    assert lines.pop() == ""
    assert len(lines) == len(entries)
    for line, entry in zip(lines, entries, strict=True):
        assert len(line.splitlines()) == 1
        found = COMMAND.fullmatch(line)
        assert found
        told = dict(part.split("=", 1) for part in found["told"].split(","))
        assert set(told) <= {"file", "line", "col", "endColumn", "title"}
        assert undone(told["title"]) == f"{plain(entry.code)} {plain(entry.title)}".strip()
        assert sentence(entry) in undone(found["message"])
        assert undone(found["message"]).count("See also ") >= len(entry.related)
        assert ("line" in told) == (entry.location is not None)


def undone(text: str) -> str:
    """A text as a workflow shows it."""
    for written, meant in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(written, meant)
    return text


@given(ENTRIES)
def test_the_same_entries_give_the_same_document(entries: Sequence[Entry]) -> None:
    """Nothing but the entries is in a document: no time, no machine, no order of a set."""
    for format_ in MACHINE_FORMATS:
        once = rendered(format_, entries, suite="check")
        assert rendered(format_, list(entries), suite="check") == once
        assert once.encode().decode() == once
