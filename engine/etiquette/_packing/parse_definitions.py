"""Definitions: facts that follow from others, as a manifest writes them."""

from __future__ import annotations

from typing import Final

from etiquette._reading.wording import did_you_mean, listed
from etiquette.algebra import Count, Difference, Pick, Scalar
from etiquette.vocabulary import FactDecl

from .names import KIND_WORDS, Names, Typed
from .parse_conditions import parse_condition
from .parse_dates import parse_date
from .parse_scalars import parse_scalar
from .tree import Tree

__all__ = ["parse_definition", "record_field", "records_at"]

_SHAPES: Final = (
    ({"count"}, {"where"}),
    ({"first", "of"}, {"where"}),
    ({"last", "of"}, {"where"}),
    ({"days_from", "to"}, set[str]()),
    ({"when"}, set[str]()),
)
_HELP: Final = (
    "Write {count: …, where: …}, {first: …, of: …}, {last: …, of: …}, {days_from: …, to: …} or {when: …}."
)


def parse_definition(name: str, tree: Tree, names: Names) -> Typed | None:
    """What ``name`` is defined as; ``None`` when it is wrong, which is then in ``names.found``."""
    keys = {key for key, _ in tree.items()}
    if not any(needed <= keys <= needed | more for needed, more in _SHAPES):
        message = f"{name} doesn't say what it derives: {listed(sorted(keys), 'and')} make no definition."
        names.found.append(tree.problem("E417", message, _HELP, key=True))
        return None
    if when := tree.get("when"):
        before = len(names.found)
        condition = parse_condition(when, names)
        return Typed(name, condition, "condition") if len(names.found) == before else None
    if "days_from" in keys:
        start, end = (parse_date(tree.data[key], names) for key in ("days_from", "to"))
        return Typed(name, Difference(start, end), "span") if start is not None and end is not None else None
    which = next(key for key in ("count", "first", "last") if key in keys)
    return _over_list(name, which, tree, names)


def _over_list(name: str, which: str, tree: Tree, names: Names) -> Typed | None:
    source = tree.data[which]
    decl = records_at(source, names)
    if decl is None:
        return None
    where = _where(decl, tree.get("where"), names)
    if which == "count":
        return Typed(name, Count(decl.path, where), "number", least=0) if where is not None else None
    of = record_field(decl, tree.data["of"], names, ("date",))
    if of is None or where is None:
        return None
    return Typed(name, Pick("first" if which == "first" else "last", decl.path, where, of.name), "date")


def records_at(tree: Tree, names: Names) -> FactDecl | None:
    """The list of entries whose path stands at ``tree``; reported if it isn't one."""
    decl = names.vocabulary.facts.get(str(tree.data))
    lists = [path for path, each in names.vocabulary.facts.items() if each.kind == "records"]
    if decl is not None and decl.kind == "records":
        return decl
    if decl is None:
        near = did_you_mean(str(tree.data), lists)
        message = f"There is no fact called {tree.data}."
        rest = f"Facts that are lists of entries: {listed(lists) or 'none'}."
        help_ = f"Did you mean {near}?" if near else rest
        names.found.append(tree.problem("E411", message, help_))
    else:
        message = f"{tree.data} is {KIND_WORDS[decl.kind]}, and a list of entries belongs here."
        help_ = f"Facts that are lists of entries: {listed(lists) or 'none'}."
        names.found.append(tree.problem("E417", message, help_))
    return None


def record_field(decl: FactDecl, tree: Tree, names: Names, kinds: tuple[str, ...]) -> FactDecl | None:
    """The field of an entry whose name stands at ``tree``; reported if there is none of one of ``kinds``."""
    found = decl.field(str(tree.data))
    if found is not None and found.kind in kinds:
        return found
    fitting = [each.name for each in decl.fields if each.kind in kinds]
    near = did_you_mean(str(tree.data), fitting)
    if found is None:
        message = f"An entry of {decl.path} has no field called {tree.data}."
    else:
        message = f"The field {tree.data} of {decl.path} is {KIND_WORDS[found.kind]}, which doesn't fit here."
    help_ = f"Did you mean {near}?" if near else f"Fields that fit: {listed(fitting) or 'none'}."
    names.found.append(tree.problem("E411" if found is None else "E417", message, help_))
    return None


def _where(decl: FactDecl, tree: Tree | None, names: Names) -> tuple[tuple[str, Scalar], ...] | None:
    """The fields and values that an entry must have, sorted by field."""
    before = len(names.found)
    found: list[tuple[str, Scalar]] = []
    for key, sub in tree.items() if tree else ():
        field = decl.field(key)
        if field is None:
            known = [each.name for each in decl.fields]
            near = did_you_mean(key, known)
            help_ = f"Did you mean {near}?" if near else f"Its fields are {listed(known)}."
            message = f"An entry of {decl.path} has no field called {key}."
            names.found.append(sub.problem("E411", message, help_, key=True))
            continue
        value = parse_scalar(names.typed_fact(field), sub, names)
        if value is not None:
            found.append((key, value))
    return tuple(found) if len(names.found) == before else None
