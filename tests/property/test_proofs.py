"""Proofs about packs that nobody would write: what is proved no case refutes, and what is refuted is so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from etiquette import Ruleset
from etiquette._deciding.plan import make_plan
from etiquette._proving.prove import prove
from etiquette._proving.witness import with_parameters
from etiquette.check import conflicts, facts_for
from etiquette.facts import Facts
from etiquette.model import Parameter
from etiquette.proof import Answer
from etiquette.testing import facts as nested
from etiquette.testing import flat
from packs_at_random import random_pack
from proving import complete_facts

CASES = 15
seeds = st.integers(0, 100_000)


def clashes(rules: Ruleset, facts: Mapping[str, Any] | Facts) -> set[tuple[str, frozenset[str]]]:
    """The actions about which rules clash on these facts, each with those rules."""
    known, problems = facts_for(rules, facts)
    if known is None:
        assert {each.code for each in problems if each.severity == "error"} == {"E304"}, problems
        return set()
    found = conflicts(rules, known, make_plan(rules, known))
    return {(each.action, frozenset(each.rules)) for each in found}


def anyhow(rules: Ruleset, random: Random) -> Ruleset:
    """The rules with parameters set to anything within their ranges."""

    def value(parameter: Parameter) -> Any:
        if parameter.type == "switch":
            return random.random() < 0.5
        return random.randint(parameter.least or 0, parameter.most or 0)

    return with_parameters(rules, {name: value(each) for name, each in rules.parameters.items()})


def half_told(facts: Facts, random: Random) -> Facts:
    """The facts without some of those that needn't be told."""
    told = {
        path: value for path, value in facts.told.items() if path == "case.opened" or random.random() < 0.6
    }
    return replace(facts, told=told)


def smaller(facts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The facts without one of those that needn't be told."""
    told = flat(facts)
    for path in told.keys() - {"today", "timezone", "case.opened"}:
        yield nested({key: value for key, value in told.items() if key != path})


@given(seeds)
def test_what_is_proved_has_no_counterexample(seed: int) -> None:
    """Where no clash of an action is claimed, none is found on random facts, told in full or by half."""
    rules, random = random_pack(seed, country=bool(seed % 2)), Random(seed)  # noqa: S311 - repeatable
    proof = prove(rules, claims=["no_conflict", "possible"], seconds=5)
    proved = {each.subject for each in proof.answers if each.verdict == "proved"}
    for _ in range(CASES):
        facts = complete_facts(rules, random)
        for case in (facts, half_told(facts, random)):
            found = clashes(anyhow(rules, random), case)
            assert not {action for action, _ in found} & proved


@given(seeds)
def test_what_is_refuted_is_so_by_a_smallest_case(seed: int) -> None:
    """On each witness the rules that are named clash, and they don't when any fact of it isn't told."""
    rules = random_pack(seed, country=bool(seed % 2))
    for answer in prove(rules, claims=["no_conflict", "possible"], seconds=5).refuted:
        _replays(rules, answer)


def _replays(rules: Ruleset, answer: Answer) -> None:
    assert answer.witness is not None
    under = with_parameters(rules, answer.witness.parameters)
    shown = answer.subject, frozenset(answer.rules)
    assert shown in clashes(under, answer.witness.facts)
    for less in smaller(answer.witness.facts):
        assert shown not in clashes(under, less)
