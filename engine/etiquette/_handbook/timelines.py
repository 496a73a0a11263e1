"""A typical situation day by day: the status that the evaluator gives to each action, and when it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from etiquette.diagnostics import Diagnostic
from etiquette.report import Status
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import FactDecl

from .read import Situation

__all__ = ["Line", "Mark", "Span", "Timeline", "timeline"]

_WEEKS: Final = timedelta(days=28)
_LONGEST: Final = 366
_SILENT: Final[frozenset[Status]] = frozenset(("unaddressed",))


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which an action has one status, both ends included."""

    first: date
    last: date
    status: Status


@dataclass(frozen=True, slots=True)
class Line:
    """One action with its spans, which follow each other without a gap."""

    action: str
    title: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that the facts name, and what it is."""

    day: date
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days from ``first`` to ``last``, what the facts name in them, and a line for each action."""

    title: str
    about: str
    first: date
    last: date
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]


def timeline(
    situation: Situation, ruleset: Ruleset, as_of: date | None = None
) -> tuple[Timeline | None, tuple[Diagnostic, ...]]:
    """The situation on each of its days; ``None`` and the reasons when its facts can't be used."""
    data = situation.data
    wanted: list[str] = data.get("actions", [])
    unknown = [each for each in wanted if each not in ruleset.actions]
    if unknown:
        message = f"There is no action {unknown[0]!r} in these rules."
        help_ = f"The actions are {', '.join(ruleset.actions)}."
        return None, (_problem("E305", situation, "actions", message, help_),)
    marks = tuple(sorted(_marks(data["facts"], ruleset), key=lambda mark: mark.day))
    days, problems = _days(situation, marks)
    if days is None:
        return None, problems
    first, last = days
    statuses, problems = _statuses(situation, (first, last), ruleset, as_of)
    shown = wanted or [name for name in ruleset.actions if set(statuses.get(name, ())) - _SILENT]
    lines = tuple(
        Line(name, ruleset.actions[name].title, tuple(_spans(first, statuses[name])))
        for name in shown
        if name in statuses
    )
    seen = tuple(mark for mark in marks if first <= mark.day <= last)
    made = Timeline(data["title"], data.get("about", ""), first, last, seen, lines)
    return (None if problems else made), problems


def _statuses(
    situation: Situation, days: tuple[date, date], ruleset: Ruleset, as_of: date | None
) -> tuple[dict[str, list[Status]], tuple[Diagnostic, ...]]:
    """The status of each action on each day; nothing, and why, when the facts can't be used."""
    statuses: dict[str, list[Status]] = {}
    for number in range((days[1] - days[0]).days + 1):
        day = days[0] + timedelta(days=number)
        told = _told_by(situation.data["facts"], "", day, ruleset)
        facts = {"timezone": "UTC", **told, "today": day.isoformat()}
        report = ruleset.check(facts, today=day, as_of=as_of)
        if not report.answered:
            return {}, tuple(_here(each, situation) for each in report.diagnostics)
        for decision in report.plan:
            statuses.setdefault(decision.action, []).append(decision.status)
    return statuses, ()


def _days(
    situation: Situation, marks: tuple[Mark, ...]
) -> tuple[tuple[date, date] | None, tuple[Diagnostic, ...]]:
    """The first and the last day to show."""
    data = situation.data
    ends = [date.fromisoformat(data[key]) if key in data else None for key in ("from", "until")]
    first = ends[0] or min((mark.day for mark in marks), default=None)
    if first is None:
        message = f"The situation “{data['title']}” names no day to begin with."
        return None, (_problem("E204", situation, "title", message, "Add `from`, or a fact that is a day."),)
    last = ends[1] or first + _WEEKS
    if not timedelta(0) <= last - first <= timedelta(days=_LONGEST):
        message = f"The situation “{data['title']}” lasts from {first} until {last}."
        help_ = f"Let `until` be the same day as `from` or later, by {_LONGEST} days at most."
        return None, (_problem("E205", situation, "until", message, help_),)
    return (first, last), ()


