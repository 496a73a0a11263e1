"""What changes between two small packs: each kind there and back, with a case that the evaluator replays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from comparing import CASES, Pair, pair, read
from etiquette import Ruleset
from etiquette._comparing.bump import least_version
from etiquette._comparing.compare import compare
from etiquette._comparing.seen import kinds_between, see
from etiquette._comparing.steps import step_shows
from etiquette._packing.versions import Version
from etiquette._proving.differ import equivalent
from etiquette._reading.read_facts import read_facts
from etiquette.difference import Bump, Change, Difference
from etiquette.kinds import KINDS, MIRRORED
from small import small

MAY = "- {id: a/may, title: May, action: write, modality: may}\n"
FILES = sorted(CASES.glob("*.yaml"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def case(request: pytest.FixtureRequest) -> Pair:
    """Each case of the folder."""
    return known(request.param)


@cache
def known(path: Path) -> Pair:
    """A case, read once."""
    return read(path)


@cache
def compared(old: Ruleset, new: Ruleset) -> Difference:
    """A difference that several tests look at."""
    return compare(old, new)


def told(found: Difference) -> dict[str, Any]:
    """A difference as the files of the folder have it."""
    changes = [{"kind": each.kind, "says": each.sentence} for each in found.changes]
    return {"bump": found.bump, "changes": changes}


def replayed(change: Change, action: str, old: Ruleset, new: Ruleset) -> bool:
    """Whether the evaluator shows the change on the facts of its witness, as they are written."""
    assert change.witness is not None
    facts, problems = read_facts(change.witness.facts, new)
    assert facts is not None, problems
    day = facts.today
    before, after = (see(each.as_of(day), facts, action) for each in (old, new))
    assert before is not None
    assert after is not None
    if facts.proposed is not None:
        return step_shows(change.kind, before, after, facts.proposed)
    return change.kind in kinds_between(before, after)


def test_what_changes_is_said(case: Pair) -> None:
    """The kinds, the sentences and the bump are those of the file, in both directions."""
    assert told(compared(case.old, case.new)) == case.there
    assert told(compared(case.new, case.old)) == case.back


def test_every_witness_is_replayed(case: Pair) -> None:
    """On the facts of each case, the evaluator shows the very change that is claimed."""
    for old, new in ((case.old, case.new), (case.new, case.old)):
        for action in compared(old, new).actions:
            for change in action.changes:
                assert action.verdict in ("new", "gone") or replayed(change, action.action, old, new)


def test_kinds_mirror_each_other(case: Pair) -> None:
    """What is a change of one kind is one of its mirrored kind when the versions change places."""
    there, back = (
        {(action.action, each.kind) for action in found.actions for each in action.changes}
        for found in (compared(case.old, case.new), compared(case.new, case.old))
    )
    assert {(action, MIRRORED[kind]) for action, kind in there} == back


def test_a_ruleset_is_equal_to_itself(case: Pair) -> None:
    """Nothing changes from a pack to itself, and nothing is left unknown."""
    found = compare(case.new, case.new)
    assert (found.equal, found.bump, found.edits, found.unknown) == (True, "none", (), ())


def test_every_kind_has_a_case() -> None:
    """The folder has a case of each kind of change."""
    shown = {
        change["kind"]
        for path in FILES
        for side in ("there", "back")
        for change in getattr(known(path), side)["changes"]
    }
    assert shown == set(KINDS)


def test_equivalent_is_equal(case: Pair) -> None:
    """What tells mutants apart says the same: equal where no change is found."""
    changed = bool(compared(case.old, case.new).changes)
    assert equivalent(case.old, case.new) is (not changed)


# What isn't known


def test_what_cannot_be_compared_is_unknown() -> None:
    """Another fact for the country whose holidays count: that is no reason to call anything equal."""
    rules = (
        "- {id: a/may, title: May, action: write, modality: may, window: {not_before: case.opened + grace}}\n"
    )
    old = small(rules)
    found = compare(old, replace(old, country=None))
    write = next(each for each in found.actions if each.action == "write")
    assert write.verdict == "unknown"
    assert "holidays" in write.unknown[0]
    assert found.exit_code() == 4
    assert equivalent(old, replace(old, country=None)) is None


def test_no_time_is_unknown_and_not_equal() -> None:
    """With next to no time for a question, what is hard is unknown or found, but never called equal."""
    rule = "- {{id: a/may, title: May, action: write, modality: may, window: {{not_before: {}}}}}\n"
    old, new = pair(*(rule.format(f"case.opened + {days} business days") for days in (9, 8)))
    assert compare(old, new, seconds=0.001).equal is False


# What is declared


@pytest.mark.parametrize(
    ("old", "new", "sentence", "direction"),
    [
        (
            "{}",
            "parameters: {wait: {type: days, default: 14, range: [5, 20], title: Wait}}",
            "The parameter “Wait” (wait) may be from 5 to 20 instead of from 5 to 28.",
            "stricter",
        ),
        (
            "{}",
            "parameters: {wait: {type: days, default: 10, range: [5, 28], title: Wait}}",
            "The parameter “Wait” (wait) is set to 10 instead of 14.",
            None,
        ),
        (
            "{}",
            "parameters: {longest: {type: count, default: 3, range: [1, 9], title: Longest}}",
            "The parameter “Longest” (longest) is new, set to 3.",
            "looser",
        ),
        ("{}", "channels: {bell: {title: bell, phrase: by bell}}", "The channel “bell” is new.", "looser"),
        (
            "{}",
            "impossible: [{title: Closed before it began, when: {case.closed: true, case.begun: false}}]",
            "It is now said to be impossible: “Closed before it began”.",
            "stricter",
        ),
        (
            "{}",
            "definitions: {kept_calls: {count: case.calls, where: {kept: true}}}",
            "The definition kept_calls is new.",
            "looser",
        ),
        (
            "{}",
            "channels: {letter: {title: a letter, phrase: by letter}}",
            "The channel “a letter” is worded otherwise: its title.",
            None,
        ),
    ],
)
def test_what_is_declared_is_held_side_by_side(
    old: str, new: str, sentence: str, direction: str | None
) -> None:
    """Parameters, channels, definitions and the like: what was done, and what that means by itself."""
    before, after = small(MAY, manifest=old), small(MAY, manifest=new)
    assert (sentence, direction) in {(each.sentence, each.direction) for each in compare(before, after).edits}


def test_a_narrower_range_is_major_and_back_minor() -> None:
    """A layer may have set what is no longer allowed."""
    narrow = "parameters: {wait: {type: days, default: 14, range: [5, 20], title: Wait}}"
    assert compare(small(MAY), small(MAY, manifest=narrow)).bump == "major"
    assert compare(small(MAY, manifest=narrow), small(MAY)).bump == "minor"


def test_a_reason_alone_is_a_patch() -> None:
    """Other words for the same advice: nobody is advised otherwise, and the edit shows both."""
    old, new = pair(MAY.replace("}", ", because: Why not.}"), MAY.replace("}", ", because: Because.}"))
    found = compare(old, new)
    (edit,) = found.edits
    assert (found.equal, found.bump) == (True, "patch")
    assert (edit.how, edit.before, edit.after) == ("reworded", "Why not.", "Because.")


def test_the_rules_that_are_to_blame_are_named() -> None:
    """Of the rules that have a say, those are named that were changed."""
    stays = "- {id: a/stays, title: Stays, action: write, window: {not_before: case.opened}}\n"
    old, new = pair(
        MAY + stays,
        MAY
        + stays
        + "- {id: a/new, title: New, action: write, window: {not_before: case.opened + 2 days}}\n",
    )
    (change,) = compare(old, new).changes
    assert (change.kind, change.rules) == ("later", ("a/new",))


def test_guidance_of_another_day_is_told_with_its_day() -> None:
    """A rule that comes into force later changes nothing before, and the case is one of its days."""
    case = read(CASES / "from-a-day-on.yaml")
    (change,) = compare(case.old, case.new).changes
    assert change.guidance == "2027-01-01"
    assert change.witness is not None
    assert date.fromisoformat(change.witness.facts["today"]) >= date(2027, 1, 1)


# Versions


@pytest.mark.parametrize(
    ("old", "bump", "least"),
    [
        ("1.2.3", "none", "1.2.3"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "major", "2.0.0"),
        ("0.4.1", "patch", "0.4.2"),
        ("0.4.1", "minor", "0.4.2"),
        ("0.4.1", "major", "0.5.0"),
        ("2.0.0-rc.1", "major", "2.0.0"),
        ("2.1.0-rc.1", "minor", "2.1.0"),
        ("2.1.0-rc.1", "major", "3.0.0"),
    ],
)
def test_the_least_version(old: str, bump: Bump, least: str) -> None:
    """The policy in figures; before 1.0.0 the middle number stands for the first."""
    assert str(least_version(Version.parse(old), bump)) == least


@pytest.mark.parametrize(
    ("version", "enough"),
    [
        ("1.0.0", False),
        ("1.0.1", False),
        ("1.1.0", False),
        ("2.0.0", True),
        ("2.0.0-rc.1", True),
        ("0.9.0", False),
    ],
)
def test_a_version_must_say_as_much_as_the_changes(version: str, enough: bool) -> None:
    """A stricter pack is a major version, and a pre-release of one says as much."""
    case = read(CASES / "stricter.yaml")
    packs = tuple(replace(each, version=version) for each in case.new.packs)
    found = compare(case.old, replace(case.new, packs=packs))
    assert found.versions is not None
    assert (found.versions.least, found.versions.enough) == ("2.0.0", enough)
    assert found.exit_code(check=True) == (0 if enough else 1)
    assert found.exit_code() == 0


def test_the_same_version_with_another_content_is_too_little(tmp_path: Path) -> None:
    """Even where nobody is advised otherwise, other words are another version."""
    old = small(MAY, into=tmp_path / "old" / "small")
    new = small(MAY.replace("title: May", "title: May write"), into=tmp_path / "new" / "small")
    found = compare(old, new)
    assert found.versions is not None
    assert (found.equal, found.versions.least, found.versions.enough) == (True, "1.0.1", False)
