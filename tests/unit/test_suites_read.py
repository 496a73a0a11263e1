"""Suites as they are read: facts on top of each other, what is expected, and everything that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from etiquette._reading.parts import overlaid
from etiquette._reading.yaml import parse
from etiquette._suites.read import read_suite, suite_files
from suiting import SUITE, benched, pack, refused_suite


def test_facts_of_a_case_have_the_last_word(tmp_path: Path) -> None:
    """The suite's facts are merged key by key with those of the case, and each keeps its place."""
    bench = benched(tmp_path)
    (first, *_) = bench.ready
    assert first.case.facts.data == {
        "timezone": "UTC",
        "meeting": {"date": "2026-11-23"},
        "client": {"decided": False, "country": "DE", "decides_by": "none"},
        "today": "2026-12-01",
    }
    places = {path: first.case.facts.at(path) for path in (("client", "decided"), ("client", "decides_by"))}
    assert [place.line for place in places.values() if place] == [4, 8]


def test_lists_are_replaced_whole() -> None:
    """A list of the upper mapping takes the place of the lower one's; what neither names isn't there."""
    document, problems = parse("a: {x: [1, 2], y: {z: 1}}\nb: {x: [3], y: {w: 2}}\n", "f.yaml")
    assert document is not None, problems
    merged = overlaid(document, ("a",), ("nowhere",), ("b",), extra={"v": 9})
    assert merged.data == {"x": [3], "y": {"z": 1, "w": 2}, "v": 9}
    at = {name: merged.at(("y", name)) for name in "zw"}
    assert {name: place.line for name, place in at.items() if place} == {"z": 1, "w": 2}


def test_a_line_of_a_table_is_a_case(tmp_path: Path) -> None:
    """Each day of a table is a case of its own, called by the table and the day."""
    titles = [ready.case.title for ready in benched(tmp_path).ready]
    assert titles == [
        "Nine days, on 1 December 2026",
        "Nine days, on 2 December 2026",
        "Nine days, on 3 December 2026",
    ]


def test_none_is_no_day(tmp_path: Path) -> None:
    """The word none, and null, stand for no such day, as they do in facts."""
    suite = SUITE + "      2026-12-04: {ideally_by: none, not_after: null}\n"
    found = benched(tmp_path, suite).ready[-1].case.expect.plan["ask_for_a_decision"]
    assert found == {"ideally_by": None, "not_after": None}


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("title: Nine days", "titel: A week", "E201", 6),
        ("2026-12-01: not_yet", "2026-12-01: notyet", "E203", 10),
        ("2026-12-01: not_yet", "1 December: not_yet", "E201", 10),
        ("action: ask_for_a_decision", "action: ask_for_a_decison", "E702", 7),
        ("plugins: []", "plugins: [nobody]", "E502", None),
        ("plugins: []", "packs: [nowhere]", "E401", None),
        ("facts: {client", "parameters: {coach_wait: 21}\n    facts: {client", "E703", 11),
        ("facts: {client", "parameters: {coach_weight: 2}\n    facts: {client", "E702", 11),
    ],
)
def test_what_is_wrong_with_a_suite(old: str, new: str, code: str, line: int | None, tmp_path: Path) -> None:
    """Each slip is reported with its code, where it stands, and nothing else is."""
    problems = refused_suite(tmp_path, SUITE.replace(old, new, 1))
    assert {each.code for each in problems} == {code}
    assert line is None or {each.location.line for each in problems if each.location} >= {line}
    assert all(each.help for each in problems)


def test_facts_that_are_wrong_fail_the_case_and_not_the_suite(tmp_path: Path) -> None:
    """A slip in the facts of one case is shown with its place; the other cases are run all the same."""
    suite = SUITE + (
        "cases:\n"
        "  - title: A slip\n"
        "    facts: {today: 2026-11-31}\n"
        "    expect: {plan: {ask_for_a_decision: open}}\n"
    )
    ready = benched(tmp_path, suite).ready
    wrong = [each for each in ready if each.refused]
    assert [each.case.title for each in wrong] == ["A slip"]
    assert [(each.code, each.location and each.location.line) for each in wrong[0].problems] == [("E301", 15)]


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    """Notes, hidden files and folders beside the suites are none; a suite of another ending is reported."""
    folder = pack(tmp_path)
    for name in ("notes.txt", ".hidden.yaml", "old.yml"):
        (folder / "tests" / name).write_text("title: Other\n", encoding="utf-8")
    (folder / "tests" / "kept").mkdir()
    files, problems = suite_files(folder, "coach")
    assert [label for _, label in files] == ["coach/tests/wait.yaml"]
    assert [(each.code, str(each.location)) for each in problems] == [("E706", "coach/tests/old.yml:1:1")]


def test_a_suite_that_is_no_yaml(tmp_path: Path) -> None:
    """What can't be read at all is reported as anywhere else."""
    path = tmp_path / "suite.yaml"
    path.write_text("title: [", encoding="utf-8")
    suite, problems = read_suite(path, "suite.yaml")
    assert suite is None
    assert [each.code for each in problems] == ["E105"]


def test_only_the_cases_that_are_meant(tmp_path: Path) -> None:
    """A word picks cases by their file or title, whatever its capitals; two words must both be there."""
    assert len(benched(tmp_path, words=("WAIT",)).ready) == 3
    assert len(benched(tmp_path, words=("december", "1 ")).ready) == 1
    assert benched(tmp_path, words=("january",)).ready == ()
