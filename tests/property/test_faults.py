"""The laws can fail: each planted fault is caught by the law that it breaks, with a small example.

A fault (see `tests/faults.py`) says which law it breaks, and `engine` names a faulty engine of `engines.py`.
Faults that break only a claim are for the proofs: `tests/unit/test_proving_faults.py`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etiquette import RulesError, Ruleset
from etiquette._compiling.program import Program
from etiquette.testing import assert_no_conflict, assert_only_narrows, assert_suggestions_hold, cases, flat
from faults import FAULTS, Fault, name

from . import laws
from .engines import ENGINES
from .shuffling import shuffle_pack

SEEDS: Final = 8
SETTINGS: Final = settings(
    deadline=None,
    derandomize=True,
    database=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


@cache
def shuffled(fault: Fault, seed: int) -> Ruleset:
    """The pack of a fault written again in another order."""
    folder = Path(mkdtemp(prefix="etiquette-")) / "pack"
    shuffle_pack(fault.folder / "pack", folder, random.Random(seed))  # noqa: S311 - no secret
    return fault.load(pack=folder)


Law: TypeAlias = Callable[[Fault, dict[str, Any], st.DataObject], None]


def no_conflict(fault: Fault, case: dict[str, Any], data: st.DataObject) -> None:
    """For any facts, and for any values of its parameters, no two rules contradict each other."""
    chosen = data.draw(laws.parameter_values(fault.rules()))
    rules = fault.rules(tuple(sorted(chosen.items())))
    laws.possible(rules, case)
    assert_no_conflict(rules, case)


def only_narrows(fault: Fault, case: dict[str, Any], _: st.DataObject) -> None:
    """With its plugins the pack permits nothing that it doesn't permit alone."""
    assert_only_narrows(fault.without_plugins(), fault.rules(), case)


def suggestions_hold(fault: Fault, case: dict[str, Any], _: st.DataObject) -> None:
    """A suggested step, when taken, is free of findings."""
    laws.possible(fault.rules(), case)
    assert_suggestions_hold(fault.rules(), case)


def same_report(fault: Fault, case: dict[str, Any], _: st.DataObject) -> None:
    """Loaded twice, the same input gives the same bytes."""
    laws.same_report(fault.rules(), fault.again(), case)


def order_is_nothing(fault: Fault, case: dict[str, Any], data: st.DataObject) -> None:
    """Written in another order, the pack gives the same bytes."""
    laws.same_report(fault.rules(), shuffled(fault, data.draw(st.integers(0, SEEDS - 1))), case)


LAWS: Final[Mapping[str, Law]] = {
    "no_conflict": no_conflict,
    "only_narrows": only_narrows,
    "suggestions_hold": suggestions_hold,
    "same_report": same_report,
    "order_is_nothing": order_is_nothing,
    "ends_are_inclusive": lambda fault, case, _: laws.ends_are_inclusive(fault.rules(), case),
    "conflicts_are_minimal": lambda fault, case, _: laws.conflicts_are_minimal(fault.rules(), case),
    "holds_for_completions": lambda fault, case, data: laws.holds_for_completions(
        fault.rules(), case, laws.picking(data)
    ),
    "nothing_else_matters": lambda fault, case, data: laws.nothing_else_matters(
        fault.rules(), case, laws.picking(data)
    ),
    "asked_facts_matter": lambda fault, case, data: laws.asked_facts_matter(
        fault.rules(), case, laws.picking(data)
    ),
}

BY_FACTS: Final = [fault for fault in FAULTS if fault.said.get("law") in LAWS]
ON_LOADING: Final = [fault for fault in FAULTS if fault.said.get("law") in ("loads", "stays_complete")]
ENGINE_FAULTS: Final = [fault for fault in BY_FACTS if "engine" in fault.said]


