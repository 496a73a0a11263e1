"""What cases look at, on a pack small enough to count it by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from etiquette._suites.bench import Bench
from etiquette._suites.coverage import Boundary, Decider, Goal, InEffect, Owner, goals
from etiquette._suites.examine import Examined, Wanted, examine
from etiquette._suites.mutate import cannot_tell
from suiting import SUITE, benched

RULE = "coach/patience"
OWNER = Owner("rule", RULE)
CASES = "cases:\n"
FRIENDLY = """\
  - title: Friendly, and they named a day
    parameters: {tone: friendly}
    facts: {today: 2026-11-24, client: {decides_by: 2026-12-03}}
    expect: {plan: {ask_for_a_decision: not_yet}}
  - title: Friendly, and they named none
    parameters: {tone: friendly}
    facts: {today: 2026-11-24, client: {decides_by: none}}
    expect: {plan: {ask_for_a_decision: not_yet}}
  - title: Formal, and they named a day
    facts: {today: 2026-11-24, client: {decides_by: 2026-12-03}}
    expect: {plan: {ask_for_a_decision: not_yet}}
"""
DECIDED = """\
  - title: They decided
    facts: {today: 2026-11-24, client: {decided: true, decides_by: none}}
    expect: {plan: {ask_for_a_decision: forbidden}}
"""


def outcome(bench: Bench, **wanted: float) -> Examined:
    """The suites run, with coverage."""
    return examine(bench, Wanted(processes=1, coverage=True, **wanted), cannot_tell)  # type: ignore[arg-type]  # a percent


def seen(bench: Bench) -> frozenset[Goal]:
    """What the cases look at."""
    return outcome(bench).run.seen


def test_goals_are_what_the_pack_itself_says(tmp_path: Path) -> None:
    """One rule, three atoms both ways, one end from three days: nothing of the pack that it extends."""
    found = goals(benched(tmp_path), plugins=False)
    assert set(found) == {
        InEffect(RULE),
        *(Decider(OWNER, place, value) for place in range(3) for value in (True, False)),
        *(Boundary(RULE, "not_before", offset) for offset in (-1, 0, 1)),
    }


def test_a_table_of_three_days_covers_an_end(tmp_path: Path) -> None:
    """The day before, the day and the day after are seen, and so is what decides on them."""
    found = seen(benched(tmp_path))
    assert {goal for goal in found if isinstance(goal, Boundary) and goal.rule == RULE} == {
        Boundary(RULE, "not_before", offset) for offset in (-1, 0, 1)
    }
    assert InEffect(RULE) in found


def test_atoms_need_what_makes_them_decide(tmp_path: Path) -> None:
    """Of two of which one is enough, the one decides as true only where the other is false."""
    mine = {place: set() for place in range(3)}  # type: dict[int, set[bool]]
    for goal in seen(benched(tmp_path, SUITE + CASES + FRIENDLY + DECIDED)):
        if isinstance(goal, Decider) and goal.owner == OWNER:
            mine[goal.place].add(goal.value)
    assert mine == {0: {True, False}, 1: {True, False}, 2: {True, False}}
    few = {
        (goal.place, goal.value)
        for goal in seen(benched(tmp_path / "few"))
        if isinstance(goal, Decider) and goal.owner == OWNER
    }
    assert few == {(places_of(benched(tmp_path / "again"))["client.decided"], True)}


def places_of(bench: Bench) -> dict[str, int]:
    """The places of the atoms by the fact or parameter that they are about."""
    from etiquette._deciding.unparse import node_in_words
    from etiquette._suites.atoms import atoms

    (rule,) = (rule for rule in bench.ruleset.rules if rule.id == RULE)
    return {node_in_words(atom).partition(" ")[0]: place for place, atom in enumerate(atoms(rule.when))}


@pytest.mark.parametrize("spoil", ["confirm: true\n    facts", "because: Wrong.\n    facts"])
def test_what_nobody_vouches_for_counts_for_nothing(spoil: str, tmp_path: Path) -> None:
    """A case that is to be confirmed covers nothing; one that merely gives a reason does."""
    suite = SUITE.replace("    facts: {client", f"    {spoil}: {{client")
    assert (InEffect(RULE) in seen(benched(tmp_path, suite))) is spoil.startswith("because")


def test_a_case_that_fails_counts_for_nothing(tmp_path: Path) -> None:
    """What isn't as expected shows nothing of what the pack should say."""
    suite = SUITE.replace("not_yet", "open").replace("{status: open, not_before: 2026-12-02}", "late")
    found = outcome(benched(tmp_path, suite.replace("2026-12-03: open", "2026-12-03: due")))
    assert len(found.run.failed) == 3
    assert found.run.seen == frozenset()


def test_to_expect_nothing_of_an_action_is_not_to_look_at_it(tmp_path: Path) -> None:
    """A rule that applies in a case about something else isn't covered by it."""
    suite = SUITE.partition("days:")[0] + (
        "cases:\n  - title: The minutes\n    facts: {today: 2026-11-24}\n"
        "    expect: {plan: {send_minutes: {modality: must}}}\n"
    )
    assert InEffect(RULE) not in seen(benched(tmp_path, suite))


def test_an_end_that_another_rule_hides_is_not_looked_at(tmp_path: Path) -> None:
    """Where a later window holds, to look around an earlier one's beginning tells nothing."""
    suite = SUITE.replace("decides_by: none", "decides_by: 2026-12-10").replace(
        "{status: open, not_before: 2026-12-02}", "not_yet"
    )
    found = outcome(benched(tmp_path, suite.replace("2026-12-03: open", "2026-12-03: not_yet")))
    assert found.run.failed == ()
    assert not any(isinstance(goal, Boundary) and goal.rule == RULE for goal in found.run.seen)


def test_too_little_is_too_little(tmp_path: Path) -> None:
    """A threshold is held against each of the coverages; without one, gaps are only shown."""
    bench = benched(tmp_path)
    assert outcome(bench).ok
    short = outcome(bench, fail_under=100)
    assert not short.ok
    assert [each.kind for each in short.too_little] == ["conditions"]
    assert outcome(bench, fail_under=10).ok


def test_what_can_not_be_reached_may_be_excused(tmp_path: Path) -> None:
    """A suite that says why there can be no such case is spared it; an excuse for nothing is reported."""
    excuses = (
        "unreachable:\n"
        "  - {goal: 'coach/patience:“client.decides_by is none” false', because: They always name none.}\n"
        "  - {goal: 'coach/patience:in effect', because: Never mind.}\n"
    )
    found = outcome(benched(tmp_path, SUITE + excuses))
    conditions = found.coverage[1]
    assert (conditions.covered, conditions.total, conditions.excused) == (1, 5, 1)
    assert [each.name for each in found.needless_excuses] == ["coach/patience:in effect"]


def test_gaps_say_what_is_missing_and_where(tmp_path: Path) -> None:
    """Each gap names the rule, the part and the line, in a sentence."""
    found = outcome(benched(tmp_path, SUITE.replace("      2026-12-01: not_yet\n", "")))
    by_kind = {gap.kind: gap for gap in found.gaps if gap.subject == RULE}
    window = by_kind["windows"]
    assert window.message == "Not before meeting.date + coach_wait: no case looks at the day before."
    assert window.location is not None
    assert window.location.line == 7
    atoms = {gap.message for gap in found.gaps if gap.kind == "conditions"}
    assert "“tone is formal” never makes the difference." in atoms
    assert "“client.decided is false” is never false where it alone makes the difference." in atoms
