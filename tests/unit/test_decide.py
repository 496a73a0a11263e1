"""How rules combine: overriding, outweighing, constraints, statuses and conflicts."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

import pytest

from etiquette import Decision, Report, Ruleset
from etiquette._deciding.conflicts import smallest
from etiquette._deciding.decide import NEGATIVE, STRENGTH, resolve
from etiquette._deciding.status import STATUS_ORDER, open_on, opens_on, situation
from etiquette.model import ASPECTS
from small import TODAY, case, small, told

DAY = timedelta(days=1)
MODALITIES = tuple(STRENGTH)


def decided(rules: Ruleset, action: str = "write", **facts: Any) -> Decision:
    """The decision on one action."""
    return rules.check(case(**facts)).decision(action)


def conflicts(report: Report) -> list[tuple[str, tuple[str, ...]]]:
    """What each conflict is about, and its rules."""
    return [(each.about, each.rules) for each in report.conflicts]


# Modality


@pytest.mark.parametrize(("one", "other"), list(product(MODALITIES, repeat=2)))
def test_the_stronger_modality_beats_the_weaker(one: str, other: str) -> None:
    """All pairs: the stronger wins and outweighs its opposite; equal strength and opposite sign conflict."""
    found = decided(
        small(f"""
  - {{id: a/one, title: A, action: write, modality: {one}}}
  - {{id: a/other, title: B, action: write, modality: {other}}}
""")
    )
    strengths = {name: int(STRENGTH[name]) for name in (one, other)}  # type: ignore[index]
    opposite = (one in NEGATIVE) != (other in NEGATIVE)
    if opposite and strengths[one] == strengths[other]:
        assert (found.status, found.modality) == ("conflict", None)
        assert found.outweighed == ()
    else:
        winner = max((one, other), key=lambda name: strengths[name])
        assert found.modality == winner
        loser = "a/other" if winner == one else "a/one"
        assert found.outweighed == ((loser,) if opposite else ())


@pytest.mark.parametrize("names", list(combinations(MODALITIES, 3)))
def test_three_modalities_come_to_what_the_strongest_say(names: tuple[str, ...]) -> None:
    """All triples, in any order of ids: only the strongest on each side count."""
    found = {
        decided(
            small(
                "".join(
                    f"  - {{id: a/r{n}, title: A, action: write, modality: {m}}}\n"
                    for n, m in enumerate(order)
                )
            )
        ).modality
        for order in (names, names[::-1])
    }
    pro = max((STRENGTH[m] for m in MODALITIES if m in names and m not in NEGATIVE), default=-1)
    con = max((STRENGTH[m] for m in MODALITIES if m in names and m in NEGATIVE), default=-1)
    wanted = {
        m
        for m in MODALITIES
        if m in names and pro != con and STRENGTH[m] == max(pro, con) and (m in NEGATIVE) is (con > pro)
    }
    assert found == ({*wanted} if wanted else {None})


def test_the_constraints_of_an_outweighed_rule_fall_with_it() -> None:
    """A permission that is outweighed no longer narrows anything; nor does what is forbidden name a way."""
    rules = small("""
  - {id: a/may, title: A, action: write, modality: may, window: {not_after: case.opened}}
  - {id: a/should-not, title: B, action: write, when: {case.closed: true}, modality: should_not}
""")
    found = decided(rules, closed=True)
    assert (found.status, found.not_after, found.outweighed) == ("discouraged", None, ("a/may",))
    assert decided(rules, closed=False).not_after == TODAY


def test_a_weaker_rule_of_the_same_sign_still_narrows() -> None:
    """Constraints bind whatever the modality of the rule that carries them."""
    rules = small("""
  - {id: a/must, title: A, action: write, modality: must, channels: {never: [phone]}}
  - {id: a/may, title: B, action: write, modality: may, channels: {never: [wire]}}
