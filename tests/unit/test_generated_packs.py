"""The packs that benchmarks are run on: what they claim to be, they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

import etiquette
from etiquette import Ruleset
from etiquette._deciding.plan import make_plan
from etiquette._proving.prove import prove
from etiquette.algebra import ALWAYS, facts_in
from etiquette.check import conflicts, facts_for
from etiquette.testing import assert_no_conflict, cases
from generated_packs import generate
from in_memory import in_memory, without_places
from small import LAW

CLEAN = in_memory(generate(60))
PLANTED = generate(100, planted=4)
WEDNESDAY = {"today": "2026-11-25", "timezone": "UTC", "case": {"opened": "2026-11-25"}}


@pytest.mark.parametrize(("size", "planted"), [(14, 0), (100, 0), (300, 8)])
def test_a_pack_in_memory_is_the_one_that_is_loaded(size: int, planted: int, tmp_path: Path) -> None:
    """Rules that are made without a file are, places aside, the ones that loading the files gives."""
    pack = generate(size, seed=size, planted=planted)
    loaded, made = etiquette.load(pack.write(tmp_path / "generated"), plugins=()), in_memory(pack)
    assert len(loaded.rules) == size
    assert [without_places(each) for each in loaded.rules] == list(made.rules)
    assert loaded.actions.keys() == made.actions.keys()


def test_a_seed_makes_one_pack() -> None:
    """The same seed gives the same pack, another one another."""
    assert generate(50, seed=1) == generate(50, seed=1)
    assert generate(50, seed=1) != generate(50, seed=2)


def test_rules_are_as_wide_as_said() -> None:
    """Conditions have two to four tests over some thirty facts, and actions grow with the rules."""
    pack = generate(500)
    whens = [rule["when"] for rule in pack.rules if "act-" in rule["id"] and not rule["id"].endswith("/r0")]
    assert {len(when) for when in whens} <= {2, 3, 4, 5}
    ruleset = in_memory(pack)
    assert 25 <= len(frozenset[str]().union(*(facts_in(rule.when) for rule in ruleset.rules))) <= 40
    assert len(ruleset.actions) == 50
    assert {rule.modality for rule in ruleset.rules} == {
        None,
        "may",
        "should",
        "must",
        "should_not",
        "must_not",
    }


@settings(LAW, max_examples=60)
@given(cases(CLEAN))
def test_nothing_clashes_that_was_not_planted(case: dict[str, object]) -> None:
    """No facts make the rules of a clean pack contradict each other."""
    assert_no_conflict(CLEAN, case)


@pytest.mark.parametrize("number", range(4))
def test_what_was_planted_clashes(number: int) -> None:
    """In the case of a planted obligation the planted rules clash, two or more of them, and no other rule."""
    ids = PLANTED.planted[number]
    found = clash(in_memory(PLANTED), ids[0])
    assert set(found) <= set(ids)
    assert len(found) >= (2 if number == 0 else 3)


def clash(ruleset: Ruleset, obliging: str) -> tuple[str, ...]:
    """The rules of the conflict about the action that a rule is for, in a case in which that rule applies."""
    (rule,) = (each for each in ruleset.rules if each.id == obliging)
    rules = tuple(replace(each, when=ALWAYS) if each is rule else each for each in ruleset.rules)
    ruleset = replace(ruleset, rules=rules)
    facts, problems = facts_for(ruleset, WEDNESDAY)
    assert facts is not None, problems
    found = conflicts(ruleset, facts, make_plan(ruleset, facts))
    return next(each.rules for each in found if each.action == rule.actions[0])


def test_one_rule_changes() -> None:
    """The changed pack differs in a single rule, and there in one day."""
    pack = generate(100)
    changed = pack.with_one_rule_changed()
    different = [(one, other) for one, other in zip(pack.rules, changed.rules, strict=True) if one != other]
    assert len(different) == 1
    assert {key for key in different[0][0] if different[0][0][key] != different[0][1][key]} == {"window"}


def test_everything_holds_of_a_clean_pack() -> None:
    """Every claim about a clean pack is proved: no two rules clash, and none of them is for nothing."""
    proof = prove(in_memory(generate(100)))
    assert {each.verdict for each in proof.answers} == {"proved"}, proof.refuted


def test_what_was_planted_is_refuted_and_nothing_else() -> None:
    """The proof finds each planted clash by its own rules, also those in threes, and no other."""
    proof = prove(in_memory(PLANTED), claims=["no_conflict", "possible"])
    assert proof.unknown == ()
    assert {each.subject for each in proof.refuted} == {f"planted_{number}" for number in range(4)}
    for number, ids in enumerate(PLANTED.planted):
        found = [set(each.rules) for each in proof.refuted if each.subject == f"planted_{number}"]
        assert found
        assert all(rules <= set(ids) for rules in found)
