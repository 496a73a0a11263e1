"""One rule of an explanation: what became of it, its conditions, what it says, why, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from etiquette._deciding.wording import effective_in_words
from etiquette.explanation import ConditionLine, Fate, RuleExplained

from .blocks import Item, Mark, Row, Tone
from .words import Words, join, sentence

__all__ = ["in_order", "rule_item"]

_FATES: Final[dict[Fate, tuple[str, Mark, Tone]]] = {
    "in_effect": ("applies", "tick", "good"),
    "undetermined": ("not known whether it applies", "ask", "care"),
    "outweighed": ("applies, but is outweighed", "warn", "care"),
    "overridden": ("applies, but has an exception", "warn", "care"),
    "does_not_apply": ("doesn't apply", "none", "quiet"),
    "not_in_force": ("not in force on this day", "none", "quiet"),
}
_MODALITIES: Final = {
    "must": "must",
    "should": "should",
    "may": "may",
    "should_not": "should not",
    "must_not": "must not",
}
_MARKS: Final = {True: "yes", False: "no", None: "?"}


def in_order(rules: Sequence[RuleExplained]) -> list[RuleExplained]:
    """What applies before what doesn't; rules that say whether and when before those that say how."""
    return sorted(rules, key=_order)


def _order(explained: RuleExplained) -> tuple[bool, bool, int, str]:
    rule = explained.rule
    out = explained.fate in ("does_not_apply", "not_in_force")
    return (out, not (rule.modality or rule.window), list(_FATES).index(explained.fate), rule.id)


def rule_item(explained: RuleExplained, words: Words, *, whole: bool = False) -> Item:
    """A rule with its fate; one that takes no part is told without its reasons, unless ``whole``."""
    told = whole or explained.fate not in ("does_not_apply", "not_in_force")
    fate, mark, tone = _FATES[explained.fate]
    rule = explained.rule
    rows = [*_fate_rows(explained, words)]
    if rule.effective:
        rows.append(Row("Days", sentence(effective_in_words(rule.effective))))
    if explained.says:
        rows.append(Row("Says", sentence("; ".join(explained.says))))
    elif rule.modality and told:
        rows.append(Row("Says", f"{_MODALITIES[rule.modality]}."))
    rows += _condition_rows(explained.conditions)
    if rule.because and told:
        rows.append(Row("Why", sentence(rule.because)))
    rows += _source_rows(explained, told=told)
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


def _source_rows(explained: RuleExplained, *, told: bool) -> list[Row]:
    rule = explained.rule
    where = f", {rule.location}" if rule.location else ""
    layers = f", changed by {join(rule.changed_by)}" if rule.changed_by else ""
    rows = [Row("Rule", f"{rule.id}, from {rule.owner}{layers}{where}", "quiet")]
    text = ", ".join(each for each in (rule.source.text, rule.source.section) if each)
    if text and told:
        inferred = " (inferred, not stated there)" if rule.source.inferred else ""
        rows.append(Row("Source", f"{text}{inferred}", "quiet"))
    return rows
