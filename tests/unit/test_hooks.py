"""Each hook does what docs/plugins.md says: one test for each, named after it."""

from __future__ import annotations

import doctest
import inspect
import json
import re
import sys
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from etiquette import Measure, hookimpl, hookspecs
from etiquette._data import load_schema
from etiquette._plugging.review import review
from etiquette.facts import Facts, Message, Step
from etiquette.plugins import Contributions, collect
from etiquette.report import Decision, Report
from pages import ROOT, Block, blocks

PAGE = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
HOOKS = sorted(name for name in hookspecs.__all__ if name.startswith("etiquette_"))
RULES = "rules: [{id: pigeons/brief, title: Brief, action: {phase: after}, message: {max_words: 20}}]"
STEP = Step("send_card", date(2026, 11, 24), message=Message(text="HELLO"))
FACTS = Facts({}, date(2026, 11, 24), ZoneInfo("UTC"))
DECISION = Decision("send_card", "Send a card", "open")


def given(**hooks: Any) -> Contributions:
    """What a plugin called ``pigeons`` contributes that has the given functions for hooks."""
    marked = {name: hookimpl(function) for name, function in hooks.items()}
    return collect(names=(), extra={"pigeons": SimpleNamespace(**marked)})


def sound(**hooks: Any) -> Contributions:
    """The same, for a plugin with which nothing is wrong."""
    found = given(**hooks)
    assert found.diagnostics == ()
    assert found.names == ("pigeons",)
    return found


def test_etiquette_rules(tmp_path: Path) -> None:
    """Rules come from files and from texts, each a document whose places name the plugin."""
    (tmp_path / "rules.yaml").write_text(RULES)
    found = sound(etiquette_rules=lambda: [("more.yaml", "\nrules: []"), tmp_path / "rules.yaml"])
    assert [(name, document.file) for name, document in found.rule_documents] == [
        ("pigeons", "plugins/pigeons/more.yaml"),
        ("pigeons", "plugins/pigeons/rules.yaml"),
    ]
    assert found.rule_documents[1][1].data["rules"][0]["message"] == {"max_words": 20}
    assert str(found.rule_documents[0][1].at(("rules",))) == "plugins/pigeons/more.yaml:2:8"


def test_the_hook_of_facts_names_every_key_of_a_fact() -> None:
    """The docstring of `etiquette_facts` has each key of ours that the schema of vocabularies knows."""
    text = json.dumps(load_schema("vocabulary"))
    keys = set(re.findall(r'"(x-[a-z]+)": {', text))
    assert {"x-ask", "x-order", "x-assumed"} <= keys
    named = set(re.findall(r"``(x-[a-z]+)``", inspect.getdoc(hookspecs.etiquette_facts) or ""))
    assert named == keys


def test_etiquette_packs(tmp_path: Path) -> None:
    """Folders with a manifest are passed on in the order of their names, whatever the plugin's order."""
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pack.yaml").write_text("pack: x")
    found = sound(etiquette_packs=lambda: (tmp_path / name for name in ("b", "a")))
    assert [folder.name for folder in found.pack_folders] == ["a", "b"]


def test_etiquette_channels() -> None:
    """A channel is owned by its plugin, and hours and weekdays that it declares become a rule for it."""
    declared = {
        "title": "carrier pigeon",
        "medium": "written",
        "unit": "characters",
        "phrase": "by pigeon",
        "hours": {"only": "08:00 to 20:00", "prefer": "09:00 to 17:00"},
        "weekdays": {"never": ["sunday"]},
    }
    found = sound(etiquette_channels=lambda: {"carrier_pigeon": declared, "balloon": {"title": "balloon"}})
    balloon, pigeon = found.channels
    assert (pigeon.title, pigeon.medium, pigeon.unit, pigeon.phrase, pigeon.owner) == (
        "carrier pigeon",
        "written",
        "characters",
        "by pigeon",
        "pigeons",
    )
    assert (balloon.medium, balloon.unit, balloon.phrase) == ("written", "words", "by balloon")
    ((plugin, document),) = found.rules_for(["at", "after"])
    (rule,) = document.data["rules"]
    assert plugin == "pigeons"
    assert rule["id"] == "carrier-pigeon/declared-hours"
    assert rule["action"] == {"phase": ["at", "after"]}
    assert rule["for"] == {"channel": "carrier_pigeon"}
    assert (rule["hours"], rule["weekdays"]) == (declared["hours"], declared["weekdays"])
    assert found.rule_documents == ()


def test_etiquette_facts() -> None:
    """A section of facts is closed and may be left blank, as a whole and fact by fact."""
    fact = {
        "type": "string",
        "enum": ["grey", "white"],
        "title": "Colour",
        "x-ask": "Which colour?",
        "x-assume": {"value": "grey"},
    }
    found = sound(etiquette_facts=lambda: {"pigeons": {"properties": {"colour": fact}}})
    section = found.fact_sections["pigeons"]
    assert section["type"] == ["object", "null"]
    assert section["additionalProperties"] is False
    assert section["properties"]["colour"]["type"] == ["string", "null"]
    assert section["properties"]["colour"]["enum"] == ["grey", "white", None]
    assert section["properties"]["colour"]["x-ask"] == "Which colour?"


