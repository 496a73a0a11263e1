"""What lint says of a condition is so, whatever the facts are, and mending leaves it as it was."""

from __future__ import annotations

from typing import Any as Anything

from hypothesis import example, given
from hypothesis import strategies as st

from etiquette._deciding.evaluate import truth
from etiquette._linting.logic import certain, impossible
from etiquette._linting.meaning import short
from etiquette.algebra import All, Any, Condition, Constant, Count, Fact, Not, Test
from small import situation_of

from .test_algebra import RULES, conditions, some_facts, tests

FLAG = Test(Fact("flag"), "==", Constant(True))
GIVEN = Test(Fact("day"), "given")
NO_CALLS = Test(Count("calls", ()), "<", Constant(0))

pairs = st.tuples(tests | st.builds(Not, tests), tests | st.builds(Not, tests))
clashing = pairs.map(All) | pairs.map(Any) | st.tuples(pairs.map(All), pairs.map(Any)).map(All) | conditions


@given(clashing, some_facts)
@example(All((FLAG, Not(FLAG))), {"flag": True})
@example(All((GIVEN, Any((Not(GIVEN), NO_CALLS)))), {})
def test_what_can_never_hold_never_holds(condition: Condition, told: dict[str, Anything]) -> None:
    """No facts make a condition hold that is said never to."""
    if impossible(condition):
        assert truth(condition, situation_of(RULES, told)) is not True


@given(clashing, some_facts)
@example(Any((FLAG, Not(FLAG))), {"flag": True})
@example(Not(NO_CALLS), {"calls": ()})
def test_what_always_holds_always_holds(condition: Condition, told: dict[str, Anything]) -> None:
    """No facts make a condition fail that is said to hold always."""
    if certain(condition):
        assert truth(condition, situation_of(RULES, told)) is not False


@given(conditions, some_facts)
def test_the_short_form_means_the_same(condition: Condition, told: dict[str, Anything]) -> None:
    """What mended packs are compared by has the same truth, also where it isn't known."""
    at = situation_of(RULES, told)
    assert truth(short(condition), at) is truth(condition, at)
    assert short(short(condition)) == short(condition)


def test_something_is_found() -> None:
    """The examples above are found, so that the laws aren't about nothing."""
    assert impossible(All((FLAG, Not(FLAG))))
    assert impossible(All((GIVEN, Any((Not(GIVEN), NO_CALLS)))))
    assert certain(Any((FLAG, Not(FLAG))))
    assert certain(Not(NO_CALLS))
    assert not impossible(FLAG)
    assert not certain(FLAG)
