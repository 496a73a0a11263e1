"""The sections of a plan: what to do now, what comes next and when, what not to do, what is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, TypeAlias

from etiquette.report import Decision, Status

from .blocks import Item, Mark, Row, Section, Tone
from .days import day_name, distance, on_day, when_words
from .ways import message_rows, way_rows
from .words import Words, join, sentence

__all__ = ["depends_words", "plan_sections", "starting_day", "status_words"]

_Group: TypeAlias = tuple[str, tuple[Status, ...], Mark, Tone]

_AHEAD: Final[tuple[_Group, ...]] = (
    ("Do now", ("due", "late"), "dot", "strong"),
    ("You may now", ("open",), "dot", "strong"),
    ("Next, and when", ("not_yet",), "dot", "strong"),
    ("Don't", ("forbidden", "discouraged"), "cross", "bad"),
    ("Not possible", ("impossible",), "none", "quiet"),
    ("Can't say yet", ("undetermined",), "ask", "care"),
)
_BEHIND: Final[tuple[_Group, ...]] = (
    ("Done", ("done",), "tick", "good"),
    ("Too late", ("missed",), "none", "quiet"),
)
_URGES: Final = {"must": "don't skip it", "should": "recommended", "may": "if you like"}
_FIELDS: Final = {
    "modality": "whether",
    "window": "when",
    "ways": "how and to whom",
    "message": "what to say",
}


_NAMES: Final[dict[Status, str]] = {
    "conflict": "the rules clash",
    "undetermined": "can't say yet",
    "done": "done",
    "forbidden": "don't",
    "discouraged": "better not",
    "impossible": "not possible",
    "not_yet": "not yet",
    "missed": "too late",
    "late": "due, and late",
    "due": "due",
    "open": "you may",
    "unaddressed": "the rules say nothing about it",
}


def plan_sections(
    plan: Sequence[Decision], words: Words, as_of: date, *, verbose: bool = False
) -> tuple[list[Section], list[Section]]:
    """The plan in two parts, grouped by what it means for the reader; empty groups are left out.

    First what may still be done or must not be. Then what is over: a line of names each, unless ``verbose``,
    and only then also what the rules say nothing about.
    """
    ahead = _grouped(_AHEAD, plan, words, as_of, verbose=verbose)
    if verbose:
        behind = _grouped(_BEHIND, plan, words, as_of, verbose=True)
        silent = [each for each in plan if each.status == "unaddressed"]
        return ahead, behind + ([_silent(silent, words)] if silent else [])
    lines: list[Section] = []
    for title, statuses, _, tone in _BEHIND:
        names = [each.title for each in plan if each.status in statuses]
        if names:
            lines.append(Section(title, tone=tone, line=f"{'; '.join(names)}.", close=bool(lines)))
    return ahead, lines


def _grouped(
    groups: Sequence[_Group], plan: Sequence[Decision], words: Words, as_of: date, *, verbose: bool
) -> list[Section]:
    sections: list[Section] = []
    for title, statuses, mark, tone in groups:
        found = [each for each in plan if each.status in statuses]
        if found:
            found.sort(key=lambda each: (starting_day(each) or as_of) if each.status == "not_yet" else as_of)
            items = tuple(_item(each, words, as_of, mark=mark, verbose=verbose) for each in found)
            sections.append(Section(title, items, tone))
    return sections


def starting_day(decision: Decision) -> date | None:
    """The first day on which a decision that isn't open yet permits a step."""
    return decision.opens_on or decision.not_before


def status_words(decision: Decision, as_of: date) -> str:
    """What a status means, in plain words and with its days."""
    when = _when(decision, as_of)
    return f"{_NAMES[decision.status]}{f': {when}' if when else ''}"