def test_etiquette_measures() -> None:
    """A unit is counted by the plugin's function, and its channels may use it."""
    found = sound(
        etiquette_measures=lambda: {"feathers": Measure("feathers", count=len, characters=3)},
        etiquette_channels=lambda: {"pigeon": {"title": "pigeon", "unit": "feathers"}},
    )
    assert found.measures["feathers"].count("four") == 4
    assert found.measures["feathers"].characters == 3


def test_etiquette_review_message() -> None:
    """Findings of a review are attributed to the plugin and opaque; what is left out has its default."""

    def etiquette_review_message(step: Step) -> Any:
        assert step.message is not None
        yield {"message": f"{step.message.text} is loud.", "about": "message.text"}
        yield {"message": "It is a Tuesday.", "level": "warning", "because": "Tuesdays are busy."}

    found = sound(etiquette_review_message=etiquette_review_message)
    findings, failed = review(found.reviewers, STEP, FACTS, DECISION)
    assert failed == ()
    assert [(f.rule, f.reviewer, f.level, f.about, f.message, f.because) for f in findings] == [
        ("pigeons/review", "pigeons", "note", "message.text", "HELLO is loud.", ""),
        ("pigeons/review", "pigeons", "warning", "message", "It is a Tuesday.", "Tuesdays are busy."),
    ]
    assert all(finding.to_dict()["opaque"] for finding in findings)


def test_etiquette_review_message_may_return_nothing() -> None:
    """A review that finds nothing may return an empty list, or nothing at all."""
    empty = sound(etiquette_review_message=lambda: ())
    nothing = sound(etiquette_review_message=lambda: None)
    for found in (empty, nothing):
        assert review(found.reviewers, STEP, FACTS, DECISION) == ((), ())


def test_etiquette_output_formats() -> None:
    """A format is a function from a report to a text, by the name that it is asked for with."""
    found = sound(
        etiquette_output_formats=lambda: {
            "postcard": lambda report: f"Dear you, {report.as_of}",
            "empty": lambda _: "",
        }
    )
    assert list(found.formats) == ["empty", "postcard"]
    assert found.formats["postcard"](Report(date(2026, 11, 24))) == "Dear you, 2026-11-24"


def test_every_hook_has_a_test() -> None:
    """There is a test in this module for each hook, by its name."""
    assert [f"test_{hook}" for hook in HOOKS if f"test_{hook}" not in globals()] == []


def documented() -> Mapping[str, str]:
    """The sections of the page on plugins, by their third-level heading."""
    parts = re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]
    return {
        head: re.split(r"^## ", body, flags=re.MULTILINE)[0]
        for head, _, body in (p.partition("\n") for p in parts)
    }


def test_every_hook_is_documented() -> None:
    """The page on plugins has a section for each hook, and none for anything else."""
    assert sorted(documented()) == HOOKS


@pytest.mark.parametrize("hook", HOOKS)
def test_a_signature_is_documented(hook: str) -> None:
    """The section of a hook gives its exact signature and an example that implements it."""
    signature, example = blocks(documented()[hook])
    written = str(inspect.signature(getattr(hookspecs, hook))).replace("'", "")
    assert signature.text.strip() == f"{hook}{written}"
    assert f"@hookimpl\ndef {hook}(" in example.text
    assert inspect.getdoc(getattr(hookspecs, hook))


@pytest.mark.parametrize("module", ["etiquette.hookspecs", "etiquette_channels.sms"])
def test_the_examples_in_docstrings_run(module: str) -> None:
    """Every example in the docstrings of the hooks and of the text messages gives what it says."""
    found = doctest.testmod(__import__(module, fromlist=["*"]))
    assert found.attempted > 0
    assert found.failed == 0


def test_the_session_on_the_page_runs() -> None:
    """The session at the end of the page on plugins gives what it says."""
    found = doctest.testfile(str(ROOT / "docs" / "plugins.md"), module_relative=False)
    assert found.attempted > 0
    assert found.failed == 0


def examples() -> list[Block]:
    """The examples of the page on plugins that are whole plugins."""
    return [block for block in blocks(PAGE) if block.language == "python" and "@hookimpl\ndef" in block.text]


@pytest.mark.parametrize("block", examples(), ids=lambda block: f"line {block.line}")
def test_an_example_works(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example of the page on plugins is a plugin with which nothing is wrong."""
    (tmp_path / "condolences").mkdir()
    (tmp_path / "condolences" / "pack.yaml").write_text("pack: condolences")
    (tmp_path / "letters.py").write_text(block.text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "letters", raising=False)
    module = __import__("letters")
    monkeypatch.delitem(sys.modules, "letters")
    if "files(__name__)" in block.text:
        monkeypatch.setattr(module, "files", lambda _: tmp_path)
    found = collect(names=(), extra={"letters": module})
    assert found.diagnostics == ()
    assert found.plugins[0].contributes


def test_the_bundled_plugins_bring_rules_only_in_yaml() -> None:
    """What channels demand is data: their modules have no condition in them, and their rules are files."""
    for name in ("email", "in_person", "phone", "recruiter", "sms"):
        module = __import__(f"etiquette_channels.{name}", fromlist=["*"])
        assert isinstance(module, ModuleType)
        hooks = {hook for hook in HOOKS if hasattr(module, hook)}
        assert hooks <= {"etiquette_rules", "etiquette_measures"}
        assert [each.name for each in module.etiquette_rules()] == ["rules.yaml"]
        assert (files(f"etiquette_channels.{name}") / "rules.yaml").is_file()
