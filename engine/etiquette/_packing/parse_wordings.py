"""Wording as packs write it: files for one language add up, and a layer's sentences go before its base's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from etiquette._reading.wording import did_you_mean, listed
from etiquette._writing.filling import SLOT
from etiquette.vocabulary import FactKind
from etiquette.wordings import Days, Fit, Slot, Wording, Wordings

from .names import KIND_WORDS, Family, Names
from .tree import Tree

__all__ = ["parse_wordings"]

_LINES: Final = ("salutations", "openings", "farewells", "subjects")
_FITS: Final[Mapping[str, Family]] = {
    "action": "actions",
    "channel": "channels",
    "recipient": "recipients",
    "via": "carriers",
}
_SAYABLE: Final[tuple[FactKind, ...]] = ("date", "time", "text", "texts", "word", "number")
_PARTS_OF_DAYS: Final = ("weekday", "day", "month", "year")


def parse_wordings(trees: Iterable[tuple[int, Tree]], names: Names) -> dict[str, Wordings]:
    """The wording by language; ``trees`` are the files, each with the number of packs below its own.

    Problems are in ``names``.
    """
    files: dict[str, list[tuple[int, Tree]]] = {}
    for rank, tree in trees:
        files.setdefault(tree.data["language"].data, []).append((rank, tree))
    return {code: _wordings(code, files[code], names) for code in sorted(files)}


def _wordings(code: str, files: Sequence[tuple[int, Tree]], names: Names) -> Wordings:
    slots: dict[str, list[Slot]] = {}
    for rank, tree in files:
        for name, each in _items(tree, "slots"):
            slots.setdefault(name, []).extend(_slots(rank, each, names))
    known = frozenset(slots)
    sentences: dict[str, list[Wording]] = {}
    lines: dict[str, list[Wording]] = {key: [] for key in _LINES}
    for rank, tree in files:
        for concept, each in _items(tree, "drafts"):
            _member_key("concepts", concept, each, names)
            sentences.setdefault(concept, []).extend(_listed(rank, each, known, names))
        for key in _LINES:
            lines[key] += _listed(rank, tree.get(key), known, names)
    return Wordings(
        code,
        {concept: _sorted(found) for concept, found in sorted(sentences.items())},
        **{key: _sorted(found) for key, found in lines.items()},
        slots={name: tuple(found) for name, found in sorted(slots.items())},
        paragraphs=_paragraphs(_uppermost("paragraphs", files, names), names),
        days=_days(_uppermost("days", files, names), names),
    )


def _items(tree: Tree, key: str) -> Iterator[tuple[str, Tree]]:
    found = tree.get(key)
    yield from found.items() if found is not None else ()


def _sorted(found: Iterable[Wording]) -> tuple[Wording, ...]:
    return tuple(sorted(found, key=lambda each: (-each.rank, each.say, each.needs)))


def _listed(rank: int, tree: Tree | None, slots: frozenset[str], names: Names) -> Iterator[Wording]:
    for each in tree or ():
        say = each if isinstance(each.data, str) else each.data["say"]
        _check_slots(say, slots, names)
        needs = tuple(need for need in each.get("needs") or () if _is_sayable(need.data, need, names))
        fits = _fit(each.get("for"), names)
        yield Wording(say.data, fits, tuple(sorted(need.data for need in needs)), rank, say.location)


def _slots(rank: int, tree: Tree, names: Names) -> Iterator[Slot]:
    for each in tree:
        fact = each.get("fact")
        if fact is not None:
            _is_sayable(fact.data, fact, names)
        yield Slot(each.data["gap"].data, fact.data if fact else None, _fit(each.get("for"), names), rank)


def _fit(tree: Tree | None, names: Names) -> Fit:
    if tree is None:
        return Fit()
    parts: dict[str, tuple[str, ...]] = {}
    for key, family in _FITS.items():
        entries = list(tree.get(key) or ())
        for each in entries:
            names.member(family, each)
        parts[family] = tuple(sorted(str(each.data) for each in entries))
    return Fit(parts["actions"], parts["channels"], parts["recipients"], parts["carriers"])


def _member_key(family: Family, name: str, tree: Tree, names: Names) -> None:
    known = names.declared[family]
    if name not in known:
        near = did_you_mean(name, known)
        help_ = f"Did you mean {near}?" if near else f"What is declared: {listed(sorted(known), 'and')}."
        names.found.append(tree.problem("E412", f"There is no concept called {name}.", help_, key=True))


def _check_slots(say: Tree, slots: frozenset[str], names: Names) -> None:
    for found in SLOT.finditer(say.data):
        if found[1] not in slots:
            _is_sayable(found[1], say, names, span=found.span(), others=slots)
    rest = SLOT.sub("", say.data)
    if "{" in rest or "}" in rest:
        message = "A brace stands alone: a slot is a name between { and }."
        names.found.append(
            say.problem("E455", message, "Write {the.path.of.a.fact}, or take the brace away.")
        )


def _is_sayable(
    path: str,
    tree: Tree,
    names: Names,
    *,
    span: tuple[int, int] | None = None,
    others: frozenset[str] = frozenset(),
) -> bool:
    """Whether there is such a fact, and it can be said in words; reported if not."""
    facts = names.vocabulary.facts
    fields = {f"{fact}[].{each.name}": each for fact, decl in facts.items() for each in decl.fields}
    decl = facts.get(path) or fields.get(path)
    if decl is None:
        sayable = [name for name, each in {**facts, **fields}.items() if each.kind in _SAYABLE]
        near = did_you_mean(path, (*sayable, *others))
        help_ = f"Did you mean {near}?" if near else "Name a fact by its path, or declare it under `slots`."
        what = "slot or fact" if span else "fact"
        names.found.append(tree.problem("E455", f"There is no {what} called {path}.", help_, span=span))
        return False
    if decl.kind not in _SAYABLE:
        message = f"{path} is {KIND_WORDS[decl.kind]}: that can't be put into a sentence."
        help_ = "Name one of its fields, such as " + next(
            (f"{path}[].{each.name}." for each in decl.fields if each.kind in _SAYABLE), "a text or a date."
        )
        help_ = help_ if decl.fields else "Use a fact that is a date, a time, a text, a word or a number."
        names.found.append(tree.problem("E455", message, help_, span=span))
        return False
    return True


def _uppermost(key: str, files: Sequence[tuple[int, Tree]], names: Names) -> Tree | None:
    """What the uppermost pack says; two files of one pack must not say different things."""
    found = [(rank, each) for rank, tree in files if (each := tree.get(key)) is not None]
    if not found:
        return None
    top = max(rank for rank, _ in found)
    first, *others = [each for rank, each in found if rank == top]
    for other in others:
        if other.plain() != first.plain():
            message = f"Files of {other.owner} disagree on {key}."
            help_ = "Say it in one of them: it holds for all."
            names.found.append(other.problem("E455", message, help_, key=True, related=(first.location,)))
    return first


def _paragraphs(tree: Tree | None, names: Names) -> tuple[tuple[str, ...], ...]:
    groups: list[tuple[str, ...]] = []
    for group in tree or ():
        for concept in group:
            names.member("concepts", concept)
        groups.append(tuple(str(concept.data) for concept in group))
    return tuple(groups)


def _days(tree: Tree | None, names: Names) -> Days | None:
    if tree is None:
        return None
    say = tree.data["say"]
    for found in SLOT.finditer(say.data):
        if found[1] not in _PARTS_OF_DAYS:
            near = did_you_mean(found[1], _PARTS_OF_DAYS)
            help_ = f"Did you mean {near}?" if near else f"There is {listed(_PARTS_OF_DAYS, 'and')}."
            message = f"A day has no part called {found[1]}."
            names.found.append(say.problem("E455", message, help_, span=found.span()))
    return Days(
        say.data,
        tuple(str(each.data) for each in tree.data["weekdays"]),
        tuple(str(each.data) for each in tree.data["months"]),
    )
