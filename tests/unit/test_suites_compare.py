"""What is expected held against what is said, key by key."""

from __future__ import annotations

from datetime import date

import pytest

from etiquette._suites.compare import Difference, differences
from etiquette._suites.model import Expected
from etiquette.diagnostics import Diagnostic
from etiquette.report import Conflict, Decision, Finding, Later, MessagePlan, Question, Report

DAY = date(2026, 11, 23)
DECISION = Decision(
    "call",
    "Call",
    "open",
    modality="may",
    not_before=DAY,
    channels=("email", "phone"),
    message=MessagePlan(must=("thanks",), limits=(("words", 80),)),
)
FINDING = Finding("hours/office", "warning", "time", "Too late.", "18:01", "before 18:00")


def report(**parts: object) -> Report:
    """A report with one decision, and with other parts as they are given."""
    return Report(DAY, **{"plan": (DECISION,), **parts})  # type: ignore[arg-type]  # parts of a report


def found(expect: Expected, **parts: object) -> list[Difference]:
    """The differences between a report and what is expected of it."""
    return list(differences(report(**parts), expect))


@pytest.mark.parametrize(
    "says",
    [
        {"status": "open", "modality": "may"},
        {"not_before": "2026-11-23", "not_after": None},
        {"channels": ["email", "phone"], "recipients": []},
        {"message": {"must": ["thanks"], "limits": {"max_words": 80}, "first": None}},
        {},
    ],
)
def test_what_is_named_and_so_is_no_difference(says: dict[str, object]) -> None:
    """Days, lists and demands agree with the words of a suite; what isn't named doesn't matter."""
    assert found(Expected({"call": says})) == []


@pytest.mark.parametrize(
    ("says", "wanted", "got"),
    [
        ({"status": "due"}, "due", "open"),
        ({"modality": None}, "none", "may"),
        ({"not_before": "2026-11-24"}, "2026-11-24", "2026-11-23"),
        ({"not_after": "2026-11-24"}, "2026-11-24", "none"),
        ({"channels": ["phone", "email"]}, "phone, email", "email, phone"),
        ({"channels": ["email"]}, "email", "email, phone"),
        ({"message": {"must": []}}, "nothing", "thanks"),
        ({"message": {"limits": {"max_words": 81}}}, "max_words 81", "max_words 80"),
        ({"message": {"limits": {"max_segments": 2}}}, "max_segments 2", "max_segments none"),
        ({"message": None}, "none", "a message"),
    ],
)
def test_each_difference_says_both_sides(says: dict[str, object], wanted: str, got: str) -> None:
    """What was expected and what came out are both said in words."""
    assert [(each.wanted, each.got) for each in found(Expected({"call": says}))] == [(wanted, got)]


def test_an_action_without_a_message_is_told_from_one_with(tmp_path: object) -> None:
    """Where no message is involved, demands on it aren't met even if they ask for nothing."""
    silent = Decision("call", "Call", "open")
    expect = Expected({"call": {"message": {"must": []}}})
    assert [each.got for each in found(expect, plan=(silent,))] == ["none"]


def test_findings_are_compared_whole() -> None:
    """One that isn't expected is as wrong as one that doesn't come; the same one twice is two."""
    assert found(Expected(findings=({"rule": "hours/office"},)), findings=(FINDING,)) == []
    assert (
        found(Expected(findings=({"rule": "hours/office", "level": "warning"},)), findings=(FINDING,)) == []
    )
    assert len(found(Expected(findings=()), findings=(FINDING,))) == 1
    assert len(found(Expected(findings=({"rule": "hours/office"},)))) == 1
    assert len(found(Expected(findings=({"rule": "hours/office"},)), findings=(FINDING, FINDING))) == 1
    assert found(Expected(), findings=(FINDING,)) == []


def test_a_finding_that_is_nearly_right_is_one_difference() -> None:
    """Of the same rule with another level, both are shown beside each other."""
    (one,) = found(Expected(findings=({"rule": "hours/office", "level": "error"},)), findings=(FINDING,))
    assert (one.wanted, one.got) == ("hours/office (level error)", "hours/office (level warning)")


def test_a_conflict_must_be_expected() -> None:
    """A conflict of which the case says nothing fails it; expected, it must be of these rules."""
    clash = Conflict("call", "modality", "They clash.", ("a/one", "b/two"))
    assert [each.wanted for each in found(Expected(), conflicts=(clash,))] == ["no conflict"]
    assert found(Expected(conflicts={"call": ("a/one", "b/two")}), conflicts=(clash,)) == []
    assert len(found(Expected(conflicts={"call": ("a/one",)}), conflicts=(clash,))) == 1
    assert len(found(Expected(conflicts={"call": ("a/one",)}))) == 1


def test_problems_must_be_expected() -> None:
    """Facts that can't be used fail a case, unless these very codes are expected."""
    wrong = Diagnostic("E304", "This can't be.", "Look again.")
    parts = {"diagnostics": (wrong,), "answered": False, "plan": ()}
    assert [each.got for each in found(Expected({"call": {"status": "open"}}), **parts)] == ["This can't be."]
    assert found(Expected(problems=("E304",)), **parts) == []
    assert len(found(Expected(problems=("E301",)), **parts)) == 1
    assert len(found(Expected(problems=("E304",)))) == 1


def test_questions_are_compared_in_order() -> None:
    """All that is asked for is compared, where the case says anything of it."""
    asked = Later(lambda: (Question("a.b", "A?"), Question("c.d", "C?")))
    assert found(Expected(questions=("a.b", "c.d")), questions=asked) == []
    assert len(found(Expected(questions=("c.d", "a.b")), questions=asked)) == 1
    assert found(Expected(), questions=asked) == []


def test_only_some_actions() -> None:
    """Where an answer is had for some actions only, the rest is passed over."""
    expect = Expected({"call": {"status": "due"}, "write": {"status": "due"}}, findings=())
    assert [each.path for each in differences(report(), expect, only={"call"})] == [
        ("plan", "call", "status")
    ]
    assert list(differences(report(findings=(FINDING,)), expect, only=())) == []
