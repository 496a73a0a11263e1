"""What a person types, read or refused with a reason; and the facts file that is made of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from etiquette._reading.yaml import parse
from etiquette.cli._answers import Reject, expected, help_text, menu, read_answer
from etiquette.cli._dates import read_day
from etiquette.cli._facts_file import facts_file, nested
from etiquette.vocabulary import FactDecl, read_vocabulary
from report_samples import RULESET

TODAY = date(2026, 11, 23)
VALUES = ("pending", "rejected", "offered")


def read(kind: str, text: str, **more: Any) -> Any:
    """The answer ``text`` to a fact of a kind; a reason where it is refused."""
    decl = FactDecl("office.fact", kind, **more)  # type: ignore[arg-type]  # the kinds are the literal's
    found = read_answer(decl, text, RULESET, TODAY)
    return found.why if isinstance(found, Reject) else found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-28", date(2026, 2, 28)),
        ("today", TODAY),
        ("Yesterday", date(2026, 11, 22)),
        ("tomorrow", date(2026, 11, 24)),
        ("3 days ago", date(2026, 11, 20)),
        ("1 day ago", date(2026, 11, 22)),
        ("in 8 days", date(2026, 12, 1)),
        ("8  days from now", date(2026, 12, 1)),
        ("a week ago", date(2026, 11, 16)),
        ("in 2 weeks", date(2026, 12, 7)),
        ("one week from today", date(2026, 11, 30)),
        ("last Thursday", date(2026, 11, 19)),
        ("last monday", date(2026, 11, 16)),
        ("next Monday", date(2026, 11, 30)),
        ("on this coming fri", date(2026, 11, 27)),
        ("19 November", date(2026, 11, 19)),
        ("19th of Nov. 2025", date(2025, 11, 19)),
        ("November 19, 2026", date(2026, 11, 19)),
        ("Jan 3", date(2027, 1, 3)),
    ],
)
def test_days_as_one_says_them(text: str, day: date) -> None:
    """ISO dates and the plain ways to say a near day are understood."""
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-02-31", "It is 2026-02-31, but February 2026 has 28 days. Check the day and the month."),
        ("last week", 'It should be a date such as 2026-11-23, not "last week".'),
        ("24.11.2026", "Did you mean 2026-11-24?"),
        (
            "Thursday",
            "Did you mean last Thursday? That was 19 November; next Thursday is 26 November.",
        ),
        ("last straw", 'It should be a date such as 2026-11-23, not "last straw".'),
        ("31 February", 'It should be a date such as 2026-11-23, not "31 february".'),
        ("31 Tober", 'It should be a date such as 2026-11-23, not "31 tober".'),
        ("29 February", 'It should be a date such as 2026-11-23, not "29 february".'),
    ],
)
def test_other_days_are_refused_with_a_reason(text: str, reason: str) -> None:
    """What isn't understood is never guessed."""
    found = read_day(text, TODAY)
    assert isinstance(found, str)
    assert reason in found


def test_the_calendar_has_an_end() -> None:
    """A day that no calendar has is refused like any other."""
    for text in ("tomorrow", "in 3 weeks", "next Monday"):
        assert "It should be a date" in str(read_day(text, date.max))


def test_what_was_meant_is_offered() -> None:
    """Where a refusal offers a word or a day, it can be taken; in a list only the wrong one is replaced."""
    words = FactDecl("office.likes", "words", words_of="channels")
    found = read_answer(words, "email, phnoe, card", RULESET, TODAY)
    assert found == Reject("phnoe: Did you mean phone?", "email, phone, card")
    assert read_answer(words, "pigeon", RULESET, TODAY).meant == ""
    day = FactDecl("office.day", "date", past=True)
    assert read_answer(day, "Thursday", RULESET, TODAY).meant == "last Thursday"
    assert read_answer(day, "24.11.2026", RULESET, TODAY).meant == "2026-11-24"
    assert read_answer(FactDecl("a", "zone"), "Berlin", RULESET, TODAY).meant == "Europe/Berlin"


def test_without_a_day_given_today_is_the_machines() -> None:
    """The words for near days count from the present day."""
    day = read_day("yesterday", None)
    assert isinstance(day, date)
    assert abs(date.today() - day) <= timedelta(days=2)  # noqa: DTZ011 - the function's own idea of today


@pytest.mark.parametrize(
    ("kind", "text", "more", "value"),
    [
        ("boolean", "Y", {}, True),
        ("boolean", "no", {}, False),
        ("boolean", "Yeah", {}, True),
        ("boolean", "nope", {}, False),
        (
            "date",
            "thu",
            {},
            "Did you mean next Thursday? That is 26 November; last Thursday was 19 November.",
        ),
        ("boolean", "perhaps", {}, "Type y for yes or n for no."),
        ("date", "yesterday", {}, "2026-11-22"),
        ("date", "none", {"can_be_none": True}, "none"),
        ("time", "9:30", {}, "09:30"),
        ("time", "14.05", {}, "14:05"),
        ("time", "25:00", {}, "Type hours and minutes on the 24-hour clock, for example 9:00 or 14:30."),
        ("zone", "Europe/Berlin", {}, "Europe/Berlin"),
        ("zone", "Berlin", {}, "Did you mean Europe/Berlin?"),
        ("number", "3", {"least": 0, "most": 5}, 3),
        ("number", "-1", {"least": 0, "most": 5}, "Type a whole number from 0 to 5."),
        ("number", "many", {"least": 1}, "Type a whole number from 1."),
        ("number", "9", {"most": 5}, "Type a whole number up to 5."),
        ("number", "three", {}, "Type a whole number."),
        ("word", "offered", {"values": VALUES}, "offered"),
        ("word", "rej", {"values": VALUES}, "rejected"),
        ("word", "pendign", {"values": VALUES}, "Did you mean pending?"),
        ("word", "42", {"values": VALUES}, "Type one of pending, rejected or offered."),
        ("word", "phone", {"words_of": "channels"}, "phone"),
        ("word", "Your host", {"words_of": "recipients"}, "host"),
        ("words", "phone, email, phone", {"words_of": "channels"}, ["phone", "email"]),
        ("words", "none", {"words_of": "channels"}, []),
        ("word", "2", {"words_of": "recipients"}, "desk"),
        ("word", "3", {"words_of": "recipients"}, "Type a number from 1 to 2."),
        ("words", "phone, pigeon", {"words_of": "channels"}, "pigeon: Type one of email, phone or card."),
        ("texts", "one thing, another", {}, ["one thing", "another"]),
        ("texts", "none", {}, []),
        ("text", "  Data analyst ", {}, "Data analyst"),
    ],
)
def test_answers(kind: str, text: str, more: dict[str, Any], value: object) -> None:
    """Each kind of fact reads its answer, and says what to type where it can't."""
    assert read(kind, text, **more) == value