""")
    found = decided(rules)
    assert (found.modality, found.channels, found.outweighed) == ("must", ("letter",), ())


def test_a_rule_for_a_phase_binds_but_addresses_nothing() -> None:
    """Constraints of a phase alone leave an action unaddressed, but are held against a proposed step."""
    rules = small("""
  - {id: a/phase, title: A, action: {phase: during}, channels: {never: [phone]}}
""")
    report = rules.check(case(proposed={"action": "write", "channel": "phone"}))
    assert report.decision("write").status == "unaddressed"
    assert [each.rule for each in report.findings] == ["a/phase"]


# Overrides

BASE = """
  - {id: a/base, title: A, action: write, modality: may, window: {not_before: case.opened + 14 days},
     hours: {only: 08:00 to 12:00}, channels: {only: [letter]}, recipients: {only: [owner]},
     via: {only: [direct]}, message: {must: [greeting]}}
"""


def in_play(rules: Ruleset, **facts: Any) -> dict[str, set[str]]:
    """The aspects of each rule for writing that are in play."""
    found = resolve(situation(rules, told({"case.opened": TODAY, **facts})), rules.actions["write"])
    return {
        rule: {aspect for aspect, state in aspects.items() if state is True}
        for rule, aspects in found.in_play.items()
    }


@pytest.mark.parametrize("aspect", ASPECTS)
def test_an_override_of_one_aspect_leaves_the_others(aspect: str) -> None:
    """``#aspect`` takes just that out, and only where the exception's own condition holds."""
    rules = small(f"""{BASE}
  - {{id: b/exception, title: B, action: write, when: {{case.closed: true}}, modality: may,
     overrides: ["a/base#{aspect}"]}}
""")
    everything = set(ASPECTS)
    assert in_play(rules, **{"case.closed": True})["a/base"] == everything - {aspect}
    assert in_play(rules, **{"case.closed": False})["a/base"] == everything
    open_ = resolve(situation(rules, told({"case.opened": TODAY})), rules.actions["write"]).in_play["a/base"]
    assert {name for name, state in open_.items() if state is None} == {aspect}


def test_an_override_without_an_aspect_takes_the_whole_rule_out() -> None:
    """The exception takes the rule's place."""
    rules = small(f"""{BASE}
  - {{id: b/exception, title: B, action: write, modality: must, overrides: [a/base]}}
""")
    assert in_play(rules) == {"a/base": set(), "b/exception": {"modality"}}
    found = decided(rules)
    assert (found.rules, found.overridden, found.modality) == (("b/exception",), ("a/base",), "must")


def test_an_override_of_a_topic_spares_the_rule_itself() -> None:
    """``topic/*`` is every other rule whose id begins so, and no rule of another topic."""
    rules = small("""
  - {id: a/one, title: A, action: write, modality: may, channels: {never: [wire]}}
  - {id: a/two, title: A, action: write, channels: {never: [phone]}}
  - {id: ab/three, title: A, action: write, via: {never: [agent]}}
  - {id: a/exception, title: B, action: write, modality: must, recipients: {only: [owner]}, overrides: [a/*]}
""")
    assert in_play(rules) == {
        "a/one": set(),
        "a/two": set(),
        "ab/three": {"via"},
        "a/exception": {"modality", "recipients"},
    }


def test_nothing_is_reinstated() -> None:
    """A rule is out when an applicable rule overrides it, even one that is itself overridden."""
    rules = small("""
  - {id: a/one, title: A, action: write, modality: must}
  - {id: a/two, title: B, action: write, modality: must_not, overrides: [a/one]}
  - {id: a/three, title: C, action: write, modality: may, overrides: [a/two]}
""")
    found = decided(rules)
    assert (found.modality, found.rules, found.overridden) == ("may", ("a/three",), ("a/one", "a/two"))


def test_an_exception_for_another_action_takes_nothing_out_here() -> None:
    """A rule that doesn't speak of an action can't be an exception there."""
    rules = small("""
  - {id: a/both, title: A, action: [write, call], modality: must}
  - {id: b/call, title: B, action: call, modality: may, overrides: [a/both]}
""")
    assert decided(rules).modality == "must"
    assert decided(rules, "call").modality == "may"


