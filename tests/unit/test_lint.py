"""What lint finds, code by code, how it is switched off, and that mending changes no meaning."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from etiquette._linting.finding import Finding
from etiquette._linting.fixing import fix
from etiquette._linting.linting import lint
from etiquette._linting.meaning import difference, meaning
from etiquette._linting.reading import Options, subjects
from etiquette._linting.table import CHECKS
from etiquette.cli import main
from etiquette.codes import TITLES
from etiquette.packs import record_release
from packing import OTHER, layer, write
from pages import ROOT

CASES: Final = {
    f"{path.stem}: {case['title']}": (path.stem, case)
    for path in sorted((ROOT / "tests" / "cases" / "lint").glob("L*.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
}
WHERE: Final = Options((OTHER,), ())
RULE: Final = """\
  - id: decision/kindly
    title: Ask them kindly
    action: ask_for_a_decision
    channels: {prefer: [email]}
    level: note
    because: They decide when they can.
    source: {text: house rules}
"""
SHOWN: Final = """\
coach/rules.yaml:9:5: L631 warning: decision/kindly says overridable: false, which holds anyway.
  9 |     overridable: false
    |     ^^^^^^^^^^^
help: Take it away: what is written should be worth reading.

1 warning in 1 pack. --fix mends it.
"""


def found(folder: Path, files: Mapping[str, str]) -> tuple[Finding, ...]:
    """What is found in a pack made of ``files``."""
    write(folder / "coach", files)
    (subject,) = subjects([folder / "coach"], WHERE)
    return lint(subject)


def rules(*more: str) -> dict[str, str]:
    """A pack with one rule in which nothing is wrong, and further texts below it."""
    return {
        "pack.yaml": layer("coach", "authors: [A]\nlanguage: en\n"),
        "rules.yaml": f"rules:\n{RULE}{''.join(more)}",
    }


def line(finding: Finding) -> str:
    """A finding as the cases write it."""
    what = finding.diagnostic
    place = str(what.location).rpartition("coach/")[2]
    tail = " [can be mended]" if finding.edits else ""
    return f"{place} {finding.level} {finding.code} {what.message} | {what.help}{tail}"


@pytest.mark.parametrize("name", CASES)
def test_each_case_says_what_it_says(name: str, tmp_path: Path) -> None:
    """The bad files give the findings that the case lists, of one code; the good ones give none."""
    code, case = CASES[name]
    said = found(tmp_path / "bad", case["bad"])
    assert [line(each) for each in said] == case["says"]
    assert {each.code for each in said} == {code}
    assert not found(tmp_path / "good", case["good"])


def test_each_check_has_cases_and_a_title() -> None:
    """No check goes without cases, and no code without a title."""
    codes = {code for code, _ in CASES.values()}
    assert codes == {*CHECKS, "L641", "L642"}
    assert codes <= set(TITLES)


def mendable() -> list[str]:
    """The cases with something that can be mended."""
    return [
        name for name, (_, case) in CASES.items() if any("[can be mended]" in each for each in case["says"])
    ]


@pytest.mark.parametrize("name", mendable())
def test_mending_settles_it_and_changes_no_meaning(name: str, tmp_path: Path) -> None:
    """After mending there is nothing left to mend; the pack means the same and keeps its comments."""
    _, case = CASES[name]
    files = {each: f"# on top\n{text}# at the end\n" for each, text in case["bad"].items()}
    assert found(tmp_path, files)
    folder = tmp_path / "coach"
    (subject,) = subjects([folder], WHERE)
    before = meaning(subject.ruleset)
    mended = fix(folder, WHERE)
    assert mended.count >= 1
    assert not mended.problems
    (subject,) = subjects([folder], WHERE)
    assert not difference(before, meaning(subject.ruleset))
    assert not lint(subject)
    for path in mended.files:
        text = path.read_text("utf-8")
        assert text.startswith("# on top\n")
        assert text.endswith("# at the end\n")
    assert fix(folder, WHERE).count == 0


def test_meanings_differ_where_rules_do(tmp_path: Path) -> None:
    """Every change of a rule that could matter is a change of meaning; places and spaces aren't."""
    texts = rules()
    base = texts["rules.yaml"]
    changes = {
        "[email]": "[phone]",
        "prefer": "only",
        "level: note": "level: error",
        "kindly\n    title": "roughly\n    title",
        "They decide": "They will decide",
        "ask_for_a_decision": "send_minutes",
    }
    seen = {}
    for number, (old, new) in enumerate([("", ""), *changes.items()]):
        folder = write(tmp_path / str(number) / "coach", {**texts, "rules.yaml": base.replace(old, new, 1)})
        (subject,) = subjects([folder], WHERE)
        seen[new] = meaning(subject.ruleset)
    assert all(difference(seen[""], other) for new, other in seen.items() if new)
    spaced = {**texts, "rules.yaml": "\n\n" + base.replace("They decide", "They  decide")}
    (subject,) = subjects([write(tmp_path / "spaced" / "coach", spaced)], WHERE)
    assert not difference(seen[""], meaning(subject.ruleset))


