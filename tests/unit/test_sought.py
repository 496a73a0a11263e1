"""What messages are looked for, from one version of a pack to the next: told, counted, shown by examples."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from etiquette._comparing.compare import compare
from etiquette._comparing.markdown import markdown
from etiquette._comparing.text import difference_page, summary, version_in_words
from etiquette._data import load_schema
from etiquette.difference import Difference
from etiquette.sought import SoughtChange
from packing import layer, loaded, write

ENGLISH = "language: en\ntitle: English\nstemmer: english\nnegators: [no, not]\n"
THANKS = """\
concept: thanks
language: en
phrases:
  - thank you
  - {say: "grateful for .. {gift}", instead: Say what for.}
lists: {gift: [help, your time]}
exceptions: [thank you in advance]
matches: [Thank you!, We are grateful for the help., I was grateful for your time.]
does_not_match: [Thank you in advance., I do not thank you., Cheers!]
"""
HASTE = "concept: haste\nlanguage: en\npatterns: ['\\basap\\b']\nmatches: [Answer asap]\n"
WORDING = "drafts:\n  thanks: [Thank you.]\nlanguage: en\nsalutations: [Hello]\nfarewells: [Yours]\n"
RULE = """\
rules:
  - id: tone/calm
    title: Calmly
    action: ask_for_a_decision
    message: {avoid: [haste]}
"""
MANIFEST = "authors: [A]\nlanguage: en\nconcepts: {haste: {title: haste}, spare: {title: spare}}\n"
FILES = {"english.yaml": ENGLISH, "thanks.yaml": THANKS, "haste.yaml": HASTE, "rules.yaml": RULE}
ALL = {**FILES, "words.yaml": WORDING}


def changed(name: str, old: str, new: str) -> Mapping[str, str]:
    """The files, one of them with other words in it."""
    assert old in ALL[name]
    return {**ALL, name: ALL[name].replace(old, new)}


def compared(
    folder: Path, new: Mapping[str, str], old: Mapping[str, str] = ALL, version: str = "1.0.1"
) -> Difference:
    """The difference from ``old`` to ``new``, each a layer called coach."""
    sides = []
    for name, files, number in (("old", old, "1.0.0"), ("new", new, version)):
        manifest = {"pack.yaml": layer(says=MANIFEST, version=number)}
        sides.append(loaded(folder / name, write(folder / name / "coach", {**manifest, **files})))
    return compare(*sides, main="coach")


def only(found: Difference) -> SoughtChange:
    """The one thing that is looked for otherwise."""
    (change,) = found.sought
    return change


def test_a_phrase_more_is_counted_and_shown(tmp_path: Path) -> None:
    """It is no longer *no difference*: the phrase as it is written, the example that it finds, and minor."""
    found = compared(tmp_path, changed("thanks.yaml", "- thank you", "- thank you\n  - cheers"))
    change = only(found)
    assert change.sentence == "In English, “thanks for their time” is looked for otherwise."
    assert [(each.part, each.added, each.removed) for each in change.parts] == [("phrases", ("cheers",), ())]
    assert [each.sentence for each in change.witnesses] == [
        "“Cheers!” wasn't read as “thanks for their time”, and now it is."
    ]
    assert (found.equal, found.bump, change.bump) == (False, "minor", "minor")
    assert "nobody is advised otherwise, and messages are read otherwise" in summary(found)
    assert "It should be 1.1.0 or higher: other things are found in messages" in version_in_words(found)


def test_what_a_phrase_needs_is_part_of_it(tmp_path: Path) -> None:
    """With another `unless` it is another phrase, shown with it; up to three examples tell."""
    new = changed("thanks.yaml", "- thank you", '- {say: thank you, unless: ["you !"]}')
    (part,) = only(compared(tmp_path, new)).parts
    assert (part.added, part.removed) == (("thank you, unless you !",), ("thank you",))


@pytest.mark.parametrize(
    ("name", "old", "new", "also", "text"),
    [
        (
            "thanks.yaml",
            "[help, your time]",
            "[help]",
            "the words of {gift}",
            "I was grateful for your time.",
        ),
        (
            "thanks.yaml",
            "language: en\n",
            "language: en\nnegated: ignore\n",
            "whether it counts after a word such as “not”",
            "I do not thank you.",
        ),
        (
            "thanks.yaml",
            "language: en\n",
            "language: en\nquoted: count\n",
            "whether it counts between quotation marks",
            "",
        ),
    ],
)
def test_settings_and_word_lists_change_what_is_found(
    name: str, old: str, new: str, also: str, text: str, tmp_path: Path
) -> None:
    """They are told although each phrase is as before."""
    change = only(compared(tmp_path, changed(name, old, new)))
    assert (change.parts, change.also, change.bump) == ((), (also,), "minor")
    assert [each.text for each in change.witnesses] == ([text] if text else [])


def test_an_exception_less(tmp_path: Path) -> None:
    """Exceptions are counted on their own."""
    found = compared(tmp_path, changed("thanks.yaml", "exceptions: [thank you in advance]\n", ""))
    (part,) = only(found).parts
    assert (part.part, part.removed) == ("exceptions", ("thank you in advance",))
    assert [each.text for each in only(found).witnesses] == ["Thank you in advance."]


def test_a_language_is_told_with_examples_of_its_concepts(tmp_path: Path) -> None:
    """Another negator changes no concept's file, but how its examples are read."""
    found = compared(tmp_path, changed("english.yaml", "[no, not]", "[no]"))
    assert only(found).sentence == "English is read otherwise."
    assert only(found).also == ("its negators",)
    assert [each.text for each in only(found).witnesses] == ["I do not thank you."]


