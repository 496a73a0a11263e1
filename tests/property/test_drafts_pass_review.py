"""Every draft passes its own review: whoever sends what a pack words breaks none of its rules."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import etiquette
from etiquette import Drafts, FactsError, Report, Ruleset, WrittenDraft
from etiquette.testing import cases

from .rulesets import CHANNELS, PACKS, ruleset

WRITTEN = ("send_thank_you", "ask_status")


def drafts_of(rules: Ruleset, case: dict[str, Any], action: str) -> Drafts:
    """The drafts of a case that can be so."""
    try:
        return rules.draft(case, action)
    except FactsError:
        assume(False)
        raise


def reviewed(rules: Ruleset, case: dict[str, Any], draft: WrittenDraft, person: str | None) -> Report:
    """What is said of a step that sends a draft on the first day for it."""
    message = {"text": draft.text, "subject": draft.subject if draft.subject is not None else "none"}
    step = {
        "action": draft.action,
        "date": draft.day.isoformat(),
        "channel": draft.way.channel,
        "to": draft.way.recipient,
        "via": draft.way.via,
        "message": message,
        **({"person": person} if person else {}),
    }
    report = rules.check({**case, "proposed": step})
    assert report.answered, report.diagnostics
    return report


@pytest.mark.parametrize("pack", PACKS)
@given(data=st.data())
def test_a_draft_breaks_no_rule(pack: str, data: st.DataObject) -> None:
    """Nothing is found against a draft, except that it doesn't say what there was no room or no word for."""
    rules = ruleset(pack, CHANNELS)
    case = data.draw(cases(rules, proposed=False, told=0.35))
    for action in WRITTEN:
        drafts = drafts_of(rules, case, action)
        for draft in drafts:
            report = reviewed(rules, case, draft, drafts.person)
            found = [each for each in report.findings if each.about.startswith("message")]
            given_up = {*draft.left_out, *draft.unworded}
            wrong = [each for each in found if each.level != "note" or each.concept not in given_up]
            assert not wrong, (draft.whole, [each.message for each in wrong])


@pytest.mark.parametrize("pack", PACKS)
@given(data=st.data())
def test_a_draft_says_nothing_that_isnt_told(pack: str, data: st.DataObject) -> None:
    """Each gap stands in the draft in brackets, and no slot is left as it was written."""
    rules = ruleset(pack, CHANNELS)
    case = data.draw(cases(rules, proposed=False, told=0.35))
    for action in WRITTEN:
        for draft in drafts_of(rules, case, action):
            assert "{" not in draft.whole
            assert all(f"[{gap.words}]" in draft.whole for gap in draft.gaps)
            assert not draft.unworded


TOLD: dict[str, Any] = {
    "today": "2026-12-09",
    "interview": {
        "date": "2026-11-23",
        "position": "Data analyst",
        "topics": ["the move to a new warehouse system"],
        "interviewers": [{"name": "Ada Byron"}],
    },
    "other_offer": {"expires": "2026-12-18"},
}
UNWANTED = frozenset(
    (
        "urgency", "pressure", "asap_demand", "accusation", "guilt", "entitlement", "pestering", "text_speak",
        "over_familiarity", "around_recruiter", "announcing_visit",
    )
)  # fmt: skip


def test_every_sentence_says_its_concept() -> None:
    """Each sentence of the bundled pack is recognised as what it is for, and as nothing to be avoided."""
    rules = ruleset("post-interview", CHANNELS)
    for concept, wordings in rules.wordings["en"].sentences.items():
        for wording in wordings:
            text = re.sub(r"\{[^}]*\}", lambda found: EXAMPLES[found[0]], wording.say)
            named = {"interview.topics": (EXAMPLES["{interview.topics}"],)}
            says = rules.recognition.read(text, named=named, language="en").concepts
            assert concept in says, text
            assert not says & UNWANTED, text


EXAMPLES = {
    "{interview.date}": "Monday 23 November",
    "{interview.position}": "Data analyst",
    "{interview.topics}": "the move to a new warehouse system",
    "{other_offer.expires}": "Friday 18 December",
    "{position}": "[job title]",
    "{person}": "Ada Byron",
}


@pytest.mark.parametrize("action", WRITTEN)
def test_what_a_coach_switches_on_is_written_too(action: str) -> None:
    """A question for the timeline and a real deadline pass as well, where the pack's settings allow them."""
    rules = etiquette.load(
        "post-interview", plugins=CHANNELS, parameters={"ask_in_thanks": True, "mention_real_deadline": True}
    )
    drafts = rules.draft(TOLD, action)
    assert drafts.drafts
    for draft in drafts:
        assert "own_deadline" in draft.says
        report = reviewed(rules, TOLD, draft, drafts.person)
        assert not [each for each in report.findings if each.about.startswith("message")], draft.whole
