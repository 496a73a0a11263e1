"""``etiquette handbook``: a pack as a booklet, in each of its forms."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import pytest
import reportlab
from markdown_it import MarkdownIt
from pypdf import PdfReader

import etiquette
from etiquette import Ruleset
from etiquette._handbook.content import Booklet, booklet
from etiquette._handbook.html import html
from etiquette._handbook.markdown import markdown
from etiquette._handbook.pdf import UnshownError, pdf
from etiquette._handbook.picture import Box, Disc, Label, picture
from etiquette._handbook.read import read_told
from etiquette._handbook.sayings import TITLE
from etiquette._handbook.timelines import Mark, Timeline
from etiquette._saying import said
from etiquette.cli import main
from packing import write

ROOT = Path(__file__).resolve().parents[2]
PACKS = ("post-interview", "business-days", str(ROOT / "examples" / "coach-pack"))
FONT = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"

MANIFEST = """
pack: desk
version: 1.0.0
format: 1
title: {title}
authors: [Somebody]
vocabulary: facts.schema.json
phases: {{during: {{title: During}}}}
parameters:
  wait: {{type: days, default: 3, range: [1, 9], title: The wait}}
  strict: {{type: switch, default: false, title: Whether to be strict}}
actions:
  write: {{title: Write, phase: during, done_when: {{letters_sent: {{at_least: 1}}}}}}
definitions:
  letters_sent: {{count: letters, where: {{kind: write}}}}
channels: {{letter: {{title: letter, phrase: by letter}}}}
recipients: {{owner: {{title: the owner}}}}
carriers: {{direct: {{title: you, phrase: directly}}}}
"""
FACTS = """
{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:desk", "title": "Facts",
 "type": "object",
 "properties": {
  "case": {"title": "The case", "type": "object", "properties": {
   "opened": {"type": "string", "format": "date", "title": "Opened", "x-ask": "When was it opened?"}},
   "required": ["opened"], "additionalProperties": false},
  "letters": {"title": "Letters", "type": ["array", "null"], "x-ask": "Which letters?",
   "x-assume": {"value": []},
   "items": {"type": "object", "properties": {
    "day": {"type": "string", "format": "date", "title": "Day", "x-past": true},
    "kind": {"type": "string", "x-words": "actions", "title": "Kind"}}, "additionalProperties": false}}},
 "required": ["case"], "additionalProperties": false}
"""
RULES = """
rules:
  - id: writing/soon
    title: {title}
    action: write
    modality: must
    window: {{not_before: case.opened, ideally_by: case.opened + wait}}
    because: {because}
  - id: writing/strictly
    title: Only when strict
    action: write
    when: {{strict: true}}
    window: {{not_after: case.opened + 9 days}}
"""
HANDBOOK = """
situations:
  - title: One letter
    from: 2026-11-23
    until: 2026-11-30
    facts: {case: {opened: 2026-11-23}, letters: [{day: 2026-11-25, kind: write}]}
