"""Text output: what is said in which order, at every width, with and without colour and Unicode."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, time

import pytest

from etiquette._text import print_explanation, print_report
from etiquette._text.blocks import Item, Page, Section
from etiquette._text.days import distance, on_day, weekday_words, when_words
from etiquette._text.draw import console_for, draw
from etiquette._text.plan import plan_sections, status_words
from etiquette._text.report import report_page
from etiquette._text.step import step_words
from etiquette._text.ways import limit_words, way_rows
from etiquette._text.words import Words, join, readable, sentence
from etiquette.explanation import Explanation
from etiquette.facts import Step
from etiquette.model import Action
from etiquette.report import Decision, Report, Suggestion, Way
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import read_vocabulary
from report_samples import (
    CONFLICT,
    DIAGNOSTIC,
    EXPLANATION,
    FINDINGS,
    PLAN,
    REPORT,
    RULESET,
    THANKS,
    TODAY,
)

WORDS = Words(RULESET)


class Stream(io.StringIO):
    """A text stream that says of itself what a test wants it to."""

    def __init__(self, encoding: str = "utf-8", *, terminal: bool = False) -> None:
        super().__init__()
        self._encoding = encoding
        self._terminal = terminal

    @property
    def encoding(self) -> str:  # type: ignore[override]  # the base class has None, a file has a name
        """The name of its encoding."""
        return self._encoding

    def isatty(self) -> bool:
        """Whether it passes for a terminal."""
        return self._terminal


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


def drawn(page: Page, environment: dict[str, str], *, terminal: bool = False, encoding: str = "utf-8") -> str:
    """A page as it looks under an environment."""
    stream = Stream(encoding, terminal=terminal)
    draw(page, console_for(stream, environment))
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
    return [line for line in text.splitlines() if line and not line.startswith(" ")][1:-1]


def test_sections_come_in_the_order_in_which_they_matter() -> None:
    """First what is wrong with the step, then what to do now, next and not, then what is open."""
    assert headings(shown(replace(REPORT, conflicts=(CONFLICT,), diagnostics=(DIAGNOSTIC,)))) == [
        "Your step",
        "Do now",
        "Next, and when",
        "Can't say yet",
        "Don't",
        "Done",
        "These rules say nothing about",
        "We'd need to know",
        "We assumed",
        "Rules that contradict each other",
        "Problems",
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
            "The rules contradict each other on these facts.",
        ),
        (
            {"findings": (), "plan": (replace(PLAN[1], status="conflict"),), "conflicts": (CONFLICT,)},
            "About your step the rules contradict each other.",
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


def test_no_word_of_the_format_reaches_a_person() -> None:
    """Names that only a program knows are translated."""
    text = shown(replace(REPORT, conflicts=(CONFLICT,)), verbose=True)
    assert not re.search(r"\b(undetermined|not_yet|must_not|unaddressed|modality|None)\b", text)


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
    assert "with a subject" in text


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


def test_questions_name_the_fact_to_tell() -> None:
    """Whoever knows the answer sees where in the file it belongs."""
    text = shown()
    assert "  ? Did they name a day? (office.promised)\n" in text
    assert "    For       Ask again\n    And also  “What they like”\n" in text


def test_assumptions_that_change_nothing_are_kept_for_verbose() -> None:
    """A worried reader sees only the assumptions that matter."""
    assert "What they like: email (office.likes)" in shown()
    assert "If that is wrong, this changes: “Ask again”." in shown(verbose=True)
    assert "If that is wrong" not in shown()
    assert "timezone: America/New_York" not in shown()
    assert "timezone: America/New_York" in shown(verbose=True)


def test_verbose_adds_rules_and_all_reasons() -> None:
    """A coach sees which rules made a decision, every rationale, and what was set aside."""
    assert "It costs them nothing." not in shown()
    text = shown(verbose=True)
    assert "It costs them nothing." in text
    assert "Rules      thanks/promptly" in text
    assert "Thanks/by-card prefers a card." in text


def test_a_conflict_names_rules_and_places() -> None:
    """Whoever keeps the rules finds them, and reads what to do."""
    text = shown(replace(REPORT, conflicts=(CONFLICT,)))
    assert "rules/letters.yaml:12:5" in text
    assert "mine/at-once" in text
    assert "overrides:" in text


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


def test_a_pack_that_means_to_be_silent_says_why() -> None:
    """An action without a word in the rules is listed; the reason is for who asks, or plans that very step."""
    assert "These rules say nothing about\n  Talk about the weather\n\n" in shown()
    assert "These rules say nothing about\n  Talk about the weather\n    Nobody minds.\n" in shown(
        verbose=True
    )
    weather = replace(REPORT, proposed=Step("talk_weather", TODAY), findings=())
    assert "  ? Nobody minds.\n" in shown(weather)


def test_a_heading_stands_above() -> None:
    """Several answers in one output are told apart."""
    assert shown(heading="facts.yaml").startswith("facts.yaml\n\nDon't take")


@pytest.mark.parametrize("width", [40, 52, 60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every width from 40 columns works, and lines never get longer than 100."""
    monkeypatch.setenv("COLUMNS", str(width))
    full = replace(REPORT, conflicts=(CONFLICT,), diagnostics=(DIAGNOSTIC,))
    stream = io.StringIO()
    print_explanation(EXPLANATION, RULESET, stream)
    for text in (shown(full, verbose=True), stream.getvalue()):
        assert max(map(len, text.splitlines())) <= min(width, 100)
        assert all(line == line.rstrip() for line in text.splitlines())


