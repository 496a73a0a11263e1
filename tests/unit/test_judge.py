"""The judge that weighs all words of a message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import etiquette_judge
from etiquette import load
from etiquette.report import Finding
from etiquette_judge.weighing import Table, grams, table

DEVELOPING = Path(__file__).parents[1] / "cases" / "messages" / "developing"
GOOD = (
    "Dear Ms Byron,\n\nI am writing to ask whether there is any news about the analyst position. I would "
    "still very much like to work with your team.\n\nKind regards,\nLuis"
)
STORY = (
    "Dear Ms Byron,\n\nMonday is the day on which my sister hands back the keys to the flat, and she keeps "
    "asking me which town to look in. I tell her that you people surely know by now. Your competitors across "
    "the river gave me tea, a tour and a handshake within two days, so I sit here and tell everyone that "
    "yours is the place for me and that you'll see it yet.\n\nLuis"
)
DEMAND = "Dear Ms Byron,\n\nI need your decision by Friday at the latest, or I will go elsewhere.\n\nLuis"


def findings(text: str, plugins: list[str] | None = None) -> tuple[Finding, ...]:
    """What is said of a message on a day on which nothing else is wrong with its step."""
    facts: Mapping[str, Any] = {
        "today": date(2026, 12, 8),
        "timezone": "Europe/Berlin",
        "interview": {"date": date(2026, 11, 23)},
        "contacts": [{"date": date(2026, 11, 23), "action": "send_thank_you", "direction": "sent"}],
        "proposed": {
            "action": "ask_status",
            "channel": "email",
            "to": "interviewer",
            "message": {"subject": "Analyst position", "text": text},
        },
    }
    return tuple(load(plugins=plugins).check(facts).findings)


def test_words_and_pairs_count_by_their_stems() -> None:
    """All forms of a word count as one, and so does what follows what."""
    found = grams("I\N{RIGHT SINGLE QUOTATION MARK}m asking. Asked!")
    assert found == ["i'm", "ask", "ask", "!", "i'm ask", "ask ask", "ask !"]


def test_log_odds_are_those_of_the_table() -> None:
    """The sum of tf-idf times weight, scaled to length one, on top of where a judgement begins."""
    small = Table(["bad"], [0.5], {"now": [2.0, 3.0], "thank": [1.0, -1.0]})
    assert small.log_odds("nothing known")["bad"] == 0.5
    assert small.log_odds("now")["bad"] == pytest.approx(3.5)
    assert small.log_odds("thanks, now")["bad"] == pytest.approx(0.5 + (6 - 1) / 5**0.5)


def test_a_plain_question_is_left_alone() -> None:
    """What most good messages say weighs for a message."""
    assert table().log_odds(GOOD)["unsendable"] < 0
    assert not [each for each in findings(GOOD) if each.reviewer]


def test_a_demand_is_more_than_advice() -> None:
    """Where a phrase has found something and the words agree, the judge's finding is an error."""
    found = [each for each in findings(DEMAND) if each.reviewer == "judge"]
    assert [(each.level, each.concept) for each in found] == [("error", "pressure")]
    assert found[0].to_dict()["opaque"] is True
    assert found[0].spans[0].text in DEMAND
    without = findings(DEMAND, plugins=[])
    assert {each.level for each in without if each.concept == "pressure"} == {"warning"}


def test_a_story_is_judged_by_its_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What no phrase finds is found by its words, and the sentence that weighs most is underlined."""
    assert table().log_odds(STORY)["unsendable"] > table().log_odds(GOOD)["unsendable"] + 1
    monkeypatch.setattr(etiquette_judge, "_ALONE", 0.0)
    found = [each for each in findings(STORY, plugins=["judge"]) if each.reviewer]
    assert found[0].level == "error"
    assert {each.level for each in found[1:]} <= {"note"}
    assert found[0].spans[0].text in STORY


def test_another_language_is_left_alone() -> None:
    """It has learned from English messages and judges no others."""
    german = "Sehr geehrte Frau Byron, ich brauche Ihre Antwort bis Freitag, sonst sage ich anderswo zu."
    assert not [each for each in findings(german) if each.reviewer]


def test_it_knows_what_it_has_learned_from() -> None:
    """The table fits the messages that it was learned from; a table of other messages wouldn't."""
    right = total = 0
    for file in sorted(DEVELOPING.glob("*.yaml")):
        for each in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            text = f"{each.get('subject') or ''}\n\n{each['text']}"
            right += (table().log_odds(text)["unsendable"] > 0) == (each["verdict"] == "bad")
            total += 1
    assert right / total > 0.95
