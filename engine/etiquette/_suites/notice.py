"""Whether a case notices a change of the pack, with as little decided anew as can be."""

from __future__ import annotations

from etiquette.algebra import Param, walk
from etiquette.ruleset import Ruleset

from .answer import differs
from .bench import Bench, Ready, parametrised
from .idle import idle, idle_rule
from .model import Parameters, Setting
from .mutants import Exchange, Mutant

__all__ = ["Changed"]


class Changed:
    """A mutant in each setting that cases are in, with what it may change there."""

    def __init__(self, bench: Bench, mutant: Mutant) -> None:
        self.bench, self.mutant = bench, mutant
        self.by_setting: dict[Setting, tuple[Ruleset, frozenset[str], bool] | None] = {}
        self.by_parameters: dict[tuple[Setting, Parameters], Ruleset] = {}

    def noticed_by(self, ready: Ready) -> bool:
        """Whether a case, which somebody vouches for, isn't as expected any more."""
        if ready.setting not in self.by_setting:
            base = self.bench.loaded(ready.setting)
            new = self.mutant.change(base)
            self.by_setting[ready.setting] = None if new is base else (new, *_touched(base, new))
        found = self.by_setting[ready.setting]
        if found is None:
            return False
        new, actions, facts_too = found
        looks = actions & ready.actions
        if not looks and not (facts_too and (ready.refused or ready.case.expect.problems is not None)):
            return False
        if self._is_idle(ready) or self._is_set(ready):
            return False
        return differs(ready, self._ruleset(new, ready), looks, facts_too=facts_too)

    def _is_idle(self, ready: Ready) -> bool:
        at = ready.situation
        change = self.mutant.change
        if at is None:
            return True
        if isinstance(change, Exchange):
            return idle_rule(at, change.old, change.new)
        found = self.by_setting[ready.setting]
        return found is not None and idle(at, ready.ruleset, self._ruleset(found[0], ready))

    def _is_set(self, ready: Ready) -> bool:
        """Whether the case sets the very parameter that is changed."""
        return self.mutant.subject in {f"parameter {name}" for name, _ in ready.case.parameters}

    def _ruleset(self, new: Ruleset, ready: Ready) -> Ruleset:
        key = ready.setting, ready.case.parameters
        if key not in self.by_parameters:
            self.by_parameters[key] = parametrised(new, ready.case.parameters)
        return self.by_parameters[key]


def _touched(old: Ruleset, new: Ruleset) -> tuple[frozenset[str], bool]:
    """The actions of which a changed ruleset may say something else, and whether facts may be refused."""
    if old.definitions != new.definitions:
        return frozenset(new.actions), True
    facts_too = old.impossible != new.impossible
    changed = {
        name
        for name, action in new.actions.items()
        if action != old.actions[name]
        or new.by_action[name] != old.by_action[name]
        or new.phases.get(action.phase) != old.phases.get(action.phase)
        or _reads(new, name, _reset(old, new))
    }
    if facts_too:
        changed |= set(new.actions)
    more = True
    while more:
        waiting = {name for name, asks in new.opens.items() if asks & changed}
        more = not waiting <= changed
        changed |= waiting
    return frozenset(changed), facts_too


def _reset(old: Ruleset, new: Ruleset) -> frozenset[str]:
    return frozenset(name for name, each in new.parameters.items() if each != old.parameters.get(name))


def _reads(ruleset: Ruleset, action: str, parameters: frozenset[str]) -> bool:
    """Whether a rule of an action reads one of these parameters."""
    if not parameters:
        return False
    for rule in ruleset.by_action[action]:
        window = rule.window
        ends = (window.not_before, window.ideally_by, window.not_after) if window else ()
        nodes = [node for root in (rule.when, *(end for end in ends if end)) for node in walk(root)]
        limits = [limit.most for limit in rule.message.limits] if rule.message else []
        if any(isinstance(each, Param) and each.name in parameters for each in (*nodes, *limits)):
            return True
    return False
