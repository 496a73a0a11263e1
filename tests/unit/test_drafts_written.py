"""First drafts: which sentences are chosen, what becomes of slots, what is refused, and how mail is made."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import etiquette
from etiquette import FactsError, Ruleset
from etiquette._data import load_schema
from etiquette._drafts.mail import read_mail
from etiquette._writing import wording_for
from etiquette._writing.mail import as_mail
from etiquette.drafts import Draft
from packing import layer, loaded, refused, write

MONDAY = date(2026, 11, 23)
CLIENT = {"country": "CZ", "decided": False}
FACTS: dict[str, Any] = {"meeting": {"date": "2026-11-20", "attendees": []}, "client": CLIENT, "notes": []}

HEAD = "language: en\n"
WORDS = """
drafts:
  summary:
    - We agreed on it.
    - We agreed on it on {meeting.date}, and all of us were glad about that.
  next_steps: [We shall go on.]
  thanks: [Thanks.]
salutations: ["Dear {them},"]
farewells: ["Yours, {me}"]
slots:
  them: {fact: "meeting.attendees[].name", gap: their name}
  me: {gap: your name}
"""

Pack = Callable[..., Ruleset]


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """A layer over the pack of client meetings, with wording and with rules."""

    def make(words: str = WORDS, rules: str = "", says: str = "", **more: str) -> Ruleset:
        files = {"coach/pack.yaml": layer(says=says), "coach/drafts/en.yaml": HEAD + words, **more}
        if rules:
            files["coach/rules.yaml"] = rules
        write(tmp_path, files)
        return loaded(tmp_path, "coach", *(name.partition("/")[0] for name in more if "pack.yaml" in name))

    return make


def rule(message: str, scope: str = "") -> str:
    """A rule of the layer about the minutes."""
    return (
        "rules:\n  - id: coach/minutes\n    title: How to write them\n    action: send_minutes\n"
        f"{scope}    message: {message}\n    because: So it is.\n"
    )


def first(rules: Ruleset, facts: dict[str, Any] | None = None, **options: Any) -> str:
    """The best draft of the minutes."""
    return rules.draft(facts or FACTS, "send_minutes", today=MONDAY, **options).drafts[0].whole


def test_sentences_grow_as_far_as_there_is_room(pack: Pack) -> None:
    """The longest wording is used; under a limit the one that still fits."""
    long = "Dear [their name],\n\nWe agreed on it on Friday 20 November, and all of us were glad about that."
    assert first(pack()).startswith(long)
    words = WORDS.replace("We shall go on.", "On and on " * 14)
    assert "We agreed on it. On and on" in first(pack(words=words, rules=rule("{max_words: 52}")))


def test_what_must_be_said_comes_before_what_may(pack: Pack) -> None:
    """Where there is no room for thanks that may be said, the draft says that it left them out."""
    words = WORDS.replace("We shall go on.", "On and on " * 14).replace(
        "Thanks.", "Many thanks to all of you."
    )
    draft = (
        pack(words=words, rules=rule("{may: [thanks], max_words: 53}")).draft(FACTS, today=MONDAY).drafts[0]
    )
    assert (draft.says, draft.left_out) == (("summary", "next_steps"), ("thanks",))
    draft = pack(words=words, rules=rule("{may: [thanks]}")).draft(FACTS, today=MONDAY).drafts[0]
    assert (set(draft.says), draft.left_out) == ({"summary", "next_steps", "thanks"}, ())


def test_too_little_room_is_said(pack: Pack) -> None:
    """Where not even the shortest wording fits there is no draft, and a sentence says so."""
    drafts = pack(rules=rule("{max_words: 50}"), words=WORDS.replace("We shall go on.", "On and on " * 20))
    found = drafts.draft(FACTS, "send_minutes", today=MONDAY)
    assert (found.drafts, found.exit_code) == ((), 1)
    assert "50 are allowed" in found.reason


def test_first_comes_first(pack: Pack) -> None:
    """What rules want first is said first, whatever the paragraphs are; paragraphs hold for the rest."""
    words = WORDS + "paragraphs: [[next_steps, thanks], [summary]]\n"
    text = first(pack(words=words))
    assert text.index("We agreed") < text.index("We shall go on")
    assert "\n\nWe shall go on." in text


def test_slots_are_filled_from_the_facts_alone(pack: Pack) -> None:
    """A name that is told is used; one of several only for the person that is asked for."""
    rules = pack()
    named: dict[str, Any] = {
        "meeting": {"date": "2026-11-20", "attendees": [{"name": "Ann"}, {"name": "Bob"}]},
        "client": CLIENT,
        "notes": [],
    }
    assert first(rules, named).startswith("Dear Ann,")
    assert first(rules, named, person="Bob").startswith("Dear Bob,")
    drafts = rules.draft(named, "send_minutes", today=MONDAY)
    assert (drafts.person, drafts.others) == ("Ann", ("Bob",))
    assert [(gap.words, gap.fact) for gap in drafts.drafts[0].gaps] == [("your name", None)]
    nobody = rules.draft(named, "send_minutes", person="Cleo", today=MONDAY)
    assert "it is for Ann and Bob" in nobody.reason


def test_wording_made_for_the_way_wins(pack: Pack) -> None:
    """A sentence for a channel is used there, however short; one that needs an untold fact isn't used."""
    more = """\
    - {say: Agreed., for: {channel: email, recipient: attendee}}
    - {say: "By {client.decides_by} we know more.", needs: client.decides_by, for: {channel: [email, phone],
       action: send_minutes, recipient: attendee}}
"""
    rules = pack(words=WORDS.replace("  next_steps:", f"{more}  next_steps:"))
    assert "Agreed." in first(rules)
    told = {**FACTS, "client": {**CLIENT, "decides_by": "2026-11-30"}}
    assert "By Monday 30 November we know more." in first(rules, told)


