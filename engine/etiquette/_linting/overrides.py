"""Overrides that do nothing, or more than they need to, and rules that are overridden always."""

from __future__ import annotations

from collections.abc import Iterator

from etiquette._packing.tree import Tree
from etiquette._reading.wording import listed
from etiquette.algebra import ALWAYS
from etiquette.model import Override, Rule

from .finding import REMOVE, Edit, Found
from .subject import Subject, Written

__all__ = ["always_overridden", "contained", "futile", "too_broad"]


def always_overridden(subject: Subject) -> Iterator[Found]:
    """Rules of which nothing is ever left, so that their rationale is never read."""
    for each in subject.rules:
        rule = each.rule
        if rule is None or not rule.aspects:
            continue
        by = _overriders(subject, rule)
        if by:
            message = f"{each.id} never has a say: {listed(sorted(by), 'and')} always overrides it."
            help_ = "Give the exception a condition, or take the rule away; nobody will read its rationale."
            yield Found(each.at(), message, help_)


def _overriders(subject: Subject, rule: Rule) -> set[str]:
    """The rules without a condition that together override every aspect for every action; else none."""
    by: set[str] = set()
    for action in subject.about(rule):
        for aspect in rule.aspects:
            over = [
                other.id
                for other in subject.ruleset.overriders.get((rule.id, aspect), ())
                if other.when == ALWAYS and other.speaks_of(action) and other.effective is None
            ]
            if not over:
                return set()
            by.update(over)
    return by


def futile(subject: Subject) -> Iterator[Found]:
    """Overrides of what isn't there: an aspect that the rule hasn't got, or an action it isn't about."""
    for each, tree, override in _overrides(subject):
        rule, targets = each.rule, subject.ruleset.targets(each.rule, override) if each.rule else ()
        if rule is None or not targets or any(_touches(subject, rule, override, other) for other in targets):
            continue
        what = targets[0].id if len(targets) == 1 else f"no rule in {override.target}"
        if override.aspect and not any(override.aspect in other.aspects for other in targets):
            verb = "says nothing of" if len(targets) == 1 else "says anything of"
            message = f"{each.id} overrides {override}, and {what} {verb} {override.aspect}."
            has = sorted({aspect for other in targets for aspect in other.aspects})
            help_ = f"Name what it does speak of ({listed(has, 'and')}), or take the override away."
        else:
            verb = "is about other actions" if len(targets) == 1 else "is about the same action"
            message = f"{each.id} overrides {override}, and {what} {verb}."
            help_ = "Correct the action or the override, or take the override away: it never does anything."
        yield Found(tree, message, help_)


def too_broad(subject: Subject) -> Iterator[Found]:
    """Overrides of a whole topic of which one rule is concerned."""
    for each, tree, override in _overrides(subject):
        if each.rule is None or not override.target.endswith("/*"):
            continue
        targets = subject.ruleset.targets(each.rule, override)
        concerned = [other for other in targets if _touches(subject, each.rule, override, other)]
        if len(concerned) == 1 and len(targets) > 1:
            message = (
                f"{each.id} overrides all of {override.target}, and only {concerned[0].id} is concerned."
            )
            help_ = "Name that rule: whoever adds one to the topic doesn't expect it to be overridden."
            yield Found(tree, message, help_)


def contained(subject: Subject) -> Iterator[Found]:
    """Overrides that another one of the same rule contains."""
    for each in subject.rules:
        mine = [(tree, override) for _, tree, override in _overrides_of(each)]
        for index, (tree, override) in enumerate(mine):
            larger = next(
                (
                    other
                    for place, (_, other) in enumerate(mine)
                    if place != index and _contains(other, override) and (override != other or place < index)
                ),
                None,
            )
            if larger is not None:
                same = (larger.target, larger.aspect) == (override.target, override.aspect)
                what = "twice" if same else f"and {larger}, which contains it"
                message = f"{each.id} overrides {override} {what}."
                edits = (Edit(tree.document.file, tree.path, REMOVE),)
                yield Found(tree, message, "Take it away.", edits=edits)


def _contains(larger: Override, smaller: Override) -> bool:
    topic = larger.target.endswith("/*") and smaller.target.startswith(larger.target[:-1])
    return (larger.target == smaller.target or topic) and larger.aspect in (None, smaller.aspect)


def _touches(subject: Subject, rule: Rule, override: Override, other: Rule) -> bool:
    """Whether an override takes anything from a rule: an aspect that it has, for an action of both."""
    aspect = not other.aspects if override.aspect is None else override.aspect not in other.aspects
    return not aspect and any(other.speaks_of(action) for action in subject.about(rule))


def _overrides(subject: Subject) -> Iterator[tuple[Written, Tree, Override]]:
    """Every override that the subject writes in a rule."""
    for each in subject.rules:
        yield from _overrides_of(each)


def _overrides_of(each: Written) -> Iterator[tuple[Written, Tree, Override]]:
    listed_ = each.tree.get("overrides")
    if listed_ is not None:
        for tree in listed_:
            target, _, aspect = str(tree.data).partition("#")
            known = [
                found for found in (each.rule.overrides if each.rule else ()) if str(found) == str(tree.data)
            ]
            yield each, tree, known[0] if known else Override(target, aspect or None, tree.location)  # type: ignore[arg-type]  # the schema lists the aspects
