"""Each diagnostic has a page, and what the page shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from etiquette.codes import TITLES
from pages import ROOT, blocks, run, section, transcripts, write_files

FOLDER = ROOT / "docs" / "diagnostics"

# What every example of a page may lean on without showing it; the index says so.
FACTS = "today: 2026-11-23\ntimezone: Europe/Berlin\ninterview: {date: 2026-11-20}\n"
PACK = """\
pack: my-pack
version: 1.0.0
format: 1
title: My pack
authors: [A coach]
language: en
extends: post-interview@^1
"""


def prepare(folder: Path, body: str) -> list[tuple[list[str], str]]:
    """Write an example's files into ``folder``, and give back its commands with the output shown."""
    (folder / "my-pack").mkdir(parents=True)
    (folder / "my-pack" / "pack.yaml").write_text(PACK, encoding="utf-8")
    missing = "facts.yml" in body
    if not missing:
        (folder / "facts.yaml").write_text(FACTS, encoding="utf-8")
    others = write_files(folder, blocks(body))
    return [each for block in others if block.language == "console" for each in transcripts(block)]


def test_each_code_has_a_page_and_each_page_a_code() -> None:
    """There is a page for each code, headed by the code and its title, and no page for anything else."""
    pages = {path.stem: path for path in FOLDER.glob("E*.md")}
    assert sorted(pages) == sorted(TITLES)
    for code, path in pages.items():
        assert path.read_text(encoding="utf-8").startswith(f"# {code}: {TITLES[code]}\n")


@pytest.mark.parametrize("code", sorted(TITLES))
def test_the_bad_example_says_what_the_page_shows(code: str, tmp_path: Path) -> None:
    """The bad example gives this diagnostic and no other, in the very words of the page."""
    body = section((FOLDER / f"{code}.md").read_text(encoding="utf-8"), "A bad example")
    commands = prepare(tmp_path / "bad", body)
    assert commands
    for arguments, shown in commands:
        status, said = run(arguments, tmp_path / "bad")
        assert said == shown
        assert set(re.findall(r"\bE\d{3}\b", said)) == {code}
        assert status in (2, 3)


@pytest.mark.parametrize("code", sorted(TITLES))
def test_the_good_example_is_good(code: str, tmp_path: Path) -> None:
    """With the good example in place of the bad one, the same command has nothing to complain of."""
    page = (FOLDER / f"{code}.md").read_text(encoding="utf-8")
    commands = prepare(tmp_path / "bad", section(page, "A bad example"))
    commands = prepare(tmp_path / "good", section(page, "A good example")) or commands
    for arguments, _ in commands:
        status, said = run(arguments, tmp_path / "good")
        assert not re.findall(r"\bE\d{3}\b", said), said
        assert status in (0, 1)
