"""A handbook as Markdown: what a person writes is escaped, so that it can't be taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from .content import Advice, Booklet, Part
from .sayings import TITLE, Saying
from .timelines import Timeline
from .wording import legend, lines_in_words, stretch

__all__ = ["markdown"]

_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>|~#&])")
_LINE_START: Final = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def markdown(booklet: Booklet) -> str:
    """The whole handbook as CommonMark with tables."""
    return "\n\n".join(_blocks(booklet)) + "\n"


def _blocks(booklet: Booklet) -> Iterator[str]:
    yield f"# {_text(booklet.title)}"
    by = f" By {_text(', '.join(booklet.authors))}." if booklet.authors else ""
    yield f"*{_text(', '.join(booklet.packs))}.{by}*"
    yield from (_text(each) for each in booklet.intro)
    if booklet.timelines:
        yield "## Typical situations"
        for each in booklet.timelines:
            yield from _situation(each)
    for part in booklet.parts:
        yield from _part(part)
    if booklet.sayings:
        yield f"## {TITLE}"
        yield from map(_saying, booklet.sayings)
    if booklet.unsaid:
        yield "## What this handbook leaves out"
        yield from (f"**{_text(title)}.** {_text(why)}" for title, why in booklet.unsaid)
    yield from _tables(booklet)


def _situation(timeline: Timeline) -> Iterator[str]:
    yield f"### {_text(timeline.title)}"
    if timeline.about:
        yield _text(timeline.about)
    marks = "; ".join(f"{when}: {title}" for _, when, title in legend(timeline))
    yield _text(
        f"{stretch(timeline.first, timeline.last)} {timeline.last.year}.{f' {marks}.' if marks else ''}"
    )
    rows = [
        (line.title if n == 0 else "", when, what)
        for line in timeline.lines
        for n, (when, what) in enumerate(lines_in_words(line))
    ]
    yield _table(("", "when", "what"), rows)


def _part(part: Part) -> Iterator[str]:
    yield f"## {_text(part.title)}"
    if part.intro:
        yield f"*{_text(part.intro)}*"
    for each in part.advice:
        yield from _advice(each)


def _advice(advice: Advice) -> Iterator[str]:
    yield f"### {_text(advice.title)}"
    yield f"**{_text(advice.sentence)}**"
    if advice.because:
        yield _text(advice.because)
    if advice.exceptions:
        yield _text(advice.exceptions)
    small = (advice.source, advice.changed, advice.id)
    yield f"<sub>{_text('. '.join(each for each in small if each))}</sub>"


def _saying(saying: Saying) -> str:
    rules = "; ".join(f"{words}: {', '.join(title for _, title in rules)}" for words, rules in saying.rules)
    lines = [f"**{_text(saying.title)}.** {_text(rules[:1].upper() + rules[1:])}."]
    lines += [f"*{_text(' '.join(f'“{each}”' for each in saying.examples))}*"] if saying.examples else []
    lines += [_text(saying.instead)] if saying.instead else []
    return "\\\n".join(lines)


def _tables(booklet: Booklet) -> Iterator[str]:
    if booklet.settings:
        yield "## Settings"
        rows = [(each.title, each.value, each.may_be, each.set_by) for each in booklet.settings]
        yield _table(("setting", "is", "may be", "set by"), rows)
    if booklet.unused:
        yield from _part(booklet.unused)
    if booklet.terms:
        yield "## Terms"
        yield _table(("term", "what it means"), booklet.terms)
    if booklet.texts:
        yield "## Sources"
        for each in booklet.texts:
            title = f"[{_text(each.title)}]({each.link})" if each.link else _text(each.title)
            sections = f": {_text('; '.join(each.sections))}" if each.sections else ""
            yield f"- {title}{sections}"
    if booklet.layers:
        yield "## What was changed"
        yield "\n".join(f"- {_text(each)}" for each in booklet.layers)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [_row(heads), _row(["---"] * len(heads))]
    return "\n".join((*lines, *(_row([_text(cell) for cell in row]) for row in rows)))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(text: str) -> str:
    """A text on one line, with every sign that Markdown could take for its own behind a backslash."""
    plain = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return _LINE_START.sub(r"\1\\\2", plain)
