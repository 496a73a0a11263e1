"""``etiquette prove``: what it prints and writes, how it ends, and that each witness replays."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from jsonschema import Draft202012Validator
from junitparser import JUnitXml

import etiquette
from etiquette._data import load_schema
from etiquette.algebra import facts_in
from etiquette.cli import main
from etiquette.testing import facts as nested
from etiquette.testing import flat
from faults import FAULTS, Fault, name
from known_schemas import validator

SHOWN: Final = ("no_conflict", "possible", "no_gap")
REPLAYED: Final = [
    each
    for each in FAULTS
    if not (each.folder / "plugins").exists()
    and (each.said.get("claim") in SHOWN or each.said.get("law") == "no_conflict")
]
FOLDER: Final = {name(each)[:2]: str(each.folder / "pack") for each in FAULTS}
CLASH, GAP, DEAD, GOOD = FOLDER["01"], FOLDER["44"], FOLDER["45"], FOLDER["32"]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command in an empty folder on 80 columns: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for key in ("ETIQUETTE_PATH", "GITHUB_WORKSPACE"):
        monkeypatch.delenv(key, raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        out, err = capfd.readouterr()
        return code, out, err

    return call


def proved(run: Run, *arguments: str) -> tuple[int, Any]:
    """The exit code and the JSON of a proof without installed plugins."""
    code, out, err = run("prove", *arguments, "--no-plugins", "--format", "json")
    assert err == ""
    return code, json.loads(out)


def shown(answer: Mapping[str, Any], report: Mapping[str, Any]) -> bool:
    """Whether a report shows what an answer refutes."""
    if answer["claim"] == "no_gap":
        statuses = {each["action"]: each["status"] for each in report["plan"]}
        return bool(statuses[answer["subject"]] == "unaddressed")
    wanted = answer["subject"], {each["rule"] for each in answer["rules"]}
    return any(
        (each["action"], {rule["rule"] for rule in each["rules"]}) == wanted for each in report["conflicts"]
    )


@pytest.mark.parametrize("fault", REPLAYED, ids=name)
def test_each_witness_replays(fault: Fault, run: Run) -> None:
    """The command at the head of a witness shows what it refutes; without any one of its facts it doesn't."""
    _, proof = proved(run, str(fault.folder / "pack"), "--path", str(fault.folder), "--seconds", "2")
    answers = [each for each in proof["answers"] if each["witness"]]
    assert answers
    for answer in answers:
        text = Path(answer["witness"]["file"]).read_text("utf-8")
        assert " ".join(text.replace("#", "").split()).startswith(" ".join(answer["sentence"].split()))
        command = next(line for line in text.splitlines() if "etiquette check" in line)
        words = shlex.split(command.lstrip("# "))
        code, out, _ = run(*words[1:], "--format", "json")
        assert code == (0 if answer["claim"] == "no_gap" else 3)
        assert shown(answer, json.loads(out))
        told = flat(yaml.safe_load(text))
        rules = fault.load(answer["witness"]["parameters"])
        # whether a silence is meant has to be told as well, though no report depends on it
        silences = [each.when for action in rules.actions.values() for each in action.silences]
        needed = {"today", "timezone", "case.opened"}.union(*map(facts_in, silences))
        for path in told.keys() - needed:
            less = nested({key: value for key, value in told.items() if key != path})
            assert not shown(answer, rules.check(less).to_dict()), path


def test_a_witness_of_a_later_time_lies_in_it(run: Run) -> None:
    """Where rules clash only from a day on, today of the witness is such a day."""
    _, proof = proved(run, FOLDER["53"])
    (answer,) = [each for each in proof["answers"] if each["verdict"] == "refuted"]
    assert answer["guidance"] == "2027-01-01"
    assert date.fromisoformat(answer["witness"]["facts"]["today"]) >= date(2027, 1, 1)


@pytest.mark.parametrize(("pack", "code"), [(GOOD, 0), (CLASH, 1), (GAP, 1), (DEAD, 1)])
@pytest.mark.parametrize("format_", ["text", "json", "sarif", "junit", "github"])
def test_the_exit_code_is_the_same_in_every_format(pack: str, code: int, format_: str, run: Run) -> None:
    """0 where all is proved, 1 where something is refuted."""
    assert run("prove", pack, "--no-plugins", "--format", format_)[0] == code


