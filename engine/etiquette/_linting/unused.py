"""What a pack declares and nothing uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from etiquette._packing.tree import Tree
from etiquette.algebra import Condition, Fact, Named, Node, Param, facts_in, walk
from etiquette.model import Choice, Rule
from etiquette.ruleset import Ruleset

from .finding import Found
from .subject import Subject

__all__ = ["declarations", "definitions", "narrow_parameters", "parameters"]


def parameters(subject: Subject) -> Iterator[Found]:
    """Parameters that no rule, definition or condition reads."""
    used = {node.name for node in _nodes(subject.ruleset) if isinstance(node, Param)}
    for name, tree in subject.section("parameters"):
        if name not in used:
            message = f"The parameter {name} is never used: setting it changes nothing."
            yield Found(tree, message, "Use it in a rule, or take it away.", key=True)


def definitions(subject: Subject) -> Iterator[Found]:
    """Definitions that nothing refers to."""
    ruleset = subject.ruleset
    used = {node.name for node in _nodes(ruleset) if isinstance(node, Named)}
    used |= {action.per.counting for action in ruleset.actions.values() if action.per}
    used |= _assumed(ruleset)
    for name, tree in subject.section("definitions"):
        if name not in used:
            message = f"The definition {name} is never used."
            yield Found(tree, message, "Use it in a rule, or take it away.", key=True)


def _assumed(ruleset: Ruleset) -> set[str]:
    """Names of definitions that facts are assumed from."""
    assumptions = [decl.assume for decl in ruleset.vocabulary.facts.values()]
    return {str(each.value) for each in assumptions if each and each.kind == "holds"}


def narrow_parameters(subject: Subject) -> Iterator[Found]:
    """Parameters that can have one value only."""
    for name, tree in subject.section("parameters"):
        parameter = subject.ruleset.parameters[name]
        one = parameter.least is not None and parameter.least == parameter.most
        if one or len(parameter.values) == 1:
            message = f"The parameter {name} can only be {parameter.value}."
            help_ = "Widen what it may be, or write the value where it is used."
            yield Found(tree.get("range") or tree.get("values") or tree, message, help_)


def declarations(subject: Subject) -> Iterator[Found]:
    """Actions, phases, channels, addressees, carriers, concepts and facts that nothing can ever use."""
    ruleset = subject.ruleset
    acting = {name for rule in ruleset.rules for name in rule.actions}
    said = {concept for rule in ruleset.rules for concept in _concepts(rule)}
    in_use = {
        "phases": {action.phase for action in ruleset.actions.values()},
        "actions": acting | {action.id for action in ruleset.actions.values() if action.silent},
        "channels": _allowed(ruleset, "channels"),
        "recipients": _allowed(ruleset, "recipients"),
        "carriers": _allowed(ruleset, "carriers"),
        "concepts": said,
    }
    why = {
        "phases": "no action belongs to it",
        "actions": "no rule names it",
        "concepts": "no rule says anything of it",
    }
    for section, used in in_use.items():
        for name, tree in subject.section(section):
            if name not in used:
                reason = why.get(section, f"every action has {section} of its own, without this one")
                message = f"{name}, declared under {section}, is never used: {reason}."
                help_ = "Use it, or take it away."
                if section == "actions":
                    help_ = "Write a rule for it, or say `silent: why the pack says nothing about it`."
                yield Found(tree, message, help_, key=True)
    yield from _facts(subject)


def _facts(subject: Subject) -> Iterator[Found]:
    """Facts of the subject's own vocabulary that nothing asks about."""
    if subject.vocabulary is None or subject.manifest is None:
        return
    used = set(chain.from_iterable(facts_in(node) for node in _nodes(subject.ruleset)))
    used |= {path for rule in subject.ruleset.rules for path in _held(rule)}
    used |= {action.per.each for action in subject.ruleset.actions.values() if action.per}
    people = (*subject.ruleset.recipients.values(), *subject.ruleset.carriers.values())
    used |= {each.timezone for each in people if each.timezone} | {subject.ruleset.country or ""}
    for path, decl in subject.ruleset.vocabulary.facts.items():
        written = Tree.of(subject.vocabulary, subject.name)
        for part in path.split("."):
            inner = written.get("properties")
            found = inner.get(part) if inner else None
            if found is None:
                break
            written = found
        else:
            if path not in used and not decl.required and decl.ask:
                message = f"The fact {path} is asked for nowhere: no rule depends on it."
                yield Found(written, message, "Use it in a rule, or take it away.", key=True)


def _allowed(ruleset: Ruleset, family: str) -> set[str]:
    """Ids of a family that at least one action permits."""
    found: set[str] = set()
    for action in ruleset.actions.values():
        found |= set(getattr(action, family) or getattr(ruleset, family))
    return found


def _concepts(rule: Rule) -> Iterator[str]:
    demand = rule.message
    if demand:
        yield from (*demand.must, *demand.should, *demand.may, *demand.avoid)
        if demand.first:
            yield demand.first


def _held(rule: Rule) -> Iterator[str]:
    """Facts in the sets of a rule, and those that a message is to name an entry of."""
    for choice in (rule.channels, rule.recipients, rule.via):
        for item in _items(choice) if choice else ():
            if isinstance(item, Fact):
                yield item.path
    if rule.message:
        yield from rule.message.mention


def _items(choice: Choice) -> Iterable[Node]:
    return (*(choice.only or ()), *choice.never, *choice.prefer)


def _nodes(ruleset: Ruleset) -> Iterator[Node]:
    """Everything that rules, actions, phases, definitions and impossible situations are made of.

    The body of a definition counts, and its own name doesn't: that is a use only where another names it.
    """
    conditions: list[Condition | None] = [rule.when for rule in ruleset.rules]
    conditions += [each.when for each in ruleset.impossible]
    conditions += [action.done_when for action in ruleset.actions.values()]
    conditions += [end for phase in ruleset.phases.values() for end in (phase.begins, phase.over)]
    roots: list[Node | None] = [*conditions, *ruleset.definitions.values()]
    for rule in ruleset.rules:
        if rule.window:
            roots += [rule.window.not_before, rule.window.ideally_by, rule.window.not_after]
        if rule.message:
            roots += [limit.most for limit in rule.message.limits if isinstance(limit.most, Param)]
    for root in roots:
        if root is not None:
            yield from walk(root)
