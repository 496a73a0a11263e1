"""Which question comes next: only what can still change the answer, given the answers so far."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from etiquette.vocabulary import NONE, FactDecl

from ._facts_file import nested
from ._prompter import DONT_KNOW, OutOfAnswers, Prompter

if TYPE_CHECKING:
    from etiquette.report import AssumptionUsed, Report
    from etiquette.ruleset import Ruleset

__all__ = ["Conversation", "converse"]

_ENTRY = re.compile(r"(?P<list>[^\[]+)\[(?P<index>\d+)\]\.(?P<field>.+)")
_STEP = ("action", "date", "channel", "to")


@dataclass
class Conversation:
    """Answers by dotted path, and the questions that were put and left open."""

    answers: dict[str, Any] = field(default_factory=dict)
    left_open: dict[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)


def converse(ruleset: Ruleset, prompter: Prompter, today: date | None) -> Conversation:
    """Ask until nothing that is left could change the plan, or until the input ends.

    First what every case needs, then the decisive questions, then the assumptions that matter, and at
    last the step that the person has in mind.
    """
    held = Conversation()
    try:
        for decl in ruleset.vocabulary.facts.values():
            if decl.required and "[" not in decl.path:
                _put(held, prompter, decl, today, needed=True)
        while _next(held, prompter, today):
            pass
        _ask_step(held, prompter, today)
    except OutOfAnswers:
        prompter.say("No more answers: the rest stays open.")
    return held


def _next(held: Conversation, prompter: Prompter, today: date | None) -> bool:
    """Put one more question; false when none is left."""
    vocabulary = prompter.ruleset.vocabulary
    report = prompter.ruleset.check(nested(held.answers), today=today)
    for path, ask in _questions(report):
        if path not in held.asked and path in vocabulary:
            _put(held, prompter, vocabulary[path], today, path=path, question=ask)
            return True
    for assumption in report.assumptions:
        path = assumption.fact
        if assumption.would_change and path not in held.asked and path in vocabulary:
            _offer(held, prompter, assumption, vocabulary[path], today)
            return True
    return False


def _questions(report: Report) -> Iterator[tuple[str, str]]:
    for question in report.questions:
        yield question.fact, question.ask
    for question in report.questions:
        for path in question.together_with:
            yield path, ""


def _put(
    held: Conversation,
    prompter: Prompter,
    decl: FactDecl,
    today: date | None,
    *,
    path: str = "",
    question: str = "",
    needed: bool = False,
) -> None:
    """Ask for one fact until the answer is one that can be so together with the others."""
    path = path or decl.path
    held.asked.add(path)
    held.left_open[path] = question or decl.ask or decl.title
    while True:
        value = _records(prompter, decl, question) if decl.kind == "records" else None
        if value is None:
            value = prompter.ask(decl, question, needed=needed)
        if value is DONT_KNOW:
            return
        trial = _with(held.answers, path, value)
        problem = _problem(prompter, trial, today)
        if problem is None:
            held.answers = trial
            del held.left_open[path]
            return
        prompter.say(f"  {problem}")


def _offer(
    held: Conversation, prompter: Prompter, assumption: AssumptionUsed, decl: FactDecl, today: date | None
) -> None:
    """Ask whether an assumption that matters is right."""
    from etiquette._text.words import Words

    words = Words(prompter.ruleset)
    shown = words.value(assumption.fact, assumption.value)
    title = assumption.title or words.fact(assumption.fact)
    more = f"{decl.description or decl.title}\nIt matters for: " + ", ".join(
        words.topic(each) for each in assumption.would_change
    )
    held.asked.add(assumption.fact)
    right = prompter.confirm(f"We assume: {title}: {shown}. Is that right?", more)
    if right is DONT_KNOW:
        return
    value = _assumed(decl, assumption.value)
    if right and value is not None:
        held.answers[assumption.fact] = value
    elif (
        not right and isinstance(value, bool) and _possible(held, prompter, assumption.fact, not value, today)
    ):
        held.answers[assumption.fact] = not value
    elif not right:
        _put(held, prompter, decl, today)


def _possible(held: Conversation, prompter: Prompter, path: str, value: Any, today: date | None) -> bool:
    problem = _problem(prompter, _with(held.answers, path, value), today)
    if problem is not None:
        prompter.say(f"  {problem}")
    return problem is None


def _assumed(decl: FactDecl, shown: str) -> Any:
    """The assumed value as it goes into a facts file; ``None`` where it can't be told from its words."""
    if decl.kind == "boolean" and shown in ("true", "false"):
        return shown == "true"
    value = decl.assume.value if decl.assume and decl.assume.kind == "value" else None
    if value is NONE:
        return "none"
    return list(value) if isinstance(value, tuple) else value


def _records(prompter: Prompter, decl: FactDecl, question: str) -> Any:
    """A list told entry by entry; :data:`DONT_KNOW` for Enter, an empty list for *n*."""
    from ._answers import help_text

    more = help_text(decl, prompter.ruleset)
    any_ = prompter.confirm(f"{question or decl.ask or decl.title} Are there any to tell?", more)
    if any_ is DONT_KNOW or any_ is False:
        return [] if any_ is False else DONT_KNOW
    entries: list[dict[str, Any]] = []
    while True:
        found = {each.name: prompter.ask(each, each.ask or f"{each.title}?") for each in decl.fields}
        entries.append({name: value for name, value in found.items() if value is not DONT_KNOW})
        if prompter.confirm("One more?", "y to tell the next one, n or Enter to go on.") is not True:
            return [entry for entry in entries if entry]


def _with(answers: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """``answers`` with one more; ``contacts[0].date`` goes into the first entry of its list."""
    entry = _ENTRY.fullmatch(path)
    if entry is None:
        return {**answers, path: value}
    records = [dict(each) for each in answers[entry["list"]]]
    records[int(entry["index"])][entry["field"]] = value
    return {**answers, entry["list"]: records}


def _problem(prompter: Prompter, answers: dict[str, Any], today: date | None) -> str | None:
    """Why these answers can't be so together, in a sentence with the next step."""
    from etiquette.diagnostics import has_errors

    report = prompter.ruleset.check(nested(answers), today=today)
    if report.answered or not has_errors(report.diagnostics):
        return None
    first = next(each for each in report.diagnostics if each.severity == "error")
    return f"{first.message} {first.help}".strip()


def _ask_step(held: Conversation, prompter: Prompter, today: date | None) -> None:
    """Ask for the step that the person has in mind, if any."""
    actions = prompter.ruleset.actions
    if not actions:
        return
    fields = {each.name: each for each in _step_facts(prompter.ruleset)}
    for name in _STEP:
        if name not in fields:
            continue
        question = "Do you have a step in mind that you want checked? Which?" if name == "action" else ""
        _put(held, prompter, fields[name], today, question=question)
        held.left_open.pop(fields[name].path, None)
        if "proposed.action" not in held.answers:
            return


def _step_facts(ruleset: Ruleset) -> Iterator[FactDecl]:
    from etiquette.vocabulary import read_vocabulary

    proposed = ruleset.vocabulary.schema.get("properties", {}).get("proposed", {})
    inner = read_vocabulary({"properties": {"step": {"properties": proposed.get("properties", {})}}})
    for decl in inner.facts.values():
        from dataclasses import replace

        yield replace(decl, path=f"proposed.{decl.name}")
