"""The plugin in examples/ is a distribution of its own: built, installed beside the engine, and used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "etiquette-linkedin"
FACTS = """\
today: 2026-11-20
timezone: Europe/Berlin
interview: {date: 2026-11-19}
employer: {preferred_channel: none, timezone: Europe/Berlin}
linkedin: {connected: CONNECTED}
proposed: {action: send_thank_you, channel: linkedin, to: interviewer, via: direct, time: "06:30"}
"""


def run(command: list[str], cwd: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in ``cwd``; ``path`` is one more place that Python finds distributions in."""
    environment = {**os.environ, "TZ": "UTC", "NO_COLOR": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    return subprocess.run(  # noqa: S603  # every command is one of this file's own
        [sys.executable, "-m", *command],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the plugin in it, installed from a wheel that was built from its sources."""
    target = tmp_path_factory.mktemp("linkedin")
    done = run(
        ["pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", ".", str(EXAMPLE)],
        target,
    )
    assert done.returncode == 0, done.stderr
    return target


def check(installed: Path | None, tmp_path: Path, connected: str = "true") -> tuple[int, dict[str, Any]]:
    """Exit status and report of a check of a thank-you on LinkedIn at half past six in the morning."""
    (tmp_path / "facts.yaml").write_text(FACTS.replace("CONNECTED", connected), encoding="utf-8")
    done = run(["etiquette.cli", "check", "facts.yaml", "--format", "json"], tmp_path, installed)
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)


def thank_you(report: dict[str, Any]) -> dict[str, Any]:
    """The decision on the thank-you."""
    (decision,) = [each for each in report["plan"] if each["action"] == "send_thank_you"]
    assert isinstance(decision, dict)
    return decision


def test_the_channel_appears_in_the_plan(installed: Path, tmp_path: Path) -> None:
    """With the plugin installed its facts are accepted, and its channel is one more way."""
    status, report = check(installed, tmp_path)
    assert report["diagnostics"] == []
    assert report["complete"] is True
    assert status in (0, 1)
    assert "linkedin" in thank_you(report)["channels"]


def test_its_rules_narrow(installed: Path, tmp_path: Path) -> None:
    """For those who aren't connected the channel isn't there, and a step that takes it is a finding."""
    _, report = check(installed, tmp_path, connected="false")
    assert "linkedin" not in thank_you(report)["channels"]
    assert "email" in thank_you(report)["channels"]
    (finding,) = [each for each in report["findings"] if each["rule"] == "linkedin/only-when-connected"]
    assert finding["about"] == "channel"
    assert finding["suggestion"]["step"]["channel"] != "linkedin"


def test_its_hours_are_an_ordinary_rule(installed: Path, tmp_path: Path) -> None:
    """The hours that it declares bind a step before breakfast, with a suggestion that keeps them."""
    _, report = check(installed, tmp_path)
    (finding,) = [each for each in report["findings"] if each["rule"] == "linkedin/declared-hours"]
    assert finding["about"] == "time"
    assert finding["opaque"] is False
    assert "08:00" <= finding["suggestion"]["step"]["time"] <= "20:00"


def test_it_is_listed(installed: Path, tmp_path: Path) -> None:
    """`etiquette packs` and `etiquette --version` name the plugin with its distribution."""
    for command in (["packs"], ["--version"]):
        done = run(["etiquette.cli", *command], tmp_path, installed)
        assert done.returncode == 0, done.stderr
        assert "linkedin" in done.stdout


def test_without_it_its_facts_are_unknown(tmp_path: Path) -> None:
    """Without the plugin nobody knows the section, which is an error and no silence."""
    status, report = check(None, tmp_path)
    assert status == 2
    assert [each["code"] for each in report["diagnostics"]] != []
    assert any("linkedin" in each["message"] for each in report["diagnostics"])


def test_its_own_tests_pass(installed: Path) -> None:
    """The tests that it brings along pass against what is installed."""
    done = run(["pytest", "-q", "-p", "no:cacheprovider", str(EXAMPLE / "tests")], EXAMPLE, installed)
    assert done.returncode == 0, done.stdout + done.stderr
