"""The commands on real packs: what they print, byte by byte, and how they end."""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from etiquette._data import load_schema
from etiquette.cli import main
from etiquette.hookspecs import hookimpl
from etiquette.report import Report

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases" / "text"
PACK = ("--pack", "dinner-guest", "--no-plugins")
FACTS = "only-the-date.yaml"

Run = Callable[..., tuple[int, str, str]]

SHOWN = {
    "check-planned-call": ("check", "planned-call.yaml", *PACK),
    "check-planned-call-verbose": ("check", "planned-call.yaml", "--verbose", *PACK),
    "check-planned-call-narrow": ("check", "planned-call.yaml", *PACK),
    "check-only-the-date": ("check", FACTS, *PACK),
    "check-all-at-once": ("check", "all-at-once.yaml", *PACK),
    "check-two-files": ("check", FACTS, "all-at-once.yaml", *PACK),
    "check-quarrel": ("check", FACTS, "--pack", "quarrel", "--no-plugins"),
    "explain-recipe": ("explain", FACTS, "ask_for_the_recipe", *PACK),
    "explain-all": ("explain", FACTS, *PACK),
    "explain-recipe-verbose": ("explain", FACTS, "ask_for_the_recipe", "--verbose", *PACK),
    "explain-rule": ("explain", "planned-call.yaml", "back/with-patience", *PACK),
    "draft-note": ("draft", "planned-call.yaml", *PACK),
    "draft-one-channel": ("draft", FACTS, "write_a_note", "--channel", "call", *PACK),
    "draft-none": ("draft", FACTS, "drop_in", *PACK),
    "draft-unworded": ("draft", FACTS, "--pack", "speechless", "--no-plugins"),
    "explain-quarrel": ("explain", FACTS, "write_a_note", "--pack", "quarrel", "--no-plugins"),
}
"""Commands whose whole output is kept in a file of that name."""


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command among the cases: exit code, standard output, standard error."""
    for name in ("NO_COLOR", "FORCE_COLOR", "ETIQUETTE_DEBUG", "ETIQUETTE_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(CASES)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("ETIQUETTE_PATH", ".")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        out, err = capfd.readouterr()
        return code, out, err

    return call


def report(out: str) -> dict[str, object]:
    """The report in a JSON output, held against its schema."""
    data: dict[str, object] = json.loads(out)
    Draft202012Validator(load_schema("report")).validate(data)
    return data


@pytest.mark.parametrize("name", SHOWN)
def test_whole_outputs(name: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed is what the file says. ETIQUETTE_UPDATE=1 writes the file anew, to be read again."""
    if name.endswith("narrow"):
        monkeypatch.setenv("COLUMNS", "40")
    code, out, err = run(*SHOWN[name])
    said = f"$ etiquette {' '.join(SHOWN[name])}\n{out}{err}[exit code {code}]\n"
    kept = CASES / f"{name}.txt"
    if os.environ.get("ETIQUETTE_UPDATE"):
        kept.write_text(said, encoding="utf-8")
    assert said == kept.read_text(encoding="utf-8")


def test_every_kept_output_is_tested() -> None:
    """No file of an output that nobody makes any more stays behind."""
    assert sorted(path.stem for path in CASES.glob("*.txt")) == sorted(SHOWN)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((FACTS, *PACK), 0),
        (("planned-call.yaml", *PACK), 1),
        (("nowhere.yaml", *PACK), 2),
        ((FACTS, "--pack", "nobody", "--no-plugins"), 2),
        ((FACTS, "--pack", "quarrel", "--no-plugins"), 3),
        ((FACTS, "--pack", "dinner-guest", "--plugins", "nobody"), 3),
        ((FACTS, "planned-call.yaml", *PACK), 1),
        (("planned-call.yaml", "nowhere.yaml", *PACK), 2),
    ],
)
def test_exit_codes(arguments: tuple[str, ...], code: int, run: Run) -> None:
    """0 nothing wrong, 1 findings, 2 bad input, 3 conflict or incomplete; the highest of several files."""
    assert run("check", *arguments)[0] == code
    assert run("check", *arguments, "--format", "json")[0] == code


