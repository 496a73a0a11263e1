"""Each diagnostic has a page, and what the page shows is what happens."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from etiquette.codes import TITLES
from installing import install
from pages import ROOT, Block, blocks, run, says, section, transcripts, write_files

FOLDER = ROOT / "docs" / "diagnostics"
CODE = re.compile(r"\b[EL]\d{3}\b")
WARNINGS = {"E310", "E311"}  # these stand beside an answer
WARNINGS |= {"E707", "E710", "E711", "E712", "E713", "E714", "E715", "E716", "E717"}  # these are the answer
WARNINGS |= {code for code in TITLES if code.startswith("E8") and code != "E811"}  # as are these
WARNINGS |= {code for code in TITLES if code.startswith("L") and code != "L600"}  # and so are these
QUOTED = {"E509": {"E105"}}  # its message quotes another, which is shown as well
QUOTED |= {"L641": {"L611"}, "L642": {"L631"}}  # a comment names the code that is to be off

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


class Example:
    """What a page shows under one heading: files, plugins and commands with their output."""

    def __init__(self, code: str, heading: str, folder: Path, patch: pytest.MonkeyPatch) -> None:
        page = (FOLDER / f"{code}.md").read_text(encoding="utf-8")
        found = list(blocks(section(page, heading)))
        self.folder = folder / heading.split()[1]
        (self.folder / "my-pack").mkdir(parents=True)
        (self.folder / "my-pack" / "pack.yaml").write_text(PACK, encoding="utf-8")
        (self.folder / "facts.yaml").write_text(FACTS, encoding="utf-8")
        write_files(self.folder, (block for block in found if block.language != "python"))
        for block in found:
            if block.language == "python":
                self.install(block, patch)
        self.commands = [
            each for block in found if block.language == "console" for each in transcripts(block)
        ]

    def install(self, block: Block, patch: pytest.MonkeyPatch) -> None:
        """Make the block a module of an installed distribution, with an entry point to it."""
        module = Path(block.name).stem
        patch.delitem(sys.modules, module, raising=False)
        plugin = block.options.get("plugin", module)
        distribution = block.options["distribution"]
        install(patch, self.folder / "env", distribution, {plugin: module}, {module: block.text})

    def run(self, arguments: list[str]) -> tuple[int, str]:
        """Exit status and output of a command, with paths as they are in the folder."""
        status, said = run(arguments, self.folder)
        return status, said.replace(f"{self.folder}/", "")


def test_each_code_has_a_page_and_each_page_a_code() -> None:
    """There is a page for each code, headed by the code and its title, and no page for anything else."""
    pages = {path.stem: path for path in FOLDER.glob("[EL]*.md")}
    assert sorted(pages) == sorted(TITLES)
    for code, path in pages.items():
        assert path.read_text(encoding="utf-8").startswith(f"# {code}: {TITLES[code]}\n")


@pytest.mark.parametrize("code", sorted(TITLES))
def test_the_bad_example_says_what_the_page_shows(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bad example gives this diagnostic and no other, in the very words of the page."""
    bad = Example(code, "A bad example", tmp_path, monkeypatch)
    assert bad.commands
    for arguments, shown in bad.commands:
        status, said = bad.run(arguments)
        assert says(shown, said), said
        assert set(CODE.findall(said)) - QUOTED.get(code, set()) == {code}
        assert (status in (0, 1)) == (code in WARNINGS)


@pytest.mark.parametrize("code", sorted(TITLES))
def test_the_good_example_is_good(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the good example in place of the bad one, the same command has nothing to complain of."""
    with monkeypatch.context() as patch:
        commands = Example(code, "A bad example", tmp_path, patch).commands
    good = Example(code, "A good example", tmp_path, monkeypatch)
    for arguments, _ in good.commands or commands:
        status, said = good.run(arguments)
        assert not CODE.findall(said), said
        assert status in (0, 1)