# Constraints


def test_constraints_narrow_to_what_all_of_them_leave() -> None:
    """Windows and hours intersect, ``only`` sets intersect, ``never`` sets subtract, per way."""
    rules = small("""
  - {id: a/one, title: A, action: write, modality: may, window: {not_before: case.opened + 1 day,
     not_after: case.opened + 9 days},
     hours: {only: 08:00 to 18:00}, weekdays: {never: [sunday]}, channels: {only: [letter, phone]}}
  - {id: a/two, title: B, action: write, window: {not_before: case.opened + 2 days,
     not_after: case.opened + 8 days},
     hours: {only: 09:00 to 20:00}, weekdays: {only: [monday, sunday, friday]},
     channels: {only: [phone, wire]}}
  - {id: a/three, title: C, action: write, recipients: {never: [clerk]}, via: {only: [direct]}}
""")
    (way,) = decided(rules).ways
    assert (way.channel, way.recipient, way.via) == ("phone", "owner", "direct")
    assert (way.not_before, way.not_after) == (TODAY + 2 * DAY, TODAY + 8 * DAY)
    assert way.hours is not None
    assert [f"{end:%H:%M}" for end in way.hours] == ["09:00", "18:00"]
    assert way.weekdays == (1, 5)


def test_a_rule_for_one_way_narrows_only_that_way() -> None:
    """``for`` limits a rule to steps taken by that channel, to that recipient, by that carrier."""
    rules = small("""
  - {id: a/may, title: A, action: write, modality: may, via: {only: [direct]}}
  - {id: a/wire, title: B, action: write, for: {channel: wire, recipient: clerk},
     window: {not_before: case.opened + 3 days}}
  - {id: a/phone, title: C, action: write, for: {channel: phone}, recipients: {only: [owner]}}
""")
    found = {(way.channel, way.recipient): way.not_before for way in decided(rules).ways}
    assert found == {
        ("letter", "owner"): None,
        ("letter", "clerk"): None,
        ("phone", "owner"): None,
        ("wire", "owner"): None,
        ("wire", "clerk"): TODAY + 3 * DAY,
    }
    assert decided(rules).not_before is None


def test_an_action_may_know_fewer_ways_than_the_pack() -> None:
    """An action's own channels, recipients and carriers bound what is possible at all."""
    rules = small(
        "  - {id: a/may, title: A, action: write, modality: may, channels: {prefer: [phone]}}\n",
        manifest="""
actions:
  write: {title: Write, phase: during, channels: [wire, letter], recipients: [clerk], carriers: [agent],
    message: false}
""",
    )
    found = decided(rules)
    assert (set(found.channels), found.recipients, found.via, found.message) == (
        {"wire", "letter"},
        ("clerk",),
        ("agent",),
        None,
    )


def test_sets_may_hold_facts() -> None:
    """A fact in a set stands for its word or words; NONE for nothing; unknown leaves the ways open."""
    rules = small("""
  - {id: a/may, title: A, action: write, modality: may, channels: {only: [letter, {fact: case.wished},
     {fact: case.agreed}]}}
""")
    assert decided(rules, wished="none").channels == ("letter",)
    assert decided(rules, wished="wire", agreed=["phone"]).channels == ("letter", "phone", "wire")
    found = decided(rules, agreed=["phone"])
    assert (found.status, found.undetermined, found.channels) == (
        "undetermined",
        ("window", "ways", "message"),
        (),
    )


def test_message_limits_may_be_parameters() -> None:
    """A limit given by a parameter is its value under the layers."""
    text = "  - {id: a/may, title: A, action: write, modality: may, message: {max_words: most}}\n"
    for value in (1, 9):
        message = decided(small(text, parameters={"most": value})).message
        assert message is not None
        assert message.limits == (("words", value),)


# Status


WINDOW = """
  - id: a/rule
    title: A
    action: write
    modality: {modality}
    window: {{not_before: case.opened, ideally_by: case.opened + 1 day, not_after: case.opened + 2 days}}
"""


