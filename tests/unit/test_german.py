"""A second language as data only: messages in German, and what becomes of those in other languages."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Final

import pytest
import yaml

import etiquette
from etiquette import Ruleset
from pages import ROOT

PACK: Final = ROOT / "rules" / "post-interview-german"
MESSAGES: Final = yaml.safe_load((ROOT / "tests" / "cases" / "messages" / "german.yaml").read_text("utf-8"))
FINE: Final = frozenset(
    ("gratitude", "interest", "welcome", "appreciation", "status_question", "timeline_question")
) | {"personal_touch"}

ENGLISH: Final = "Dear Ms Baum, thank you for the interview. I need your decision by Friday at the latest."
FRENCH: Final = "Bonjour Madame, je vous remercie de votre accueil et j'attends votre réponse au plus vite."


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    """The bundled pack for German."""
    return etiquette.load(str(PACK))


def says(rules: Ruleset, message: dict[str, Any]) -> frozenset[str]:
    """The concepts that are read in a message."""
    return rules.recognition.read(message["text"], message.get("subject", "")).concepts


@pytest.mark.parametrize("part", ["developing", "measuring"])
def test_whether_a_message_is_fine_is_mostly_told(rules: Ruleset, part: str) -> None:
    """Of messages that nobody should send nearly all are caught, and few others."""
    found: Counter[tuple[str, bool]] = Counter()
    for message in MESSAGES:
        if message.get("part", "developing") == part:
            found[message["verdict"], bool(says(rules, message) - FINE)] += 1
    caught, missed = found["bad", True], found["bad", False]
    alarms, quiet = found["good", True], found["good", False]
    assert caught / (caught + missed) >= 0.85
    assert caught / (caught + alarms) >= 0.8
    assert quiet > alarms


@pytest.mark.parametrize("part", ["developing", "measuring"])
def test_what_a_message_says_is_mostly_told(rules: Ruleset, part: str) -> None:
    """Most concepts are recognised, and most of those that are recognised are there."""
    right = wanted = got = 0
    for message in MESSAGES:
        if message.get("part", "developing") == part:
            found, there = says(rules, message), frozenset(message["says"])
            right, wanted, got = right + len(found & there), wanted + len(there), got + len(found)
    assert right / wanted >= 0.8
    assert right / got >= 0.75


def test_all_messages_are_taken_for_german(rules: Ruleset) -> None:
    """Even short ones in slang are, since German is what the pack assumes where it is close."""
    read = rules.recognition.read
    others = [each["id"] for each in MESSAGES if read(each["text"], each.get("subject", "")).language != "de"]
    assert others == []


def test_what_stands_in_the_messages_is_quoted_from_them() -> None:
    """Every stretch that a message is said to have is in it."""
    for message in MESSAGES:
        whole = message["text"] + message.get("subject", "")
        assert [each for found in message["says"].values() for each in found if each not in whole] == []


def test_english_is_still_read(rules: Ruleset) -> None:
    """A layer adds a language and takes none away."""
    reading = rules.recognition.read(ENGLISH)
    assert (reading.language, reading.judged) == ("en", True)
    assert {"gratitude", "pressure"} <= reading.concepts


def test_french_is_not_judged(rules: Ruleset) -> None:
    """A language that nothing is known of isn't judged, and that is said."""
    reading = rules.recognition.read(FRENCH)
    assert (reading.language, reading.judged, reading.hits) == ("fr", False, ())
    message = {"text": FRENCH}
    proposed = {"action": "send_thank_you", "channel": "email", "to": "interviewer", "message": message}
    facts = {"today": "2026-11-23", "interview": {"date": "2026-11-23", "ended": True}, "proposed": proposed}
    text = str(rules.check(facts).to_dict())
    assert "its tone, were not judged" in text
    assert "English and German" in text


@pytest.mark.parametrize(
    ("quoted", "kind"),
    [
        ("Am Mo., 23. Nov. 2026 um 10:00 Uhr schrieb Eva Baum <eva@baum.example>:\n> Es eilt!", "quoted"),
        ("-----Ursprüngliche Nachricht-----\nVon: Eva Baum\nEs eilt!", "quoted"),
        (
            "Von: Eva Baum <eva@baum.example>\nGesendet: Montag, 23. November 2026\nAn: Lina\n\nEs eilt!",
            "quoted",
        ),
        ("Anfang der weitergeleiteten Nachricht:\n\nEs eilt!", "quoted"),
        ("Von meinem iPhone gesendet", "signature"),
        ("Diese E-Mail ist vertraulich. Es eilt, sie zu löschen.", "disclaimer"),
    ],
)
def test_what_mail_programs_add_is_set_aside(rules: Ruleset, quoted: str, kind: str) -> None:
    """Quoted mails, signatures and notices in German aren't the writer's own."""
    reading = rules.recognition.read(f"Guten Tag Frau Baum,\n\nvielen Dank für das Gespräch.\n\n{quoted}\n")
    assert [each.kind for each in reading.set_aside] == [kind]
    assert reading.concepts == {"gratitude"}


def test_drafts_say_what_they_are_for(rules: Ruleset) -> None:
    """Each sentence of the German drafts is read as its concept, and as nothing that is to be avoided."""
    for concept, wordings in rules.wordings["de"].sentences.items():
        for each in wordings:
            plain = re.sub(r"\{[^{}]*\}", "Montag", each.say)
            found = rules.recognition.read(plain, language="de").concepts
            assert concept in found, each.say
            assert found <= FINE | {concept}, each.say
