"""Where decisions prefer something else, as formulas: of channels, addressees and carriers.

A wish has two effects: it puts one way before another, and a step that isn't as wished gets a note. Only ways
that are left in both decisions are looked at; where others are lost or won, that says more.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from itertools import combinations
from typing import Any, Final

from etiquette.algebra import Constant
from etiquette.kinds import Kind
from etiquette.model import Choice

from .decisions import Decided
from .logic import Formula, both, either
from .unlike import apart, members

__all__ = ["changed_wishes"]

_ASPECTS: Final[tuple[Any, ...]] = ("channels", "recipients", "via")


def changed_wishes(old: Decided, new: Decided) -> Iterator[tuple[Kind, Formula]]:
    """That something is preferred in one of the decisions only, where there is something to choose from."""
    for place, aspect in enumerate(_ASPECTS):
        items = tuple(dict.fromkeys(key[place] for each in (old, new) for key in each.universe))
        before, after = (members(_wishes(each, aspect, items)) for each in (old, new))
        otherwise = {
            wish: apart(before.get(wish, False), after.get(wish, False)) for wish in {**before, **after}
        }
        reordered = _order(old, new, place) != _order(new, old, place)
        if not reordered and all(each is False for each in otherwise.values()):
            continue
        left = _left(old, new, place)
        choice = either(*(both(left[one], left[other]) for one, other in combinations(left, 2)))
        yield "preference", both(choice, reordered)
        for (about, _), holds in otherwise.items():
            yield "preference", both(holds, choice, *(left.get(each, False) for each in about))


def _wishes(
    decided: Decided, aspect: Any, items: tuple[str, ...]
) -> Iterator[tuple[Formula, tuple[tuple[str, ...], Hashable]]]:
    """Each wish with the items that it is about, and the formula that it is in play.

    A wish is that one item comes before another, that something else than an item is preferred, or, where
    facts say what is preferred, the whole of what a rule says.
    """
    for rule in decided.rules:
        choice: Choice | None = getattr(rule, aspect)
        if choice is None or not choice.prefer:
            continue
        given = decided.binding(rule, aspect)
        if not all(isinstance(each, Constant) for each in choice.prefer):
            yield given, ((), (rule.scope, choice.prefer))
            continue
        wanted = list(dict.fromkeys(str(each.value) for each in choice.prefer if isinstance(each, Constant)))
        for item in items:
            if item not in wanted:
                yield given, ((item,), rule.scope)
            later = wanted[wanted.index(item) + 1 :] if item in wanted else []
            others = [each for each in items if each not in wanted] if item in wanted else []
            for other in (*later, *others):
                yield given, ((item, other), rule.scope)


def _order(decided: Decided, other: Decided, place: int) -> tuple[str, ...]:
    """In which order the items that both decisions know are declared."""
    known = {key[place] for key in other.universe}
    return tuple(dict.fromkeys(key[place] for key in decided.universe if key[place] in known))


def _left(old: Decided, new: Decided, place: int) -> Mapping[str, Formula]:
    """For each channel, addressee or carrier that both know, that both leave it."""
    return {
        item: both(
            *(
                either(*(each.feasible(key) for key in each.universe if key[place] == item))
                for each in (old, new)
            )
        )
        for item in _order(old, new, place)
    }