@pytest.mark.parametrize("modality", ["must", "should", "may"])
@pytest.mark.parametrize(
    ("after", "status"), [(-1, "not_yet"), (0, "now"), (1, "now"), (2, "late"), (3, "missed")]
)
def test_a_window_gives_its_statuses_on_its_very_days(modality: str, after: int, status: str) -> None:
    """The day before, the first, the ideal, the last and the day after; ends are inclusive."""
    rules = small(WINDOW.format(modality=modality))
    found = decided(rules, today=TODAY + after * DAY, opened=TODAY.isoformat())
    assert found.status == ({"may": "open"}.get(modality, "due") if status == "now" else status)
    assert found.opens_on == (None if status == "missed" else max(TODAY, TODAY + after * DAY))


def one(says: str, action: str = "write", name: str = "x/rule") -> str:
    """One rule as a line of a rule file."""
    return f"  - {{id: {name}, title: X, action: {action}, {says}}}\n"


STATUS_RULES = {
    "conflict": one("modality: must") + one("modality: must_not, when: {case.number: 1}", name="x/no"),
    "undetermined": one("when: {case.closed: true}, modality: must"),
    "forbidden": one("modality: must_not"),
    "discouraged": one("modality: should_not"),
    "impossible": one("modality: may, channels: {never: [letter, phone, wire]}"),
    "not_yet": one("modality: may, window: {not_before: case.opened + 1 day}"),
    "missed": one("modality: may, window: {not_after: case.opened - 1 day}"),
    "late": one("modality: may, window: {ideally_by: case.opened - 1 day}"),
    "due": one("modality: should"),
    "open": one("modality: may"),
    "unaddressed": "",
}


@pytest.mark.parametrize("status", [each for each in STATUS_ORDER if each != "done"])
def test_each_status_has_a_situation(status: str) -> None:
    """The smallest rules that lead to each status."""
    assert decided(small(STATUS_RULES[status]), number=1).status == status


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        pair
        for pair in combinations([each for each in STATUS_ORDER if each != "done"], 2)
        if not {*pair}
        & {
            "unaddressed",  # says that there is nothing else
            "missed",  # opposite ends of one window: see the empty windows below
        }
        and pair not in [("conflict", "impossible")]
    ],
)
def test_the_earlier_status_wins(earlier: str, later: str) -> None:
    """The rules of two statuses together give the one that comes first in the documented order."""
    rules = small(STATUS_RULES[earlier] + STATUS_RULES[later].replace("x/", "y/"))
    assert STATUS_ORDER.index(earlier) < STATUS_ORDER.index(later)
    found = decided(rules, number=1).status
    obliging = {"due"} & {earlier, later} and {"impossible"} & {earlier, later}
    weaker = {"discouraged"} == {earlier} & {"discouraged"} and later == "due"
    permitting = earlier == "undetermined" and later in ("impossible", "discouraged", "forbidden")
    if obliging or weaker:
        assert found == "conflict"  # no way left for what should be done; should against should_not
    elif permitting:
        assert found in ("undetermined", later)
    else:
        assert found == earlier


DONE = """
definitions: {written: {count: case.calls, where: {kind: write}}}
actions: {write: {title: Write, phase: during, done_when: {written: {at_least: 1}}}}
"""


@pytest.mark.parametrize("status", [each for each in STATUS_ORDER if each != "done"])
def test_done_comes_after_conflict_and_before_all_that_could_be_done(status: str) -> None:
    """What is done is done, whatever else is said of it, unless the rules contradict each other."""
    rules = small(STATUS_RULES[status], manifest=DONE)
    done = decided(rules, number=1, calls=[{"kind": "write"}])
    assert done.status == ("conflict" if status == "conflict" else "done")
    unknown = decided(rules, number=1, calls=[{}])
    assert unknown.status == ("conflict" if status == "conflict" else "undetermined")


