"""`etiquette new pack|rule|plugin`: skeletons that are right from the start; nothing is ever written over."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import etiquette
from etiquette._data import bundled
from etiquette._starting.names import pack_name_problem, plugin_name_problem, rule_id_problem, title_of
from etiquette._starting.templates import filled
from etiquette.cli import main
from etiquette.packs import record_release

ROOT = Path(__file__).resolve().parents[2]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs `etiquette new` in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("ETIQUETTE_PATH", raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(("new", *arguments))
        out, err = capfd.readouterr()
        return code, out, err

    return call


def files(folder: Path) -> dict[str, str]:
    """All files below a folder, with their text."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("more", [(), ("--standalone",)])
def test_a_new_pack_can_be_used_at_once(run: Run, more: tuple[str, ...], tmp_path: Path) -> None:
    """The folder loads without any diagnostic, says something, and the next step is shown."""
    code, out, err = run("pack", "my-pack", *more)
    assert (code, out) == (0, "")
    assert "Next: cd my-pack" in err
    rules = etiquette.load(tmp_path / "my-pack")
    assert rules.diagnostics == ()
    own = [rule for rule in rules.rules if rule.owner == "my-pack"]
    assert len(own) >= 2
    assert all(rule.because and rule.source.text == "My pack" for rule in own)
    assert [str(pack) for pack in rules.packs][-1] == "my-pack 0.1.0"
    assert (len(rules.packs) == 1) == bool(more)


@pytest.mark.parametrize("more", [(), ("--standalone",)])
def test_a_new_pack_has_what_an_editor_needs(run: Run, more: tuple[str, ...], tmp_path: Path) -> None:
    """Every file says where its schema is, and it is there, with the names that rules may use."""
    run("pack", "my-pack", *more)
    folder = tmp_path / "my-pack"
    for path in sorted(folder.rglob("*.yaml")):
        first = path.read_text("utf-8").splitlines()[0]
        prefix, _, schema = first.partition("$schema=")
        assert prefix == "# yaml-language-server: "
        assert (path.parent / schema).is_file()
    if not more:
        schema = (folder / ".schemas" / "rules.schema.json").read_text("utf-8")
        assert all(f'"{action}"' in schema for action in etiquette.load().actions)


CHECKS = {
    "fmt": ("fmt", "--check", "."),
    "lint": ("lint", "--strict", "."),
    "test": ("test", "--coverage", "--fail-under", "100", "--mutate", "."),
    "prove": ("prove", "."),
}
"""What a skeleton passes at once, by command."""


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("more", [(), ("--standalone",)])
def test_a_new_pack_passes_every_check(run: Run, check: str, more: tuple[str, ...], tmp_path: Path) -> None:
    """A new pack is tidy and complete, its cases notice every change, and it is free of contradictions."""
    run("pack", "my-pack", *more)
    os.chdir(tmp_path / "my-pack")
    assert main(CHECKS[check]) == 0


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("action", ["ask_status", "send_thank_you"])
def test_a_pack_with_a_new_rule_passes_every_check(run: Run, check: str, action: str, tmp_path: Path) -> None:
    """A rule that nobody has filled in yet puts nothing in disorder, and is no rule that changes nothing."""
    run("pack", "my-pack")
    run("rule", "timing/later", "--pack", "my-pack", "--action", action)
    os.chdir(tmp_path / "my-pack")
    wanted = [each for each in CHECKS[check] if each not in ("--coverage", "--fail-under", "100", "--mutate")]
    assert main(wanted) == 0


def test_no_blank_is_left(run: Run, tmp_path: Path) -> None:
    """Everything that a template leaves open is filled in, in names of files too."""
    run("pack", "my-pack")
    run("pack", "own-words", "--standalone")
    run("plugin", "carrier_pigeon")
    run("rule", "timing/later", "--pack", "my-pack", "--action", "ask_status")
    for path, text in files(tmp_path).items():
        assert "TEMPLATE" not in path + text


