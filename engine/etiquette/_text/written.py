"""First drafts as text: each below a line that says how, to whom and when, with what is left to fill in."""

from __future__ import annotations

from datetime import date

from etiquette._deciding.wording import title_of
from etiquette.ruleset import Ruleset
from etiquette.written import Drafts, WrittenDraft

from .days import day_name, hours_words, weekday_words
from .words import join, sentence

__all__ = ["drafts_page", "fill_in_lines", "heading_of", "remarks_of"]

_EVERY_WEEKDAY = 7


def drafts_page(drafts: Drafts, ruleset: Ruleset) -> str:
    """All drafts of an answer, best way first, or the sentence that says why there is none."""
    parts = [_title(drafts)] if drafts.drafts else [sentence(drafts.reason)]
    for each in drafts:
        heading = heading_of(each, drafts.as_of)
        parts += [f"{heading}\n{'-' * len(heading)}", each.whole.rstrip(), *remarks_of(each, ruleset)]
    if drafts.drafts:
        parts += [sentence(each.reason) for each in drafts.failed]
        parts += _others(drafts)
    return "\n\n".join(parts) + "\n"


def _title(drafts: Drafts) -> str:
    count = "a draft" if len(drafts) == 1 else f"{len(drafts)} drafts, best way first"
    whom = f" for {drafts.person}" if drafts.person else ""
    return f"{drafts.title}{whom}: {count}."


def _others(drafts: Drafts) -> list[str]:
    if not drafts.others:
        return []
    return [f"Still to do as well for {join(drafts.others)}: --person {_quoted(drafts.others[0])}"]


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def heading_of(draft: WrittenDraft, as_of: date) -> str:
    """``By email to your contact, from Monday 7 December on``."""
    way = draft.way
    words = draft.way_in_words or "Draft"
    when = "today" if draft.day == as_of else f"from {day_name(draft.day, as_of)} on"
    if way.not_after is not None:
        when += f", until {day_name(way.not_after, as_of)}"
    times = [weekday_words(way.weekdays)] if way.weekdays and len(way.weekdays) < _EVERY_WEEKDAY else []
    times += [hours_words(way.hours)] if way.hours else []
    bounds = f" ({', '.join([*times, 'their time'])})" if times else ""
    return f"{words[:1].upper()}{words[1:]}, {when}{bounds}"


def remarks_of(draft: WrittenDraft, ruleset: Ruleset) -> list[str]:
    """What to fill in, and what there was no room for."""
    remarks = ["\n".join(fill_in_lines(draft))] if draft.gaps else []
    if draft.left_out:
        titles = join(f"“{title_of(ruleset, 'concepts', each)}”" for each in draft.left_out)
        remarks.append(f"There was no room for {titles}.")
    return remarks


def fill_in_lines(draft: WrittenDraft) -> list[str]:
    """A line for each gap, with the fact that would fill it."""
    lines = ["Fill in before you send it:"]
    for gap in draft.gaps:
        told = f" - or tell {gap.fact} in the facts" if gap.fact else ""
        lines.append(f"  [{gap.words}]{told}")
    return lines
