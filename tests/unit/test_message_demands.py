"""What rules ask of a message, wherever it shows: plans, conflicts, proofs, differences, sentences."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import find, settings

from etiquette import Report, RulesError, Ruleset
from etiquette._comparing.compare import compare
from etiquette._handbook.content import booklet
from etiquette._handbook.markdown import markdown
from etiquette._handbook.read import Told
from etiquette._packing.relaxes import relaxed
from etiquette._proving.prove import prove
from etiquette._saying import sentence
from etiquette._suites.mutate_ways import changed_message
from etiquette._text.ways import message_rows
from etiquette._text.words import Words
from etiquette.model import MessageDemand
from etiquette.report import REPORT_FORMAT
from etiquette.rules_schema import rules_schema
from etiquette.testing import cases
from small import LAW, case, small

FOUR: Final = """
concepts:
  greeting: {title: a greeting, room: 50}
  question: {title: a question, room: 50}
  story: {title: a story, room: 50}
  joke: {title: a joke, room: 50}
"""
ALL: Final = "[greeting, question, story, joke]"


def asking(*messages: str, manifest: str = "") -> Ruleset:
    """A pack in which one must write, with a rule for each of the demands on the message."""
    rules = "\n".join(
        f"  - {{id: a/rule-{number}, title: T, action: write, modality: must, message: {{{each}}}}}"
        for number, each in enumerate(messages, 1)
    )
    return small(rules, manifest=manifest)


def one(ruleset: Ruleset) -> Any:
    """The plan of the message that all the rules ask for."""
    found = ruleset.check(case()).decision("write").message
    assert found is not None
    return found


def refuted(ruleset: Ruleset) -> list[tuple[str, ...]]:
    """The rules of each answer of a proof that says that they contradict each other."""
    return [each.rules for each in prove(ruleset).refuted if each.code == "E801"]


def kinds(old: Ruleset, new: Ruleset) -> list[tuple[str, str]]:
    """Each change, and what it comes to, without the case."""
    return [(each.kind, each.sentence.partition(", for instance")[0]) for each in compare(old, new).changes]


def problems(message: str) -> list[str]:
    """What is wrong with a demand."""
    with pytest.raises(RulesError) as caught:
        asking(message)
    return [f"{each.code} {each.message} {each.help}" for each in caught.value.diagnostics]


# Rules that ask what can't be had together


CONTRADICTIONS: Final = {
    "must and avoid": ("must: [joke]", "avoid: [joke]"),
    "two firsts": ("first: greeting", "first: question"),
    "first and avoid": ("first: greeting", "avoid: [greeting]"),
    "subjects": ("subject: required", "subject: forbidden"),
    "no room": (f"must: {ALL}", "max_characters: 160"),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_contradiction_names_both_rules(name: str) -> None:
    """The plan is a conflict about the message, with both rules; a proof finds it with the same two."""
    ruleset = asking(*CONTRADICTIONS[name], manifest=FOUR)
    report: Report = ruleset.check(case())
    assert report.decision("write").status == "conflict"
    (conflict,) = report.conflicts
    assert conflict.rules == ("a/rule-1", "a/rule-2")
    assert conflict.about == "message"
    assert refuted(ruleset) == [("a/rule-1", "a/rule-2")]


def test_what_should_be_said_gives_way_to_a_budget() -> None:
    """Of four things of 50 characters, three fit into 160; nothing contradicts anything."""
    ruleset = asking(f"should: {ALL}", "max_characters: 160", manifest=FOUR)
    assert one(ruleset).should == ("greeting", "question", "story")
    assert one(ruleset).gave_way == ("joke",)
    assert refuted(ruleset) == []
    rows = message_rows(ruleset.check(case()).decision("write"), Words(ruleset))
    assert [(row.label, row.text) for row in rows] == [
        ("If it fits", "a greeting; a question; a story"),
        ("Leave out", "a joke (it would be too long)"),
        ("Form", "at most 160 characters"),
    ]


def test_demands_that_go_together_are_proved_to() -> None:
    """Nothing contradicts itself here, and a proof says so."""
    ruleset = asking(
        "must: [greeting], first: greeting", "first: greeting, avoid: [joke]", "mention_one_of: case.sights"
    )
    assert refuted(ruleset) == []
    assert one(ruleset).first == "greeting"


# To name one of what the facts tell


def test_what_is_to_be_named_adds_up() -> None:
    """The plan has the facts that any rule asks for, whether or not they are told; they take no room."""
    ruleset = asking(
        "mention_one_of: case.sights", "mention_one_of: [case.guests, case.sights]", "max_words: 0"
    )
    assert one(ruleset).mention == ("case.guests", "case.sights")
    assert one(ruleset).to_dict()["mention"] == ["case.guests", "case.sights"]
    assert ruleset.rules[0].message == MessageDemand(mention=("case.sights",))
    report = ruleset.check(case())
    assert (report.conflicts, report.questions, report.to_dict()["report"]) == ((), (), REPORT_FORMAT)


def test_what_is_to_be_named_is_said() -> None:
    """Sentence, plan in text, explanation and handbook say it in the vocabulary's words, or by the title."""
    ruleset = asking("must: [greeting], mention_one_of: [case.sights, case.guests]")
    said = sentence(ruleset.rules[0], ruleset)
    assert said == (
        "You must write; the message must include a greeting; it must name one of the things you saw, "
        "if there are any; it must name one of the entries of “Guests”, if there are any."
    )
    (row,) = message_rows(ruleset.check(case()).decision("write"), Words(ruleset))
    assert row.text == (
        "a greeting; a word on one of the entries of “Guests”; a word on one of the things you saw"
    )
    explained = ruleset.explain(case(), "write").actions[0].rules[0].says
    assert "message: names one of the things you saw, if there are any" in explained
    made, wrong = booklet(ruleset, Told("Handbook"))
    assert not wrong
    assert "name one of the things you saw, if there are any" in markdown(made)