def test_templates_extend_the_pack_that_is_used_by_default() -> None:
    """A new pack builds on what `etiquette check` uses when nothing is named."""
    default = str(etiquette.load(plugins=()).packs[-1]).partition(" ")[0]
    assert f"extends: {default}@^1" in filled("pack", {"name": "x", "title": "X"})["pack.yaml"]


def test_nothing_hidden_or_made_by_python_is_copied(tmp_path: Path) -> None:
    """What tools leave behind in the templates isn't part of a skeleton."""
    names = filled("plugin", {"name": "x", "dashed": "x", "title": "X"})
    assert not [name for name in names if "__pycache__" in name or "/." in f"/{name}"]
    assert {path.name for path in Path(str(bundled("templates"))).iterdir()} >= {"pack", "plugin", "rule"}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("My Pack", "Did you mean my-pack?"),
        ("my_pack", "Did you mean my-pack?"),
        ("../up", "'../up' is a path, not a name."),
        ("a/b", "'a/b' is a path, not a name."),
        ("a\\b", "is a path, not a name."),
        ("/etc", "'/etc' is a path, not a name."),
        ("..", "'..' is a path, not a name."),
        (".hidden", "Did you mean hidden?"),
        ("1st", "beginning with a letter."),
        ("", "The name of a pack can't be empty."),
        ("con", "No folder can be called 'con' on Windows."),
        ("true", "is a word with a meaning of its own."),
        ("x" * 61, "has at most 60 characters; this one has 61."),
        ("päck", "Did you mean pack?"),
        ("a\nb", "A pack can't be called 'a\\nb'"),
    ],
)
def test_bad_names_of_packs(run: Run, name: str, says: str, tmp_path: Path) -> None:
    """A name that can't be is refused in a sentence with the nearest that can, and nothing is made."""
    code, out, err = run("pack", name)
    assert (code, out) == (2, "")
    assert says in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("carrier-pigeon", "Did you mean carrier_pigeon?"),
        ("../pigeon", "is a path, not a name."),
        ("email", "A plugin email is installed already."),
        ("letter", "There is a channel letter already (letter or card)"),
        ("interview", "Facts have a part interview already"),
        ("null", "is a word with a meaning of its own."),
    ],
)
def test_bad_names_of_plugins(run: Run, name: str, says: str, tmp_path: Path) -> None:
    """A name that can't be, or is something else already, is refused."""
    code, _, err = run("plugin", name)
    assert code == 2
    assert says in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a", "a1", "my-pack-2"])
def test_names_that_can_be(name: str) -> None:
    """Ordinary names are taken, and read as titles."""
    assert pack_name_problem(name) == ""
    assert plugin_name_problem(name.replace("-", "_")) == ""
    assert rule_id_problem(f"{name}/{name}") == ""
    assert "-" not in title_of(name)


def test_the_name_of_a_pack_that_is_there(run: Run) -> None:
    """Two packs of one name would be in each other's way."""
    code, _, err = run("pack", "business-days")
    assert code == 2
    assert "There is a pack business-days already" in err


@pytest.mark.parametrize(
    "arguments", [("pack", "my-pack"), ("pack", "my-pack", "--standalone"), ("plugin", "my_pack")]
)
@pytest.mark.parametrize("there", ["folder", "file", "link"])
def test_what_is_there_stays(run: Run, arguments: tuple[str, ...], there: str, tmp_path: Path) -> None:
    """A folder, a file or a dead link of that name is left alone."""
    path = tmp_path / ("etiquette-my-pack" if arguments[0] == "plugin" else "my-pack")
    if there == "folder":
        path.mkdir()
        (path / "pack.yaml").write_text("mine\n", "utf-8")
    elif there == "file":
        path.write_text("mine\n", "utf-8")
    else:
        path.symlink_to("nowhere")
    before = files(tmp_path)
    code, _, err = run(*arguments)
    assert code == 2
    assert "already, and it stays as it is" in err
    assert files(tmp_path) == before


