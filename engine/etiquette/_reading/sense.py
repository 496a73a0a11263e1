"""Facts that are well written and still can't be meant: days on the wrong side of today, names, countries.

These problems are found in :class:`~etiquette.Facts`, wherever those come from. Errors make the facts
unusable; a warning stands beside the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from etiquette._deciding.calendars import countries
from etiquette._deciding.names import name_key
from etiquette.diagnostics import Diagnostic, Location, Severity
from etiquette.facts import Facts
from etiquette.model import PerEach
from etiquette.ruleset import Ruleset

__all__ = ["senseless"]

_LETTERS: Final = 2


def senseless(facts: Facts, ruleset: Ruleset) -> Iterator[Diagnostic]:
    """What can't be meant in ``facts``, without the lines of the file."""
    yield from _not_yet_happened(facts, ruleset)
    yield from _without_calendar(facts, ruleset)
    yield from _step_that_passed(facts)
    for each, by in dict.fromkeys((per.each, per.by) for _, per in ruleset.owed):
        yield from _same_names(facts, each, by)
    for action, per in ruleset.owed:
        yield from _names_of_nobody(facts, ruleset, action, per)


def _problem(
    facts: Facts,
    code: str,
    path: str,
    message: str,
    help: str,  # noqa: A002 - the word of Diagnostic
    severity: Severity = "error",
    related: tuple[Location, ...] = (),
) -> Diagnostic:
    return Diagnostic(code, message, help, facts.locations.get(path), severity, related=related)


def _not_yet_happened(facts: Facts, ruleset: Ruleset) -> Iterator[Diagnostic]:
    days: dict[str, Any] = {path: facts.told.get(path) for path, fields in ruleset.past_days if not fields}
    for path, fields in ruleset.past_days:
        for place, entry in enumerate(_entries(facts, path)) if fields else ():
            days.update({f"{path}[{place}].{name}": entry.get(name) for name in fields})
    for path, day in days.items():
        if isinstance(day, date) and day > facts.today:
            yield _problem(
                facts,
                "E308",
                path,
                f"{path} is {day}, which is still to come: today is {facts.today}.",
                "Check the day, or leave it out until it has happened; what you plan belongs under proposed.",
            )


def _without_calendar(facts: Facts, ruleset: Ruleset) -> Iterator[Diagnostic]:
    path = ruleset.country
    country = facts.told.get(path) if path else None
    if path is None or not isinstance(country, str) or country in countries():
        return
    from .wording import did_you_mean, to_the_end

    near = did_you_mean(country, [each for each in countries() if len(each) == _LETTERS])
    weekends = ", or none to count weekends only" if ruleset.vocabulary[path].can_be_none else ""
    meant = f"Did you mean {near}? " if near else ""
    yield _problem(
        facts,
        "E312",
        path,
        f"{path} is {to_the_end(country)}, and there is no calendar of days off for it.",
        f"{meant}Write the two letters of ISO 3166, such as DE{weekends}.",
    )


def _step_that_passed(facts: Facts) -> Iterator[Diagnostic]:
    step = facts.proposed
    if step is not None and step.day < facts.today:
        yield _problem(
            facts,
            "E311",
            "proposed.date",
            f"proposed.date is {step.day}, and that day has passed: today is {facts.today}.",
            "Give the day on which you mean to do it. If you have done it, tell it among what has happened.",
            "warning",
        )


def _entries(facts: Facts, path: str) -> Sequence[Mapping[str, Any]]:
    told = facts.told.get(path)
    return [each for each in told if isinstance(each, Mapping)] if isinstance(told, tuple) else ()


def _same_names(facts: Facts, each: str, by: str) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for place, entry in enumerate(_entries(facts, each)):
        name, path = entry.get(by), f"{each}[{place}].{by}"
        if not isinstance(name, str):
            continue
        other = first.setdefault(name_key(name), path)
        if other != path:
            from .wording import written

            there = facts.locations.get(other)
            yield _problem(
                facts,
                "E309",
                path,
                f"{path} is {written(name)}, and so is {other}.",
                "Write more of the names, so that they differ, or keep one entry if they are the same.",
                related=(there,) if there else (),
            )


def _names_of_nobody(facts: Facts, ruleset: Ruleset, action: str, per: PerEach) -> Iterator[Diagnostic]:
    names = [entry.get(per.by) for entry in _entries(facts, per.each)]
    known = {name_key(name): name for name in names if isinstance(name, str)}
    if not known or len(known) < len(names):
        return  # an entry whose name isn't known may be the one that is meant
    for path, name in _names_used(facts, ruleset, action, per):
        if name_key(name) not in known:
            from .wording import did_you_mean, listed, written

            near = did_you_mean(name_key(name), known)
            meant = f"Did you mean {written(near)}? " if near else ""
            choices = listed((written(each) for each in known), "and")
            yield _problem(
                facts,
                "E310",
                path,
                f"{path} is {written(name)}, and no entry of {per.each} has that name.",
                f"{meant}{'The names there are' if len(known) > 1 else 'The name there is'} {choices}.",
                "warning",
            )


def _names_used(facts: Facts, ruleset: Ruleset, action: str, per: PerEach) -> Iterator[tuple[str, str]]:
    """Where the action is said to have been done, or is proposed, for somebody by name: path and name."""
    body = ruleset.counted(per)
    for place, record in enumerate(_entries(facts, body.list)):
        name = record.get(per.matches)
        if isinstance(name, str) and all(record.get(key) == wanted for key, wanted in body.where):
            yield f"{body.list}[{place}].{per.matches}", name
    step = facts.proposed
    if step is not None and step.person is not None and step.action == action:
        yield "proposed.person", step.person
