"""Lists of records as unknowns: any number of entries, by what the rules can tell apart in them.

Rules look at a list of records only through counts, and first and last days, of the entries that match some
equalities. Two entries that match the same of these are of one *sort*. So a list is, for each sort, a number
of entries and, where days are looked at, the first and the last day of that sort. That is exact however long
the list is: any such numbers belong to some list, and every list has such numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Final, TypeAlias

import z3

from etiquette.algebra import Count, Node, Pick, Scalar, walk
from etiquette.vocabulary import FactDecl

from .logic import Formula, Term, both, either, negate, pick, then
from .symbols import Number, Symbols

__all__ = ["Lists", "Records", "Sort", "TooManySorts", "Where"]

Where: TypeAlias = tuple[tuple[str, Scalar], ...]

_MOST_SORTS: Final = 4096
_OTHER: Final = object()


class TooManySorts(Exception):  # noqa: N818 - not an error of a caller: what is asked can't be answered
    """Rules tell more sorts of entries apart than can be gone through."""


@dataclass(frozen=True, slots=True)
class Sort:
    """Entries that match the same equalities.

    ``fields`` are those of one such entry. ``days`` are, by field, the first and the last day among the
    entries, and whether there is one.
    """

    fields: Mapping[str, Any]
    matches: frozenset[Where]
    count: Term
    days: Mapping[str, tuple[Term, Term, Formula]]


class Records:
    """The symbol of one list of records."""

    def __init__(self, symbols: Symbols, path: str, wheres: Iterable[Where], dated: Iterable[str]) -> None:
        self.path = path
        self.decl = symbols.declared(path)
        self._symbols = symbols
        self.wheres = tuple(sorted(set(wheres), key=repr))
        self._dated = tuple(sorted(set(dated)))
        self.sorts = tuple(self._sorts())

    def _sorts(self) -> Iterator[Sort]:
        fields = sorted({name for where in self.wheres for name, _ in where})
        values = [self._values(name) for name in fields]
        size = 1
        for options in values:
            size *= len(options)
        if size > _MOST_SORTS:
            raise TooManySorts(self.path)
        seen: dict[frozenset[Where], dict[str, Any]] = {}
        for combination in product(*values):
            entry = dict(zip(fields, combination, strict=True))
            matches = frozenset(
                where for where in self.wheres if all(entry[name] == wanted for name, wanted in where)
            )
            seen.setdefault(matches, entry)
        for place, (matches, entry) in enumerate(seen.items()):
            if matches:
                yield self._sort(place, matches, entry)

    def _values(self, name: str) -> list[Any]:
        """The values of a field that the rules compare it with, and one other where there is one."""
        decl = self.decl.field(name)
        assert decl is not None  # noqa: S101 - the loader lets no other name through
        if decl.kind == "boolean":
            return [True, False]
        compared = (each for where in self.wheres for each in where)
        wanted = list(dict.fromkeys(value for field, value in compared if field == name))
        others = [word for word in self._symbols.words(decl) if word not in wanted]
        if others or decl.kind != "word":
            wanted.append(others[0] if others else _another(decl, wanted))
        return wanted

    def _sort(self, place: int, matches: frozenset[Where], entry: Mapping[str, Any]) -> Sort:
        name = f"{self.path}#{place}"
        count, said = z3.Int(name), self._symbols.said
        said.append(count >= 0)
        days: dict[str, tuple[Term, Term, Formula]] = {}
        for field in self._dated:
            decl = self.decl.field(field)
            assert decl is not None  # noqa: S101 - see above
            first = self._symbols.day(f"{name}.{field}<", past=decl.past)
            last = self._symbols.day(f"{name}.{field}>", past=decl.past)
            some: Formula = count >= 1
            if decl.can_be_none:
                some = z3.Bool(f"{name}.{field}?")
                said.append(then(some, count >= 1))
            said += [first <= last, z3.Implies(count <= 1, first == last)]
            days[field] = (first, last, some)
        return Sort(entry, matches, count, days)

    def count(self, where: Where) -> Number:
        """How many entries match."""
        counts = [sort.count for sort in self._matching(where)]
        return Number(z3.Sum(counts) if len(counts) > 1 else (counts[0] if counts else 0))

    def pick(self, end: str, where: Where, field: str) -> Number:
        """The first or the last day among the entries that match; none where there is none."""
        found: tuple[Term, Formula] | None = None
        for sort in self._matching(where):
            first, last, some = sort.days[field]
            day = first if end == "first" else last
            if found is None:
                found = day, some
                continue
            best, known = found
            better = day < best if end == "first" else day > best
            found = pick(both(some, either(negate(known), better)), day, best), either(known, some)
        return Number(0, True) if found is None else Number(found[0], negate(found[1]))

    def _matching(self, where: Where) -> list[Sort]:
        return [sort for sort in self.sorts if where in sort.matches]


def _another(decl: FactDecl, wanted: Iterable[Any]) -> Any:
    """A value of a field other than those that the rules ask for."""
    if decl.kind == "number":
        return max((each for each in wanted if isinstance(each, int)), default=0) + 1
    return "-".join(["other", *map(str, wanted)])


class Lists:
    """The lists of records of a case; ``roots`` are all nodes through which they will be looked at."""

    def __init__(self, symbols: Symbols, roots: Iterable[Node]) -> None:
        self._symbols = symbols
        self._roots = tuple(roots)
        self.made: dict[str, Records] = {}

    def __getitem__(self, path: str) -> Records:
        """The symbol of one list."""
        found = self.made.get(path)
        if found is None:
            found = self.made[path] = Records(self._symbols, path, *_looks(self._roots, path))
        return found


def _looks(roots: Iterable[Node], path: str) -> tuple[set[Where], set[str]]:
    """The equalities by which nodes look at a list, and the fields whose days they look at."""
    wheres: set[Where] = set()
    dated: set[str] = set()
    for root in roots:
        for node in walk(root):
            match node:
                case Count(list, where) if list == path:
                    wheres.add(where)
                case Pick(_, list, where, field) if list == path:
                    wheres.add(where)
                    dated.add(field)
                case _:
                    pass
    return wheres, dated
