"""Rules that are in force from a day or until one: the guidance of each day, and who hears what of it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etiquette import Ruleset
from etiquette._deciding.wording import effective_in_words
from etiquette._text import print_explanation, print_report
from etiquette.cli._pack_view import pack_as_data, pack_page
from etiquette.model import Effective, Rule
from etiquette.testing import assert_no_conflict, assert_valid_report
from packing import loaded, refused, write
from small import LAW, TODAY, case, small

DAY = timedelta(days=1)
FIRST, LAST = date(2027, 1, 1), date(2027, 6, 30)
BASE = """
  - {id: a/write, title: Write, action: write, modality: may, channels: {only: [letter, phone]}}
"""
DATED = """
  - id: a/must
    title: This half of the year they must
    action: write
    modality: must
    effective: {from: 2027-01-01, until: 2027-06-30}
    because: It was decided so.
"""


def status(ruleset: Ruleset, as_of: date | None = None, today: date = TODAY) -> str:
    """The status of writing, today and by the guidance of a day."""
    return ruleset.check(case(today), as_of=as_of).decision("write").status


@pytest.mark.parametrize(
    ("day", "expected"),
    [(FIRST - DAY, "open"), (FIRST, "due"), (LAST, "due"), (LAST + DAY, "open")],
)
def test_both_ends_are_included(day: date, expected: str) -> None:
    """A rule is in force on its first and on its last day, and neither on the day before nor after."""
    ruleset = small(BASE + DATED)
    assert status(ruleset, as_of=day) == expected
    assert status(ruleset, today=day) == expected
    assert status(ruleset, as_of=FIRST, today=LAST + DAY) == "due"


@pytest.mark.parametrize(
    ("dated", "inside", "outside"),
    [
        ("from: 2027-01-01", [FIRST, date.max], [date.min, FIRST - DAY]),
        ("until: 2027-06-30", [date.min, LAST], [LAST + DAY, date.max]),
        ("from: 2027-01-01, until: 2027-01-01", [FIRST], [FIRST - DAY, FIRST + DAY]),
        ("from: 0001-01-01, until: 9999-12-31", [date.min, FIRST, date.max], []),
    ],
)
def test_either_end_may_be_left_out(dated: str, inside: list[date], outside: list[date]) -> None:
    """An end that isn't given is no end; a single day is its own first and last."""
    ruleset = small(BASE + DATED.replace("from: 2027-01-01, until: 2027-06-30", dated))
    assert {status(ruleset, as_of=day) for day in inside} == {"due"}
    assert {status(ruleset, as_of=day) for day in outside} <= {"open"}


def test_what_is_not_in_force_overrides_nothing() -> None:
    """An exception counts from the day on which it is in force, and not before."""
    forbids = "  - {id: a/no, title: No, action: write, modality: must_not}\n"
    excepts = """
  - id: b/yes
    title: From next year on
    action: write
    modality: may
    overrides: [a/no]
    effective: {from: 2027-01-01}
"""
    ruleset = small(forbids + excepts)
    assert status(ruleset, as_of=FIRST - DAY) == "forbidden"
    assert status(ruleset, as_of=FIRST) == "open"
    before = ruleset.as_of(FIRST - DAY)
    assert [rule.id for rule in before.by_action["write"]] == ["a/no"]
    assert before.overriders == {}


def test_what_is_not_in_force_is_not_overridden_either() -> None:
    """An exception to a rule that has ended stands for itself."""
    ends = "  - {id: a/early, title: E, action: write, modality: may, effective: {until: 2026-12-31},\n"
    ends += "     window: {not_before: case.opened + 14 days}}\n"
    stays = "  - {id: b/late, title: L, action: write, modality: may, overrides: [a/early#window],\n"
    stays += "     window: {not_before: case.opened + 3 days}}\n"
    ruleset = small(ends + stays)
    for day in (FIRST - DAY, FIRST):
        assert ruleset.check(case(), as_of=day).decision("write").opens_on == TODAY + 3 * DAY
    assert ruleset.check(case(), as_of=FIRST).decision("write").overridden == ()


def test_rules_that_would_clash_do_not_if_they_never_meet() -> None:
    """One rule takes over from another on a day; on no day do they contradict each other."""
    ruleset = small("""
  - {id: a/old, title: O, action: write, modality: must, effective: {until: 2026-12-31}}
  - {id: a/new, title: N, action: write, modality: must_not, effective: {from: 2027-01-01}}
""")
    for day, expected in ((FIRST - DAY, "due"), (FIRST, "forbidden")):
        assert status(ruleset, as_of=day) == expected
        assert_no_conflict(ruleset, case(day))


