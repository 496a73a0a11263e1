"""Which facts are asked for: those that matter, and no others."""

from __future__ import annotations

from datetime import timedelta

from etiquette import Ruleset
from etiquette.report import Question
from small import TODAY, case, small

DAY = timedelta(days=1)


def asked(rules: Ruleset, **facts: object) -> dict[str, Question]:
    """The questions of a check, by fact."""
    return {each.fact: each for each in rules.check(case(**facts)).questions}  # type: ignore[arg-type]


def test_a_fact_that_decides_alone_is_asked_for_with_its_question_and_its_reason() -> None:
    """One unknown flag, one question, in the vocabulary's words, because of the actions it decides."""
    rules = small("""
  - {id: a/must, title: A, action: write, when: {case.closed: false}, modality: must}
""")
    assert asked(rules) == {"case.closed": Question("case.closed", "Is it closed?", ("write",))}
    assert not asked(rules, closed=True)
    assert not asked(rules, closed=False)


def test_what_changes_more_actions_is_asked_first() -> None:
    """Questions come by the number of decisions that hang on them, then by name."""
    rules = small("""
  - {id: a/both, title: A, action: [write, call], when: {case.closed: false}, modality: must}
  - {id: a/one, title: B, action: call, when: {case.number: {at_least: 3}}, modality: should}
""")
    assert [each.fact for each in rules.check(case()).questions] == ["case.closed", "case.number"]


def test_a_tautology_asks_for_nothing() -> None:
    """Where every answer leads to the same decision, nobody is asked, though the rule's truth is open."""
    rules = small("""
  - id: a/always
    title: A
    action: write
    when: {any: [case.closed: true, not: {case.closed: true}]}
    modality: must
""")
    report = rules.check(case())
    assert report.decision("write").status == "undetermined"
    assert report.decision("write").depends_on == ("case.closed",)
    assert not report.questions


def test_what_another_answer_makes_irrelevant_is_still_asked_where_it_can_matter() -> None:
    """Two facts that each matter for some value of the other are both asked for, each on its own."""
    rules = small("""
  - id: a/both
    title: A
    action: write
    when: {case.closed: false, case.number: {at_least: 3}}
    modality: must
""")
    found = asked(rules)
    assert set(found) == {"case.closed", "case.number"}
    assert all(each.together_with == () for each in found.values())
    assert not asked(rules, closed=True)
    assert set(asked(rules, closed=False)) == {"case.number"}


PAIR = """
title: Facts
type: object
required: [case]
properties:
  case:
    title: The case
    type: object
    required: [opened]
    properties:
      opened: {type: string, format: date, title: Opened}
      place: {type: string, format: timezone, title: Zone}
      country: {type: string, x-none: true, title: Country}
      left: {type: boolean, title: Left, x-ask: "Left?"}
      right: {type: boolean, title: Right, x-ask: "Right?"}
"""
ALWAYS_THE_SAME = """
impossible:
  - {title: They differ, when: {case.left: true, case.right: false}}
  - {title: They differ again, when: {case.left: false, case.right: true}}
"""


def test_where_no_fact_decides_alone_a_smallest_set_is_asked_for() -> None:
    """Two flags that can't differ, both needed: asked for as a pair, each naming the other."""
    rules = small(
        """
  - {id: a/must, title: A, action: write, when: {case.left: true, case.right: true}, modality: must}
  - {id: a/should, title: A, action: write, when: {case.left: false, case.right: false}, modality: should}
""",
        vocabulary=PAIR,
        manifest=ALWAYS_THE_SAME,
    )
    assert {each.fact: each.together_with for each in asked(rules).values()} == {
        "case.left": ("case.right",),
        "case.right": ("case.left",),
    }


def test_a_fact_that_no_rule_reads_is_not_asked_for() -> None:
    """Where one of two such flags settles everything, it is asked for alone."""
    rules = small(
        "  - {id: a/must, title: A, action: write, when: {case.left: true}, modality: must}\n",
        vocabulary=PAIR,
        manifest=ALWAYS_THE_SAME,
    )
    assert {each.fact: each.together_with for each in asked(rules).values()} == {"case.left": ()}


def test_a_missing_key_of_an_entry_is_asked_for_by_its_place() -> None:
    """What a count can't see is asked for entry by entry."""
    rules = small(
        """
  - {id: a/must, title: A, action: write, when: {kept_calls: {at_least: 1}}, modality: must}
""",
        manifest="definitions: {kept_calls: {count: case.calls, where: {kept: true}}}",
    )
    found = asked(rules, calls=[{"kept": False}, {"kind": "call"}])
    assert set(found) == {"case.calls[1].kept"}
    assert found["case.calls[1].kept"].ask == "Kept? (case.calls, entry 2)"


