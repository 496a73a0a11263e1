"""Compiled programs that are kept with their rules: the same answers, and no code made a second time."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import etiquette
from etiquette import Ruleset, _caching
from etiquette._caching import remembering, store
from etiquette._caching.kept_program import KeptResolution
from etiquette._compiling.assuming import assumptions_used
from etiquette._compiling.deciding import decided, decisions
from etiquette._nouns import replace
from etiquette.check import facts_for
from etiquette.facts import Facts

_CASES: tuple[dict[str, Any], ...] = (
    {"today": "2026-11-24", "timezone": "Europe/Berlin", "interview": {"date": "2026-11-23"}},
    {"today": "2026-12-09", "timezone": "Europe/Berlin", "interview": {"date": "2026-11-23"}},
    {"today": "2026-11-20", "timezone": "Europe/Berlin", "interview": {"date": "2026-11-23"}},
    {
        "today": "2026-12-09",
        "timezone": "Europe/Berlin",
        "interview": {"date": "2026-11-23"},
        "employer": {"promised_reply_by": "2026-12-07", "preferred_channel": "phone"},
    },
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where rules are kept in a test; files count as settled at once."""
    kept = tmp_path / "kept"
    monkeypatch.setenv("ETIQUETTE_CACHE", str(kept))
    monkeypatch.setattr("etiquette._caching.keeping.is_settled", lambda _mark, _now: True)
    monkeypatch.setattr("etiquette._caching.remembering.is_settled", lambda _mark, _now: True)
    return kept


def facts_of(rules: Ruleset, case: dict[str, Any]) -> Facts:
    """The facts of a case that can be so."""
    facts, problems = facts_for(rules, case)
    assert facts is not None, problems
    return facts


def answered(rules: Ruleset, case: dict[str, Any]) -> dict[str, Any]:
    """The whole report, by whatever decides it."""
    return rules.check(facts_of(rules, case)).to_dict()


def taught(*cases: dict[str, Any]) -> Ruleset:
    """The bundled rules, kept with what they met on some cases."""
    _caching.load()
    rules = _caching.load()
    for case in cases:
        facts = facts_of(rules, case)
        decided(rules, facts)
        assumptions_used(rules, facts)
        answered(rules, case)
    _caching.remember(rules)
    return _caching.load()


def test_a_kept_program_says_the_same(folder: Path) -> None:
    """On what it has met and on what it hasn't, every field of every decision and report is the same."""
    again, fresh = taught(_CASES[0]), etiquette.load()
    assert again.__dict__.get("kept_program") is None
    assert again.worth_compiling()
    assert again.kept_program is not None  # type: ignore[attr-defined]
    for case in _CASES:
        mine, other = facts_of(again, case), facts_of(fresh, case)
        pairs = zip(
            decisions(again, mine, decided(again, mine)),
            decisions(fresh, other, decided(fresh, other)),
            strict=True,
        )
        for one, two in pairs:
            for each in fields(one):
                assert getattr(one, each.name) == getattr(two, each.name), (one.action, each.name)
        assert assumptions_used(again, mine) == assumptions_used(fresh, other)
        assert answered(again, case) == answered(fresh, case)


def test_every_resolution_comes_back_whole(folder: Path) -> None:
    """What is read late is what was worked out: each field, and the rules are those of the ruleset."""
    again = taught(*_CASES)
    fresh = etiquette.load()
    rules = set(map(id, again.rules))
    seen = 0
    for mine, other in zip(again.compiled.clusters, clusters_of(fresh), strict=True):
        for shapes, others in zip(mine.shapes, other.shapes, strict=True):
            for (state, gone), shape in shapes.known()[0].items():
                same = others.of(state, gone)
                whole: Any = shape.resolution
                assert type(whole) is KeptResolution
                for each in fields(same.resolution):
                    assert getattr(whole, each.name) == getattr(same.resolution, each.name)
                for demand in whole.demands:
                    assert id(demand.rule) in rules
                assert (shape.least, shape.most, shape.rules) == (same.least, same.most, same.rules)
                assert shape.modality == same.modality
                seen += 1
    assert seen


def clusters_of(rules: Ruleset) -> Any:
    """The clusters of rules that have been compiled."""
    assert callable(rules.compiled.decide)
    return rules.compiled.clusters


def test_what_is_met_later_is_kept_as_well(folder: Path) -> None:
    """A run that met new states writes them back, one that met none leaves the file alone."""
    first = taught(_CASES[0])
    before = first.kept_program.extent  # type: ignore[attr-defined]
    (file,) = folder.iterdir()
    mark = file.stat().st_mtime_ns, file.stat().st_ino
    answered(first, _CASES[0])
    _caching.remember(first)
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == mark
    for case in _CASES:
        assumptions_used(first, facts_of(first, case))
    _caching.remember(first)
    second = _caching.load()
    assert second.kept_program.extent > before  # type: ignore[attr-defined]


def test_no_more_shapes_than_there_is_room_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some of them are kept, and then nothing is written any more."""
    monkeypatch.setattr(remembering, "MOST_SHAPES", 20)
    monkeypatch.setattr("etiquette._caching.kept_program.MOST_SHAPES", 20)
    again = taught(_CASES[0])
    assert again.kept_program.extent[1] == 20  # type: ignore[attr-defined]
    assumptions_used(again, facts_of(again, _CASES[0]))
    assert not again.kept_program.has_grown()  # type: ignore[attr-defined]
    assert answered(again, _CASES[0]) == answered(etiquette.load(), _CASES[0])


@pytest.mark.parametrize("name", ["program", "met", "resolutions"])
def test_a_section_that_is_not_what_it_was_is_done_without(folder: Path, name: str) -> None:
    """Whole by its digest and nonsense all the same, or missing: then code is made as ever."""
    rules = taught(_CASES[0])
    kept, home = rules.__dict__["_kept"][0], rules.__dict__["_home"]
    sections = {each: kept.section(each) for each in kept.names}
    for other in ({**sections, name: b""}, {key: raw for key, raw in sections.items() if key != name}):
        store.write(home.folder, home.file, home.about, other)
        again = _caching.load()
        answered(again, _CASES[0])
        assert again.kept_program is None  # type: ignore[attr-defined]


def test_a_folder_that_cannot_be_written_to(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is the same, and nothing is said of it."""
    rules = taught(_CASES[0])
    really = os.open

    def refused(path: str, flags: int, *rest: int) -> int:
        if flags & os.O_CREAT and str(folder) in str(path):
            raise PermissionError(13, "Permission denied", path)  # what the system says of such a folder
        return really(path, flags, *rest)

    before = sorted(folder.iterdir())
    monkeypatch.setattr(os, "open", refused)
    answered(rules, _CASES[1])
    _caching.remember(rules)
    assert sorted(folder.iterdir()) == before


def test_failing_to_keep_is_no_failure(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong while writing back stays there."""
    _caching.load()
    rules = _caching.load()
    facts = facts_of(rules, _CASES[0])
    decided(rules, facts)

    def broken(*_: object) -> bytes:
        raise OSError("no room left")

    monkeypatch.setattr(remembering, "_sections", broken)
    _caching.remember(rules)
    assert _caching.load().kept_program is None  # type: ignore[attr-defined]


def test_guidance_of_a_day_has_no_kept_program(folder: Path) -> None:
    """What isn't the ruleset that was kept doesn't take its code."""
    rules = taught(_CASES[0])
    assert rules.kept_program is not None  # type: ignore[attr-defined]
    other = replace(rules, rules=rules.rules[:3])
    assert other.kept_program is None  # type: ignore[attr-defined]
    assert other.compiled.ruleset is other