def test_what_is_said_does_not_depend_on_the_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Narrow output loses no word."""

    def spoken(width: int) -> set[str]:
        monkeypatch.setenv("COLUMNS", str(width))
        return set(re.findall(r"[\w'./]+", shown(verbose=True)))

    assert spoken(80) == spoken(40)


def test_piped_output_is_eighty_wide_and_plain() -> None:
    """Without a terminal there is no escape sequence, whatever the terminal of the caller."""
    text = shown()
    assert "\x1b" not in text
    assert 70 < max(map(len, text.splitlines())) <= 80


PAGE = Page("All is well.", "good", (Section("Do now", (Item("Sing", "“now”…", mark="cross", tone="bad"),)),))


@pytest.mark.parametrize(
    ("environment", "terminal", "coloured"),
    [
        ({"TERM": "xterm"}, True, True),
        ({"TERM": "xterm"}, False, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, False),
        ({"TERM": "xterm", "FORCE_COLOR": "1"}, False, True),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_colour_only_where_it_is_wanted(environment: dict[str, str], terminal: bool, coloured: bool) -> None:
    """Colour on a terminal, never under NO_COLOR, always under FORCE_COLOR."""
    text = drawn(PAGE, environment, terminal=terminal)
    assert (re.search(r"\x1b\[[0-9;]*3[0-9]m", text) is not None) is coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == drawn(PAGE, {})


def test_ascii_where_the_encoding_knows_no_more() -> None:
    """Signs and quotation marks have stand-ins, letters lose their accents, nothing raises."""
    page = replace(PAGE, verdict="Café \N{EN DASH} 北京, naïve ß.")
    text = drawn(page, {}, encoding="ascii")
    assert text.isascii()
    assert 'x Sing ("now"...)' in text
    assert text.startswith("Cafe - ??, naive ss.")
    assert drawn(page, {}, encoding="latin-1").startswith("Café - ??, naïve ß.")


def test_nothing_in_a_text_can_steer_the_terminal() -> None:
    """Control characters and turned writing in somebody's words are taken out."""
    page = replace(PAGE, verdict="be\x1b[31mfore\x07\r\nafter\u202e!")
    assert drawn(page, {}).startswith("be[31mfore  after!\n")


def test_a_terminal_gives_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without COLUMNS the terminal is asked; one that can't tell counts as eighty."""
    stream = Stream(terminal=True)
    assert console_for(stream, {}).width == 80
    assert console_for(stream, {"COLUMNS": "60"}).width == 60
    assert console_for(stream, {"COLUMNS": "5"}).width == 20
    assert console_for(stream, {"COLUMNS": "wide"}).width == 80


def test_the_explanation_of_an_action() -> None:
    """Fate, conditions with observed and required, exceptions, and what would change it."""
    stream = io.StringIO()
    print_explanation(EXPLANATION, RULESET, stream, heading="facts.yaml")
    text = stream.getvalue()
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


def test_the_explanation_of_everything() -> None:
    """Without a topic the heading says so."""
    stream = io.StringIO()
    print_explanation(Explanation(TODAY, (), None, ()), None, stream)
    assert stream.getvalue().startswith("Why the plan is what it is, action by action.\n")


