"""Reading the documentation's pages, for the tests that hold them against the program.

A fenced block may carry a file name after its language, and options: ```` ```yaml facts.yaml repeat=9 ````.
Such a block is a file of the example; a `console` block is a command of it with its output.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from etiquette.cli import main

__all__ = ["ROOT", "Block", "blocks", "documents", "run", "says", "section", "transcripts", "write_files"]

ROOT = Path(__file__).resolve().parents[1]
_FENCE = re.compile(r"^```(?P<info>[^`\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block. ``name`` is a file name or empty; ``line`` counts from 1."""

    language: str
    name: str
    text: str
    line: int
    options: dict[str, str] = field(default_factory=dict)


def documents() -> list[Path]:
    """Every page of the documentation, those at the top of the repository included."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for found in _FENCE.finditer(text):
        language, *words = found["info"].split() or [""]
        yield Block(
            language=language,
            name=next((word for word in words if "=" not in word), ""),
            text=found["text"],
            line=text.count("\n", 0, found.start()) + 1,
            options=dict(word.split("=", 1) for word in words if "=" in word),
        )


def section(text: str, heading: str) -> str:
    """What stands under a second-level heading, up to the next one. Raises KeyError without such a one."""
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        if title.strip() == heading:
            return body
    raise KeyError(heading)


def write_files(folder: Path, found: Iterable[Block]) -> list[Block]:
    """Write the blocks that are files below ``folder``; give back the others."""
    others = []
    for block in found:
        if not block.name:
            others.append(block)
            continue
        path = folder / block.name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = block.text * int(block.options.get("repeat", "1"))
        path.write_bytes(text.encode(block.options.get("encoding", "utf-8")))
    return others


def transcripts(block: Block) -> Iterator[tuple[list[str], str]]:
    """The commands of a ``console`` block as argument lists, each with the output that is shown below it."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield shlex.split(command), output.rstrip("\n")


def says(shown: str, said: str) -> bool:
    """Whether ``said`` is what a page shows, where ``...`` on the page stands for anything."""
    return doctest.OutputChecker().check_output(f"{shown}\n", f"{said}\n", doctest.ELLIPSIS)


def run(arguments: list[str], folder: Path) -> tuple[int, str]:
    """What ``etiquette`` says, on 80 columns without colour, when it is called in ``folder``."""
    name, *rest = arguments
    assert name == "etiquette"
    said = io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
    ):
        patch.chdir(folder)
        for key, value in {"COLUMNS": "80", "NO_COLOR": "1", "TZ": "UTC"}.items():
            patch.setenv(key, value)
        code = main(rest)
    return code, said.getvalue().rstrip("\n")
