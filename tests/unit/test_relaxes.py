"""Whether a change could loosen a rule: what passes at a glance, and what needs the author's leave."""

from __future__ import annotations

import pytest

from etiquette._packing.parse_dates import parse_date
from etiquette._packing.parse_rules import parse_rule
from etiquette._packing.relaxes import no_earlier, no_later, relaxed
from etiquette.model import Rule
from parsing import names, tree

BASE = (
    "{id: a/b, title: T, action: send_minutes, modality: should, when: {undecided: true}, "
    "window: {not_before: meeting.date + 3 days, ideally_by: meeting.date + 5 days, "
    "not_after: meeting.date + 9 days}, "
    "hours: {only: 08:00 to 18:00, prefer: 09:00 to 12:00}, weekdays: {never: [sunday]}, "
    "channels: {only: [email, phone], never: []}, recipients: {never: [sponsor]}, "
    "message: {must: [summary], should: [thanks], avoid: [impatience], max_words: 100}, "
    "overrides: [x/y#window]}"
)


def rule(text: str) -> Rule:
    """A rule that is right."""
    known = names()
    found = parse_rule(tree(text), known)
    assert not known.found
    return found


def changed(old: str, new: str) -> tuple[str, ...]:
    """What is relaxed when ``old`` becomes ``new`` in the text of the rule."""
    assert old in BASE
    return relaxed(rule(BASE), rule(BASE.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: T", "title: Other words, because: So."),
        ("meeting.date + 3 days", "meeting.date + 4 days"),
        ("meeting.date + 5 days", "meeting.date + 4 days"),
        ("meeting.date + 9 days", "meeting.date - 9 days"),
        ("08:00 to 18:00", "08:00 to 17:59"),
        ("prefer: 09:00 to 12:00", "prefer: 10:00 to 16:00"),
        ("never: [sunday]", "never: [sunday, monday]"),
        ("only: [email, phone]", "only: [phone]"),
        ("never: [sponsor]", "never: [sponsor, attendee]"),
        ("must: [summary]", "must: [summary, next_steps]"),
        ("should: [thanks]", "should: [thanks, next_steps]"),
        ("must: [summary], should: [thanks]", "must: [summary, thanks]"),
        ("avoid: [impatience]", "avoid: [impatience, next_steps]"),
        ("max_words: 100", "max_words: 99, max_characters: 400, subject: required, first: summary"),
        ("modality: should", "modality: must"),
        ("modality: should", "modality: should, level: error"),
        ("message: {", "via: {only: [direct]}, message: {"),
        ("overrides: [x/y#window]", "overrides: [x/y#window, x/z]"),
    ],
)
def test_what_can_not_loosen(old: str, new: str) -> None:
    """Other words, a new constraint, a smaller `only`, a larger `never`, a tighter number: always allowed."""
    assert changed(old, new) == ()


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("meeting.date + 3 days", "meeting.date + 2 days", "window.not_before"),
        ("meeting.date + 3 days", "client.decides_by + 3 days", "window.not_before"),
        ("meeting.date + 3 days", "meeting.date + 3 business days", "window.not_before"),
        ("not_before: meeting.date + 3 days, ", "", "window.not_before"),
        ("meeting.date + 5 days", "meeting.date + 6 days", "window.ideally_by"),
        ("meeting.date + 9 days", "meeting.date + patience", "window.not_after"),
        ("08:00 to 18:00", "07:59 to 18:00", "hours.only"),
        ("only: 08:00 to 18:00, ", "", "hours.only"),
        ("weekdays: {never: [sunday]}", "weekdays: {prefer: [monday]}", "weekdays"),
        ("only: [email, phone]", "only: [email, phone, {fact: client.likes}]", "channels.only"),
        ("channels: {only: [email, phone], never: []}", "channels: {prefer: [email]}", "channels.only"),
        ("recipients: {never: [sponsor]}, ", "", "recipients.never"),
        ("must: [summary]", "must: [thanks]", "message.must"),
        ("must: [summary]", "first: summary", "message.must"),
        ("should: [thanks]", "first: thanks", "message.should"),
        ("should: [thanks]", "may: [thanks]", "message.should"),
        ("avoid: [impatience]", "avoid: [next_steps]", "message.avoid"),
        ("max_words: 100", "max_words: 101", "message.max_words"),
        ("max_words: 100", "max_words: minutes_words", "message.max_words"),
        ("modality: should", "modality: may", "modality"),
        ("modality: should, ", "", "modality"),
        ("modality: should", "modality: should, level: note", "level"),
        ("when: {undecided: true}", "when: {undecided: false}", "when"),
        ("when: {undecided: true}, ", "", "when"),
        ("action: send_minutes", "action: [send_minutes, ask_for_a_decision]", "action"),
        ("overrides: [x/y#window]", "overrides: [x/y]", "overrides"),
    ],
)
def test_what_could_loosen(old: str, new: str, key: str) -> None:
    """Everything else is named by its key."""
    assert changed(old, new) == (key,)