def test_a_rule_for_a_phase_and_one_of_a_plugin_may_be_dated() -> None:
    """Days in force go with any rule, also with those that only narrow."""
    dated = "effective: {from: 2027-01-01}"
    phase = (
        f"  - {{id: a/phase, title: P, action: {{phase: during}}, channels: {{never: [phone]}}, {dated}}}\n"
    )
    theirs = f"  - {{id: post/slow, title: S, action: write, channels: {{never: [letter]}}, {dated}}}\n"
    ruleset = small(BASE + phase, plugins={"post": theirs})
    found = {day: ruleset.check(case(), as_of=day).decision("write") for day in (FIRST - DAY, FIRST)}
    assert found[FIRST - DAY].channels == ("letter", "phone")
    assert found[FIRST].status == "impossible"


def test_epochs_are_the_days_on_which_the_rules_in_force_change() -> None:
    """An epoch begins where a rule begins, and the day after one ends; nothing dated makes a single one."""
    assert small(BASE).epochs() == (date.min,)
    assert small(BASE + DATED).epochs() == (date.min, FIRST, LAST + DAY)
    adjoining = """
  - {id: a/old, title: O, action: write, modality: may, effective: {until: 2026-12-31}}
  - {id: a/new, title: N, action: write, modality: may, effective: {from: 2027-01-01}}
  - {id: a/first, title: F, action: write, modality: may, effective: {from: 0001-01-01, until: 9999-12-31}}
"""
    assert small(adjoining).epochs() == (date.min, FIRST)


def test_the_guidance_of_a_day_keeps_the_rest_on_record() -> None:
    """What isn't in force is kept by itself; from the guidance of one day that of another can be had."""
    whole = small(BASE + DATED)
    before, meanwhile = whole.as_of(FIRST - DAY), whole.as_of(FIRST)
    assert [rule.id for rule in before.rules] == ["a/write"]
    assert [rule.id for rule in before.not_in_force] == ["a/must"]
    assert meanwhile is whole
    assert before.as_of(FIRST).rules == whole.rules
    assert before.as_of(FIRST).not_in_force == ()
    assert before.epochs() == whole.epochs()


def test_the_same_guidance_is_the_same_object() -> None:
    """Days of one stretch share one ruleset; where nothing is dated it is the ruleset itself."""
    dated, undated = small(BASE + DATED), small(BASE)
    assert dated.as_of(TODAY) is dated.as_of(date.min) is dated.as_of(FIRST - DAY)
    assert dated.as_of(TODAY) is not dated.as_of(LAST + DAY)
    assert undated.as_of(TODAY) is undated


def test_the_report_says_which_guidance_it_is() -> None:
    """A report names the day of its guidance where it is another than its own, and is right by its schema."""
    ruleset = small(BASE + DATED)
    plain, other = ruleset.check(case()), ruleset.check(case(), as_of=FIRST)
    assert plain.to_dict()["guidance_as_of"] is None
    assert ruleset.check(case(), as_of=TODAY).to_dict() == plain.to_dict()
    assert other.to_dict()["guidance_as_of"] == "2027-01-01"
    assert other.as_of == TODAY
    for report in (plain, other):
        assert_valid_report(report)


def test_the_report_says_how_long_its_guidance_lasts() -> None:
    """A report names the last day on which the same rules are in force, as far as there is one."""
    ruleset = small(BASE + DATED)
    days = [FIRST - DAY, FIRST, LAST, LAST + DAY]
    lasts = [ruleset.check(case(), as_of=day).guidance_until for day in days]
    assert lasts == [FIRST - DAY, LAST, LAST, None]
    assert ruleset.check(case()).to_dict()["guidance_until"] == "2026-12-31"
    assert ruleset.explain(case()).to_dict()["guidance_until"] == "2026-12-31"
    assert small(BASE).check(case()).to_dict()["guidance_until"] is None


def test_questions_findings_and_unchecked_are_those_of_the_guidance() -> None:
    """All of an answer is by the guidance of one day, not only its plan."""
    ruleset = small(
        BASE
        + """
  - id: a/short
    title: Short
    action: write
    when: {case.urgent: true, case.number: {at_most: 3}}
    message: {max_words: 5}
    effective: {from: 2027-01-01}
"""
    )
    told: dict[str, Any] = {
        "action": "write",
        "date": "2026-11-23",
        "channel": "letter",
        "message": {"words": 9},
    }
    facts = case(urgent=True, proposed=told)
    assert ruleset.check(facts).questions == ()
    assert [each.fact for each in ruleset.check(facts, as_of=FIRST).questions] == ["case.number"]
    known = case(urgent=True, number=1, proposed=told)
    assert ruleset.check(known).findings == ()
    assert [each.rule for each in ruleset.check(known, as_of=FIRST).findings] == ["a/short"]
    unmeasured = case(urgent=True, number=1, proposed={**told, "message": {"says": ["greeting"]}})
    assert ruleset.check(unmeasured).unchecked == ()
    assert ruleset.check(unmeasured, as_of=FIRST).unchecked