"""

_SVG = "{http://www.w3.org/2000/svg}"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command in an empty folder: exit code, standard output, standard error on one line."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ETIQUETTE_PATH", raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(("handbook", *arguments))
        out, err = capfd.readouterr()
        return code, out, " ".join(err.split())

    return call


@cache
def book_of(pack: str) -> tuple[Booklet, Ruleset]:
    """A handbook, made once."""
    ruleset = etiquette.load(pack)
    told, problems = read_told((pack,))
    made, wrong = booklet(ruleset, told)
    assert not problems
    assert not wrong
    return made, ruleset


def desk(
    folder: Path,
    handbook: str = HANDBOOK,
    title: str = "Soon",
    because: str = "It matters.",
    pack: str = "Desk",
) -> Path:
    """A small pack with a handbook, in ``folder``/desk."""
    files = {
        "pack.yaml": MANIFEST.format(title=pack),
        "facts.schema.json": FACTS,
        "rules.yaml": RULES.format(title=title, because=because),
        "handbook.yaml": handbook,
    }
    return write(folder / "desk", {name: text for name, text in files.items() if text})


def small_book(folder: Path) -> Booklet:
    """The handbook of the pack in ``folder``."""
    told, problems = read_told((str(folder),), (), ())
    made, wrong = booklet(etiquette.load(folder, plugins=()), told)
    assert not problems
    assert not wrong
    return made


def words(text: str) -> str:
    """Letters and digits alone: a text as it is found again after lines were broken."""
    return re.sub(r"\W+", "", text)


@pytest.mark.parametrize("pack", PACKS)
def test_every_rule_is_in_it(pack: str) -> None:
    """Title, sentence, reason and id of each rule stand in all three forms."""
    made, ruleset = book_of(pack)
    tree = html5lib.parse(html(made), treebuilder="etree", namespaceHTMLElements=False)
    forms = {
        "html": words("".join(tree.itertext())),
        "md": words(MarkdownIt().render(markdown(made)).replace("&quot;", '"').replace("&amp;", "&")),
        "pdf": words("".join(page.extract_text() for page in PdfReader(BytesIO(pdf(made))).pages)),
    }
    for rule in ruleset.rules:
        sentence = said(rule, ruleset, for_clients=True).main
        for part in (rule.title, sentence, rule.because, rule.id):
            missing = [form for form, text in forms.items() if words(part) not in text]
            assert not missing, (rule.id, part, missing)


@pytest.mark.parametrize("pack", PACKS)
def test_the_page_is_valid_and_asks_for_nothing(pack: str) -> None:
    """The page holds to the standard, every id is there once, links lead to one, and nothing is fetched."""
    page = html(book_of(pack)[0])
    parser = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    )
    tree = parser.parse(page)
    ids = [each.get("id") for each in tree.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    for each in tree.iter():
        assert each.tag not in ("script", "link", "img", "iframe", "object", "embed", "base")
        assert not {"src", "srcset", "style", "onclick"} & set(each.keys())
        assert (each.get("href") or "#").startswith("#")
        if each.get("href"):
            assert (each.get("href") or "")[1:] in ids
    assert not re.search(r"url\(|@import|https?:", page)
    assert tree.find(".//html") is None
    assert tree.get("lang") == "en"


def test_pictures_can_be_heard() -> None:
    """Each picture is named and described, by ids of its own, and says in words what it shows."""
    made, _ = book_of("post-interview")
    tree = html5lib.parse(html(made), treebuilder="etree", namespaceHTMLElements=False)
    pictures = [each for each in tree.iter(f"{_SVG}svg") if each.get("role") == "img"]
    assert len(pictures) == len(made.timelines) == 6
    for drawn, timeline in zip(pictures, made.timelines, strict=True):
        title, about = drawn.find(f"{_SVG}title"), drawn.find(f"{_SVG}desc")
        assert title is not None
        assert about is not None
        assert (drawn.get("aria-labelledby") or "").split() == [title.get("id"), about.get("id")]
        assert title.text == timeline.title
        assert all(line.title in (about.text or "") for line in timeline.lines)


def test_a_pdf_has_bookmarks_page_numbers_and_pictures() -> None:
    """A reader finds chapters and rules by bookmarks, the page by its number, and time lines drawn."""
    made, ruleset = book_of("post-interview")
    reader = PdfReader(BytesIO(pdf(made)))
    titles: list[str] = []

    def collect(outline: list[Any]) -> None:
        for each in outline:
            if isinstance(each, list):
                collect(each)
            else:
                titles.append(each.title)

    collect(reader.outline)
    assert {rule.title for rule in ruleset.rules} <= set(titles)
    assert {part.title for part in made.parts} <= set(titles)
    assert all(str(n) in page.extract_text() for n, page in enumerate(reader.pages, 1))
    assert reader.metadata is not None
    assert reader.metadata.title == "After the interview"
    assert "you may" in reader.pages[1].extract_text()


def test_the_same_bytes_each_time() -> None:
    """In another process, with other hashes, every form comes out byte by byte the same."""
    code = (
        "import sys, test_handbook as t\n"
        "book, _ = t.book_of('business-days')\n"
        "sys.stdout.buffer.write(t.html(book).encode() + t.markdown(book).encode() + t.pdf(book))"
    )
    made: list[bytes] = []
    for seed in ("1", "2"):
        path = os.pathsep.join((str(Path(__file__).parent), str(ROOT / "tests")))
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603 - our own
        made.append(done.stdout)
    assert b"%PDF" in made[0]
    assert made[0] == made[1]


# --- what a message says ----------------------------------------------------------------------------------


def test_what_messages_should_and_should_not_say_is_in_every_form() -> None:
    """Each concept that rules speak of: its title, its rules, two examples and the rewording."""
    made, ruleset = book_of("post-interview")
    tree = html5lib.parse(html(made), treebuilder="etree", namespaceHTMLElements=False)
    forms = {
        "html": words("".join(tree.itertext())),
        "md": words(MarkdownIt().render(markdown(made)).replace("&quot;", '"').replace("&amp;", "&")),
        "pdf": words("".join(page.extract_text() for page in PdfReader(BytesIO(pdf(made))).pages)),
    }
    spoken_of = {
        concept
        for rule in ruleset.rules
        if rule.message
        for concept in (*rule.message.must, *rule.message.should, *rule.message.may, *rule.message.avoid)
    }
    assert len(made.sayings) == len(spoken_of)
    assert all(len(each.examples) == 2 for each in made.sayings)
    for each in made.sayings:
        titles = [title for _, rules in each.rules for _, title in rules]
        for part in (TITLE, each.title, *titles, *each.examples, each.instead):
            missing = [form for form, text in forms.items() if words(part) not in text]
            assert not missing, (each.title, part, missing)


def test_a_pack_without_concepts_has_no_such_chapter(tmp_path: Path) -> None:
    """Nothing is said about messages where no rule is about them."""
    made = small_book(desk(tmp_path))
    assert made.sayings == ()
    assert TITLE not in markdown(made)


# --- time lines -------------------------------------------------------------------------------------------


def by_title(made: Booklet) -> dict[str, Timeline]:
    """Time lines by the title of their situation."""
    return {each.title: each for each in made.timelines}


def spans(timeline: Timeline, action: str) -> list[tuple[str, str, str]]:
    """The spans of an action, days as ``11-23``."""
    line = next(each for each in timeline.lines if each.action == action)
    return [(f"{each.first:%m-%d}", f"{each.last:%m-%d}", each.status) for each in line.spans]


def test_a_time_line_is_what_a_check_says() -> None:
    """On each day an action has the status that a check of that morning's facts gives it."""
    made, ruleset = book_of("post-interview")
    found = by_title(made)["Nobody named a day"]
    assert spans(found, "ask_status") == [("11-23", "12-06", "not_yet"), ("12-07", "12-13", "open")]
    assert spans(found, "send_thank_you") == [("11-23", "11-24", "due"), ("11-25", "12-13", "done")]
    facts = {"timezone": "UTC", "interview": {"date": "2026-11-23", "ended": True}}
    for day, status in ((date(2026, 12, 6), "not_yet"), (date(2026, 12, 7), "open")):
        assert ruleset.check(facts, today=day).decision("ask_status").status == status


