"""Laws that a plan obeys, for any facts, any bundled pack, any set of channels and any parameters."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import etiquette
from etiquette import Ruleset
from etiquette.testing import assert_no_conflict, assert_only_narrows, assert_suggestions_hold, cases

from . import laws
from .rulesets import CHANNELS, PACKS, SUBSETS, ruleset

FULL = ruleset(PACKS[0])


@given(st.sampled_from(PACKS), st.sampled_from(SUBSETS), cases(FULL))
def test_no_conflict_for_any_facts(pack: str, channels: tuple[str, ...], case: dict[str, Any]) -> None:
    """No bundled pack contradicts itself, whatever the facts and whichever channels are installed."""
    rules = ruleset(pack, channels)
    laws.possible(rules, case)
    assert_no_conflict(rules, case)


@cache
def with_parameters(pack: str, settings: tuple[tuple[str, Any], ...]) -> Ruleset:
    """A bundled pack under these settings of its parameters."""
    return etiquette.load(pack, plugins=CHANNELS, parameters=dict(settings))


@given(st.sampled_from(PACKS), laws.parameter_values(FULL), cases(FULL))
def test_no_conflict_for_any_parameters(pack: str, settings: dict[str, Any], case: dict[str, Any]) -> None:
    """Nor at the ends of the ranges that its parameters have."""
    rules = with_parameters(pack, tuple(sorted(settings.items())))
    laws.possible(rules, case)
    assert_no_conflict(rules, case)


@given(st.sampled_from(PACKS), cases(FULL))
def test_the_report_is_valid_and_always_the_same(pack: str, case: dict[str, Any]) -> None:
    """Every report validates against its schema, and the same input gives the same bytes."""
    rules = ruleset(pack)
    laws.report_is_sound(rules, case)
    laws.same_report(rules, rules, case)


@given(st.sampled_from(PACKS), st.sampled_from(SUBSETS), st.sampled_from(CHANNELS), cases(FULL))
def test_a_plugin_only_narrows(
    pack: str, channels: tuple[str, ...], plugin: str, case: dict[str, Any]
) -> None:
    """Adding a channel plugin never permits what was not permitted without it."""
    without = tuple(each for each in channels if each != plugin)
    more = tuple(sorted({*without, plugin}))
    laws.possible(ruleset(pack, without), case)
    assert_only_narrows(ruleset(pack, without), ruleset(pack, more), case)


@given(st.sampled_from(PACKS), st.sampled_from(SUBSETS), cases(FULL, proposed=True))
def test_a_suggested_step_is_free_of_findings(
    pack: str, channels: tuple[str, ...], case: dict[str, Any]
) -> None:
    """Whoever takes the suggested step hears no further objection."""
    rules = ruleset(pack, channels)
    laws.possible(rules, case)
    assert_suggestions_hold(rules, case)


@given(st.sampled_from(PACKS), cases(FULL, proposed=False))
def test_the_ends_of_a_window_are_inclusive(pack: str, case: dict[str, Any]) -> None:
    """A step on the first and on the last day of a window is in it; a day outside it is not."""
    laws.ends_are_inclusive(ruleset(pack), case)


@given(st.sampled_from(PACKS), cases(FULL, proposed=False, told=0.3), st.data())
def test_the_plan_holds_for_every_completion(pack: str, case: dict[str, Any], data: st.DataObject) -> None:
    """What a plan states stays true when the facts that it doesn't know become known."""
    laws.holds_for_completions(ruleset(pack), case, laws.picking(data))


@given(st.sampled_from(PACKS), cases(FULL, proposed=False, told=0.3), st.data())
def test_what_is_not_asked_for_cannot_change_the_plan(
    pack: str, case: dict[str, Any], data: st.DataObject
) -> None:
    """A fact that is neither asked for nor listed as assumed makes no difference, however it is told."""
    laws.nothing_else_matters(ruleset(pack), case, laws.picking(data))


@given(st.sampled_from(PACKS), cases(FULL, proposed=False, told=0.3), st.data())
def test_what_is_asked_for_can_change_the_plan(pack: str, case: dict[str, Any], data: st.DataObject) -> None:
    """For each question there are two completions that differ only in that fact and give other plans."""
    laws.asked_facts_matter(ruleset(pack), case, laws.picking(data))
