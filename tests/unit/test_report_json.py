"""A report as JSON says what its dict says, and keeps nothing that is about anybody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from etiquette import Report
from etiquette._reporting import decisions, encoded, findings, ways
from etiquette._reporting.report_json import PARTS, report_json
from etiquette.diagnostics import Diagnostic, Location
from etiquette.facts import Message, Step
from etiquette.messages import Span
from etiquette.model import Source
from etiquette.report import Decision, Finding, Later, MessagePlan, Suggestion, Unchecked, Way
from property.rulesets import ROOT, ruleset
from report_samples import CONFLICT, PLAN, REPORT

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
MEMORIES: tuple[dict[Any, Any], ...] = (
    encoded._TEXTS,
    encoded._WORDS,
    decisions._FRAMES,
    findings._FRAMES,
    ways._ENDS,
)


def same(report: Report) -> None:
    """Hold the JSON of a report against that of its dict, byte by byte."""
    wanted = json.dumps(report.to_dict(), ensure_ascii=False, separators=(",", ":"))
    assert report_json(report) == wanted.encode()


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Nothing is remembered from before."""
    for memory in MEMORIES:
        memory.clear()
    yield
    encoded._WORDS.setdefault((), b"[]")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example(path: Path) -> None:
    """Twice: when its parts are encoded, and when they are remembered."""
    report = ruleset("post-interview").check(path)
    same(report)
    same(report)


def test_a_report_of_everything() -> None:
    """Conflicts, diagnostics, findings of reviewers, places, spans and messages are all in it."""
    span = Span("text", 0, 4, 1, 1, 1, 5, "Well")
    finding = Finding(
        "r",
        "note",
        "message.says",
        "“Well”",
        "",
        "",
        None,
        "why",
        Source("t", "s", ("N1",)),
        Location("f", 1, 2),
    )
    late: dict[str, Any] = {"ways": Later(lambda: tuple(PLAN[0].ways)), "depends_on": Later(lambda: ("a.b",))}
    same(REPORT)
    same(
        replace(
            REPORT,
            plan=(*PLAN, replace(PLAN[0], **late)),
            findings=(
                *REPORT.findings,
                finding,
                replace(finding, spans=(span,), concept="c", instead="“So”"),
            ),
            conflicts=(CONFLICT,),
            diagnostics=(Diagnostic("E101", "m", "h", Location("f", 1, 1), related=(Location("g", 2, 2),)),),
            unchecked=(Unchecked("proposed.message.says", "?"),),
            guidance_as_of=date(2026, 11, 24),
            guidance_until=date(2027, 1, 1),
            complete=False,
        )
    )


def test_a_report_without_an_answer() -> None:
    """Nothing but what is wrong with the facts."""
    same(ruleset("post-interview").check({"interview": {"date": "soon"}}))


@pytest.mark.parametrize(
    "step",
    [
        Step("write", date(2026, 11, 23)),
        Step("write", date(2026, 11, 23), time(9, 5), "email", "host", "agent", 'Ann "Bo" Lee', Message()),
        Step("write", date(2026, 11, 23), message=Message("Ünï\n\u2028", "Hi", {"words": 1, "lines": 2})),
        Step("write", date(2026, 11, 23), message=Message(says=frozenset())),
        Step("write", date(2026, 11, 23), time(0), message=Message("half \ud800 a character")),
    ],
    ids=lambda step: str(step.message),
)
def test_a_proposed_step(step: Step) -> None:
    """Whatever is told of it, and half of a character too, which only an escape can say."""
    found = json.loads(report_json(replace(REPORT, proposed=step)))
    assert found["proposed"] == replace(REPORT, proposed=step).to_dict()["proposed"]


def test_half_a_character_where_it_is_rare() -> None:
    """Also in a part of a report that is seldom there."""
    report = replace(REPORT, unchecked=(Unchecked("a", "\udc00"),))
    assert json.loads(report_json(report)) == report.to_dict()