def test_json_is_the_report(run: Run) -> None:
    """One file gives an object, several an array; both are nothing but JSON in UTF-8."""
    code, out, err = run("check", "planned-call.yaml", "--format", "json", *PACK)
    assert (code, err) == (1, "")
    data = report(out)
    assert data["ok"] is False
    assert data["as_of"] == "2026-11-23"
    _, out, _ = run("check", "planned-call.yaml", FACTS, "-f", "json", *PACK)
    assert [each["as_of"] for each in json.loads(out)] == ["2026-11-23", "2026-11-21"]


def test_json_also_says_why_there_is_no_answer(run: Run) -> None:
    """A program gets a report for bad facts and for bad packs too, with the diagnostics in it."""
    draft = ("planned-call.yaml", "--draft", "nowhere.txt", *PACK)
    for arguments in (("nowhere.yaml", *PACK), (FACTS, "--pack", "nobody"), draft):
        code, out, err = run("check", *arguments, "--format", "json")
        assert (code, err) == (2, "")
        data = report(out)
        assert data["ok"] is False
        assert data["diagnostics"]


def test_the_same_facts_give_the_same_bytes(run: Run) -> None:
    """Nothing of the surroundings gets into a report."""
    first = run("check", "planned-call.yaml", "--format", "json", *PACK)
    assert run("check", "planned-call.yaml", "--format", "json", *PACK) == first


def test_facts_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash reads standard input, whatever text layer is above it."""
    raw = (CASES / "planned-call.yaml").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    code, out, _ = run("check", "-", "--format", "json", *PACK)
    assert code == 1
    assert out == run("check", "planned-call.yaml", "--format", "json", *PACK)[1].replace(
        "planned-call.yaml", "<stdin>"
    )
    monkeypatch.setattr("sys.stdin", io.StringIO(raw.decode()))
    assert run("check", "-", "--format", "json", *PACK)[:2] == (1, out)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"dinner: [")))
    code, _, err = run("check", "-", *PACK)
    assert code == 2
    assert err.startswith("<stdin>:1:")


def test_facts_choose_their_packs(run: Run, tmp_path: Path) -> None:
    """Packs that the facts name are used, unless the command line names others."""
    facts = tmp_path / "facts.yaml"
    facts.write_text("packs: [dinner-guest@1]\ntoday: 2026-11-21\ndinner: {date: 2026-11-20}\n", "utf-8")
    _, out, _ = run("check", str(facts), "--no-plugins", "--format", "json")
    assert [each["pack"] for each in report(out)["packs"]] == ["dinner-guest"]  # type: ignore[attr-defined]
    assert run("check", str(facts), "--pack", "quarrel", "--no-plugins")[0] == 3
    facts.write_text("packs: [nobody]\ndinner: {date: 2026-11-20}\n", "utf-8")
    code, _, err = run("check", str(facts), "--no-plugins")
    assert code == 2
    assert "There is no pack called nobody." in err


def test_packs_are_found_in_folders(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack can be given as a folder, or by name with the folder to look in."""
    monkeypatch.delenv("ETIQUETTE_PATH")
    assert run("check", FACTS, "--pack", "./dinner-guest", "--no-plugins")[0] == 0
    assert run("check", FACTS, "--pack", "quarrel", "--path", ".", "--no-plugins")[0] == 3


def test_today_wins(run: Run) -> None:
    """``--today`` answers for another day than the facts say."""
    _, out, _ = run("check", FACTS, "--today", "2026-12-01", "--format", "json", *PACK)
    data = report(out)
    assert data["as_of"] == "2026-12-01"
    statuses = {each["action"]: each["status"] for each in data["plan"]}  # type: ignore[attr-defined]
    assert statuses["invite_back"] == "due"
    code, out, _ = run("explain", FACTS, "invite_back", "--today", "2026-12-01", "--format", "json", *PACK)
    assert code == 0
    assert json.loads(out)["actions"][0]["decision"]["status"] == "due"