def _item(decision: Decision, words: Words, as_of: date, *, mark: Mark, verbose: bool) -> Item:
    rows: list[Row] = []
    if decision.status in ("due", "late", "open", "not_yet"):
        rows.append(Row("When", _when(decision, as_of)))
        rows += way_rows(decision, words, as_of) + message_rows(decision, words)
        if decision.undetermined:
            rows.append(Row("Not known", depends_words(decision, words), "care"))
        rows += _reasons(decision, verbose=verbose)
    elif decision.status == "undetermined":
        rows.append(Row("Not known" if verbose else "", depends_words(decision, words)))
    elif decision.status in ("forbidden", "discouraged") or verbose:
        rows += _reasons(decision, verbose=verbose)
    elif decision.status == "impossible":
        rows.append(Row("", sentence(decision.reason)))
    if verbose:
        rows += [Row("Set aside", sentence(text), "quiet") for text in decision.preferences_set_aside]
        rows.append(Row("Rules", ", ".join(decision.rules), "quiet"))
    tone: Tone = "plain" if decision.status in ("done", "missed", "impossible") else "strong"
    return Item(decision.title, _remark(decision, as_of), tuple(row for row in rows if row.text), mark, tone)


def _reasons(decision: Decision, *, verbose: bool) -> list[Row]:
    """Why the status is what it is, and the authors' words: the first of them, or all."""
    because = decision.because if verbose else decision.because[:1]
    rows = [Row("Why" if n == 0 else "", sentence(text), "quiet") for n, text in enumerate(because)]
    note = "" if decision.status == "missed" else sentence(decision.reason)
    return [Row("Note", note), *rows]


def _remark(decision: Decision, as_of: date) -> str:
    if decision.status in ("due", "late", "not_yet"):
        urge = _URGES.get(decision.modality or "", "")
        late = "though it is late" if decision.status == "late" else ""
        return ", ".join(each for each in (urge, late) if each)
    if decision.status == "missed":
        return _when(decision, as_of) or "the time for it is over"
    return {"discouraged": "better not"}.get(decision.status, "")


def _silent(found: Sequence[Decision], words: Words) -> Section:
    items = tuple(
        Item(each.title, "", (Row("", sentence(words.silence(each.action)), "quiet"),), "none", "plain")
        for each in found
    )
    return Section("These rules say nothing about", items, "quiet")


def depends_words(decision: Decision, words: Words) -> str:
    """Which parts of a decision hang on which facts."""
    fields = join(_FIELDS.get(each, each) for each in decision.undetermined)
    facts = join(f"“{words.fact(each)}”" for each in decision.depends_on)
    what = f"{fields[0].upper()}{fields[1:]}" if fields else "It"
    return sentence(f"{what} depends on {facts}" if facts else f"{what} can't be said yet")


def _when(decision: Decision, as_of: date) -> str:
    """The days of a decision in words; empty where its status doesn't hang on days."""
    told = _WHEN.get(decision.status)
    return told(decision, as_of) if told else ""


def _ends(decision: Decision, as_of: date) -> list[str]:
    """The best and the last day, where they are still to come."""
    parts: list[str] = []
    if decision.ideally_by and decision.ideally_by >= as_of:
        parts.append(f"best by {when_words(decision.ideally_by, as_of)}")
    if decision.not_after and decision.not_after >= as_of and decision.not_after != decision.ideally_by:
        parts.append(f"no later than {when_words(decision.not_after, as_of)}")
    return parts


def _now(decision: Decision, as_of: date) -> str:
    return "; ".join(["now", *_ends(decision, as_of)])


def _late(decision: Decision, as_of: date) -> str:
    best = decision.ideally_by
    if best is None:
        return _now(decision, as_of)
    ended = f"the best time ended {on_day(best, as_of)}"
    far = f", {distance(best, as_of)}" if (as_of - best).days > 1 else ""
    return "; ".join([f"now, though {ended}{far}", *_ends(decision, as_of)])


def _not_yet(decision: Decision, as_of: date) -> str:
    day = starting_day(decision)
    start = f"from {when_words(day, as_of)}" if day else ("" if decision.reason else "not yet")
    return "; ".join(each for each in (start, *_ends(decision, as_of)) if each)


def _missed(decision: Decision, as_of: date) -> str:
    last = decision.not_after
    return f"the last day was {day_name(last, as_of)}, {distance(last, as_of)}" if last else ""


_WHEN: Final[dict[Status, Callable[[Decision, date], str]]] = {
    "not_yet": _not_yet,
    "missed": _missed,
    "late": _late,
    "due": _now,
    "open": _now,
}
