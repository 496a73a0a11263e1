"""The example of a coach's repository: what its workflow and its hooks run is right, and works there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import junitparser
import pytest
import yaml

from etiquette.cli.app import app
from known_schemas import validator

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "coach-repository"
WORKFLOW = EXAMPLE / ".github" / "workflows" / "etiquette.yaml"
EXTRAS = re.compile(r"\[([a-z,]+)\]")


def read(path: Path) -> Any:
    """A YAML file, in which every scalar is a word, as YAML 1.2 has it for `on`."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it makes words only


def commands() -> Iterator[str]:
    """Every line of the workflow that runs etiquette."""
    for step in read(WORKFLOW)["jobs"]["packs"]["steps"]:
        for line in step.get("run", "").splitlines():
            if line.startswith("etiquette "):
                yield line


KNOWN = set(app.list_commands(click.Context(app)))


def extras() -> set[str]:
    """The extras that the distribution has."""
    project: Mapping[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return set(project["optional-dependencies"])


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The repository as a workflow has it, with the branch that a change is proposed for."""
    here = tmp_path / "checkout"
    shutil.copytree(EXAMPLE, here)
    for arguments in (
        ("init", "--quiet"),
        ("add", "--all"),
        (
            "-c",
            "user.name=A coach",
            "-c",
            "user.email=coach@example.org",
            "commit",
            "--quiet",
            "-m",
            "Before",
        ),
        ("update-ref", "refs/remotes/origin/main", "HEAD"),
    ):
        subprocess.run(["git", *arguments], cwd=here, check=True)  # noqa: S603, S607 - whichever git there is
    return here


def run(command: str, where: Path) -> subprocess.CompletedProcess[str]:
    """A line of a shell, with this environment's `etiquette`."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    own = {
        "PATH": path,
        "GITHUB_WORKSPACE": str(where),
        "GITHUB_STEP_SUMMARY": str(where / "summary.md"),
        "BASE": "main",
    }
    return subprocess.run(  # noqa: S602 - the commands are those of the example
        command,
        shell=True,
        cwd=where,
        env={**os.environ, **own},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_workflow_is_one() -> None:
    """GitHub would read the file as it is meant."""
    document = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    document["on"] = document.pop(True)  # YAML 1.1 takes the word for a truth
    validator("github-workflow").validate(document)
    assert {line.split()[1] for line in commands()} == {
        "fmt",
        "lint",
        "test",
        "prove",
        "check",
        "diff",
        "handbook",
    }


@pytest.mark.parametrize("command", list(commands()))
def test_what_the_workflow_runs_works(command: str, checkout: Path) -> None:
    """Every command of the workflow ends well on the example."""
    done = run(command, checkout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    for path in checkout.glob("*.sarif"):
        validator("sarif-2.1.0").validate(json.loads(path.read_text("utf-8")))
    for path in checkout.glob("*.xml"):
        found = junitparser.JUnitXml.fromfile(str(path))
        assert found.tests
        assert not found.failures


def test_the_hooks_of_the_example_work(checkout: Path) -> None:
    """What pre-commit runs before a change is recorded ends well, and changes nothing in what is in order."""
    config = read(EXAMPLE / ".pre-commit-config.yaml")
    validator("pre-commit-config").validate(yaml.safe_load((EXAMPLE / ".pre-commit-config.yaml").read_text()))
    (repository,) = config["repos"]
    before = {path: path.read_bytes() for path in checkout.rglob("*") if path.is_file()}
    for hook in repository["hooks"]:
        done = run(hook["entry"], checkout)
        assert done.returncode == 0, done.stdout + done.stderr
    assert {path: path.read_bytes() for path in checkout.rglob("*") if path.is_file()} == before


def test_the_hooks_of_this_repository_are_those_of_the_example() -> None:
    """The same four, that run commands and ask for extras which there are."""
    hooks = read(ROOT / ".pre-commit-hooks.yaml")
    own = read(EXAMPLE / ".pre-commit-config.yaml")["repos"][0]["hooks"]
    names = ["etiquette-fmt", "etiquette-lint", "etiquette-test", "etiquette-prove"]
    assert [hook["id"] for hook in hooks] == [hook["id"] for hook in own] == names
    for hook in [*hooks, *own]:
        program, command = hook["entry"].split()[:2]
        assert (program, f"etiquette-{command}") == ("etiquette", hook["id"])
        assert command in KNOWN
        wanted = {name for each in hook.get("additional_dependencies", ()) for name in EXTRAS.findall(each)}
        assert wanted <= extras()
        assert hook["language"] == "python"
        assert hook["pass_filenames"] == "false"  # noqa: S105 - it is no password
        re.compile(hook["files"])
    assert all(set(hook) >= {"id", "name", "description", "entry", "language"} for hook in hooks)


def test_what_the_workflow_installs_can_be_had() -> None:
    """The distribution and the extras that the workflow asks for are this project's."""
    steps = read(WORKFLOW)["jobs"]["packs"]["steps"]
    (install,) = [step["run"] for step in steps if step.get("run", "").startswith("pip install ")]
    assert install == 'pip install "etiquette-engine[prove,author]"'
    assert {"prove", "author"} <= extras()
