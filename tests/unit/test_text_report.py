"""A report and an explanation in text: what is said, and in which order."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest

from etiquette._text import print_explanation, print_report
from etiquette._text.reports import report_page
from etiquette._text.step import step_words
from etiquette._text.words import Words
from etiquette.explanation import Explanation
from etiquette.facts import Step
from etiquette.model import Action
from etiquette.report import AssumptionUsed, Report, Suggestion, Unchecked
from etiquette.ruleset import Ruleset
from report_samples import (
    CONFLICT,
    DIAGNOSTIC,
    EXPLANATION,
    FINDINGS,
    PLAN,
    PROMISED,
    REPORT,
    RULESET,
    THANKS,
    TODAY,
    WAIT,
)

WORDS = Words(RULESET)


def shown(
    report: Report = REPORT,
    ruleset: Ruleset | None = RULESET,
    *,
    verbose: bool = False,
    heading: str = "",
) -> str:
    """A report as it is piped into a file."""
    stream = io.StringIO()
    print_report(report, ruleset, stream, verbose=verbose, heading=heading)
    return stream.getvalue()


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the terminal that it is run in."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)


def verdict(report: Report) -> str:
    """The first line."""
    return report_page(report, WORDS).verdict


def headings(text: str) -> list[str]:
    """Lines that stand at the margin, without the verdict and the footer."""
    body = text.partition("\n\n")[2]
    lines = [line for line in body.splitlines() if line and not line.startswith(" ")][:-1]
    return [line.partition(":")[0] for line in lines]


def test_sections_come_in_the_order_in_which_they_matter() -> None:
    """First conflicts and the step, then what to do now, next and not, then what is open, then the rest."""
    rest = ["Your step", "Do now", "Next, and when", "Don't", "Can't say yet", "We'd need to know", "Done"]
    clash, problems = "Rules that contradict each other", "Problems"
    both = replace(REPORT, conflicts=(CONFLICT,), diagnostics=(DIAGNOSTIC,))
    assert headings(shown(both)) == [clash, *rest, "We assumed", problems]
    assert headings(shown(replace(both, complete=False))) == [clash, problems, *rest, "We assumed"]
    assert headings(shown(both, verbose=True)) == [
        clash,
        *rest,
        "These rules say nothing about",
        "We assumed",
        problems,
    ]


def test_empty_sections_are_left_out() -> None:
    """A report without a plan is a verdict and a footer."""
    text = shown(Report(TODAY))
    assert text == "Nothing to do now.\n\nAs of Monday 23 November 2026 (UTC).\n"


def test_a_finding_says_what_is_asked_and_why() -> None:
    """The step, what it has against what is asked, the reason, and the nearest right step once."""
    text = shown()
    assert "You plan: Ask again, with a card, to your host (Ann Lee), on Friday 27" in text
    assert "✗ Against the rule “Give it two weeks”" in text
    assert "    You'd  Friday 27 November\n    Asked  from Tuesday 8 December\n" in text
    assert "    Why    Two weeks is what a busy office takes.\n" in text
    assert text.count("Instead: By email to your host, on Tuesday 8 December.") == 1


def test_a_plugins_judgement_is_marked_as_one() -> None:
    """Nobody takes the opinion of a plugin for a rule."""
    assert "From   the plugin tone, whose judgement it is; no rule says so." in shown()


def test_different_suggestions_stand_with_their_findings() -> None:
    """Only a suggestion that all findings share is said once below them."""
    first = FINDINGS[0]
    assert first.suggestion is not None
    other = replace(first, rule="mine/other", suggestion=replace(first.suggestion, text="Leave it"))
    text = shown(replace(REPORT, findings=(first, other)))
    assert "Instead  By email to your host, on Tuesday 8 December." in text
    assert "Instead  Leave it." in text


def test_a_mere_remark_is_short() -> None:
    """What would merely be better is said in two lines; who wants the reasons asks for them."""
    remark = replace(REPORT, findings=(replace(FINDINGS[0], level="note"),))
    assert "• Better still: “Give it two weeks”\n    Asked  from Tuesday 8 December\n  ✓ Instead" in shown(
        remark
    )
    assert "You'd  Friday 27 November" in shown(remark, verbose=True)


def test_where_no_step_is_right_none_is_offered() -> None:
    """A suggestion without a step isn't dressed up as one."""
    finding = replace(FINDINGS[0], suggestion=Suggestion("Leave it"))
    assert "  ✗ Leave it.\n" in shown(replace(REPORT, findings=(finding,)))


