"""The code of a ruleset: the facts are read once, what several conditions share is worked out once, then come
the actions.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import TopologicalSorter
from itertools import count as numbers
from math import nan
from typing import Any, Final

from etiquette.algebra import Constant, Fact, Named, Node, Param, children, walk
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import NONE

from . import runtime
from .clusters import Cluster, Use, width_of
from .expressions import Code, Expressions, Scope, asks
from .facts import FactCodes
from .layout import Layout, layout_of
from .timing import open_in
from .trees import constant, fill, name, statements

__all__ = ["Generated", "conditions_of"]

_FEW_WORDS: Final = 64
_OPEN_TRUTH: Final[Any] = object()


def conditions_of(ruleset: Ruleset, layout: Layout) -> Iterator[tuple[Node, int, int]]:
    """The conditions that an action's state hangs on, with the bits that say that one holds or isn't known.

    Whether an action is done that is owed to each of several isn't among them.
    """
    for number, rule in enumerate(layout.rules):
        yield rule.when, layout.applies(number), layout.unsure(number)
    action = layout.action
    if action.per is None and action.done_when is not None:
        yield action.done_when, layout.flag("done"), layout.flag("done?")
    phase = ruleset.phases.get(action.phase)
    for flag, condition in (("over", phase and phase.over), ("begun", phase and phase.begins)):
        if condition:
            yield condition, layout.flag(flag), layout.flag(f"{flag}?")


def _bit(cluster: Cluster, uses: Sequence[Use]) -> int:
    """The bit of the next condition of a cluster's state, which sets these bits of its actions' states."""
    cluster.uses.append(list(uses))
    return 1 << 2 * (len(cluster.uses) - 1)


class Generated:
    """Makes the functions of one ruleset; an instance makes one function."""

    def __init__(self, ruleset: Ruleset, *, as_numbers: bool) -> None:
        self.ruleset = ruleset
        self._settled: dict[Node, Any] = {}
        self.lent: dict[str, Any] = {}
        self._numbers = numbers()
        self._bares: dict[str, ast.expr] = {}
        self.scope = Scope(self._name)
        self.facts = FactCodes(ruleset, self.lend, self.scope, as_numbers=as_numbers)
        self.made = Expressions(
            ruleset, self.facts.seen, self.lend, self.scope, frozenset(_often(self._all_nodes()))
        )

    def _name(self) -> str:
        return f"v{next(self._numbers)}"

    def lend(self, value: Any) -> ast.expr:
        """A name under which the generated code finds an object."""
        lent = f"lent{len(self.lent)}"
        self.lent[lent] = value
        return name(lent)

    def function(self, tree: ast.Module, tables: Mapping[str, Any]) -> Any:
        """The function of a module that :meth:`decide` or :meth:`impossible` made."""
        names = {
            **{each: getattr(runtime, each) for each in runtime.__all__},
            "NONE": NONE,
            "nan": nan,
            "open_in": open_in,
            "ruleset": self.ruleset,
            **self.lent,
            **tables,
        }
        code = compile(ast.fix_missing_locations(tree), "<compiled ruleset>", "exec")
        exec(code, names)  # noqa: S102 - made of nodes by this package; words of packs are constants in it
        return names["decide"]

    def _all_nodes(self) -> Iterator[Node]:
        for action in self.ruleset.actions.values():
            layout = layout_of(self.ruleset, action)
            yield from (condition for condition, _, _ in conditions_of(self.ruleset, layout))
            yield from (slot.day for slot in layout.slots)
            if action.per is not None and action.done_when is not None:
                yield action.done_when

    def _module(self, body: list[ast.stmt], result: ast.expr) -> ast.Module:
        head = statements("def decide(told, today, zone):\n    get = told.get\n    body", body=self._abroad())
        function = head[0]
        assert isinstance(function, ast.FunctionDef)  # noqa: S101 - the template
        function.body += [*body, ast.Return(result)]
        return ast.Module(head, [])

    def _abroad(self) -> list[ast.stmt]:
        """Who isn't in the sender's zone: the paths of the facts that say so."""
        ways = {way for action in self.ruleset.actions.values() for way in self.ruleset.ways(action)}
        paths = tuple(sorted({path for way in ways if (path := self.ruleset.zone_fact(way)) is not None}))
        if not paths:
            return statements("abroad = ()")
        here = [fill("get(path) in (None, zone)", path=constant(path)) for path in paths]
        return statements(
            "abroad = () if here else "
            "tuple([(path, get(path)) for path in paths if get(path) not in (None, zone)])",
            here=here[0] if len(here) == 1 else ast.BoolOp(ast.And(), here), paths=self.lend(paths),
        )  # fmt: skip

    # Deciding

    def decide(self, clusters: Sequence[Cluster]) -> ast.Module:
        """The module whose ``decide`` decides all actions. The clusters learn what their states mean."""
        asked = {other for others in self.ruleset.opens.values() for other in others}
        blocks: list[ast.stmt] = []
        bares: dict[int, ast.expr] = {}
        left: dict[int, ast.expr] = {}
        opens: dict[str, Code] = {}
        self.made.opens = opens
        for number in self._in_order(clusters):
            cluster, block = clusters[number], self.scope.inner()
            found = self._cluster(cluster, number, block, left)
            if len(clusters) == 1:
                return self._module([*self.scope.body, *block.body], self._result(found, left))
            for turn, place in enumerate(cluster.places):
                bare = block.variable(Code(fill("found[turn]", found=found, turn=constant(turn))))
                bares[place] = bare.expr
                action = cluster.layouts[turn].action.id
                if action in asked:
                    self._bares[action] = bare.expr
                    opens[action] = block.variable(Code(fill("open_in(bare)", bare=bare.expr), unknown=True))
            blocks += block.body
        listed = ast.Tuple([bares[place] for place in sorted(bares)], ast.Load())
        return self._module([*self.scope.body, *blocks], self._result(listed, left))

    def _result(self, bares: ast.expr, left: dict[int, ast.expr]) -> ast.expr:
        """What the function gives; who remains is the same for all cases where nothing is owed to each of
        several.
        """
        if not left:
            return fill("(bares, nobody)", bares=bares, nobody=self.lend((None,) * len(self.ruleset.actions)))
        listed = [left.get(place, constant(None)) for place in range(len(self.ruleset.actions))]
        return fill("(bares, left)", bares=bares, left=ast.Tuple(listed, ast.Load()))

    def _in_order(self, clusters: Sequence[Cluster]) -> Iterable[int]:
        """Actions that others ask about come first."""
        numbers = {
            each.action.id: number for number, cluster in enumerate(clusters) for each in cluster.layouts
        }
        before: dict[int, set[int]] = {number: set() for number in range(len(clusters))}
        for action, others in self.ruleset.opens.items():
            before[numbers[action]] |= {numbers[other] for other in others} - {numbers[action]}
        return TopologicalSorter(before).static_order()

    def _cluster(self, cluster: Cluster, number: int, block: Scope, left: dict[int, ast.expr]) -> ast.expr:
        """The code that decides the actions of a cluster; gives the variable with their bare decisions."""
        bits = name(self._name())
        days: dict[Node, ast.Name] = {
            day: name(self._name())
            for layout in cluster.layouts
            for day in (slot.day for slot in layout.slots)
        }
        block.body += statements("bits = 0", bits=bits)
        conditions = self._conditions(cluster)
        within = self._days_within(cluster, conditions)
        inside = {day for group in within.values() for day in group}
        block.body += [
            each for day in days if day in inside for each in statements("day = nan", day=days[day])
        ]
        cluster.uses = []
        for day in days:
            if day not in inside:
                self._day(cluster, day, days[day], bits, block)
        for condition, uses in conditions.items():
            inner = block.inner()
            for needed in within.get(condition, ()):
                self._day(cluster, needed, days[needed], bits, inner)
            self._flag(cluster, self.made.truth(condition, block), uses, bits, block, inner.body)
        for turn, layout in enumerate(cluster.layouts):
            if layout.action.per is not None:
                left[cluster.places[turn]] = self._owed(cluster, turn, bits, block)
        return self._look_up(cluster, number, bits, tuple(days.values()), block)

    def _conditions(self, cluster: Cluster) -> dict[Node, list[Use]]:
        """The conditions whose truth depends on the case, and what each sets; what is always set is noted."""
        found: dict[Node, list[Use]] = {}
        cluster.always = [0] * len(cluster.layouts)
        for turn, layout in enumerate(cluster.layouts):
            phase = self.ruleset.phases.get(layout.action.phase)
            if phase is None or phase.begins is None:
                cluster.always[turn] |= layout.flag("begun")
            for condition, yes, unsure in conditions_of(self.ruleset, layout):
                truth = self._fixed(condition)
                if truth is _OPEN_TRUTH:
                    found.setdefault(condition, []).append((turn, yes, unsure))
                elif truth is not False:
                    cluster.always[turn] |= yes if truth else unsure
        return found

    def _fixed(self, condition: Node) -> Any:
        """The truth of a condition that is the same in all cases."""
        if condition not in self._settled:
            apart = Scope(self._name)  # what this works out is left out; it is made again where it is needed
            code = _OPEN_TRUTH if asks(condition) else self.made.truth(condition, apart)
            settled = isinstance(code, Code) and code.fixed
            self._settled[condition] = code.value if isinstance(code, Code) and settled else _OPEN_TRUTH
        return self._settled[condition]

    def _days_within(self, cluster: Cluster, conditions: Mapping[Node, Any]) -> dict[Node, list[Node]]:
        """The days that are needed under one condition only, by that condition."""
        needed: dict[Node, set[Node | None]] = {}
        for layout in cluster.layouts:
            for slot in layout.slots:
                when = layout.rules[slot.rule].when
                if when in conditions or self._fixed(when) is not False:
                    needed.setdefault(slot.day, set()).add(when if when in conditions else None)
        found: dict[Node, list[Node]] = {}
        for day, whens in needed.items():
            only = next(iter(whens))
            if len(whens) == 1 and only is not None:
                found.setdefault(only, []).append(day)
        return found

    def _day(self, cluster: Cluster, day: Node, target: ast.Name, bits: ast.Name, scope: Scope) -> None:
        code = self.made.value(day, scope)
        scope.body += statements("target = code", target=target, code=code.expr)
        if code.unknown:
            ends = [
                (turn, layout.open_end(place), 0)
                for turn, layout in enumerate(cluster.layouts)
                for place, slot in enumerate(layout.slots)
                if slot.day == day
            ]
            scope.body += statements(
                "if target is None:\n    target = nan\n    bits |= unsure",
                target=target, bits=bits, unsure=constant(_bit(cluster, ends)),
            )  # fmt: skip

    def _flag(
        self,
        cluster: Cluster,
        truth: Code,
        uses: list[Use],
        bits: ast.Name,
        block: Scope,
        then: list[ast.stmt],
    ) -> None:
        """Set a bit where a truth holds, another where it isn't known; ``then`` is done in either case."""
        yes = _bit(cluster, uses)
        parts: dict[str, Any] = {
            "bits": bits,
            "yes": constant(yes),
            "unsure": constant(2 * yes),
            "then": then,
        }
        if not truth.unknown:
            block.body += statements("if truth:\n    bits |= yes\n    then", truth=truth.expr, **parts)
        elif not then:
            held = block.variable(truth).expr
            template = "if truth:\n    bits |= yes\nelif truth is None:\n    bits |= unsure"
            block.body += statements(template, truth=held, **parts)
        else:
            held = block.variable(truth).expr
            template = "if truth is not False:\n    bits |= yes if truth else unsure\n    then"
            block.body += statements(template, truth=held, **parts)

    def _owed(self, cluster: Cluster, turn: int, bits: ast.Name, block: Scope) -> ast.expr:
        """Whether an action is done that is owed to each of several; gives the variable that says who
        remains.
        """
        layout = cluster.layouts[turn]
        action, per = layout.action, layout.action.per
        assert per is not None  # noqa: S101 - the caller's condition
        yes = _bit(cluster, [(turn, layout.flag("done"), layout.flag("done?"))])
        inner = block.inner()
        if action.done_when is not None:
            otherwise = [(turn, layout.flag("done"), layout.flag("done?"))]
            truth = self.made.truth(action.done_when, inner)
            self._flag(cluster, truth, otherwise, bits, inner, [])
        entries = self.facts.seen(per.each)
        records = self.facts.seen(self.ruleset.counted(per).list)
        left = block.variable(
            Code(fill(
                "remains(ruleset, per, entries, records)",
                per=self.lend(per), entries=entries.expr, records=records.expr,
            ))
        )  # fmt: skip
        block.body += statements(
            "if left is None:\n    bits |= unsure\n"
            "elif left.listed:\n    bits |= 0 if left.names else yes\n"
            "else:\n    pass\n    inner",
            left=left.expr, bits=bits, unsure=constant(2 * yes), yes=constant(yes), inner=inner.body,
        )  # fmt: skip
        return left.expr

    def _look_up(
        self, cluster: Cluster, number: int, bits: ast.Name, days: tuple[ast.Name, ...], block: Scope
    ) -> ast.expr:
        """The look into the table; gives the variable with the bare decisions."""
        cluster.known, beside = {}, []
        for path in sorted({path for layout in cluster.layouts for path in layout.words}):
            values = self._values(path)
            if values is None:
                beside.append(path)
                continue
            shift = 2 * len(cluster.uses) + sum(width_of(each) for each in cluster.known.values())
            numbers = {value: place << shift for place, value in enumerate(values)}
            numbers.setdefault("none", numbers[NONE])  # as plain data has it
            cluster.known[path] = (shift, numbers)
            block.body += statements(
                "bits |= numbers[word]",
                bits=bits,
                numbers=self.lend(numbers),
                word=self.facts.seen(path).expr,
            )
        cluster.beside = tuple(beside)
        words = [self.facts.seen(path).expr for path in beside]
        # Where it takes the readable code to say whether another action is open, this one takes it too.
        others = {other for layout in cluster.layouts for other in self.ruleset.opens[layout.action.id]}
        asked = [fill("bare is None", bare=self._bares[each]) for each in sorted(others)]
        template = "(table if not abroad else table.away(zone, abroad))[state](days, today)"
        found = fill(
            f"nothing if unsure else {template}" if asked else template,
            unsure=ast.BoolOp(ast.Or(), asked) if len(asked) > 1 else (asked or [constant(False)])[0],
            nothing=self.lend((None,) * len(cluster.layouts)),
            table=name(f"table{number}"),
            state=ast.Tuple([bits, *words], ast.Load()) if words else bits,
            days=ast.Tuple(list(days), ast.Load()),
        )  # fmt: skip
        return block.variable(Code(found)).expr

    def _values(self, path: str) -> tuple[Any, ...] | None:
        """All values of a fact that holds a word, unknown first; ``None`` where there are too many."""
        decl = self.ruleset.vocabulary[path]
        words = self.ruleset.words_for(decl)
        return (None, NONE, *words) if decl.kind == "word" and len(words) < _FEW_WORDS else None

    def holding(self, conditions: tuple[Node, ...]) -> ast.Module:
        """The module whose ``decide`` gives the places of the conditions that certainly hold."""
        truths = [self.made.truth(each, self.scope) for each in conditions]
        places = [
            fill("place if truth else None", place=constant(place), truth=truth.expr)
            for place, truth in enumerate(truths)
        ]
        listed = ast.Tuple(places, ast.Load())
        found = fill("tuple([place for place in places if place is not None])", places=listed)
        return self._module(self.scope.body, found)


def _often(roots: Iterator[Node]) -> Iterator[Node]:
    """The composed nodes that occur more than once and don't ask for other actions."""
    seen: Counter[Node] = Counter()
    for root in roots:
        seen.update(node for node in walk(root) if not isinstance(node, (Constant, Fact, Param)))
    for node, times in seen.items():
        inside = any(not isinstance(each, (Constant, Fact, Param)) for each in children(node))
        if times > 1 and (inside or not isinstance(node, Named)) and not asks(node):
            yield node