def test_a_folder_elsewhere(run: Run, tmp_path: Path) -> None:
    """--in says where; a folder that isn't there isn't made up."""
    (tmp_path / "packs").mkdir()
    assert run("pack", "my-pack", "--in", "packs")[0] == 0
    assert (tmp_path / "packs" / "my-pack" / "pack.yaml").is_file()
    code, _, err = run("pack", "my-pack", "--in", "nowhere")
    assert code == 2
    assert "There is no folder nowhere." in err
    code, _, err = run("pack", "my-pack", "--in", "packs/my-pack/pack.yaml")
    assert code == 2
    assert "What stands at packs/my-pack/pack.yaml is no folder." in err


def test_a_disk_that_is_full_leaves_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """If a file can't be written, no half of a folder is left, and the reason is told."""
    real = Path.open

    def full(self: Path, mode: str = "r", *args: object, **kwargs: object) -> object:
        if "x" in mode and self.name == "rules.yaml":
            raise OSError(28, "No space left on device")
        return real(self, mode, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", full)
    code, _, err = run("pack", "my-pack")
    assert code == 2
    assert "The folder my-pack can't be made: the disk is full." in err
    assert list(tmp_path.iterdir()) == []


def test_a_new_rule_stands_below_those_of_its_topic(run: Run, tmp_path: Path) -> None:
    """The file keeps every byte that it had, and the pack has one rule more."""
    run("pack", "my-pack", "--standalone")
    path = tmp_path / "my-pack" / "rules.yaml"
    before = path.read_text("utf-8")
    code, _, err = run("rule", "answer/in-the-morning", "--pack", "my-pack", "--action", "ask_for_an_answer")
    assert code == 0
    after = path.read_text("utf-8")
    assert after.startswith(before)
    line = 1 + after.splitlines().index("  - id: answer/in-the-morning")
    assert f"Added the rule answer/in-the-morning to my-pack/rules.yaml, from line {line} on." in err
    rules = etiquette.load(tmp_path / "my-pack", plugins=())
    assert rules.diagnostics == ()
    (rule,) = [each for each in rules.rules if each.id == "answer/in-the-morning"]
    assert rule.actions == ("ask_for_an_answer",)
    assert rule.source.text == "My pack"


def test_line_ends_and_marks_stay(run: Run, tmp_path: Path) -> None:
    """A file written on Windows stays one, with its byte order mark."""
    run("pack", "my-pack")
    path = tmp_path / "my-pack" / "rules.yaml"
    before = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(before)
    path.chmod(0o640)
    assert run("rule", "timing/later", "--pack", "my-pack", "--action", "ask_status")[0] == 0
    after = path.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\r\n") == after.count(b"\n")
    assert path.stat().st_mode & 0o777 == 0o640
    etiquette.load(tmp_path / "my-pack", plugins=())


def test_a_topic_gets_a_file_of_its_own(run: Run, tmp_path: Path) -> None:
    """Where several files hold rules and none of the topic, a new one does; the next of it joins it."""
    run("pack", "my-pack")
    folder = tmp_path / "my-pack"
    (folder / "more.yaml").write_text((folder / "rules.yaml").read_text("utf-8").replace("my-pack/", "b/"))
    for name in ("one", "two"):
        code, _, err = run("rule", f"timing/{name}", "--pack", "my-pack", "--action", "ask_status")
        assert code == 0
        assert "my-pack/timing.yaml" in err
    text = (folder / "timing.yaml").read_text("utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=.schemas/rules.schema.json\nrules:\n  - id: timing/one"
    )
    assert etiquette.load(folder, plugins=()).diagnostics == ()


def test_rules_in_brackets_are_left_alone(run: Run, tmp_path: Path) -> None:
    """A list that isn't written line by line isn't rewritten: the rule goes into a file beside it."""
    run("pack", "my-pack")
    folder = tmp_path / "my-pack"
    written = (
        "rules: [{id: timing/one, title: T, action: ask_status, level: note, weekdays: {never: [friday]}}]\n"
    )
    (folder / "timing.yaml").write_text(written, "utf-8")
    shutil.rmtree(folder / ".schemas")
    assert run("rule", "timing/two", "--pack", "my-pack", "--action", "ask_status")[0] == 0
    assert (folder / "timing.yaml").read_text("utf-8") == written
    assert (folder / "timing-two.yaml").read_text("utf-8").startswith("rules:\n")
    assert etiquette.load(folder, plugins=()).diagnostics == ()


@pytest.mark.parametrize("name", ["true", "none", "10", "e3", "no"])
def test_words_with_a_meaning_of_their_own(run: Run, name: str, tmp_path: Path) -> None:
    """Ids that YAML would read as numbers or truths become titles all the same."""
    run("pack", "my-pack")
    code, _, err = run("rule", f"{name}/{name}", "--pack", "my-pack", "--action", "ask_status")
    assert code == 0, err
    rules = etiquette.load(tmp_path / "my-pack", plugins=())
    (rule,) = [each for each in rules.rules if each.id == f"{name}/{name}"]
    assert rule.title.lower() == name


def test_a_title_full_of_signs(run: Run, tmp_path: Path) -> None:
    """The title of the pack, which the rule gives as its source, may have any letters."""
    run("pack", "my-pack", "--standalone")
    path = tmp_path / "my-pack" / "pack.yaml"
    path.write_text(
        path.read_text("utf-8").replace("title: My pack", """title: "It's: {a}, #1 \\\\ ü" """, 1)
    )
    code, _, err = run("rule", "answer/x", "--pack", "my-pack", "--action", "ask_for_an_answer")
    assert code == 0, err
    rules = etiquette.load(tmp_path / "my-pack", plugins=())
    (rule,) = [each for each in rules.rules if each.id == "answer/x"]
    assert rule.source.text == "It's: {a}, #1 \\ ü"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("timing",), "it is topic/name"),
        (("Timing/Later", "--action", "ask_status"), "Did you mean timing/later?"),
        (("../x/y", "--action", "ask_status"), "Did you mean x/y?"),
        (("timing/later",), "Say which action the rule is about, with --action: "),
        (("timing/later", "--action", "ask_statu"), "Did you mean ask_status?"),
        (("timing/later", "--action", "respond_to_a_missed_appointment"), "means to say nothing about"),
        (
            ("my-pack/not-on-fridays", "--action", "ask_status"),
            "There is a rule my-pack/not-on-fridays already",
        ),
        (("gratitude/promptly", "--action", "ask_status"), "There is a rule gratitude/promptly already"),
        (("x/" + "y" * 60, "--action", "ask_status"), "has at most 60 characters; this one has 62."),
    ],
)
def test_rules_that_cannot_be(run: Run, arguments: tuple[str, ...], says: str, tmp_path: Path) -> None:
    """What can't be added is refused with what could be, and the pack stays as it is."""
    run("pack", "my-pack")
    before = files(tmp_path)
    code, _, err = run("rule", *arguments, "--pack", "my-pack")
    assert code == 2
    assert says in err
    assert files(tmp_path) == before