def test_a_channel_that_the_title_says_already_is_not_said_twice() -> None:
    """``Go there in person, in person`` would sound silly."""
    ruleset = replace(RULESET, actions={"send": Action("send", "Send it by email", "after")})
    step = Step("send", TODAY, channel="email", to="host")
    assert (
        step_words(step, Words(ruleset), TODAY)
        == "Send it by email, to your host, today, Monday 23 November."
    )


def test_a_step_without_findings_is_said_to_be_fine() -> None:
    """Praise is said only where the rules settle the matter."""
    fine = replace(REPORT, findings=())
    assert "Nothing in these rules speaks against it." in shown(fine)
    assert verdict(fine).startswith("Your step is all right.")
    unsettled = replace(fine, plan=(replace(PLAN[1], status="undetermined"),))
    assert "speaks against it" not in shown(unsettled)
    assert verdict(unsettled).startswith("About your step we can't say yet.")


@pytest.mark.parametrize(
    ("changes", "start"),
    [
        ({}, "Don't take your step as planned: 1 thing to put right. Now: “Say thanks”."),
        ({"findings": (replace(FINDINGS[0], level="warning"),)}, "Your step would be better with 1 change."),
        ({"findings": FINDINGS[1:]}, "Your step is all right, with a remark."),
        ({"findings": (), "plan": ()}, "About your step these rules say nothing."),
        (
            {"proposed": None, "plan": PLAN[1:]},
            "Nothing to do now. Next: “Ask again”, from Tuesday 8 December, 15 days from now.",
        ),
        (
            {"proposed": None, "plan": (replace(THANKS, status="open"),)},
            "Nothing you must do now. You may: “Say thanks”.",
        ),
        (
            {"proposed": None, "plan": PLAN[4:5]},
            "More needs to be known before anything can be said.",
        ),
        (
            {"proposed": None, "plan": (THANKS, THANKS, THANKS)},
            "3 things to do now.",
        ),
        (
            {"proposed": None, "conflicts": (CONFLICT,)},
            "The rules contradict each other about “Ask again”. Now: “Say thanks”.",
        ),
        (
            {"findings": (), "plan": (replace(PLAN[1], status="conflict"),), "conflicts": (CONFLICT,)},
            (
                "The rules contradict each other about “Ask again”. "
                "Nothing certain can be said about your step. Nothing else to do now."
            ),
        ),
        (
            {
                "proposed": None,
                "plan": (),
                "complete": False,
                "conflicts": tuple(replace(CONFLICT, action=each) for each in "abc"),
            },
            (
                "This answer is incomplete, because a plugin failed. "
                "The rules contradict each other about 3 things."
            ),
        ),
        ({"complete": False}, "This answer is incomplete, because a plugin failed."),
        (
            {"answered": False, "plan": (), "diagnostics": (DIAGNOSTIC, replace(DIAGNOSTIC, code="E202"))},
            "No answer yet: 2 problems to put right first.",
        ),
    ],
)
def test_the_verdict_is_the_heart_of_it(changes: dict[str, object], start: str) -> None:
    """One line says what to do, for every kind of answer."""
    assert verdict(replace(REPORT, **changes)).startswith(start)  # type: ignore[arg-type]


def test_no_word_of_the_format_reaches_a_person() -> None:
    """Names that only a program knows are translated."""
    text = shown(replace(REPORT, conflicts=(CONFLICT,)), verbose=True)
    assert not re.search(r"\b(undetermined|not_yet|must_not|unaddressed|modality|None)\b", text)


def test_questions_name_the_fact_to_tell() -> None:
    """Whoever knows the answer sees where in the file it belongs."""
    text = shown()
    assert "  ? Did they name a day? (office.promised)\n" in text
    assert "    For       Ask again\n    And also  “What they like”\n" in text