def test_what_is_expected_is_said_for_each_kind() -> None:
    """The line below a question names the words that may be answered."""
    words = FactDecl("office.likes", "word", words_of="channels", can_be_none=True)
    assert expected(words, RULESET) == "email, phone or card, or none"
    assert expected(FactDecl("a", "boolean"), RULESET) == "y or n"
    assert menu(words, RULESET) == []
    assert menu(FactDecl("a", "word", words_of="recipients"), RULESET) == ["1 your host", "2 the desk"]
    own = FactDecl("a", "words", words_of="recipients", values=("desk", "at_home"))
    assert menu(own, RULESET) == ["1 the desk", "2 at home"]


def test_help_comes_from_the_schema() -> None:
    """A question mark shows the description, and the titles of words."""
    decl = FactDecl("office.to", "word", description="Whom to turn to.", words_of="recipients")
    text = help_text(decl, RULESET)
    assert text == (
        "Whom to turn to.\n  1 your host\n  2 the desk\n"
        "Answer with a number from the list. Type done to stop here."
    )


VOCABULARY = read_vocabulary(
    {
        "properties": {
            "talk": {
                "properties": {"date": {"format": "date", "title": "Day of the talk"}, "topic": {"title": ""}}
            },
            "office": {
                "properties": {
                    "told": {"properties": {"from": {"format": "date", "title": "From"}}},
                    "likes": {"title": "What they like"},
                }
            },
            "contacts": {
                "type": "array",
                "title": "Contacts",
                "items": {"properties": {"date": {"format": "date"}, "note": {}}},
            },
        }
    }
)


def test_a_facts_file_is_written_as_by_hand() -> None:
    """Sections in declared order, each fact below its title, open questions commented out."""
    text = facts_file(
        {
            "office.told.from": "2026-12-01",
            "talk.date": "2026-11-20",
            "contacts": [{"date": "2026-11-21", "note": "a: b"}],
            "proposed.action": "ask_again",
        },
        {"office.likes": "What do they like?"},
        VOCABULARY,
        head=("Facts.", "Leave out."),
        packs=("letters@1.2",),
    )
    assert text == (
        "# Facts.\n"
        "# Leave out.\n"
        "\n"
        'packs: ["letters@1.2"]\n'
        "\n"
        "talk:\n"
        "  # Day of the talk\n"
        "  date: 2026-11-20\n"
        "\n"
        "office:\n"
        "  told:\n"
        "    # From\n"
        "    from: 2026-12-01\n"
        "  # What do they like? (not known yet)\n"
        "  # likes:\n"
        "\n"
        "# Contacts\n"
        "contacts:\n"
        '  - {date: 2026-11-21, note: "a: b"}\n'
        "\n"
        "proposed:\n"
        "  action: ask_again\n"
    )


def test_a_section_of_open_questions_is_a_comment() -> None:
    """Nothing is left in the file that would say more than was answered."""
    text = facts_file({"talk.date": "2026-11-20"}, {"office.told.from": "From when?"}, VOCABULARY)
    assert "\n# office:\n  # told:\n    # From when? (not known yet)\n    # from:\n" in text
    document, problems = parse(text, "facts.yaml")
    assert document is not None, problems
    assert document.data == {"talk": {"date": "2026-11-20"}}


@pytest.mark.parametrize(
    "value",
    [
        "Data analyst",
        "yes",
        "true",
        "null",
        "a: b",
        "- x",
        "#1",
        "it's",
        '"quoted"',
        "{x}",
        "[x]",
        "1.5",
        "12",
        "0x1F",
        "1e3",
        "~",
        "@x",
        "trailing:",
        "Łódź",
        "a, b",
        "*a",
        "&a",
        "!x",
        "%x",
        "",
        "back\\slash",
        "\N{GRINNING FACE}",
        ".inf",
        ["a, b", "c"],
        [],
        True,
        False,
        7,
        [{"name": "x: y", "role": "z"}],
        [{"date": "2026-11-20"}, {"time": "09:30"}],
    ],
)
def test_every_answer_survives_the_file(value: object) -> None:
    """What is written reads back as what was answered."""
    text = facts_file({"talk.topic": value}, {}, VOCABULARY)
    document, problems = parse(text, "facts.yaml")
    assert document is not None, (text, problems)
    assert document.data == {"talk": {"topic": value}}


def test_paths_become_sections() -> None:
    """Dotted paths are the keys of a nested mapping."""
    assert nested({"a.b.c": 1, "a.d": 2, "e": 3}) == {"a": {"b": {"c": 1}, "d": 2}, "e": 3}