def test_what_is_to_be_named_is_a_list_of_texts() -> None:
    """A slip gets the name that was meant; a fact of another kind, what it is and which facts fit."""
    assert problems("mention_one_of: case.sihgts") == [
        "E411 There is no fact called case.sihgts. Did you mean case.sights?"
    ]
    assert problems("mention_one_of: [case.sights, case.opened]") == [
        (
            "E413 case.opened is a date, and a list of texts belongs here. "
            "Facts that fit: case.sights or case.guests."
        )
    ]
    assert problems("mention_one_of: [case.sights, case.sights]")[0].startswith("E207 ")


def test_naming_less_is_looser() -> None:
    """A layer may ask for more to be named, and needs leave to ask for less."""
    both, less = (
        asking(f"max_words: 9, mention_one_of: {each}").rules[0]
        for each in ("[case.sights, case.guests]", "case.guests")
    )
    assert relaxed(less, both) == ()
    assert relaxed(both, less) == ("message.mention_one_of",)


def test_plans_that_differ_only_in_what_is_named_differ() -> None:
    """A difference says so in a sentence, in both directions, and nothing is left unknown."""
    old, new = asking("must: [greeting]"), asking("must: [greeting], mention_one_of: case.sights")
    told = "“Write” asks for another message: it"
    assert kinds(old, new) == [("message_more", f"{told} must name one of the things you saw")]
    assert kinds(new, old) == [("message_less", f"{told} need no longer name one of the things you saw")]
    assert compare(old, new).unknown == ()


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("mention_one_of: case.sights", "Hello."),
    ],
)
def test_what_only_a_text_can_show_is_shown_by_one(message: str, text: str, tmp_path: Path) -> None:
    """Where texts are read, a graver breach is shown by a text; where none is read, nothing is graver."""
    rules = "  - {id: a/rule, title: T, action: write, level: %s, message: {%s}}\n"
    mild, grave = (small(rules % (level, message)) for level in ("warning", "error"))
    assert compare(mild, grave).equal
    read = [reading(rules % (level, message), tmp_path / level) for level in ("warning", "error")]
    (change,) = compare(*read).changes
    assert (change.kind, change.witness and change.witness.facts["proposed"]["message"]["text"]) == (
        "graver",
        text,
    )
    assert change.witness is not None
    (finding,) = read[1].check(change.witness.facts).findings
    assert (finding.rule, finding.level) == ("a/rule", "error")


