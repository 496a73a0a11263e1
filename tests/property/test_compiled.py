"""The compiled ruleset comes to what the readable code comes to: every field, whatever the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings

import etiquette
from etiquette import Ruleset
from etiquette._compiling.assuming import assumptions_used
from etiquette._compiling.deciding import certainly, decided, decisions
from etiquette._deciding.evaluate import truth
from etiquette._deciding.plan import decide
from etiquette._deciding.status import situation
from etiquette.check import facts_for
from etiquette.facts import Facts
from etiquette.testing import cases
from packs_at_random import random_pack
from pages import ROOT
from readable_assumptions import readable_assumptions

PACKS: Final = ("post-interview", "business-days", str(ROOT / "examples" / "coach-pack"))
SHARES: Final = (0.2, 0.5, 0.9)
QUIET: Final = list(HealthCheck)


def usable(rules: Ruleset, case: Mapping[str, Any]) -> Facts | None:
    """The facts of a case, if they can be so."""
    return facts_for(rules, case)[0]


def agree(rules: Ruleset, facts: Facts) -> None:
    """Fail with the fields in which a decision differs."""
    found = decisions(rules, facts, decided(rules, facts))
    for mine, action in zip(found, rules.actions.values(), strict=True):
        readable = decide(situation(rules, facts), action)
        pairs = {
            each.name: (getattr(mine, each.name), getattr(readable, each.name)) for each in fields(readable)
        }
        assert not {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}, action.id


def agree_throughout(rules: Ruleset, told: float, times: int) -> None:
    """Fail with a smallest case in which some decision differs."""

    @settings(max_examples=times, deadline=None, derandomize=True, database=None, suppress_health_check=QUIET)
    @given(cases(rules, proposed=False, told=told))
    def whatever_the_facts(case: Mapping[str, Any]) -> None:
        facts = usable(rules, case)
        if facts is not None:
            agree(rules, facts)

    whatever_the_facts()


@pytest.mark.parametrize("told", SHARES)
@pytest.mark.parametrize("pack", PACKS)
def test_of_the_bundled_packs(pack: str, told: float) -> None:
    """A bundled pack with all channels, with few facts told, with half and with most of them."""
    agree_throughout(etiquette.load(pack), told, 20)


@pytest.mark.parametrize("block", range(4))
def test_of_packs_at_random(block: int) -> None:
    """So do packs that nobody would write, which use every construct of the notation."""
    for seed in range(block * 8, block * 8 + 8):
        agree_throughout(random_pack(seed, country=seed % 3 != 0), SHARES[seed % 3], 15)


@pytest.mark.parametrize("seed", range(6))
def test_assumptions(seed: int) -> None:
    """What would change if an assumption were wrong is what deciding again with the readable code shows."""
    rules = random_pack(seed, country=bool(seed % 2))

    @settings(max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=QUIET)
    @given(cases(rules, proposed=False, told=SHARES[seed % 3]))
    def whatever_the_facts(case: Mapping[str, Any]) -> None:
        facts = usable(rules, case)
        if facts is not None:
            assert assumptions_used(rules, facts) == readable_assumptions(rules, facts)

    whatever_the_facts()


class Readable(Ruleset):
    """A ruleset that generates no code."""

    def worth_compiling(self) -> bool:
        """Never."""
        return False


class Compiled(Ruleset):
    """A ruleset that generates code for its first case."""

    def worth_compiling(self) -> bool:
        """Always."""
        return True


def reported(rules: Ruleset, told: float, times: int) -> None:
    """Fail with a smallest case in which a report or a bare decision differs."""
    parts = {each.name: getattr(rules, each.name) for each in fields(Ruleset)}
    readable, compiled = Readable(**parts), Compiled(**parts)

    @settings(max_examples=times, deadline=None, derandomize=True, database=None, suppress_health_check=QUIET)
    @given(cases(rules, told=told))
    def whatever_the_facts(case: Mapping[str, Any]) -> None:
        report, other = compiled.check(case), readable.check(case)
        assert report.exit_code == other.exit_code
        assert report.to_dict() == other.to_dict()
        if other.answered:
            outcome = compiled.decide(case)
            grave = [each for each in other.findings if each.level != "note"]
            assert outcome.breaches == tuple((each.rule, each.level, each.about) for each in grave)
            for mine in outcome.decisions:
                theirs = other.decision(mine.action)
                assert mine == tuple(getattr(theirs, name) for name in mine._fields)

    whatever_the_facts()


@pytest.mark.parametrize("told", SHARES)
@pytest.mark.parametrize("pack", PACKS)
def test_reports_of_the_bundled_packs(pack: str, told: float) -> None:
    """Whole reports are the same to the letter, with a step or without, and so are bare decisions."""
    reported(etiquette.load(pack), told, 6)


@pytest.mark.parametrize("seed", range(12))
def test_reports_of_packs_at_random(seed: int) -> None:
    """So they are of packs that nobody would write."""
    reported(random_pack(seed, country=seed % 3 != 0), SHARES[seed % 3], 15)


@pytest.mark.parametrize("pack", PACKS)
def test_conditions_that_hold(pack: str) -> None:
    """A condition certainly holds where the readable code says that it does: all conditions of a pack."""
    rules = etiquette.load(pack)
    conditions = tuple(dict.fromkeys(rule.when for rule in rules.rules if rule.id not in rules.asking))

    @settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=QUIET)
    @given(cases(rules, proposed=False))
    def whatever_the_facts(case: Mapping[str, Any]) -> None:
        facts = usable(rules, case)
        if facts is not None:
            at = situation(rules, facts)
            hold = tuple(place for place, each in enumerate(conditions) if truth(each, at) is True)
            assert certainly(rules, facts, conditions) == hold

    whatever_the_facts()


@pytest.mark.parametrize("seed", range(8))
def test_narrowed_to_some_actions(seed: int) -> None:
    """A ruleset that is narrowed to an action says of it what the whole says."""
    rules = random_pack(seed)
    parts = {name: rules.narrowed([name]) for name in rules.actions}

    @settings(max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=QUIET)
    @given(cases(rules, proposed=False))
    def whatever_the_facts(case: Mapping[str, Any]) -> None:
        facts = usable(rules, case)
        if facts is not None:
            whole = rules.decide(facts)
            for name, part in parts.items():
                assert part.decide(facts).decision(name) == whole.decision(name)

    whatever_the_facts()
