"""Reading the facts of one case: from a file, standard input or a mapping to :class:`~etiquette.Facts`.

What is told is held against the schema of the ruleset's vocabulary. Nothing is guessed: what can't be read
is a diagnostic with its place, and what the reader has to assume (the present day, the machine's time zone,
the day of a proposed step) is listed in :attr:`Facts.assumed`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tzlocal

from etiquette._nouns import replace
from etiquette.diagnostics import Diagnostic, Location, has_errors, in_order
from etiquette.drafts import Draft
from etiquette.facts import Facts, FactValue
from etiquette.ruleset import Ruleset

from .document import Document, PathKey
from .facts_schema import facts_schema, is_blank, prepared_schema, without_unknowns
from .far_off import YEARS_OF_TODAY, is_far_off, meant
from .files import decode, read_stream
from .formats import is_date
from .pins import instead_of_a_folder
from .proposed import proposed_step, step_problems
from .schema import validate
from .sense import senseless
from .standard_input import STDIN, standard_input
from .told import dates_in, told_facts
from .wording import dotted
from .yaml import from_data, parse, read

__all__ = ["MOST_BYTES", "facts_document", "facts_schema", "read_facts"]

MOST_BYTES: Final = 256 * 1024
"""The largest facts file that is read."""


def read_facts(
    source: Document | Mapping[str, Any] | Path | str,
    ruleset: Ruleset,
    *,
    today: date | None = None,
    draft: Draft | str | None = None,
    stdin: BinaryIO | None = None,
) -> tuple[Facts | None, tuple[Diagnostic, ...]]:
    """The facts in ``source`` with what they should be warned of, or ``None`` and everything that is wrong.

    ``source`` is a mapping as in a facts file (dates may be :class:`datetime.date`), the path of a YAML or
    JSON file, ``"-"`` for standard input (``stdin`` instead of the process's own), or what
    :func:`facts_document` has read from one of these. ``today`` wins over the facts' own. ``draft`` is the
    proposed message, or its text, and wins over the one in the facts. Offsets in a text that is given are
    offsets in the message; only spaces at its end go.
    """
    document, found = facts_document(source, stdin)
    if document is None:
        return None, found
    schema = prepared_schema(ruleset)
    told = without_unknowns(document.data, schema, schema)
    wrong_shape = validate(document, schema, data=told, name=lambda path: dotted(path) or "facts")
    found = tuple(instead_of_a_folder(each, document) for each in wrong_shape)
    if isinstance(document.data, dict):
        given = Draft(draft.rstrip()) if isinstance(draft, str) else draft
        wrong = (*_far_off(document, ruleset, today), *step_problems(document, ruleset, given))
        found = in_order((*found, *wrong))
        if not found:
            return _sensible(document, _facts(document, ruleset, today, given), ruleset)
    return None, found


def _sensible(
    document: Document, facts: Facts, ruleset: Ruleset
) -> tuple[Facts | None, tuple[Diagnostic, ...]]:
    found = in_order(
        replace(each, excerpt=document.excerpt(each.location, *each.related))
        for each in senseless(facts, ruleset)
    )
    return (None if has_errors(found) else facts), found


def facts_document(
    source: Document | Mapping[str, Any] | Path | str, stdin: BinaryIO | None = None
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """What stands in a facts file, whatever it means. A file or a stream is read once, a document never."""
    if isinstance(source, Document):
        return source, ()
    if isinstance(source, Mapping):
        try:
            return from_data(source), ()
        except ValueError as error:
            return None, (Diagnostic("E109", f"The facts can't be read: what they hold {error}.", _FLATTER),)
    if str(source) != "-":
        return read(Path(source), str(source), MOST_BYTES)
    raw, found = read_stream(stdin or standard_input(MOST_BYTES), STDIN, MOST_BYTES)
    if raw is None:
        return None, found
    text, found = decode(raw, STDIN, MOST_BYTES)
    return (None, found) if text is None else parse(text, STDIN)


_FLATTER: Final = "Give a mapping as in a facts file."


def _facts(document: Document, ruleset: Ruleset, today: date | None, draft: Draft | None) -> Facts:
    """The facts in a document that fits the schema."""
    data = document.data
    assumed: dict[str, str] = {}
    zone = _zone(data.get("timezone"), assumed)
    if today is None:
        today = _today(data.get("today"), zone, assumed)
    step = proposed_step(data, today, ruleset, draft)
    if step is not None and is_blank(data["proposed"].get("date")):
        assumed["proposed.date"] = today.isoformat()
    told = told_facts(data, ruleset.vocabulary)
    return Facts(
        told=told,
        today=today,
        timezone=zone,
        proposed=step,
        assumed=assumed,
        locations=dict(_locations(document, told)),
        packs=tuple(data.get("packs") or ()),
    )


def _zone(told: str | None, assumed: dict[str, str]) -> ZoneInfo:
    if told is not None and not is_blank(told):
        return ZoneInfo(told)
    try:
        zone = ZoneInfo(tzlocal.get_localzone_name() or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    assumed["timezone"] = zone.key
    return zone


def _today(told: str | None, zone: ZoneInfo, assumed: dict[str, str]) -> date:
    if told is not None and not is_blank(told):
        return date.fromisoformat(told)
    day = datetime.now(zone).date()
    assumed["today"] = day.isoformat()
    return day


def _locations(document: Document, told: Mapping[str, FactValue]) -> Iterator[tuple[str, Location]]:
    """The place of each told value, of each entry of a list of records and of each of its fields."""
    paths: list[PathKey] = [("today",), ("timezone",), ("packs",)]
    for name, value in told.items():
        path: PathKey = tuple(name.split("."))
        paths.append(path)
        for index, entry in enumerate(value) if isinstance(value, tuple) else ():
            paths.append((*path, index))
            paths += [(*path, index, key) for key in entry] if isinstance(entry, Mapping) else []
    proposed = document.data.get("proposed")
    proposed = proposed if isinstance(proposed, dict) else {}
    paths += [("proposed",), *(("proposed", key) for key in proposed)]
    if isinstance(proposed.get("message"), dict):
        paths += [("proposed", "message", key) for key in proposed["message"]]
    for path in paths:
        place = document.at(path) if document.has(path) else None
        if place:
            yield dotted(path), place


def _far_off(document: Document, ruleset: Ruleset, today: date | None) -> Iterator[Diagnostic]:
    if today is None:
        told = document.data.get("today")
        if not isinstance(told, str | None) or not (is_blank(told) or is_date(told)):
            return
        today = _today(told, ZoneInfo("UTC"), {})
    first, last = YEARS_OF_TODAY
    if not first <= today.year <= last:
        message = f"today is {today}, and only the years {first} to {last} are reckoned with."
        yield document.problem("E302", ("today",), message, "Check the year.")
        return
    for path, day in dates_in(document.data, ruleset.vocabulary):
        if is_far_off(day, today):
            near = meant(day, today)
            yield document.problem(
                "E302",
                path,
                f"{dotted(path)} is {day}, more than twenty years from today ({today}).",
                f"Did you mean {near}?" if near else "Check the year.",
            )