def test_the_only_action_needn_t_be_named(run: Run, tmp_path: Path) -> None:
    """With a single action there is nothing to choose; nor need the pack in the present folder be named."""
    folder = tmp_path / "my-pack"
    run("pack", "my-pack", "--standalone")
    manifest = (folder / "pack.yaml").read_text("utf-8")
    kept = manifest.replace("  ask_for_an_answer: {title: Ask for an answer, phase: after}\n", "")
    (folder / "pack.yaml").write_text(kept, "utf-8")
    rules = (folder / "rules.yaml").read_text("utf-8")
    (folder / "rules.yaml").write_text(rules[: rules.index("  - id: answer/wait")].rstrip() + "\n", "utf-8")
    os.chdir(folder)
    code, _, err = run("rule", "summary/later")
    assert code == 0, err
    assert "Added the rule summary/later to rules.yaml" in err


@pytest.mark.parametrize("where", ["nowhere", "my-pack/rules.yaml", "post-interview"])
def test_a_pack_that_is_not_there(run: Run, where: str) -> None:
    """Only a folder with a pack in it takes a rule; what is bundled doesn't."""
    run("pack", "my-pack")
    code, _, err = run("rule", "timing/later", "--pack", where, "--action", "ask_status")
    assert code == 2
    assert where in err


