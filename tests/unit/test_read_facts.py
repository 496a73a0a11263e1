"""Facts: what is told, what is assumed, and every bad file with exactly what a person reads about it."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette._data import load_schema
from etiquette._reading.read_facts import MOST_BYTES, facts_schema, read_facts
from etiquette._reading.render_diagnostics import render_diagnostics
from etiquette.codes import TITLES
from etiquette.drafts import Draft
from etiquette.facts import NONE, UNKNOWN, Facts, Message, Step
from etiquette.model import Action, Channel, Concept, Recipient
from etiquette.ruleset import Measure, Ruleset
from etiquette.vocabulary import read_vocabulary

CASES = Path(__file__).resolve().parents[1] / "cases" / "bad_facts"
TODAY = date(2026, 11, 24)


def ruleset(schema: dict[str, Any] | None = None, **parts: Any) -> Ruleset:
    """A small ruleset over the bundled vocabulary, or over another one."""
    return Ruleset(
        packs=(),
        rules=(),
        vocabulary=read_vocabulary(schema or load_schema("facts")),
        actions={each: Action(each, each, "after") for each in ("send_thank_you", "ask_status")},
        channels={each: Channel(each, each) for each in ("email", "phone", "sms")},
        recipients={each: Recipient(each, each) for each in ("interviewer", "hr")},
        carriers={each: Recipient(each, each) for each in ("direct", "recruiter")},
        concepts={each: Concept(each, each) for each in ("gratitude", "interest")},
        **parts,
    )


RULES = ruleset()
DATED = {"interview": {"date": "2026-11-23"}}


def read(told: Any, rules: Ruleset = RULES, **options: Any) -> Facts:
    """The facts in ``told``, of which nothing may be wrong."""
    facts, found = read_facts(told, rules, **{"today": TODAY, **options})
    assert not found
    assert facts is not None
    return facts


def problems(told: Any, rules: Ruleset = RULES, **options: Any) -> list[str]:
    """What is wrong with ``told``, each as ``CODE message | help``; something must be."""
    facts, found = read_facts(told, rules, **{"today": TODAY, **options})
    assert facts is None
    assert found
    return [f"{each} | {each.help}" for each in found]


# --- bad files, as data -------------------------------------------------------------------------------


def _bytes(raw: bytes) -> Callable[[Path], str]:
    def write(folder: Path) -> str:
        (folder / "facts.yaml").write_bytes(raw)
        return "facts.yaml"

    return write


def _name(label: str) -> Callable[[Path], str]:
    return lambda _folder: label


def _hundred_megabytes(folder: Path) -> str:
    with (folder / "facts.yaml").open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    return "facts.yaml"


def _misspelt_name(folder: Path) -> str:
    (folder / "facts.yaml").write_text("interview: {date: 2026-11-23}\n", encoding="utf-8")
    return "fact.yaml"


def _folder(folder: Path) -> str:
    (folder / "facts").mkdir()
    return "facts"


_BOMB = "".join(
    f"{name}: &{name} [{', '.join([f'*{before}' if before else 'lol'] * 9)}]\n"
    for before, name in zip(["", *"abcdefgh"], "abcdefghi", strict=True)
)

GENERATED: dict[str, Callable[[Path], str]] = {
    "alias_bomb": _bytes(_BOMB.encode()),
    "aliases_without_end": _bytes(b"name: &n x\nnames: [" + b"*n, " * 101 + b"]\n"),
    "ten_thousand_deep": _bytes(b"interview: " + b"[" * 10_000 + b"]" * 10_000),
    "four_hundred_deep_in_lines": _bytes(b"".join(b" " * i + b"a:\n" for i in range(400))),
    "hundred_megabytes": _hundred_megabytes,
    "a_little_too_large": _bytes(b"#" * MOST_BYTES + b"\n"),
    "latin_1": _bytes("interview: {date: 2026-11-23}\nemployer: {name: Müller}\n".encode("latin-1")),
    "utf_16": _bytes("interview: {date: 2026-11-23}\n".encode("utf-16")),
    "control_character": _bytes(b"interview: {date: 2026-11-23}\nemployer: {name: Ac\x07me}\n"),
    "half_a_character": _bytes(b'interview: {date: 2026-11-23}\nemployer: {name: "\\ud83d"}\n'),
    "empty": _bytes(b""),
    "only_a_mark": _bytes(b"\xef\xbb\xbf\n"),
    "no_such_file": _name("elsewhere/facts.yaml"),
    "misspelt_name": _misspelt_name,
    "folder": _folder,
    "name_that_cannot_be": _name("facts\0.yaml"),
}
OWN_TODAY = ("several", "today_far_away")
FILES = {each.stem: each for each in sorted(CASES.iterdir()) if each.suffix != ".txt"}


@pytest.mark.parametrize("name", sorted({*FILES, *GENERATED}))
def test_bad_facts(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each bad input gives exactly the text that stands beside it, and no facts."""
    monkeypatch.chdir(tmp_path)
    if name in FILES:
        label = f"facts{FILES[name].suffix}"
        (tmp_path / label).write_bytes(FILES[name].read_bytes())
    else:
        label = GENERATED[name](tmp_path)
    facts, found = read_facts(label, RULES, today=None if name in OWN_TODAY else TODAY)
    assert facts is None
    expected = (CASES / f"{name}.txt").read_text(encoding="utf-8")
    assert render_diagnostics(found) + "\n" == expected


