"""Why a decision is what it is: each rule's fate, each condition's lines, and what would change it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from etiquette import FactsError, Ruleset
from etiquette.explanation import ActionExplained, RuleExplained
from small import TODAY, case, small

DAY = timedelta(days=1)
RULES = """
  - {id: a/may, title: You may, action: write, modality: may, window: {not_before: case.opened + wait},
     channels: {only: [letter, phone], prefer: [phone]},
     message: {must: [greeting], max_words: 50}}
  - {id: b/closed, title: Not when closed, action: write, when: {case.closed: true}, modality: should_not}
  - {id: c/urgent, title: At once, action: write, when: {case.urgent: true},
     window: {not_before: case.opened},
     overrides: ["a/may#window"]}
  - {id: d/many, title: Many, action: call, when: {case.number: {at_least: most}}, modality: must}
"""


def explained(rules: Ruleset, action: str = "write", **facts: Any) -> ActionExplained:
    """The explanation of one action."""
    (found,) = rules.explain(case(**facts), action).actions
    return found


def fates(found: ActionExplained) -> dict[str, str]:
    """Each rule's fate."""
    return {each.rule.id: each.fate for each in found.rules}


def rule(found: ActionExplained, rule_id: str) -> RuleExplained:
    """What became of one rule."""
    return next(each for each in found.rules if each.rule.id == rule_id)


def lines(condition: str, **facts: Any) -> list[tuple[int, str, bool | None, str, str]]:
    """The lines of a condition: depth, text, truth, observed and required."""
    rules = small(
        f"  - {{id: a/rule, title: A, action: write, modality: may, when: {condition}}}\n",
        manifest="""
definitions:
  talks: {count: case.calls, where: {kind: call}}
  last_talk: {last: case.calls, where: {kind: call}, of: day}
  span: {days_from: case.opened, to: case.promised}
  settled: {when: {case.closed: true}}
""",
    )
    found = rule(explained(rules, **facts), "a/rule")
    return [(each.depth, each.text, each.holds, each.observed, each.required) for each in found.conditions]


def test_each_rule_has_a_fate() -> None:
    """In effect, not applying, undetermined, overridden in part, outweighed: one word for each rule."""
    rules = small(RULES)
    assert fates(explained(rules, closed=False)) == {
        "a/may": "in_effect",
        "b/closed": "does_not_apply",
        "c/urgent": "does_not_apply",
    }
    assert fates(explained(rules))["b/closed"] == "undetermined"
    assert fates(explained(rules, closed=True))["a/may"] == "outweighed"


def test_what_outweighs_or_overrides_is_named() -> None:
    """``by`` names the rules that got their way, ``aspects_out`` what they took away."""
    rules = small(RULES)
    found = rule(explained(rules, closed=True), "a/may")
    assert (found.by, found.fate) == (("b/closed",), "outweighed")
    found = rule(explained(rules, closed=False, urgent=True), "a/may")
    assert (found.fate, found.by, found.aspects_out) == ("in_effect", ("c/urgent",), ("window",))


def test_a_rule_that_is_out_altogether_is_overridden() -> None:
    """A rule none of whose aspects is left is overridden, by name."""
    rules = small("""
  - {id: a/may, title: A, action: write, modality: may}
  - {id: b/must, title: B, action: write, modality: must, overrides: [a/may]}
""")
    found = rule(explained(rules), "a/may")
    assert (found.fate, found.by) == ("overridden", ("b/must",))


def test_what_a_rule_says_is_worked_out() -> None:
    """Dates are named by their day with how they came about, sets and messages by their words."""
    assert rule(explained(small(RULES), closed=False), "a/may").says == (
        "may",
        "not before Monday 7 December (case.opened + wait)",
        "channels: only letter or phone",
        "channels: rather phone",
        "message: must say “a greeting”",
        "message: at most 50 words",
    )


