"""The command line as such: help, mistakes in a command, exit codes, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module, metadata
from pathlib import Path

import click
import pytest

from etiquette.cli import main
from etiquette.cli.app import app
from etiquette.hookspecs import GROUP

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command: exit code, standard output, standard error, on 80 columns."""
    for name in ("NO_COLOR", "FORCE_COLOR", "ETIQUETTE_DEBUG", "_ETIQUETTE_COMPLETE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        out, err = capfd.readouterr()
        return code, out, err

    return call


def python(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    """A Python process of its own."""
    return subprocess.run(  # noqa: S603 - our own interpreter on our own code
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, **more.pop("env", {})},  # type: ignore[dict-item]  # a mapping of texts
    )


def test_help_lists_every_command(run: Run) -> None:
    """Help is short and says where to start."""
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    for name in ("check", "explain", "new", "packs", "schema", "completion"):
        assert f"\n  {name} " in out
    assert "Start with: etiquette new facts" in out
    assert max(map(len, out.splitlines())) <= 80
    assert len(out.splitlines()) < 32


def test_without_arguments_there_is_help(run: Run) -> None:
    """Who doesn't know what to type is shown what there is."""
    for arguments in ((), ("new",)):
        code, out, err = run(*arguments)
        assert (code, err) == (0, "")
        assert "Commands:" in out


@pytest.mark.parametrize("name", ["check", "explain", "new", "packs", "schema", "completion"])
def test_every_command_has_help(name: str, run: Run) -> None:
    """Each command describes itself, and its line in the list is not left behind."""
    code, out, _ = run(name, "--help")
    assert code == 0
    assert out.startswith(f"Usage: etiquette {name}")
    assert isinstance(app, click.Group)
    module, line = app.lazy[name]
    assert import_module(module).command.name == name
    assert line.endswith(".")


def test_help_is_cheap() -> None:
    """Neither a command nor what draws text is imported in order to show help."""
    script = (
        "import sys; from etiquette.cli import main; main(['--help']);"
        "print(sorted({'rich', 'etiquette.cli.check', 'etiquette._text', 'holidays'} & set(sys.modules)))"
    )
    assert python("-c", script).stdout.splitlines()[-1] == "[]"


def test_version_names_everything_that_shapes_an_answer(run: Run) -> None:
    """The program, Python, packs and plugins, so that a report of a fault can be told from another."""
    code, out, _ = run("--version")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == f"etiquette {metadata.version('etiquette-engine')}"
    assert lines[1].startswith("Python 3.")
    assert "post-interview 1." in lines[2]
    assert all(point.name in lines[3] for point in metadata.entry_points(group=GROUP))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("chek",), "etiquette: There is no command 'chek'. Did you mean check?\nTry: etiquette --help"),
        (
            ("check", "--formt", "json", "a.yaml"),
            (
                "etiquette check: There is no option --formt. Did you mean --format?\n"
                "Try: etiquette check --help"
            ),
        ),
        (
            ("check",),
            (
                "etiquette check: FACTS is missing. Name a facts file, or start one with: etiquette new facts"
                "\nTry: etiquette check --help"
            ),
        ),
        (
            ("check", "-", "-"),
            (
                "etiquette check: Standard input (-) can be read only once. Name it once.\n"
                "Try: etiquette check --help"
            ),
        ),
        (
            ("check", "a.yaml", "b.yaml", "--draft", "c.txt"),
            (
                "etiquette check: A draft belongs to one step. Check one facts file at a time with --draft.\n"
                "Try: etiquette check --help"
            ),
        ),
        (
            ("check", "a.yaml", "--today", "2026-02-30"),
            (
                "etiquette check: --today: It is 2026-02-30, but February 2026 has 28 days. "
                "Check the day and the month.\nTry: etiquette check --help"
            ),
        ),
        (
            ("check", "a.yaml", "--plugins", "sms", "--no-plugins"),
            (
                "etiquette check: --plugins and --no-plugins exclude each other. Use one of them.\n"
                "Try: etiquette check --help"
            ),
        ),
        (
            ("packs", "--format", "jsn"),
            "etiquette packs: There is no format 'jsn'. Did you mean json?\nTry: etiquette packs --help",
        ),
        (
            ("schema",),
            (
                "etiquette schema: NAME is missing. There is facts, pack, rules, suite, handbook, concept, "
                "language, drafts, report, explanation, written, proof …. Name one of them.\n"
                "Try: etiquette schema --help"
            ),
        ),
        (
            ("schema", "fcts"),
            "etiquette schema: There is no schema 'fcts'. Did you mean facts?\nTry: etiquette schema --help",
        ),
        (
            ("completion", "cmd"),
            (
                "etiquette completion: There is no shell 'cmd'. There is bash, fish and zsh.\n"
                "Try: etiquette completion --help"
            ),
        ),
        (
            ("new", "fact"),
            "etiquette new: There is no command 'fact'. Did you mean facts?\nTry: etiquette new --help",
        ),
    ],
)
def test_mistakes_in_a_command(arguments: tuple[str, ...], message: str, run: Run) -> None:
    """Each says in one sentence what is wrong and what was probably meant; the exit code is 2."""
    code, out, err = run(*arguments)
    assert (code, out, err) == (2, "", f"{message}\n")


