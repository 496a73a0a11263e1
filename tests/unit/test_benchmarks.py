"""What benchmarks are made of, times aside: turns, ratios, tables, and two versions of a pack."""

from __future__ import annotations

from pathlib import Path

import pytest

import etiquette
from measure import Times, in_turns
from tables import Table, put_into
from versions import bundled_versions, generated_versions

TABLE = Table("Speed", "How fast it is.", ("", "time"), [("a pack", "1 s"), ("another", "20 ms")])


def test_times_are_medians_with_their_spread() -> None:
    """A median is shown with the least and the most; a single time alone."""
    assert str(Times((0.3, 0.1, 0.2))) == "200 ms (100 ms to 300 ms)"
    assert str(Times((1.25,))) == "1.25 s"


def test_ratios_are_taken_round_by_round() -> None:
    """The ratio is that of the medians, its spread that of rounds that took turns."""
    assert Times((2.0, 4.0, 6.0)).over(Times((1.0, 1.0, 2.0))) == "4 (2 to 4)"
    assert Times((3.0,)).over(Times((2.0,))) == "1.5"


def test_subjects_take_turns() -> None:
    """Every round has each subject once, and no subject always comes first."""
    order: list[str] = []

    def subject(name: str, seconds: float) -> float:
        order.append(name)
        return seconds

    times = in_turns({"a": lambda: subject("a", 1.0), "b": lambda: subject("b", 2.0)}, rounds=2)
    assert order == ["a", "b", "b", "a"]
    assert times == {"a": Times((1.0, 1.0)), "b": Times((2.0, 2.0))}


def test_figures_replace_those_before(tmp_path: Path) -> None:
    """Tables are put between the marks of a page, as often as one likes; the rest of it stays."""
    page = tmp_path / "page.md"
    page.write_text("# Figures\n\n<!-- figures: begin -->\nold\n<!-- figures: end -->\n\nThe end.\n", "utf-8")
    put_into(page, "Taken here.", [TABLE])
    once = page.read_text("utf-8")
    put_into(page, "Taken here.", [TABLE])
    assert page.read_text("utf-8") == once
    assert once.startswith(
        "# Figures\n\n<!-- figures: begin -->\n\nTaken here.\n\n## Speed\n\nHow fast it is.\n"
    )
    assert "|  | time |\n| --- | --- |\n| a pack | 1 s |\n| another | 20 ms |" in once
    assert once.endswith("\n\n<!-- figures: end -->\n\nThe end.\n")
    assert "old" not in once


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    """Where figures have no place nothing is written."""
    page = tmp_path / "page.md"
    page.write_text("# Figures\n", "utf-8")
    with pytest.raises(ValueError, match="lacks the marks"):
        put_into(page, "Taken here.", [TABLE])
    assert page.read_text("utf-8") == "# Figures\n"


def test_tables_line_up() -> None:
    """Columns of a printed table are as wide as their widest cell."""
    assert str(TABLE) == "Speed\n\n           time\n  a pack   1 s\n  another  20 ms\n"


@pytest.mark.parametrize("kind", ["generated", "bundled"])
def test_two_versions_differ_in_one_rule(kind: str, tmp_path: Path) -> None:
    """Of the two versions of a pack that are compared one has a single rule changed."""
    made = (
        generated_versions(100, tmp_path)
        if kind == "generated"
        else bundled_versions("post-interview", tmp_path)
    )
    old, new = ({rule.id: rule.window for rule in etiquette.load(each, plugins=()).rules} for each in made)
    assert old.keys() == new.keys()
    assert len([name for name in old if old[name] != new[name]]) == 1
