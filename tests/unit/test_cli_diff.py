"""``etiquette diff`` as a coach uses it: packs, folders and revisions of git; text, JSON and Markdown."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

import etiquette.proving
from etiquette._data import load_schema
from etiquette.cli import main
from etiquette.comparing import diff

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).resolve().parents[2]
COACH = str(ROOT / "examples" / "coach-pack")

MANIFEST = """\
pack: my-pack
version: {version}
format: 1
title: My pack
vocabulary: facts.schema.json
phases: {{during: {{title: During}}}}
actions: {{write: {{title: "Write | *now*", phase: during}}}}
"""
FACTS = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Facts",
    "type": "object",
    "properties": {
        "case": {
            "title": "Case",
            "type": "object",
            "properties": {
                "opened": {"type": "string", "format": "date", "title": "Opened", "x-ask": "When?"}
            },
            "required": ["opened"],
        }
    },
    "required": ["case"],
}
RULES = """\
rules:
  - id: a/may
    title: May
    action: write
    modality: may
    window: {{not_before: case.opened + {days} days}}
    because: {because}
"""


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command in an empty folder: exit code, standard output, standard error."""
    for name in ("NO_COLOR", "FORCE_COLOR", "ETIQUETTE_DEBUG", "ETIQUETTE_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        out, err = capfd.readouterr()
        return code, out, err

    return call


def pack(folder: Path, version: str = "1.0.0", days: int = 3, because: str = "It is usual.") -> str:
    """A pack with one rule."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(MANIFEST.format(version=version), "utf-8")
    (folder / "facts.schema.json").write_text(json.dumps(FACTS), "utf-8")
    (folder / "rules.yaml").write_text(RULES.format(days=days, because=because), "utf-8")
    return f"./{folder}"


def git(*arguments: str) -> None:
    """Run git in the present folder, as somebody."""
    who = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org")
    command = ["git", *who, *arguments]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - git, with words of this file


def test_what_changes_and_which_version_that_means(run: Run) -> None:
    """A later first day is told with a case and its rule, and the version that it takes."""
    old, new = pack(Path("old")), pack(Path("new"), "1.1.0", days=5)
    code, out, err = run("diff", old, new, "--no-plugins", "--check")
    assert (code, err) == (1, "")
    assert "From my-pack 1.0.0 to my-pack 1.1.0: the advice on 1 of 1 action changes." in out
    assert "! Opens later: on Saturday 28 November instead of Thursday 26 November." in out
    assert "Because of  a/may (new/rules.yaml:2)" in out
    assert "It should be 2.0.0 or higher" in out


@pytest.mark.parametrize(
    ("version", "days", "because", "code"),
    [
        ("1.0.0", 3, "It is usual.", 0),
        ("1.0.0", 3, "Everybody does.", 1),
        ("1.0.1", 3, "Everybody does.", 0),
        ("1.0.1", 2, "It is usual.", 1),
        ("1.1.0", 2, "It is usual.", 0),
        ("1.1.0", 4, "It is usual.", 1),
        ("2.0.0", 4, "It is usual.", 0),
    ],
)
def test_check_holds_a_pack_to_the_policy(run: Run, version: str, days: int, because: str, code: int) -> None:
    """Wording takes a patch, relaxing a minor version, anything stricter a major one."""
    old, new = pack(Path("old")), pack(Path("new"), version, days, because)
    assert run("diff", old, new, "--no-plugins", "--check")[0] == code


def test_an_unchanged_pack_takes_two_lines(run: Run) -> None:
    """Nothing has changed: there is nothing more to read."""
    old = pack(Path("old"))
    code, out, _ = run("diff", old, old, "--no-plugins")
    assert code == 0
    assert [line for line in out.splitlines() if line] == [
        "my-pack 1.0.0, before and now: nothing has changed.",
        "Version 1.0.0 of my-pack fits: nothing has changed.",
    ]


def test_other_words_are_proved_to_change_nothing(run: Run) -> None:
    """A reason said otherwise: nobody is advised otherwise, and --verbose shows both."""
    old, new = pack(Path("old")), pack(Path("new"), "1.0.1", because="Everybody does.")
    code, out, _ = run("diff", old, new, "--no-plugins", "--verbose")
    assert code == 0
    assert "nobody is advised otherwise, in any case" in out
    assert "Before  It is usual." in out
    assert "Now     Everybody does." in out


def test_a_layer_is_compared_with_what_it_stands_on(run: Run) -> None:
    """What a coach's own pack changes for clients: earlier, fewer weekdays, and what stays as it is."""
    code, out, _ = run("diff", "post-interview", COACH)
    assert code == 0
    assert "From post-interview 1.0.0 to coach-rivera" in out
    assert "Opens earlier: on Thursday 3 December instead of Monday 7 December." in out
    assert "Is right on fewer weekdays: Monday, Tuesday, Wednesday or Thursday" in out
    assert "Unchanged for everybody: “Ask about the timeline”" in out
    code, _, err = run("diff", "post-interview", COACH, "--check")
    assert code == 2
    assert "--check compares versions of one pack" in err


def test_bundled_packs_are_compared_in_every_case(run: Run) -> None:
    """From calendar days to working days: earlier in some cases and later in others, and nothing unknown."""
    code, out, _ = run("diff", "post-interview", "business-days", "--format", "json")
    assert code == 0
    found = json.loads(out)
    asking = next(each for each in found["actions"] if each["action"] == "ask_status")
    assert {"later", "earlier", "preference"} <= {each["kind"] for each in asking["changes"]}
    assert not any(each["unknown"] for each in found["actions"])


def test_json_is_as_its_schema_says(run: Run) -> None:
    """The JSON validates, and is the same each time."""
    old, new = pack(Path("old")), pack(Path("new"), days=5)
    _, out, _ = run("diff", old, new, "--no-plugins", "--format", "json")
    Draft202012Validator(load_schema("diff")).validate(json.loads(out))
    assert run("diff", old, new, "--no-plugins", "--format", "json")[1] == out
    assert diff(old, new, plugins=()).to_dict() == json.loads(out)


def test_markdown_is_a_table_with_the_case_folded_away(run: Run) -> None:
    """What a title holds means nothing to Markdown; the case is a block of YAML."""
    old, new = pack(Path("old")), pack(Path("new"), days=5)
    _, out, _ = run("diff", old, new, "--no-plugins", "--format", "markdown")
    html = MarkdownIt("commonmark").enable("table").render(out)
    assert "<h3>Write | *now*</h3>" in html
    assert html.count("<table>") == 1
    assert html.count("<details>") == html.count("</details>") == 2
    assert "<td>Opens later: on Saturday 28 November instead of Thursday 26 November</td>" in html
    assert '<code class="language-yaml"># “Write | *now*” opens later' in html


def test_witnesses_are_replayed_by_check(run: Run) -> None:
    """The facts file shows what was advised under the old pack, and what is advised under the new one."""
    old, new = pack(Path("old")), pack(Path("new"), days=5)
    run("diff", old, new, "--no-plugins", "--witnesses", "cases")
    (case,) = Path("cases").iterdir()
    assert case.read_text("utf-8").startswith("# “Write | *now*” opens later: on Saturday 28 November")
    days = []
    for each in (old, new):
        _, out, _ = run("check", str(case), "--pack", each, "--no-plugins", "--format", "json")
        days.append(json.loads(out)["plan"][0]["not_before"])
    assert days == ["2026-11-26", "2026-11-28"]


# Revisions


def test_against_a_revision(run: Run) -> None:
    """A folder against what it was: places in the old one carry the revision, and nothing is left behind."""
    pack(Path("packs/mine"))
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    pack(Path("packs/mine"), days=5)
    code, out, err = run("diff", "--against", "HEAD", "./packs/mine", "--no-plugins", "--check")
    assert (code, err) == (1, "")
    assert "my-pack 1.0.0, before and now" in out
    assert "my-pack still says version 1.0.0. It should be 2.0.0" in out
    (Path("packs/mine") / "rules.yaml").write_text("rules: []\n", "utf-8")
    _, out, _ = run("diff", "--against", "HEAD", "./packs/mine", "--no-plugins")
    assert "(HEAD:packs/mine/rules.yaml:2)" in out
    (Path("packs/mine") / "rules.yaml").unlink()
    pack(Path("packs/mine"))
    assert run("diff", "--against", "HEAD", "./packs/mine", "--no-plugins", "--check")[0] == 0


def test_what_a_layer_stands_on_is_that_of_the_revision_too(run: Run) -> None:
    """A base beside the layer, in the same repository, is taken from the same revision."""
    pack(Path("packs/base"))
    layer = Path("packs/layer")
    layer.mkdir()
    head = "pack: layer\nversion: 1.0.0\nformat: 1\ntitle: Layer\nextends: my-pack\n"
    (layer / "pack.yaml").write_text(head, "utf-8")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    pack(Path("packs/base"), "1.1.0", days=1)
    code, out, _ = run(
        "diff", "--against", "HEAD", "./packs/layer", "--path", "packs", "--no-plugins", "--check"
    )
    assert code == 1
    assert "Opens earlier: on Tuesday 24 November instead of Thursday 26 November." in out
    assert "layer still says version 1.0.0. It should be 1.1.0 or higher" in out


def test_a_revision_that_is_wrong_is_shown_with_its_name(run: Run) -> None:
    """What is wrong with the old files is told of the revision, not of where they were taken out to."""
    pack(Path("mine"))
    (Path("mine") / "rules.yaml").write_text("rules: [{id: broken}]\n", "utf-8")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    pack(Path("mine"))
    code, out, err = run("diff", "--against", "HEAD", "./mine", "--no-plugins")
    assert (code, out) == (2, "")
    assert err.startswith("HEAD:mine/rules.yaml:1:")


def test_what_git_cannot_give_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """No repository, no such revision, no pack in it, no git: one sentence each, and exit code 2."""
    folder = pack(Path("mine"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path.cwd().parent))
    said = [run("diff", "--against", "HEAD", folder)]
    git("init", "-q")
    said.append(run("diff", "--against", "HEAD", folder))
    git("commit", "-qm", "nothing", "--allow-empty")
    said.append(run("diff", "--against", "HEAD", folder))
    said.append(run("diff", "--against=--output=x", folder))
    shutil.rmtree("mine")
    said.append(run("diff", "--against", "HEAD", folder))
    pack(Path("mine"))
    monkeypatch.setenv("PATH", "")
    said.append(run("diff", "--against", "HEAD", folder))
    assert [code for code, _, _ in said] == [2] * len(said)
    wanted = (
        "isn't in a git repository",
        "no revision 'HEAD'",
        "there is no pack in",
        "no revision",
        "isn't there",
        "git, which isn't installed",
    )
    assert [part for part, (_, _, err) in zip(wanted, said, strict=True) if part not in err] == []


# What is asked for


def test_what_is_asked_for_must_make_sense(run: Run) -> None:
    """One pack without a revision, or two with one: a usage error with the next step."""
    folder = pack(Path("mine"))
    code, _, err = run("diff", folder)
    assert (code, "Name two packs, or one folder and --against REVISION." in err) == (2, True)
    code, _, err = run("diff", folder, folder, "--against", "HEAD")
    assert (code, "--against is for one folder." in err) == (2, True)
    code, _, err = run("diff", folder, "no-such-pack")
    assert (code, "no-such-pack" in err) == (2, True)


def test_the_extra_is_named_where_it_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the solver, one sentence says what to install."""
    monkeypatch.setattr(etiquette.proving, "can_prove", lambda: False)
    folder = pack(Path("mine"))
    code, out, err = run("diff", folder, folder)
    assert (code, out) == (2, "")
    assert "pip install 'etiquette-engine[prove]'" in err


def test_nothing_heavy_is_loaded_for_help() -> None:
    """The help of the command, and the nouns, come without the solver."""
    code = "import etiquette.cli.diff, etiquette.comparing, sys; sys.exit('z3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - this very code