def test_a_phase_that_is_over_is_missed_and_one_that_has_not_begun_is_not_yet() -> None:
    """``over`` makes whatever may be done missed, with the reason; ``begins`` keeps it for later."""
    rules = small(
        "  - {id: a/may, title: A, action: write, modality: may}\n",
        manifest="phases: {during: {title: During, begins: {case.begun: true}, over: {case.closed: true}}}",
    )
    assert decided(rules, begun=True, closed=False).status == "open"
    assert decided(rules, begun=False, closed=False).status == "not_yet"
    found = decided(rules, begun=True, closed=True)
    assert (found.status, found.reason) == ("missed", "“During” is over.")
    assert decided(rules, closed=False).status == "undetermined"
    assert decided(rules, begun=True).status == "undetermined"


def test_a_silent_action_says_why_it_is_unaddressed() -> None:
    """Silence on purpose has a reason; other silence says that it is one."""
    rules = small("", manifest="actions: {write: {title: Write, phase: during, silent: Nobody asks.}}")
    assert decided(rules).reason == "Nobody asks."
    assert "say nothing" in decided(rules, "call").reason


def test_what_is_owed_to_each_is_done_when_nobody_remains() -> None:
    """The decision lists who remains, and is done when nobody does; an empty list falls back to done_when."""
    rules = small(
        "  - {id: a/must, title: A, action: write, modality: must}\n",
        manifest="""
definitions: {written: {count: case.calls, where: {kind: write}}}
actions:
  write:
    title: Write
    phase: during
    done_when: {written: {at_least: 1}}
    per: {each: case.people, by: name, counting: written, matches: person}
""",
    )
    people = [{"name": "Ana"}, {"name": "Ben"}]
    found = decided(rules, people=people, calls=[{"kind": "write", "person": "Ben"}])
    assert (found.status, found.remaining) == ("due", ("Ana",))
    both = [{"kind": "write", "person": name} for name in ("Ben", "Ana")]
    assert decided(rules, people=people, calls=both).status == "done"
    assert decided(rules, people=people[:1], calls=[{"kind": "write"}]).status == "done"
    assert decided(rules, people=people, calls=[{"kind": "call", "person": "Ana"}]).remaining == (
        "Ana",
        "Ben",
    )
    assert decided(rules, people=[], calls=[{"kind": "write"}]).status == "done"
    assert decided(rules, people=[], calls=[]).status == "due"


# What isn't known


def test_what_is_not_known_is_named_by_field_and_never_guessed() -> None:
    """The fields that depend on an unknown fact are empty, and the facts are named."""
    rules = small("""
  - {id: a/must, title: A, action: write, modality: must, window: {not_before: case.promised}}
""")
    found = decided(rules)
    assert (found.status, found.modality, found.undetermined) == ("undetermined", "must", ("window",))
    assert (found.not_before, found.opens_on, found.ways) == (None, None, ())
    assert found.channels == ("letter", "phone", "wire")
    assert found.depends_on == ("case.promised",)
    known = decided(rules, promised="none")
    assert (known.status, known.not_before, known.undetermined) == ("due", None, ())


def test_an_open_constraint_leaves_open_just_what_it_touches() -> None:
    """A rule of which it isn't known whether it applies leaves its own fields open."""
    rules = small("""
  - {id: a/must, title: A, action: write, modality: must}
  - {id: a/message, title: B, action: write, when: {case.closed: true}, message: {must: [greeting]}}
""")
    found = decided(rules)
    assert (found.status, found.undetermined, found.message) == ("due", ("message",), None)
    assert found.channels == ("letter", "phone", "wire")
    assert found.depends_on == ("case.closed",)


def test_an_unknown_that_makes_no_difference_leaves_nothing_open() -> None:
    """A second rule that narrows to what is narrowed already leaves the plan as it is."""
    rules = small("""
  - {id: a/must, title: A, action: write, modality: must, channels: {only: [letter]}}
  - {id: a/too, title: B, action: write, when: {case.closed: true}, channels: {never: [phone]}}
""")
    found = decided(rules)
    assert (found.status, found.undetermined, found.depends_on) == ("due", (), ())


