"""An explanation as a page: each decision, then every rule that speaks of it with its conditions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from etiquette.explanation import ActionExplained, Change, ConditionLine, Explanation, Fate, RuleExplained

from .blocks import Item, Mark, Page, Row, Section, Tone
from .days import day_name
from .plan import depends_words, status_words
from .ways import message_rows, way_rows
from .words import Words, join, sentence

__all__ = ["explanation_page"]

_FATES: Final[dict[Fate, tuple[str, Mark, Tone]]] = {
    "in_effect": ("applies", "tick", "good"),
    "undetermined": ("not known whether it applies", "ask", "care"),
    "outweighed": ("applies, but is outweighed", "warn", "care"),
    "overridden": ("applies, but has an exception", "warn", "care"),
    "does_not_apply": ("doesn't apply", "none", "quiet"),
}
_MODALITIES: Final = {
    "must": "must",
    "should": "should",
    "may": "may",
    "should_not": "should not",
    "must_not": "must not",
}
_MARKS: Final = {True: "yes", False: "no", None: "?"}


def explanation_page(explanation: Explanation, words: Words, *, heading: str = "") -> Page:
    """What an explanation says, in words."""
    as_of = explanation.as_of
    sections = [part for each in explanation.actions for part in _action(each, words, as_of)]
    packs = join(str(each) for each in explanation.packs)
    footer = f"As of {day_name(as_of, as_of)} {as_of.year}{f', by {packs}' if packs else ''}."
    verdict = (
        f"Why: {words.topic(explanation.topic)}"
        if explanation.topic
        else "Why the plan is what it is, action by action"
    )
    return Page(f"{verdict}.", "strong", tuple(sections), (footer,), heading)


def _action(explained: ActionExplained, words: Words, as_of: date) -> list[Section]:
    decision = explained.decision
    rows: list[Row] = []
    if decision.status in ("due", "late", "open", "not_yet"):
        rows = way_rows(decision, words, as_of) + message_rows(decision, words)
    if decision.undetermined:
        rows.append(Row("Not known", depends_words(decision, words), "care"))
    elif decision.reason:
        rows.insert(0, Row("", sentence(decision.reason)))
    status = status_words(decision, as_of)
    head = Item(status[0].upper() + status[1:], decision.action, tuple(rows), "none")
    items = [head]
    if explained.changes:
        changes = tuple(Row("", _change(each)) for each in explained.changes)
        items.append(Item("What would change it", rows=changes))
    items += (_rule(each, words) for each in sorted(explained.rules, key=_order))
    return [Section(decision.title, tuple(items), "strong", spaced=True)]


def _order(explained: RuleExplained) -> tuple[bool, bool, int, str]:
    """What applies before what doesn't; rules that say whether and when before those that say how."""
    rule = explained.rule
    out = explained.fate == "does_not_apply"
    return (out, not (rule.modality or rule.window), list(_FATES).index(explained.fate), rule.id)


def _rule(explained: RuleExplained, words: Words) -> Item:
    fate, mark, tone = _FATES[explained.fate]
    rule = explained.rule
    rows = [*_fate_rows(explained, words)]
    if explained.says:
        rows.append(Row("Says", sentence("; ".join(explained.says))))
    elif rule.modality and explained.fate != "does_not_apply":
        rows.append(Row("Says", f"{_MODALITIES[rule.modality]}."))
    rows += _condition_rows(explained.conditions)
    if rule.because and explained.fate != "does_not_apply":
        rows.append(Row("Why", sentence(rule.because)))
    rows += _source_rows(explained)
    return Item(rule.title or rule.id, fate, tuple(rows), mark, tone)


def _fate_rows(explained: RuleExplained, words: Words) -> list[Row]:
    if not explained.by:
        return []
    by = join(f"“{words.topic(each)}” ({each})" for each in explained.by)
    if explained.fate == "outweighed":
        return [Row("Outweighed", f"by {by}, which is stronger.", "care")]
    out = join(f"its {each}" for each in explained.aspects_out) or "it"
    return [Row("Exception", f"in place of {out} stands {by}.", "care")]


def _condition_rows(conditions: Sequence[ConditionLine]) -> list[Row]:
    if not conditions:
        return [Row("If", "always")]
    return [_condition(line) for line in conditions]


def _condition(line: ConditionLine) -> Row:
    parts = []
    if line.observed:
        parts.append(f"{'assumed' if line.assumed else 'here'}: {line.observed}")
    if line.required and line.holds is not True:
        parts.append(f"asked: {line.required}")
    if line.holds is None and line.fact:
        parts.append(f"tell {line.fact}")
    detail = f" ({'; '.join(parts)})" if parts else ""
    tone: Tone = {True: "plain", False: "quiet", None: "care"}[line.holds]  # type: ignore[assignment]
    return Row(_MARKS[line.holds], f"{line.text}{detail}", tone, line.depth)


def _source_rows(explained: RuleExplained) -> list[Row]:
    rule = explained.rule
    where = f", {rule.location}" if rule.location else ""
    layers = f", changed by {join(rule.changed_by)}" if rule.changed_by else ""
    rows = [Row("Rule", f"{rule.id}, from {rule.owner}{layers}{where}", "quiet")]
    text = ", ".join(each for each in (rule.source.text, rule.source.section) if each)
    if text and explained.fate != "does_not_apply":
        inferred = " (inferred, not stated there)" if rule.source.inferred else ""
        rows.append(Row("Source", f"{text}{inferred}", "quiet"))
    return rows


def _change(change: Change) -> str:
    told = change.fact is None or change.fact in change.text
    return sentence(change.text if told else f"{change.text} ({change.fact})")
