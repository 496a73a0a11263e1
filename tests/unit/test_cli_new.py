"""``etiquette new facts``: only questions that matter, help, bad answers, and a file that validates."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

import etiquette
from etiquette.cli import main

CASES = Path(__file__).resolve().parents[1] / "cases" / "text"
OPTIONS = ("--pack", str(CASES / "dinner-guest"), "--no-plugins", "--today", "2026-11-23")

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ask:
    """Runs the conversation in an empty folder with the given lines as answers."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def call(answers: list[str], *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in answers)))
        code = main(("new", "facts", *arguments, *OPTIONS))
        out, err = capfd.readouterr()
        return code, out, err

    return call


def test_the_file_is_written_as_answered(ask: Ask, tmp_path: Path) -> None:
    """Answers become facts, with their titles as comments, and the next command is shown."""
    answers = ["2026-11-20", "", "y", "Ann", "y", "Bob", "n", "n", "", "", ""]
    code, out, err = ask(answers)
    assert (code, out) == (0, "")
    assert (tmp_path / "facts.yaml").read_text("utf-8") == (
        "# Facts of one dinner.\n"
        "# Leave out what isn't known; write none for what is known not to be.\n"
        "# What to do: etiquette check facts.yaml\n"
        "# All that may stand here: etiquette schema facts\n"
        "\n"
        "dinner:\n"
        "  # Day of the dinner\n"
        "  date: 2026-11-20\n"
        "  # Your hosts\n"
        "  hosts:\n"
        "    - {name: Ann}\n"
        "    - {name: Bob}\n"
        "\n"
        "# hosts:\n"
        "  # Did they offer you the recipe? (not known yet)\n"
        "  # offered_recipe:\n"
        "\n"
        "# What you sent\n"
        "contacts: []\n"
    )
    assert f"Next: etiquette check facts.yaml --pack {CASES / 'dinner-guest'} --today 2026-11-23\n" in err


def test_what_is_needed_is_asked_first_and_again(ask: Ask) -> None:
    """Without the one fact that every case needs nothing can be said."""
    code, out, err = ask(["", "someday", "3 days ago", "done"], "-")
    assert code == 0
    assert err.count("When was the dinner?") == 1
    assert "Nothing can be said without this one." in err
    assert "It should be a date such as 2026-11-23, not someday." in err
    assert "date: 2026-11-20" in out


def test_without_what_is_needed_nothing_is_written(ask: Ask, tmp_path: Path) -> None:
    """Input that ends too early leaves no file behind, and says what is missing."""
    code, out, err = ask([])
    assert (code, out) == (2, "")
    assert "Nothing was written, because dinner.date is needed. When was the dinner?" in err
    assert list(tmp_path.iterdir()) == []


def test_only_what_matters_is_asked(ask: Ask) -> None:
    """A question that an answer has settled isn't put any more; one that it raises is."""
    _, _, err = ask(["2026-11-20", *[""] * 20], "-")
    assert "Did they offer you the recipe?" in err
    assert "Do they live next door?" in err
    assert "Did you praise the food?" not in err
    _, _, err = ask(["2026-11-23", "n", *[""] * 20], "-")
    assert "Have you left?" in err


def test_what_is_assumed_is_said(ask: Ask) -> None:
    """Enter leaves an assumption alone, so that it stays one and isn't written down as told."""
    _, out, err = ask(["2026-11-20", *[""] * 20], "-")
    assert (
        "Do they live next door?\n  Until you say otherwise we assume: no. Enter leaves it at that.\n" in err
    )
    assert "neighbours" not in out
    assert "# offered_recipe:" in out


def test_help_is_a_question_mark(ask: Ask) -> None:
    """The description in the schema is shown, and the question stays open."""
    _, out, err = ask(["?", "2026-11-20", "done"], "-")
    assert "The evening on which you were fed." in err
    assert "date: 2026-11-20" in out


def test_one_can_stop_at_any_question(ask: Ask) -> None:
    """What was answered so far is kept."""
    code, out, err = ask(["2026-11-20", "done"], "-")
    assert code == 0
    assert err.count("> ") == 2
    assert "date: 2026-11-20" in out


def test_a_step_can_be_told(ask: Ask) -> None:
    """At last the step that the person has in mind is asked for, by number or by word."""
    code, out, err = ask(["2026-11-20", *[""] * 4, "write a note", "tomorrow", "2", ""], "-")
    assert code == 0
    assert "Do you have a step in mind that you want checked? Which?\n    1 Ask for the recipe\n" in err
    assert "On which day you want to do it" not in err
    assert out.endswith("proposed:\n  action: write_a_note\n  date: 2026-11-24\n  channel: card\n")


