"""An explanation as a page: each decision, the rules that made it, and what would change it."""

from __future__ import annotations

from datetime import date

from etiquette._deciding.wording import effective_in_words
from etiquette._nouns import replace
from etiquette.explanation import ActionExplained, Change, Explanation, RuleExplained
from etiquette.report import Decision

from .blocks import Item, Page, Row, Section
from .days import day_name, guidance_line
from .fates import in_order, rule_item
from .plan import depends_words, status_words
from .ways import message_rows, way_rows
from .words import Words, join, sentence

__all__ = ["explanation_page"]


def explanation_page(
    explanation: Explanation, words: Words, *, verbose: bool = False, heading: str = ""
) -> Page:
    """What an explanation says, in words.

    Of everything: each decision in short. Of an action: the rules that bear on it. Of a rule: that rule.
    ``verbose`` shows every rule with its conditions.
    """
    as_of, topic = explanation.as_of, explanation.topic
    if verbose:
        sections = [_action(each, words, as_of, every=True) for each in explanation.actions]
    elif topic is None:
        sections = [_in_short(each, words, as_of) for each in explanation.actions]
    elif any(each.decision.action == topic for each in explanation.actions):
        sections = [_action(each, words, as_of, every=False) for each in explanation.actions]
    else:
        sections = _rule(topic, explanation, words)
    packs = join(str(each) for each in explanation.packs)
    footer = [f"As of {day_name(as_of, as_of)} {as_of.year}{f', by {packs}' if packs else ''}."]
    footer += guidance_line(explanation)
    if topic is None and not verbose:
        footer.insert(0, "Name an action or a rule to see its conditions; --verbose shows those of all.")
    verdict = f"Why: {words.topic(topic)}" if topic else "Why the plan is what it is, action by action"
    return Page(f"{verdict}.", "strong", tuple(sections), tuple(footer), heading)


def _action(explained: ActionExplained, words: Words, as_of: date, *, every: bool) -> Section:
    """A decision and its rules; those that don't apply are counted, unless ``every`` rule is to be shown."""
    items = [_head(explained, words, as_of)]
    if explained.changes:
        changes = tuple(Row("", _change(each)) for each in explained.changes)
        items.append(Item("What would change it", rows=changes))
    rules = in_order(explained.rules)
    shown = [each for each in rules if every or each.fate not in ("does_not_apply", "not_in_force")]
    items += [rule_item(each, words) for each in shown]
    hidden = [each for each in rules if each not in shown]
    outro = (
        *_left_out([each for each in hidden if each.fate == "does_not_apply"]),
        *_not_in_force([each for each in hidden if each.fate == "not_in_force"]),
    )
    return Section(explained.decision.title, tuple(items), "strong", outro=outro, spaced=True)


def _left_out(rules: list[RuleExplained]) -> tuple[Row, ...]:
    if not rules:
        return ()
    ids = ", ".join(each.rule.id for each in rules)
    what = "1 more rule doesn't apply" if len(rules) == 1 else f"{len(rules)} more rules don't apply"
    return (Row("", f"{what}: {ids}; --verbose shows why.", "quiet"),)


def _not_in_force(rules: list[RuleExplained]) -> tuple[Row, ...]:
    if not rules:
        return ()
    days = ((each.rule.id, each.rule.effective) for each in rules)
    ids = ", ".join(
        f"{name} ({effective_in_words(effective).removeprefix('in force ')})"
        for name, effective in days
        if effective
    )
    what = "1 rule is" if len(rules) == 1 else f"{len(rules)} rules are"
    return (Row("", f"{what} not in force on this day: {ids}.", "quiet"),)


def _in_short(explained: ActionExplained, words: Words, as_of: date) -> Section:
    """A decision, the rules that made it by title and id, and what would change it, without conditions."""
    decision = explained.decision
    rows = [row for row in _head(explained, words, as_of).rows if row.label in ("", "Not known")]
    rows.append(Row("Rules", _made_by(explained)))
    rows += [Row("But" if n == 0 else "", _change(each)) for n, each in enumerate(explained.changes)]
    head = Item(_status(explained, as_of), decision.action, tuple(row for row in rows if row.text), "none")
    return Section(decision.title, (head,), "strong")


def _made_by(explained: ActionExplained) -> str:
    """The rules in effect that say whether and when; those that say how are only counted."""
    known = {each.rule.id: each.rule for each in explained.rules}
    made = [known[each] for each in explained.decision.rules if each in known]
    named = [rule for rule in made if rule.modality or rule.window]
    parts = [f"{rule.title} ({rule.id})" if rule.title else rule.id for rule in named]
    if rest := len(made) - len(named):
        parts.append(f"{rest} {'more ' if named else ''}on how to go about it")
    return "; ".join(parts)


def _head(explained: ActionExplained, words: Words, as_of: date) -> Item:
    decision = explained.decision
    rows: list[Row] = []
    if decision.status in ("due", "late", "open", "not_yet"):
        rows = way_rows(decision, words, as_of) + message_rows(decision, words)
    if decision.undetermined:
        rows.append(Row("Not known", depends_words(decision, words), "care"))
    elif decision.reason and not _says_it_all(decision, words):
        rows.insert(0, Row("", sentence(decision.reason)))
    return Item(_status(explained, as_of), decision.action, tuple(rows), "none")


def _says_it_all(decision: Decision, words: Words) -> bool:
    """Whether a status needs no reason: a step whose time is over, or of which nobody meant to be silent."""
    return decision.status == "missed" or (
        decision.status == "unaddressed" and not words.silence(decision.action)
    )


def _status(explained: ActionExplained, as_of: date) -> str:
    status = status_words(explained.decision, as_of)
    return status[0].upper() + status[1:]


def _rule(topic: str, explanation: Explanation, words: Words) -> list[Section]:
    """One rule, once where it fares alike for all its actions; then what is decided about them."""
    groups: list[tuple[RuleExplained, list[str]]] = []
    for action in explanation.actions:
        for rule in action.rules:
            alike = next((titles for other, titles in groups if other == rule), None)
            if alike is None:
                groups.append((rule, alike := []))
            alike.append(action.decision.title)
    items = [rule_item(rule, words, whole=True) for rule, _ in groups]
    if len(groups) > 1:
        items = [
            replace(item, remark=f"{item.remark}: for {join(f'“{each}”' for each in titles)}")
            for item, (_, titles) in zip(items, groups, strict=True)
        ]
    decided = tuple(
        Item(f"{each.decision.title}: {status_words(each.decision, explanation.as_of)}", each.decision.action)
        for each in explanation.actions
    )
    return [
        Section(words.topic(topic), tuple(items), "strong", spaced=True),
        Section("What is decided where it speaks", decided),
    ]


def _change(change: Change) -> str:
    told = change.fact is None or change.fact in change.text
    return sentence(change.text if told else f"{change.text} ({change.fact})")
