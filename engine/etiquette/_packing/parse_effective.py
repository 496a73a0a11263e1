"""From when and until when a rule is in force."""

from __future__ import annotations

from datetime import date

from etiquette.model import Effective

from .names import Names
from .tree import Tree

__all__ = ["parse_effective"]


def parse_effective(tree: Tree, names: Names) -> Effective | None:
    """The days at ``tree``, whose shape is known to be right; ``None`` where they end before they begin."""
    since, until = _day(tree.get("from")), _day(tree.get("until"))
    if since is not None and until is not None and until < since:
        first, last = tree.data["from"], tree.data["until"]
        message = f"This rule is never in force: it ends on {until}, before it begins on {since}."
        help_ = "Write the earlier day under `from`; both days are included."
        names.found.append(last.problem("E431", message, help_, related=(first.location,)))
        return None
    return Effective(since, until)


def _day(tree: Tree | None) -> date | None:
    return date.fromisoformat(str(tree.data)) if tree else None
