"""The engines of the benchmark: whatever is installed takes the same decision; no clock is looked at."""

from __future__ import annotations

from collections import Counter

import pytest

from engines.all import EVERYTHING, differences, those_here
from engines.base import RULES, Engine
from workload.by_hand import decide
from workload.facts import cases

CASES = 150


@pytest.mark.parametrize("engine", those_here(), ids=lambda each: each.name)
def test_engines_agree(engine: Engine) -> None:
    """An engine that is installed answers as the decision by hand does, and so do all rows of this one."""
    assert not list(differences(engine, engine.prepare(), cases(CASES)))


def test_names_are_told_apart() -> None:
    """No two rows of the table have one name."""
    assert len({each.name for each in EVERYTHING}) == len(EVERYTHING)


def test_a_wrong_answer_is_noticed() -> None:
    """What differs is shown with the facts, the wrong value and the right one."""
    engine = EVERYTHING[0]
    [found] = differences(engine, lambda facts: {**decide(facts), "inquiry": "never"}, cases(1))
    assert "inquiry: 'never', not " in str(found)


def test_the_same_seed_makes_the_same_facts() -> None:
    """Whoever repeats a benchmark decides the same cases, and with another seed others."""
    assert cases(20) == cases(20)
    assert cases(20) != cases(20, seed=6)


def test_facts_reach_every_rule_and_status() -> None:
    """Among 2,000 cases each rule is violated, each status comes up, and some plans have nothing wrong."""
    answers = [decide(each) for each in cases(2000)]
    broken = Counter(rule for each in answers for rule in each["violations"])
    assert min(broken[rule] for rule in RULES) > 50
    assert {each["thank_you"] for each in answers} == {"done", "not_yet", "due", "late"}
    assert {each["inquiry"] for each in answers} == {"forbidden", "done", "not_yet", "due", "late"}
    assert any(not each["violations"] for each in answers)


def test_facts_are_on_both_sides_of_every_threshold() -> None:
    """Days and counts come on, just before and just after the value at which an answer changes."""
    made = cases(2000)
    assert {each["planned"]["words"] for each in made} >= {119, 120, 121, 149, 150, 151}
    gaps = {each["now"] - each["last_inquiry_day"] for each in made if each["last_inquiry_day"] is not None}
    assert gaps >= {6, 7, 8}
    waits = {each["now"] - decide(each)["earliest"] for each in made}
    assert waits >= {-1, 0, 1, 6, 7, 8}


def test_a_last_question_is_told_where_there_was_one() -> None:
    """The day of the last question is there if, and only if, a question was sent."""
    for each in cases(500):
        assert (each["last_inquiry_day"] is None) == (each["status_inquiries_sent"] == 0)
