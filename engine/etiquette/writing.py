"""First drafts: from facts to the message of an action, one draft for each channel that its rules leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ._deciding.combine import first_day, zone_of
from ._deciding.messages import measured
from ._deciding.plan import decide, make_plan
from ._deciding.situation import Situation
from ._deciding.status import situation
from ._deciding.wording import title_of, way_in_words
from ._plugging.review import with_measures_that_work
from ._reading.wording import listed
from ._writing.compose import TooLong, compose
from ._writing.filling import Message
from ._writing.speaking import wordings_in
from .check import facts_for, insist_on_a_day
from .diagnostics import FactsError
from .facts import Facts
from .report import Decision, Status, Way
from .ruleset import Ruleset
from .written import Drafts, NotWritten, WrittenDraft

__all__ = ["draft"]

_NOW: tuple[Status, ...] = ("late", "due", "open")
_WRITTEN: tuple[Status, ...] = (*_NOW, "not_yet")
"""Statuses under which a draft is of use: today, or on a day to come."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    channel: str | None
    recipient: str | None
    person: str | None


def draft(
    ruleset: Ruleset,
    source: Mapping[str, Any] | Facts | Path | str,
    action: str | None = None,
    *,
    channel: str | None = None,
    recipient: str | None = None,
    person: str | None = None,
    today: date | None = None,
    as_of: date | None = None,
) -> Drafts:
    """The drafts of an action's message; see :meth:`etiquette.Ruleset.draft`."""
    if as_of is not None:
        insist_on_a_day(as_of, "as_of")
    for name, known in (
        (action, ruleset.actions),
        (channel, ruleset.channels),
        (recipient, ruleset.recipients),
    ):
        if name is not None and name not in known:
            raise KeyError(name)
    wanted = _Wanted(channel, recipient, person)
    return with_measures_that_work(ruleset, lambda rules: _draft(rules, source, action, wanted, today, as_of))


def _draft(
    ruleset: Ruleset,
    source: Mapping[str, Any] | Facts | Path | str,
    action: str | None,
    wanted: _Wanted,
    today: date | None,
    as_of: date | None,
) -> Drafts:
    facts, problems = facts_for(ruleset, source, today=today)
    if facts is None:
        raise FactsError(problems)
    ruleset = ruleset.as_of(as_of or facts.today)
    decision = _decision(make_plan(ruleset, facts), ruleset, action)
    empty = Drafts(facts.today, "", "", None, packs=ruleset.packs, diagnostics=ruleset.diagnostics)
    if decision is None:
        return replace(empty, reason="Nothing is to be written, neither now nor later.")
    empty = replace(empty, action=decision.action, title=decision.title, status=decision.status)
    reason = _why_none(ruleset, decision, wanted)
    if reason:
        return replace(empty, reason=reason)
    person = wanted.person or (decision.remaining[0] if decision.remaining else None)
    others = tuple(each for each in decision.remaining if each != person)
    made = list(_each_channel(ruleset, facts, decision, replace(wanted, person=person)))
    failed = tuple(each for each in made if isinstance(each, NotWritten))
    drafts = tuple(each for each in made if isinstance(each, WrittenDraft))
    why = "" if drafts else " ".join(each.reason for each in failed)
    return replace(empty, drafts=drafts, reason=why, person=person, others=others, failed=failed)


def _decision(plan: tuple[Decision, ...], ruleset: Ruleset, action: str | None) -> Decision | None:
    """The decision on an action; without one the first whose message is to be written, today or later."""
    if action is not None:
        return next(each for each in plan if each.action == action)
    having = [each for each in plan if ruleset.actions[each.action].message]
    ordered = [each for when in (_NOW, ("not_yet",)) for each in having if each.status in when and each.ways]
    ordered += [each for each in having if each.status == "undetermined"]
    return ordered[0] if ordered else None


def _why_none(ruleset: Ruleset, decision: Decision, wanted: _Wanted) -> str:
    """Why no draft is made, in a sentence or two; empty where one is."""
    if decision.status not in _WRITTEN:
        return _not_to_be_taken(decision)
    if not ruleset.actions[decision.action].message:
        return f"“{decision.title}” has no message to write."
    if wordings_in(ruleset) is None:
        return "No rule pack has words for drafts. Add a file that begins with drafts: to the pack."
    if not decision.ways:
        return _open_questions(decision)
    if not _channels(decision, wanted):
        left = dict.fromkeys(_in_words(ruleset, each) for each in decision.ways)
        asked = way_in_words(ruleset, wanted.channel, wanted.recipient, None)
        return f"“{decision.title}” can't be done {asked}. The rules leave: {listed(list(left), 'or')}."
    if wanted.person is not None and decision.remaining and wanted.person not in decision.remaining:
        names = listed(decision.remaining, "and")
        return f"“{decision.title}” isn't left to be done for {wanted.person}; it is for {names}."
    return ""