def test_what_happened_counts_from_the_next_morning() -> None:
    """A question that is asked begins the wait anew, and two are enough; the days are marked."""
    made, _ = book_of("post-interview")
    found = by_title(made)["You asked, and nothing came"]
    assert [each[2] for each in spans(found, "ask_status")] == [
        "not_yet",
        "open",
        "not_yet",
        "open",
        "discouraged",
    ]
    assert [(mark.day.isoformat(), mark.title) for mark in found.marks][2:] == [
        ("2026-12-07", "ask where things stand"),
        ("2026-12-21", "ask where things stand"),
    ]


def test_business_days_step_over_a_holiday() -> None:
    """The same days with the country told and not told differ by the holiday between them."""
    made, _ = book_of("business-days")
    assert spans(by_title(made)["Over a long weekend"], "ask_status")[1][0] == "12-01"


def test_bars_cover_the_width_without_a_gap() -> None:
    """The bars of a line follow each other from the left edge to the right one, inside the picture."""
    for timeline in book_of("post-interview")[0].timelines:
        drawn = picture(timeline)
        rows: dict[float, list[Box]] = {}
        for shape in drawn.shapes:
            if isinstance(shape, Box) and shape.tone != "weekend":
                rows.setdefault(shape.y, []).append(shape)
        assert len(rows) == len(timeline.lines)
        for y, bars in rows.items():
            assert y + bars[0].height <= drawn.height
            assert bars[0].x == 0
            assert bars[-1].x + bars[-1].width == pytest.approx(1)
            assert all(a.x + a.width == pytest.approx(b.x) for a, b in pairwise(bars))