def test_a_draft_is_measured(run: Run, tmp_path: Path) -> None:
    """The text of a draft is what is checked, with its subject."""
    draft = tmp_path / "note.eml"
    draft.write_text(f"Subject: Friday\nTo: ann@example.org\n\n{'word ' * 61}", "utf-8")
    _, out, _ = run("check", "planned-call.yaml", "--draft", str(draft), "--format", "json", *PACK)
    data = report(out)
    assert data["proposed"]["message"]["subject"] == "Friday"  # type: ignore[index]
    assert "61 words" in {each["observed"] for each in data["findings"]}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("note.doc", "Hi", "E101"), ("note.txt", "", "E104"), ("note.txt", None, "E101")],
)
def test_a_draft_that_cannot_be_read(
    name: str, content: str | None, code: str, run: Run, tmp_path: Path
) -> None:
    """It is a diagnostic on standard error, and nothing is answered."""
    if content is not None:
        (tmp_path / name).write_text(content, "utf-8")
    found, out, err = run("check", "planned-call.yaml", "--draft", str(tmp_path / name), *PACK)
    assert (found, out) == (2, "")
    assert f" {code} " in err
    assert "help: " in err


def test_a_draft_without_a_step(run: Run, tmp_path: Path) -> None:
    """A draft belongs to a step that the facts propose."""
    (tmp_path / "note.txt").write_text("It was lovely.", "utf-8")
    code, _, err = run("check", FACTS, "--draft", str(tmp_path / "note.txt"), *PACK)
    assert code == 2
    assert " E306 " in err


def test_an_unknown_format_is_refused(run: Run) -> None:
    """The formats that plugins add count among those that there are."""
    code, out, err = run("check", FACTS, "--format", "jsno", *PACK)
    assert (code, out) == (2, "")
    assert "There is no format 'jsno'. Did you mean json?" in err


def test_a_diagnostic_is_shown_with_its_lines(run: Run, tmp_path: Path) -> None:
    """Bad facts are said on standard error, with the place and the next step."""
    facts = tmp_path / "facts.yaml"
    facts.write_text("today: 2026-11-21\ndinnr: {date: 2026-11-20}\n", "utf-8")
    code, out, err = run("check", str(facts), *PACK)
    assert (code, out) == (2, "")
    assert f"{facts}:2:1: E201 " in err
    assert "  2 | dinnr: {date: 2026-11-20}\n    | ^^^^^\n" in err
    assert "help: Did you mean dinner?" in err


@pytest.mark.parametrize(
    ("topic", "meant"),
    [
        ("invite_bck", "Did you mean invite_back?"),
        ("back/with-patent", "Did you mean back/with-patience?"),
        ("with-patience", "Did you mean back/with-patience?"),
        ("recipe", "Did you mean ask_for_the_recipe?"),
        ("Invite them bak", "Did you mean invite_back?"),
        ("empty again", "Did you mean back/with-patience?"),
        ("soup", "Did you mean notes/no-criticism?"),
        ("xyzzy", "The actions are "),
        ("/", "The actions are "),
    ],
)
def test_an_unknown_topic_is_refused(topic: str, meant: str, run: Run) -> None:
    """Actions and rules can be meant; the nearest is offered."""
    code, out, err = run("explain", FACTS, topic, *PACK)
    assert (code, out) == (2, "")
    assert f"There is no action or rule {topic!r} in these rules." in err
    assert meant in err


def test_a_rule_that_a_layer_took_away(run: Run, tmp_path: Path) -> None:
    """Who asks after a rule that is disabled hears by whom."""
    folder = tmp_path / "calm"
    folder.mkdir()
    (folder / "pack.yaml").write_text(
        "pack: calm\nversion: 0.1.0\nformat: 1\ntitle: Calm\nextends: post-interview@^1\n"
        "disable: [silence/wait-two-weeks]\n",
        "utf-8",
    )
    facts = str(ROOT / "examples" / "03-promise-missed.yaml")
    code, out, err = run("explain", facts, "silence/wait-two-weeks", "--pack", str(folder))
    assert (code, out) == (2, "")
    assert "calm disables silence/wait-two-weeks (“" in err
    assert "help: It takes no part in any decision, until calm no longer disables it.\n" in err