def test_a_moment_is_no_day_of_guidance() -> None:
    """Which guidance a moment belongs to depends on the zone, so it is refused; so is a text."""
    ruleset = small(BASE + DATED)
    for wrong in (datetime(2027, 1, 1, 12), "2027-01-01"):  # noqa: DTZ001 - a moment without a zone is the point
        for ask in (ruleset.check, ruleset.explain):
            with pytest.raises(TypeError, match="as_of should be a"):
                ask(case(), as_of=wrong)  # type: ignore[arg-type]


def test_days_that_end_before_they_begin_are_none() -> None:
    """Days in force that could never come can't be made."""
    with pytest.raises(ValueError, match="in force from 2027-06-30 until 2027-01-01"):
        Effective(LAST, FIRST)


def test_an_explanation_tells_what_is_not_in_force() -> None:
    """A rule out of force is listed with its days and its own fate, last, and can be asked about."""
    ruleset = small(BASE + DATED)
    (explained,) = ruleset.explain(case(), "write").actions
    assert [(each.rule.id, each.fate) for each in explained.rules] == [
        ("a/write", "in_effect"),
        ("a/must", "not_in_force"),
    ]
    asked = ruleset.explain(case(), "a/must").to_dict()
    assert asked["actions"][0]["rules"][0]["effective"] == {"from": "2027-01-01", "until": "2027-06-30"}
    meanwhile = ruleset.explain(case(), "a/must", as_of=FIRST)
    assert meanwhile.actions[0].rules[0].fate == "in_effect"
    assert meanwhile.to_dict()["guidance_as_of"] == "2027-01-01"
    assert asked["guidance_as_of"] is None


LAYER = """pack: coach
version: 1.0.0
format: 1
title: Coach
extends: client-meetings@^1
change: {%s: {effective: %s}}
"""


def test_a_layer_may_date_what_is_overridable(tmp_path: Path) -> None:
    """A layer may end a rule that its author lets it relax; the base is as it was until then."""
    write(tmp_path, {"c/pack.yaml": LAYER % ("decision/wait", "{until: 2026-12-31}")})
    ruleset = loaded(tmp_path, "coach")
    (rule,) = (each for each in ruleset.rules if each.id == "decision/wait")
    assert rule.effective == Effective(None, date(2026, 12, 31))
    assert rule.changed_by == ("coach",)


@pytest.mark.parametrize("days", ["{until: 2026-12-31}", "{from: 2020-01-01}"])
def test_a_layer_may_not_date_anything_else(days: str, tmp_path: Path) -> None:
    """To take days away from a rule is to relax it."""
    write(tmp_path, {"c/pack.yaml": LAYER % ("minutes/promptly", days)})
    said = refused(tmp_path, "coach")
    assert "E442 coach can't change effective." in said


def shown(show: Callable[..., None], *what: Any, width: int = 80) -> str:
    """What is printed of a report or an explanation, on one line."""
    stream = StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(width))
        show(*what, stream)
    return " ".join(stream.getvalue().split())


@pytest.mark.parametrize("width", [80, 50])
def test_the_text_says_which_guidance_it_is_and_what_is_not_in_force(width: int) -> None:
    """The last line of an answer names another day's guidance; an explanation lists what isn't in force."""
    ruleset = small(BASE + DATED)
    line = "The rules are those in force on 1 January 2027."
    assert shown(print_report, ruleset.check(case(), as_of=FIRST), ruleset, width=width).endswith(line)
    plain = shown(print_report, ruleset.check(case()), ruleset, width=width)
    assert plain.endswith(
        "From 1 January 2027 on, other rules are in force: --as-of 2027-01-01 applies them."
    )
    assert "in force" not in shown(print_report, small(BASE).check(case()), ruleset, width=width)
    assert shown(print_explanation, ruleset.explain(case(), as_of=FIRST), ruleset, width=width).endswith(line)
    action = shown(print_explanation, ruleset.explain(case(), "write"), ruleset, width=width)
    assert "1 rule is not in force on this day: a/must (from 1 January 2027 until 30 June 2027)." in action
    rule = shown(print_explanation, ruleset.explain(case(), "a/must"), ruleset, width=width)
    assert "This half of the year they must (not in force on this day)" in rule
    assert "In force from 1 January 2027 until 30 June 2027." in rule


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (Effective(FIRST), "in force from 1 January 2027"),
        (Effective(until=LAST), "in force until 30 June 2027"),
        (Effective(FIRST, LAST), "in force from 1 January 2027 until 30 June 2027"),
        (Effective(FIRST, FIRST), "in force on 1 January 2027 only"),
        (Effective(), "in force always"),
    ],
)
def test_days_in_force_in_words(days: Effective, words: str) -> None:
    """Days in force read as one would say them."""
    assert effective_in_words(days) == words


