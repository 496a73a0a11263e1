"""What is merely best: order, clashes, and that nothing is ever excluded."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette._deciding.preferences import ordered
from small import LAW, case, small

ITEMS = ("a", "b", "c", "d")
LISTS = st.lists(st.lists(st.sampled_from("abcdx"), max_size=4).map(tuple), max_size=4)


@pytest.mark.parametrize(
    ("wanted", "result"),
    [
        ([], "abcd"),
        ([("c",)], "cabd"),
        ([("d", "b")], "dbac"),
        ([("b",), ("b", "d")], "bdac"),
        ([("x",)], "abcd"),
        ([("x", "d")], "dabc"),
        ([()], "abcd"),
        ([("c", "c")], "cabd"),
        ([("a", "b", "c", "d")], "abcd"),
        ([("d", "c", "b", "a")], "dcba"),
    ],
)
def test_preferred_items_come_first_in_the_order_wished(wanted: list[tuple[str, ...]], result: str) -> None:
    """Preferred before all others; otherwise the declared order; what isn't there, or twice, has no say."""
    assert ordered(ITEMS, wanted) == (tuple(result), False)


@pytest.mark.parametrize(
    "wanted",
    [
        [("a",), ("b",)],
        [("a", "b"), ("b", "a")],
        [("a", "b"), ("b", "c"), ("c", "a")],
    ],
)
def test_preferences_that_clash_fall_back_to_the_declared_order(wanted: list[tuple[str, ...]]) -> None:
    """Where not all can be kept, none is, and that is said."""
    assert ordered(ITEMS, wanted) == (ITEMS, True)


@LAW
@given(LISTS)
def test_a_preference_never_adds_or_drops_anything(wanted: list[tuple[str, ...]]) -> None:
    """Whatever is preferred, the same items come out, each once."""
    assert sorted(ordered(ITEMS, wanted)[0]) == sorted(ITEMS)


@LAW
@given(LISTS)
def test_the_order_of_preferences_means_nothing(wanted: list[tuple[str, ...]]) -> None:
    """Which rule says it first makes no difference."""
    found = ordered(ITEMS, wanted)
    assert all(ordered(ITEMS, other) == found for other in permutations(wanted))


@LAW
@given(LISTS)
def test_every_preference_is_kept_unless_they_clash(wanted: list[tuple[str, ...]]) -> None:
    """Without a clash, each list appears in its own order and before everything that it doesn't name."""
    result, clash = ordered(ITEMS, wanted)
    for each in [] if clash else wanted:
        named = list(dict.fromkeys(item for item in each if item in ITEMS))
        assert list(result[: len(named)]) == named or not named


@LAW
@given(LISTS)
def test_a_clash_is_never_cried_without_need(wanted: list[tuple[str, ...]]) -> None:
    """Against brute force: there is a clash only if no order of the items keeps every list."""
    lists = [list(dict.fromkeys(item for item in each if item in ITEMS)) for each in wanted]
    kept = [
        order for order in permutations(ITEMS) if all(list(order[: len(named)]) == named for named in lists)
    ]
    assert ordered(ITEMS, wanted)[1] is not bool(kept)


def test_rules_whose_preferences_clash_are_named() -> None:
    """The decision says whose wishes were set aside, keeps every channel, and takes the declared order."""
    rules = small("""
  - {id: a/phone, title: A, action: write, modality: may, channels: {prefer: [phone]}}
  - {id: a/wire, title: B, action: write, channels: {prefer: [wire]}}
  - {id: a/agent, title: C, action: write, via: {prefer: [agent]}}
""")
    found = rules.check(case()).decision("write")
    assert found.preferences_set_aside == ("a/phone", "a/wire")
    assert found.channels == ("letter", "phone", "wire")
    assert found.via == ("agent", "direct")


def test_a_fact_and_a_constant_may_prefer_the_same() -> None:
    """A preferred channel that is named twice, once by a fact, clashes with nothing."""
    rules = small("""
  - {id: a/wire, title: A, action: write, modality: may, channels: {prefer: [wire, {fact: case.wished}]}}
""")
    found = rules.check(case(wished="wire")).decision("write")
    assert found.preferences_set_aside == ()
    assert found.channels == ("wire", "letter", "phone")


def test_two_rules_of_which_it_is_not_known_that_they_apply_leave_the_order_open() -> None:
    """Neither alone nor both together may decide the order as long as it isn't known which of them apply."""
    rules = small("""
  - {id: a/may, title: A, action: write, modality: may}
  - {id: a/phone, title: A, action: write, when: {case.closed: true}, channels: {prefer: [phone]}}
  - {id: a/wire, title: B, action: write, when: {case.number: {at_least: 3}}, channels: {prefer: [wire]}}
""")
    found = rules.check(case()).decision("write")
    assert found.channels == ()
    assert "ways" in found.undetermined
    assert rules.check(case(closed=True, number=1)).decision("write").channels == ("phone", "letter", "wire")
    assert rules.check(case(closed=True, number=3)).decision("write").channels == ("letter", "phone", "wire")


def test_a_wish_that_would_change_nothing_leaves_the_order_settled() -> None:
    """A rule that may apply and wishes for the order that holds anyway leaves nothing open."""
    rules = small("""
  - {id: a/may, title: A, action: write, modality: may}
  - {id: a/letter, title: A, action: write, when: {case.closed: true}, channels: {prefer: [letter]}}
""")
    found = rules.check(case()).decision("write")
    assert found.undetermined == ()
    assert found.channels == ("letter", "phone", "wire")


def test_a_wish_for_one_channel_only_counts_where_it_binds() -> None:
    """A preference with ``for`` counts if any way that is left is of its kind."""
    rules = small("""
  - {id: a/may, title: A, action: write, modality: may, channels: {never: [wire]}}
  - {id: a/clerk, title: B, action: write, for: {channel: wire}, recipients: {prefer: [clerk]}}
""")
    assert rules.check(case()).decision("write").recipients == ("owner", "clerk")
