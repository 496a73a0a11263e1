"""The step that the facts propose, with its message or the draft that stands in for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from etiquette._deciding.messages import measured
from etiquette.diagnostics import Diagnostic
from etiquette.drafts import Draft
from etiquette.facts import NONE, UNKNOWN, Message, Step
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import Missing, NoneType

from .document import Document
from .facts_schema import is_blank
from .wording import listed

__all__ = ["proposed_step", "step_problems"]


def step_problems(document: Document, ruleset: Ruleset, draft: Draft | None) -> Iterator[Diagnostic]:
    """What is wrong with the proposed step beyond its shape, which may be wrong too."""
    proposed = document.data.get("proposed")
    if not isinstance(proposed, Mapping | None):
        return
    told = [key for key, value in (proposed or {}).items() if not is_blank(value)]
    actions = [action.id for action in ruleset.actions.values() if action.silent is None]
    help_ = f"Add proposed.action to the facts: {listed(actions)}."
    if told and "action" not in told:
        message = "proposed.action is missing: the step doesn't say what it is."
        yield document.problem("E204", ("proposed",), message, help_, key=True)
    elif not told and draft is not None:
        message = "There is a draft, but the facts propose no step that it is for."
        yield document.problem("E306", (), message, help_)
    details = (proposed or {}).get("message")
    if draft is None and isinstance(details, Mapping):
        yield from _mismatches(document, details, ruleset)


def _mismatches(document: Document, details: Mapping[str, Any], ruleset: Ruleset) -> Iterator[Diagnostic]:
    """Lengths that are told beside a text which has others."""
    text = details.get("text")
    if not isinstance(text, str) or is_blank(text):
        return
    for unit, count in _lengths(details, ruleset).items():
        found = measured(text.strip(), unit, ruleset.measures)
        if found != count:
            yield document.problem(
                "E307",
                ("proposed", "message", unit),
                f"proposed.message.{unit} is {count}, but the text beside it has {found}.",
                f"Leave {unit} out: the text is measured.",
            )


def proposed_step(data: Mapping[str, Any], today: date, ruleset: Ruleset, draft: Draft | None) -> Step | None:
    """The step in facts that have no problems; its day is ``today`` where none is told."""
    proposed = data.get("proposed")
    if not isinstance(proposed, Mapping):
        return None
    told = {key: value for key, value in proposed.items() if not is_blank(value)}
    if "action" not in told:
        return None
    return Step(
        action=told["action"],
        day=date.fromisoformat(told["date"]) if "date" in told else today,
        at=time.fromisoformat(told["time"]) if "time" in told else None,
        channel=told.get("channel"),
        to=told.get("to"),
        via=told.get("via"),
        person=told.get("person"),
        message=_message(told.get("message"), ruleset, draft),
    )


def _message(told: Any, ruleset: Ruleset, draft: Draft | None) -> Message | None:
    if told is None and draft is None:
        return None
    details = {"text": told} if isinstance(told, str) else told or {}
    subject = details.get("subject")
    found: str | NoneType | Missing = UNKNOWN if is_blank(subject) else str(subject)
    found = NONE if found == "none" else found
    says = details.get("says")
    text = None if is_blank(details.get("text")) else details["text"].strip()
    lengths = _lengths(details, ruleset)
    if draft is not None:
        text, lengths = draft.text, {}
        found = found if draft.subject is UNKNOWN else draft.subject
    return Message(text, found, lengths, None if says is None else frozenset(says), draft=draft)


def _lengths(details: Mapping[str, Any], ruleset: Ruleset) -> dict[str, int]:
    """The whole numbers that are told, by unit."""
    units = ("characters", "words", *ruleset.measures)
    counts = {unit: details.get(unit) for unit in sorted(set(units))}
    return {unit: count for unit, count in counts.items() if type(count) is int}
