"""Files of concepts and languages: what they come to, how layers add to them, how examples are tried."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from etiquette import Ruleset
from etiquette._formatting.formatting import formatted, kind_of
from etiquette._packing.pack_files import read_pack
from etiquette._packing.pack_search import candidate_at
from etiquette.cli import main
from packing import OTHER, layer, loaded, refused, write

ENGLISH = 'language: en\ntitle: English\nstemmer: english\nnegators: [no, not]\ncontractions: {"n\'t": not}\n'
THANKS = """\
concept: thanks
language: en
phrases:
  - thank you
  - {say: "grateful for .. {gift}", instead: Say what for.}
lists: {gift: [help, your time]}
exceptions: [thank you in advance]
matches: [Thank you!, We are grateful for the help you gave us., I was grateful for your time.]
does_not_match: [Thank you in advance., I can't thank you.]
"""
HASTE = "concept: haste\nlanguage: en\npatterns: ['\\basap\\b']\nmatches: [Answer ASAP]\n"
MANIFEST = layer(says="authors: [A]\nlanguage: en\nconcepts: {haste: {title: haste}}\n")
COACH = {"pack.yaml": MANIFEST, "english.yaml": ENGLISH, "thanks.yaml": THANKS, "words/haste.yaml": HASTE}


def coach(folder: Path, files: Mapping[str, str] = COACH, name: str = "coach") -> Path:
    """A pack on top of the one of client meetings, with files of concepts."""
    return write(folder / name, files)


def says(ruleset: Ruleset, text: str) -> set[str]:
    """What a text in English says."""
    return set(ruleset.recognition.read(text, language="en").concepts)


def digest(folder: Path) -> str:
    """The digest of the pack in a folder."""
    candidate, _ = candidate_at(folder, str(folder))
    assert candidate is not None
    pack, problems = read_pack(candidate)
    assert pack is not None, problems
    return pack.digest


def test_files_become_recognisers_and_a_language(tmp_path: Path) -> None:
    """What is written is what the ruleset holds, with its place and its owner."""
    ruleset = loaded(tmp_path, coach(tmp_path))
    haste, thanks = ruleset.recognisers
    assert (haste.concept, thanks.concept, thanks.owner) == ("haste", "thanks", "coach")
    assert [each.say for each in thanks.phrases] == ["grateful for .. {gift}", "thank you"]
    assert thanks.phrases[0].instead == "Say what for."
    assert thanks.lists == {"gift": ("your time", "help")}
    assert str(thanks.phrases[1].location).endswith("thanks.yaml:4:5")
    assert str(haste.patterns[0].location).endswith("haste.yaml:3:12")
    assert ruleset.language == "en"
    assert ruleset.languages["en"].negators == ("no", "not")
    assert says(ruleset, "Thanks you asap") == {"thanks", "haste"}
    assert says(ruleset, "Don't thank you") == set()


def test_recognition_is_made_once(tmp_path: Path) -> None:
    """The guidance of a day shares what reads messages with the whole ruleset."""
    files = {**COACH, "rules.yaml": RULE}
    ruleset = loaded(tmp_path, coach(tmp_path, files))
    first, last = (ruleset.as_of(day) for day in ruleset.epochs())
    assert first is not last
    assert first.recognition is last.recognition is ruleset.recognition


RULE = """\
rules:
  - id: coach/one
    title: One
    action: ask_for_a_decision
    channels: {prefer: [email]}
    effective: {from: 2026-12-01}
"""


def test_packs_without_such_files_recognise_nothing(tmp_path: Path) -> None:
    """The pack below has none, and its digest is what it was."""
    ruleset = loaded(tmp_path, "client-meetings")
    assert (ruleset.recognisers, ruleset.languages) == ((), {})


def test_layers_add_up(tmp_path: Path) -> None:
    """A layer adds phrases, words of lists and exceptions, and what it excepts the base no longer finds."""
    more = {
        "pack.yaml": layer("more", "language: en\n", extends="coach"),
        "thanks.yaml": (
            "concept: thanks\nlanguage: en\nphrases: [much obliged]\nexceptions: [thank you so much]\n"
            "lists: {gift: [patience]}\n"
        ),
        "english.yaml": "language: en\nnegators: [hardly]\ncontractions: {ta: thank you}\n",
    }
    coach(tmp_path)
    alone, both = loaded(tmp_path, "coach"), loaded(tmp_path, coach(tmp_path, more, "more"))
    for text, before, after in (
        ("much obliged", False, True),
        ("Thank you so much", True, False),
        ("grateful for your patience", False, True),
        ("Ta!", False, True),
        ("Hardly grateful for help", True, False),
        ("Thank you", True, True),
    ):
        assert (bool(says(alone, text)), bool(says(both, text))) == (before, after), text


def test_two_packs_that_do_not_know_each_other_both_add(tmp_path: Path) -> None:
    """Neither has to build on the other, and the order in which they are named means nothing."""
    coach(tmp_path)
    for name, phrase in (("one", "cheers"), ("two", "ta")):
        files = {"pack.yaml": layer(name, extends="coach"), "a.yaml": _thanks(phrase)}
        coach(tmp_path, files, name)
    there, back = loaded(tmp_path, "one", "two"), loaded(tmp_path, "two", "one")
    assert says(there, "cheers") == says(there, "ta") == {"thanks"}
    assert [each.phrases for each in there.recognisers] == [each.phrases for each in back.recognisers]


def _thanks(*phrases: str) -> str:
    return f"concept: thanks\nlanguage: en\nphrases: [{', '.join(phrases)}]\n"


def test_an_unknown_concept_of_a_layer_is_one_of_any_pack(tmp_path: Path) -> None:
    """A concept that the pack below declares may be meant; its name is proposed."""
    files = {"pack.yaml": layer(), "english.yaml": ENGLISH, "a.yaml": "concept: sumary\nlanguage: en\n"}
    assert "E412 There is no concept called sumary." in (said := refused(tmp_path, coach(tmp_path, files)))
    assert "help: Did you mean summary?" in said


def test_a_broken_language_file_is_one_problem(tmp_path: Path) -> None:
    """Nobody is told besides that there is no file for the language."""
    said = refused(tmp_path, coach(tmp_path, {**COACH, "english.yaml": "language: en\nstemer: english\n"}))
    assert "E201 stemer is not known." in said
    assert said.count("help:") == 1


def test_an_unknown_stemmer_is_told_which_there_are(tmp_path: Path) -> None:
    """All stemmers are listed where none is near."""
    said = refused(tmp_path, coach(tmp_path, {**COACH, "english.yaml": "language: en\nstemmer: klingon\n"}))
    assert "E453 There is no stemmer called klingon." in said
    assert "danish" in said
    assert "swedish" in said


def test_the_digest_is_of_what_is_said(tmp_path: Path) -> None:
    """Names of files, order, notation and examples mean nothing; a phrase, a word, a manner do."""
    first = digest(coach(tmp_path, name="first"))
    split = {
        "pack.yaml": MANIFEST,
        "z.yaml": HASTE.replace("[Answer ASAP]", "[asap, asap!]"),
        "a/b.yaml": 'language: en\ncontractions: {"n\'t": not}\nnegators: [not, no]\n',
        "a/c.yaml": "# English\nlanguage: en\nstemmer: english\ntitle: English\n",
        "1.yaml": (
            "concept: thanks\nlanguage: en\nlists: {gift: [your time, help]}\n"
            "phrases: [{say: 'grateful for .. {gift}', instead: Say what for.}]\n"
        ),
        "2.yaml": _thanks("say: thank you") + "exceptions: [thank you in advance]\n",
    }
    assert digest(coach(tmp_path, split, "same")) == first
    for number, (name, old, new) in enumerate(
        (
            ("thanks.yaml", "- thank you", "- thanks you"),
            ("thanks.yaml", "help", "aid"),
            ("thanks.yaml", "exceptions", "negated: ignore\nexceptions"),
            ("thanks.yaml", "in advance]", "in vain]"),
            ("words/haste.yaml", "asap", "quick"),
            ("english.yaml", "negators: [no, not]", "negators: [no]"),
            ("english.yaml", "english", "porter"),
        )
    ):
        files = {**COACH, name: COACH[name].replace(old, new, 1)}
        assert digest(coach(tmp_path, files, f"other{number}")) != first, (name, new)


def test_what_does_not_count_as_a_file_of_the_pack_is_said(tmp_path: Path) -> None:
    """Concepts among suites, under a hidden name or with another ending aren't passed over."""
    for name in ("tests/thanks.yaml", ".thanks.yaml", "thanks.yml"):
        folder = coach(tmp_path, {**COACH, name: THANKS})
        assert "E408" in refused(tmp_path, folder)
        (folder / name).unlink()


def test_files_are_laid_out() -> None:
    """Keys come in the order of the schema; comments stay."""
    phrases = "phrases:\n  # the usual\n  - unless: [no]\n    say: thanks\n"
    text = f"matches: [Thanks]\n{phrases}language: en\nconcept: thanks\n"
    found, _ = formatted(text, "a.yaml")
    assert found is not None
    assert found.text == (
        "concept: thanks\nlanguage: en\n"
        "phrases:\n  # the usual\n  - {say: thanks, unless: [no]}\nmatches: [Thanks]\n"
    )
    found, _ = formatted("stemmer: english\nlanguage: en\n", "a.yaml")
    assert found is not None
    assert found.text == "language: en\nstemmer: english\n"
    assert kind_of({"language": "en", "pack": "x"}) is None


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs ``etiquette`` in the folder that the pack stands in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("ETIQUETTE_PATH", str(OTHER))

    def call(*arguments: str) -> tuple[int, str]:
        code = main([*arguments, "--no-plugins"])
        out, err = capfd.readouterr()
        return code, out + err

    return call


def test_examples_are_tried(run: Run, tmp_path: Path) -> None:
    """They are counted beside cases; a file of a concept can be tried alone, and so can some by a word."""
    coach(tmp_path)
    assert run("test", "./coach") == (0, "coach 1.0.0: 6 examples, all as expected.\n")
    assert run("test", "coach/thanks.yaml") == (0, "coach 1.0.0: 5 examples, all as expected.\n")
    assert run("test", "coach/words/haste.yaml") == (0, "coach 1.0.0: 1 example, as expected.\n")
    assert run("test", "./coach", "-k", "advance") == (0, "coach 1.0.0: 1 example, as expected.\n")
    code, said = run("test", "./coach", "-v", "-k", "asap")
    assert (code, said.splitlines()[-1]) == (0, "  ✓ “Answer ASAP” (coach/words/haste.yaml:4:11)")


WRONG = """\
concept: thanks
language: en
phrases: [cheers]
matches: [Nothing of it, Not cheers., He said "cheers" to me., Thank you in advance]
does_not_match: [Cheers to that!]
"""
SHOWN = """\
coach 1.0.0: 5 of 11 examples are not as expected.

Examples not read as expected
  ✗ “Nothing of it” (coach/wrong.yaml:4:11)
    Expected    thanks
    Got         nothing of thanks

  ✗ “Not cheers.” (coach/wrong.yaml:4:26)
    Expected    thanks
    Got         nothing of thanks
    Because     “cheers” is there, but it stands after a word that turns it into
                its contrary.

  ✗ “He said "cheers" to me.” (coach/wrong.yaml:4:39)
    Expected    thanks
    Got         nothing of thanks
    Because     “cheers” is there, but it stands between quotation marks.

  ✗ “Thank you in advance” (coach/wrong.yaml:4:64)
    Expected    thanks
    Got         nothing of thanks
    Because     “thank you” is there, but it overlaps an exception.

  ✗ “Cheers to that!” (coach/wrong.yaml:5:18)
    Expected    nothing of thanks
    Got         thanks in “Cheers”, by “cheers”
    Because of  “cheers” (coach/wrong.yaml:3)
"""


def test_what_fails_says_what_was_read_and_why(run: Run, tmp_path: Path) -> None:
    """What was found instead, by which phrase, and what keeps a phrase from counting."""
    coach(tmp_path, {**COACH, "wrong.yaml": WRONG})
    assert run("test", "./coach") == (1, SHOWN)


def test_what_fails_is_in_all_formats(run: Run, tmp_path: Path) -> None:
    """Other programs get it with its place, its phrase and the reason."""
    coach(tmp_path, {**COACH, "wrong.yaml": WRONG})
    code, said = run("test", "./coach", "--format", "json")
    assert code == 1
    examples = json.loads(said)["packs"][0]["examples"]
    assert [each["passed"] for each in examples].count(False) == 5
    last = examples[-1]
    assert (last["text"], last["expected"]) == ("Cheers to that!", "nothing of thanks")
    assert (last["location"]["line"], last["found"][0]["by"]) == (5, "cheers")
    assert "between quotation marks" in " ".join(each["why"] for each in examples)
    code, said = run("test", "./coach", "--format", "sarif")
    results = json.loads(said)["runs"][0]["results"]
    assert [each["ruleId"] for each in results] == ["E716"] * 5
    region = results[-1]["relatedLocations"][0]["physicalLocation"]["region"]
    assert region["startLine"] == 3
    code, said = run("test", "./coach", "--format", "junit")
    assert 'tests="11" failures="5"' in said
    code, said = run("test", "./coach", "--format", "github")
    assert said.startswith("::error file=coach/wrong.yaml,line=4,col=11")


def test_coverage_says_which_phrases_no_example_uses(run: Run, tmp_path: Path) -> None:
    """Every phrase counts by itself, also where another covers the same words; nothing fails for it."""
    spare = _thanks("thank .. you", "ta very much", "merci") + "patterns: [thx]\nmatches: [Merci!]\n"
    coach(tmp_path, {**COACH, "spare.yaml": spare})
    code, said = run("test", "coach/spare.yaml", "--coverage")
    assert code == 0
    assert said == (
        "coach 1.0.0: 1 example, as expected.\n"
        "\n"
        "What no example uses\n"
        "  Phrases that no example under `matches` says. Whether they find what they\n"
        "  should, nobody knows.\n"
        "  • thanks (en)\n"
        "    Unused  “ta very much” (coach/spare.yaml:3)\n"
        "    Unused  “thx” (coach/spare.yaml:4)\n"
    )
    code, said = run("test", "./coach", "--coverage", "--format", "json")
    unused = json.loads(said)["packs"][0]["unused"]
    assert [each["phrase"] for each in unused[0]["phrases"]] == ["ta very much", "thx"]
    code, said = run("test", "./coach", "--coverage", "--format", "github")
    assert "::notice file=coach/spare.yaml,line=3,col=25,endColumn=37,title=E717" in said


def test_a_layer_is_not_held_to_the_examples_of_its_base(run: Run, tmp_path: Path) -> None:
    """It may except on purpose what the base shows as an example."""
    coach(tmp_path)
    files = {
        "pack.yaml": layer("more", extends="coach"),
        "a.yaml": "concept: thanks\nlanguage: en\nexceptions: [thank you]\ndoes_not_match: [Thank you!]\n",
    }
    coach(tmp_path, files, "more")
    assert run("test", "./more", "--path", ".") == (0, "more 1.0.0: 1 example, as expected.\n")


def test_a_new_rule_does_not_go_into_a_file_of_a_concept(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Even where that has the name of the rule's topic."""
    folder = coach(tmp_path)
    options = ["--pack", str(folder), "--path", str(OTHER), "--action", "send_minutes"]
    assert main(["new", "rule", "thanks/early", *options]) == 0
    assert "thanks-early.yaml" in capfd.readouterr().err
    assert (tmp_path / "coach" / "thanks.yaml").read_text("utf-8") == THANKS


def test_cases_and_examples_are_counted_together(run: Run, tmp_path: Path) -> None:
    """A failure of a rule still knows its line, with files beside it that hold no rules."""
    suite = (
        "title: One\nplugins: []\nfacts: {today: 2026-12-01, timezone: UTC, meeting: {date: 2026-11-23}}\n"
        "cases:\n  - title: A case\n    facts: {}\n    expect: {plan: {ask_for_a_decision: undetermined}}\n"
    )
    coach(tmp_path, {**COACH, "rules.yaml": RULE, "tests/a.yaml": suite})
    code, said = run("test", "./coach", "--mutate")
    assert said.startswith("coach 1.0.0: 1 case and 6 examples, all as expected"), said
    assert code in (0, 1)


def test_schemas_are_printed(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    """An editor gets the schemas of both kinds of files."""
    for name in ("concept", "language"):
        assert main(["schema", name]) == 0
        assert json.loads(capfd.readouterr().out)["$id"] == f"urn:etiquette:schema:{name}:1"


def test_loading_needs_no_stemmer(tmp_path: Path) -> None:
    """Phrases are looked at without the library of stemmers and the one that tells languages."""
    code = f"import sys, etiquette; etiquette.load({str(coach(tmp_path))!r}, paths=[{str(OTHER)!r}]); "
    code += "print({'snowballstemmer', 'py3langid'} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert said.stdout == "set()\n"
