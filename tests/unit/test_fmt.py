"""The layout that files are brought into, and the command that does it: what it writes, shows and refuses."""

from __future__ import annotations

import io
import os
import stat
import sys
from pathlib import Path
from typing import Final

import pytest

from etiquette._formatting.formatting import formatted
from etiquette.cli import main
from pages import ROOT

UNTIDY: Final = """\
# yaml-language-server: $schema=x
# About this file.

rules:
- action: 'ask'   # which one
  id: "a/one"
  modality: may
  because: This is a text that is too long to stand on one line with its key, since a line has
    a hundred and ten characters.
  # why so late
  window:
    not_before: case.opened + 3 days


  title: It's "one"


- {id: a/two, action: {phase: after}, title: Two, when: {any: [{b: true}, {c: {is_not: d}}]},
   channels: {only: [email, {fact: e.f}]}}
  # the end
"""

TIDY: Final = """\
# yaml-language-server: $schema=x
# About this file.

rules:
  - id: a/one
    title: It's "one"
    action: ask  # which one
    modality: may
    # why so late
    window: {not_before: case.opened + 3 days}
    because: >-
      This is a text that is too long to stand on one line with its key, since a line has a hundred and ten
      characters.

  - id: a/two
    title: Two
    action: {phase: after}
    when:
      any:
        - b: true
        - c: {is_not: d}
    channels: {only: [email, {fact: e.f}]}
  # the end
"""


def laid_out(text: str) -> str:
    """``text`` in the layout."""
    found, problems = formatted(text, "a.yaml")
    assert found is not None, problems
    return found.text


def test_a_file_of_rules() -> None:
    """Order, braces, folding, quotes, blank lines and comments, all at once."""
    assert laid_out(UNTIDY) == TIDY


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 'no'\n", "a: no\n"),
        ("a: '12'\n", 'a: "12"\n'),
        ("a: 'true'\nb: True\nc: ~\nd:\n", 'a: "true"\nb: true\nc: null\nd:\n'),
        ("a: 'x: y'\n", 'a: "x: y"\n'),
        ("a: 'say \"x: y\"'\n", "a: 'say \"x: y\"'\n"),
        ('x:\n  a: {b: "one, two"}\n', 'x:\n  a: {b: "one, two"}\n'),
        ("a: |\n  one\n  two\n", "a: |\n  one\n  two\n"),
        ("a: >\n  one\n  two\n", "a: >\n  one two\n"),
        ('a: "one\\n two\\n\\n"\n', 'a: "one\\n two\\n\\n"\n'),
        ('a: "one\\ttwo"\n', 'a: "one\\ttwo"\n'),
        ("x:\n  a: &here {b: 1}\n  c: *here\n", "x:\n  a: &here {b: 1}\n  c: *here\n"),
        ("x:\n  a: []\n  b: {}\n", "x:\n  a: []\n  b: {}\n"),
        ("x: [[1, 2], [3]]\n", "x: [[1, 2], [3]]\n"),
        ("x: [{a: 1, b: 2}, {a: 3}]\n", "x:\n  - {a: 1, b: 2}\n  - a: 3\n"),
        ("x: {a: 1} # one\n", "x:  # one\n  a: 1\n"),
        ("- # first\n  a: 1\n- b\n", "- a: 1  # first\n- b\n"),
        ("x:\n  a:\n    b: 1\n  # of x\n# of all\n", "x:\n  a: {b: 1}\n  # of x\n# of all\n"),
        ("x: [a, # one\n  b]\n", "x:\n  - a  # one\n  - b\n"),
        ("---\n# top\na: 1\n...\n", "# top\na: 1\n"),
        ("a: 1\n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"),
        ("{}\n# nothing\n", "{}\n# nothing\n"),
        ("[{a: 1}]", "- a: 1\n"),
    ],
)
def test_pieces(before: str, after: str) -> None:
    """One thing at a time."""
    assert laid_out(before) == after
    assert laid_out(after) == after