def test_a_released_pack_is_left_alone(run: Run, tmp_path: Path) -> None:
    """A version on record can't change: the next step is a new version."""
    run("pack", "my-pack")
    record_release(tmp_path / "my-pack")
    before = files(tmp_path)
    code, _, err = run("rule", "timing/later", "--pack", "my-pack", "--action", "ask_status")
    assert code == 2
    assert "The pack my-pack 0.1.0 is on record as released" in err
    assert "Give it a new version in my-pack/pack.yaml first." in err
    assert files(tmp_path) == before


def test_a_pack_with_a_mistake_is_shown_it(run: Run, tmp_path: Path) -> None:
    """A pack that can't be used takes no further rule; its own diagnostics say what is wrong."""
    run("pack", "my-pack")
    path = tmp_path / "my-pack" / "rules.yaml"
    path.write_text(path.read_text("utf-8").replace("action: ask_status", "action: ask_statu"), "utf-8")
    code, _, err = run("rule", "timing/later", "--pack", "my-pack", "--action", "ask_status")
    assert code == 2
    assert "ask_statu" in err
    assert "timing/later" not in path.read_text("utf-8")


def test_a_rule_that_cannot_be_written(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A disk that fills up leaves the file of rules whole."""
    run("pack", "my-pack")
    before = files(tmp_path)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    code, _, err = run("rule", "timing/later", "--pack", "my-pack", "--action", "ask_status")
    assert code == 2
    assert "The file my-pack/rules.yaml can't be written: the disk is full." in err
    assert files(tmp_path) == before


def test_a_new_plugin_passes_its_own_tests(run: Run, tmp_path: Path) -> None:
    """What is made can be found beside the engine, all that it brings along holds, and it only narrows."""
    code, out, err = run("plugin", "carrier_pigeon")
    assert (code, out) == (0, "")
    assert "Next: cd etiquette-carrier-pigeon" in err
    project = tmp_path / "etiquette-carrier-pigeon"
    found = project / "src" / "etiquette_carrier_pigeon-0.1.0.dist-info"
    found.mkdir()  # what an installer would put beside it
    (found / "METADATA").write_text("Metadata-Version: 2.1\nName: etiquette-carrier-pigeon\nVersion: 0.1.0\n")
    entry = "[etiquette]\ncarrier_pigeon = etiquette_carrier_pigeon\n"
    (found / "entry_points.txt").write_text(entry)
    assert 'carrier_pigeon = "etiquette_carrier_pigeon"' in (project / "pyproject.toml").read_text("utf-8")
    for arguments in (
        ("pytest", "-q", "-p", "no:cacheprovider", "tests"),
        ("etiquette", "lint", "--strict", "plugin:carrier_pigeon"),
        ("etiquette", "prove", "post-interview", "--plugins", "carrier_pigeon"),
    ):
        done = subprocess.run(  # noqa: S603 - this very interpreter
            [sys.executable, "-m", *arguments],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(project / "src"), "PYTEST_ADDOPTS": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stdout.strip()


def test_help_names_what_can_be_made(run: Run) -> None:
    """`etiquette new` alone lists them; a wrong one is answered with the nearest."""
    code, out, _ = run()
    assert code == 0
    assert all(word in out for word in ("facts", "pack", "rule", "plugin"))
    code, _, err = run("pak")
    assert code == 2
    assert "Did you mean pack?" in err


@pytest.mark.parametrize("name", [".", ".."])
def test_the_present_folder_is_a_pack(run: Run, name: str, tmp_path: Path) -> None:
    """Inside a pack, and in a folder of it, a dot or two name it, as everywhere else."""
    run("pack", "my-pack")
    os.chdir(tmp_path / "my-pack" / ("tests" if name == ".." else "."))
    assert str(etiquette.load(name, plugins=()).packs[-1]) == "my-pack 0.1.0"
