"""The draft of a message: a verdict in one line, then the text with what is meant underlined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from etiquette.messages import AsideKind, SetAside
from etiquette.model import Level
from etiquette.report import DraftRead, Finding, Report

from .blocks import Line, Row, Section, Stroke, Tone
from .words import Words, join

__all__ = ["draft_section"]

_TONES: Final[dict[Level, Tone]] = {"error": "bad", "warning": "care", "note": "quiet"}
_GRAVEST: Final[tuple[Level, ...]] = ("error", "warning", "note")
_MOST_LINES: Final = 40
_ASIDE: Final[dict[AsideKind, str]] = {
    "quoted": "somebody else's words",
    "signature": "the signature",
    "disclaimer": "a disclaimer",
}


def draft_section(report: Report, words: Words) -> Section | None:
    """The section on the text of the message; nothing where there is none."""
    step = report.proposed
    if step is None or step.message is None or step.message.text is None or report.draft is None:
        return None
    findings = [each for each in report.findings if each.about.startswith("message")]
    intro, tone = _verdict(report, findings, words)
    above = (step.message.draft.first_line or 1) - 1 if step.message.draft else 0
    lines = _lines(step.message.text, findings, report.draft.set_aside, words, above)
    if isinstance(step.message.subject, str):
        lines.insert(0, _subject(step.message.subject, findings, words))
    outro = tuple(Row("", each, "quiet") for each in _remarks(report.draft, above))
    return Section("Your draft", (), tone, intro, outro, quote=tuple(_fewer(lines)))


def _verdict(report: Report, findings: Sequence[Finding], words: Words) -> tuple[str, Tone]:
    assert report.draft is not None  # noqa: S101 - the caller's condition
    by_level = {level: [each for each in findings if each.level == level] for level in _GRAVEST}
    if by_level["error"]:
        grave = (*by_level["error"], *by_level["warning"])
        return f"Don't send this yet: {join(_reasons(grave, words))}.", "bad"
    if by_level["warning"]:
        reasons = join(_reasons(by_level["warning"], words))
        return f"This would be better with a change: {reasons}.", "care"
    if not report.draft.judged:
        return "What it says, and its tone, were not judged.", "care"
    elsewhere = any(each.level == "error" for each in report.findings)
    lead = "The words are all right; the step isn't, see above" if elsewhere else "This can go"
    if by_level["note"]:
        return f"{lead}. Better still: {join(_reasons(by_level['note'], words))}.", "good"
    return f"{lead}." if elsewhere else "This can go as it is.", "good"


def _reasons(findings: Iterable[Finding], words: Words) -> list[str]:
    """Each reason once, those of one kind said together: it lacks this and that, and holds the other."""
    kinds: dict[str, list[str]] = {}
    for each in findings:
        kind, what = _reason(each, words)
        if what not in kinds.setdefault(kind, []):
            kinds[kind].append(what)
    return [f"{kind} {join(whats)}".strip() for kind, whats in kinds.items()]


def _reason(finding: Finding, words: Words) -> tuple[str, str]:
    """What kind of thing is to be done, and about what."""
    if finding.concept is None:
        return "", f"{finding.observed} where it should be {finding.required}"
    title = words.concept(finding.concept)
    if finding.about == "message.first":
        return "begin with", title
    if not finding.observed.startswith("nothing of"):
        return "it holds", title
    return ("add" if finding.level == "note" else "it lacks"), title


def _label(finding: Finding, words: Words) -> str:
    return words.concept(finding.concept) if finding.concept else finding.required


def _ordered(strokes: Iterable[Stroke]) -> tuple[Stroke, ...]:
    return tuple(sorted(strokes, key=lambda each: (each.start, each.end, each.label)))


def _lines(
    text: str, findings: Iterable[Finding], aside: Sequence[SetAside], words: Words, above: int
) -> list[Line]:
    """The lines of the text, ``above`` being how many lines of the file stand above it."""
    strokes: dict[int, list[Stroke]] = {}
    seen: set[tuple[int, int, str]] = set()
    missing: dict[tuple[int, int], list[str]] = {}
    lines = text.split("\n")
    for finding in sorted(findings, key=lambda each: _GRAVEST.index(each.level)):
        label = _label(finding, words)
        for span in finding.spans:
            if span.part != "text" or (span.start, span.end, label) in seen:
                continue
            seen.add((span.start, span.end, label))
            if span.start == span.end:
                if finding.level != "note":
                    missing.setdefault((span.line, span.column - 1), []).append(label)
                continue
            for number in range(span.line, span.end_line + 1):
                if number > len(lines):
                    break
                first = span.column - 1 if number == span.line else 0
                last = span.end_column - 1 if number == span.end_line else len(lines[number - 1])
                said = label if number == span.end_line else ""
                strokes.setdefault(number, []).append(Stroke(first, last, said, _TONES[finding.level]))
    for (number, place), labels in missing.items():
        strokes.setdefault(number, []).append(Stroke(place, place, f"missing: {join(labels)}", "care"))
    left_out = {number for each in aside for number in range(each.line, each.end_line + 1)}
    return [
        Line(
            number + above,
            line,
            _ordered(strokes.get(number, ())),
            "quiet" if number in left_out else "plain",
        )
        for number, line in enumerate(lines, 1)
    ]


def _subject(subject: str, findings: Iterable[Finding], words: Words) -> Line:
    """The subject as a line of its own, with what is meant underlined."""
    lead = "Subject: "
    strokes = {
        Stroke(len(lead) + span.start, len(lead) + span.end, _label(each, words), _TONES[each.level])
        for each in findings
        for span in each.spans
        if span.part == "subject"
    }
    return Line(None, lead + subject, _ordered(strokes))


def _fewer(lines: Sequence[Line]) -> Iterable[Line]:
    """All lines of a short text; of a long one those with strokes, and what is around them."""
    if len(lines) <= _MOST_LINES:
        return lines
    near = {number + by for number, line in enumerate(lines) if line.strokes for by in (-1, 0, 1)} or set(
        range(5)
    )
    shown: list[Line] = []
    for number, line in enumerate(lines):
        if number in near:
            shown.append(line)
        elif not shown or shown[-1].text != "…":
            shown.append(Line(None, "…"))
    return shown


def _remarks(draft: DraftRead, above: int) -> Iterable[str]:
    sizes = [f"{count} {unit}" for unit, count in draft.lengths]
    language = draft.language_name
    taken = f"taken for {language}" if language else "in a language that could not be told"
    sure = "" if draft.sure else ", for want of more text to tell by"
    yield f"Length: {', '.join(sizes)}. The text is {taken}{sure}."
    for kind, name in _ASIDE.items():
        parts = [each for each in draft.set_aside if each.kind == kind]
        if parts:
            where = join(
                f"line {each.line + above}"
                if each.line == each.end_line
                else f"lines {each.line + above} to {each.end_line + above}"
                for each in parts
            )
            yield f"Set aside as {name}: {where}."
