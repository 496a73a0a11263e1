"""What an everyday environment does to a program: pipes for files, closed streams, full disks, odd names."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from etiquette._reading.files import read_bytes
from etiquette.cli import main

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
