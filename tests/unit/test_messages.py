"""What rules together ask of a message, and what gives way where there isn't room."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette import Measure
from etiquette._deciding.messages import (
    CHARACTERS_PER_WORD,
    Contradiction,
    WorkedOutMessage,
    budget,
    measured,
    merge,
)
from etiquette.model import Concept
from etiquette.report import MessagePlan
from small import LAW

CONCEPTS = {name: Concept(name, name, room) for name, room in {"a": 60, "b": 60, "c": 30, "d": 0}.items()}
PAGES = {"pages": Measure("pages", count=lambda text: 1 + len(text) // 100, characters=100)}
NAMES = st.lists(st.sampled_from("abcd"), unique=True, max_size=3).map(tuple)
DEMANDS = st.builds(
    WorkedOutMessage,
    must=NAMES,
    should=NAMES,
    may=NAMES,
    avoid=NAMES,
    first=st.sampled_from([None, None, "a", "b"]),
    limits=st.lists(
        st.tuples(st.sampled_from(["words", "characters", "pages"]), st.integers(0, 200)), max_size=2
    ).map(tuple),
    subject=st.sampled_from([None, None, "required", "forbidden"]),
)


def merged(*demands: WorkedOutMessage) -> MessagePlan:
    """What these ask together; a failure where they contradict each other."""
    found = merge(demands, CONCEPTS, PAGES)
    assert isinstance(found, MessagePlan), found
    return found


def contradiction(*demands: WorkedOutMessage) -> str:
    """Why these can't all be met; a failure where they can."""
    found = merge(demands, CONCEPTS, PAGES)
    assert isinstance(found, Contradiction), found
    return found.reason


def test_nothing_asked_is_nothing_demanded() -> None:
    """No demands at all leave the message free."""
    assert merged() == MessagePlan()


def test_demands_add_up_in_declared_order() -> None:
    """What any rule says must be, must be; lists come in the order in which the concepts are declared."""
    found = merged(WorkedOutMessage(must=("c", "b")), WorkedOutMessage(must=("a",), avoid=("d",)))
    assert (found.must, found.avoid) == (("a", "b", "c"), ("d",))


def test_the_smallest_limit_of_each_unit_holds() -> None:
    """Limits in several units stand side by side; within one unit the smallest is kept."""
    found = merged(
        WorkedOutMessage(limits=(("words", 150), ("characters", 900))),
        WorkedOutMessage(limits=(("words", 100),)),
    )
    assert found.limits == (("characters", 900), ("words", 100))


def test_a_stronger_word_swallows_a_weaker_one() -> None:
    """What must be said isn't listed again under what should or may be."""
    found = merged(WorkedOutMessage(must=("a",), should=("a", "b"), may=("a", "b", "c")))
    assert (found.must, found.should, found.may) == (("a",), ("b",), ("c",))


def test_what_is_to_be_avoided_gives_way() -> None:
    """A ``should`` or ``may`` that another rule wants avoided is out, and the plan says that it gave way."""
    found = merged(WorkedOutMessage(should=("a",), may=("b",)), WorkedOutMessage(avoid=("a", "b")))
    assert (found.should, found.may, found.gave_way) == ((), (), ("a", "b"))


@pytest.mark.parametrize(
    ("room", "should", "may", "gave_way"),
    [
        (120, ("a", "b"), (), ("c",)),
        (119, ("a",), ("c",), ("b",)),
        (150, ("a", "b"), ("c",), ()),
        (149, ("a", "b"), (), ("c",)),
        (60, ("a",), (), ("b", "c")),
        (30, (), ("c",), ("a", "b")),
        (0, (), (), ("a", "b", "c")),
    ],
)
def test_what_may_be_said_gives_way_before_what_should(
    room: int, should: tuple[str, ...], may: tuple[str, ...], gave_way: tuple[str, ...]
) -> None:
    """Room is given in declared order, first to what should be said; what still fits afterwards stays."""
    found = merged(WorkedOutMessage(should=("a", "b"), may=("c",), limits=(("characters", room),)))
    assert (found.should, found.may, found.gave_way) == (should, may, gave_way)


def test_what_must_be_said_never_gives_way() -> None:
    """A budget smaller than what must be said is a contradiction that names both numbers."""
    assert contradiction(
        WorkedOutMessage(must=("a", "b")), WorkedOutMessage(limits=(("characters", 119),))
    ) == ("what must be said takes 120 characters and there is room for 119")
    assert merged(WorkedOutMessage(must=("a", "b"), limits=(("characters", 120),))).must == ("a", "b")


