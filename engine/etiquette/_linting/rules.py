"""Rules as a whole: where they stand, what they say for nothing, what they leave out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import time
from pathlib import PurePosixPath
from typing import Final

from etiquette._packing.layered import DEEP
from etiquette._packing.tree import Tree, merged
from etiquette.model import DEFAULT_LEVELS, Choice

from .finding import REMOVE, Edit, Found
from .subject import Subject

__all__ = ["defaults", "empty_constraints", "idle_changes", "misplaced"]

_DAY: Final = (time(0, 0), time(23, 59))


def misplaced(subject: Subject) -> Iterator[Found]:
    """Rules in the file of another topic, where files are called by topics."""
    topics = Counter(each.id.rpartition("/")[0] for each in subject.rules)
    files = {PurePosixPath(name.replace("\\", "/")).stem: name for name in subject.documents}
    for each in subject.rules:
        topic = each.id.rpartition("/")[0]
        here = PurePosixPath(each.tree.document.file.replace("\\", "/")).stem
        if here == topic:
            continue
        if topic in files:
            message = f"{each.id} stands in {here}.yaml, and there is a file {topic}.yaml."
            yield Found(each.at(), message, f"Move it there, or begin its id with {here}/.")
        elif here in topics:
            message = f"{each.id} stands among the rules of {here}/, in {here}.yaml."
            yield Found(each.at(), message, f"Begin its id with {here}/, or move it to a file {topic}.yaml.")


def defaults(subject: Subject) -> Iterator[Found]:
    """What is written and would hold all the same."""
    for each in subject.rules:
        level, rule = each.tree.get("level"), each.rule
        usual = DEFAULT_LEVELS[rule.modality] if rule and not _changed(subject, each.id) else None
        if rule and level is not None and level.data == usual:
            kind = f"that says {rule.modality}" if rule.modality else "without a modality"
            message = f"{each.id} has the level {level.data}, as a rule {kind} has anyway."
            yield _needless(level, message)
        for path in (("overridable",), ("source", "inferred")):
            tree: Tree | None = each.tree
            for key in path:
                tree = tree.get(key) if tree else None
            if tree is not None and tree.data is False:
                yield _needless(tree, f"{each.id} says {path[-1]}: false, which holds anyway.")
    for name, action in subject.section("actions"):
        message_ = action.get("message")
        if message_ is not None and message_.data is True:
            yield _needless(message_, f"{name} says message: true, which holds anyway.")


def _needless(tree: Tree, message: str) -> Found:
    edits = (Edit(tree.document.file, tree.path, REMOVE),)
    return Found(
        tree, message, "Take it away: what is written should be worth reading.", key=True, edits=edits
    )


def _changed(subject: Subject, rule_id: str) -> bool:
    layered = subject.layers.rules.get(rule_id)
    return layered is not None and bool(layered.changes)


def empty_constraints(subject: Subject) -> Iterator[Found]:
    """Constraints that exclude nothing."""
    ruleset = subject.ruleset
    declared = {"channels": ruleset.channels, "recipients": ruleset.recipients, "via": ruleset.carriers}
    for each in subject.rules:
        rule = each.rule
        if rule is None or _changed(subject, each.id):
            continue
        for key, known in declared.items():
            choice: Choice | None = getattr(rule, key)
            if choice and choice.only is not None and _all_of(choice, set(known)):
                yield _excludes_nothing(
                    each.id, each.at(key), f"`only` lists all {len(known)} that there are"
                )
        if rule.hours and rule.hours.only == _DAY:
            yield _excludes_nothing(each.id, each.at("hours"), "`only` is the whole day")
        if rule.hours and rule.hours.weekdays and len(rule.hours.weekdays) == 7:
            yield _excludes_nothing(each.id, each.at("weekdays"), "it leaves every day of the week")


def _all_of(choice: Choice, known: set[str]) -> bool:
    return len(known) > 1 and known <= {getattr(item, "value", None) for item in choice.only or ()}


def _excludes_nothing(rule_id: str, tree: Tree, why: str) -> Found:
    message = f"{tree.key} of {rule_id} excludes nothing: {why}."
    return Found(tree, message, "Say what is to be excluded, or take it away.", key=True)


def idle_changes(subject: Subject) -> Iterator[Found]:
    """What a layer changes or sets to what it is already."""
    layers = subject.layers
    for rule_id, change in subject.section("change"):
        layered = layers.rules.get(rule_id)
        if layered is None:
            continue
        before = layered.tree
        for layer, tree in layered.changes:
            after = merged(before, tree, deep=DEEP)
            if layer == subject.name and tree.path == change.path and after.plain() == before.plain():
                message = f"{subject.name} changes {rule_id} to what it is already."
                yield Found(change, message, "Take the change away.", key=True)
            before = after
    for name, tree in subject.section("set"):
        declared = layers.sections["parameters"].get(name)
        settings = [each for each in layers.settings.get(name, ()) if each.layer != subject.name]
        value = settings[-1].tree.data if settings else declared.data["default"].data if declared else None
        if declared is not None and tree.data == value and type(tree.data) is type(value):
            message = f"{subject.name} sets {name} to {tree.plain()}, which it is already."
            yield Found(tree, message, "Take the setting away.", key=True)
