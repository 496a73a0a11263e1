"""What checks look at: one pack, or the rules of one plugin, as written and as loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from etiquette._packing.layered import Layers
from etiquette._packing.tree import Tree
from etiquette._reading.document import Document
from etiquette.algebra import Condition, Named
from etiquette.model import Action, Rule
from etiquette.ruleset import Ruleset

__all__ = ["Subject", "Written"]


@dataclass(frozen=True, slots=True)
class Written:
    """A rule that the subject itself writes, and what came of it; ``None`` if a layer above disabled it."""

    tree: Tree
    rule: Rule | None

    @property
    def id(self) -> str:
        """The rule's id."""
        return str(self.tree.data["id"].data)

    def at(self, *keys: str) -> Tree:
        """What stands under the first of ``keys`` that is there, else the id."""
        return next((found for key in keys if (found := self.tree.get(key))), self.tree.data["id"])


@dataclass(frozen=True)
class Subject:
    """One pack, or the rules of one plugin (then ``manifest`` is ``None``).

    ``ruleset`` holds the subject with all that it extends and with the plugins; ``layers`` are its packs.
    ``documents`` are its files, by what they are called; ``concepts`` and ``languages`` those of each kind.
    """

    name: str
    manifest: Tree | None
    rules: tuple[Written, ...]
    documents: Mapping[str, Document]
    ruleset: Ruleset
    layers: Layers
    vocabulary: Document | None = None
    by_id: Mapping[str, Rule] = field(default_factory=dict)
    concepts: tuple[Tree, ...] = ()
    languages: tuple[Tree, ...] = ()

    def section(self, name: str) -> Iterator[tuple[str, Tree]]:
        """What the manifest declares in a section: names and trees, as they were written."""
        found = self.manifest.get(name) if self.manifest else None
        if found is not None:
            yield from found.written()

    @cached_property
    def conditions(self) -> tuple[tuple[str, Tree, Condition], ...]:
        """Every condition that the subject writes: whose it is, where it stands, what it came to."""
        return tuple(self._conditions())

    def _conditions(self) -> Iterator[tuple[str, Tree, Condition]]:
        for each in self.rules:
            when = each.tree.get("when")
            if when and each.rule and not self._changed(each.id, "when"):
                yield each.id, when, each.rule.when
        for rule_id, change in self.section("change"):
            when = change.get("when")
            if when and when.data is not None and rule_id in self.by_id:
                yield rule_id, when, self.by_id[rule_id].when
        for name, tree in self.section("definitions"):
            when, named = tree.get("when"), self.ruleset.definitions.get(name)
            if when and named is not None:
                yield name, when, named.body if isinstance(named, Named) else named  # type: ignore[misc]
        for name, tree in self.section("actions"):
            done = tree.get("done_when")
            found = self.ruleset.actions[name].done_when
            if done and found:
                yield name, done, found
        for name, tree in self.section("phases"):
            phase = self.ruleset.phases[name]
            for key, condition in (("begins", phase.begins), ("over", phase.over)):
                if (written := tree.get(key)) and condition:
                    yield name, written, condition
        for impossible in self.manifest.get("impossible") or () if self.manifest else ():
            when = impossible.data["when"]
            same = [each.when for each in self.ruleset.impossible if each.location == when.location]
            yield from ((str(impossible.data["title"].data), when, condition) for condition in same)

    def _changed(self, rule_id: str, key: str) -> bool:
        """Whether a layer wrote that key of a rule anew."""
        layered = self.layers.rules.get(rule_id)
        return layered is not None and any(change.get(key) for _, change in layered.changes)

    def about(self, rule: Rule) -> tuple[Action, ...]:
        """The actions that a rule speaks of."""
        return tuple(each for each in self.ruleset.actions.values() if rule.speaks_of(each))