def test_no_longer_to_look_for_what_a_rule_avoids_is_major(tmp_path: Path) -> None:
    """A rule would speak of something that is never found; a concept without a rule may go."""
    with_spare = {**ALL, "spare.yaml": "concept: spare\nlanguage: en\nphrases: [oh]\nmatches: [Oh]\n"}
    without = {name: text for name, text in ALL.items() if name != "haste.yaml"}
    found = compared(tmp_path / "a", without)
    assert (only(found).how, found.bump) == ("removed", "major")
    assert "what rules speak of is no longer looked for in messages" in version_in_words(found)
    assert compared(tmp_path / "b", ALL, with_spare).bump == "minor"
    assert only(compared(tmp_path / "c", ALL, without)).how == "added"


def test_another_proposal_is_a_patch(tmp_path: Path) -> None:
    """What is found is the same; only what would do better is said otherwise."""
    found = compared(tmp_path, changed("thanks.yaml", "Say what for.", "Name it."))
    assert (only(found).how, found.bump, found.equal) == ("reworded", "patch", True)


def test_other_files_with_the_same_content_are_no_change(tmp_path: Path) -> None:
    """Several files add up, so what is split says the same; examples alone aren't looked for."""
    split = {
        **changed("thanks.yaml", "  - thank you\n", ""),
        "more.yaml": "concept: thanks\nlanguage: en\nphrases: [thank you]\nmatches: [Thank you all]\n",
    }
    assert compared(tmp_path, split).sought == ()


def test_drafts_worded_otherwise_are_an_edit(tmp_path: Path) -> None:
    """A line for the language, with what it said before and says now; wording is a patch."""
    found = compared(tmp_path / "a", changed("words.yaml", "[Thank you.]", "[Many thanks.]"))
    (edit,) = found.edits
    assert (
        edit.sentence
        == "First drafts in English are worded otherwise: what they say for “thanks for their time”."
    )
    assert (edit.what, edit.before, edit.after) == ("drafts", "Thank you.", "Many thanks.")
    assert (found.bump, found.equal, found.sought) == ("patch", True, ())
    gone = compared(tmp_path / "b", FILES)
    assert [each.sentence for each in gone.edits] == ["There are no first drafts in English any more."]
    assert gone.bump == "major"
    assert compared(tmp_path / "c", ALL, FILES).bump == "minor"


def test_each_form_has_it(tmp_path: Path) -> None:
    """Text, Markdown and JSON have the part; the JSON is as its schema says, with three of many."""
    more = "".join(f"  - word {letter}\n" for letter in ("one", "two", "three", "four"))
    found = compared(tmp_path, changed("thanks.yaml", "  - thank you\n", more))
    titles = [each.title for each in difference_page(found).sections]
    assert "What messages are looked for" in titles
    text = markdown(found)
    assert (
        "### What messages are looked for\n\n- In English, “thanks for their time” is looked for otherwise."
        in text
    )
    assert "  - Phrases: 4 came: “word four”, “word one”, “word three”, …; 1 went: “thank you”." in text
    data = json.loads(json.dumps(found.to_dict()))
    Draft202012Validator(load_schema("diff")).validate(data)
    assert data["sought"][0]["parts"][0]["added"]["count"] == 4
    assert len(data["sought"][0]["parts"][0]["added"]["first"]) == 3
