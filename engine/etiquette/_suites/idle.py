"""Where a change of a pack can make no difference: conditions that come to the same as before.

A rule that applies neither before nor after the change has no say at all, and what comes to the same known
value as before is read as before. So most cases needn't be decided anew for most changes. Nothing here
concludes anything from what isn't known, nor from conditions that can differ from day to day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from etiquette._deciding.evaluate import Range, truth, value
from etiquette._deciding.situation import Situation
from etiquette.algebra import Condition, IsOpen, Node, walk
from etiquette.model import Rule
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import UNKNOWN

from .atoms import is_condition

__all__ = ["idle", "idle_rule"]


def idle_rule(at: Situation, old: Rule, new: Rule | None) -> bool:
    """Whether it makes no difference in a situation that ``new`` (``None``: nothing) stands for ``old``."""
    if old.effective is not None or _asks(old.when) or (new is not None and _asks(new.when)):
        return False
    before = truth(old.when, at)
    if new is None or new.when == old.when:
        return before is False
    after = truth(new.when, at)
    if before is False and after is False:
        return True
    return before is not None and before == after and replace(new, when=old.when) == old


def idle(at: Situation, old: Ruleset, new: Ruleset) -> bool:
    """Whether two rulesets say the same in a situation, as far as that can be told without deciding anything.

    They may differ in definitions, in conditions of actions and phases, and in what is impossible.
    """
    if old.parameters != new.parameters or old.definitions.keys() != new.definitions.keys():
        return False
    if old.definitions != new.definitions:
        # Whatever else differs does so because it uses the definitions that do.
        return all(
            name not in _counted(old) and _same(at, old.definitions[name], node)
            for name, node in new.definitions.items()
            if node != old.definitions[name]
        )
    if old.rules != new.rules or not _alike(at, old.actions, new.actions, "done_when"):
        return False
    if not (_alike(at, old.phases, new.phases, "begins") and _alike(at, old.phases, new.phases, "over")):
        return False
    return _possible(at, old) == _possible(at, new)


def _asks(node: Condition) -> bool:
    return any(isinstance(each, IsOpen) for each in walk(node))


def _counted(ruleset: Ruleset) -> frozenset[str]:
    """The definitions of which more is read than what they come to."""
    return frozenset(action.per.counting for action in ruleset.actions.values() if action.per)


def _same(at: Situation, old: Node, new: Node) -> bool:
    if is_condition(old) and is_condition(new):
        before, after = truth(old, at), truth(new, at)
        return before is not None and before == after
    if is_condition(old) or is_condition(new):
        return False
    one, other = value(old, at), value(new, at)  # type: ignore[arg-type]  # neither is a condition
    return one is not UNKNOWN and not isinstance(one, Range) and one == other


def _alike(at: Situation, old: Mapping[str, Any], new: Mapping[str, Any], key: str) -> bool:
    """Whether things of one kind are the same, but perhaps for a condition that comes to the same."""
    for name, thing in new.items():
        before, after = getattr(old[name], key), getattr(thing, key)
        if before == after:
            continue
        if before is None or after is None or not _same(at, before, after):
            return False
    return all(_stripped(old[name], new[name]) for name in new)


def _stripped(old: Any, new: Any) -> bool:
    keys = [key for key in ("done_when", "begins", "over") if hasattr(old, key)]
    return bool(replace(new, **{key: getattr(old, key) for key in keys}) == old)


def _possible(at: Situation, ruleset: Ruleset) -> bool:
    return not any(truth(each.when, at) is True for each in ruleset.impossible)
