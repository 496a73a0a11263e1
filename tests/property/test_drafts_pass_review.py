"""Every draft passes its own review: whoever sends what a pack words breaks none of its rules."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

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
