"""The machine formats, letter by letter, and `check` in each of them."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import junitparser
import pytest

from etiquette._formats import MACHINE_FORMATS, Entry, MachineFormat, of_diagnostic, rendered
from etiquette._plugging.contributed import BUILT_IN_FORMATS
from etiquette.cli import main
from etiquette.codes import TITLES
from etiquette.diagnostics import Diagnostic, Location
from etiquette.hookspecs import hookimpl
from etiquette.report import Report
from known_schemas import validator

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases" / "text"
HERE = Location("facts.yaml", 4, 9, 19)
GUEST = ("--pack", "dinner-guest", "--no-plugins")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No workflow around the tests shows in what they print."""
    for name in ("GITHUB_WORKSPACE", "ETIQUETTE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ETIQUETTE_PATH", ".")


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command among the cases: exit code, standard output, standard error."""
    monkeypatch.chdir(CASES)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        out, err = capfd.readouterr()
        return code, out, err

    return call


def sarif_run(text: str) -> dict[str, Any]:
    """The one run of a SARIF document, held against the published schema."""
    document: dict[str, Any] = json.loads(text)
    validator("sarif-2.1.0").validate(document)
    (only,) = document["runs"]
    found: dict[str, Any] = only
    return found


def places(run: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """File and line of every result."""
    for result in run["results"]:
        (place,) = result["locations"]
        physical = place["physicalLocation"]
        yield physical["artifactLocation"]["uri"], physical["region"]["startLine"]


def test_the_schema_can_say_no() -> None:
    """The schema that documents are held against refuses what SARIF doesn't know."""
    document = json.loads(rendered("sarif", [Entry("E101", "error", "m", HERE)], suite="check"))
    assert validator("sarif-2.1.0").is_valid(document)
    document["runs"][0]["results"][0]["level"] = "fatal"
    assert not validator("sarif-2.1.0").is_valid(document)


def test_a_sarif_result_has_all_that_was_said() -> None:
    """Level, sentences, region, further places and what the code stands for are where a reader looks."""
    entry = Entry(
        "E201", "warning", "There is no `colour`.", HERE, "Did you mean `color`?", "A key is not known",
        (("It is declared here.", Location("sub/pack.yaml", 2, 1)), ("", Location("b.yaml", 3, 1))),
    )  # fmt: skip
    only = sarif_run(rendered("sarif", [entry], suite="lint"))
    assert only["automationDetails"]["id"] == "etiquette/lint/"
    (rule,) = only["tool"]["driver"]["rules"]
    assert rule["id"] == "E201"
    assert rule["shortDescription"]["text"] == "A key is not known."
    assert rule["help"]["text"].startswith("A key is not known. See docs/diagnostics/E201.md")
    (ROOT / rule["properties"]["page"]).read_text("utf-8")
    (result,) = only["results"]
    assert result["level"] == "warning"
    assert result["message"]["text"] == "There is no `colour`. Did you mean `color`?"
    (place,) = result["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "facts.yaml"},
        "region": {"startLine": 4, "startColumn": 9, "endColumn": 19},
    }
    related = [
        (each["message"]["text"], each["physicalLocation"]["artifactLocation"]["uri"])
        for each in result["relatedLocations"]
    ]
    assert related == [("It is declared here.", "sub/pack.yaml"), ("belongs to it", "b.yaml")]


def test_a_rationale_is_the_help_of_its_rule() -> None:
    """Why there is a rule is told once, beside the rule."""
    entry = Entry("case/open", "error", "m", HERE, title="Open it", rationale="It won't open by itself.")
    (rule,) = sarif_run(rendered("sarif", [entry], suite="check"))["tool"]["driver"]["rules"]
    assert rule["help"]["text"] == "Open it. It won't open by itself."
    assert "properties" not in rule


def test_a_fingerprint_outlives_a_new_line_above() -> None:
    """The same problem a line further down is the same; another message or the same twice is another."""

    def prints(*entries: Entry) -> list[str]:
        results = sarif_run(rendered("sarif", entries, suite="check"))["results"]
        return [each["partialFingerprints"]["etiquette/v1"] for each in results]

    first = Entry("E101", "error", "m", Location("a.yaml", 1))
    moved = Entry("E101", "error", "m", Location("a.yaml", 2))
    other = Entry("E101", "error", "n", Location("a.yaml", 1))
    assert prints(first) == prints(moved)
    assert prints(first) != prints(other)
    assert len(set(prints(first, moved))) == 2


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a b/ü.yaml", "a%20b/%C3%BC.yaml"),
        ("./sub/../facts.yaml", "facts.yaml"),
        ("C:/facts.yaml", "C%3A/facts.yaml"),
        ("/elsewhere/f#1.yaml", "file:///elsewhere/f%231.yaml"),
        ("50%.yaml", "50%25.yaml"),
    ],
)
def test_paths_are_uris(file: str, uri: str) -> None:
    """A path becomes a relative URI where it can, with every letter written as URIs want it."""
    found = sarif_run(rendered("sarif", [Entry("E101", "error", "m", Location(file))], suite="check"))
    assert list(places(found)) == [(uri, 1)]