def test_a_layers_sentences_go_first(pack: Pack) -> None:
    """What the upper pack says is used before the base's, even where it is shorter."""
    rules = pack(
        **{
            "top/pack.yaml": layer("top", extends="coach"),
            "top/words.yaml": HEAD + "drafts: {summary: [Done.], thanks: [Ta.]}\n",
        }
    )
    assert "Done." in first(rules)
    assert "We agreed" not in first(rules)


def test_what_nobody_has_words_for_is_a_gap(pack: Pack) -> None:
    """A concept that is asked for without wording is to be said by the writer, and the draft names it."""
    rules = pack(words="drafts: {summary: [It is so.]}\n")
    draft = rules.draft(FACTS, "send_minutes", today=MONDAY).drafts[0]
    assert draft.text == "It is so. [say here: what comes next]"
    assert draft.unworded == ("next_steps",)


def test_the_subject(pack: Pack) -> None:
    """A required subject without wording is a gap; a forbidden one isn't written."""
    assert first(pack(rules=rule("{subject: required}"))).startswith("Subject: [a subject]\n\nDear")
    words = WORDS + "subjects: ['What we said on {meeting.date}']\n"
    assert first(pack(words=words)).startswith("Subject: What we said on Friday 20 November\n\nDear")
    assert first(pack(words=words, rules=rule("{subject: forbidden}"))).startswith("Dear")


def test_days_in_another_language(pack: Pack) -> None:
    """A language says how its days are written."""
    days = (
        "days: {say: '{weekday}, {day}. {month} {year}', weekdays: [Mo, Di, Mi, Do, Fr, Sa, So],"
        " months: [J, F, M, A, M, J, J, A, S, O, Nov., D]}\n"
    )
    assert "on Fr, 20. Nov. 2026," in first(pack(words=WORDS + days))


def test_no_draft_and_why(pack: Pack) -> None:
    """What is done, too late, without a message or without wording has no draft, and a sentence says why."""
    rules = pack()
    done = {**FACTS, "notes": [{"day": "2026-11-21", "about": "send_minutes", "to_whom": "Ann"}]}
    found = rules.draft(done, "send_minutes", today=MONDAY)
    assert (found.status, len(found), found.exit_code) == ("done", 0, 1)
    assert found.reason == "“Send the minutes” is done already."
    assert "say nothing" in rules.draft(FACTS, "agree_on_next_steps", today=MONDAY).reason
    unknown = rules.draft({"meeting": {"date": "2026-11-20"}}, today=MONDAY)
    assert "depends on client.country" in unknown.reason
    bare = loaded(
        Path("nowhere"), "client-meetings", paths=(Path(__file__).parents[1] / "cases" / "other_etiquette",)
    )
    assert "No rule pack has words" in bare.draft(FACTS, "send_minutes", today=MONDAY).reason


def test_what_isnt_there_is_a_callers_mistake(pack: Pack) -> None:
    """Ids that nobody declares raise, and so do facts that can't be used."""
    rules = pack()
    wrong: tuple[dict[str, Any], ...] = ({"action": "dance"}, {"channel": "pigeon"}, {"recipient": "nobody"})
    for options in wrong:
        with pytest.raises(KeyError):
            rules.draft(FACTS, **options)
    with pytest.raises(FactsError):
        rules.draft({"meeting": {}})
    with pytest.raises(TypeError):
        rules.draft(FACTS, as_of="2026-11-23")  # type: ignore[arg-type]


def test_an_action_that_opens_later_is_written_for_then(pack: Pack) -> None:
    """The draft names the first day for it; without an action the first one that is due is taken."""
    rules = pack()
    assert rules.draft(FACTS, today=MONDAY).action == "send_minutes"
    found = rules.draft(FACTS, "ask_for_a_decision", today=MONDAY)
    assert found.status == "not_yet"
    assert found.drafts[0].day == date(2026, 11, 27)


