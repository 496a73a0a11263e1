"""Emails as mail programs write them, and as nobody does."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Final

import pytest

from etiquette._drafts.flowed import unflowed
from etiquette._drafts.mail import read_mail
from etiquette._drafts.markup import text_of_html
from etiquette._reading.draft_file import read_draft
from etiquette.diagnostics import Diagnostic
from etiquette.drafts import Draft

MAILS: Final = Path(__file__).parents[1] / "cases" / "drafts"


def mail(name: str) -> Draft:
    """One of the mails that are kept."""
    found, problems = read_draft(MAILS / f"{name}.eml")
    assert found is not None, problems
    return found


def body(raw: bytes) -> str | None:
    """The text of a mail, ``None`` where it can't be read."""
    found = read_mail(raw, "a.eml")
    return None if isinstance(found, Diagnostic) else found.text


@pytest.mark.parametrize(
    ("name", "subject", "first", "last"),
    [
        ("android", "Our talk", "Dear Ada, thank you for Friday.", "Dear Noor"),
        ("apple-mail-forward", "Fwd: Our talk", "Dear Ada,", "Dear Noor,"),
        ("gmail-html-only", "Our talk on Friday", "Dear Ada,", ">> An older line."),
        ("gmail-reply", "Re: Our talk on Friday", "Dear Ada,", "> Ada"),
        ("iphone-inline", "Danke für Freitag 🙂", "> On 20 Nov 2026,", "Sent from my iPhone"),
        ("nested", "Our talk", "Dear Ada, thank you.", "Dear Ada, thank you."),
        ("outlook-plain", "Our talk", "Dear Ada,", "it was good to meet you."),
        ("outlook-reply-html", "Gespräch am Freitag", "Liebe Frau Lee,", "Guten Tag, es hat mich gefreut."),
        ("thunderbird-flowed", "Our talk", "Dear Ada,", ">> An older line."),
        ("utf-16", "Grüße", "Liebe Ada,", "schöne Grüße"),
        ("wrong-charset", "Grüße", "Liebe Ada,", "schöne Grüße – Noor"),  # noqa: RUF001 - as people write
    ],
)
def test_mails_of_all_kinds(name: str, subject: str, first: str, last: str) -> None:
    """Subject, beginning and end are what the mail program shows."""
    found = mail(name)
    assert found.subject == subject
    lines = found.text.split("\n")
    assert lines[0].startswith(first)
    assert lines[-1] == last


def test_every_mail_that_is_kept_is_read() -> None:
    """The table above has a line for each file."""
    marks = test_mails_of_all_kinds.pytestmark  # type: ignore[attr-defined]  # pytest puts it there
    assert sorted(each[0] for each in marks[0].args[1]) == sorted(each.stem for each in MAILS.iterdir())


def test_attached_files_and_mails_are_not_the_message() -> None:
    """Parts that follow each other are one text; what is attached to them isn't."""
    assert "Not a part" not in mail("apple-mail-forward").text + mail("nested").text
    assert "see below.\n\nThank you again." in mail("apple-mail-forward").text


def test_outlook_shows_blank_lines() -> None:
    """Paragraphs are lines, and those with nothing but a space are blank ones."""
    assert mail("outlook-reply-html").text.startswith(
        "Liebe Frau Lee,\n\nvielen Dank für das Gespräch\nam Freitag."
    )


def test_gmail_quotes_and_indents() -> None:
    """A blockquote is a quote, unless it only indents; lists are lists."""
    text = mail("gmail-html-only").text
    assert "everybody for your time.\nAn indented line.\n- one\n- two\nNoor\n" in text
    assert text.endswith("wrote:\n> Dear Noor,\n>\n>> An older line.")
    assert "\n-- \nNoor Haddad\n" in text


def test_what_nobody_sees_is_not_read() -> None:
    """Hidden elements, whichever way they are hidden, say nothing."""
    hidden = (
        "<p hidden>a</p><p style='display : none'>b</p><p style=visibility:hidden>c</p><title>d</title>"
        "<style>e</style><script>'</p>f'</script><!-- g --><![if x]><p style='mso-hide:all'>h<b>i</b></p>"
        "<template>j</template><p>seen"
    )
    assert text_of_html(hidden).strip() == "seen"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("a&nbsp;&amp;&hellip;&#x41;&bogus;", "a &…A&bogus;"),
        ("<p>a<p>b<div>c</div>d", "a\nb\nc\nd"),
        ("<pre>a\n  b</pre><div style='white-space: pre-wrap'>c\nd</div>", "a\nb\nc\nd"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"),
        ("a<br><br/>b<br></p>", "a\n\nb"),
        ("x<0 and y>1 <o:p></o:p>z", "x<0 and y>1 z"),
        ("<blockquote>a<br>b<blockquote>c</blockquote></blockquote>d", "> a\n> b\n>> c\nd"),
        ("x<div class='a moz-signature'>Noor</div>", "x\n-- \nNoor"),
        ("a\0b", "a\N{REPLACEMENT CHARACTER}b"),
    ],
)
def test_html_as_lines(html: str, text: str) -> None:
    """Blocks are lines, quotes have their mark, entities are characters, and odd markup is text."""
    assert text_of_html(html).rstrip() == text