@pytest.mark.parametrize("days", [1, 5, 10, 21, 60, 366])
def test_a_long_time_has_few_dates(days: int) -> None:
    """However long a time line is, its dates have room, and every mark has a sign of its own."""
    first = date(2026, 11, 23)
    marks = tuple(Mark(first + timedelta(days=n % days), "a call") for n in range(30))
    found = Timeline("Long", "", first, first + timedelta(days=days - 1), marks, ())
    shapes = picture(found).shapes
    dates = [each for each in shapes if isinstance(each, Label) and each.kind == "day"]
    assert 1 <= len(dates) <= 6
    assert len({each.sign for each in shapes if isinstance(each, Disc)}) == 30


# --- what people write ------------------------------------------------------------------------------------

_NASTY = """'<script>alert("x")</script> & *stars* | [link](x) `code` # _so_'"""


def test_nothing_that_people_write_becomes_markup(tmp_path: Path) -> None:
    """Signs of HTML and Markdown in titles and reasons come out as they were written, in every form."""
    folder = desk(tmp_path, title=_NASTY, because=_NASTY, pack=_NASTY)
    made = small_book(folder)
    raw = _NASTY.strip("'")
    tree = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    ).parse(html(made))
    assert not list(tree.iter("script"))
    assert [each.text for each in tree.iter("h1")] == [raw]
    rendered = (
        MarkdownIt("commonmark")
        .enable("table")
        .render(markdown(made).replace("<sub>", "").replace("</sub>", ""))
    )
    again = html5lib.parse(rendered, treebuilder="etree", namespaceHTMLElements=False)
    assert not list(again.iter("script"))
    assert not list(again.iter("a"))
    assert ["".join(each.itertext()) for each in again.iter("h1")] == [raw]
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf(made))).pages)
    assert words(raw) in words(text)


def test_rules_for_other_settings_stand_apart(tmp_path: Path) -> None:
    """What can't apply as the parameters are set is told in a chapter of its own, with the setting named."""
    made = small_book(desk(tmp_path))
    assert [advice.id for part in made.parts for advice in part.advice] == ["writing/soon"]
    assert made.unused is not None
    assert [advice.id for advice in made.unused.advice] == ["writing/strictly"]
    assert made.unused.advice[0].sentence.startswith("If the parameter strict (now off) is on, ")


def test_what_layers_changed(tmp_path: Path) -> None:
    """A layer's settings, changes, rules and what it leaves out are told by the titles of things."""
    del tmp_path
    made, _ = book_of(PACKS[2])
    assert "coach-rivera sets “How long to wait for news when nobody named a day” to 10 days." in made.layers
    assert "coach-rivera changes “A promise gets a couple of days' grace”." in made.layers
    assert any(
        line.startswith("coach-rivera adds “Mention something you talked about”") for line in made.layers
    )
    assert book_of("post-interview")[0].layers == ()


def test_a_pack_without_a_handbook_file_has_a_handbook(tmp_path: Path) -> None:
    """Title and authors are those of the manifest, chapters are the topics, and there are no situations."""
    made = small_book(desk(tmp_path, handbook=""))
    assert (made.title, made.authors, made.timelines) == ("Desk", ("Somebody",), ())
    assert [part.title for part in made.parts] == ["Writing"]
    assert "<h1>Desk</h1>" in html(made)


# --- the command ------------------------------------------------------------------------------------------


def test_the_form_follows_the_name_of_the_file(run: Run, tmp_path: Path) -> None:
    """.html, .md and .pdf say what to make; what was written is said on standard error."""
    desk(tmp_path)
    for name, start in (("a.html", b"<!DOCTYPE html>"), ("a.md", b"# Desk"), ("a.pdf", b"%PDF")):
        code, out, err = run("./desk", "-o", name, "--no-plugins")
        assert (code, out, err) == (0, "", f"{name} is written: 2 rules and 1 situation.")
        assert (tmp_path / name).read_bytes().startswith(start)
    assert run("./desk", "-o", "b", "--format", "html", "--no-plugins")[0] == 0
    assert (tmp_path / "b").read_bytes() == (tmp_path / "a.html").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "a.md", "a.pdf", "b", "desk"]


