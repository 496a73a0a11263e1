"""Days, lists and the words that a ruleset gives to its own things."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from etiquette._text.days import distance, on_day, weekday_words, when_words
from etiquette._text.ways import limit_words
from etiquette._text.words import Words, join, readable, sentence
from etiquette.vocabulary import read_vocabulary
from report_samples import (
    RULESET,
    TODAY,
)

WORDS = Words(RULESET)


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
