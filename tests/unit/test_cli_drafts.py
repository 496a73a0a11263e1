"""Drafts: plain text, Markdown and email, and every file that is none of them."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from etiquette._reading.draft_file import read_draft
from etiquette.drafts import Draft
from etiquette.vocabulary import NONE, UNKNOWN


def draft(path: Path, content: bytes | str) -> Draft:
    """The draft in a new file with that content, which must be readable."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found, problems = read_draft(path)
    assert found is not None, problems
    return found


def said(found: Draft) -> tuple[object, object]:
    """Text and subject of a draft."""
    return found.text, found.subject


def complaint(path: Path, content: bytes | str | None = None) -> tuple[str, str]:
    """Code and message for a file that can't be read."""
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    found, (problem,) = read_draft(path)
    assert found is None
    assert problem.location is not None
    assert problem.location.file == str(path)
    assert problem.help
    return problem.code, problem.message.replace(str(path), path.name)


@pytest.mark.parametrize("name", ["note.txt", "note.md", "NOTE.TXT"])
def test_text_is_taken_as_it_is(name: str, tmp_path: Path) -> None:
    """A text without a subject line has a subject that nobody knows."""
    found = draft(tmp_path / name, "\nDear Ms Lee,\n\nthank you.\n")
    assert said(found) == ("Dear Ms Lee,\n\nthank you.", UNKNOWN)


def test_a_text_may_begin_with_its_subject(tmp_path: Path) -> None:
    """The first line of a text can say the subject; an empty one says that there is none."""
    assert said(draft(tmp_path / "a.txt", "Subject: Thank you\n\nDear Ms Lee")) == (
        "Dear Ms Lee",
        "Thank you",
    )
    assert said(draft(tmp_path / "a.txt", "subject:\nDear Ms Lee")) == ("Dear Ms Lee", NONE)


def test_an_email_gives_subject_and_plain_body(tmp_path: Path) -> None:
    """Encoded headers and bodies in any charset are read; attachments are not part of the text."""
    mail = EmailMessage()
    mail["Subject"] = "Danke für das Gespräch"
    mail.set_content("Liebe Frau Lee,\nschöne Grüße", charset="iso-8859-1")
    mail.add_alternative("<p>Something else</p>", subtype="html")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="cv.pdf")
    found = draft(tmp_path / "a.eml", bytes(mail))
    assert said(found) == ("Liebe Frau Lee,\nschöne Grüße", "Danke für das Gespräch")


def test_an_email_without_a_subject_has_none(tmp_path: Path) -> None:
    """A mail is complete: what it lacks is known to be none."""
    assert said(draft(tmp_path / "a.eml", "To: ann@example.org\n\nHello")) == ("Hello", NONE)
    assert said(draft(tmp_path / "a.eml", "Subject: \nTo: ann@example.org\n\nHello")) == ("Hello", NONE)


def test_html_is_reduced_to_its_text(tmp_path: Path) -> None:
    """A mail that has only HTML gives words and lines, without scripts and styles."""
    mail = EmailMessage()
    mail["Subject"] = "Hi"
    html = (
        "<html><head><title>no</title><style>p {}</style></head><body><p>Dear <b>Ms</b>\n Lee,</p>"
        "<div>thank you &amp; all<br>of you</div><script>no()</script></body></html>"
    )
    mail.set_content(html, subtype="html")
    assert draft(tmp_path / "a.eml", bytes(mail)).text == "Dear Ms Lee,\nthank you & all\nof you"


def test_windows_line_ends_are_fine(tmp_path: Path) -> None:
    """Mail programs save with carriage returns; they count for nothing."""
    found = draft(tmp_path / "a.eml", b"Subject: Hi\r\nTo: x@example.org\r\n\r\nOne\r\nTwo\r\n")
    assert found.text.split() == ["One", "Two"]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.pdf", "%PDF", ("E101", "a.pdf is not a draft that can be read: its name ends in .pdf.")),
        ("draft", "Hi", ("E101", "draft is not a draft that can be read: its name ends in nothing.")),
        ("a.txt", None, ("E101", "There is no file a.txt.")),
        ("a.eml", None, ("E101", "There is no file a.eml.")),
        ("a.txt", " \n", ("E104", "a.txt says nothing.")),
        ("a.txt", "Subject: Hi\n", ("E104", "a.txt says nothing.")),
        ("a.txt", b"caf\xe9", ("E103", "a.txt is not UTF-8 text: byte 0xe9 can't be read.")),
        (
            "a.eml",
            "Dear Ms Lee\n\nthank you",
            ("E101", "a.eml can't be read as an email: it has no header lines, as an email has."),
        ),
        ("a.eml", "Subject: Hi\n\n\n", ("E104", "a.eml says nothing.")),
        (
            "a.eml",
            "Subject: Hi\nContent-Type: application/pdf\n\n%PDF",
            ("E101", "a.eml can't be read as an email: it holds no text."),
        ),
        (
            "a.eml",
            "Subject: Hi\nContent-Type: text/plain; charset=klingon\nContent-Transfer-Encoding: 8bit\n\nHi",
            ("E101", "a.eml can't be read as an email: its text is in an encoding that is not known."),
        ),
    ],
)
def test_what_is_no_draft_is_said_plainly(
    name: str, content: bytes | str | None, expected: tuple[str, str], tmp_path: Path
) -> None:
    """Each file that can't be read is a diagnostic with its name, the reason and a next step."""
    assert complaint(tmp_path / name, content) == expected


def test_a_draft_is_bounded(tmp_path: Path) -> None:
    """Nobody writes a message of ten megabytes; such a file is not read."""
    path = tmp_path / "a.eml"
    with path.open("wb") as stream:
        stream.truncate(11 * 1024 * 1024)
    assert complaint(path)[0] == "E102"


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: x\nContent-Type: text/html\n\n<![foo[hi]]>",
        b"Subject: x\nContent-Type: text/html\n\n" + b"<!--" * 50_000,
    ],
)
def test_tangled_mails_are_refused_at_once(raw: bytes, tmp_path: Path) -> None:
    """Odd or endless markup is the mail's fault: a diagnostic, neither a traceback nor a long wait."""
    file = tmp_path / "a.eml"
    file.write_bytes(raw)
    draft, found = read_draft(file)
    assert draft is None or isinstance(draft.text, str)
    assert draft is not None or [each.code for each in found] == ["E104"]