def test_to_standard_output(run: Run, tmp_path: Path) -> None:
    """Without a file it is Markdown, or HTML if that is asked for, and nothing else."""
    desk(tmp_path)
    code, out, err = run("./desk", "--no-plugins")
    assert (code, out.splitlines()[0], err) == (0, "# Desk", "")
    assert run("./desk", "--no-plugins", "-f", "html")[1].startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("./desk", "-o", "a.txt"), "'a.txt' doesn't say what to make. Let it end in .html, .md or .pdf"),
        (("./desk", "-f", "pdf"), "A PDF can't go to standard output. Name a file: -o handbook.pdf"),
        (("./desk", "--font", "x.ttf"), "--font is for a PDF."),
        (("./desk", "-o", "no/a.md"), "The file no/a.md can't be written:"),
        (
            ("./desk", "-o", "a.pdf", "--font", "desk/pack.yaml"),
            "desk/pack.yaml can't be used: it is no TrueType font",
        ),
        (("./desk", "-o", "a.pdf", "--font", "gone.ttf"), "The font gone.ttf can't be used:"),
        (("nobody",), "There is no pack called nobody."),
        ((), "PACK is missing. Name a pack"),
    ],
)
def test_mistakes(arguments: tuple[str, ...], message: str, run: Run, tmp_path: Path) -> None:
    """Each mistake is said in a sentence with the next step, and nothing is written."""
    desk(tmp_path)
    code, out, err = run(*arguments, *(("--no-plugins",) if arguments else ()))
    assert (code, out) == (2, "")
    assert message in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk"]


def test_without_the_extra(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """HTML and PDF name the extra to install; Markdown does without."""
    desk(tmp_path)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    code, _, err = run("./desk", "-f", "html", "--no-plugins")
    assert code == 2
    assert "pip install 'etiquette-engine[author]'" in err
    assert run("./desk", "--no-plugins")[0] == 0


def test_letters_that_a_font_lacks(run: Run, tmp_path: Path) -> None:
    """A PDF that would show a letter wrongly isn't made; a font that has it helps."""
    folder = desk(tmp_path, title="Zażółć")
    with pytest.raises(UnshownError, match="ćłż"):
        pdf(small_book(folder))
    code, _, err = run("./desk", "-o", "a.pdf", "--no-plugins")
    assert code == 2
    assert "The built-in fonts of PDF lack ć ł ż. Name a TrueType font that has them: --font FILE.ttf" in err
    desk(tmp_path, title="Größe")
    assert run("./desk", "-o", "a.pdf", "--no-plugins", "--font", str(FONT))[0] == 0
    assert "Größe" in "".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages)


@pytest.mark.parametrize(
    ("handbook", "message"),
    [
        (
            HANDBOOK.replace("opened: 2026-11-23}", "opend: 2026-11-23}"),
            "E201 In the situation “One letter”:",
        ),
        (
            HANDBOOK.replace("until: 2026-11-30", "until: 2026-11-03"),
            "lasts from 2026-11-23 until 2026-11-03.",
        ),
        (
            HANDBOOK.replace("until:", "actions: [wrote]\n    until:"),
            "There is no action 'wrote' in these rules.",
        ),
        (HANDBOOK.replace("situations:", "situation:"), "situation"),
        (HANDBOOK.replace("2026-11-30", "soon"), "soon"),
    ],
)
def test_a_situation_that_cannot_be(handbook: str, message: str, run: Run, tmp_path: Path) -> None:
    """What is wrong with a handbook file is shown with its line, and the pack itself stays usable."""
    desk(tmp_path, handbook=handbook)
    code, out, err = run("./desk", "--no-plugins")
    assert (code, out) == (2, "")
    assert message in err
    assert "desk/handbook.yaml:" in err
    assert main(("packs", "./desk")) == 0


def test_a_file_of_rules_may_have_that_name(tmp_path: Path) -> None:
    """Rules in a file called handbook.yaml aren't passed over."""
    folder = desk(
        tmp_path, handbook="rules:\n  - {id: more/rules, title: More, action: write, modality: may}\n"
    )
    assert "more/rules" in {rule.id for rule in etiquette.load(folder, plugins=()).rules}


def test_of_one_day(run: Run, tmp_path: Path) -> None:
    """--as-of leaves out what isn't in force on that day; without it each rule says when it is."""
    folder = desk(tmp_path)
    rules = (folder / "rules.yaml").read_text("utf-8")
    dated = rules.replace("    because:", "    effective: {from: 2027-01-01}\n    because:")
    (folder / "rules.yaml").write_text(dated, "utf-8")
    assert "This is in force from 1 January 2027." in run("./desk", "--no-plugins")[1]
    out = run("./desk", "--no-plugins", "--as-of", "2026-12-31")[1]
    assert "writing/soon" not in out
    assert "writing/strictly" in out
