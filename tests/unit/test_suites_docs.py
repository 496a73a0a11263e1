"""The page on testing packs shows what really happens."""

from __future__ import annotations

import re
from pathlib import Path

from etiquette._data import load_schema
from pages import ROOT, blocks, run, says, transcripts, write_files

PAGE = ROOT / "docs" / "testing-packs.md"
PACK = """\
pack: my-pack
version: 1.0.0
format: 1
title: My pack
authors: [A coach]
language: en
extends: post-interview@^1
"""


def test_the_examples_say_what_the_page_shows(tmp_path: Path) -> None:
    """Each suite of the page, put where it says, gives the output that is shown below it."""
    (tmp_path / "my-pack").mkdir()
    (tmp_path / "my-pack/pack.yaml").write_text(PACK, encoding="utf-8")
    shown = 0
    for block in blocks(PAGE.read_text(encoding="utf-8")):
        if block.language == "console":
            for arguments, output in transcripts(block):
                _, said = run(arguments, tmp_path)
                assert says(output, said), said
                shown += 1
        else:
            write_files(tmp_path, [block])
    assert shown == 2


def test_every_key_of_a_suite_is_on_the_page() -> None:
    """What a suite may say is all on the page, key by key."""
    text = PAGE.read_text(encoding="utf-8")
    schema = load_schema("suite")
    keys = {*schema["properties"], *schema["$defs"]["case"]["properties"]["expect"]["properties"]}
    named = set(re.findall(r"`([a-z_]+)`|^([a-z]+):", text, re.MULTILINE))
    assert keys - {"$schema", "title"} <= {word for pair in named for word in pair}