@pytest.mark.parametrize("columns", [40, 80, 100])
@pytest.mark.parametrize("pack", [CLASH, GAP, DEAD, GOOD])
def test_text_fits(columns: int, pack: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is wider than the terminal but for names that can't be broken; no colour is piped."""
    monkeypatch.setenv("COLUMNS", str(columns))
    _, out, _ = run("prove", os.path.relpath(pack), "--no-plugins", "-v")
    assert "\x1b" not in out
    assert [line for line in out.splitlines() if len(line) > columns] == []


def test_plain_letters_where_there_are_no_others(tmp_path: Path) -> None:
    """On an output that knows only ASCII nothing else is written, and the verdict is still there."""
    done = subprocess.run(  # noqa: S603 - this very program, in an environment of the test's own
        [sys.executable, "-m", "etiquette", "prove", CLASH, "--no-plugins"],
        capture_output=True, cwd=tmp_path, check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert done.stdout.isascii()
    assert b"1 thing doesn't hold." in done.stdout


def test_json_is_valid(run: Run) -> None:
    """Each proof is what its schema says, several in a list; the schema refuses what isn't a proof."""
    schema = Draft202012Validator(load_schema("proof"))
    for pack in (CLASH, GAP, DEAD, GOOD, FOLDER["53"], FOLDER["20"]):
        schema.validate(proved(run, pack)[1])
    code, several = proved(run, GOOD, CLASH)
    assert code == 1
    assert [each["ok"] for each in several] == [True, False]
    for each in several:
        schema.validate(each)
    assert not schema.is_valid({**several[0], "ok": "yes"})


def test_documents_for_other_programs(run: Run) -> None:
    """What is refuted is an error with its place and its rules, and what is proved a test that passed."""
    document = json.loads(run("prove", CLASH, "--no-plugins", "--format", "sarif")[1])
    validator("sarif-2.1.0").validate(document)
    (result,) = document["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("E801", "error")
    suite = JUnitXml.fromstring(run("prove", CLASH, "--no-plugins", "--format", "junit")[1].encode())
    assert suite.failures == 1
    assert (suite.tests or 0) > 1
    out = run("prove", CLASH, "--no-plugins", "--format", "github")[1]
    assert out.startswith("::error ")
    assert "E801" in out


def test_everything_is_shown_when_asked_for(run: Run) -> None:
    """With -v each claim that was proved is a sentence of its own."""
    short, long = (run("prove", GOOD, "--no-plugins", *more)[1] for more in ((), ("-v",)))
    assert "No rules about “Write” contradict each other." not in short
    assert "No rules about “Write” contradict each other." in long


def test_packs_one_by_one_or_together(run: Run) -> None:
    """Several packs are proved each by itself, or on top of each other; the gravest exit code wins."""
    code, out, _ = run("prove", GOOD, CLASH, "--no-plugins")
    assert code == 1
    assert out.count("everything is proved.") == 1
    assert run("prove", "post-interview", "business-days", "--together", "--no-plugins")[0] == 0


@pytest.mark.parametrize("pack", ["no-such-pack", "./nowhere", FOLDER["23"]])
def test_packs_that_cannot_be_used(pack: str, run: Run) -> None:
    """They are said on standard error with a code and a next step, and nothing is proved."""
    code, out, err = run("prove", pack)
    assert (code, out) == (2, "")
    assert " E4" in f" {err}"
    assert "help: " in err


def test_a_plugin_that_fails_leaves_it_incomplete() -> None:
    """Then nothing of it was proved, and exit code 3 says so."""
    fault = next(each for each in FAULTS if name(each).startswith("28"))
    proof = etiquette.prove(fault.folder / "pack", plugins=(), extra_plugins=fault.plugins)
    assert (proof.exit_code, proof.ok) == (3, False)
    assert proof.diagnostics


def test_unknown_is_never_fine(run: Run) -> None:
    """With too little time it ends with 4, without a tick or a passed test for what isn't known."""
    fault = next(each for each in FAULTS if name(each).startswith("09"))
    pack = Path("pack")
    for file in (fault.folder / "pack").iterdir():
        pack.mkdir(exist_ok=True)
        text = file.read_text("utf-8")
        lines = [line for line in text.splitlines(keepends=True) if "no-tuesday" not in line]
        (pack / file.name).write_text("".join(lines), "utf-8")
    arguments = ("prove", "./pack", "--no-plugins", "--seconds", "0.1")
    code, out, _ = run(*arguments)
    assert code == 4
    assert "claims stayed unknown." in out
    assert "✓ No rules contradict each other" not in out
    assert "(E811)" in out
    assert "0.1 seconds" in out
    code, proof = proved(run, *arguments[1:2], "--seconds", "0.1")
    assert (code, proof["ok"]) == (4, False)
    suite = JUnitXml.fromstring(run(*arguments, "--format", "junit")[1].encode())
    names = {case.name for one in suite for case in one if not case.result}
    assert not any("No rules contradict each other" in each for each in names)


def test_without_the_extra(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the solver it names what to install."""
    monkeypatch.setattr("etiquette.proving.find_spec", lambda _: None)
    code, out, err = run("prove", GOOD)
    assert (code, out) == (2, "")
    assert "pip install 'etiquette-engine[prove]'" in err
    with pytest.raises(ImportError, match=r"etiquette-engine\[prove\]"):
        etiquette.prove(GOOD)


def test_what_was_proved_is_remembered(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The second answer is the first; it survives a memory that is junk or can't be written."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    first = proved(run, "post-interview")
    memory = tmp_path / "cache" / "etiquette" / "proofs.json"
    assert memory.exists()
    assert proved(run, "post-interview") == first
    memory.write_text("{not json", "utf-8")
    assert proved(run, "post-interview") == first
    assert proved(run, "post-interview", "--fresh") == first
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert proved(run, GOOD)[0] == 0


def test_witnesses_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    """The folder that stands in the way is named, with exit code 2."""
    (tmp_path / "file").write_text("", "utf-8")
    code, _, err = run("prove", CLASH, "--no-plugins", "--witnesses", "file")
    assert code == 2
    assert "The witness file/" in err