@pytest.mark.parametrize(
    ("flowed", "text"),
    [
        ("a \nb\nc", "a b\nc"),
        ("> a \n> b\nc", "> a b\nc"),
        ("> a \n>> b", "> a \n>> b"),
        ("a \n-- \nNoor", "a \n-- \nNoor"),
        (" From\n >x", "From\n>x"),
        ("", ""),
        ("a ", "a "),
    ],
)
def test_flowed_lines_are_joined(flowed: str, text: str) -> None:
    """Lines broken for sending become paragraphs again, each within its own quote."""
    assert unflowed(flowed, delsp=False) == text


def test_the_space_at_a_break_may_go() -> None:
    """Languages without spaces between words say that the one at the break isn't theirs."""
    assert unflowed("東 \n京", delsp=True) == "東京"


@pytest.mark.parametrize(
    ("charset", "raw", "text"),
    [
        ("iso-8859-1", b"\x93caf\xe9\x94", "“café”"),
        ("utf-8", b"caf\xe9", "café"),
        ("utf-8", "\ufeffcafé".encode(), "café"),
        ("utf-16le", "café".encode("utf-16-le"), "café"),
        ("gb2312", b"\xc4\xe3\xff", "你\N{REPLACEMENT CHARACTER}"),
        ("utf-7", b"+2AA-x", "?x"),
        ("us-ascii", b"\x81", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_charsets_right_and_wrong(charset: str, raw: bytes, text: str) -> None:
    """What is named without thinking is looked at; what means nothing is replaced."""
    head = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: base64\n\n"
    assert body(head.encode() + base64.b64encode(raw)) == text


@pytest.mark.parametrize("charset", ["klingon", "punycode", "rot13", "zlib", "unicode_escape", "a\0b"])
def test_charsets_that_are_none(charset: str) -> None:
    """A charset that nobody knows, or that is a cipher, is said to be unknown."""
    found = read_mail(f"Content-Type: text/plain; charset={charset}\n\nHi".encode(), "a.eml")
    assert isinstance(found, Diagnostic)
    assert "encoding that is not known" in found.message


def test_a_mail_whose_plain_text_is_blank_is_read_as_html() -> None:
    """Some mail programs send an empty text beside their HTML."""
    head = b"Content-Type: multipart/alternative; boundary=b\n\n"
    assert body(head + b"--b\n\n \n--b\nContent-Type: text/html\n\n<p>Hi\n--b--\n") == "Hi"


HTML: Final = b"Subject: x\nContent-Type: text/html\n\n"
PARTS: Final = b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n"
TANGLED: Final = {
    "divs": HTML + b"<div>" * 2_000_000,
    "tags in tags": HTML + b"<a<a<a" * 1_700_000,
    "ends of nothing": HTML + b"<div>" * 490 + b"</p>" * 400_000,
    "links": HTML + b"<a><b></a>" * 100_000,
    "comments": HTML + b"<!--" * 200_000,
    "attributes": HTML + b"<a " + b" ".join(b"a%d=1" % each for each in range(100_000)) + b">",
    "quotes": HTML + b"<blockquote>" * 400 + b"<br>x" * 100_000,
    "parts": PARTS + b"--b\n\nx\n" * 100_000,
    "parts in parts": b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(50_000)
    ),
    "parts in parts, and lines": b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(300)
    ) + b"\n" * 100_000,
    "mails in mails": b"Content-Type: message/rfc822\n\n" * 100_000,
    "a header": b"Content-Type: text/plain" + b"; a=b" * 100_000 + b"\n\nHi",
    "headers": PARTS + (b"--b\nContent-Type: text/plain" + b";" * 1900 + b"\n\nx\n") * 900,
    "a subject": b"Subject: " + b"a " * 1_000_000 + b"\n\nHi",
    "comments in a header": b"Content-Type: text/plain " + b"(" * 1900 + b"\n\nHi",
    "many headers": b"A: b\n" * 200_000 + b"\nHi",
    "quotes in flowed text": b"Content-Type: text/plain; format=flowed\n\n" + (b">" * 100_000 + b"\n") * 20,
    "base64": b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n" + b"!!==" * 500_000,
    "halves": b"Content-Type: text/plain; charset=utf-7\n\nx" + b"+2AA-" * 100_000,
    "nul": b"Subject: \0\0\nContent-Type: text/\0plain\n\n\0\0",
    "no boundary": b"Subject: x\nContent-Type: multipart/mixed\n\nHi",
    "no parts": PARTS,
    "no end": PARTS + b"--b\nContent-Type: text/plain\n\nHi",
    "related to nothing": b"Content-Type: multipart/related; boundary=b\n\n--b--\n",
}  # fmt: skip


@pytest.mark.parametrize("name", TANGLED)
def test_hostile_mails_are_answered(name: str, tmp_path: Path) -> None:
    """Whatever somebody puts into a mail is a text without halves of characters, or a diagnostic."""
    (tmp_path / "a.eml").write_bytes(TANGLED[name])
    found, problems = read_draft(tmp_path / "a.eml")
    assert (found is None) == bool(problems)
    if found is not None:
        assert found.text.encode("utf-8")
        assert str(found.subject).encode("utf-8")
    assert all(each.help and each.code in ("E101", "E102", "E104") for each in problems)