def test_it_is_known_that_no_way_is_left_though_not_which_rules_apply() -> None:
    """What certain rules exclude stays excluded, whatever the others do."""
    rules = small("""
  - {id: a/may, title: A, action: write, modality: may, channels: {never: [letter, phone, wire]}}
  - {id: a/maybe, title: B, action: write, when: {case.closed: true}, via: {never: [agent]}}
""")
    assert decided(rules).status == "impossible"


def test_two_obligations_of_which_one_may_hold_still_conflict_with_no_way_left() -> None:
    """Must or should, whichever it is: with no way left it is a conflict, and the report names the rules."""
    rules = small("""
  - {id: a/should, title: A, action: write, modality: should, channels: {only: [letter]}}
  - {id: a/must, title: B, action: write, when: {case.closed: true}, modality: must}
  - {id: a/no-letters, title: C, action: write, channels: {never: [letter]}}
""")
    report = rules.check(case())
    assert report.decision("write").status == "conflict"
    assert conflicts(report) == [("ways", ("a/no-letters", "a/should"))]


# Conflicts


def test_a_conflict_names_only_the_rules_that_clash() -> None:
    """Other rules that apply, also such as narrow the same aspect, are left out."""
    rules = small("""
  - {id: a/must, title: A, action: write, modality: must}
  - {id: a/also, title: A, action: write, modality: must, via: {only: [direct]}}
  - {id: b/letter, title: B, action: write, channels: {never: [wire]}}
  - {id: c/no-letter, title: C, action: write, channels: {never: [letter]}}
  - {id: d/no-phone, title: D, action: write, channels: {never: [phone]}}
  - {id: e/phase, title: E, action: {phase: during}, recipients: {only: [owner]}}
""")
    assert conflicts(rules.check(case())) == [
        ("ways", ("a/also", "b/letter", "c/no-letter", "d/no-phone")),
    ] or conflicts(rules.check(case())) == [("ways", ("a/must", "b/letter", "c/no-letter", "d/no-phone"))]


@pytest.mark.parametrize(
    ("about", "clashing", "words"),
    [
        ("modality", ["modality: must", "modality: must_not"], "that you must"),
        (
            "window",
            [
                "modality: must, window: {not_before: case.opened + 3 days}",
                "window: {not_after: case.opened}",
            ],
            "no day",
        ),
        (
            "hours",
            ["modality: must, hours: {only: 08:00 to 10:00}", "hours: {only: 11:00 to 12:00}"],
            "no moment",
        ),
        ("hours", ["modality: must, weekdays: {only: [monday]}", "weekdays: {only: [friday]}"], "no moment"),
        ("ways", ["modality: must, channels: {only: [letter]}", "channels: {only: [phone]}"], "no channel"),
        (
            "ways",
            ["modality: must, recipients: {only: [owner]}", "recipients: {never: [owner]}"],
            "recipient",
        ),
        ("ways", ["modality: must, via: {only: [direct]}", "via: {only: [agent]}"], "carrier"),
        ("message", ["modality: must, message: {must: [joke]}", "message: {avoid: [joke]}"], "(joke)"),
        ("message", ["modality: must, message: {first: joke}", "message: {first: greeting}"], "first"),
        (
            "message",
            ["modality: must, message: {subject: required}", "message: {subject: forbidden}"],
            "subject",
        ),
        ("message", ["modality: must, message: {must: [story]}", "message: {max_words: 10}"], "room for 60"),
    ],
)
def test_a_conflict_says_what_it_is_about(about: str, clashing: list[str], words: str) -> None:
    """Each kind of clash between two rules, with both, and in words what they leave."""
    one, other = clashing
    rules = small(f"""
  - {{id: a/one, title: The one, action: write, {one}}}
  - {{id: a/other, title: The other, action: write, {other}}}
  - {{id: z/innocent, title: Innocent, action: write, via: {{prefer: [agent]}}}}
""")
    report = rules.check(case())
    assert report.decision("write").status == "conflict"
    assert conflicts(report) == [(about, ("a/one", "a/other"))]
    (conflict,) = report.conflicts
    assert words in conflict.message
    assert "Write" in conflict.message
    assert "“The one”" in conflict.message
    assert [place.line for place in conflict.locations if place] == [3, 4]
    assert report.exit_code == 3