def test_what_is_overridden_is_not_said() -> None:
    """An aspect that another rule took away isn't among what the rule says."""
    says = rule(explained(small(RULES), closed=False, urgent=True), "a/may").says
    assert not [each for each in says if each.startswith("not before")]


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        ("{case.closed: true}", {"closed": False}, [(0, "case.closed is true", False, "false", "true")]),
        ("{case.closed: true}", {}, [(0, "case.closed is true", None, "not known", "true")]),
        ("{case.urgent: false}", {}, [(0, "case.urgent is false", True, "false", "false")]),
        (
            "{case.promised: given}",
            {"promised": "none"},
            [(0, "case.promised is given", False, "none", "given")],
        ),
        (
            "{case.wished: {one_of: [phone, wire]}}",
            {"wished": "letter"},
            [(0, "case.wished is phone or wire", False, "letter", "phone or wire")],
        ),
        (
            "{case.agreed: {lacks: wire}}",
            {"agreed": ["wire", "phone"]},
            [(0, "case.agreed lacks wire", False, "wire, phone", "lacks wire")],
        ),
        (
            "{case.number: {at_least: most}}",
            {"number": 1},
            [(0, "case.number is at least most", False, "1", "at least most (2)")],
        ),
        (
            "{talks: {fewer_than: 2}}",
            {"calls": [{"kind": "call"}, {}]},
            [(0, "talks is fewer than 2", None, "1 to 2", "fewer than 2")],
        ),
        (
            "{case.promised: {before: case.opened + wait}}",
            {"promised": "2026-12-24"},
            [
                (
                    0,
                    "case.promised is before case.opened + wait",
                    False,
                    "2026-12-24",
                    "before case.opened + wait (2026-12-07)",
                )
            ],
        ),
        (
            "{settled: true, any: [case.number: 1, not: {all: [case.urgent: true, case.number: 2]}]}",
            {"closed": True, "number": 2},
            [
                (0, "any of", True, "", ""),
                (1, "case.number is 1", False, "2", "1"),
                (1, "not", True, "", ""),
                (2, "all of", False, "", ""),
                (3, "case.urgent is true", False, "false", "true"),
                (3, "case.number is 2", True, "2", "2"),
                (0, "settled", True, "", ""),
                (1, "case.closed is true", True, "true", "true"),
            ],
        ),
        ("{call: not_open}", {}, [(0, "not", True, "", ""), (1, "call is open", False, "not open", "open")]),
    ],
)
def test_a_condition_is_explained_line_by_line(
    condition: str, facts: dict[str, Any], expected: list[tuple[int, str, bool | None, str, str]]
) -> None:
    """Each comparison with what was observed and what is required, under the connective it belongs to."""
    assert lines(condition, **facts) == expected


def test_a_line_says_which_fact_to_tell_and_whether_it_was_assumed() -> None:
    """The fact behind a line is named, and marked where nobody told it."""
    rules = small(RULES)
    (assumed,) = rule(explained(rules), "c/urgent").conditions
    assert (assumed.fact, assumed.assumed) == ("case.urgent", True)
    (told,) = rule(explained(rules, urgent=True), "c/urgent").conditions
    assert (told.fact, told.assumed) == ("case.urgent", False)


def test_time_changes_what_time_can_change() -> None:
    """The day on which it opens, on which it is late, and on which it is missed, each as a day."""
    rules = small("""
  - id: a/may
    title: A
    action: write
    modality: may
    window:
      {not_before: case.opened + 1 day, ideally_by: case.opened + 2 days, not_after: case.opened + 3 days}
""")
    changes = {change.on: change.text for change in explained(rules).changes if change.on}
    assert {day: text.split()[-1] for day, text in changes.items()} == {
        TODAY + DAY: "open",
        TODAY + 3 * DAY: "late",
        TODAY + 4 * DAY: "missed",
    }


def test_other_facts_change_what_they_can_change() -> None:
    """One line for each fact and each status that another value of it would lead to."""
    found = explained(small(RULES), closed=False)
    assert [(change.fact, change.text) for change in found.changes if change.fact] == [
        ("case.closed", "if case.closed were true, you had better not do it"),
        ("case.urgent", "if case.urgent were true, you might do it now"),
    ]


def test_a_rule_can_be_asked_about() -> None:
    """Asked about a rule, the explanation is of the actions it speaks of, and of that rule only."""
    rules = small(RULES)
    found = rules.explain(case(), "d/many")
    assert [(each.decision.action, fates(each)) for each in found.actions] == [
        ("call", {"d/many": "undetermined"})
    ]
    assert found.topic == "d/many"


def test_the_whole_plan_can_be_asked_about() -> None:
    """Without a topic every action is explained, in the order of the plan."""
    rules = small(RULES)
    order = [decision.action for decision in rules.check(case()).plan]
    assert [each.decision.action for each in rules.explain(case()).actions] == order


def test_a_topic_that_is_neither_is_refused() -> None:
    """Neither an action nor a rule: the caller hears which word it was."""
    with pytest.raises(KeyError, match="nonsense"):
        small(RULES).explain(case(), "nonsense")


def test_facts_that_can_not_be_used_are_refused() -> None:
    """Where there is no report to say so in, bad facts raise, with the diagnostics."""
    with pytest.raises(FactsError) as caught:
        small(RULES).explain({"case": {"opened": "2026-02-31"}, "today": "2026-11-23"})
    assert [each.code for each in caught.value.diagnostics] == ["E301"]