def test_a_pack_is_shown_with_the_days_of_its_rules() -> None:
    """The list of a pack's rules says which of them are in force for a time."""
    ruleset = small(BASE + DATED)
    (section,) = (each for each in pack_page(ruleset).sections if each.title == "Rules")
    remarks = [item.remark for item in section.items]
    assert remarks == [
        "must, not overridable, in force from 1 January 2027 until 30 June 2027, from small",
        "may, not overridable, from small",
    ]
    days = [rule["effective"] for rule in pack_as_data(ruleset)["rules"]]
    assert days == [{"from": "2027-01-01", "until": "2027-06-30"}, None]


FEW = settings(LAW, max_examples=40)
DATES = st.dates(date(2026, 12, 28), date(2027, 1, 3))
RULES = st.lists(
    st.tuples(
        st.sampled_from(
            ["modality: may", "modality: must", "modality: should_not", "channels: {never: [phone]}"]
        ),
        st.one_of(st.none(), DATES),
        st.one_of(st.none(), DATES),
        st.booleans(),
    ).filter(lambda each: each[1] is None or each[2] is None or each[1] <= each[2]),
    max_size=5,
)


def written(rules: tuple[Any, ...], *, only_on: date | None = None, seed: int | None = None) -> str:
    """These rules as text: all with their days, or those in force on a day without; shuffled by a seed."""
    texts = []
    for number, (says, since, until, overrides) in enumerate(rules):
        if only_on and not Effective(since, until).covers(only_on):
            continue
        ends = {"from": since, "until": until}
        days = ", ".join(f"{key}: {day}" for key, day in ends.items() if day)
        dated = f", effective: {{{days}}}" if days and not only_on else ""
        wins = ", overrides: [a/write]" if overrides else ""
        texts.append(f"  - {{id: r/{number}, title: R, action: write, {says}{wins}{dated}}}\n")
    texts.append(BASE)
    if seed is not None:
        random.Random(seed).shuffle(texts)  # noqa: S311 - a repeatable shuffle, no secret
    return "\n".join(texts)


@cache
def loaded_small(text: str) -> Ruleset:
    """A small pack, loaded once."""
    return small(text)


def advice(ruleset: Ruleset, **options: Any) -> str:
    """A report, places and packs aside."""
    report = replace(ruleset.check(case(), **options), packs=(), guidance_as_of=None, guidance_until=None)
    return json.dumps(_without_places(report.to_dict()))


def _without_places(data: Any) -> Any:
    if isinstance(data, dict):
        return {
            key: _without_places(each) for key, each in data.items() if key not in ("location", "locations")
        }
    return [_without_places(each) for each in data] if isinstance(data, list) else data


@FEW
@given(RULES, DATES)
def test_the_guidance_of_a_day_is_the_pack_written_for_it(rules: list[Any], day: date) -> None:
    """A pack answers on a day as one does in which only the rules of that day are written, undated."""
    whole, rewritten = small(written(tuple(rules))), small(written(tuple(rules), only_on=day))
    assert advice(whole, as_of=day) == advice(rewritten)


@FEW
@given(RULES, DATES, st.integers(0, 5))
def test_order_never_matters(rules: list[Any], day: date, seed: int) -> None:
    """Dated rules may stand in any order."""
    text, other = written(tuple(rules)), written(tuple(rules), seed=seed)
    assert advice(loaded_small(text), as_of=day) == advice(small(other), as_of=day)


@FEW
@given(RULES, DATES, DATES)
def test_guidance_of_guidance(rules: list[Any], one: date, other: date) -> None:
    """The guidance of a day is the same, whichever day's guidance it is asked of."""
    whole = loaded_small(written(tuple(rules)))
    direct, roundabout = whole.as_of(other), whole.as_of(one).as_of(other)
    assert (direct.rules, direct.not_in_force) == (roundabout.rules, roundabout.not_in_force)
    assert roundabout.epochs() == whole.epochs()


@FEW
@given(RULES, DATES, DATES)
def test_between_epochs_nothing_changes(rules: list[Any], one: date, other: date) -> None:
    """Two days have the same guidance unless an epoch begins between them, and then another."""
    whole = loaded_small(written(tuple(rules)))
    first, last = sorted((one, other))
    began = [day for day in whole.epochs() if first < day <= last]
    sets = {_ids(whole.as_of(day).rules) for day in (first, *began, last)}
    assert (len(sets) > 1) is bool(began)
    for day in began:
        assert _ids(whole.as_of(day).rules) != _ids(whole.as_of(day - DAY).rules)


def _ids(rules: tuple[Rule, ...]) -> tuple[str, ...]:
    return tuple(rule.id for rule in rules)