def test_an_assumed_fact_is_listed_and_not_asked_for() -> None:
    """What is assumed is in the report with its value and what another answer would change."""
    rules = small("""
  - {id: a/must, title: A, action: write, when: {case.urgent: true}, modality: must}
  - {id: a/may, title: B, action: call, modality: may}
""")
    report = rules.check(case())
    assert not report.questions
    (assumed,) = report.assumptions
    assert (assumed.fact, assumed.value, assumed.would_change) == ("case.urgent", "false", ("write",))
    assert not rules.check(case(urgent=False)).assumptions


def test_an_assumption_that_changes_nothing_says_so() -> None:
    """An assumption that is read but makes no difference has nothing that it would change."""
    rules = small("""
  - {id: a/must, title: A, action: write, when: {any: [case.urgent: true, case.closed: true]}, modality: must}
""")
    (assumed,) = rules.check(case(closed=True)).assumptions
    assert (assumed.fact, assumed.would_change) == ("case.urgent", ())


def test_a_date_is_asked_for_where_only_its_side_matters() -> None:
    """A date that is merely compared is decisive because values on both sides of it are tried."""
    rules = small("""
  - id: a/must
    title: A
    action: write
    when: {case.promised: {before: case.opened + wait}}
    modality: must
""")
    assert set(asked(rules)) == {"case.promised"}
    assert not asked(rules, promised=(TODAY + 13 * DAY).isoformat())
    assert not asked(rules, promised="none")


def test_what_is_done_or_forbidden_anyway_asks_for_nothing() -> None:
    """A fact that matters only to an action whose fate is settled isn't asked for."""
    rules = small("""
  - {id: a/never, title: A, action: write, modality: must_not}
  - {id: a/maybe, title: B, action: write, when: {case.closed: true}, modality: should}
""")
    report = rules.check(case())
    assert report.decision("write").status == "forbidden"
    assert not report.questions


def test_what_impossible_answers_would_change_is_not_asked_for() -> None:
    """Answers that can't be don't make a fact decisive."""
    rules = small(
        """
  - {id: a/must, title: A, action: write, when: {case.closed: true}, modality: must}
""",
        manifest="impossible: [{title: Nothing closes, when: {case.closed: true}}]",
    )
    assert not asked(rules)


def test_a_name_that_an_entry_lacks_is_asked_for() -> None:
    """Where a record doesn't say whom it was for, that is asked, though a name is free text."""
    rules = small(
        "  - {id: a/must, title: A, action: write, modality: must}\n",
        manifest="""
definitions: {written: {count: case.calls, where: {kind: write}}}
actions:
  write:
    title: Write
    phase: during
    per: {each: case.people, by: name, counting: written, matches: person}
""",
    )
    people = [{"name": "Ana"}, {"name": "Ben"}]
    report = rules.check(case(people=people, calls=[{"kind": "write"}]))
    assert report.decision("write").status == "undetermined"
    assert [each.fact for each in report.questions] == ["case.calls[0].person"]


def test_a_list_that_is_not_told_is_asked_for_as_a_whole() -> None:
    """A list of entries without an assumption can't be tried out; it is asked for where it is read."""
    vocabulary = """
title: Facts
type: object
required: [case]
properties:
  case:
    title: The case
    type: object
    properties:
      opened: {type: string, format: date, title: Opened}
      place: {type: string, format: timezone, title: Zone}
      country: {type: string, x-none: true, title: Country}
      visits:
        type: array
        title: Visits
        x-ask: "Which visits?"
        items: {type: object, properties: {kept: {type: boolean, title: Kept}}}
"""
    rules = small(
        "  - {id: a/must, title: A, action: write, when: {visits: {at_least: 1}}, modality: must}\n",
        vocabulary=vocabulary,
        manifest="definitions: {visits: {count: case.visits}}",
    )
    assert set(asked(rules)) == {"case.visits"}


def test_an_assumption_about_a_zone_is_listed_only_where_a_clock_is_read() -> None:
    """Nobody's zone is assumed as long as no rule speaks of hours or weekdays."""
    rules = small("  - {id: a/may, title: A, action: write, modality: may}\n")
    assert not rules.check(case()).assumptions
    rules = small("""
  - {id: a/may, title: A, action: write, modality: may, hours: {only: 08:00 to 18:00}}
""")
    assert [each.fact for each in rules.check(case()).assumptions] == ["case.place"]


def test_what_only_adds_another_reason_is_not_asked_for() -> None:
    """A second rule that says the same changes what the report cites, and not what anybody would do."""
    rules = small("""
  - {id: a/must, title: A, action: write, modality: must, because: One reason.}
  - {id: a/too, title: B, action: write, when: {case.closed: true}, modality: must, because: Another.}
""")
    assert rules.check(case()).decision("write").status == "due"
    assert not asked(rules)