def test_the_same_thing_can_not_be_demanded_and_avoided() -> None:
    """Must and avoid of one concept, by whichever rules, contradict each other by name."""
    assert "(a)" in contradiction(WorkedOutMessage(must=("a",)), WorkedOutMessage(avoid=("a",)))


def test_only_one_thing_can_come_first() -> None:
    """Two firsts, or a first that is to be avoided, contradict each other; the same twice is fine."""
    first = WorkedOutMessage(first="a")
    assert merged(first, first).first == "a"
    assert "first" in contradiction(first, WorkedOutMessage(first="b"))
    assert "first" in contradiction(first, WorkedOutMessage(avoid=("a",)))


def test_a_subject_is_required_or_forbidden_and_not_both() -> None:
    """Required and forbidden contradict each other; either alone is kept."""
    required, forbidden = WorkedOutMessage(subject="required"), WorkedOutMessage(subject="forbidden")
    assert merged(required, WorkedOutMessage()).subject == "required"
    assert merged(forbidden).subject == "forbidden"
    assert "subject" in contradiction(required, forbidden)


def test_a_budget_is_the_least_room_that_any_unit_leaves() -> None:
    """Words and units of plugins are turned into characters; no limit is no budget."""
    assert budget({}, PAGES) is None
    assert budget({"words": 10}, PAGES) == 10 * CHARACTERS_PER_WORD
    assert budget({"words": 10, "pages": 1, "characters": 50}, PAGES) == 50
    assert budget({"words": 100, "pages": 1}, PAGES) == 100


@pytest.mark.parametrize(
    ("text", "unit", "length"),
    [
        ("", "words", 0),
        ("  two\n words ", "words", 2),
        ("naïve", "characters", 5),
        ("", "characters", 0),
        ("x" * 100, "pages", 2),
        ("abc", "nobody's", 3),
    ],
)
def test_text_is_measured_in_words_characters_and_what_plugins_count(
    text: str, unit: str, length: int
) -> None:
    """White space separates words; characters are code points; a plugin's unit counts for itself."""
    assert measured(text, unit, PAGES) == length


@LAW
@given(st.lists(DEMANDS, max_size=4))
def test_the_order_of_demands_means_nothing(demands: list[WorkedOutMessage]) -> None:
    """Any order of the same demands gives the same message or the same contradiction."""
    found = merge(demands, CONCEPTS, PAGES)
    assert all(merge(other, CONCEPTS, PAGES) == found for other in permutations(demands))


@LAW
@given(st.lists(DEMANDS, max_size=4))
def test_a_merged_message_keeps_what_was_asked_and_fits(demands: list[WorkedOutMessage]) -> None:
    """Musts and avoids are kept, what is said fits, nothing goes silently and nothing goes without need."""
    found = merge(demands, CONCEPTS, PAGES)
    if isinstance(found, Contradiction):
        return
    assert set(found.must) == {c for d in demands for c in d.must}
    assert set(found.avoid) == {c for d in demands for c in d.avoid}
    wished = {c for d in demands for c in (*d.should, *d.may)} - set(found.must)
    said = [*found.must, *found.should, *found.may]
    assert len(set(said)) == len(said)
    assert set(found.gave_way) | {*found.should, *found.may} == wished
    assert not {*found.gave_way} & {*said}
    assert not {*said} & {*found.avoid}
    room = budget(dict(found.limits), PAGES)
    takes = sum(CONCEPTS[concept].room for concept in said)
    if room is not None:
        assert takes <= room
        for concept in set(found.gave_way) - set(found.avoid):
            assert takes + CONCEPTS[concept].room > room
    else:
        assert set(found.gave_way) <= set(found.avoid)


@LAW
@given(st.lists(DEMANDS, max_size=3), DEMANDS)
def test_one_more_demand_never_makes_a_contradiction_go_away(
    demands: list[WorkedOutMessage], more: WorkedOutMessage
) -> None:
    """Demands only narrow, so what contradicts itself still does with one more; smallest sets rest on it."""
    if isinstance(merge(demands, CONCEPTS, PAGES), Contradiction):
        assert isinstance(merge([*demands, more], CONCEPTS, PAGES), Contradiction)
