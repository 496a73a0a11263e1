"""``etiquette test`` as it is typed: what it prints, how it ends, and what it says when it can't run."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from etiquette._suites.watch import again_on_change
from etiquette.cli import main
from packing import OTHER
from suiting import SUITE, pack

Run = Callable[..., tuple[int, str, str]]

WRONG = SUITE.replace("2026-12-01: not_yet", "2026-12-01: open")


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command in the folder that the pack stands in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("ETIQUETTE_PATH", str(OTHER))

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(("test", *arguments))
        out, err = capfd.readouterr()
        return code, out, err

    return call


def test_all_as_expected(run: Run, tmp_path: Path) -> None:
    """One line says it; the pack here, the one below, its folder and its suite are all found."""
    pack(tmp_path)
    said = "coach 1.0.0: 3 cases, all as expected.\n"
    assert run("./coach") == (0, said, "")
    assert run() == (0, said, "")
    assert run("coach/tests/wait.yaml") == (0, said, "")
    assert run("coach", "--path", ".") == (0, said, "")


def test_a_failure_says_what_differs_and_which_rule_decided(run: Run, tmp_path: Path) -> None:
    """Expected and got stand below each other, with the lines of the suite and of the rule."""
    pack(tmp_path, WRONG)
    code, out, err = run("./coach")
    assert (code, err) == (1, "")
    assert out == (
        "coach 1.0.0: 1 of 3 cases is not as expected.\n"
        "\n"
        "Not as expected\n"
        "  ✗ Nine days, on 1 December 2026 (coach/tests/wait.yaml:10:7)\n"
        "    About       ask_for_a_decision, status (coach/tests/wait.yaml:10)\n"
        "    Expected    open\n"
        "    Got         not_yet\n"
        "    Because of  coach/patience, “Nine days at least” (coach/rules.yaml:3)\n"
    )


def test_words_pick_cases(run: Run, tmp_path: Path) -> None:
    """Only the cases with the word are run; a word that none has is a mistake in the command."""
    pack(tmp_path, WRONG)
    assert run("./coach", "-k", "2 December")[:2] == (0, "coach 1.0.0: 1 case, as expected.\n")
    code, _, err = run("./coach", "-k", "January")
    assert code == 2
    assert "No case has “January” in its file or title." in err


def test_verbose_lists_what_is_right(run: Run, tmp_path: Path) -> None:
    """With -v the cases that are as expected are listed, too."""
    pack(tmp_path)
    assert "✓ Nine days, on 2 December 2026 (coach/tests/wait.yaml:11:7)" in run("./coach", "-v")[1]


def test_coverage_in_text(run: Run, tmp_path: Path) -> None:
    """Three coverages, and below them what is missing; a threshold that isn't reached fails."""
    pack(tmp_path)
    code, out, _ = run("./coach", "--coverage")
    assert code == 0
    assert "  ✓ Rules: 100 %\n    1 of 1 rule is in effect in some case.\n" in out
    assert "  • Conditions: 16.6 %\n    1 of 6 ways of deciding seen" in out
    assert "    Missing  “tone is formal” never makes the difference. (coach/rules.yaml:6)\n" in out
    code, out, _ = run("./coach", "--fail-under", "90")
    assert code == 1
    assert out.startswith("coach 1.0.0: 3 cases, all as expected, but too little is covered.\n")
    assert "  ✗ Conditions: 16.6 %" in out


def test_mutants_in_text(run: Run, tmp_path: Path) -> None:
    """Changes that go unnoticed are listed with their line and name, and fail."""
    pack(tmp_path)
    code, out, _ = run("./coach", "--mutate")
    assert code == 1
    assert "Changes of the pack: " in out
    assert (
        "    Change  Channels: “prefer” is left out. (coach/rules.yaml:8)\n"
        "    Name    coach/patience:channels-prefer-dropped\n" in out
    )