def test_a_plan_is_sorted_by_when_it_opens() -> None:
    """What comes next is told in the order of days."""
    later = replace(PLAN[1], title="Later", opens_on=date(2027, 1, 1))
    (section,) = plan_sections([later, PLAN[1]], WORDS, TODAY)
    assert [item.head for item in section.items] == ["Ask again", "Later"]


@pytest.mark.parametrize(
    ("day", "words", "following"),
    [
        (date(2026, 11, 23), "today, Monday 23 November", "today, Monday 23 November"),
        (date(2026, 11, 24), "tomorrow, Tuesday 24 November", "tomorrow, Tuesday 24 November"),
        (date(2026, 11, 22), "yesterday, Sunday 22 November", "yesterday, Sunday 22 November"),
        (date(2026, 12, 31), "Thursday 31 December, 38 days from now", "on Thursday 31 December"),
        (date(2027, 1, 1), "Friday 1 January 2027, 39 days from now", "on Friday 1 January 2027"),
        (date(2026, 11, 21), "Saturday 21 November, 2 days ago", "on Saturday 21 November"),
    ],
)
def test_days_in_words(day: date, words: str, following: str) -> None:
    """A day has a name, a distance, and its year where that isn't the present one."""
    assert when_words(day, TODAY) == words
    assert on_day(day, TODAY) == following


def test_distances() -> None:
    """Neighbouring days have names of their own."""
    assert distance(TODAY, TODAY) == "today"
    assert distance(date(2026, 11, 25), TODAY) == "2 days from now"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((1, 2, 3, 4, 5), "Monday to Friday"),
        ((7,), "Sunday"),
        ((1, 2), "Monday, Tuesday"),
        ((5, 1, 3, 4), "Monday, Wednesday to Friday"),
    ],
)
def test_weekdays_in_words(days: tuple[int, ...], words: str) -> None:
    """Three days and more in a row become a span."""
    assert weekday_words(days) == words


def test_small_words() -> None:
    """Lists, ids, sentences and limits read like English."""
    assert join(["a"]) == "a"
    assert join(["a", "b", "c"], "or") == "a, b or c"
    assert readable("ask_again") == "ask again"
    assert readable("Ask me_now") == "Ask me_now"
    assert [sentence(text) for text in ("so it is", "Really?", "")] == ["So it is.", "Really?", ""]
    assert limit_words("words", 1) == "at most 1 word"
    assert limit_words("text_parts", 2) == "at most 2 text parts"


def test_words_come_from_the_ruleset() -> None:
    """Phrases where there are any, titles else, ids at last."""
    assert WORDS.channel("email") == "by email"
    assert WORDS.channel("phone") == "by phone"
    assert WORDS.channel("carrier_pigeon") == "by carrier pigeon"
    assert WORDS.recipient("desk") == "to the desk"
    assert WORDS.recipient("boss") == "to boss"
    assert WORDS.carrier("agent") == "through your agent"
    assert WORDS.carrier("friend") == "through friend"
    assert WORDS.concept("thanks") == "thanks for their time"
    assert WORDS.topic("replies/wait-two-weeks") == "Give it two weeks"
    assert WORDS.rule_line("replies/promised") == "A promise has its day (replies/promised, from letters)"
    assert WORDS.rule_line("nobody/knows") == "nobody/knows"
    assert WORDS.value("office.likes", "phone") == "phone"
    assert WORDS.fact("talk.date") == "Day of the talk"
    assert WORDS.fact("nobody.knows") == "nobody.knows"
    assert WORDS.value("office.likes", "true") == "yes"
    assert WORDS.value("talk.date", "2026-11-20") == "2026-11-20"
    assert WORDS.value("office.likes", "smoke_signs") == "smoke signs"


def test_unclear_titles_of_facts_have_their_section_with_them() -> None:
    """A fact whose title says little alone is shown with the title of its section."""
    schema = {
        "properties": {
            "office": {
                "title": "The office",
                "properties": {
                    "name": {"title": "Name"},
                    "city": {"title": "City"},
                    "asked": {"title": "What they asked for", "properties": {"how": {"title": "How"}}},
                },
            },
            "host": {"properties": {"name": {"title": "Name"}}},
        }
    }
    words = Words(replace(RULESET, vocabulary=read_vocabulary(schema)))
    assert words.fact("office.name") == "The office, name"
    assert words.fact("host.name") == "Name"
    assert words.fact("office.city") == "City"
    assert words.fact("office.asked.how") == "What they asked for, how"
