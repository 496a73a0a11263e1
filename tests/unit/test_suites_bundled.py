"""The suites of the bundled packs and of the coach's: all as expected, all covered, no change unnoticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from etiquette._proving.differ import equivalent
from etiquette._suites.bench import Recipe, open_bench
from etiquette._suites.examine import Wanted, examine
from etiquette._suites.parallel import usual_processes

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("pack", "with_plugins"),
    [
        ("rules/post-interview", True),
        ("rules/post-interview-german", False),
        ("rules/business-days", False),
        ("examples/coach-pack", False),
    ],
)
def test_every_change_of_a_bundled_pack_is_noticed(pack: str, with_plugins: bool) -> None:
    """Cases are as expected, rules, conditions and windows are covered whole, and no mutant survives."""
    bench, problems = open_bench(Recipe(str(ROOT / pack)))
    assert bench is not None, problems
    wanted = Wanted(
        processes=usual_processes(), coverage=True, mutate=True, with_plugins=with_plugins, fail_under=100
    )
    found = examine(bench, wanted, equivalent)
    assert [(each.case.title, each.differences) for each in found.run.failed] == []
    assert [each.case.title for each in found.run.unconfirmed] == []
    assert [(gap.subject, gap.message) for gap in found.gaps] == []
    assert found.mutation is not None
    assert [each.mutant.name for each in found.mutation.with_fate("unnoticed")] == []
    assert [each.name for each in found.needless_excuses] == []
    assert found.ok