def test_whole_paths_in_the_present_folder_are_relative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However a file was named, whoever reads the document finds it from the folder."""
    monkeypatch.chdir(tmp_path)
    entry = Entry("E101", "error", "m", Location(str(tmp_path / "sub" / "facts.yaml")))
    assert list(places(sarif_run(rendered("sarif", [entry], suite="check")))) == [("sub/facts.yaml", 1)]


def test_in_a_workflow_paths_start_at_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GitHub looks for files from the top of the checkout, also when a step works in a folder below it."""
    (tmp_path / "packs").mkdir()
    monkeypatch.chdir(tmp_path / "packs")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    entry = Entry("E101", "error", "m", Location("facts.yaml", 4, 9))
    assert list(places(sarif_run(rendered("sarif", [entry], suite="check")))) == [("packs/facts.yaml", 1 + 3)]
    assert "file=packs/facts.yaml,line=4,col=9," in rendered("github", [entry], suite="check")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "other"))
    assert "file=facts.yaml," in rendered("github", [entry], suite="check")


def test_an_annotation_letter_by_letter() -> None:
    """Percent signs, ends of lines, colons and commas are escaped where a workflow wants it."""
    entry = Entry("E101", "error", "100 %: a, b\nnext", HERE, "Do it.", "One, two: three")
    related = (("rule a/b", Location("b.yaml", 2, 3)), ("", Location("c.yaml")))
    note = Entry("case/open", "note", "Better so.", related=related, subject="a case")
    assert rendered("github", [entry, note], suite="check") == (
        "::error file=facts.yaml,line=4,col=9,endColumn=19,title=E101 One%2C two%3A three"
        "::facts.yaml:4:9: E101 100 %25: a, b%0Anext Do it.\n"
        "::notice title=case/open::a case: case/open Better so. "
        "See also b.yaml:2:3 (rule a/b). See also c.yaml:1:1.\n"
    )
    assert rendered("github", [], suite="check") == ""


def test_junit_letter_by_letter() -> None:
    """Subjects are test cases; all errors of one are one failure; what is milder is output."""
    entries = [
        Entry("E101", "error", "First.", HERE, "Do it.", subject="facts"),
        Entry("L601", "note", "By the way.", subject="facts"),
        Entry("E102", "error", "Second.", related=(("", HERE),), subject="facts"),
        Entry("L602", "warning", "Hm.", Location("b.yaml", 2, 3)),
    ]
    assert rendered("junit", entries, suite="lint", passed=("c", "c")) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="etiquette" tests="3" failures="1" errors="0" skipped="0">\n'
        '  <testsuite name="etiquette lint" tests="3" failures="1" errors="0" skipped="0">\n'
        '    <testcase name="c" classname="etiquette.lint" />\n'
        '    <testcase name="facts" classname="etiquette.lint" file="facts.yaml" line="4">\n'
        '      <failure message="First. Do it. (and 1 more)" type="E101">'
        "facts.yaml:4:9: error: E101 First. Do it.\n"
        "error: E102 Second.\n"
        "  facts.yaml:4:9: belongs to it</failure>\n"
        "      <system-out>note: L601 By the way.</system-out>\n"
        "    </testcase>\n"
        '    <testcase name="b.yaml" classname="etiquette.lint" file="b.yaml" line="2">\n'
        "      <system-out>b.yaml:2:3: warning: L602 Hm.</system-out>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_a_diagnostic_becomes_an_entry() -> None:
    """Everything a diagnostic says is in its entry, with the title of its code."""
    found = Diagnostic("E201", "m", "h", HERE, "warning", related=(Location("b.yaml"),))
    assert of_diagnostic(found, "s") == Entry(
        "E201", "warning", "m", HERE, "h", TITLES["E201"], (("", Location("b.yaml")),), "s"
    )


def test_plugins_cannot_take_a_machine_format() -> None:
    """The names are those that no plugin may use."""
    assert set(MACHINE_FORMATS) < BUILT_IN_FORMATS