def test_every_expected_text_is_used() -> None:
    """No text of a bad input is left over from an input that is gone, and there are enough of them."""
    expected = {each.stem for each in CASES.glob("*.txt")}
    assert expected == {*FILES, *GENERATED}
    assert len(expected) >= 40


@pytest.mark.parametrize("zone", ["UTC", "GMT", "CET", "America/New_York", "Etc/GMT+5"])
def test_zones_that_are_meant(zone: str) -> None:
    """Whoever names UTC, a zone with its summer time, or an offset in so many words means it."""
    facts = read({**DATED, "timezone": zone})
    assert facts.timezone.key == zone


@pytest.mark.parametrize("zone", ["EST", "MST", "HST"])
def test_an_offset_that_passes_for_a_place_is_refused(zone: str) -> None:
    """The old names of single offsets are refused, wherever a zone belongs, with the place that is meant."""
    found = problems({**DATED, "employer": {"timezone": zone}})
    assert f"employer.timezone is {zone}, an abbreviation that names no place. | Did you mean " in found[0]


# --- good files ---------------------------------------------------------------------------------------


FULL = """
today: 2026-11-25
timezone: Europe/Berlin
packs: [post-interview@^1]
interview:
  date: 2026-11-23
  format: video
  ended: true
  interviewers:
    - name: Ada Byron
    - name:
      role: lead
  topics: []
employer:
  name:
  promised_reply_by: none
  agreed_channels: [sms]
  timezone: America/New_York
contacts:
  - {date: 2026-11-24, action: send_thank_you, direction: sent, person: null}
proposed:
  action: ask_status
  date: 2026-11-30
  time: 09:30
  channel: email
  to: hr
  via: direct
  person: Ada Byron
  message: {subject: none, words: 90, says: [interest, gratitude]}
"""