def test_decisions_that_differ_in_one_thing() -> None:
    """What is remembered of one decision is never said of another: each field is changed in turn."""
    first = PLAN[0]
    others = {
        "title": "Other",
        "modality": None,
        "not_before": None,
        "opens_on": date(2030, 1, 1),
        "channels": (),
        "recipients": ("desk",),
        "via": (),
        "message": MessagePlan(must=("news",)),
        "remaining": (),
        "outweighed": ("x/y",),
        "overridden": ("x/z",),
        "ways": first.ways[1:],
        "undetermined": ("window",),
        "depends_on": ("a",),
        "reason": "So.",
        "because": (),
        "preferences_set_aside": (),
    }
    for name, value in others.items():
        other = replace(first, **{name: value})  # type: ignore[arg-type]  # a value of each field
        for plan in ((first, other), (other, first)):
            same(Report(date(2026, 11, 23), plan=plan))


def test_ways_that_differ_in_one_thing() -> None:
    """The same for ways, whose messages are told apart by identity."""
    first = PLAN[0].ways[1]
    others = {
        "channel": "card",
        "ideally_by": None,
        "not_after": date(2030, 1, 1),
        "hours": None,
        "weekdays": (),
        "message": MessagePlan(),
    }
    for name, value in others.items():
        other = replace(first, **{name: value})  # type: ignore[arg-type]  # a value of each field
        for pair in ((first, other), (other, first)):
            same(Report(date(2026, 11, 23), plan=(replace(PLAN[0], ways=pair),)))


def test_findings_that_differ_in_one_thing() -> None:
    """The same for findings and what they suggest."""
    first = REPORT.findings[0]
    for other in (
        replace(first, because="Otherwise."),
        replace(first, source=Source("other")),
        replace(first, suggestion=Suggestion("Leave it.")),
        replace(first, suggestion=None),
        replace(first, reviewer="judge", because="Otherwise."),
    ):
        same(replace(REPORT, findings=(first, other)))
        same(replace(REPORT, findings=(other, first)))


def test_some_parts() -> None:
    """Just the parts that are asked for, in the order of a report, and nothing is worked out for others."""

    def never() -> tuple[Any, ...]:
        raise AssertionError("nobody asked")

    report = replace(REPORT, questions=Later(never), assumptions=Later(never))
    found = json.loads(report_json(report, parts=("plan", "ok")))
    assert list(found.items()) == [("ok", REPORT.to_dict()["ok"]), ("plan", REPORT.to_dict()["plan"])]
    assert report_json(report, parts=()) == b"{}"
    assert list(REPORT.to_dict()) == list(PARTS)


def test_a_part_that_there_is_not() -> None:
    """A slip in the name of a part is said, with the names that there are."""
    with pytest.raises(ValueError, match=r"a report has no advice: its parts are report, packs, .*"):
        report_json(REPORT, parts=("plan", "advice"))


@pytest.mark.usefixtures("forgetful")
def test_nothing_about_anybody_is_kept() -> None:
    """Names, drafts and what is observed of them are in the answer, and not in any memory after it."""
    private = "Ann Private"
    step = Step("write", date(2026, 11, 23), person=private, message=Message(private, private))
    found = (
        Finding("r", "note", "person", private, private, private, Suggestion(private, step), instead=private),
        Finding("r", "note", "message.says", private, "", "", because=private, reviewer="judge"),
    )
    decision = Decision("write", "Write", "due", remaining=(private,), reason=private)
    report = Report(date(2026, 11, 23), plan=(decision,), proposed=step, findings=found)
    assert report_json(report).count(private.encode()) > len(found)
    assert not any(private in repr(memory) for memory in MEMORIES)


@pytest.mark.usefixtures("forgetful")
def test_memories_are_bounded() -> None:
    """A memory that is full is begun anew, and the answers stay right."""
    for number in range(2 * encoded._MOST):
        assert encoded.constant(f"word {number}") == f'"word {number}"'.encode()
    assert len(encoded._TEXTS) <= encoded._MOST
    message = MessagePlan()
    for number in range(2 * encoded._MOST):
        ways.ways_json((Way(f"channel {number}", "", "", message=message),))
    assert len(ways._ENDS) <= encoded._MOST
