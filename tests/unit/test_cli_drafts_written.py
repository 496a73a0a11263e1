"""``etiquette draft``: how it ends, what it writes into files, and that a check takes it back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from etiquette._data import load_schema
from etiquette.cli import main

CASES = Path(__file__).resolve().parents[1] / "cases" / "text"
PACK = ("--pack", "dinner-guest", "--no-plugins")
FACTS = "only-the-date.yaml"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs ``draft`` among the cases: exit code, standard output, standard error."""
    monkeypatch.chdir(CASES)
    monkeypatch.setenv("ETIQUETTE_PATH", ".")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        out, err = capfd.readouterr()
        return code, out, err

    return call


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((FACTS, *PACK), 0, "Dear [your host's name],"),
        ((FACTS, "drop_in", *PACK), 1, "The rules say not to"),
        ((FACTS, "complain", *PACK), 1, "Nobody who was fed has a reason to."),
        ((FACTS, "praise_the_food", *PACK), 1, "The rules say nothing about this."),
        (
            (FACTS, "write_a_note", "--channel", "visit", *PACK),
            1,
            "can't be done in person. The rules leave: with",
        ),
        ((FACTS, "write_a_not", *PACK), 2, "Did you mean write_a_note?"),
        ((FACTS, "--channel", "cart", *PACK), 2, "Did you mean card?"),
        ((FACTS, "--to", "host", *PACK), 2, "Did you mean hosts?"),
        ((FACTS, "-o", "draft.doc", *PACK), 2, "Let it end in .txt, .md or .eml"),
        (("nowhere.yaml", *PACK), 2, "nowhere.yaml"),
        ((FACTS, "--pack", "nobody", "--no-plugins"), 2, "nobody"),
        ((FACTS, "write_a_note", "--pack", "quarrel", "--no-plugins"), 3, "contradict each other"),
    ],
)
def test_how_it_ends(arguments: tuple[str, ...], code: int, said: str, run: Run) -> None:
    """0 a draft, 1 none is of use, 2 bad input, 3 conflict; and in each case a sentence."""
    ended, out, err = run("draft", *arguments)
    assert ended == code, err
    assert said in out + err


def test_json(run: Run) -> None:
    """The data is what its schema says, and nothing else is on standard output."""
    code, out, err = run("draft", FACTS, "-f", "json", *PACK)
    assert (code, err) == (0, "")
    data = json.loads(out)
    Draft202012Validator(load_schema("written")).validate(data)
    assert [each["channel"] for each in data["drafts"]] == ["card", "call"]


@pytest.mark.parametrize("name", ["draft.txt", "draft.md", "draft.eml"])
def test_a_file_is_taken_back_by_a_check(name: str, run: Run, tmp_path: Path) -> None:
    """What was written is read again as the same message, and a file that is there is left alone."""
    code, out, err = run("draft", FACTS, "-o", str(tmp_path / name), *PACK)
    assert (code, out) == (0, "")
    assert f"{name} is written: With a card to your hosts, today." in err
    assert "[your name]" in err
    facts = tmp_path / "facts.yaml"
    step = "proposed: {action: write_a_note, channel: card, to: hosts}\n"
    facts.write_text((CASES / FACTS).read_text("utf-8") + step, "utf-8")
    code, out, _ = run("check", str(facts), "--draft", str(tmp_path / name), "-f", "json", *PACK)
    report = json.loads(out)
    assert code == 0
    assert report["proposed"]["message"]["text"].startswith(
        "Dear [your host's name],\n\nThe dinner on Friday"
    )
    code, _, err = run("draft", FACTS, "-o", str(tmp_path / name), *PACK)
    assert code == 2
    assert "already" in err


def test_a_folder_gets_a_file_for_each_channel(run: Run, tmp_path: Path) -> None:
    """A name that ends in a slash is a folder, which is made."""
    assert run("draft", FACTS, "-o", f"{tmp_path}/new/", *PACK)[0] == 0
    found = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert found == ["write_a_note-call.txt", "write_a_note-card.txt"]


def test_one_channel_prints_the_message_alone(run: Run) -> None:
    """So that it can be piped on; what there is to say beside it is on standard error."""
    code, out, err = run("draft", FACTS, "--channel", "card", *PACK)
    assert code == 0
    assert out.startswith("Dear [your host's name],")
    assert out.endswith("Yours,\n[your name]\n")
    assert "Fill in before you send it" in err