def test_explanations_as_json(run: Run) -> None:
    """An explanation fits its schema, for one topic and for everything."""
    for topic in ((), ("write_a_note",), ("notes/soon",)):
        code, out, _ = run("explain", "planned-call.yaml", *topic, "--format", "json", *PACK)
        assert code == 0
        Draft202012Validator(load_schema("explanation")).validate(json.loads(out))


@pytest.mark.parametrize("arguments", [("nowhere.yaml", *PACK), (FACTS, "--pack", "nobody")])
def test_explaining_nothing(arguments: tuple[str, ...], run: Run) -> None:
    """Without usable facts or packs there is nothing to explain."""
    code, out, err = run("explain", *arguments)
    assert (code, out) == (2, "")
    assert "E101" in err or "E401" in err


def test_explaining_facts_that_cannot_be(run: Run, tmp_path: Path) -> None:
    """What a pack declares impossible is refused here as in a check."""
    facts = tmp_path / "facts.yaml"
    facts.write_text(
        "timezone: UTC\ntoday: 2026-11-24\ninterview: {date: 2026-11-23}\n"
        "contacts: [{date: 2026-11-20, action: send_thank_you, direction: sent}]\n",
        "utf-8",
    )
    code, out, err = run("explain", str(facts))
    assert (code, out) == (2, "")
    assert " E304 " in err


@pytest.mark.parametrize("name", ["facts", "pack", "rules", "report", "explanation", "proof"])
def test_schemas_are_printed(name: str, run: Run) -> None:
    """Each is a valid schema and the bundled one, but facts and rules know the ruleset's words."""
    code, out, err = run("schema", name, *PACK)
    assert (code, err) == (0, "")
    schema = json.loads(out)
    Draft202012Validator.check_schema(schema)
    if name == "facts":
        assert "write_a_note" in schema["properties"]["proposed"]["properties"]["action"]["enum"]
    elif name == "rules":
        assert schema["$defs"]["condition"]["properties"]["write_a_note"]["title"]
    else:
        assert schema == load_schema(name)


def test_packs_are_listed(run: Run) -> None:
    """Names, versions, short digests, what they extend; and the plugins."""
    code, out, err = run("packs", "--path", str(CASES))
    assert (code, err) == (0, "")
    assert "• quarrel 0.1.0 (Two aunts disagree)\n    Extends  dinner-guest@1\n" in out
    assert "• post-interview 1." in out
    assert "Plugins\n" in out
    assert "• sms (etiquette-engine " in out
    code, out, _ = run("packs", "--format", "json")
    data = json.loads(out)
    assert {"dinner-guest", "quarrel", "post-interview"} <= {each["pack"] for each in data["packs"]}
    assert all(each["digest"].startswith("sha256:") for each in data["packs"])
    assert "sms" in {each["name"] for each in data["plugins"]}


def test_a_pack_is_shown_by_itself(run: Run) -> None:
    """Parameters with their ranges, actions, and rules with whether they may be relaxed."""
    code, out, err = run("packs", "quarrel")
    assert (code, err) == (0, "")
    assert out.startswith("dinner-guest 1.0.0 and quarrel 0.1.0 can be used.\n")
    assert "  • patience: 10 (days)\n" in out
    assert "May be  " in out
    assert "  • write_a_note: Write a note (after)\n" in out
    assert "  • aunts/never-write: Never write at all (must not, not overridable, from\n" in out
    assert "plugin:" not in out
    assert run("packs", str(CASES / "quarrel"))[:1] == (0,)
    assert run("packs", "dinner-guest@1")[1].startswith("dinner-guest 1.0.0 can be used.\n")


def test_a_layer_is_shown_with_what_it_does(run: Run) -> None:
    """What a layer sets, changes and takes away stands with the pack that does it."""
    code, out, _ = run("packs", str(ROOT / "examples" / "coach-pack"), "--format", "json")
    assert code == 0
    data = json.loads(out)
    assert any(each["set_by"] for each in data["parameters"])
    assert any(each["changed_by"] for each in data["rules"])
    assert {each["overridable"] for each in data["rules"]} == {True, False}
    wait = next(each for each in data["parameters"] if each["parameter"] == "default_wait")
    assert (wait["least"], wait["most"]) == (5, 28)
    assert data["diagnostics"] == []
    _, out, _ = run("packs", str(ROOT / "examples" / "coach-pack"))
    assert f"default_wait: {wait['value']}, set by {wait['set_by'][0]} (days)\n" in out
    assert "May be  5 to 28\n" in out


