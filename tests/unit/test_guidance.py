"""The bundled guidance: what it rests on, and that its suites exercise all of it.

The suites themselves, in ``rules/*/tests`` and ``examples/coach-pack/tests``, hold situations whose answers
were worked out by hand; ``test_suites_bundled`` runs them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

import etiquette
from etiquette import Report, Ruleset
from etiquette._suites.model import Case, Suite
from etiquette._suites.read import read_suites
from etiquette.vocabulary import read_vocabulary

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
BUNDLED = ("post-interview", "business-days")
COACH = str(ROOT / "examples/coach-pack")
NORMS = {"N0", "T1", "T2", "T3", "T4", "T5", "G1", "G2", "G3", "G4", "G5a", "G5b", "W1", "W2", "W3", "W4"} | {
    "W5",
    "W5b",
    "W6a",
    "W6b",
    "W7a",
    "W7b",
    "W8",
    "X1",
    "X2",
    "X2r",
    "X3",
    "X4",
}
NUMBER = re.compile(r"\d+")
NUMBER_OF_MEETINGS = 21
FEWEST_CASES = 100


@cache
def suites(folder: str) -> tuple[Suite, ...]:
    """The suites of a pack of this repository."""
    found, problems = read_suites(ROOT / folder, folder)
    assert problems == ()
    return found


def cases() -> Iterator[Case]:
    """All cases of the bundled packs and of the coach's."""
    for folder in ("rules/post-interview", "rules/business-days", "examples/coach-pack"):
        for suite in suites(folder):
            yield from suite.cases


@cache
def ruleset(packs: tuple[str, ...], plugins: tuple[str, ...] | None) -> Ruleset:
    """The rules of some packs, with some plugins or (``None``) all of them."""
    return etiquette.load(*packs) if plugins is None else etiquette.load(*packs, plugins=plugins)


@cache
def report_schema() -> Draft202012Validator:
    """The schema that every report must validate against."""
    return Draft202012Validator(json.loads((ROOT / "schemas/report.schema.json").read_text(encoding="utf-8")))


def assert_sound(report: Report) -> None:
    """A report validates, is complete, and neither its facts nor its rules have a problem."""
    report_schema().validate(report.to_dict())
    assert [str(each) for each in report.diagnostics] == []
    assert report.complete
    assert [each.message for each in report.conflicts] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_gets_an_answer(path: Path) -> None:
    """Each example is checked under the packs that it names, and nothing is wrong with it."""
    named = yaml.safe_load(path.read_text(encoding="utf-8")).get("packs", ["post-interview"])
    report = ruleset(tuple(named), None).check(path)
    assert_sound(report)
    assert report.plan


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_can_be_asked_of_the_coach(path: Path) -> None:
    """The coach's pack answers each example too."""
    assert_sound(ruleset((COACH,), None).check(path))


def norms_cited(rules: Ruleset) -> Iterator[str]:
    """The norms that the rules of a ruleset cite, with repeats."""
    for rule in rules.rules:
        yield from rule.source.norms


def test_every_norm_is_carried_by_a_rule() -> None:
    """Without plugins, the pack alone cites each norm of the founding text, and no norm that there isn't."""
    assert set(norms_cited(ruleset(("post-interview",), ()))) == NORMS


def test_every_norm_is_exercised_by_a_case() -> None:
    """Each norm is among those that some case says it exercises, and no case names another."""
    assert {norm for case in cases() for norm in case.norms} == NORMS


@pytest.mark.parametrize("pack", [*BUNDLED, COACH])
def test_every_rule_says_where_it_comes_from(pack: str) -> None:
    """Each rule has a reason in words, and a norm or a mark that it is inferred."""
    for rule in ruleset((pack,), ()).rules:
        assert rule.because, rule.id
        assert rule.source.text, rule.id
        assert rule.source.norms or rule.source.inferred, rule.id


def test_every_meeting_has_a_case() -> None:
    """Each of the places where norms meet has one case or more, numbered as in the table of meetings."""
    (meetings,) = (suite for suite in suites("rules/post-interview") if suite.title == "Where norms meet")
    numbers = {int(NUMBER.search(case.title)[0]) for case in meetings.cases}  # type: ignore[index]  # each has one
    assert numbers == set(range(1, NUMBER_OF_MEETINGS + 1))


def test_there_are_many_situations() -> None:
    """Whole situations are many, and no two of them have the same title."""
    titles = [case.name.rpartition("/")[2] for case in cases() if not case.table]
    assert len(titles) >= FEWEST_CASES
    assert len(set(titles)) == len(titles)


def facts_schema() -> dict[str, Any]:
    """The bundled vocabulary as plain data."""
    found: dict[str, Any] = json.loads((ROOT / "schemas/facts.schema.json").read_text(encoding="utf-8"))
    return found


def declared(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key of a schema with its path, at every depth."""
    for name, sub in schema.get("properties", {}).items():
        yield f"{path}.{name}".strip("."), sub
        for inner in (sub, sub.get("items", {}), *sub.get("anyOf", ())):
            yield from declared(inner, f"{path}.{name}")


def test_every_key_of_a_facts_file_is_explained() -> None:
    """An editor can show a title, a description and examples at each key, and the examples are right."""
    for path, sub in declared(facts_schema()):
        assert {"title", "description", "examples"} <= set(sub), path
        for example in sub["examples"]:
            Draft202012Validator(sub).validate(example)


def test_every_fact_that_rules_read_can_be_asked_for() -> None:
    """Each fact that a rule of the bundled pack reads has a question in words, or is an entry's field."""
    vocabulary = read_vocabulary(facts_schema())
    silent = {path for path, decl in vocabulary.facts.items() if not decl.ask}
    assert silent == {"interview.position", "employer.name"}


def test_assumptions_rest_on_definitions_of_the_pack() -> None:
    """A fact that is assumed from a definition names one that the bundled pack declares."""
    vocabulary = read_vocabulary(facts_schema())
    wanted = {
        decl.assume.value for decl in vocabulary.facts.values() if decl.assume and decl.assume.kind == "holds"
    }
    assert wanted == {"timeline_is_known", "real_answer_came"}
    assert wanted <= set(ruleset(("post-interview",), ()).definitions)


def test_the_coach_pack_does_what_its_readme_says() -> None:
    """It sets parameters, relaxes one rule in place, and adds three rules and one action."""
    below, above = ruleset(("post-interview",), ()), ruleset((COACH,), ())
    new = {rule.id for rule in above.rules} - {rule.id for rule in below.rules}
    assert new == {"rivera/mention-the-talk", "rivera/send-what-you-offered", "rivera/not-on-fridays"}
    assert set(above.actions) - set(below.actions) == {"send_work_sample"}
    assert [rule.id for rule in above.rules if rule.changed_by] == ["silence/after-a-missed-promise"]
    changed = {name for name in below.parameters if above.parameter(name) != below.parameter(name)}
    assert changed == {"default_wait", "max_inquiries", "mention_real_deadline", "thanks_max_words"}