def test_assumptions_that_change_nothing_are_kept_for_verbose() -> None:
    """A worried reader sees only the assumptions that matter."""
    more = "--verbose shows each, and what to write in the facts if one is wrong."
    assert f"We assumed: what they like: email. {more}" in " ".join(shown().split())
    assert "  • What they like: email (office.likes)" in shown(verbose=True)
    assert "If that is wrong, this changes: “Ask again”." in shown(verbose=True)
    assert "If that is wrong" not in shown()
    assert "timezone: America/New_York" not in shown()
    assert "timezone: America/New_York" in shown(verbose=True)


def test_assumptions_are_phrases_and_said_once() -> None:
    """Facts with a phrase for their value need no title; the same phrase isn't said twice."""
    phrases = (("none", "no set day"),)
    facts = {
        path: replace(RULESET.vocabulary["office.promised"], path=path, assumed=phrases, title="Day")
        for path in ("office.promised", "office.until")
    }
    ruleset = replace(RULESET, vocabulary=replace(RULESET.vocabulary, facts=facts))
    assumed = tuple(AssumptionUsed(path, "none", "", ("ask_again",)) for path in facts)
    told = (AssumptionUsed("office.promised", "2026-12-01", "", ("ask_again",)), AssumptionUsed("x", "none"))
    report = replace(REPORT, assumptions=(*assumed, *told))
    assert "We assumed: no set day; day: 2026-12-01. --verbose" in shown(report, ruleset)
    assert Words(ruleset).assumed("office.desk_days", "none") == "desk days: none"
    assert Words(ruleset).assumed("office.desk_days", "none", "GMT days") == "GMT days: none"


def test_what_nobody_looked_at_is_said() -> None:
    """A step isn't praised as a whole where a part of its message was not seen."""
    report = replace(REPORT, findings=(), unchecked=(Unchecked("proposed.message.says", "Its tone wasn't."),))
    praise = "  ✓ Nothing in these rules speaks against it.\n"
    assert f"{praise}  ? Its tone wasn't. (tell proposed.message.says)\n" in shown(report)


def test_a_conflict_names_rules_and_places() -> None:
    """Whoever keeps the rules finds them, and reads what to do."""
    text = shown(replace(REPORT, conflicts=(CONFLICT,)))
    assert "rules/letters.yaml:12:5" in text
    assert "mine/at-once" in text
    assert "override one from the other, narrow one's `when`, or take one away." in " ".join(text.split())


def test_a_problem_shows_its_line_and_the_next_step() -> None:
    """Diagnostics in a report carry place, line and help."""
    text = shown(replace(REPORT, diagnostics=(DIAGNOSTIC,)))
    assert "There is no key `offce` here. (E201)" in text
    assert "At    facts.yaml:3:1" in text
    assert "3 | offce:" in text
    assert "Help  Did you mean office?" in text


def test_without_a_ruleset_ids_are_made_readable() -> None:
    """A report from elsewhere can be shown too."""
    text = shown(ruleset=None)
    assert "by email or by phone" in text
    assert "Still to   Ann Lee and Bob Roe" in text


def test_a_heading_stands_above() -> None:
    """Several answers in one output are told apart."""
    assert shown(heading="facts.yaml").startswith("facts.yaml\n\nDon't take")


def why(explanation: Explanation = EXPLANATION, *, verbose: bool = False, heading: str = "") -> str:
    """An explanation as it is piped into a file."""
    stream = io.StringIO()
    print_explanation(explanation, RULESET, stream, verbose=verbose, heading=heading)
    return stream.getvalue()


def test_the_explanation_of_an_action() -> None:
    """Fate, conditions with observed and required, exceptions, and what would change it."""
    text = why(heading="facts.yaml")
    assert text.startswith("facts.yaml\n\nWhy: Ask again.\n")
    assert "Not yet: from Tuesday 8 December, 15 days from now (ask_again)" in text
    assert "✓ Give it two weeks (applies)" in text
    assert (
        "yes         any of\n    no            office.promised is given (assumed: none; asked: given)" in text
    )
    assert "? A promise has its day (not known whether it applies)" in text
    assert "(here: not known; asked: email; tell" in text
    assert "Exception   in place of its hours stands “A promise has its day”" in text
    assert "Outweighed  by “Give it two weeks” (replies/wait-two-weeks), which is" in text
    assert "changed by my-layer" in text
    assert "If          always" in text
    assert "If they had replied, it would be done (office.promised)." in text


