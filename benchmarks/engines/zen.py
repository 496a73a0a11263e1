"""GoRules Zen (Rust): the whole decision as one expression, and as a graph of decision tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from workload.facts import Answer, Flat

from .base import RULES, Decide, Engine, imported

__all__ = ["ENGINES"]

_WAIT: Final = "interview_day + 14"
_DERIVED: Final = {
    "earliest": f"promised_by_day == null ? {_WAIT} : max([promised_by_day, {_WAIT}]) + 2",
    "channels": 'preferred_channel in ["email", "phone"] ? [preferred_channel] : ["email", "phone"]',
}
_WINDOW: Final = "[interview_day..interview_day + 1]"
_TY, _SI, _VISIT = '"thank_you"', '"status_inquiry"', '"visit"'
_DUE: Final = f"not(thank_you_sent) and now in {_WINDOW}"
_OFTEN: Final = "status_inquiries_sent >= 2"
_SOON: Final = "(last_inquiry_day != null and planned.day - last_inquiry_day < 7)"

_RULES: Final = (
    ("", f"{_DUE} and not(planned.action == {_TY} and planned.day in {_WINDOW})"),
    (_TY, "planned.day > interview_day + 1"),
    (_TY, "planned.words > 150"),
    (_TY, "not(planned.thanks)"),
    (_SI, "planned.day < earliest"),
    (_SI, "(reply_received or offer)"),
    (_SI, "planned.words > 120"),
    (_SI, "planned.urgent"),
    (_SI, "not(planned.welcomes_contact)"),
    (f"{_TY}, {_SI}", "planned.channel not in channels"),
    (_VISIT, "not(invited_in_person)"),
    (f"{_TY}, {_SI}, {_VISIT}", 'via_recruiter and planned.recipient != "recruiter"'),
    (_SI, f"({_OFTEN} or {_SOON})"),
    (f"{_SI}, {_VISIT}", "rejected"),
)
"""Of each rule, in order, the actions that it is about, and when they violate it."""

_SETTLED: Final = "rejected or offer or reply_received or status_inquiries_sent >= 2"
_ASKED_LATELY: Final = (
    "status_inquiries_sent >= 1 and last_inquiry_day != null and now - last_inquiry_day < 7"
)
_STATUSES: Final = {
    "thank_you": (
        ("thank_you_sent", "done"),
        ("now < interview_day", "not_yet"),
        ("now <= interview_day + 1", "due"),
        ("", "late"),
    ),
    "inquiry": (
        (_SETTLED, "forbidden"),
        (_ASKED_LATELY, "done"),
        ("now < earliest", "not_yet"),
        ("now <= earliest + 7", "due"),
        ("", "late"),
    ),
}


def _chain(rows: tuple[tuple[str, str], ...]) -> str:
    return " : ".join(f'{condition} ? "{word}"' if condition else f'"{word}"' for condition, word in rows)


def _one_expression() -> Decide:
    derived = "".join(f"{name} = {text}; " for name, text in _DERIVED.items())
    found = ", ".join(
        f'{_about(actions)}{text} ? "{rule}" : ""'
        for rule, (actions, text) in zip(RULES, _RULES, strict=True)
    )
    text = (
        f'{derived}{{violations: filter([{found}], # != ""), earliest: earliest, '
        "window: [interview_day, interview_day + 1], "
        f"thank_you: {_chain(_STATUSES['thank_you'])}, inquiry: {_chain(_STATUSES['inquiry'])}, "
        "channels: channels}"
    )
    evaluate = imported("zen").compile_expression(text).evaluate

    def decide(facts: Flat) -> Answer:
        answer: Answer = evaluate(facts)
        return answer

    return decide


def _about(actions: str) -> str:
    return f"planned.action in [{actions}] and " if actions else ""


def _tables() -> Decide:
    """A graph as the editor of Zen makes it: derived facts, a table of rules, one of each status."""
    names = ("derived", "rules", "thank_you", "inquiry")
    nodes = [
        {"id": "in", "name": "facts", "type": "inputNode"},
        _derived(),
        _rules(),
        *(_status(name, rows) for name, rows in _STATUSES.items()),
        _result(),
        {"id": "out", "name": "answer", "type": "outputNode"},
    ]
    ways = [
        ("in", "derived"),
        *(("derived", name) for name in names[1:]),
        *((name, "result") for name in names),
        ("result", "out"),
    ]
    edges = [
        {"id": f"{start}-{end}", "sourceId": start, "targetId": end, "type": "edge"} for start, end in ways
    ]
    zen = imported("zen")
    content = zen.ZenDecisionContent(json.dumps({"nodes": nodes, "edges": edges}))
    evaluate = zen.ZenEngine().create_decision(content).evaluate

    def decide(facts: Flat) -> Answer:
        answer: Answer = evaluate(facts)["result"]
        return answer

    return decide


def _derived() -> dict[str, Any]:
    expressions = [{"id": name, "key": name, "value": text} for name, text in _DERIVED.items()]
    content = {"expressions": expressions, "passThrough": True}
    return {"id": "derived", "name": "derived", "type": "expressionNode", "content": content}


def _rules() -> dict[str, Any]:
    """A table with a column for the planned action and one for the rest, which collects what is violated."""
    content = {
        "hitPolicy": "collect",
        "outputPath": "found",
        "inputs": [
            {"id": "action", "name": "action", "field": "planned.action"},
            {"id": "when", "name": "when", "field": ""},
        ],
        "outputs": [{"id": "then", "name": "then", "field": "id"}],
        "rules": [
            {"_id": rule, "action": actions, "when": condition, "then": f'"{rule}"'}
            for rule, (actions, condition) in zip(RULES, _RULES, strict=True)
        ],
    }
    return {"id": "rules", "name": "rules", "type": "decisionTableNode", "content": content}


def _status(name: str, rows: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """A table of which the first row that fits gives the status."""
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": "when", "name": "when", "field": ""}],
        "outputs": [{"id": "then", "name": "then", "field": name}],
        "rules": [{"_id": word, "when": condition, "then": f'"{word}"'} for condition, word in rows],
    }
    return {"id": name, "name": name, "type": "decisionTableNode", "content": content}


def _result() -> dict[str, Any]:
    values = {
        "violations": "map(found, #.id)",
        "earliest": "earliest",
        "window": "[interview_day, interview_day + 1]",
        "thank_you": "thank_you",
        "inquiry": "inquiry",
        "channels": "channels",
    }
    expressions = [{"id": name, "key": name, "value": text} for name, text in values.items()]
    content = {"expressions": expressions, "passThrough": False}
    return {"id": "result", "name": "result", "type": "expressionNode", "content": content}


ENGINES: Final = (
    Engine("Zen, one expression", _one_expression, "zen-engine", "zen"),
    Engine("Zen, decision tables", _tables, "zen-engine", "zen"),
)
