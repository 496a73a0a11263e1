"""The judge that learns from labelled messages; it needs scikit-learn, so these run on their own in CI."""

from __future__ import annotations

from datetime import date

import pytest
from etiquette_judge.learned import Judge, learned

import etiquette


@pytest.fixture(scope="module")
def judge() -> Judge:
    """The judge as it comes."""
    return learned()


def facts(text: str) -> dict[str, object]:
    """A step with a message, on a day on which nothing else is wrong with it."""
    return {
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


GOOD = (
    "Dear Ms Byron,\n\nI am writing to ask whether there is any news about the analyst position. I would still "
    "very much like to work with your team.\n\nKind regards,\nLuis"
)
STORY = (
    "Dear Ms Byron,\n\nMonday is the day on which my sister hands back the keys to the flat, and she keeps asking "
    "me which town to look in. I tell her that you people surely know by now. Your competitors across the river "
    "gave me tea, a tour and a handshake within two days, so I sit here and tell everyone that yours is the "
    "place for me and that you'll see it yet.\n\nLuis"
)


def test_a_plain_question_is_left_alone(judge: Judge) -> None:
    """What most good messages say weighs for a message."""
    log_odds, _ = judge.log_odds(GOOD)
    assert log_odds < 0


def test_a_story_that_leans_on_them_weighs_more(judge: Judge) -> None:
    """What no phrase would find can still read like what people regret."""
    assert judge.log_odds(STORY)[0] > judge.log_odds(GOOD)[0] + 1


def test_its_findings_are_its_own(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    """A finding of the judge is attributed to it, opaque, and underlines a sentence of the text."""
    monkeypatch.setattr("etiquette_judge.learned._THRESHOLD", -10.0)
    report = etiquette.load(plugins=["judge"]).check(facts(GOOD))
    found = [each for each in report.findings if each.reviewer == "judge"]
    assert [each.level for each in found] == ["error"]
    assert found[0].to_dict()["opaque"] is True
    assert found[0].spans[0].text in GOOD
    assert found[0].spans[0].text


def test_a_good_message_passes() -> None:
    """With the judge, a plain question is still all right."""
    assert etiquette.load().check(facts(GOOD)).ok


def test_it_judges_what_it_has_learned_from_well(judge: Judge) -> None:
    """On the messages that it has learned from it is right nearly always; anything else would be a fault."""
    from etiquette_judge.learned import _folder, examples

    messages = examples(_folder())
    right = sum((judge.log_odds(each.text)[0] < 0) == each.good for each in messages)
    assert right / len(messages) > 0.95