def test_rules_that_do_not_apply_are_only_named() -> None:
    """Whoever wants to know why they don't asks for all of it."""
    text = why()
    assert "\n\n    1 more rule doesn't apply: replies/promised; --verbose shows why.\n" in text
    assert "A promise has its day (doesn't apply)" not in text
    whole = why(verbose=True)
    assert "A promise has its day (doesn't apply)" in whole
    assert "more rule" not in whole
    (action,) = EXPLANATION.actions
    twice = replace(action, rules=action.rules[-1:] * 2)
    text = why(replace(EXPLANATION, actions=(twice,)))
    assert "    2 more rules don't apply: replies/promised, replies/promised; --verbose" in text


def test_the_explanation_of_a_rule() -> None:
    """The rule is shown whole, even where it doesn't apply, once for all actions that it treats alike."""
    (action,) = EXPLANATION.actions
    alone = replace(action, rules=(replace(action.rules[0], fate="does_not_apply"),))
    other = replace(alone, decision=PLAN[2])
    text = why(replace(EXPLANATION, topic=WAIT.id, actions=(alone, other)))
    assert text.startswith(
        "Why: Give it two weeks.\n\nGive it two weeks\n  Give it two weeks (doesn't apply)\n"
    )
    assert text.count("Two weeks is what a busy office takes.") == 1
    assert "What is decided where it speaks\n  • Ask again: not yet: from Tuesday 8 December" in text
    assert "  • Drop by: don't (drop_by)\n" in text
    other = replace(other, rules=action.rules[:1])
    text = why(replace(EXPLANATION, topic=WAIT.id, actions=(alone, other)))
    assert "Give it two weeks (doesn't apply: for “Ask again”)" in text
    assert "Give it two weeks (applies: for “Drop by”)" in text


def test_the_explanation_of_everything() -> None:
    """Without a topic: each decision, the rules that made it, what would change it; no conditions."""
    assert why(Explanation(TODAY, (), None, ())).startswith("Why the plan is what it is, action by action.\n")
    (action,) = EXPLANATION.actions
    how = replace(action.rules[1], rule=replace(PROMISED, id="replies/how"))
    both = replace(
        action, rules=(*action.rules, how), decision=replace(PLAN[1], rules=(WAIT.id, "replies/how"))
    )
    nothing = replace(both, decision=replace(PLAN[3], rules=("replies/how",)), changes=())
    everything = replace(EXPLANATION, topic=None, actions=(both, nothing))
    text = why(everything)
    flat = " ".join(text.split())
    assert "Rules Give it two weeks (replies/wait-two-weeks); 1 more on how to go about it But From" in flat
    assert (
        "    But    From Tuesday 8 December it is open.\n"
        "           If they had replied, it would be done (office.promised).\n"
    ) in text
    assert "    Rules  1 on how to go about it\n" in text
    assert "office.likes is email" not in text
    assert "Name an action or a rule to see its conditions; --verbose shows those of all.\n" in text
    assert "office.likes is email" in why(everything, verbose=True)


def test_a_step_whose_time_is_over_needs_no_reason() -> None:
    """The status says it; the title of its phase would only puzzle."""
    (action,) = EXPLANATION.actions
    missed = replace(action, decision=replace(PLAN[1], status="missed", reason="“At the door” is over."))
    text = why(replace(EXPLANATION, actions=(missed,)))
    assert "Too late (ask_again)" in text
    assert "At the door" not in text
    assert "“At the door” is not known." in why(
        replace(
            EXPLANATION,
            actions=(
                replace(
                    missed,
                    decision=replace(
                        missed.decision, status="impossible", reason="“At the door” is not known."
                    ),
                ),
            ),
        )
    )