def test_several_things_are_mended_at_once(tmp_path: Path) -> None:
    """What is behind something that was mended is mended as well, round after round."""
    when = "when:\n      all:  # as agreed\n        - not: {not: {undecided: true}}\n"
    body = RULE.replace("level: note", "level: warning\n    overridable: false")
    body = body.replace("channels: {prefer: [email]}", f"{when}    channels: {{never: [phone]}}")
    write(tmp_path / "coach", {**rules(), "rules.yaml": f"rules:\n{body}"})
    mended = fix(tmp_path / "coach", WHERE)
    text = (tmp_path / "coach" / "rules.yaml").read_text("utf-8")
    assert mended.count == 4
    assert "# as agreed" in text
    assert "overridable" not in text
    assert "level" not in text
    assert "not:" not in text


def test_a_released_version_is_not_mended(tmp_path: Path) -> None:
    """What is on record as released can't change, not even for the better."""
    files = rules("    overridable: false\n")
    folder = write(tmp_path / "coach", files)
    record_release(folder, [OTHER])
    mended = fix(folder, WHERE)
    assert not mended.files
    assert [each.code for each in mended.problems] == ["E407"]
    assert (folder / "rules.yaml").read_text("utf-8") == files["rules.yaml"]


@pytest.mark.parametrize(
    "comment",
    [
        "# lint: off L601 — nobody asks",
        "# lint: off L601, L602 - nobody asks",
        "#lint:off L602 L601: nobody asks",
        "## Lint: Off L601. Nobody asks",
    ],
)
def test_a_finding_is_switched_off_above_and_beside(comment: str, tmp_path: Path) -> None:
    """A comment above a rule or beside its first line is about all of the rule, and about no other."""
    bare = RULE.replace("    because: They decide when they can.\n", "").replace(
        "    source: {text: house rules}\n", ""
    )
    bare = bare if "L602" in comment else bare + "    source: {text: house rules}\n"
    above = f"rules:\n  {comment}\n{bare}"
    beside = f"rules:\n{bare}".replace("- id: decision/kindly\n", f"- {comment}\n    id: decision/kindly\n")
    top = f"{comment}\nrules:\n{bare}"
    for number, text in enumerate((above, beside, top)):
        assert not found(tmp_path / str(number), {**rules(), "rules.yaml": text})
    other = bare.replace("decision/kindly", "decision/roughly").replace("Ask them kindly", "Ask them roughly")
    left = found(tmp_path / "other", {**rules(), "rules.yaml": above + other})
    assert {each.code for each in left} <= {"L601", "L602"}
    assert {each.diagnostic.location.line for each in left if each.diagnostic.location} == {
        above.count("\n") + 1
    }


def test_formatting_keeps_what_is_off(tmp_path: Path) -> None:
    """A comment that switches off stays with its rule when the file is formatted."""
    bare = RULE.replace("    because: They decide when they can.\n", "")
    text = f"rules:\n{RULE.replace('kindly', 'roughly')}\n  # lint: off L601 — nobody asks\n{bare}"
    assert not found(tmp_path, {**rules(), "rules.yaml": text})
    assert main(["fmt", str(tmp_path / "coach")]) == 0
    assert (tmp_path / "coach" / "rules.yaml").read_text("utf-8") != text
    (subject,) = subjects([tmp_path / "coach"], WHERE)
    assert not lint(subject)