def test_a_field_of_an_entry_is_asked_for(ask: Ask) -> None:
    """An entry that lacks what counts is asked about until it is known."""
    entries = ["y", "Ann", "n", "y", "2026-11-21", "", "Ann", "n"]
    _, out, err = ask(["2026-11-20", "y", *entries, "7", "done"], "-")
    assert "(contacts, entry 1)" in err
    assert "contacts:\n  - {date: 2026-11-21, person: Ann, action: write_a_note}\n" in out


def test_answers_that_cannot_be_are_asked_again(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An answer that a pack declares impossible is refused with the pack's reason."""
    monkeypatch.chdir(tmp_path)
    answers = ["2026-11-20", *[""] * 5, "y", "2026-11-10", "4", "1", "1", "", "1", "", "n", "done"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(answers)))
    assert main(("new", "facts", "--today", "2026-11-23", "-")) == 0
    out, err = capfd.readouterr()
    assert "This can't be: " in err
    assert "2026-11-10" not in out


def test_questions_come_in_the_order_in_which_one_knows_things(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the schema gives an early place is asked early, whatever else would change more."""
    monkeypatch.setattr("sys.stdin", io.StringIO("yesterday\n\n\n\n\ndone\n"))
    assert main(("new", "facts", "--today", "2026-11-23", "-")) == 0
    err = capfd.readouterr().err
    asked = [
        "On which day is or was",
        "Is the interview already over?",
        "By which day did they say",
        "Have they given you a real answer",
        "Have they decided",
        "Who interviewed you?",
    ]
    places = [err.index(each) for each in asked]
    assert places == sorted(places)
    assert "Enter keeps what is assumed" in err


def test_what_was_meant_can_be_accepted(ask: Ask) -> None:
    """After *Did you mean* a y takes the offer; anything else is read as an answer of its own."""
    _, out, err = ask(["Friday", "y", "done"], "-")
    assert "Did you mean last Friday? That was 20 November; next Friday is" in err
    assert "  That is Friday 20 November 2026.\n" in err
    assert "date: 2026-11-20" in out
    _, out, err = ask(["Friday", "19 november", "done"], "-")
    assert "date: 2026-11-19" in out
    steps = ["", "", "", "", "write a nite", "yeah", "tomorrow", "done"]
    _, out, err = ask(["2026-11-20", *steps], "-")
    assert "Did you mean write_a_note? y if so." in err
    assert "action: write_a_note" in out


def test_nothing_is_overwritten(ask: Ask, tmp_path: Path) -> None:
    """A file that is there stays as it is, unless --force is given."""
    path = tmp_path / "mine.yaml"
    path.write_text("precious", "utf-8")
    code, out, err = ask(["2026-11-20"], "mine.yaml")
    assert (code, out) == (2, "")
    assert "There is a file mine.yaml already. Name another one, or write over it with --force." in err
    assert path.read_text("utf-8") == "precious"
    assert ask(["2026-11-20"], "mine.yaml", "--force")[0] == 0
    assert "date: 2026-11-20" in path.read_text("utf-8")


def test_answers_are_not_lost(ask: Ask) -> None:
    """Where the file can't be written, its text goes to standard output."""
    code, out, err = ask(["2026-11-20"], "no/such/folder/facts.yaml")
    assert code == 2
    assert "can't be written: No such file or directory." in err
    assert "date: 2026-11-20" in out


def test_what_is_written_can_be_checked(ask: Ask, tmp_path: Path) -> None:
    """The file is read back without a complaint and gives a plan."""
    name = 'Ann "the cook": O\'Hara'
    ask(["2026-11-20", "y", "y", name, "n", "y", "2026-11-21", "7", name, "n", "n", *[""] * 9])
    ruleset = etiquette.load(str(CASES / "dinner-guest"), plugins=())
    report = ruleset.check(tmp_path / "facts.yaml")
    assert report.answered, report.diagnostics
    assert report.decision("write_a_note").status == "done"


def test_packs_by_name_are_written_down(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pack that was chosen by name is part of the facts; the next command needn't repeat it."""
    monkeypatch.setattr("sys.stdin", io.StringIO("2026-11-20\ndone\n"))
    assert main(("new", "facts", "--pack", "business-days", "-")) == 0
    assert "\npacks: [business-days]\n" in capfd.readouterr().out