def _not_to_be_taken(decision: Decision) -> str:
    name = f"“{decision.title}”"
    because = f" {' '.join(decision.because)}" if decision.because else ""
    sentences: dict[Status, str] = {
        "conflict": f"The rules contradict each other about {name}; etiquette check says which.",
        "done": f"{name} is done already.",
        "forbidden": f"The rules say not to: {name}.{because}",
        "discouraged": f"The rules advise against it: {name}.{because}",
        "missed": f"It is too late for {name}. {decision.reason}".rstrip(),
        "undetermined": _open_questions(decision),
    }
    return sentences.get(decision.status) or f"No draft of {name}. {decision.reason}".rstrip()


def _open_questions(decision: Decision) -> str:
    facts = listed(decision.depends_on, "and") if decision.depends_on else "what isn't known"
    return f"Whether and how “{decision.title}” is right depends on {facts}. Tell it in the facts."


def _channels(decision: Decision, wanted: _Wanted) -> dict[str, list[Way]]:
    """The ways that are wanted, by channel, best first."""
    found: dict[str, list[Way]] = {}
    for way in decision.ways:
        if wanted.channel in (None, way.channel) and wanted.recipient in (None, way.recipient):
            found.setdefault(way.channel, []).append(way)
    return found


def _each_channel(
    ruleset: Ruleset, facts: Facts, decision: Decision, wanted: _Wanted
) -> Iterator[WrittenDraft | NotWritten]:
    """The draft for the best way of each channel, on the first day that it may be taken."""
    at = situation(ruleset, facts)
    for channel, ways in _channels(decision, wanted).items():
        dated = [found for way in ways if (found := _on_its_day(at, decision, way)) is not None]
        if not dated:
            words = way_in_words(ruleset, channel, None, None)
            yield NotWritten(channel, f"On no day from today on is it right {words}.")
            continue
        way, day = dated[0]
        yield _written(ruleset, facts, decision, way, day, wanted.person)


def _on_its_day(at: Situation, decision: Decision, way: Way) -> tuple[Way, date] | None:
    """A way as it is on the first day for it: what a message is to say may differ from day to day."""
    action = at.ruleset.actions[decision.action]
    start = max(at.facts.today, decision.opens_on or at.facts.today)
    day = first_day(at, way, zone_of(at, _key(way)), start)
    if day is None:
        return None
    then = decide(at.on(day), action)
    found = next((each for each in then.ways if _key(each) == _key(way)), None)
    return (found, day) if found is not None else None


def _in_words(ruleset: Ruleset, way: Way) -> str:
    """A way as a phrase; the carrier that is declared first goes without saying."""
    via = None if way.via == next(iter(ruleset.carriers), None) else way.via
    return way_in_words(ruleset, way.channel, way.recipient, via)


def _key(way: Way) -> tuple[str, str, str]:
    return way.channel, way.recipient, way.via


def _written(
    ruleset: Ruleset, facts: Facts, decision: Decision, way: Way, day: date, person: str | None
) -> WrittenDraft | NotWritten:
    of = wordings_in(ruleset)
    assert of is not None  # noqa: S101 - the caller has looked
    message = Message(decision.action, *_key(way), told=facts.told, person=person, today=day)
    made = compose(ruleset, of, message, way.message)
    words = _in_words(ruleset, way)
    if isinstance(made, TooLong):
        must = listed([title_of(ruleset, "concepts", each) for each in way.message.must], "and")
        reason = (
            f"What a message {words} must say ({must}) takes {made.length} {made.unit} in the shortest "
            f"wording that the packs have, and {made.most} are allowed."
        )
        return NotWritten(way.channel, reason)
    unit = ruleset.channels[way.channel].unit if way.channel in ruleset.channels else "words"
    units = dict.fromkeys((unit, *(unit for unit, _ in way.message.limits)))
    return WrittenDraft(
        decision.action,
        way,
        words,
        day,
        made.text,
        made.subject,
        made.says,
        made.left_out,
        made.unworded,
        made.gaps,
        tuple((unit, measured(made.text, unit, ruleset.measures)) for unit in units),
    )