def test_everything_that_is_told(tmp_path: Path) -> None:
    """A file that says much gives each fact under its path, with its type."""
    (tmp_path / "facts.yaml").write_text(FULL, encoding="utf-8")
    facts = read(tmp_path / "facts.yaml", today=None)
    assert facts.told == {
        "interview.date": date(2026, 11, 23),
        "interview.format": "video",
        "interview.ended": True,
        "interview.interviewers": ({"name": "Ada Byron"}, {"role": "lead"}),
        "interview.topics": (),
        "employer.promised_reply_by": NONE,
        "employer.agreed_channels": ("sms",),
        "employer.timezone": "America/New_York",
        "contacts": ({"date": date(2026, 11, 24), "action": "send_thank_you", "direction": "sent"},),
    }
    assert (facts.today, facts.timezone.key) == (date(2026, 11, 25), "Europe/Berlin")
    assert facts.packs == ("post-interview@^1",)
    assert facts.assumed == {}
    assert facts.proposed == Step(
        action="ask_status",
        day=date(2026, 11, 30),
        at=time(9, 30),
        channel="email",
        to="hr",
        via="direct",
        person="Ada Byron",
        message=Message(None, NONE, {"words": 90}, frozenset({"gratitude", "interest"})),
    )


def test_places_of_what_is_told(tmp_path: Path) -> None:
    """Each told value, entry and field of the proposed step knows its place under its dotted path."""
    (tmp_path / "facts.yaml").write_text(FULL.lstrip(), encoding="utf-8")
    places = read(tmp_path / "facts.yaml").locations
    found = {path: (place.line, place.column) for path, place in places.items()}
    assert found["today"] == (1, 8)
    assert found["interview.date"] == (5, 9)
    assert found["interview.interviewers[1].role"] == (11, 13)
    assert found["contacts[0].date"] == (19, 12)
    assert found["proposed.channel"] == (24, 12)
    assert found["proposed.message.words"] == (28, 35)
    assert "employer.name" not in found


def test_the_schema_declares_its_own_examples() -> None:
    """Each example at the top of the bundled schema can be read."""
    for example in load_schema("facts")["examples"]:
        assert read(example).told


def test_a_mapping_is_read_as_a_file_would_be() -> None:
    """A Python mapping may hold dates and times, tuples and other mappings; it has no places."""
    facts = read(
        {
            "today": date(2026, 11, 25),
            "interview": {"date": date(2026, 11, 23), "topics": ("pay",)},
            "proposed": {"action": "ask_status", "time": time(9, 30, 15)},
        },
        today=None,
    )
    assert facts.told == {"interview.date": date(2026, 11, 23), "interview.topics": ("pay",)}
    assert facts.today == date(2026, 11, 25)
    assert facts.proposed is not None
    assert facts.proposed.at == time(9, 30)
    assert facts.locations == {}


def test_a_moment_is_no_date() -> None:
    """A datetime where a day belongs is refused instead of being cut off."""
    assert problems({"interview": {"date": datetime(2026, 11, 23, 10)}}) == [  # noqa: DTZ001 - as users write it
        (
            "E206 interview.date should be a date such as 2026-11-23, not 2026-11-23T10:00:00."
            " | Did you mean 2026-11-23?"
        )
    ]


def test_a_mapping_that_contains_itself() -> None:
    """A mapping without end is a diagnostic, not an endless loop."""
    endless: dict[str, Any] = {}
    endless["interview"] = endless
    assert problems(endless) == [
        (
            "E109 The facts can't be read: what they hold nests deeper than 64 levels."
            " | Give a mapping as in a facts file."
        )
    ]


def test_odd_python_values_are_named() -> None:
    """What no file could hold is refused by the name of its type, and keys are taken as words."""
    assert problems({"interview": {"date": object()}, 7: None}) == [
        (
            "E201 7 is not known. | What can stand here: today, timezone, packs, employer, recruiter,"
            " other_offer, contacts or proposed."
        ),
        (
            "E202 interview.date should be a date such as 2026-11-23, not a Python object."
            " | For example: date: 2026-11-23"
        ),
    ]


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_blank_is_unknown(blank: str | None) -> None:
    """Null and blank say nothing, in a fact, a section, an entry of a list and the proposed step."""
    facts = read(
        {
            "today": blank,
            "timezone": "UTC",
            "interview": {"date": "2026-11-23", "ended": blank},
            "employer": blank,
            "contacts": [{"date": blank, "channel": "email"}],
            "proposed": {"action": "ask_status", "date": blank, "message": {"text": blank, "subject": blank}},
        }
    )
    assert facts.told == {"interview.date": date(2026, 11, 23), "contacts": ({"channel": "email"},)}
    assert facts.proposed == Step("ask_status", TODAY, message=Message())
    assert facts.proposed.message is not None
    assert facts.proposed.message.subject is UNKNOWN


