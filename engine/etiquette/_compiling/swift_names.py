"""Whether names in facts are told apart and belong to somebody, as :mod:`etiquette._reading.sense` asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from etiquette._deciding.names import name_key
from etiquette._nouns import dataclass
from etiquette.facts import Step
from etiquette.model import PerEach
from etiquette.ruleset import Ruleset

__all__ = ["Owing", "names_make_sense", "owing"]


@dataclass(frozen=True, slots=True)
class Owing:
    """An action that is owed to each entry of a list, and the list that tells to whom it was done."""

    action: str
    per: PerEach
    served: str
    where: tuple[tuple[str, Any], ...]


def owing(ruleset: Ruleset) -> tuple[Owing, ...]:
    """The actions that are owed to everybody in a list."""
    found = ((action.id, action.per) for action in ruleset.actions.values() if action.per)
    counted = ((action, per, ruleset.counted(per)) for action, per in found)
    return tuple(Owing(action, per, body.list, body.where) for action, per, body in counted)


def names_make_sense(told: Mapping[str, Any], step: Step | None, owing: tuple[Owing, ...]) -> bool:
    """Whether no two names in a list are the same, and all that are used elsewhere are among them."""
    for each in owing:
        entries = told.get(each.per.each, ())
        if type(entries) is not tuple:
            continue
        names = [entry.get(each.per.by) for entry in entries]
        known = {name_key(name) for name in names if name is not None}
        if len(known) < sum(name is not None for name in names):
            return False
        if known and len(known) == len(names) and not all(name in known for name in _used(told, step, each)):
            return False
    return True


def _used(told: Mapping[str, Any], step: Step | None, owed: Owing) -> list[str]:
    """The names of those to whom the action was done, or is to be."""
    served = told.get(owed.served, ())
    key = owed.per.matches
    found = [
        name_key(entry[key])
        for entry in (served if type(served) is tuple else ())
        if type(entry.get(key)) is str and all(entry.get(name) == wanted for name, wanted in owed.where)
    ]
    if step is not None and step.person is not None and step.action == owed.action:
        found.append(name_key(step.person))
    return found