def test_all_keys_are_told() -> None:
    """A change that loosens a rule in several ways is told of each."""
    bare = "{id: a/b, title: T, action: send_minutes, modality: may}"
    assert relaxed(rule(BASE), rule(bare)) == (
        "when",
        "modality",
        "overrides",
        "window.not_before",
        "window.ideally_by",
        "window.not_after",
        "hours.only",
        "weekdays",
        "channels.only",
        "recipients.never",
        "message.must",
        "message.should",
        "message.avoid",
        "message.max_words",
    )


@pytest.mark.parametrize("modality", ["may", "should", "must"])
def test_a_rule_without_a_modality_gets_none(modality: str) -> None:
    """A modality is no constraint: a new one could permit, outweigh others, or make a breach less grave."""
    bare = "{id: a/b, title: T, action: send_minutes, hours: {only: 08:00 to 18:00}%s}"
    assert relaxed(rule(bare % ""), rule(bare % f", modality: {modality}")) == ("modality",)


NARROWS = "{id: a/b, title: T, action: send_minutes, hours: {only: 08:00 to 18:00}%s}"
PERMITS = NARROWS % ", modality: may%s"
EXCEPTS = NARROWS % ", overrides: [x/y]%s"
IN_FORCE = ", effective: {from: 2027-01-01, until: 2027-06-30}"


@pytest.mark.parametrize(
    ("then", "keys"),
    [
        ("", ()),
        (", effective: {from: 2026-12-31, until: 2027-06-30}", ()),
        (", effective: {from: 2027-01-01}", ()),
        (", effective: {from: 2027-01-02, until: 2027-06-30}", ("effective.from",)),
        (", effective: {until: 2027-06-29}", ("effective.until",)),
        (", effective: {from: 2027-02-01, until: 2027-03-01}", ("effective.from", "effective.until")),
    ],
)
def test_a_rule_that_narrows_may_gain_days_and_lose_none(then: str, keys: tuple[str, ...]) -> None:
    """A rule that only narrows is tighter with more days, and looser with every day that it loses."""
    assert relaxed(rule(NARROWS % IN_FORCE), rule(NARROWS % then)) == keys


@pytest.mark.parametrize("text", [PERMITS, EXCEPTS])
@pytest.mark.parametrize(
    ("then", "keys"),
    [
        ("", ("effective.from", "effective.until")),
        (", effective: {from: 2026-12-31, until: 2027-06-30}", ("effective.from",)),
        (", effective: {from: 2027-01-01, until: 2027-06-29}", ("effective.until",)),
    ],
)
def test_the_days_of_a_rule_that_permits_or_excepts_are_fixed(
    text: str, then: str, keys: tuple[str, ...]
) -> None:
    """On a day that such a rule gains it may permit, outweigh or override, so it may gain none either."""
    assert relaxed(rule(text % IN_FORCE), rule(text % then)) == keys


def test_a_rule_that_is_always_in_force_stays_so() -> None:
    """To give a rule days at all is to take days away from it."""
    assert relaxed(rule(NARROWS % ""), rule(NARROWS % IN_FORCE)) == ("effective.from", "effective.until")


def test_a_scope_is_fixed() -> None:
    """A rule for one way can't become one for another."""
    one = rule("{id: a/b, title: T, action: send_minutes, for: {channel: email}, channels: {only: [email]}}")
    other = rule(
        "{id: a/b, title: T, action: send_minutes, for: {channel: phone}, channels: {only: [email]}}"
    )
    assert relaxed(one, other) == ("for",)


def test_a_prohibition_can_be_sharpened_only() -> None:
    """should_not may become must_not, and neither may turn into its opposite."""
    soft, hard, must = (
        rule(f"{{id: a/b, title: T, action: send_minutes, modality: {word}}}")
        for word in ("should_not", "must_not", "must")
    )
    assert relaxed(soft, hard) == ()
    assert "modality" in relaxed(hard, soft)
    assert relaxed(hard, must) == ("modality",)
    assert relaxed(must, hard) == ("modality",)


@pytest.mark.parametrize(
    ("before", "after", "later"),
    [
        (
            "{latest_of: [meeting.date, last_note + 1 day]}",
            "{latest_of: [meeting.date, last_note + 2 days]}",
            True,
        ),
        ("{latest_of: [meeting.date]}", "{earliest_of: [meeting.date]}", False),
        ("{latest_of: [meeting.date, last_note]}", "{latest_of: [meeting.date]}", False),
        ("meeting.date + patience + 1 day", "meeting.date + patience + 2 days", True),
        ("meeting.date + 1 day + patience", "meeting.date + 2 days + patience", True),
        ("meeting.date + 1 day + patience", "meeting.date + 2 days", False),
        ("meeting.date + 2 * promised_span", "meeting.date + 3 * promised_span", False),
        ("last_note + 1 day", "last_note + 2 days", True),
    ],
)
def test_dates_are_compared_by_how_they_are_written(before: str, after: str, later: bool) -> None:
    """Only literal numbers in the same place of the same expression are compared."""
    known = names()
    one, other = parse_date(tree(before), known), parse_date(tree(after), known)
    assert one is not None
    assert other is not None
    assert no_earlier(one, other) is later
    assert no_later(other, one) is later
    assert not no_earlier(one, None)