def test_unknown_keys_are_wrong_even_when_blank() -> None:
    """A misspelt key isn't forgiven because nothing stands behind it."""
    assert problems({"interview": {"date": "2026-11-23", "endet": None}}) == [
        "E201 interview.endet is not known. | Did you mean ended?"
    ]


def test_a_step_of_which_nothing_is_told_is_no_step() -> None:
    """``proposed:`` with nothing but blanks proposes nothing."""
    assert read({**DATED, "proposed": {"action": None, "channel": ""}}).proposed is None
    assert read({**DATED, "proposed": None}).proposed is None


def test_truth_is_no_number() -> None:
    """``true`` isn't 1 and ``1.0`` isn't a whole number."""
    for words in (True, 1.0):
        found = problems({**DATED, "proposed": {"action": "ask_status", "message": {"words": words}}})
        assert len(found) == 1
        assert found[0].startswith("E202 proposed.message.words should be a whole number, not")


WORDS = "none/yes/email/ask_status/2026-11-24/2026-02-30/1926-11-24/09:30/9/Europe/Berlin/ /" + "x" * 300
JUNK = st.sampled_from(
    [
        *WORDS.split("/"), "Europe/Berlin", None, True, 0, -1, 1.5, math.nan, [], [None], ["email"], [[]], {},
        {"date": "2026-11-24"}, {1: 2}, {"text": "a b", "words": 3}, {"words": True}, date.max, time(9),
        datetime(2026, 11, 24, tzinfo=UTC), b"x", object(),
    ]
)  # fmt: skip
KEYS = st.sampled_from(sorted(load_schema("facts")["properties"]))
FIELDS = st.sampled_from(
    ["date", "action", "channel", "message", "time", "text", "country", "instruction", "x"]
)
SECTION = st.dictionaries(FIELDS, JUNK, max_size=4)


@given(
    st.dictionaries(KEYS, JUNK | SECTION | st.lists(SECTION, max_size=2), max_size=4),
    st.none() | st.just("A draft."),
)
def test_any_mapping_gives_facts_or_diagnostics(told: dict[str, Any], draft: str | None) -> None:
    """Nothing that a program can pass raises: there are facts, or reasons with a next step."""
    facts, found = read_facts(told, RULES, today=TODAY, draft=draft)
    assert (facts is None) == bool(found)
    assert all(each.help and each.code in TITLES for each in found)
    assert render_diagnostics(found) or facts


# --- today, the zone, and what is assumed -------------------------------------------------------------


def test_the_argument_wins_over_the_facts() -> None:
    """``today`` as an argument stands instead of the facts' own, and neither is an assumption."""
    facts = read({**DATED, "today": "2026-11-30", "timezone": "UTC"}, today=TODAY)
    assert (facts.today, facts.assumed) == (TODAY, {})


def test_the_machine_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without them, the machine's zone and the present day in it are taken, and said to be assumed."""
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: "Pacific/Kiritimati")

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Clock:
            return cls.fromisoformat("2026-11-24T11:00:00+00:00").astimezone(tz)

    monkeypatch.setattr("etiquette._reading.read_facts.datetime", Clock)
    facts = read(DATED, today=None)
    assert facts.today == date(2026, 11, 25)
    assert facts.assumed == {"timezone": "Pacific/Kiritimati", "today": "2026-11-25"}