def reading(rules: str, folder: Path) -> Ruleset:
    """A pack that knows what a greeting and a joke sound like."""
    folder.mkdir()
    (folder / "language.yaml").write_text("{language: en, title: English, stemmer: english}\n", "utf-8")
    for concept, text in (("greeting", "Good morning to you all."), ("joke", "What a laugh we had.")):
        phrase = " ".join(text.lower().split()[:3])
        about = f"{{concept: {concept}, language: en, phrases: [{phrase}], matches: [{text}]}}\n"
        (folder / f"{concept}.yaml").write_text(about, "utf-8")
    return small(rules, manifest="language: en", into=folder)


def test_cases_have_texts_where_texts_are_read(tmp_path: Path) -> None:
    """The strategy of cases writes messages for a pack that can read them, and they can be checked."""
    rules = (
        "  - {id: a/rule, title: T, action: write, modality: may, message: {mention_one_of: case.sights}}\n"
    )
    ruleset = reading(rules, tmp_path / "small")

    def names_nothing(facts: Any) -> bool:
        text = facts.get("proposed", {}).get("message", {}).get("text")
        return text is not None and any(
            each.about == "message.mention" for each in ruleset.check(facts).findings
        )

    assert find(cases(ruleset), names_nothing, settings=settings(LAW, max_examples=2000))


def test_a_text_that_nobody_can_read_lacks_nothing() -> None:
    """Without a pack that knows how things are said, no text is blamed for naming nothing."""
    ruleset = asking("mention_one_of: case.sights")
    step = {"action": "write", "date": "2026-11-23", "message": {"text": "Hello.", "says": ["greeting"]}}
    assert ruleset.check(case(sights=["the tower"], proposed=step)).findings == ()


def test_a_rule_that_only_names_matters() -> None:
    """A proof calls a rule alive for what it asks to be named, and superfluous where another asks for it."""
    bare = "  - {id: a/must, title: Must, action: write, modality: must}\n"
    naming = "  - {id: a/%s, title: T, action: write, message: {mention_one_of: case.sights}}\n"
    alive = prove(small(bare + naming % "one"))
    assert [each.code for each in alive.refuted] == []
    twice = prove(small(bare + naming % "one" + naming % "two"))
    assert {each.rules for each in twice.refuted if each.code != "E801"} == {
        ("a/one", "a/two"),
        ("a/two", "a/one"),
    }


def test_a_suite_has_to_notice_what_is_to_be_named() -> None:
    """Each fact is left out once; a rule that asks for nothing else loses its demand."""
    rule = asking("mention_one_of: [case.sights, case.guests]").rules[0]
    assert rule.message is not None
    found = {each.name: each.rule for each in changed_message(rule, rule.message)}
    assert set(found) == {"message-mention-without-case.sights", "message-mention-without-case.guests"}
    only = replace(rule, message=MessageDemand(mention=("case.sights",)))
    assert only.message is not None
    (last,) = changed_message(only, only.message)
    assert last.rule is not None
    assert last.rule.message is None


def test_an_editor_knows_what_can_be_named() -> None:
    """The schema of a ruleset completes the facts that are lists of texts, and no others."""
    message = rules_schema(asking("max_words: 9"))["$defs"]["message"]["properties"]
    assert message["mention_one_of"]["examples"] == [
        "case.sights",
        "case.guests",
        ["case.sights", "case.guests"],
    ]
