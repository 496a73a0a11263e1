"""Where the words of a draft stand in its file, drafts on standard input, and drafts that nobody wrote."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from etiquette._reading.draft_file import read_draft
from etiquette.cli import main
from etiquette.drafts import Draft
from etiquette.messages import span_of
from etiquette.vocabulary import NONE, UNKNOWN

Captured = pytest.CaptureFixture[str]
FACTS = (
    "today: 2026-11-23\ntimezone: UTC\ninterview: {date: 2026-11-20}\nproposed: {action: send_thank_you}\n"
)


def piped(raw: bytes) -> Draft:
    """The draft that is piped in."""
    found, problems = read_draft("-", io.BytesIO(raw))
    assert found is not None, problems
    return found


def place(file: Path, word: str) -> str:
    """Where a word of the draft in a file stands, as ``line:column-end``, by the draft's own account."""
    found, problems = read_draft(file)
    assert found is not None, problems
    start = found.text.index(word)
    where = found.place(span_of(found.text, start, start + len(word)))
    assert where is not None
    assert where.file == str(file)
    return f"{where.line}:{where.column}-{where.end_column}"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("thank you", "1:1-10"),
        ("\ufeffthank you", "1:1-10"),
        ("\n \n  Dear Ada,\n\n  thank you\n", "5:3-12"),
        ("Subject: Hi\n\n\nDear Ada,\nthank you", "5:1-10"),
        ("\n\nsubject: Hi\nthank you", "4:1-10"),
        ("Dear Ada,\r\n\r\nthank you\r\n", "3:1-10"),
        ("Dear Ada,\rthank you", "2:1-10"),
        ("  thank you", "1:3-12"),
    ],
)
def test_words_are_where_the_file_has_them(content: str, expected: str, tmp_path: Path) -> None:
    """Whatever stands above the message, lines and columns are those of the file."""
    (tmp_path / "a.md").write_bytes(content.encode())
    assert place(tmp_path / "a.md", "thank you") == expected


def test_a_subject_has_its_place_too(tmp_path: Path) -> None:
    """A stretch of the subject is located in its line; one of an email's is nowhere in the file."""
    (tmp_path / "a.txt").write_text("\n Subject:  Thank you all\n\nHi", "utf-8")
    found, _ = read_draft(tmp_path / "a.txt")
    assert found is not None
    assert (found.subject, found.subject_line, found.subject_column) == ("Thank you all", 2, 12)
    where = found.place(span_of("Thank you all", 6, 9, "subject"))
    assert where is not None
    assert (where.line, where.column, where.end_column) == (2, 18, 21)
    mail = piped(b"From: a@example.org\nSubject: Hi\n\nHello")
    assert mail.place(span_of("Hi", 0, 2, "subject")) is None
    assert mail.place(span_of(mail.text, 0, 2)) is None


def test_a_stretch_of_several_lines_has_no_last_column() -> None:
    """A place is one of a line: it says where the stretch begins."""
    draft = Draft("one\ntwo", label="a.txt", first_line=1)
    where = draft.place(span_of(draft.text, 1, 5))
    assert where is not None
    assert (where.line, where.column, where.end_column) == (1, 2, 0)


@pytest.mark.parametrize(
    ("raw", "text", "subject", "line"),
    [
        (b"Dear Ada,\nthank you.\n", "Dear Ada,\nthank you.", UNKNOWN, 1),
        (b"Subject: Hi\n\nDear Ada", "Dear Ada", "Hi", 3),
        (b"From: a@example.org\nTo: b@example.org\n\nHello", "Hello", NONE, None),
        (b"Subject: Hi\nContent-Type: text/plain\n\nHello", "Hello", "Hi", None),
        (b"From a@b Mon Nov 23\nSubject: Hi\nTo: b@example.org\n\nHello", "Hello", "Hi", None),
        (b"To: a@example.org,\r\n b@example.org\r\nDate: x\r\n\r\nHello", "Hello", NONE, None),
        (b"Dear Ada:\nThanks: many\n\nHello", "Dear Ada:\nThanks: many\n\nHello", UNKNOWN, 1),
        (b"Plan: a\nBudget: b\n\nHello", "Plan: a\nBudget: b\n\nHello", UNKNOWN, 1),
    ],
)
def test_what_is_piped_in_is_a_text_or_an_email(
    raw: bytes, text: str, subject: object, line: int | None
) -> None:
    """An email is told by its header lines; all else is a text, colons or not."""
    found = piped(raw)
    assert (found.text, found.subject, found.first_line) == (text, subject, line)
    assert found.label == "<stdin>"


def test_a_draft_on_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """``--draft -`` reads standard input."""
    (tmp_path / "facts.yaml").write_text(FACTS, "utf-8")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"word " * 400)))
    assert main(["check", str(tmp_path / "facts.yaml"), "--draft", "-"]) == 1
    assert "400 words" in capsys.readouterr().out


def test_facts_and_draft_cannot_both_be_piped(capsys: Captured) -> None:
    """Standard input is read once, so only one of them can be there."""
    assert main(["check", "-", "--draft", "-"]) == 2
    assert "Name a file for the facts or for the draft." in capsys.readouterr().err


@pytest.mark.parametrize("raw", [b"", b" \n\n", b"Subject: Hi\n", b"To: a@b.org\nSubject: Hi\n\n"])
def test_nothing_piped_in_is_said(raw: bytes) -> None:
    """A draft without a message is nearly always an accident."""
    found, (problem,) = read_draft("-", io.BytesIO(raw))
    assert (found, str(problem)) == (None, "<stdin>:1:1: E104 <stdin> says nothing.")


def test_standard_input_that_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can come, that is said."""
    monkeypatch.setattr("sys.stdin", None)
    _, (problem,) = read_draft("-")
    assert problem.message == "<stdin> can't be read: it is closed."


def test_a_mail_saved_as_utf_16(tmp_path: Path) -> None:
    """An editor's UTF-16 isn't an email, and the reason is given."""
    (tmp_path / "a.eml").write_bytes("Subject: Hi\n\nHello".encode("utf-16"))
    _, (problem,) = read_draft(tmp_path / "a.eml")
    assert problem.code == "E103"


def test_a_message_of_a_million_characters_is_too_long(tmp_path: Path) -> None:
    """Ten megabytes of text are refused at once, with a next step."""
    (tmp_path / "a.txt").write_bytes(b"thank you " * 1_000_000)
    found, (problem,) = read_draft(tmp_path / "a.txt")
    assert (found, problem.code) == (None, "E102")
    assert "has 9,999,999 characters; at most 1,000,000 are read." in problem.message


@pytest.mark.parametrize(
    "text", ["a\0b", "\u202e\u2066olleh\u200b", "a" + "\u0301" * 1000, "\U000e0041", "\x0c\x85\u2028x"]
)
def test_odd_characters_stay_as_they_are(text: str, tmp_path: Path) -> None:
    """No character of a text is dropped from within it, so that offsets hold."""
    (tmp_path / "a.txt").write_text(f"x{text}x", "utf-8")
    found, _ = read_draft(tmp_path / "a.txt")
    assert found is not None
    assert found.text == f"x{text}x"
