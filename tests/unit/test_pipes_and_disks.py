"""What an everyday environment does to a program: pipes for files, closed streams, full disks, odd names."""

from __future__ import annotations

import errno
import os
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from etiquette._reading.files import read_bytes
from etiquette.cli import main
from packing import layer, write

FACTS = "today: 2026-11-23\ntimezone: Europe/Berlin\ninterview: {date: 2026-11-09}\n"
Captured = pytest.CaptureFixture[str]


@contextmanager
def piped(text: str) -> Iterator[str]:
    """The name of a pipe that gives ``text`` once, as a shell's ``<(…)`` does."""
    end, start = os.pipe()
    os.write(start, text.encode())
    os.close(start)
    try:
        yield f"/dev/fd/{end}"
    finally:
        os.close(end)


# --- pipes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["check", "explain"])
def test_a_pipe_is_as_good_as_a_file(command: str, capfd: Captured) -> None:
    """``<(…)`` and /dev/stdin give what they hold only once, and that is enough."""
    with piped(FACTS) as name:
        assert main([command, name]) == 0
    assert capfd.readouterr().out


def test_packs_that_piped_facts_name_are_used(capfd: Captured) -> None:
    """The one reading of a pipe finds the packs that it pins, and the facts."""
    with piped(f"packs: [no-such-pack]\n{FACTS}") as name:
        assert main(["check", name]) == 2
    assert "There is no pack called no-such-pack." in capfd.readouterr().err


def test_a_draft_may_be_piped_where_a_pipe_has_a_fitting_name(tmp_path: Path, capfd: Captured) -> None:
    """An email in a named pipe is read once, too."""
    (tmp_path / "facts.yaml").write_text(f"{FACTS}proposed: {{action: send_thank_you, channel: email}}\n")
    os.mkfifo(tmp_path / "draft.eml")
    mail = "Subject: Our talk\nContent-Type: text/plain\n\nThank you for your time.\n"
    writer = threading.Thread(target=(tmp_path / "draft.eml").write_text, args=(mail,))
    writer.start()
    code = main(["check", str(tmp_path / "facts.yaml"), "--draft", str(tmp_path / "draft.eml")])
    writer.join()
    assert code in (0, 1)
    assert "can't be read" not in capfd.readouterr().err


def test_nobody_is_waited_for_in_vain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe that nobody writes into is said to be one, instead of being waited for without end."""
    os.mkfifo(tmp_path / "p")
    monkeypatch.setattr("etiquette._reading.files._PATIENCE", 0.05)
    raw, (found,) = read_bytes(tmp_path / "p", "p", 10)
    assert raw is None
    assert str(found) == "p:1:1: E101 p can't be read: it is a pipe, and nobody writes into it."


def test_who_writes_slowly_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once somebody has opened the pipe, they may take their time."""
    os.mkfifo(tmp_path / "p")
    monkeypatch.setattr("etiquette._reading.files._PATIENCE", 0.5)
    opened = threading.Event()

    def write() -> None:
        with (tmp_path / "p").open("wb") as stream:
            opened.set()
            threading.Event().wait(0.8)
            stream.write(b"abc")

    writer = threading.Thread(target=write)
    writer.start()
    assert read_bytes(tmp_path / "p", "p", 10) == (b"abc", ())
    writer.join()
    assert opened.is_set()


def test_a_pipe_is_bounded() -> None:
    """A pipe has no size to ask for; it isn't read beyond the limit."""
    with piped("#" * 11) as name:
        raw, (found,) = read_bytes(Path(name), "p", 10)
    assert (raw, found.code) == (None, "E102")


# --- streams ------------------------------------------------------------------------------------------


