"""Rules and declarations as packs write them, and the model they become."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from etiquette._packing.parse_declared import parse_action, parse_channel, parse_concept, parse_recipient
from etiquette._packing.parse_rules import parse_rule
from etiquette.algebra import ALWAYS, Constant, Fact, Named, Not, Param, Shift
from etiquette.model import (
    Action,
    Channel,
    Choice,
    Concept,
    Hours,
    Limit,
    MessageDemand,
    Override,
    PerEach,
    Recipient,
    Rule,
    Scope,
    Source,
    Window,
)
from parsing import names, said, tree

WHOLE = """
id: status/gently
title: Ask gently
action: [send_minutes, ask_for_a_decision]
when: {undecided: false}
level: note
for: {channel: email, recipient: sponsor, via: direct}
window: {not_before: meeting.date, ideally_by: meeting.date + 1 day, not_after: 2026-12-01}
hours: {only: 08:00 to 20:00, prefer: 09:00 to 17:30}
weekdays: {only: [monday, tuesday, sunday], never: [sunday], prefer: [tuesday]}
channels: {only: [email, {fact: client.likes}], never: [phone], prefer: [email]}
recipients: {never: [sponsor]}
via: {prefer: [direct]}
message: {must: [summary], should: [next_steps], may: [thanks], avoid: [impatience], first: summary,
          max_words: minutes_words, max_characters: 900, subject: required}
because: It is kind.
source: {text: house rules, section: Tone, norms: [M1, M2], inferred: true, note: Ours.}
overridable: true
"""


def test_a_rule_that_says_everything() -> None:
    """Every key of a rule arrives in the model."""
    known = names()
    rule = parse_rule(tree(WHOLE), known, changed_by=("a-layer",))
    assert not known.found
    assert isinstance(rule.when, Not)
    assert isinstance(rule.when.part, Named)
    assert rule == Rule(
        id="status/gently",
        title="Ask gently",
        owner="some-pack",
        actions=("send_minutes", "ask_for_a_decision"),
        when=rule.when,
        level="note",
        scope=Scope("email", "sponsor", "direct"),
        window=Window(
            Fact("meeting.date"),
            Shift(Fact("meeting.date"), Constant(1), "days"),
            rule.window.not_after if rule.window else None,
        ),
        hours=Hours((time(8), time(20)), (time(9), time(17, 30)), frozenset({1, 2}), frozenset({2})),
        channels=Choice(
            (Constant("email"), Fact("client.likes")), (Constant("phone"),), (Constant("email"),)
        ),
        recipients=Choice(None, (Constant("sponsor"),)),
        via=Choice(prefer=(Constant("direct"),)),
        message=MessageDemand(
            ("summary",),
            ("next_steps",),
            ("thanks",),
            ("impatience",),
            "summary",
            (Limit("characters", 900), Limit("words", Param("minutes_words"))),
            "required",
        ),
        because="It is kind.",
        source=Source("house rules", "Tone", ("M1", "M2"), inferred=True, note="Ours."),
        overridable=True,
        location=rule.location,
        changed_by=("a-layer",),
    )
    assert rule.location is not None
    assert (rule.location.line, rule.location.column) == (2, 5)


def test_a_rule_that_says_little() -> None:
    """What a rule doesn't say is left open, and a phase stands for its actions."""
    rule = parse_rule(
        tree("{id: a/b, title: T, action: {phase: after}, weekdays: {never: [friday]}}"), names()
    )
    assert (rule.actions, rule.phases, rule.when, rule.modality) == ((), ("after",), ALWAYS, None)
    assert rule.hours == Hours(weekdays=frozenset({1, 2, 3, 4, 6, 7}))
    assert rule.aspects == ("hours",)


def test_overrides_name_a_target_and_an_aspect() -> None:
    """An override keeps its target, its aspect and its place."""
    text = "{id: a/b, title: T, action: send_minutes, modality: may, overrides: ['c/*', c/d#window]}"
    rule = parse_rule(tree(text), names())
    assert [(each.target, each.aspect) for each in rule.overrides] == [("c/*", None), ("c/d", "window")]
    assert [str(each) for each in rule.overrides] == ["c/*", "c/d#window"]
    assert all(each.location for each in rule.overrides)
    assert isinstance(rule.overrides[0], Override)


@pytest.mark.parametrize(
    ("says", "problem"),
    [
        ("because: So.", "E421 a/b says nothing: it has neither a modality nor a constraint."),
        (
            "modality: must_not, hours: {only: 08:00 to 09:00}",
            "E423 a/b says must_not and has constraints (hours).",
        ),
        ("weekdays: {never: [monday], only: [monday]}", "E424 No day of the week is left."),
        (
            "message: {should: [summary], avoid: [summary]}",
            "E425 The message should say summary, and is to avoid it as well.",
        ),
        ("message: {max_words: 10, max_pages: 1}", "E412 There is no unit of length called pages."),
    ],
)
def test_what_a_rule_may_not_say(says: str, problem: str) -> None:
    """A rule that contradicts itself, or says nothing, is told so."""
    known = names()
    parse_rule(tree(f"{{id: a/b, title: T, action: send_minutes, {says}}}"), known)
    assert said(known) == [problem]


def test_declarations() -> None:
    """Actions, channels, recipients and concepts arrive in the model, with what is usual filled in."""
    known = names()
    text = """
    title: Send
    phase: after
    done_when: {minutes_sent: {at_least: 1}}
    per: {each: meeting.attendees, by: name, counting: minutes_sent, matches: to_whom}
    channels: [email]
    recipients: [sponsor]
    carriers: [direct]
    message: false
    """
    action = parse_action("send", tree(text), known)
    per = PerEach("meeting.attendees", "name", "minutes_sent", "to_whom")
    ways = (("email",), ("sponsor",), ("direct",))
    expected = Action("send", "Send", "after", action.done_when, per, None, *ways, message=False)
    assert replace(action, location=None) == expected
    assert action.done_when is not None
    assert parse_action("wave", tree("{title: Wave, phase: after, silent: No.}"), known).silent == "No."
    assert parse_channel("fax", tree("{title: fax}"), known) == Channel("fax", "fax", owner="some-pack")
    zoned = tree("{title: boss, phrase: to the boss, timezone: client.timezone}")
    assert parse_recipient("boss", zoned, known) == Recipient(
        "boss", "boss", "client.timezone", "to the boss"
    )
    assert parse_concept("joke", tree("{title: a joke}")) == Concept("joke", "a joke", 0)
    assert not known.found
