"""Facts that name packs: what is wrong with one is shown where the facts name it, with help that works."""

from __future__ import annotations

from pathlib import Path

import pytest

from etiquette.cli import main

PACK = "pack: kim\nversion: 1.0.0\nformat: 1\ntitle: Kim\nextends: post-interview@^1\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a pack beside where the facts will stand."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ETIQUETTE_PATH", raising=False)
    (tmp_path / "kim").mkdir()
    (tmp_path / "kim" / "pack.yaml").write_text(PACK, encoding="utf-8")
    return tmp_path


def check(folder: Path, packs: str, *options: str) -> int:
    """The exit code of a check of facts that name ``packs``."""
    facts = f"today: 2026-11-23\ntimezone: Europe/Berlin\ninterview: {{date: 2026-11-20}}\npacks: {packs}\n"
    (folder / "facts.yaml").write_text(facts, encoding="utf-8")
    return main(["check", "facts.yaml", *options])


def test_a_folder_beside_the_facts(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A pack that is only a folder beside the facts is unknown by name; the options that help do help."""
    assert check(folder, "[kim]") == 2
    assert capfd.readouterr().err == (
        "facts.yaml:4:9: E401 There is no pack called kim.\n"
        "  4 | packs: [kim]\n"
        "    |         ^^^\n"
        "help: There is a folder of that name: give --pack ./kim, or --path ., where the pack is then found "
        "by its own name.\n"
    )
    assert check(folder, "[kim]", "--path", ".") == 0
    assert check(folder, "[kim]", "--pack", "./kim") == 0


def test_a_path_where_a_name_belongs(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Facts name packs and not folders, whether or not there is such a folder; the help says what to give."""
    for path in ("./kim", "../elsewhere/kim"):
        assert check(folder, f"[{path}]") == 2
        said = capfd.readouterr().err
        assert f"facts.yaml:4:9: E206 packs[0] should be written like post-interview@1.0, not {path}." in said
        assert (
            f"For a folder give --pack {path}, or --path {Path(path).parent} and the pack's own name" in said
        )


def test_a_version_that_is_not_there(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Of several packs in the facts, the one that is meant is marked, and what there is follows."""
    assert check(folder, "[post-interview, kim@3]", "--path", ".") == 2
    assert capfd.readouterr().err == (
        "facts.yaml:4:25: E402 No version of kim fits kim@3.\n"
        "  4 | packs: [post-interview, kim@3]\n"
        "    |                         ^^^^^\n"
        "help: There is 1.0.0.\n"
    )


def test_an_unknown_pack_without_a_folder(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Where there is no such folder either, the help is the usual one."""
    assert check(folder, "[post-interveiw]") == 2
    assert capfd.readouterr().err.endswith("help: Did you mean post-interview?\n")
