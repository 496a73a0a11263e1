"""The examples of the documentation and of the docstrings do what they show."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import etiquette
from pages import ROOT, blocks, documents, run, says, transcripts, write_files

_FENCE = re.compile(r"^```.*$", re.MULTILINE)
_OPTIONS = doctest.ELLIPSIS


def failures(test: doctest.DocTest) -> str:
    """Run one doctest and give back what differs."""
    said: list[str] = []
    doctest.DocTestRunner(verbose=False, optionflags=_OPTIONS).run(test, out=said.append)
    return "".join(said)


def pages_with(what: str) -> list[object]:
    """The pages that contain ``what``, as parameters named after the page.

    Those of the diagnostics have examples that go wrong, and a test module of their own.
    """
    return [
        pytest.param(page, id=str(page.relative_to(ROOT)))
        for page in documents()
        if page.parent.name != "diagnostics" and what in page.read_text(encoding="utf-8")
    ]


def modules() -> list[str]:
    """Every module of the engine, by name."""
    return sorted(found.name for found in pkgutil.walk_packages(etiquette.__path__, "etiquette."))


@pytest.mark.parametrize("page", pages_with(">>> "))
def test_python_on_a_page(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python of a page, read from top to bottom, prints what the page shows."""
    monkeypatch.chdir(ROOT)
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    assert failures(test) == ""


@pytest.mark.parametrize("name", [name for name in modules() if not name.endswith("__main__")])
def test_python_in_docstrings(name: str) -> None:
    """The examples in a module's docstrings print what they show."""
    module = importlib.import_module(name)
    found = [test for test in doctest.DocTestFinder().find(module) if test.examples]
    assert [text for text in map(failures, found) if text] == []


@pytest.mark.parametrize(
    "page",
    [page for page in pages_with("```console") if "testing-packs.md" not in str(page)],  # test_suites_docs
)
def test_commands_on_a_page(page: Path, tmp_path: Path) -> None:
    """The commands of a page, run in its order among its files, print what the page shows."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for block in blocks(page.read_text(encoding="utf-8")):
        write_files(tmp_path, [block])
        if block.language != "console":
            continue
        for arguments, shown in transcripts(block):
            status, said = run(arguments, tmp_path)
            assert status in ((int(block.options["status"]),) if block.options else (0, 1)), said
            assert not shown or says(shown, said), said