@pytest.mark.parametrize("format_", MACHINE_FORMATS)
@pytest.mark.parametrize(
    "arguments",
    [
        ("planned-call.yaml", *GUEST),
        ("only-the-date.yaml", "planned-call.yaml", "all-at-once.yaml", *GUEST),
        ("only-the-date.yaml", "--pack", "quarrel", "--no-plugins"),
        ("only-the-date.yaml", "--pack", "nowhere", "--no-plugins"),
        ("there-is-none.yaml", *GUEST),
    ],
)
def test_the_exit_code_is_the_same_in_every_format(
    run: Run, format_: str, arguments: tuple[str, ...]
) -> None:
    """A format changes what is printed and nothing else; there is a document for every outcome."""
    code, _, _ = run("check", *arguments, "--format", "json")
    again, out, err = run("check", *arguments, "--format", format_)
    assert again == code
    assert err == ""
    if format_ == "sarif":
        assert bool(sarif_run(out)["results"]) >= (code > 0)
    elif format_ == "junit":
        assert bool(junitparser.JUnitXml.fromfile(io.BytesIO(out.encode())).failures) == (code > 0)
    else:
        assert ("::error " in out) == (code > 0)


def test_findings_point_into_the_facts(run: Run) -> None:
    """A finding is at the key of the step that is wrong, and its rule leads to the pack's own lines."""
    code, out, _ = run("check", "planned-call.yaml", *GUEST, "--format", "sarif")
    lines = (CASES / "planned-call.yaml").read_text("utf-8").splitlines()
    found = sarif_run(out)
    assert code == 1
    assert found["results"]
    for result, (file, line) in zip(found["results"], places(found), strict=True):
        assert file == "planned-call.yaml"
        assert line > 1 + next(n for n, text in enumerate(lines) if text.startswith("proposed:"))
        (rule,) = result["relatedLocations"]
        uri = rule["physicalLocation"]["artifactLocation"]["uri"]
        told = (
            (CASES / uri).read_text("utf-8").splitlines()[rule["physicalLocation"]["region"]["startLine"] - 1]
        )
        assert result["ruleId"] in told
    assert out.count("Instead: ") == 1


def test_a_conflict_leads_to_its_rules(run: Run) -> None:
    """Rules that contradict each other are an error on the facts, with each rule's place."""
    code, out, _ = run("check", "only-the-date.yaml", "--pack", "quarrel", "--no-plugins", "-f", "sarif")
    (result,) = sarif_run(out)["results"]
    assert code == 3
    assert result["ruleId"].startswith("conflict/")
    assert len(result["relatedLocations"]) == 2
    assert list(places(sarif_run(out))) == [("only-the-date.yaml", 1)]


def test_a_problem_of_the_packs_is_told_once(run: Run) -> None:
    """What is wrong with the rules isn't repeated for every file, but every file has failed."""
    arguments = ("check", "only-the-date.yaml", "planned-call.yaml", "--pack", "nowhere", "--no-plugins")
    _, out, _ = run(*arguments, "--format", "junit")
    assert junitparser.JUnitXml.fromfile(io.BytesIO(out.encode())).failures == 2


def test_several_files_make_one_document(run: Run) -> None:
    """Every facts file is a test case, also one with which nothing is wrong."""
    names = ("only-the-date.yaml", "planned-call.yaml", "all-at-once.yaml")
    _, out, _ = run("check", *names, *GUEST, "--format", "junit")
    (tests,) = junitparser.JUnitXml.fromfile(io.BytesIO(out.encode()))
    assert {case.name for case in tests} == set(names)


def test_standard_input_has_a_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts from a pipe are named as what they are."""
    monkeypatch.setattr("sys.stdin", io.StringIO("interview: {}\n"))
    _, out, _ = run("check", "-", *GUEST, "--format", "junit")
    (tests,) = junitparser.JUnitXml.fromfile(io.BytesIO(out.encode()))
    assert [case.name for case in tests] == ["standard input"]


class _Taking:
    """A plugin whose format has the name of one that is built in."""

    @hookimpl
    def etiquette_output_formats(self) -> dict[str, Callable[[Report], str]]:
        """Take the name."""
        return {"sarif": repr}


def test_a_plugin_with_a_built_in_name_is_refused_aloud() -> None:
    """The format that is built in stays, and the plugin is named with what is wrong with it."""
    from etiquette.plugins import collect

    found = collect(names=(), extra={"taking": _Taking()})
    assert [each.code for each in found.diagnostics] == ["E506"]
    assert "the format 'sarif' is built in" in found.diagnostics[0].message
    assert found.formats == {}


@pytest.mark.parametrize("format_", MACHINE_FORMATS)
def test_documents_are_utf8_whatever_the_terminal_says(
    format_: MachineFormat, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The bytes are those of UTF-8 in an environment that knows ASCII only."""
    import subprocess
    import sys

    facts = tmp_path / "ü.yaml"
    done = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, "-m", "etiquette", "check", facts.name, "-f", format_],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    wanted = "%C3%BC.yaml" if format_ == "sarif" else "ü.yaml"
    assert wanted in done.stdout.decode("utf-8")