def test_the_same_clash_about_what_may_be_done_is_no_conflict() -> None:
    """With no way left, what may be done is impossible, with the reason."""
    rules = small("""
  - {id: a/may, title: A, action: write, modality: may, channels: {only: [letter]}}
  - {id: a/never, title: B, action: write, channels: {never: [letter]}}
""")
    report = rules.check(case())
    assert report.decision("write").status == "impossible"
    assert report.decision("write").reason == "No way is left that all the rules permit."
    assert not report.conflicts


def test_a_weekday_and_a_short_window_conflict_only_where_the_window_misses_it() -> None:
    """Whether two days hold a Monday depends on the day that the case was opened."""
    rules = small("""
  - {id: a/soon, title: A, action: write, modality: must, window: {not_before: case.opened,
     not_after: case.opened + 1 day}}
  - {id: a/mondays, title: B, action: write, weekdays: {only: [monday]}}
""")
    for ahead in range(7):
        status = decided(rules, today=TODAY + ahead * DAY).status
        assert (status == "conflict") is (ahead not in (0, 6))


def test_three_rules_of_which_any_two_agree_conflict_together() -> None:
    """Leave out any one of a conflict's rules and the rest leaves a way."""
    texts = {
        "a/window": "modality: must, window: {not_before: case.opened, not_after: case.opened + 1 day}",
        "b/not-sunday": "weekdays: {only: [monday, tuesday]}",
        "c/not-monday": "weekdays: {only: [sunday, tuesday]}",
    }
    day = (TODAY - 1 * DAY).isoformat()  # a Sunday
    for kept in ((*texts,), *combinations(texts, 2)):
        rules = small(
            "".join(f"  - {{id: {name}, title: T, action: write, {texts[name]}}}\n" for name in kept)
        )
        report = rules.check(case(opened=day))
        assert conflicts(report) == ([("hours", tuple(sorted(texts)))] if len(kept) == 3 else [])


@pytest.mark.parametrize("bad", [{1}, {2, 3}, {1, 3}, {1, 2, 3}])
def test_a_smallest_part_that_is_not_fine_is_found(bad: set[int]) -> None:
    """Against brute force: leave out any one of it and the rest is fine."""
    found = smallest([1, 2, 3, 4], lambda part: not bad <= set(part))
    assert set(found) == bad


# Open and not open


LATER = """
  - {id: a/later, title: A, action: write, modality: may, window: {not_before: case.opened + 5 days,
     not_after: case.opened + 9 days}}
  - {id: b/while-shut, title: B, action: call, when: {write: not_open}, modality: should,
     message: {avoid: [question]}}
  - {id: b/while-open, title: C, action: call, when: {write: open}, modality: must_not}
"""


@pytest.mark.parametrize("ahead", range(-1, 12))
def test_whether_another_action_is_open_is_asked_of_the_day(ahead: int) -> None:
    """``open`` and ``not_open`` follow the other decision day by day, ends included."""
    rules = small(LATER)
    status = decided(rules, "call", today=TODAY + ahead * DAY, opened=TODAY.isoformat()).status
    assert status == ("forbidden" if 5 <= ahead <= 9 else "due")


@pytest.mark.parametrize("ahead", range(-1, 12))
def test_a_step_is_held_against_the_decision_of_its_own_day(ahead: int) -> None:
    """A step that is proposed for a day on which the other action is open is checked for that day."""
    rules = small(LATER)
    step = {"action": "call", "date": (TODAY + ahead * DAY).isoformat(), "message": {"says": ["question"]}}
    report = rules.check(case(today=TODAY - 2 * DAY, opened=TODAY.isoformat(), proposed=step))
    assert {each.rule for each in report.findings} == (
        {"b/while-open"} if 5 <= ahead <= 9 else {"b/while-shut"}
    )


