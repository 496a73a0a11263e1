"""The command of the benchmark on speed: what it is made of, times aside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import deciding
import growth
import speed
from engines.base import Decide, Engine
from engines.checking import CHECKERS, Checker
from growing import KINDS, Kind, grown
from pace import paces
from tables import Table
from workload.facts import Answer, Flat, cases


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command switches the cache off; afterwards it is as it was."""
    monkeypatch.setenv("ETIQUETTE_CACHE", "off")


def test_each_case_is_decided_in_every_round() -> None:
    """A round gives every case to every subject, equally often, however quick the subject is."""
    seen: list[int] = []
    times = paces({"one": (seen.append, [1, 2, 3]), "other": (abs, [4])}, rounds=2)
    assert {seen.count(each) for each in (1, 2, 3)} == {len(seen) // 3}
    assert [len(each.seconds) for each in times.values()] == [2, 2]


def test_a_wrong_answer_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that is wrong on a single case isn't timed, and neither is any other."""

    def careless() -> Decide:
        def decide(facts: Flat) -> Answer:
            return {}

        return decide

    monkeypatch.setattr(deciding, "those_here", lambda: [Engine("careless", careless)])
    with pytest.raises(deciding.WrongAnswersError, match="careless: 5 of 5 answers are wrong"):
        deciding.checked(5)


def test_under_ci_no_engine_may_be_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Elsewhere what isn't installed is left out with a word; under CI it is an error."""
    monkeypatch.setattr(speed, "missing", lambda: ["some-engine"])
    monkeypatch.setitem(speed.FIGURES, "decision", lambda _options: iter(()))
    monkeypatch.setenv("CI", "true")
    assert speed.main(["--quick", "--only", "decision"]) == 1
    monkeypatch.delenv("CI")
    assert speed.main(["--quick", "--only", "decision"]) == 0
    assert "Not installed, so left out: some-engine." in capsys.readouterr().err


def test_figures_are_written_with_every_round(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The JSON has the rows as they are printed, and unrounded what was measured."""
    table = Table("Some", "A note.", ("", "time"), [("a", "1 s")], {"a": (1.0, 1.25)})
    monkeypatch.setitem(speed.FIGURES, "decision", lambda _options: iter((table,)))
    monkeypatch.setattr(speed, "missing", list)
    assert speed.main(["--only", "decision", "--json", str(tmp_path / "figures.json")]) == 0
    [written] = json.loads((tmp_path / "figures.json").read_text("utf-8"))["figures"]
    assert written["rows"] == [{"": "a", "time": "1 s"}]
    assert written["taken"] == {"a": [1.0, 1.25]}


@pytest.mark.parametrize("kind", KINDS)
def test_packs_grow(kind: Kind, tmp_path: Path) -> None:
    """A pack of each kind loads, has as many more rules as were asked for, and answers its cases."""
    few, more = (grown(kind, size, tmp_path) for size in (20, 40))
    ruleset = more.load()
    assert len(ruleset.rules) - len(few.load().rules) == 20
    assert all(ruleset.check(facts).answered for facts in more.facts(ruleset, 5))


def test_rules_on_another_topic_change_nothing(tmp_path: Path) -> None:
    """Where all further rules are on other topics, the actions of the case have the same plan."""
    small, large = (grown("elsewhere", size, tmp_path) for size in (10, 30))
    first, second = small.load(), large.load()
    for mine, theirs in zip(small.facts(first, 20), large.facts(second, 20), strict=True):
        one, other = first.check(mine), second.check(theirs)
        for action in ("thank_you", "status_inquiry", "visit", "wait"):
            assert one.decision(action) == other.decision(action)


def test_growth_has_a_row_for_each_size(tmp_path: Path) -> None:
    """Each kind of pack has a table, with a row and a measured value in each column for each size."""
    tables = list(growth.growth([10, 20], 1, tmp_path))
    assert [len(table.rows) for table in tables] == [2] * len(KINDS)
    assert all(len(each) == 2 for table in tables for each in table.taken.values())


@pytest.mark.parametrize("checker", CHECKERS, ids=lambda each: each.distribution)
def test_checkers_tell_right_from_wrong(checker: Checker) -> None:
    """A library that checks facts accepts those that are made here, and not with one value spoilt."""
    pytest.importorskip(checker.module)
    fits = checker.prepare()
    [facts] = cases(1)
    assert fits(facts)
    assert not fits({**facts, "via_recruiter": 1})


def test_plots_are_drawn(tmp_path: Path) -> None:
    """From the tables come pictures, one of the decision and two of growth."""
    pytest.importorskip("matplotlib")
    from plots import draw

    decision = Table("One decision", "", ("", "time"), [], {"a": (1e-6, 2e-6), "b": (1e-5, 1e-5)})
    taken = dict.fromkeys(growth.HEAD, (1.0, 2.0))
    draw([decision, Table("Growth: some", "", ("",), [], taken)], tmp_path / "plots")
    assert {each.name for each in (tmp_path / "plots").iterdir()} == {
        "decision.png",
        "growth-memory.png",
        "growth-time.png",
    }
