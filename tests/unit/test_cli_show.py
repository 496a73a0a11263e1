"""``etiquette show``: rules in English, one by one and together."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import etiquette
from etiquette._saying import sentence
from etiquette.cli import main
from packing import layer, write

ROOT = Path(__file__).resolve().parents[2]
COACH = str(ROOT / "examples" / "coach-pack")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command on 100 columns: exit code, standard output, standard error."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("ETIQUETTE_PATH", raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(("show", *arguments))
        out, err = capfd.readouterr()
        return code, out, err

    return call


def flat(text: str) -> str:
    """The text without its line breaks."""
    return " ".join(text.split())


def test_bundled_rules_read_as_they_are_kept() -> None:
    """A few rules of the bundled pack, word by word: to be read aloud before the file is changed."""
    ruleset = etiquette.load("post-interview")
    rules = {rule.id: rule for rule in ruleset.rules}
    kept = yaml.safe_load((ROOT / "tests/cases/sayings/post-interview.yaml").read_text("utf-8"))
    assert {name: sentence(rules[name], ruleset) for name in kept} == kept


def test_one_rule_with_all_that_belongs_to_it(run: Run) -> None:
    """The sentence, reason, source and note, exceptions both ways, settings, layers, and the place."""
    code, out, err = run("silence/after-a-missed-promise", "--pack", COACH)
    text = flat(out)
    assert (code, err) == (0, "")
    for part in (
        "A promise gets a couple of days' grace",
        "don't ask where things stand before 2 days (grace) after the day by which they promised an answer.",
        "This takes the place of the window of “Give them time to decide”.",
        "Why In this trade a named day is meant.",
        "Source Article, When You Don't Hear Back (W2 and W3).",
        "Replaces the window of “Give them time to decide” (silence/wait-two-weeks).",
        "Gives way in the window, to “Get in touch when they asked you to” (instruction/on-their-days)",
        "Setting grace is 2.",
        "Changed by coach-rivera.",
        "silence.yaml:",
    ):
        assert part in text, part


def test_all_rules_of_an_action(run: Run) -> None:
    """With an action there are its rules, those of its phase among them, and no others."""
    code, out, _ = run("visit_in_person")
    assert code == 0
    assert out.startswith("Go there in person: ")
    assert "visits/never-uninvited" in out
    assert "tone/no-urgency" in out
    assert "silence/" not in out


def test_an_action_that_the_pack_is_silent_about(run: Run) -> None:
    """Why the pack says nothing stands where its rules would."""
    _, out, _ = run("respond_to_a_missed_appointment")
    assert "The pack means to say nothing about it" in flat(out)


def test_all_rules_by_topic(run: Run) -> None:
    """Alone it lists every rule once, with its sentence, topics in the order of what they are about."""
    code, out, _ = run("--no-plugins")
    ruleset = etiquette.load(plugins=())
    assert code == 0
    assert all(out.count(f"({rule.id})") == 1 for rule in ruleset.rules)
    assert all(sentence(rule, ruleset) in flat(out) for rule in ruleset.rules)
    headings = [line for line in out.splitlines()[1:] if line and not line.startswith(" ")]
    assert headings[:2] == ["Timeline", "Gratitude"]


def test_as_data(run: Run) -> None:
    """The same as JSON: the sentence, exceptions by rule and aspect, and the place."""
    code, out, err = run("silence/wait-two-weeks", "--format", "json")
    (rule,) = json.loads(out)["rules"]
    assert (code, err) == (0, "")
    assert rule["sentence"].startswith("If the interview took place")
    assert {"rule": "silence/promise-alone", "aspects": ["window"]} in rule["overridden_by"]
    assert rule["parameters"] == ["default_wait"]
    assert rule["location"]["file"].endswith("silence.yaml")


def test_a_concept_with_its_rules_and_what_it_sounds_like(run: Run) -> None:
    """The rules on it, then phrases, exceptions, the rewording and examples, with the file's name."""
    code, out, err = run("pressure", "--no-plugins")
    text = flat(out)
    assert (code, err) == (0, "")
    assert out.startswith("Pressure or a deadline.")
    for part in (
        "Set them no deadline (not to be said, tone/",
        "concepts/en/pressure.yaml",
        "In English (from post-interview)",
        "take it or leave it",
        "Exceptions ",
        "Instead Ask openly where things stand",
        "Says it I will need your verdict by Tuesday evening.",
        "Doesn't I work well under pressure.",
    ):
        assert part in text, part


def test_a_concept_as_data(run: Run) -> None:
    """What rules ask, the rules with their sentences, and each file; other topics have no concept."""
    _, out, _ = run("gratitude", "--no-plugins", "--format", "json")
    told = json.loads(out)
    concept = told["concept"]
    assert {"rule": "gratitude/thanks-come-first", "asks": "comes first"} in concept["demands"]
    assert {each["rule"] for each in concept["demands"]} == {each["rule"] for each in told["rules"]}
    (file,) = concept["files"]
    assert (file["language"], file["owner"]) == ("en", "post-interview")
    assert file["phrases"]
    assert file["location"]["file"].endswith("gratitude.yaml")
    assert json.loads(run("tone/no-asap", "--format", "json")[1])["concept"] is None


def test_a_concept_that_is_only_declared(run: Run, tmp_path: Path) -> None:
    """Nothing speaks of it and nothing is looked for: that is said."""
    says = "concepts: {spare: {title: a spare one}}\n"
    folder = write(tmp_path / "coach", {"pack.yaml": layer(says=says, extends="post-interview")})
    code, out, _ = run("spare", "--pack", str(folder), "--no-plugins")
    assert code == 0
    assert "No rule speaks of it. Nothing is looked for in messages." in flat(out)


def test_a_slip_in_a_concept(run: Run) -> None:
    """Concepts may be meant as well."""
    code, out, err = run("presure")
    assert (code, out) == (2, "")
    assert "There is no action, rule or concept 'presure' in these rules." in err
    assert "Did you mean pressure?" in err


def test_a_name_that_is_neither(run: Run) -> None:
    """A slip is answered with what may be meant."""
    code, out, err = run("silence/wait-two-week")
    assert (code, out) == (2, "")
    assert "Did you mean silence/wait-two-weeks?" in flat(err)


def test_a_plugin_that_is_missing(run: Run) -> None:
    """A plugin that was asked for and isn't there leaves the answer incomplete, and says so."""
    code, out, err = run("tone/no-asap", "--plugins", "nobody")
    assert code == 3
    assert "Don't ask for an answer as soon as possible" in out
    assert "nobody" in err