def tried(fault: Fault, examples: int) -> Callable[[], None]:
    """The fault's law on many cases; afterwards ``tried.last`` is the case that was tried last."""
    law = LAWS[fault.said["law"]]
    proposed = fault.said["law"] == "suggestions_hold"

    @settings(SETTINGS, max_examples=examples)
    @given(cases(fault.rules(), proposed=proposed), st.data())
    def trial(case: dict[str, Any], data: st.DataObject) -> None:
        LAST[fault] = case
        law(fault, case, data)

    return trial


LAST: Final[dict[Fault, dict[str, Any]]] = {}
"""The case that was tried last: once a law has failed, its smallest example."""


def told_in(fault: Fault, case: dict[str, Any]) -> list[str]:
    """The facts that an example tells, beyond those that every case has."""
    needed = [path for path, decl in fault.rules().vocabulary.facts.items() if decl.required]
    return [
        path for path in flat(case) if path not in ("today", "timezone", *needed) and "proposed" not in path
    ]


@pytest.mark.parametrize("fault", BY_FACTS, ids=name)
def test_a_law_catches_the_fault(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    """The law fails, says what the fault file expects, and its smallest example tells few facts."""
    if "engine" in fault.said:
        # The faults are in the readable code.
        monkeypatch.setattr(Ruleset, "worth_compiling", lambda _: False)
        monkeypatch.setattr(Ruleset, "compiled", property(Program))  # and what they make isn't kept
        ENGINES[fault.said["engine"]](monkeypatch)
    with pytest.raises(AssertionError) as caught:
        tried(fault, 400)()
    expected = fault.said["expect"]
    for text in [expected] if isinstance(expected, str) else expected:
        assert text in str(caught.value)
    told = told_in(fault, LAST[fault])
    assert len(told) <= fault.said["max_facts"], told


@pytest.mark.parametrize("fault", ENGINE_FAULTS, ids=name)
def test_it_is_the_engine_that_is_caught(fault: Fault) -> None:
    """The same pack under the real engine keeps the law."""
    tried(fault, 40)()


@pytest.mark.parametrize("fault", [each for each in BY_FACTS if each.said["law"] == "no_conflict"], ids=name)
def test_each_rule_of_a_conflict_is_needed(fault: Fault) -> None:
    """Without any one of its rules the pack keeps the law, so that the fault is just what it says."""
    whole = fault.rules()
    for left_out in whole.rules:
        rest = replace(whole, rules=tuple(rule for rule in whole.rules if rule is not left_out))
        holding(rest)()


def holding(rules: Ruleset) -> Callable[[], None]:
    """A trial of these rules on a few cases: none of them may conflict."""

    @settings(SETTINGS, max_examples=30)
    @given(cases(rules, proposed=False))
    def trial(case: dict[str, Any]) -> None:
        laws.possible(rules, case)
        assert_no_conflict(rules, case)

    return trial


@pytest.mark.parametrize("fault", ON_LOADING, ids=name)
def test_loading_catches_the_fault(fault: Fault) -> None:
    """What needs no facts is said on loading: an error of a pack, an incomplete answer for a plugin."""
    law = fault.said["law"]
    if law == "loads":
        with pytest.raises(RulesError) as caught:
            fault.load()
        said = str(caught.value)
    else:
        assert law == "stays_complete"
        report = fault.load().check({"case": {"opened": "2026-11-23"}, "today": "2026-11-23"})
        assert (report.complete, report.exit_code) == (False, 3)
        said = "\n".join(map(str, report.diagnostics))
    assert fault.said["expect"] in said


def test_there_are_faults_of_every_kind() -> None:
    """Enough faults are planted, each law catches at least one, and each faulty engine is used."""
    assert len(FAULTS) >= 35
    assert {fault.said["law"] for fault in (*BY_FACTS, *ON_LOADING)} == {*LAWS, "loads", "stays_complete"}
    assert all({"law", "claim"} & fault.said.keys() for fault in FAULTS)
    assert {fault.said["engine"] for fault in ENGINE_FAULTS} == set(ENGINES)