def test_line_ends_stay_and_a_mark_goes(tmp_path: Path) -> None:
    """Lines end as the first one does; a byte order mark is dropped; a last line end is added."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa:   1\r\nb: 2")
    assert main(["fmt", str(path)]) == 0
    assert path.read_bytes() == b"a: 1\r\nb: 2\r\n"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert main(["fmt", "--check", str(path)]) == 1
    assert main(["fmt", str(path)]) == 0
    assert path.read_bytes() == b"a: 1\n"
    assert main(["fmt", "--check", str(path)]) == 0


def test_a_file_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    """What is written anew has the permissions of what was there; a link still leads where it led."""
    path, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    path.write_text("a:   1\n", "utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    assert main(["fmt", str(link)]) == 0
    assert link.is_symlink()
    assert path.read_text("utf-8") == "a: 1\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link.yaml", "real.yaml"]


def test_in_a_folder_only_files_of_packs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Manifests, rules and suites are found, however deep; facts, records and what is others' aren't."""
    ours = {
        "pack.yaml": "format:  1\npack: a\n",
        "rules/a.yaml": "rules:  []\n",
        "tests/a.yaml": "title:  a\ncases: []\n",
        "json.yaml": '{"rules":  []}\n',
    }
    others = {
        "facts.yaml": "today:   2026-11-23\n",
        "releases.yaml": "releases:   {}\n",
        "compose.yaml": "services:   {}\n",
        ".hidden/a.yaml": "rules:   []\n",
        "notes.txt": "rules:   []\n",
        "list.yaml": "-   1\n",
    }
    for name, text in {**ours, **others}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert main(["fmt", str(tmp_path)]) == 0
    assert capsys.readouterr().err == "4 files formatted.\n"
    assert all((tmp_path / name).read_text("utf-8") == text for name, text in others.items())
    assert all((tmp_path / name).read_text("utf-8") != text for name, text in ours.items())
    assert main(["fmt", "--check", str(tmp_path), str(tmp_path / "facts.yaml")]) == 1
    said = capsys.readouterr()
    assert said.out == f"{tmp_path / 'facts.yaml'} would be formatted.\n"
    assert said.err == "1 file would be formatted, 4 files are in order.\n"


def test_check_and_diff_write_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What would be done is listed, or shown line by line; the file stays as it is."""
    path = tmp_path / "a.yaml"
    path.write_text("a:   1\nb: 2\n", "utf-8")
    assert main(["fmt", "--check", "--diff", str(path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"--- {path}",
        f"+++ {path} (formatted)",
        "@@ -1,2 +1,2 @@",
        "-a:   1",
        "+a: 1",
        " b: 2",
    ]
    assert main(["fmt", "--diff", str(path)]) == 0
    assert path.read_text("utf-8") == "a:   1\nb: 2\n"


def test_what_cannot_be_read_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file with a mistake is reported and not touched, and the others are formatted all the same."""
    bad, good = tmp_path / "bad.yaml", tmp_path / "good.yaml"
    bad.write_text("rules: [1,\n", "utf-8")
    good.write_text("rules:   []\n", "utf-8")
    assert main(["fmt", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert said.out == f"{good} is formatted now.\n"
    assert said.err.startswith(f"{bad}:2:1: E105 ")
    assert said.err.endswith("1 file formatted, 1 file left as it is.\n")
    assert bad.read_text("utf-8") == "rules: [1,\n"
    assert good.read_text("utf-8") == "rules: []\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: !t 1\n", "E110"),
        ("a: 1\na: 2\n", "E107"),
        ("", "E104"),
        ("# only\n", "E104"),
        ("a: 1\n---\nb: 2\n", "E110"),
    ],
)
def test_what_the_strict_reader_refuses(
    text: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever couldn't be loaded isn't formatted either."""
    path = tmp_path / "a.yaml"
    path.write_text(text, "utf-8")
    assert main(["fmt", str(path)]) == 2
    assert f" {code} " in capsys.readouterr().err
    assert path.read_text("utf-8") == text


def test_nothing_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that isn't there is named, and an empty folder is said to hold nothing."""
    assert main(["fmt", str(tmp_path / "a.yaml")]) == 2
    assert "E101 There is no file" in capsys.readouterr().err
    assert main(["fmt", str(tmp_path)]) == 0
    assert capsys.readouterr().err == "There is no file of a pack here.\n"


def test_a_folder_that_cannot_be_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing can be written, that is said, and the file is whole."""
    path = tmp_path / "a.yaml"
    path.write_text("a:   1\n", "utf-8")

    def closed(new: Path, data: bytes) -> int:  # for the superuser too, to whom no folder is closed
        raise PermissionError(13, "Permission denied", str(new))

    monkeypatch.setattr(Path, "write_bytes", closed)
    assert main(["fmt", str(path)]) == 2
    assert "can't be written" in capsys.readouterr().err
    assert path.read_text("utf-8") == "a:   1\n"


def test_a_file_that_may_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that its owner closed isn't replaced by a new one."""
    path = tmp_path / "a.yaml"
    path.write_text("a:   1\n", "utf-8")
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)  # root may always
    assert main(["fmt", str(path)]) == 2
    assert "can't be written: this user has no permission" in capsys.readouterr().err
    assert path.read_text("utf-8") == "a:   1\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A pipe is neither read nor replaced by a file."""
    path = tmp_path / "a.yaml"
    os.mkfifo(path)
    assert main(["fmt", str(path)]) == 2
    assert "is no file but a pipe or a device" in capsys.readouterr().err
    assert path.is_fifo()