def test_the_answer_as_json(pack: Pack) -> None:
    """The data is what its schema says, with drafts and without."""
    rules = pack()
    validator = Draft202012Validator(load_schema("written"))
    for action in ("send_minutes", "agree_on_next_steps"):
        validator.validate(rules.draft(FACTS, action, today=MONDAY).to_dict())


def test_mail_can_be_read_again(pack: Pack) -> None:
    """An email has the subject and the text of the draft, no sender, and is marked as not sent."""
    rules = pack(words=WORDS + "subjects: ['Überblick']\n")
    draft = rules.draft(FACTS, "send_minutes", today=MONDAY).drafts[0]
    raw = as_mail(draft)
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert (mail["X-Unsent"], mail["From"], mail["Subject"]) == ("1", None, "Überblick")
    read = read_mail(raw, "draft.eml")
    assert isinstance(read, Draft)
    assert (read.text, read.subject) == (draft.text, "Überblick")


def test_a_sentence_for_what_is_missing(pack: Pack) -> None:
    """The plainest sentence for a concept, with its gaps; nothing where there is none."""
    rules = pack()
    assert wording_for(rules, "summary", "send_minutes", "email") == "We agreed on it."
    told = {"meeting.date": date(2026, 11, 20)}
    assert wording_for(rules, "summary", "send_minutes", "email", told=told) == "We agreed on it."
    needy = pack(words="drafts: {summary: [{say: 'On {meeting.date}.', needs: meeting.date}]}\n")
    assert wording_for(needy, "summary", "send_minutes", "email", told=told) == "On Friday 20 November."
    assert wording_for(needy, "summary", "send_minutes", "email").startswith("On [")
    assert wording_for(rules, "impatience", "send_minutes", "email") == ""
    assert wording_for(rules, "summary", "send_minutes", "email", language="de") == ""


@pytest.mark.parametrize(
    ("words", "said", "meant"),
    [
        ("drafts: {sumary: [So.]}", "E412 There is no concept called sumary", "Did you mean summary?"),
        (
            "drafts: {summary: ['On {meeting.dat}.']}",
            "E455 There is no slot or fact called meeting.dat",
            "meeting.date",
        ),
        (
            "drafts: {summary: ['On {meeting.attendees}.']}",
            "meeting.attendees is a list of entries",
            "[].name",
        ),
        ("drafts: {summary: ['On {meeting.date.']}", "E455 A brace stands alone", "{the.path.of.a.fact}"),
        (
            "drafts: {summary: [{say: So., for: {channel: emial}}]}",
            "E412 There is no channel called emial",
            "email",
        ),
        ("drafts: {summary: [{say: So., for: {action: dance}}]}", "E412 There is no action called dance", ""),
        (
            "drafts: {summary: [{say: So., needs: meeting.dat}]}",
            "There is no fact called meeting.dat",
            "meeting.date",
        ),
        (
            "drafts: {summary: [So.]}\nparagraphs: [[sumary]]",
            "E412 There is no concept called sumary",
            "summary",
        ),
        ("drafts: {summary: [{say: So., form: {}}]}", "form", "for"),
    ],
)
def test_mistakes_in_wording(tmp_path: Path, words: str, said: str, meant: str) -> None:
    """Each mistake is named with its place, and with what was probably meant."""
    write(tmp_path, {"coach/pack.yaml": layer(), "coach/drafts/en.yaml": f"{HEAD}{words}\n"})
    found = refused(tmp_path, "coach")
    assert said in found
    assert meant in found
    assert "drafts/en.yaml:2:" in found or "drafts/en.yaml:3:" in found


def test_two_files_must_agree_on_what_is_said_once(tmp_path: Path) -> None:
    """Paragraphs that differ within one pack are refused; a layer's own win over its base's."""
    files = {
        "coach/pack.yaml": layer(),
        "coach/a.yaml": f"{HEAD}drafts: {{}}\nparagraphs: [[summary], [thanks]]\n",
        "coach/b.yaml": f"{HEAD}drafts: {{}}\nparagraphs: [[thanks], [summary]]\n",
    }
    write(tmp_path, files)
    assert "E455 Files of coach disagree on paragraphs" in refused(tmp_path, "coach")


def test_wording_counts_in_the_digest(pack: Pack) -> None:
    """Other words are another content; the order in which they stand isn't."""
    one = pack().packs[-1].digest
    assert pack(words=WORDS.replace("We agreed on it.", "We agreed.")).packs[-1].digest != one
    turned = WORDS.replace("    - We agreed on it.\n", "").replace(
        "glad about that.\n", "glad about that.\n    - We agreed on it.\n"
    )
    assert pack(words=turned).packs[-1].digest == one


def test_nothing_is_loaded_before_it_is_asked_for() -> None:
    """Drafts are public names."""
    assert etiquette.Drafts.__name__ == "Drafts"
    assert etiquette.WrittenDraft.__name__ == "WrittenDraft"
