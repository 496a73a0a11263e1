"""What packs on top of each other come to: declarations, rules with their changes, values of parameters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from etiquette.diagnostics import Diagnostic

from .pack_files import ORDERED, Pack
from .tree import Tree, merged

__all__ = ["DEEP", "LayeredRule", "Layers", "Setting"]

DEEP: Final = frozenset(
    ("window", "hours", "weekdays", "channels", "recipients", "via", "message", "source", "effective")
)
"""Keys of a rule whose own keys a change replaces one by one."""

_SECTIONS: Final = (*ORDERED, "parameters", "definitions")


@dataclass(frozen=True, slots=True)
class Setting:
    """A layer gives a parameter the value that stands at ``tree``."""

    layer: str
    tree: Tree


@dataclass(frozen=True, slots=True)
class LayeredRule:
    """A rule as it was written, and what each layer makes of it, in order, with what the layer wrote."""

    tree: Tree
    changes: tuple[tuple[str, Tree], ...] = ()
    disabled: tuple[tuple[str, Tree], ...] = ()

    @property
    def stages(self) -> Iterator[Tree]:
        """The rule as written, then after each change."""
        tree = self.tree
        yield tree
        for _, change in self.changes:
            tree = merged(tree, change, deep=DEEP)
            yield tree

    @property
    def final(self) -> Tree:
        """The rule after all changes."""
        *_, last = self.stages
        return last


@dataclass
class Layers:
    """Everything that the packs declare together.

    ``sections`` are the declarations of each section by name, in the order that the packs give them.
    ``ids`` are all ids of rules that were seen, those that couldn't be read included.
    """

    packs: Sequence[Pack]
    above: Mapping[str, frozenset[str]]
    sections: dict[str, dict[str, Tree]] = field(default_factory=lambda: {name: {} for name in _SECTIONS})
    rules: dict[str, LayeredRule] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    settings: dict[str, list[Setting]] = field(default_factory=lambda: defaultdict(list))
    impossible: list[Tree] = field(default_factory=list)
    country: Tree | None = None
    found: list[Diagnostic] = field(default_factory=list)

    @property
    def partial(self) -> bool:
        """Whether some rules couldn't be read, so that a missing one may be missing for that reason."""
        return any(pack.partial for pack in self.packs)

    def builds_on(self, one: str, other: str) -> bool:
        """Whether pack ``one`` extends pack ``other``, directly or not."""
        return other in self.above.get(one, ())

    def apart(self, one: str, other: str) -> bool:
        """Whether two packs differ and neither builds on the other."""
        return one != other and not self.builds_on(one, other) and not self.builds_on(other, one)
