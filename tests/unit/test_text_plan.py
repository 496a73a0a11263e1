"""A plan in text: what each status means, how and to whom, what is not known."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, time

import pytest

from etiquette._text import print_report
from etiquette._text.plan import plan_sections, status_words
from etiquette._text.ways import way_rows
from etiquette._text.words import Words
from etiquette.facts import Step
from etiquette.model import Modality
from etiquette.report import Decision, Report, Status, Way
from etiquette.ruleset import Ruleset
from report_samples import (
    PLAN,
    REPORT,
    RULESET,
    THANKS,
    TODAY,
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


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (THANKS, "due: now; best by tomorrow, Tuesday 24 November"),
        (
            replace(THANKS, status="late", ideally_by=date(2026, 11, 20)),
            "due, and late: now, though the best time ended on Friday 20 November, 3 days ago",
        ),
        (replace(THANKS, status="late", ideally_by=None), "due, and late: now"),
        (
            replace(THANKS, status="late", ideally_by=date(2026, 11, 22), not_after=date(2027, 1, 4)),
            (
                "due, and late: now, though the best time ended yesterday, Sunday 22 November; "
                "no later than Monday 4 January 2027, 42 days from now"
            ),
        ),
        (PLAN[1], "not yet: from Tuesday 8 December, 15 days from now"),
        (replace(PLAN[1], opens_on=None, not_before=None), "not yet: not yet"),
        (replace(PLAN[1], opens_on=None, not_before=None, reason="Later."), "not yet"),
        (
            replace(THANKS, status="missed", not_after=date(2026, 11, 21)),
            "too late: the last day was Saturday 21 November, 2 days ago",
        ),
        (PLAN[2], "don't"),
        (PLAN[4], "can't say yet"),
    ],
)
def test_statuses_are_plain_english(decision: Decision, words: str) -> None:
    """No status is shown by its name in the report, and days come with how far off they are."""
    assert status_words(decision, TODAY) == words


def test_the_ways_of_an_action() -> None:
    """Channels with their own hours, whom to address, who is still to come, and what to say."""
    text = shown()
    assert "How        by email; or by phone (Monday to Friday, between 08:00 and 20:00,\n" in text
    assert "To         your host\n" in text
    assert "Still to   Ann Lee and Bob Roe\n" in text
    assert "Say        thanks for their time (first)\n" in text
    assert "Leave out  any urgency\n" in text
    assert "Form       at most 150 words\n" in text
    assert "By phone   at most 1 line\n" in text
    assert "with a subject" in " ".join(text.split())


def test_carriers_are_told_unless_they_go_without_saying() -> None:
    """The carrier that is declared first is the ordinary one."""
    assert "Way   directly or through your agent" in shown(replace(REPORT, plan=PLAN[1:2]))
    assert "Way" not in shown(replace(REPORT, plan=(replace(PLAN[1], via=("direct",)),)))
    assert "through your agent" in shown(replace(REPORT, plan=(replace(PLAN[1], via=("agent",)),)))


def test_ways_that_are_no_product_are_listed_one_by_one() -> None:
    """Where not every channel goes with every recipient, each combination is said by itself."""
    ways = (
        Way("email", "host", "direct"),
        Way("phone", "desk", "agent", hours=(time(9), time(17)), weekdays=(1,)),
    )
    decision = replace(THANKS, ways=ways, recipients=("host", "desk"), via=("direct", "agent"), remaining=())
    rows = [(row.label, row.text) for row in way_rows(decision, WORDS, TODAY)]
    assert rows == [
        (
            "How",
            (
                "by email to your host; or by phone to the desk through your agent "
                "(Monday, between 09:00 and 17:00, their time)"
            ),
        )
    ]


def test_a_way_may_have_days_of_its_own() -> None:
    """A channel whose window differs from that of the decision says so."""
    ways = (
        Way("email", "host", "direct", THANKS.not_before),
        Way("phone", "host", "direct", date(2026, 11, 30), None, date(2026, 12, 4)),
    )
    (how, *_) = way_rows(replace(THANKS, ways=ways), WORDS, TODAY)
    assert how.text == "by email; or by phone (from Monday 30 November, until Friday 4 December)"


def test_all_ways_may_share_their_hours() -> None:
    """What holds for every channel is said once."""
    ways = tuple(replace(way, weekdays=(1, 2), hours=None, not_after=None) for way in THANKS.ways)
    (how, *_) = way_rows(replace(THANKS, ways=ways), WORDS, TODAY)
    assert how.text == "by email or by phone, Monday, Tuesday, their time"


def test_parts_that_are_not_known_are_said_to_be() -> None:
    """A decision that is open in part names the facts that it hangs on."""
    decision = replace(
        THANKS, undetermined=("ways",), depends_on=("office.likes", "office.promised"), ways=()
    )
    text = shown(replace(REPORT, plan=(decision,)))
    assert "How and to whom depends on “What they like” and “the day they promised”." in " ".join(
        text.split()
    )


def test_verbose_adds_rules_and_all_reasons() -> None:
    """A coach sees which rules made a decision, every rationale, and what was set aside."""
    assert "It costs them nothing." not in shown()
    text = shown(verbose=True)
    assert "It costs them nothing." in text
    assert "Rules      thanks/promptly" in text
    assert "Thanks/by-card prefers a card." in text


def test_a_pack_that_means_to_be_silent_says_why() -> None:
    """An action without a word is listed; the reason is for who asks, or plans that very step."""
    assert "Talk about the weather" not in shown()
    assert "These rules say nothing about\n  Talk about the weather\n    Nobody minds.\n" in shown(
        verbose=True
    )
    weather = replace(REPORT, proposed=Step("talk_weather", TODAY), findings=())
    assert "  ? Nobody minds.\n" in shown(weather)


def test_a_plan_is_sorted_by_when_it_opens() -> None:
    """What comes next is told in the order of days."""
    later = replace(PLAN[1], title="Later", opens_on=date(2027, 1, 1))
    (section,), _ = plan_sections([later, PLAN[1]], WORDS, TODAY)
    assert [item.head for item in section.items] == ["Ask again", "Later"]


def test_what_is_over_is_a_line_of_names() -> None:
    """Steps that are done or too late take a line together; who asks for more gets the days."""
    missed = replace(PLAN[5], status="missed", title="Knock", reason="“At the door” is over.")
    dated = replace(missed, title="Ring", not_after=date(2026, 11, 20))
    report = replace(REPORT, plan=(PLAN[5], missed, dated))
    assert "\n\nDone: Introduce yourself.\nToo late: Knock; Ring.\n\nWe assumed" in shown(report)
    text = shown(report, verbose=True)
    assert "  Knock (the time for it is over)\n" in text
    assert "  Ring (the last day was Friday 20 November, 3 days ago)\n" in text
    assert "At the door" not in text


@pytest.mark.parametrize(
    ("modality", "status", "remark"),
    [
        ("must", "late", "don't skip it, though it is late"),
        ("should", "due", "recommended"),
        ("may", "not_yet", "if you like"),
    ],
)
def test_how_strongly_a_step_is_asked_for(modality: Modality, status: Status, remark: str) -> None:
    """No word of the notation stands there for how strong a rule is."""
    decision = replace(THANKS, modality=modality, status=status)
    ((section,), _) = plan_sections([decision], WORDS, TODAY)
    assert section.items[0].remark == remark


def test_what_had_to_give_way_is_said_with_its_reason() -> None:
    """A wish that doesn't fit is left out for its length; one that is avoided anyway is said once."""
    assert "your news (it would be too long)" in " ".join(shown().split())
    way = THANKS.ways[0]
    both = replace(way.message, gave_way=("urgency",))
    text = shown(replace(REPORT, plan=(replace(THANKS, ways=(replace(way, message=both),)),)))
    assert "too long" not in text