def test_a_fault_of_the_program_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback meets a person, unless it is asked for."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by\nnought")

    monkeypatch.setattr(app, "invoke", broken)
    code, out, err = run("check", "facts.yaml")
    assert (code, out) == (70, "")
    assert err == (
        "etiquette: Something went wrong in this program itself (ZeroDivisionError: by nought).\n"
        "Please report it, with what ETIQUETTE_DEBUG=1 in front of the same command prints.\n"
    )
    monkeypatch.setenv("ETIQUETTE_DEBUG", "1")
    code, _, err = run("check", "facts.yaml")
    assert code == 70
    assert err.startswith("Traceback")


@pytest.mark.parametrize(
    ("error", "code"), [(KeyboardInterrupt, 130), (click.Abort, 130), (BrokenPipeError, 141)]
)
def test_being_stopped_is_quiet(
    error: type[BaseException], code: int, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C and a reader that goes away leave no words behind."""

    def stopped(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(app, "invoke", stopped)
    assert run("packs") == (code, "", "")


def test_a_reader_that_goes_away() -> None:
    """``etiquette schema report | head -1`` ends without a complaint."""
    process = subprocess.Popen(
        [sys.executable, "-m", "etiquette.cli", "schema", "report"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 141


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str, run: Run) -> None:
    """The script is the shell's own, and its last line says how to install it."""
    code, out, _ = run("completion", shell)
    assert code == 0
    assert "_ETIQUETTE_COMPLETE" in out
    assert out.splitlines()[-1].startswith("# ")
    assert f"etiquette completion {shell}" in out.splitlines()[-1]


def completed(*words: str) -> list[str]:
    """What bash is offered for the last of ``words``."""
    environment = {
        "_ETIQUETTE_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(("etiquette", *words)),
        "COMP_CWORD": str(len(words)),
    }
    script = "from etiquette.cli import main; import sys; sys.exit(main())"
    found = python("-c", script, env=environment)
    return [line.partition(",")[2] for line in found.stdout.splitlines()]


def test_completion_knows_commands_options_and_names() -> None:
    """Commands, options, shells, packs, plugins and actions complete; files are left to the shell."""
    assert completed("ch") == ["check"]
    assert "--draft" in completed("check", "--d")
    assert completed("completion", "z") == ["zsh"]
    assert "post-interview" in completed("check", "--pack", "post")
    assert completed("check", "--pack", "./exa") == ["./exa"]
    assert completed("check", "--plugins", "sms,em") == ["sms,email"]
    assert completed("check", "fac") == ["fac"]
    assert completed("explain", "facts.yaml", "ask_st") == ["ask_status"]
    assert completed("explain", "facts.yaml", "silence/wait-") == ["silence/wait-two-weeks"]
    assert completed("explain", "-", "silence/wait-") == ["silence/wait-two-weeks"]
    assert completed("packs", "post-i") == ["post-interview", "post-interview-german"]


def test_completion_knows_the_formats() -> None:
    """What a check can answer in is offered; of what plugins add, nothing is missed."""
    assert completed("check", "facts.yaml", "--format", "") == ["text", "json", "sarif", "junit", "github"]
    assert completed("explain", "facts.yaml", "--format", "j") == ["json"]


def test_completion_reads_the_packs_of_the_facts(tmp_path: Path) -> None:
    """The rules that are offered are those that the facts would be checked against."""
    facts = tmp_path / "facts.yaml"
    facts.write_text("packs: [business-days]\n", "utf-8")
    assert completed("explain", str(facts), "workdays/m") == ["workdays/middle-of-the-week"]
    facts.write_text("packs: [nobody]\n", "utf-8")
    assert completed("explain", str(facts), "ask") == [""]  # an empty line, no name
