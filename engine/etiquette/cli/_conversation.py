"""Which question comes next: only what can still change the answer, given the answers so far."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from etiquette._text.words import Words
from etiquette.vocabulary import FactDecl, Vocabulary, read_vocabulary

from ._facts_file import nested
from ._prompter import DONT_KNOW, Done, Prompter

if TYPE_CHECKING:
    from etiquette.report import AssumptionUsed, Report

__all__ = ["Conversation", "converse"]

_ENTRY: Final = re.compile(r"(?P<list>[^\[]+)\[(?P<index>\d+)\]\.(?P<field>.+)")
_STEP: Final = ("action", "date", "channel", "to")
_OVER: Final = frozenset(("missed", "unaddressed"))
"""Actions of these statuses aren't worth a question: whatever is answered, nothing is left to be done."""


@dataclass
class Conversation:
    """Answers by dotted path, the questions that were put and left open, and the report on the answers."""

    answers: dict[str, Any] = field(default_factory=dict)
    left_open: dict[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    report: Report | None = None


def converse(prompter: Prompter) -> Conversation:
    """Ask until nothing that is left could change the plan, or until the person has had enough.

    First what every case needs, then what decides and the assumptions that matter, in the order that the
    facts declare, and at last the step that the person has in mind.
    """
    held = Conversation()
    try:
        for decl in prompter.ruleset.vocabulary.facts.values():
            if decl.required:
                _put(held, prompter, decl, needed=True)
        while _next(held, prompter):
            pass
        _ask_step(held, prompter)
    except Done:
        prompter.say("The rest stays open.")
    return held


def _next(held: Conversation, prompter: Prompter) -> bool:
    """Put one more question; false when none is left."""
    vocabulary = prompter.ruleset.vocabulary
    report = held.report or _report(prompter, held.answers)
    open_ = [(path, ask, "") for path, ask in _questions(report)]
    open_ += [(each.fact, "", _assumed(each, prompter)) for each in _that_matter(report, vocabulary)]
    left = [each for each in open_ if each[0] not in held.asked and each[0] in vocabulary]
    if not left:
        return False
    path, ask, assumed = min(left, key=lambda each: _place(vocabulary[each[0]], assumed=bool(each[2])))
    _put(held, prompter, vocabulary[path], path=path, question=ask, assumed=assumed)
    return True


def _place(decl: FactDecl, *, assumed: bool) -> float:
    """When a fact is asked for: in declared order; without one, what decides first, what is assumed last."""
    if decl.order is not None:
        return decl.order
    return math.inf if assumed else -1


def _questions(report: Report) -> Iterator[tuple[str, str]]:
    for question in report.questions:
        yield question.fact, question.ask
    for question in report.questions:
        for path in question.together_with:
            yield path, ""


def _that_matter(report: Report, vocabulary: Vocabulary) -> list[AssumptionUsed]:
    """Assumptions that change, or may change, what is still to be done; what changes most comes first.

    Nobody can try all that a list or a zone could be: what happened so far is asked first, zones last.
    """
    over = {each.action for each in report.plan if each.status in _OVER}
    ranked: list[tuple[int, str, AssumptionUsed]] = []
    for each in report.assumptions:
        kind = vocabulary[each.fact].kind if each.fact in vocabulary else "text"
        changed = len({*each.would_change} - over)
        if changed or kind in ("records", "zone"):
            rank = {"records": -len(report.plan) - 1, "zone": 1}.get(kind, -changed)
            ranked.append((rank, each.fact, each))
    return [each for _, _, each in sorted(ranked, key=lambda entry: entry[:2])]


def _assumed(assumption: AssumptionUsed, prompter: Prompter) -> str:
    return Words(prompter.ruleset).value(assumption.fact, assumption.value)


def _put(
    held: Conversation,
    prompter: Prompter,
    decl: FactDecl,
    *,
    path: str = "",
    question: str = "",
    assumed: str = "",
    needed: bool = False,
) -> None:
    """Ask for one fact until the answer is one that can be so together with the others."""
    path = path or decl.path
    question = question or decl.ask or f"{Words(prompter.ruleset).fact(decl.path)}?"
    held.asked.add(path)
    if not assumed:
        held.left_open[path] = question
    while True:
        value = prompter.ask(decl, question, assumed=assumed, needed=needed)
        if value is DONT_KNOW:
            return
        trial = _with(held.answers, path, value)
        report = _report(prompter, trial)
        if report.answered:
            held.answers, held.report = trial, report
            held.left_open.pop(path, None)
            return
        for problem in report.diagnostics:
            prompter.say(f"  {problem.message} {problem.help}".rstrip())


def _with(answers: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """``answers`` with one more; ``contacts[0].date`` goes into the first entry of its list."""
    entry = _ENTRY.fullmatch(path)
    if entry is None:
        return {**answers, path: value}
    records = [dict(each) for each in answers[entry["list"]]]
    records[int(entry["index"])][entry["field"]] = value
    return {**answers, entry["list"]: records}


def _report(prompter: Prompter, answers: dict[str, Any]) -> Report:
    return prompter.ruleset.check(nested(answers), today=prompter.today)


def _ask_step(held: Conversation, prompter: Prompter) -> None:
    """Ask for the step that the person has in mind, if any."""
    from etiquette._reading.read_facts import facts_schema

    schema = facts_schema(prompter.ruleset)["properties"].get("proposed", {})
    fields = read_vocabulary({"properties": {"step": {"properties": schema.get("properties", {})}}}).facts
    for name in _STEP:
        decl = fields.get(f"step.{name}")
        if decl is None:
            continue
        wanted = replace(decl, path=f"proposed.{name}")
        question = "Do you have a step in mind that you want checked? Which?" if name == "action" else ""
        _put(held, prompter, wanted, question=question or decl.description)
        held.left_open.pop(wanted.path, None)
        if "proposed.action" not in held.answers:
            return