class TestCommand:
    """``etiquette lint`` on the command line."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("ETIQUETTE_PATH", str(OTHER))
        monkeypatch.setenv("COLUMNS", "80")

    def run(self, capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
        """Exit code, standard output and standard error."""
        code = main(["lint", "--no-plugins", *arguments])
        return (code, *capfd.readouterr())

    def test_the_packs_here_are_looked_at(self, capfd: pytest.CaptureFixture[str]) -> None:
        """Without a name, every pack in the present folder is looked at; warnings don't fail."""
        write(Path("coach"), rules("    overridable: false\n"))
        assert self.run(capfd) == (0, SHOWN, "")

    def test_strict_counts_warnings(self, capfd: pytest.CaptureFixture[str]) -> None:
        """With --strict a warning fails, and a note doesn't."""
        write(Path("coach"), rules("    overridable: false\n"))
        assert self.run(capfd, "--strict")[0] == 1
        write(Path("coach"), {"pack.yaml": layer("coach"), "rules.yaml": f"rules:\n{RULE}"})
        code, said, _ = self.run(capfd, "--strict", "./coach")
        assert (code, said.splitlines()[-1]) == (0, "1 note in 1 pack.")

    def test_an_error_fails(self, capfd: pytest.CaptureFixture[str]) -> None:
        """A finding of level error gives exit code 1."""
        body = RULE.replace("level", "when: {undecided: true, client.decided: true}\n    level")
        write(Path("coach"), {**rules(), "rules.yaml": f"rules:\n{body}"})
        code, said, _ = self.run(capfd)
        assert (code, said.splitlines()[-1]) == (1, "1 error in 1 pack.")

    def test_nothing_to_improve(self, capfd: pytest.CaptureFixture[str]) -> None:
        """A pack in which nothing is found says so."""
        write(Path("coach"), rules())
        assert self.run(capfd, "./coach") == (0, "Nothing to improve in 1 pack.\n", "")

    def test_mending(self, capfd: pytest.CaptureFixture[str]) -> None:
        """--fix mends the file, says which, and shows what is left."""
        write(Path("coach"), rules("    overridable: false\n"))
        assert self.run(capfd, "--fix") == (
            0,
            "Nothing to improve in 1 pack.\n",
            "coach/rules.yaml is mended.\n",
        )

    def test_only_folders_are_mended(self, capfd: pytest.CaptureFixture[str]) -> None:
        """A pack that is named, not its folder, may stand anywhere: it isn't written to."""
        code, _, said = self.run(capfd, "--fix", "client-meetings")
        assert code == 2
        assert said.splitlines()[0] == (
            "etiquette lint: Only a pack in a folder can be mended: name the folder."
        )

    def test_json(self, capfd: pytest.CaptureFixture[str]) -> None:
        """Machines get every finding with its place and level."""
        write(Path("coach"), rules("    overridable: false\n"))
        _, said, _ = self.run(capfd, "--format", "json")
        data: dict[str, Any] = json.loads(said)
        assert data == {
            "findings": [
                {
                    "subject": "coach",
                    "code": "L631",
                    "level": "warning",
                    "message": "decision/kindly says overridable: false, which holds anyway.",
                    "help": "Take it away: what is written should be worth reading.",
                    "location": {"file": "coach/rules.yaml", "line": 9, "column": 5},
                    "related": [],
                    "fixable": True,
                }
            ]
        }

    @pytest.mark.parametrize(
        ("format_", "word"), [("sarif", '"ruleId": "L631"'), ("junit", "L631"), ("github", "::warning ")]
    )
    def test_other_formats(self, format_: str, word: str, capfd: pytest.CaptureFixture[str]) -> None:
        """The formats of other programs show the same finding."""
        write(Path("coach"), rules("    overridable: false\n"))
        code, said, _ = self.run(capfd, "-f", format_)
        assert code == 0
        assert word in said

    def test_what_does_not_load(self, capfd: pytest.CaptureFixture[str]) -> None:
        """A pack that can't be used is reported as everywhere, and ends with 2."""
        write(Path("coach"), {**rules(), "rules.yaml": "rules: 3\n"})
        code, said, complaint = self.run(capfd)
        assert (code, said) == (2, "")
        assert complaint.startswith("coach/rules.yaml:1:8: E202 ")

    def test_a_plugin_that_fails(self, capfd: pytest.CaptureFixture[str]) -> None:
        """Without a plugin that should be there, the answer isn't complete: exit code 3."""
        write(Path("coach"), rules())
        code = main(["lint", "--plugins", "nothing", "./coach"])
        said = capfd.readouterr()
        assert (code, said.out) == (3, "Nothing to improve in 1 pack.\n")
        assert "E502" in said.err

    def test_no_pack_here(self, capfd: pytest.CaptureFixture[str]) -> None:
        """Where there is no pack, that is said."""
        code, _, said = self.run(capfd)
        assert code == 2
        assert said.startswith("etiquette lint: There is no pack in this folder.")

    def test_no_such_plugin(self, capfd: pytest.CaptureFixture[str]) -> None:
        """A plugin that isn't installed is named."""
        code, _, said = self.run(capfd, "plugin:nothing")
        assert code == 2
        assert "There is no plugin nothing." in said


BUNDLED = [
    "rules/post-interview",
    "rules/post-interview-german",
    "rules/business-days",
    "examples/coach-pack",
]
PLUGINS = ["email", "in_person", "phone", "recruiter", "sms"]


@pytest.mark.parametrize("name", [*BUNDLED, *(f"plugin:{each}" for each in PLUGINS)])
def test_what_is_bundled_is_clean(name: str) -> None:
    """Nothing is to be improved in what comes with the program, nor in the example for coaches."""
    target = name if name.startswith("plugin:") else ROOT / name
    for subject in subjects([target], Options()):
        assert [str(each.diagnostic) for each in lint(subject)] == []


def test_messages_are_sentences() -> None:
    """Every message ends like a sentence and every help says what to do."""
    for _, case in CASES.values():
        for said in case["says"]:
            message, help_ = said.removesuffix(" [can be mended]").split(" | ")
            assert re.search(r"[.]$", message), said
            assert re.match(r"[A-Z`]", help_), said