def _problem(code: str, situation: Situation, key: str, message: str, help_: str) -> Diagnostic:
    return situation.document.problem(code, ("situations", situation.place, key), message, help_)


def _here(problem: Diagnostic, situation: Situation) -> Diagnostic:
    """A problem of the facts, with the place of the situation."""
    path = ("situations", situation.place, "facts")
    place = situation.document.at(path, key=True)
    message = f"In the situation “{situation.data['title']}”: {problem.message}"
    return replace(problem, message=message, location=place, excerpt=situation.document.excerpt(place))


def _told_by(facts: Mapping[str, Any], path: str, day: date, ruleset: Ruleset) -> dict[str, Any]:
    """The facts as they are on the morning of a day: without what has happened on it or after it."""
    kept: dict[str, Any] = {}
    for key, value in facts.items():
        here = f"{path}.{key}" if path else key
        decl = _declared(here, ruleset)
        if decl is not None and decl.kind == "records" and isinstance(value, list):
            kept[key] = [each for each in value if not _is_later(each, decl, day)]
        elif isinstance(value, dict) and decl is None:
            kept[key] = _told_by(value, here, day, ruleset)
        elif decl is None or not (decl.past and _day(value) is not None and _day(value) >= day):  # type: ignore[operator]
            kept[key] = value
    return kept


def _is_later(entry: Any, decl: FactDecl, day: date) -> bool:
    days = (
        [_day(entry.get(each.name)) for each in decl.fields if each.past] if isinstance(entry, dict) else []
    )
    return any(each is not None and each >= day for each in days)


def _marks(facts: Mapping[str, Any], ruleset: Ruleset, path: str = "") -> Iterator[Mark]:
    """Each day that the facts name, with the title of the fact, or of the action that was taken."""
    for key, value in facts.items():
        here = f"{path}.{key}" if path else key
        decl = _declared(here, ruleset)
        if decl is not None and decl.kind == "date" and (day := _day(value)):
            name = dict(decl.say).get("name") or decl.title
            yield Mark(day, _lower(name))
        elif decl is not None and decl.kind == "records" and isinstance(value, list):
            for entry in value:
                yield from _entry_mark(entry, decl, ruleset)
        elif isinstance(value, dict) and decl is None:
            yield from _marks(value, ruleset, here)


def _entry_mark(entry: Any, decl: FactDecl, ruleset: Ruleset) -> Iterator[Mark]:
    """An entry of a list by its action, else by what the vocabulary says of its words, else by the list."""
    if not isinstance(entry, dict):
        return
    days = [day for each in decl.fields if each.kind == "date" and (day := _day(entry.get(each.name)))]
    actions = [each.name for each in decl.fields if each.words_of == "actions"]
    named = [ruleset.actions[entry[name]].title for name in actions if entry.get(name) in ruleset.actions]
    one = dict(decl.say).get("one", "")
    said = [dict(each.say).get(_key(entry.get(each.name)), "") for each in decl.fields]
    other = " ".join(each for each in (one, *said) if each) if one else decl.title
    for day in days:
        yield Mark(day, _lower(named[0] if named else other))


def _key(value: Any) -> str:
    """What a vocabulary's phrase for a value stands under."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _lower(title: str) -> str:
    """A title after a colon."""
    return title if title[1:2].isupper() else f"{title[:1].lower()}{title[1:]}"


def _declared(path: str, ruleset: Ruleset) -> FactDecl | None:
    return ruleset.vocabulary.facts.get(path)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _spans(first: date, statuses: list[Status]) -> Iterator[Span]:
    start = 0
    for index, status in enumerate(statuses):
        if index + 1 == len(statuses) or statuses[index + 1] != status:
            yield Span(first + timedelta(days=start), first + timedelta(days=index), status)
            start = index + 1