def test_machine_formats(run: Run, tmp_path: Path) -> None:
    """JUnit has a test case for each case, GitHub a line for each failure, SARIF a result, JSON all of it."""
    pack(tmp_path, WRONG)
    code, out, _ = run("./coach", "--format", "junit")
    root = ET.fromstring(out)  # noqa: S314 - our own output
    assert code == 1
    assert (root.get("tests"), root.get("failures")) == ("3", "1")
    assert "expected open, got not_yet" in out
    code, out, _ = run("./coach", "--format", "github")
    assert out.startswith("::error file=coach/tests/wait.yaml,line=10,")
    code, out, _ = run("./coach", "--format", "sarif")
    (result,) = json.loads(out)["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("E710", "error")
    code, out, _ = run("./coach", "--format", "json", "--coverage")
    data = json.loads(out)
    assert (code, data["ok"]) == (1, False)
    (found,) = data["packs"]
    assert [case["passed"] for case in found["cases"]] == [False, True, True]
    (difference,) = found["cases"][0]["differences"]
    assert difference["path"] == ["plan", "ask_for_a_decision", "status"]
    assert (difference["expected"], difference["got"]) == ("open", "not_yet")
    assert difference["rules"] == ["coach/patience"]
    assert found["coverage"]["rules"]["total"] == 1


def test_jobs_change_nothing_but_the_time(run: Run, tmp_path: Path) -> None:
    """One process says what two say."""
    days = "".join(f"      2027-0{month}-{day}: open\n" for month in range(1, 4) for day in range(10, 28))
    pack(tmp_path, WRONG + days)
    one, two = run("./coach", "--jobs", "1"), run("./coach", "--jobs", "2")
    assert one == two
    assert one[1].startswith("coach 1.0.0: 1 of 57 cases is not as expected.")


def test_generating(run: Run, tmp_path: Path) -> None:
    """Proposals are printed, or written into a new file; one that is there is never written over."""
    pack(tmp_path, "")
    code, out, _ = run("./coach", "--generate")
    assert code == 0
    assert out.startswith("# Proposed by")
    (tmp_path / "coach/tests").mkdir()
    code, said, _ = run("./coach", "--generate", "--write", "coach/tests/new.yaml")
    assert (code, said.startswith("coach/tests/new.yaml proposes ")) == (0, True)
    assert (tmp_path / "coach/tests/new.yaml").read_text(encoding="utf-8") == out
    code, _, err = run("./coach", "--generate", "--write", "coach/tests/new.yaml")
    assert code == 2
    assert "There is a file coach/tests/new.yaml already." in err
    code, out, _ = run("./coach")
    assert code == 0
    assert "To be confirmed" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--write", "x.yaml"), "--write says where the cases of --generate go."),
        (("--watch", "--format", "json"), "--watch answers in text only."),
        (("./nowhere",), "The folder nowhere isn't there."),
        (("nobody",), "There is no pack called nobody."),
        (("--jobs", "0"), "--jobs"),
        (("--format", "xml"), "There is no format 'xml'."),
    ],
)
def test_what_can_not_be_done(arguments: tuple[str, ...], said: str, run: Run, tmp_path: Path) -> None:
    """Mistakes in the command are said in a sentence, and end with 2."""
    pack(tmp_path)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_where_there_is_nothing_to_test(run: Run, tmp_path: Path) -> None:
    """No pack here, and a pack without cases, are mistakes: nothing tested is not nothing wrong."""
    assert "There is no pack here." in run()[2]
    pack(tmp_path, "")
    code, _, err = run("./coach")
    assert code == 2
    assert "E700 coach 1.0.0 has no cases." in err


def test_several_packs(run: Run, tmp_path: Path) -> None:
    """Each has its page; one that fails makes the whole fail."""
    pack(tmp_path)
    pack(tmp_path / "other", WRONG)
    manifest = tmp_path / "other/coach/pack.yaml"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace("coach\n", "rival\n", 1), encoding="utf-8"
    )
    code, out, _ = run()
    assert code == 1
    assert "coach 1.0.0: 3 cases, all as expected." in out
    assert "rival 1.0.0: 1 of 3 cases is not as expected." in out


def test_watching(tmp_path: Path) -> None:
    """What is watched over is done once at the start, and once more when a suite changes."""
    suite = pack(tmp_path) / "tests/wait.yaml"
    done: list[str] = []
    stop = threading.Event()

    def touch() -> None:
        while not stop.wait(0.2):
            suite.write_text(SUITE + f"# {time.monotonic()}\n", encoding="utf-8")

    thread = threading.Thread(target=touch)
    thread.start()
    try:
        again_on_change(lambda: [tmp_path], lambda: done.append("done"), most=1)
    finally:
        stop.set()
        thread.join()
    assert done == ["done", "done"]


def test_nothing_of_a_kind_is_said_so(run: Run, tmp_path: Path) -> None:
    """Where a pack has no windows of its own, that is said, and not that none of none is covered."""
    rules = (
        "rules:\n  - {id: a/b, title: T, action: send_minutes, message: {avoid: [impatience]}, because: B.}\n"
    )
    pack(tmp_path, SUITE, rules)
    assert "  ✓ Windows: 100 %\n    This pack has no windows of its own.\n" in run("./coach", "--coverage")[1]


def test_changes_are_tried_once_all_is_as_expected(run: Run, tmp_path: Path) -> None:
    """What fails without any change can't tell one; that is said, and nothing is tried."""
    pack(tmp_path, WRONG)
    code, out, _ = run("./coach", "--mutate")
    assert code == 1
    assert out.endswith("Changes of the pack are tried once all cases are as expected.\n")
    assert "tried:" not in out
