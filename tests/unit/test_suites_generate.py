"""Proposing cases: suites that pass, that nobody vouches for yet, and that look at what was missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from etiquette._suites.bench import Bench, open_bench
from etiquette._suites.coverage import Goal, InEffect
from etiquette._suites.examine import Examined, Wanted, examine
from etiquette._suites.generate import propose, usual_setting
from etiquette._suites.mutate import cannot_tell
from etiquette._suites.write import suite_text
from suiting import SUITE, benched, pack, recipe

LIMIT = """
rules:
  - id: coach/twice
    title: Twice is enough
    action: ask_for_a_decision
    when: {asked: {at_least: coach_times}, client.decided: false}
    modality: should_not
    because: They know.
"""
MANIFEST = """
definitions:
  asked: {count: notes, where: {about: ask_for_a_decision}}
"""


def examined(bench: Bench) -> Examined:
    """The suites run, with coverage."""
    return examine(bench, Wanted(processes=1, coverage=True), cannot_tell)


def with_proposals(bench: Bench, folder: Path) -> tuple[str, tuple[Goal, ...]]:
    """The text that is proposed, written beside the pack's suites, and what nothing was found for."""
    proposals, left = propose(bench, examined(bench).missing)
    text = suite_text(bench, usual_setting(bench), proposals)
    (folder / "coach/tests").mkdir(exist_ok=True)
    (folder / "coach/tests/proposed.yaml").write_text(text, encoding="utf-8")
    return text, left


@pytest.mark.parametrize("suite", [SUITE, ""])
def test_what_is_proposed_covers_what_was_missing(suite: str, tmp_path: Path) -> None:
    """Once confirmed, the proposed cases cover all; from a suite, and from nothing at all."""
    bench = benched(tmp_path, suite)
    missing = examined(bench).missing
    assert missing
    text, left = with_proposals(bench, tmp_path)
    assert left == ()
    (tmp_path / "coach/tests/proposed.yaml").write_text(
        text.replace("confirm: true", "confirm: false"), "utf-8"
    )
    again, problems = open_bench(bench.recipe)
    assert again is not None, problems
    found = examined(again)
    assert found.run.failed == ()
    assert found.missing == ()


def test_what_is_proposed_is_to_be_confirmed(tmp_path: Path) -> None:
    """It passes, is listed as nobody's word, and covers nothing."""
    bench = benched(tmp_path)
    before = examined(bench)
    with_proposals(bench, tmp_path)
    again, _ = open_bench(bench.recipe)
    assert again is not None
    found = examined(again)
    assert found.run.failed == ()
    assert found.run.unconfirmed
    assert found.coverage == before.coverage


def test_what_is_proposed_reads_well(tmp_path: Path) -> None:
    """Days stand without quotes, what is small stands on one line, and the suite says what to do with it."""
    text, _ = with_proposals(benched(tmp_path, ""), tmp_path)
    assert text.startswith("# Proposed by `etiquette test --generate`")
    assert "\ntitle: Proposed for coach\n" in text
    assert "    confirm: true\n" in text
    assert "'2026" not in text
    assert "      meeting: {date: 2026-11-23" in text


def test_lists_of_entries_are_filled(tmp_path: Path) -> None:
    """A count over a list is reached by adding entries that it counts, and a parameter by setting it."""
    folder = pack(tmp_path, "", LIMIT)
    manifest = folder / "pack.yaml"
    count = "  coach_times: {type: count, default: 2, range: [1, 3], title: How often}\n"
    manifest.write_text(
        manifest.read_text(encoding="utf-8") + count + MANIFEST.lstrip("\n"), encoding="utf-8"
    )
    bench, problems = open_bench(recipe(folder))
    assert bench is not None, problems
    text, left = with_proposals(bench, tmp_path)
    assert left == ()
    assert "about: ask_for_a_decision" in text


def test_nothing_is_proposed_for_what_can_not_be(tmp_path: Path) -> None:
    """Where no case is found, that is said, and no case is made up."""
    never = "{all: [{client.decided: false}, {client.decided: true}]}"
    rules = LIMIT.replace("{asked: {at_least: coach_times}, client.decided: false}", never)
    bench = benched(tmp_path, "", rules)
    _, left = propose(bench, examined(bench).missing)
    assert InEffect("coach/twice") in left
