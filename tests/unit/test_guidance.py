"""The bundled guidance, held against situations whose answers were worked out by hand.

Each file in ``tests/cases/meetings`` and ``tests/cases/situations`` is one situation: a title, the norms
that it exercises, facts with a fixed ``today``, and what is expected. ``packs`` (names, or folders of this
repository) and ``plugins`` (all, or a list) say under which rules; ``set`` puts a layer with these
parameters on top. Expected is a subset of each decision that is named, but *all* findings and questions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

import etiquette
from etiquette import Report, Ruleset
from etiquette.vocabulary import read_vocabulary

ROOT = Path(__file__).parents[2]
MEETINGS = sorted((ROOT / "tests/cases/meetings").glob("*.yaml"))
SITUATIONS = sorted((ROOT / "tests/cases/situations").glob("*.yaml"))
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
KEYS = {"title", "norms", "packs", "plugins", "set", "facts", "expect"}
NUMBER_OF_MEETINGS = 21
FEWEST_SITUATIONS = 40


def read_case(path: Path) -> dict[str, Any]:
    """A case file; dates become ISO strings, as in the report."""
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(case, dict)
    assert set(case) <= KEYS, f"{path.name} has keys that mean nothing"
    plain: dict[str, Any] = json.loads(json.dumps(case, default=str))
    return plain


@cache
def ruleset(packs: tuple[str, ...], plugins: tuple[str, ...] | None) -> Ruleset:
    """The rules of some packs, with some plugins or (``None``) all of them."""
    return etiquette.load(*packs) if plugins is None else etiquette.load(*packs, plugins=plugins)


def rules_for(case: dict[str, Any], folder: Path) -> Ruleset:
    """The rules under which a case is judged; a layer for its ``set`` is written into ``folder``."""
    packs = tuple(str(ROOT / each) if "/" in each else each for each in case.get("packs", ["post-interview"]))
    chosen = case.get("plugins", "all")
    plugins = None if chosen == "all" else tuple(chosen)
    if "set" in case:
        manifest = {
            "pack": "a-layer",
            "version": "1.0.0",
            "format": 1,
            "title": "A layer",
            "authors": ["The tests"],
            "language": "en",
            "extends": packs[0],
            "set": case["set"],
        }
        folder.joinpath("pack.yaml").write_text(json.dumps(manifest), encoding="utf-8")
        packs = (str(folder),)
    return ruleset(packs, plugins)


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


def subset_of(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """``found`` cut down to the keys of ``wanted``, at every depth, so that the two can be compared."""
    cut = dict(found)
    for key, want in wanted.items():
        if isinstance(want, dict) and isinstance(found[key], dict):
            cut[key] = subset_of(found[key], want)
    return {key: cut[key] for key in wanted}


@pytest.mark.parametrize("path", [*MEETINGS, *SITUATIONS], ids=lambda path: path.stem)
def test_case(path: Path, tmp_path: Path) -> None:
    """Plan, findings and questions are those that were worked out by hand."""
    case = read_case(path)
    report = rules_for(case, tmp_path).check(case["facts"])
    assert_sound(report)
    expect = case["expect"]
    wanted = expect.get("plan", {})
    assert subset_of({each.action: each.to_dict() for each in report.plan}, wanted) == wanted
    if "findings" in expect:
        found = [{"rule": f.rule, "level": f.level, "about": f.about} for f in report.findings]
        assert sorted(found, key=str) == sorted(
            ({key: each[key] for key in ("rule", "level", "about")} for each in expect["findings"]), key=str
        )
    if "questions" in expect:
        assert [each.fact for each in report.questions] == expect["questions"]


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
    assert {norm for path in (*MEETINGS, *SITUATIONS) for norm in read_case(path)["norms"]} == NORMS


@pytest.mark.parametrize("pack", [*BUNDLED, COACH])
def test_every_rule_says_where_it_comes_from(pack: str) -> None:
    """Each rule has a reason in words, and a norm or a mark that it is inferred."""
    for rule in ruleset((pack,), ()).rules:
        assert rule.because, rule.id
        assert rule.source.text, rule.id
        assert rule.source.norms or rule.source.inferred, rule.id


def test_every_rule_is_in_effect_somewhere() -> None:
    """No rule of the bundled pack is dead weight: each decides something in some case."""
    used: set[str] = set()
    for path in (*MEETINGS, *SITUATIONS):
        case = read_case(path)
        if "set" not in case and "packs" not in case:
            for decision in ruleset(("post-interview",), ()).check(case["facts"]).plan:
                used.update(decision.rules)
    by_parameter = {
        "gratitude/ask-the-timeline-along",
        "silence/any-word-restarts-the-wait",
        "silence/promise-alone",
        "silence/promise-and-a-week",
        "silence/twice-the-promise",
        "tone/a-real-deadline-may-be-named",
    }
    assert {rule.id for rule in ruleset(("post-interview",), ()).rules} - used == by_parameter


def test_every_meeting_has_a_case() -> None:
    """Each of the places where norms meet has one case or more, numbered as in the table of meetings."""
    assert {int(path.stem[:2]) for path in MEETINGS} == set(range(1, NUMBER_OF_MEETINGS + 1))


def test_there_are_many_situations() -> None:
    """Whole situations are many, and no two of them have the same title."""
    titles = [read_case(path)["title"] for path in (*MEETINGS, *SITUATIONS)]
    assert len(SITUATIONS) >= FEWEST_SITUATIONS
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