def test_no_text_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the folder of a pack, a file that is no text is reported; elsewhere it is nobody's business."""
    (tmp_path / "a.yaml").write_bytes(b"rules: \xff\n")
    assert main(["fmt", str(tmp_path)]) == 0
    (tmp_path / "pack.yaml").write_text("pack: a\nformat: 1\n", "utf-8")
    assert main(["fmt", str(tmp_path)]) == 2
    assert " E103 " in capsys.readouterr().err


class TestStandardInput:
    """``etiquette fmt -``."""

    def run(self, monkeypatch: pytest.MonkeyPatch, raw: bytes, *arguments: str) -> int:
        """Format what comes in."""
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), "utf-8"))
        return main(["fmt", "-", *arguments])

    def test_what_comes_in_goes_out(
        self, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        """The result goes to standard output, byte for byte."""
        assert self.run(monkeypatch, b"rules:   [{id: a/b}]\r\n") == 0
        assert capsysbinary.readouterr() == (b"rules:\r\n  - id: a/b\r\n", b"")

    def test_checking(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        """--check tells by the exit code alone, --diff shows."""
        assert self.run(monkeypatch, b"a:   1\n", "--check") == 1
        assert capsys.readouterr().out == ""
        assert self.run(monkeypatch, b"a: 1\n", "--check") == 0
        assert self.run(monkeypatch, b"a:   1\n", "--check", "--diff") == 1
        assert "+a: 1\n" in capsys.readouterr().out

    def test_a_mistake(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        """Nothing goes out for what can't be read, so that an editor keeps what it has."""
        assert self.run(monkeypatch, b"a: [1\n") == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("standard input:")

    def test_alone(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Files can't be named along with it."""
        assert main(["fmt", "-", "a.yaml"]) == 2
        assert "can't be used along with files" in capsys.readouterr().err


def test_what_is_bundled_is_laid_out(capsys: pytest.CaptureFixture[str]) -> None:
    """Packs, channels, examples and skeletons are in order already."""
    folders = [str(ROOT / name) for name in ("rules", "plugins", "examples")]
    facts = [str(path) for path in sorted((ROOT / "examples").glob("*.yaml"))]
    assert main(["fmt", "--check", *folders, *facts]) == 0, capsys.readouterr().out
