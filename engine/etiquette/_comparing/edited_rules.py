"""The rules of two rulesets, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from etiquette._proving.world import nodes_of
from etiquette._saying import sentence
from etiquette.algebra import Param, walk
from etiquette.difference import Edit
from etiquette.kinds import Direction
from etiquette.model import Rule
from etiquette.ruleset import Ruleset

from .editing import WORDING, differing_in, edit, listed

__all__ = ["rules", "rules_changed"]


def rules_changed(old: Ruleset, new: Ruleset) -> frozenset[str]:
    """The ids of rules that were added, removed, or say something else than before."""
    before, after = _everything(old), _everything(new)
    return frozenset(
        name
        for name in {**before, **after}
        if name not in before
        or name not in after
        or set(differing_in(before[name], after[name])) - set(WORDING)
        or _set_otherwise(before[name], old, new)
    )


def _set_otherwise(rule: Rule, old: Ruleset, new: Ruleset) -> bool:
    """Whether a parameter that the rule uses has another value."""
    names = {node.name for root in nodes_of(rule) for node in walk(root) if isinstance(node, Param)}
    return any(name not in new.parameters or old.parameter(name) != new.parameter(name) for name in names)


def _everything(ruleset: Ruleset) -> dict[str, Rule]:
    """The rules of all days."""
    return {rule.id: rule for rule in (*ruleset.rules, *ruleset.not_in_force)}


def rules(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    """Rules that are new, gone, say something else, or are worded otherwise."""
    before, after = _everything(old), _everything(new)
    for name in sorted({**before, **after}):
        was, now = before.get(name), after.get(name)
        if was is None and now is not None:
            yield edit(
                "rule",
                name,
                "added",
                f"The rule “{now.title}” is new",
                now=sentence(now, new),
                at=now.location,
            )
        elif now is None and was is not None:
            yield edit(
                "rule",
                name,
                "removed",
                f"The rule “{was.title}” is gone",
                was=sentence(was, old),
                at=was.location,
            )
        elif was is not None and now is not None:
            yield from _rule(was, now, old, new)


def _rule(was: Rule, now: Rule, old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    differing = differing_in(was, now)
    if not differing:
        return
    said = [each for each in differing if each not in WORDING]
    worded = [each for each in differing if each in WORDING]
    before, after = (sentence(each, ruleset) for each, ruleset in ((was, old), (now, new)))
    if said:
        direction: Direction | None = None
        if "overridable" in said:
            direction = "looser" if now.overridable else "stricter"
        text = f"The rule “{was.title}” says something else: {listed(said)}"
        yield edit("rule", now.id, "changed", text, direction, was=before, now=after, at=now.location)
    if worded:
        text = f"The rule “{was.title}” is worded otherwise: {listed(worded)}"
        first = worded[0]
        yield edit(
            "rule",
            now.id,
            "reworded",
            text,
            was=_plain(getattr(was, first)),
            now=_plain(getattr(now, first)),
            at=now.location,
        )


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else ""
