"""The worked examples of "How rules combine" come out as the page says."""

from __future__ import annotations

from pathlib import Path

import etiquette
from pages import ROOT, blocks, write_files

PAGE = ROOT / "docs" / "combining.md"


def summary(report: etiquette.Report) -> str:
    """A report in the few lines in which the page shows plans."""
    lines = []
    for decision in report.plan:
        lines.append(f"{decision.action}: {decision.status}")
        facts: list[str] = [decision.modality or ""]
        facts += [f"from {decision.not_before}"] if decision.not_before else []
        facts += [f"until {decision.not_after}"] if decision.not_after else []
        if len(decision.channels) < 3 and decision.channels:
            facts.append(f"by {' or '.join(decision.channels)}")
        if decision.via == ("recruiter",):
            facts.append("via recruiter")
        said = ", ".join(fact for fact in facts if fact)
        names = {"rules": decision.rules, "outweighed": decision.outweighed}
        lines += [f"  {said}"] if said and decision.status not in ("conflict", "undetermined") else []
        if decision.status not in ("conflict", "undetermined"):
            lines += [f"  {name}: {', '.join(ids)}" for name, ids in names.items() if ids]
        if decision.status == "undetermined":
            lines.append(f"  depends on: {', '.join(decision.depends_on)}")
    lines += [f"  conflict: {', '.join(conflict.rules)}" for conflict in report.conflicts]
    lines += [f"  asks: {question.fact}" for question in report.questions]
    return "\n".join(lines) + "\n"


def test_the_worked_examples(tmp_path: Path) -> None:
    """Each plan on the page is what the rules and facts above it give."""
    plans = 0
    for block in blocks(PAGE.read_text(encoding="utf-8")):
        if block.language != "text":
            write_files(tmp_path, [block])
            continue
        rules = etiquette.load(tmp_path / "pack", plugins=())
        report = rules.check(tmp_path / "facts.yaml")
        assert not report.diagnostics
        assert (block.line, summary(report)) == (block.line, block.text)
        plans += 1
    assert plans >= 7
