"""What is left of rules whose shape isn't right, so that whatever else is wrong with them is said at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from math import inf
from typing import TypeAlias

from etiquette._reading.document import Document
from etiquette.diagnostics import Diagnostic, Location

from .tree import Tree

__all__ = ["sound_parts"]

_Spot: TypeAlias = tuple[float, float]


def sound_parts(
    document: Document, owner: str, broken: Collection[int], found: Sequence[Diagnostic]
) -> Iterator[Tree]:
    """Each of the ``broken`` rules, by position, without the keys that ``found`` is about.

    What is left isn't a rule: any key may be missing, those included that every rule has.
    """
    rules = document.data["rules"] if broken else ()
    for index in sorted(broken):
        if not isinstance(rules[index], dict):
            continue
        tree = Tree.of(document, owner, ("rules", index))
        start = _spot(tree.location)
        end = _spot(document.at(("rules", index + 1))) if index + 1 < len(rules) else (inf, inf)
        faults = [spot for spot in (_spot(each.location) for each in found) if start <= spot < end]
        keys = sorted((_spot(sub.key_location), key) for key, sub in tree.items())
        wrong = {max((key for key in keys if key[0] <= fault), default=(fault, ""))[1] for fault in faults}
        sound = {key: sub for key, sub in tree.data.items() if key not in wrong}
        yield Tree(sound, tree.document, tree.path, tree.owner)


def _spot(place: Location | None) -> _Spot:
    return (place.line, place.column) if place else (0, 0)
