"""The judge without the library that it needs."""

from __future__ import annotations

from datetime import date

import etiquette_judge
import pytest

from etiquette import load


def test_without_its_library_the_judge_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who hasn't installed the extra gets the answer of the rules alone, and it is complete."""
    monkeypatch.setattr(etiquette_judge, "_installed", lambda: False)
    report = load(plugins=["judge"]).check(
        {
            "today": date(2026, 12, 8),
            "timezone": "UTC",
            "interview": {"date": date(2026, 11, 23)},
            "proposed": {"action": "ask_status", "message": {"text": "Monday my sister hands back the keys."}},
        }
    )
    assert report.complete
    assert not any(finding.reviewer for finding in report.findings)