def walked(rules: Ruleset, action: str, start: date, opened: date) -> date | None:
    """The first day on which an action is open, found by asking day after day."""
    for ahead in range(60):
        at = situation(rules, told({"case.opened": opened}, today=start), start + ahead * DAY)
        if open_on(at, action):
            return start + ahead * DAY
    return None


OPENING = {
    "a window": one("modality: may, window: {not_before: case.opened + 5 days}"),
    "a closed window": one("modality: may, window: {not_after: case.opened}"),
    "weekdays": one(
        "modality: may, weekdays: {only: [wednesday]}, window: {not_before: case.opened + 5 days}"
    ),
    "only while shut": LATER.replace("write", "there").replace("call", "write").replace("there", "call"),
    "only while open": one(
        "modality: may, window: {not_before: case.opened + 5 days, not_after: case.opened + 6 days}", "call"
    )
    + one("when: {call: open}, modality: may", name="y/rule"),
    "not while open": one("modality: may, window: {not_after: case.opened + 6 days}", "call")
    + one("when: {call: not_open}, modality: must", name="y/rule"),
    "on a weekday while shut": one("modality: may, weekdays: {only: [monday, tuesday]}", "call")
    + one("when: {call: not_open}, modality: must, weekdays: {never: [wednesday]}", name="y/rule"),
}


@pytest.mark.parametrize("what", OPENING)
@pytest.mark.parametrize("ahead", range(-2, 10, 2))
def test_opens_on_is_the_first_day_that_walking_finds(what: str, ahead: int) -> None:
    """Against brute force, day after day: also where the decision itself changes from day to day."""
    rules = small(OPENING[what])
    start = TODAY + ahead * DAY
    at = situation(rules, told({"case.opened": TODAY}, today=start))
    assert opens_on(at, rules.actions["write"]) == walked(rules, "write", start, TODAY)


def test_a_decision_waits_for_a_phase_that_begins_later() -> None:
    """An action that is open only once another is, waits also where that one waits for its phase."""
    rules = small(
        """
  - {id: a/x, title: A, action: call, modality: may}
  - {id: b/x, title: A, action: write, when: {call: open}, modality: may}
""",
        manifest="""
phases: {during: {title: During}, later: {title: Later, begins: {case.closed: true}}}
actions: {call: {title: Call, phase: later}}
""",
    )
    at = situation(rules, told({"case.opened": TODAY, "case.closed": False}))
    assert opens_on(at, rules.actions["write"]) == walked(rules, "write", TODAY, TODAY)


def test_what_is_best_and_what_binds_may_shift_each_other() -> None:
    """A wish and a window of which it isn't known whether they hold leave open whether it is late."""
    rules = small("""
  - {id: a/may, title: A, action: write, modality: may, window: {not_before: case.opened}}
  - {id: b/best, title: B, action: write, when: {case.closed: true},
     window: {ideally_by: case.opened + 2 days}}
  - {id: c/later, title: C, action: write, when: {case.number: {at_least: 3}},
     window: {not_before: case.opened + 5 days}}
""")
    day, opened = TODAY + 5 * DAY, TODAY.isoformat()
    assert decided(rules, today=day, opened=opened, closed=True, number=1).status == "late"
    assert decided(rules, today=day, opened=opened, closed=True, number=3).status == "open"
    assert decided(rules, today=day, opened=opened).status == "undetermined"


def test_an_unknown_end_that_could_close_the_window_leaves_the_ways_open() -> None:
    """Where the last day isn't known, it could come before the first: then no way would be left to name."""
    rules = small("""
  - {id: a/may, title: A, action: write, modality: may,
     window: {not_before: case.opened + 3 days, not_after: case.promised}}
""")
    found = decided(rules)
    assert (found.channels, found.undetermined) == ((), ("window", "ways", "message"))
    assert decided(rules, promised=TODAY.isoformat()).status == "impossible"
    assert decided(rules, promised=(TODAY + 3 * DAY).isoformat()).channels == ("letter", "phone", "wire")
