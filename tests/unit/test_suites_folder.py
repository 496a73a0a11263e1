"""The folder of a pack that holds its suites: no rules are read from it, and none are lost in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from etiquette._packing.pack_files import read_pack
from etiquette._packing.pack_search import candidate_at
from packing import layer, loaded, refused, write

RULE = "rules:\n  - {id: %s, action: send_minutes, title: T, modality: should, because: B}\n"
SUITE = "title: One\ncases:\n  - {title: The minutes, facts: {}, expect: {plan: {send_minutes: due}}}\n"


def digest(folder: Path) -> str:
    """The digest of the pack in a folder."""
    candidate, _ = candidate_at(folder, str(folder))
    assert candidate
    pack, problems = read_pack(candidate)
    assert pack
    assert problems == ()
    return pack.digest


def test_suites_are_no_rules_and_no_content(tmp_path: Path) -> None:
    """A pack with suites loads as it did without them, and has the same digest."""
    write(tmp_path, {"c/pack.yaml": layer(), "c/rules.yaml": RULE % "coach/one"})
    before = digest(tmp_path / "c")
    write(tmp_path, {"c/tests/one.yaml": SUITE})
    assert digest(tmp_path / "c") == before
    assert "coach/one" in {rule.id for rule in loaded(tmp_path, tmp_path / "c").rules}


@pytest.mark.parametrize("text", [RULE, '{"rules": [{"id": "%s", "action": "send_minutes"}]}'])
def test_rules_among_the_suites_are_not_lost(text: str, tmp_path: Path) -> None:
    """Rules that somebody put where only suites are looked for aren't passed over without a word."""
    write(tmp_path, {"c/pack.yaml": layer(), "c/tests/rules.yaml": text % "coach/one"})
    said = refused(tmp_path, tmp_path / "c")
    assert "rules.yaml isn't read: the folder tests holds suites and no rules." in said


def test_tests_further_down_are_a_topic_like_any_other(tmp_path: Path) -> None:
    """Only the folder at the top is set aside: a topic may be called so."""
    write(tmp_path, {"c/pack.yaml": layer(), "c/job/tests/rules.yaml": RULE % "coach/one"})
    assert "coach/one" in {rule.id for rule in loaded(tmp_path, tmp_path / "c").rules}