@pytest.mark.parametrize("name", [None, "local", "../etc/passwd"])
def test_a_machine_without_a_zone(name: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the machine's zone can't be told, UTC is assumed and said to be."""
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: name)
    facts = read(DATED)
    assert facts.timezone.key == "UTC"
    assert facts.assumed == {"timezone": "UTC"}


def test_a_step_without_a_day_is_for_today() -> None:
    """The day of the step is assumed to be today, and that is said."""
    facts = read({**DATED, "timezone": "UTC", "proposed": {"action": "ask_status"}})
    assert facts.proposed == Step("ask_status", TODAY)
    assert facts.assumed == {"proposed.date": "2026-11-24"}


@pytest.mark.parametrize(
    ("today", "day", "near"),
    [
        ("2026-11-24", "2046-11-24", True),
        ("2026-11-24", "2046-11-25", False),
        ("2026-11-24", "2006-11-24", True),
        ("2026-11-24", "2006-11-23", False),
        ("2028-02-29", "2048-02-29", True),
        ("2028-02-29", "2008-02-28", False),
        ("2027-02-28", "2047-03-01", False),
    ],
)
def test_twenty_years_to_the_day(today: str, day: str, near: bool) -> None:
    """A date may lie twenty years before or after today, that very day included."""
    _, found = read_facts({"interview": {"date": day}}, RULES, today=date.fromisoformat(today))
    assert [each.code for each in found] == ([] if near else ["E302"])


def test_all_kinds_of_problems_at_once() -> None:
    """A date that is too far off is told together with what doesn't fit the schema."""
    codes = [
        each.split()[0]
        for each in problems({"interview": {"date": "1926-11-23", "ended": "no"}, "proposed": {"to": "hr"}})
    ]
    assert codes == ["E202", "E204", "E302"]


# --- messages and drafts ------------------------------------------------------------------------------


def step(told: Any, rules: Ruleset = RULES, **options: Any) -> Message | None:
    """The message of a proposed step in which ``message`` is ``told``."""
    facts = read({**DATED, "proposed": {"action": "ask_status", "message": told}}, rules, **options)
    assert facts.proposed is not None
    return facts.proposed.message


def test_forms_of_a_message() -> None:
    """A text alone, a text in detail, and only what is known of it."""
    assert step("Hello there.\n") == Message("Hello there.")
    assert step({"text": "Hello there.", "words": 2, "subject": "Hi"}) == Message(
        "Hello there.", "Hi", {"words": 2}
    )
    assert step({"characters": 480, "says": []}) == Message(None, UNKNOWN, {"characters": 480}, frozenset())
    assert step(None) is None


def test_a_draft_stands_in_for_the_text() -> None:
    """A draft replaces text and lengths; its subject does so only if it has one; where it is from is kept."""
    told = {"text": "Old text.", "subject": "Old", "says": ["interest"]}
    said = frozenset({"interest"})
    new = Draft("New text.")
    assert step(told, draft="New text.\n") == Message("New text.", "Old", {}, said, draft=new)
    assert step({"words": 90}, draft="New text.") == Message("New text.", draft=new)
    other, bare = Draft("New.", "New"), Draft("New.", NONE)
    assert step(told, draft=other) == Message("New.", "New", {}, said, draft=other)
    assert step(None, draft=bare) == Message("New.", NONE, draft=bare)


def test_a_draft_needs_a_step() -> None:
    """A draft for nothing says which action to name; a silent action isn't offered."""
    rules = ruleset()
    silent = {**rules.actions, "talk": Action("talk", "talk", "after", silent="nothing to say")}
    rules = Ruleset((), (), rules.vocabulary, actions=silent)
    assert problems(DATED, rules, draft="Hello") == [
        (
            "E306 There is a draft, but the facts propose no step that it is for."
            " | Add proposed.action to the facts: send_thank_you or ask_status."
        )
    ]


def test_units_that_plugins_measure() -> None:
    """A message can be told in a unit that a plugin measures, and that must match its text too."""
    rules = ruleset(measures={"lines": Measure("lines", lambda text: len(text.splitlines()), 80)})
    assert step({"lines": 3}, rules) == Message(None, UNKNOWN, {"lines": 3})
    told = {**DATED, "proposed": {"action": "ask_status", "message": {"lines": 3, "text": "One.\nTwo."}}}
    assert problems(told, rules) == [
        (
            "E307 proposed.message.lines is 3, but the text beside it has 2."
            " | Leave lines out: the text is measured."
        )
    ]
    assert problems(told)[0].startswith("E201 proposed.message.lines is not known.")


# --- where facts come from ----------------------------------------------------------------------------


def test_standard_input() -> None:
    """``-`` reads standard input, whose problems have a place as well."""
    assert read("-", stdin=io.BytesIO(b"\xef\xbb\xbfinterview: {date: 2026-11-23}")).told
    assert problems("-", stdin=io.BytesIO(b"interview: {}"))[0].startswith("<stdin>:1:1: E204")
    assert problems("-", stdin=io.BytesIO(b"#" * (MOST_BYTES + 1))) == [
        (
            "<stdin>:1:1: E102 <stdin> is longer than 256 KiB, and more is not read."
            " | Check that this is the right file, or split it."
        )
    ]


def test_json_is_read_too(tmp_path: Path) -> None:
    """A JSON file as programs write it, tabs and escapes included, is a facts file."""
    (tmp_path / "facts.json").write_text(
        '{\n\t"interview": {"date": "2026-11-23", "position": "\\ud83d\\ude00 tester"}\n}', encoding="utf-8"
    )
    assert read(tmp_path / "facts.json").told["interview.position"] == "\N{GRINNING FACE} tester"


# --- the schema that is printed -----------------------------------------------------------------------


def test_the_printed_schema_has_the_words() -> None:
    """Words that rules declare become enums, with *none* and *blank* where these are answers."""
    schema = facts_schema(RULES)
    told = schema["properties"]["employer"]["properties"]
    assert told["preferred_channel"]["enum"] == ["email", "phone", "sms", "none", None]
    assert told["agreed_channels"]["items"]["enum"] == ["email", "phone", "sms"]
    assert schema["properties"]["proposed"]["properties"]["action"]["enum"] == [
        "send_thank_you",
        "ask_status",
        None,
    ]


def test_the_printed_schema_is_the_callers() -> None:
    """Changing what was printed changes nothing for the next reader."""
    facts_schema(RULES)["properties"].clear()
    assert read(DATED).told


def test_a_vocabulary_of_ones_own_gets_the_structure() -> None:
    """A pack's own facts are read beside ``today``, ``timezone``, ``packs`` and ``proposed``."""
    own = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "case": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "opened": {"type": "string", "format": "date", "x-none": True},
                    "at": {"type": "string", "format": "time"},
                    "size": {"type": "integer", "minimum": 1},
                },
            }
        },
    }
    rules = ruleset(own)
    told = {"case": {"opened": "none", "at": "09:30", "size": 3}, "proposed": {"action": "ask_status"}}
    facts = read({**told, "today": "2026-11-25"}, rules, today=None)
    assert facts.told == {"case.opened": NONE, "case.at": time(9, 30), "case.size": 3}
    assert facts.today == date(2026, 11, 25)
    assert problems({"case": {"at": "9:30", "size": 0, "opened": None}}, rules) == [
        "E205 case.size should be at least 1, not 0. | Change it so that it does.",
        (
            "E206 case.at should be a time of day, not 9:30."
            " | Write hours and minutes on the 24-hour clock, for example 09:00 or 14:30."
        ),
    ]


def test_words_that_nobody_declares_are_left_open() -> None:
    """Rules that declare no channel at all take any word for one."""
    rules = Ruleset((), (), RULES.vocabulary)
    facts = read({**DATED, "contacts": [{"channel": "pigeon"}]}, rules)
    assert facts.told["contacts"] == ({"channel": "pigeon"},)