def shell(command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a shell in ``folder`` makes of a command line in which ``etiquette`` is ours; 70 is our fault."""
    ours = f'etiquette() {{ {shlex.quote(sys.executable)} -m etiquette.cli "$@"; }}\n'
    (folder / "facts.yaml").write_text(FACTS, "utf-8")
    done = subprocess.run(  # noqa: S603 - our own commands
        ["bash", "-c", ours + command],  # noqa: S607 - whichever bash there is
        cwd=folder,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=60,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1", **environment},
    )
    assert done.returncode != 70, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    return done


CLOSED = "etiquette: The answer can't be written: it is closed.\n"
FULL = "etiquette: The answer can't be written: the disk is full.\n"
NO_INPUT = """\
<stdin>:1:1: E101 <stdin> can't be read: it is closed.
help: Pipe a text into it, or name a file.
"""
ELSEWHERE = "Try again with the output going somewhere else.\n"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("etiquette check facts.yaml >&-", CLOSED + ELSEWHERE),
        ("etiquette check facts.yaml -f json >&-", CLOSED + ELSEWHERE),
        ("etiquette check facts.yaml > /dev/full", FULL + ELSEWHERE),
        ("etiquette check facts.yaml -f json > /dev/full", FULL + ELSEWHERE),
        ("etiquette --help > /dev/full", FULL + ELSEWHERE),
        ("etiquette check nothing 2>&-", ""),
        ("etiquette check nothing 2> /dev/full", ""),
        ("etiquette check facts.yaml >&- 2>&-", ""),
        (
            "etiquette check - <&-",
            NO_INPUT,
        ),
    ],
)
def test_streams_that_take_or_give_nothing(command: str, said: str, tmp_path: Path) -> None:
    """An answer that can't be written is said so, where that can be said, and the exit code is 2."""
    done = shell(command, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


def test_the_docs_say_what_the_exit_code_of_an_unwritten_answer_is() -> None:
    """The table of exit codes covers answers that can't be written, as the test above does."""
    page = (Path(__file__).parents[2] / "docs" / "cli.md").read_text("utf-8")
    table = dict(re.findall(r"^\| (\d+) \| (.+) \|$", page, re.MULTILINE))
    assert "the answer can't be written" in table["2"]


def test_questions_without_an_input(tmp_path: Path) -> None:
    """Where no answer can come the questions end, as at the end of a file."""
    done = shell("etiquette new facts - <&-", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Nothing was written, because interview.date is needed." in done.stderr


def test_answers_that_are_no_text(tmp_path: Path) -> None:
    """Bytes that mean nothing are an answer that can't be used, and are asked for again."""
    done = shell(r"printf '\xff\n2026-11-20\ndone\n' | etiquette new facts -", tmp_path, PYTHONUTF8="1")
    assert done.returncode == 0, done.stderr
    assert "date: 2026-11-20" in done.stdout


# --- names --------------------------------------------------------------------------------------------

LONG = "x" * 300


def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    """The file is written under its name, whatever bytes that has, and the hint in it is text."""
    name = tmp_path / os.fsdecode(b"\xff.yaml")
    done = shell(r"printf '2026-11-20\ndone\n' | etiquette new facts $'\xff.yaml'", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "etiquette check \N{REPLACEMENT CHARACTER}.yaml" in name.read_text("utf-8")


def test_a_name_that_no_file_can_have_is_said_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Captured
) -> None:
    """Whoever answers questions should know that there is a place for the answers."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "facts", LONG]) == 2
    out, err = capfd.readouterr()
    assert (out, err) == ("", f"etiquette: The file {LONG} can't be written: its name is too long.\n")


# --- the record of releases ---------------------------------------------------------------------------


def test_a_record_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Captured
) -> None:
    """It is said why, and what was on record before is still there."""
    write(tmp_path, {"c/pack.yaml": layer("coach", extends="")})
    monkeypatch.chdir(tmp_path)
    assert main(["packs", "--record", "c"]) == 0
    before = (tmp_path / "c/releases.yaml").read_text("utf-8")
    write(tmp_path, {"c/pack.yaml": layer("coach", extends="", version="1.1.0")})

    def full(path: Path, text: str, **_: object) -> None:
        with path.open("w") as stream:
            stream.write(text[:5])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_text", full)
    capfd.readouterr()
    assert main(["packs", "--record", "c"]) == 2
    assert capfd.readouterr().err == (
        "etiquette: The file c/releases.yaml can't be written: the disk is full.\n"
    )
    assert (tmp_path / "c/releases.yaml").read_text("utf-8") == before
    assert sorted(each.name for each in (tmp_path / "c").iterdir()) == ["pack.yaml", "releases.yaml"]
