"""Rules that differ in what they say never read the same, whatever people call their things."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from typing import Any as Anything

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette import Ruleset
from etiquette._saying import said, sentence
from etiquette.algebra import (
    All,
    Any,
    Condition,
    Constant,
    Difference,
    Extreme,
    Fact,
    IsOpen,
    Not,
    Param,
    Scaled,
    Shift,
    Test,
    Value,
)
from etiquette.model import Override, Rule, Window
from etiquette.vocabulary import read_vocabulary

from .rulesets import PACKS, ruleset
from .sayings import KINDS, RULES, WORLD, meaning, renamed, variants


def all_apart(rules: Iterable[Rule], ruleset: Ruleset) -> int:
    """Assert that rules of different meaning read differently; how many there were."""
    seen: dict[str, tuple[Hashable, Rule]] = {}
    for rule in rules:
        text, means = sentence(rule, ruleset), meaning(rule)
        before = seen.setdefault(text, (means, rule))
        assert before[0] == means, f"{text}\n{before[1]}\n{rule}"
    return len(seen)


def rule(**says: Anything) -> Rule:
    """A rule about one action, with a modality unless it has something else to say."""
    return Rule(
        "x/y", "Title", "pack", **{"actions": ("write",), **({} if says else {"modality": "may"}), **says}
    )


# --- all small conditions and dates -----------------------------------------------------------------------

ATOMS: tuple[Condition, ...] = (
    Test(Fact("case.closed"), "==", Constant(True)),
    Test(Fact("case.urgent"), "==", Constant(False)),
    IsOpen("call"),
)


def conditions(leaves: int) -> list[Condition]:
    """Every condition with that many leaves, up to the order of parts, each negated or not."""
    if leaves == 1:
        return [*ATOMS, *map(Not, ATOMS)]
    made: list[Condition] = []
    for split in range(1, leaves // 2 + 1):
        for left, right in product(conditions(split), conditions(leaves - split)):
            for kind in (All, Any):
                made += [kind((left, right)), Not(kind((left, right)))]
    return made


@pytest.mark.parametrize("leaves", [1, 2, 3])
def test_small_conditions_read_differently(leaves: int) -> None:
    """Every way of nesting and, or and not over a few tests has a sentence of its own."""
    found = conditions(leaves)
    if leaves == 3:
        flat = [kind(each) for kind in (All, Any) for each in combinations(conditions(1), 3)]
        found = [*found, *flat]
    assert all_apart((rule(when=each, modality="may") for each in found), WORLD) > 5


def dates(depth: int) -> list[Value]:
    """Dates with that many operators on top of each other."""
    first: list[Value] = [Fact("case.opened"), Fact("case.promised"), Constant(date(2026, 11, 23))]
    if depth == 0:
        return first
    below = dates(depth - 1)
    span = Difference(Fact("case.opened"), Fact("case.promised"))
    amounts: list[Value] = [Constant(2), Constant(-2), Constant(0), Param("wait"), Scaled(-1, Param("wait"))]
    amounts += [span, Scaled(2, span), Scaled(-2, span), Scaled(-1, span), Scaled(-2, Param("wait"))]
    units = ("days", "business_days")
    shifted = [Shift(base, by, unit) for base in below for by in amounts for unit in units]  # type: ignore[arg-type]
    pairs = [(one, other) for one in below[:12] for other in first[:2]]
    extremes = [Extreme(which, pair) for which in ("latest", "earliest") for pair in pairs]
    more = [Extreme("latest", (*pair, below[-1])) for pair in pairs]
    return [*first, *shifted, *extremes, *more]


def test_small_dates_read_differently() -> None:
    """Every way of moving dates and taking the latest of them has a phrase of its own."""
    found = dates(2)
    assert len(found) > 1000
    ends = [Window(not_before=each) for each in found] + [Window(ideally_by=each) for each in dates(1)]
    ends += [Window(one, None, other) for one in dates(1)[:20] for other in dates(1)[:20]]
    assert all_apart((rule(window=each) for each in ends), WORLD) > 1000


@given(RULES)
def test_a_rule_and_its_neighbours_read_differently(found: Rule) -> None:
    """Whatever single thing is changed in a rule, it reads differently, if it says something else."""
    all_apart((found, *variants(found)), WORLD)


@given(st.lists(RULES, min_size=2, max_size=12))
def test_rules_that_were_made_up_read_differently(found: list[Rule]) -> None:
    """Rules that have nothing to do with each other read the same only if they say the same."""
    all_apart(found, WORLD)


@pytest.mark.parametrize("pack", PACKS)
def test_neighbours_of_bundled_rules_read_differently(pack: str) -> None:
    """No single change to any rule of a bundled pack gives another rule's sentence, or leaves its own."""
    known = ruleset(pack)
    rules = [other for each in known.rules for other in (each, *variants(each))]
    assert all_apart(rules, known) > 10 * len(known.rules)


@given(st.data(), RULES)
def test_no_title_makes_two_rules_read_the_same(data: st.DataObject, found: Rule) -> None:
    """Titles with quotes, brackets, ands and our own wording, also several times the same, do no harm."""
    known = renamed(data.draw)  # type: ignore[arg-type]
    swapped = [replace(found, actions=names, phases=()) for names in (("write",), ("call",), KINDS)]
    all_apart((found, *swapped, *variants(found)), known)


def test_a_title_that_stands_for_two_is_followed_by_the_id() -> None:
    """Where two rules share a title, an exception to one of them says which."""
    texts = [
        sentence(rule(overrides=(Override(each),), modality="may"), WORLD)
        for each in ("a/one", "a/two", "b/other")
    ]
    assert [each.partition(". ")[2] for each in texts] == [
        "This takes the place of all of “Same title” (a/one).",
        "This takes the place of all of “Same title” (a/two).",
        "This takes the place of all of “\u2018Same title\u2019 and more”.",
    ]


def test_clients_read_no_names_of_parameters() -> None:
    """What clients read has values in place of names, and no condition that the settings have decided."""
    known = ruleset(PACKS[0])
    waits = next(each for each in known.rules if each.id == "silence/after-a-missed-promise")
    text = said(waits, known, for_clients=True).main
    assert "2 days after the later of" in text
    assert not any(name in text for name in known.parameters)


def test_phrases_of_a_vocabulary_are_read() -> None:
    """A fact's own phrases stand in the sentence in place of its title."""
    assert read_vocabulary({"properties": {"x": {"type": "boolean", "x-say": {"yes": "it is so"}}}})[
        "x"
    ].say == (("yes", "it is so"),)
