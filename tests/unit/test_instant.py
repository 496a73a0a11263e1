"""What a plain check loads: the list is held here, since every module on it costs every check some time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
PLAIN = EXAMPLES / "01-only-the-date.yaml"
_RUN = """
import sys
from etiquette.cli import main
code = main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
sys.exit(code)
"""

OF_PYTHON = frozenset(
    """
    __future__ abc array ast base64 bisect builtins calendar codecs collections contextlib contextvars copy
    copyreg dataclasses datetime dis encodings enum errno functools gc genericpath graphlib importlib inspect
    io itertools json keyword linecache locale marshal math opcode operator os posix posixpath re reprlib
    select site sitecustomize stat string struct sys sysconfig time token tokenize types typing unicodedata
    warnings weakref zipimport zoneinfo
    """.split()  # noqa: SIM905 - a list of this length reads better so
)
"""The modules of Python that a check may load. Of these, code that is generated asks for those in
:data:`TO_GENERATE`; code that is kept doesn't."""

TO_GENERATE = frozenset({"ast", "dataclasses", "inspect", "dis", "tokenize", "linecache"})

NEVER = (
    "rich",
    "click",
    "yaml",
    "jsonschema",
    "pluggy",
    "hashlib",
    "email",
    "lxml",
    "re2",
    "holidays",
    "tzlocal",
)
NEVER_OF_ENGINE = ("loading", "plugins", "_packing", "_matching", "_drafts", "_proving", "hookspecs", "_data")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for rules that are kept, with those of the bundled pack in it."""
    folder = tmp_path_factory.mktemp("kept")
    for _ in range(3):
        run(folder, "check", str(PLAIN))
        if list(folder.glob("*.rules")):
            break
        time.sleep(2.1)  # the engine's own files were changed just now, and then nothing is kept
    return folder


def run(folder: Path, *args: str, **environment: str) -> tuple[int, str, list[str]]:
    """Exit code, output, and the modules that were loaded."""
    told = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", _RUN, *args], capture_output=True, text=True, check=False, encoding="utf-8",
        env={**told, "ETIQUETTE_CACHE": str(folder), **environment},
    )  # fmt: skip
    lines = done.stderr.splitlines()
    return done.returncode, done.stdout, lines[-1].split() if lines else []


def outside(modules: list[str]) -> set[str]:
    """The top-level names of those that aren't the engine's."""
    tops = {name.partition(".")[0] for name in modules}
    return {name for name in tops if not name.startswith(("_", "etiquette", "cython_runtime"))}


@pytest.mark.parametrize("options", [(), ("--format", "json"), ("-v",), ("--today", "2026-11-25")])
def test_a_check_loads_what_is_on_the_list(kept: Path, options: tuple[str, ...]) -> None:
    """No module beyond the list, and none of those that took most of the time once."""
    _, output, modules = run(kept, "check", *options, str(PLAIN))
    assert output
    assert outside(modules) <= OF_PYTHON
    assert not outside(modules) & set(NEVER)
    parts = {name.split(".")[1] for name in modules if name.startswith("etiquette.")}
    assert not parts & set(NEVER_OF_ENGINE)


def test_a_check_like_one_before_generates_no_code(kept: Path) -> None:
    """The second time its states have been met, and what works them out isn't loaded."""
    first = run(kept, "check", str(PLAIN))
    second = run(kept, "check", str(PLAIN))
    assert first[:2] == second[:2]
    assert not outside(second[2]) & TO_GENERATE
    makers = {"generated", "expressions", "facts", "trees", "finishing"}
    assert not {f"etiquette._compiling.{each}" for each in makers} & set(second[2])


@pytest.mark.parametrize("command", [("--help",), ("check", "--help"), ("packs", "--help"), ()])
def test_help_that_was_shown_before_loads_no_parser(kept: Path, command: tuple[str, ...]) -> None:
    """The second time the text is the same, and nothing that writes it is loaded."""
    first = run(kept, *command)
    second = run(kept, *command)
    never_kept = run(kept, *command, ETIQUETTE_CACHE="off")
    assert first[:2] == second[:2] == never_kept[:2]
    assert "click" not in second[2]
    assert "click" in never_kept[2]


def test_help_is_as_wide_as_the_terminal(kept: Path) -> None:
    """What was kept for one width isn't shown in another."""
    assert run(kept, "--help", COLUMNS="60")[1] != run(kept, "--help", COLUMNS="80")[1]


def test_both_ways_give_the_same_answer(kept: Path) -> None:
    """The quick way and the usual one agree on every example, byte for byte."""
    examples = [str(path) for path in sorted(EXAMPLES.glob("*.yaml"))]
    usual = json.loads(run(kept, "check", "--format", "json", *examples, ETIQUETTE_CACHE="off")[1])
    for facts, report in zip(examples, usual, strict=True):
        document = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
        assert run(kept, "check", "--format", "json", facts)[1] == document, facts


@pytest.mark.parametrize("example", ["01-only-the-date.yaml", "03-promise-missed.yaml", "07-text-me.yaml"])
def test_both_ways_give_the_same_text(kept: Path, example: str) -> None:
    """Also as text, with the same exit code."""
    facts = str(EXAMPLES / example)
    assert run(kept, "check", facts)[:2] == run(kept, "check", facts, ETIQUETTE_CACHE="off")[:2]


@pytest.mark.parametrize(
    "args",
    [
        ("check",),
        ("check", "--frmat", "json", str(PLAIN)),
        ("check", "--today", "yesterday", str(PLAIN)),
        ("check", "--today", "2026-02-30", str(PLAIN)),
        ("check", "--format", "nonesuch", str(PLAIN)),
        ("check", "--plugins", "email", "--no-plugins", str(PLAIN)),
        ("check", str(ROOT / "nonesuch.yaml")),
        ("check", str(ROOT / "pyproject.toml")),
        ("check", str(ROOT)),
        ("check", "--pack", "nonesuch", str(PLAIN)),
    ],
)
def test_what_is_not_plain_is_left_to_the_usual_way(kept: Path, args: tuple[str, ...]) -> None:
    """Mistakes are answered in the usual words, with the usual exit code."""
    assert run(kept, *args)[:2] == run(kept, *args, ETIQUETTE_CACHE="off")[:2]
