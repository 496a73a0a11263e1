"""Putting packs on top of each other: what all of them declare, and what layers change in the packs below.

Nothing here depends on an order other than *builds on*: two layers that don't build on each other may not
want different things of one rule or one parameter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from etiquette._reading.wording import did_you_mean, listed
from etiquette.diagnostics import Diagnostic

from .layer_clashes import clashes
from .layered import LayeredRule, Layers, Setting
from .pack_files import ORDERED, Pack
from .tree import Tree

__all__ = ["layered"]


def layered(packs: Sequence[Pack], above: Mapping[str, frozenset[str]]) -> Layers:
    """The packs on top of each other; ``packs`` are in order, bases first."""
    layers = Layers(packs, above)
    for pack in packs:
        _declare(layers, pack)
    for pack in packs:
        _adjust(layers, pack)
    _order(layers)
    layers.found += clashes(layers)
    return layers


def _declare(layers: Layers, pack: Pack) -> None:
    """Add what one pack declares; a name belongs to one pack."""
    manifest = pack.manifest
    for section, known in layers.sections.items():
        declared = manifest.get(section)
        for name, tree in declared.items() if declared else ():
            first = known.setdefault(name, tree)
            if first is not tree:
                message = f"{name} is declared by {first.owner} already, under {section}."
                help_ = "Take it away here, or give it another name."
                places = (first.key_location,)
                layers.found.append(tree.problem("E410", message, help_, key=True, related=places))
    for tree in pack.rules:
        rule_id = tree.data["id"].data
        first_rule = layers.rules.setdefault(rule_id, LayeredRule(tree))
        if first_rule.tree is not tree:
            layers.found.append(_repeated(layers, rule_id, tree, first_rule.tree))
    layers.ids |= pack.rule_ids
    layers.impossible += manifest.get("impossible") or ()
    calendar = manifest.get("calendar")
    if calendar is not None:
        country = calendar.data["country"]
        before = layers.country
        if before is not None and layers.apart(before.owner, pack.name) and before.data != country.data:
            message = f"{before.owner} and {pack.name} take the country from different facts."
            help_ = "Let one of them extend the other, or use one of them."
            layers.found.append(country.problem("E441", message, help_, related=(before.location,)))
        elif before is not None and before.data != country.data:
            message = (
                f"{pack.name} takes the country from another fact than {before.owner}, on which it builds."
            )
            help_ = "Take `calendar` away here: whose days off count is settled below."
            layers.found.append(country.problem("E441", message, help_, related=(before.location,)))
        layers.country = country


def _repeated(layers: Layers, rule_id: str, tree: Tree, first: Tree) -> Diagnostic:
    message = f"There is a rule {rule_id} already, in {first.owner}."
    help_ = "Give one of them another id."
    if first.owner == tree.owner:
        message = f"The id {rule_id} is used for two rules."
        if first.document is not tree.document:
            message = f"The id {rule_id} is used for two rules, here and at {first.data['id'].location}."
    elif layers.builds_on(tree.owner, first.owner):
        help_ = f"To adjust it, write `change: {{{rule_id}: …}}` in pack.yaml; to add a rule, use another id."
    written_at: Tree = tree.data["id"]
    return written_at.problem("E420", message, help_, related=(first.data["id"].location,))


def _adjust(layers: Layers, pack: Pack) -> None:
    """Note what one pack changes in those below it."""
    manifest = pack.manifest
    parameters = layers.sections["parameters"]
    for name, tree in _entries(manifest.get("set")):
        if _below(layers, pack, tree, "parameter", parameters, key=True):
            layers.settings[name].append(Setting(pack.name, tree))
    rules = {rule_id: rule.tree for rule_id, rule in layers.rules.items()}
    for rule_id, tree in _entries(manifest.get("change")):
        if _below(layers, pack, tree, "rule", rules, key=True):
            rule = layers.rules[rule_id]
            changes = (*rule.changes, (pack.name, tree))
            layers.rules[rule_id] = LayeredRule(rule.tree, changes, rule.disabled)
    for tree in manifest.get("disable") or ():
        if _below(layers, pack, tree, "rule", rules, key=False):
            rule = layers.rules[tree.data]
            disabled = (*rule.disabled, (pack.name, tree))
            layers.rules[tree.data] = LayeredRule(rule.tree, rule.changes, disabled)


def _entries(tree: Tree | None) -> Iterator[tuple[str, Tree]]:
    yield from tree.items() if tree else ()


def _below(
    layers: Layers, pack: Pack, tree: Tree, what: str, known: Mapping[str, Tree], *, key: bool
) -> bool:
    """Whether the thing that a layer names belongs to a pack below it; reported if not."""
    name = tree.key if key else str(tree.data)
    found = known.get(name)
    if found is not None and layers.builds_on(pack.name, found.owner):
        return True
    if found is None and what == "rule" and (name in layers.ids or layers.partial):
        return False
    below = [each for each, other in known.items() if layers.builds_on(pack.name, other.owner)]
    near = did_you_mean(name, below)
    if found is not None and found.owner == pack.name:
        message, help_ = f"The {what} {name} is this pack's own.", "Change it where it stands."
    elif found is not None:
        message = f"The {what} {name} belongs to {found.owner}, which {pack.name} doesn't extend."
        help_ = f"Add {found.owner} to `extends`."
    else:
        message = f"There is no {what} called {name} in what {pack.name} extends."
        rest = _what_there_is(name, below, what) if layers.above.get(pack.name) else _EXTEND
        help_ = _meant(name, near, rest) if near else rest
    layers.found.append(tree.problem("E443", message, help_, key=key))
    return False


_EXTEND: Final = "It extends nothing: add `extends`."


def _meant(name: str, near: str, rest: str) -> str:
    """Rules of one topic are alike in that already: where the rest of the id isn't, what there is follows."""
    topics = [each.rpartition("/") for each in (name, near)]
    sure = topics[0][0] != topics[1][0] or did_you_mean(topics[0][2], [topics[1][2]])
    return f"Did you mean {near}?" if sure else f"Did you mean {near}? {rest}"


def _what_there_is(name: str, below: Sequence[str], what: str) -> str:
    """The rules of the same topic, else the topics; of anything else all there is."""
    topic, slash, _ = name.partition("/")
    same = sorted(each for each in below if slash and each.startswith(f"{topic}/"))
    if same:
        return f"The rules of {topic} are {', '.join(same)}."
    if what == "rule" and below:
        topics = sorted({each.partition("/")[0] for each in below})
        return f"Topics are {listed(topics, 'and')}; `etiquette explain` shows the rules of a case."
    return f"There is {listed(sorted(below), 'and')}." if below else "Take it away."


def _order(layers: Layers) -> None:
    """Bring what is declared into the order that the packs give; what isn't listed follows by name."""
    for section in ORDERED:
        known = layers.sections[section]
        listed_: list[str] = []
        for pack in layers.packs:
            order = pack.manifest.get("order")
            for each in (order.get(section) if order else None) or ():
                if each.data not in known:
                    near = did_you_mean(str(each.data), known)
                    help_ = f"Did you mean {near}?" if near else f"Declare it under {section}."
                    message = f"{each.data} isn't declared under {section}."
                    layers.found.append(each.problem("E412", message, help_))
                elif each.data not in listed_:
                    listed_.append(each.data)
        rest = sorted(set(known) - set(listed_))
        layers.sections[section] = {name: known[name] for name in (*listed_, *rest)}
