"""The labelled messages: whether they are what they claim to be, and how well the developing part is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

import pytest

import etiquette
from corpus import PARTS, Judged, Labelled, judged, messages, score
from messages import agreement

UNWANTED: Final = frozenset(
    (
        *("urgency", "pressure", "other_offer", "accusation", "guilt", "entitlement"),
        *("pestering", "announcing_visit", "around_recruiter", "over_familiarity"),
    )
)
LEAST_PRECISION: Final = 0.95
LEAST_RECALL: Final = 0.7


@pytest.fixture(scope="module")
def everything() -> dict[str, list[Labelled]]:
    """The messages of each part."""
    return {part: list(messages(part)) for part in PARTS}


@pytest.fixture(scope="module")
def results(everything: dict[str, list[Labelled]]) -> list[Judged]:
    """What the product makes of the developing part, or rather of every third message of it."""
    return judged(etiquette.load("post-interview"), everything["developing"][::3])


def test_no_message_is_there_twice(everything: dict[str, list[Labelled]]) -> None:
    """Ids are told once in all, and no text is in both parts."""
    whole = [each for part in PARTS for each in everything[part]]
    twice = [name for name, count in Counter(each.id for each in whole).items() if count > 1]
    assert not twice
    texts = [{" ".join(each.text.split()) for each in everything[part]} for part in PARTS]
    assert not texts[0] & texts[1]


def test_labels_are_the_words_of_the_message(everything: dict[str, list[Labelled]]) -> None:
    """What is said to say something stands in the subject or the text; the answer names ids only."""
    wrong = {
        each.id
        for part in PARTS
        for each in everything[part]
        for quotes in each.says.values()
        for quote in quotes
        if " ".join(quote.split()) not in " ".join(f"{each.subject} {each.text}".split())
    }
    assert not wrong


def test_verdicts_fit_the_labels(everything: dict[str, list[Labelled]]) -> None:
    """Bad is what says something unwanted; hard negatives are good, hard positives bad."""
    wrong = {
        each.id
        for part in PARTS
        for each in everything[part]
        if each.bad != bool(UNWANTED & set(each.says)) or (each.hard, each.bad) in _IMPOSSIBLE
    }
    assert not wrong


_IMPOSSIBLE: Final = {("negative", True), ("positive", False)}


@pytest.mark.parametrize("part", PARTS)
def test_there_is_enough_of_each_kind(part: str, everything: dict[str, list[Labelled]]) -> None:
    """At least 300 messages a part, about half of them bad, and about a third of each kind of hard."""
    mine = everything[part]
    assert len(mine) >= 300
    shares: dict[str, Callable[[Labelled], bool]] = {
        "bad": lambda each: each.bad,
        "negative": lambda each: each.hard == "negative",
        "positive": lambda each: each.hard == "positive",
    }
    found = {name: sum(map(holds, mine)) / len(mine) for name, holds in shares.items()}
    assert 0.35 <= found["bad"] <= 0.65
    assert all(0.2 <= found[name] <= 0.5 for name in ("negative", "positive"))


def test_what_is_called_bad_is_bad(results: list[Judged]) -> None:
    """Of the developing part, few good messages are called bad, and few bad ones good."""
    found = score(results, lambda each: each.bad, lambda message: message.bad)
    assert found.exact >= LEAST_PRECISION
    assert found.right / (found.right + found.missed) >= LEAST_RECALL


def test_reports_never_show_texts(everything: dict[str, list[Labelled]], results: list[Judged]) -> None:
    """Tables have numbers and names of kinds; no text of a message is in them."""
    shown = "\n".join(map(str, agreement("developing", results)))
    assert not [each.id for each in everything["developing"] if each.text.strip() in shown]
    assert "by terse" in shown
