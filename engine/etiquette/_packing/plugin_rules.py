"""Rules that plugins bring: the same objects as a pack's, held to narrowing, left out whole on failure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from etiquette._data import load_schema
from etiquette._reading.document import Document
from etiquette._reading.schema import validate
from etiquette.diagnostics import Diagnostic
from etiquette.model import Rule
from etiquette.plugins import Contributions

from .names import Names
from .parse_rules import parse_rule
from .tree import Tree

__all__ = ["plugin_rules"]


def plugin_rules(
    contributions: Contributions, names: Names, taken: Collection[str]
) -> tuple[list[Rule], Mapping[str, list[Diagnostic]]]:
    """The rules of all plugins, and what is wrong with those of each plugin that fails.

    ``taken`` are the ids of the packs' rules. Two plugins that use the same id both fail. A file that says
    what must be declared is passed over where it isn't.
    """
    schema = load_schema("rules")
    origins = {each.origin.name: each.origin for each in contributions.parts}
    rules: list[Rule] = []
    failed: dict[str, list[Diagnostic]] = defaultdict(list)
    owners: dict[str, list[tuple[str, Tree]]] = defaultdict(list)
    for plugin, document in contributions.rules_for(tuple(names.declared["phases"])):
        who = str(origins[plugin])
        wrong = [_wrapped("E511", who, each) for each in validate(document, schema)]
        failed[plugin] += wrong
        if not wrong and not _concerned(document.data.get("with", {}), names):
            continue
        for tree in () if wrong else _trees(document, plugin):
            rule_names = replace(names, found=[])
            rule = parse_rule(tree, rule_names)
            failed[plugin] += [_wrapped("E511", who, each) for each in rule_names.found]
            failed[plugin] += [_wrapped("E510", who, each) for each in _more_than_narrowing(rule, tree)]
            owners[rule.id].append((plugin, tree))
            rules.append(rule)
    for rule_id, users in sorted(owners.items()):
        if rule_id in taken or len(users) > 1:
            for plugin, tree in users:
                message = f"There is a rule {rule_id} already."
                problem = tree.data["id"].problem("E511", message, "Begin its ids with the plugin's name.")
                failed[plugin].append(_wrapped("E511", str(origins[plugin]), problem))
    return rules, {plugin: found for plugin, found in failed.items() if found}


def _concerned(needs: Mapping[str, Any], names: Names) -> bool:
    """Whether everything that a file of rules needs is declared; what it needs is data of a known shape."""
    return all(
        names.vocabulary.schema.get("$id") == needed
        if family == "vocabulary"
        else set(needed) <= set(names.declared[family])  # type: ignore[index]  # the schema has the families
        for family, needed in needs.items()
    )


def _trees(document: Document, plugin: str) -> Iterator[Tree]:
    for index in range(len(document.data["rules"])):
        yield Tree.of(document, f"plugin:{plugin}", ("rules", index))


def _more_than_narrowing(rule: Rule, tree: Tree) -> Iterator[Diagnostic]:
    """A plugin's rule neither obliges nor permits, and overrides nothing."""
    if rule.modality in ("must", "should", "may"):
        message = f"{rule.id} says {rule.modality}; a plugin's rule says should_not, must_not, or only how."
        help_ = "Take the modality away, or put the rule into a pack."
        yield tree.data["modality"].problem("E510", message, help_)
    for key in ("overrides", "overridable"):
        sub = tree.get(key)
        if sub is not None and sub.data:
            message = f"{rule.id} has `{key}`, which a plugin's rule can't have."
            yield sub.problem("E510", message, "Take it away, or put the rule into a pack.", key=True)


def _wrapped(code: str, origin: str, problem: Diagnostic) -> Diagnostic:
    """The problem as one of the plugin's."""
    return replace(
        problem,
        code=code,
        message=f"Plugin {origin} is left out: {problem.message}",
        help=f"{problem.help} Until then nothing of the plugin is used.",
    )