def test_a_pack_that_cannot_be_used_is_not_shown(run: Run) -> None:
    """All that is wrong with it is; a name that isn't there is answered; --record takes no second name."""
    folder = ROOT / "tests" / "cases" / "bad_packs" / "a_fact_for_the_wrong_thing" / "coach"
    for name in (str(folder), "nobody"):
        code, out, err = run("packs", name)
        assert (code, out) == (2, "")
        assert "help: " in err
    code, _, err = run("packs", "quarrel", "--record", "quarrel")
    assert code == 2
    assert "Leave one of the two out." in err


def test_a_broken_pack_is_listed_as_broken(run: Run, tmp_path: Path) -> None:
    """A pack whose files are wrong is named, with the diagnostics on standard error."""
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "pack.yaml").write_text("pack: [", "utf-8")
    code, out, err = run("packs", "--path", str(tmp_path))
    assert code == 2
    assert "A pack whose manifest can't be read" in out
    assert "pack.yaml:1:" in err


def test_recording_a_release(run: Run, tmp_path: Path) -> None:
    """A recorded version may be recorded again, but not with other content."""
    folder = tmp_path / "dinner-guest"
    shutil.copytree(CASES / "dinner-guest", folder)
    code, out, _ = run("packs", "--record", str(folder))
    assert code == 0
    assert out.startswith("dinner-guest 1.0.0 is on record with the digest sha256:")
    assert run("packs", "--record", str(folder))[0] == 0
    with (folder / "rules.yaml").open("a", encoding="utf-8") as stream:
        stream.write("    level: error\n")
    code, out, err = run("packs", "--record", str(folder))
    assert (code, out) == (2, "")
    assert "1.0.0" in err


def test_recording_nothing(run: Run, tmp_path: Path) -> None:
    """A folder without a pack can't be recorded."""
    code, out, err = run("packs", "--record", str(tmp_path))
    assert (code, out) == (2, "")
    assert "pack.yaml" in err


def test_a_plugins_format(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A format that a plugin adds is used by its name; where it fails, the plugin is named."""
    from etiquette import loading
    from etiquette.plugins import collect

    class Plugin:
        """Adds a format that works and one that doesn't."""

        @staticmethod
        @hookimpl
        def etiquette_output_formats() -> dict[str, Callable[[Report], str]]:
            """The two formats."""
            return {"oneline": lambda report: f"{len(report.plan)} actions", "broken": lambda _: str(1 // 0)}

    monkeypatch.setattr(loading, "collect", lambda names, _: collect(names, {"liner": Plugin()}))
    assert run("check", FACTS, "--format", "oneline", *PACK) == (0, "7 actions\n", "")
    code, out, err = run("check", FACTS, "--format", "broken", *PACK)
    assert (code, out) == (3, "")
    assert "liner" in err
    assert "Traceback" not in err
    code, out, err = run("check", "nowhere.yaml", "--format", "oneline", "--pack", "nobody")
    assert (code, out) == (2, "")
    assert "There is no pack called nobody." in err


def test_examples_can_be_checked(run: Run) -> None:
    """Every file of examples/ is answered, as text and as a report that fits its schema."""
    files = sorted(str(path) for path in (ROOT / "examples").glob("*.yaml"))
    assert len(files) >= 10
    code, out, err = run("check", *files, "--format", "json")
    assert code in (0, 1)
    assert err == ""
    validator = Draft202012Validator(load_schema("report"))
    for data in json.loads(out):
        validator.validate(data)
        assert data["plan"]
    code, out, err = run("check", *files)
    assert code in (0, 1)
    assert err == ""
    assert all(name in out for name in files)
    assert max(map(len, out.splitlines())) <= max(80, *map(len, files))
