"""A ruleset compiled: one generated function that decides all actions of a case.

The function reads the facts once, works out what several conditions share once, and then, action by action, which
rules apply and on which days their windows begin and end. Actions that others ask about come first.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from graphlib import TopologicalSorter
from itertools import count as numbers
from math import nan
from typing import Any, Final, TypeAlias

from etiquette.algebra import Constant, Fact, Named, Node, Param, children, walk
from etiquette.model import Action
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import NONE

from . import runtime
from .expressions import Code, Expressions, Scope, asks
from .facts import FactCodes
from .finishing import Table
from .layout import Layout, layout_of
from .shapes import Shapes
from .timing import Bare
from .trees import constant, fill, name, statements

__all__ = ["Decided", "Program", "source_of"]

Decided: TypeAlias = tuple[Bare | None, Any]
"""A bare decision (``None``: it takes the readable code) and who remains of those to whom an action is owed."""

_Function: TypeAlias = Callable[[Mapping[str, Any], int, str], tuple[Decided, ...]]
_Holding: TypeAlias = Callable[[Mapping[str, Any], int, str], tuple[int, ...]]
_OPEN: Final = frozenset({"late", "due", "open"})


class Program:
    """A ruleset's generated functions and the tables of shapes that they look things up in.

    ``decide`` takes the told facts by dotted path, today as a day number (``date.toordinal()``) and the name of the
    sender's time zone, and gives for each action, in declared order, what :data:`Decided` says. Days among the facts are dates. ``decide_numbers`` is the same
    for days that are numbers already (but for those in lists of records). The facts must be valid; safe to share by threads.
    """

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.layouts = tuple(layout_of(ruleset, action) for action in ruleset.actions.values())
        self.places = {action: place for place, action in enumerate(ruleset.actions)}
        self.zones = _zone_facts(ruleset)
        self.shapes = tuple(Shapes(ruleset, layout) for layout in self.layouts)
        self._holding: dict[tuple[Node, ...], _Holding] = {}

    @cached_property
    def decide(self) -> _Function:
        """Decides all actions; days among the facts are dates."""
        return self._compiled(as_numbers=False)

    @cached_property
    def decide_numbers(self) -> _Function:
        """As ``decide``, for days that are numbers."""
        return self._compiled(as_numbers=True)

    def holding(self, conditions: tuple[Node, ...]) -> _Holding:
        """Which of some conditions certainly hold, as a function of the facts that gives their places."""
        if conditions not in self._holding:
            made = _Generated(self.ruleset, self.layouts, as_numbers=False)
            self._holding[conditions] = made.function(made.holding(conditions), {})
        return self._holding[conditions]

    def _compiled(self, *, as_numbers: bool) -> _Function:
        made = _Generated(self.ruleset, self.layouts, as_numbers=as_numbers)
        tables = {f"table{place}": Table(shapes) for place, shapes in enumerate(self.shapes)}
        return made.function(made.decide(), tables)  # type: ignore[no-any-return]


def source_of(ruleset: Ruleset) -> str:
    """The generated code as text, for whoever wants to read it."""
    made = _Generated(
        ruleset, tuple(layout_of(ruleset, each) for each in ruleset.actions.values()), as_numbers=False
    )
    return ast.unparse(made.decide())


def open_in(bare: Bare | None) -> bool | None:
    """Whether a decision permits a step today; ``None`` where that isn't known, or nobody has said yet."""
    if bare is None or bare.status == "undetermined":
        return None
    return bare.status in _OPEN


class _Generated:
    """Makes the functions of one ruleset; an instance makes one function."""

    def __init__(self, ruleset: Ruleset, layouts: tuple[Layout, ...], *, as_numbers: bool) -> None:
        self.ruleset = ruleset
        self.layouts = layouts
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
        phases = {layout.action.phase for layout in self.layouts}
        for layout in self.layouts:
            yield from (rule.when for rule in layout.rules)
            yield from (slot.day for slot in layout.slots)
            if layout.action.done_when is not None:
                yield layout.action.done_when
        for each in sorted(phases & self.ruleset.phases.keys()):
            phase = self.ruleset.phases[each]
            yield from (node for node in (phase.begins, phase.over) if node is not None)

    def _module(self, body: list[ast.stmt], result: ast.expr) -> ast.Module:
        head = statements("def decide(told, today, zone):\n    get = told.get\n    body", body=self._abroad())
        function = head[0]
        assert isinstance(function, ast.FunctionDef)  # noqa: S101 - the template
        function.body += [*body, ast.Return(result)]
        return ast.Module(head, [])

    def _abroad(self) -> list[ast.stmt]:
        """Who isn't in the sender's zone: the paths of the facts that say so."""
        facts = {
            self.ruleset.zone_fact(way) for layout in self.layouts for way in self.ruleset.ways(layout.action)
        }
        paths = sorted(path for path in facts if path is not None)
        if not paths:
            return statements("abroad = ()")
        here = [fill("get(path) in (None, zone)", path=constant(path)) for path in paths]
        return statements(
            "abroad = () if here else tuple([(path, get(path)) for path in paths if get(path) not in (None, zone)])",
            here=here[0] if len(here) == 1 else ast.BoolOp(ast.And(), here), paths=self.lend(paths),
        )  # fmt: skip

    # Deciding

    def decide(self) -> ast.Module:
        """The module whose ``decide`` gives all bare decisions."""
        places = {layout.action.id: place for place, layout in enumerate(self.layouts)}
        asked = {other for others in self.ruleset.opens.values() for other in others}
        order = TopologicalSorter({name: self.ruleset.opens[name] for name in places}).static_order()
        blocks: list[ast.stmt] = []
        results: dict[int, ast.expr] = {}
        opens: dict[str, Code] = {}
        self.made.opens = opens
        for action in order:
            layout = self.layouts[places[action]]
            block = self.scope.inner()
            results[places[action]] = self._action(layout, places[action], block)
            if action in asked:
                bare = block.variable(Code(fill("decided[0]", decided=results[places[action]])))
                self._bares[action] = bare.expr
                opens[action] = block.variable(Code(fill("open_in(bare)", bare=bare.expr), unknown=True))
            blocks += block.body
        result = ast.Tuple([results[place] for place in sorted(results)], ast.Load())
        return self._module([*self.scope.body, *blocks], result)

    def _action(self, layout: Layout, place: int, block: Scope) -> ast.expr:
        bits, days = self._name(), [self._name() for _ in layout.slots]
        body = block.body
        body += statements("bits = 0", bits=name(bits))
        body += [each for day in days for each in statements("day = nan", day=name(day))]
        remaining = self._flags(layout, bits, block)
        for number, rule in enumerate(layout.rules):
            when = self.made.truth(rule.when, block)
            if when.fixed and when.value is False:
                continue
            inner = block.inner()
            for at, slot in enumerate(layout.slots):
                if slot.rule == number:
                    self._slot(layout, at, days[at], bits, inner)
            self._flag(when, bits, layout.applies(number), layout.unsure(number), block, inner.body)
        words = [self.facts.seen(path).expr for path in layout.words]
        # Where it takes the readable code to say whether another action is open, this one takes it too.
        asked = [
            fill("bare is None", bare=self._bares[each])
            for each in sorted(self.ruleset.opens[layout.action.id])
        ]
        template = "(table if not abroad else table.away(zone, abroad))[state](days, today)"
        call = fill(
            f"({template if not asked else f'None if unsure else {template}'}, remaining)",
            unsure=ast.BoolOp(ast.Or(), asked) if len(asked) > 1 else (asked or [constant(False)])[0],
            table=name(f"table{place}"),
            state=ast.Tuple([name(bits), *words], ast.Load()) if words else name(bits),
            days=ast.Tuple([name(day) for day in days], ast.Load()), remaining=remaining,
        )  # fmt: skip
        return block.variable(Code(call)).expr

    def _slot(self, layout: Layout, slot: int, day: str, bits: str, inner: Scope) -> None:
        code = self.made.value(layout.slots[slot].day, inner)
        inner.body += statements("day = code", day=name(day), code=code.expr)
        if code.unknown:
            inner.body += statements(
                "if day is None:\n    day = nan\n    bits |= unsure",
                day=name(day), bits=name(bits), unsure=constant(layout.open_end(slot)),
            )  # fmt: skip

    def _flag(
        self, truth: Code, bits: str, yes: int, unsure: int, block: Scope, then: list[ast.stmt]
    ) -> None:
        """Set a bit where a truth holds, another where it isn't known; ``then`` is done in either case."""
        parts: dict[str, Any] = {
            "bits": name(bits), "yes": constant(yes), "unsure": constant(unsure), "then": then,
        }  # fmt: skip
        if truth.fixed and truth.value is False:
            return
        if truth.fixed:
            block.body += statements(f"bits |= {'yes' if truth.value else 'unsure'}\nthen", **parts)
        elif not truth.unknown:
            block.body += statements("if truth:\n    bits |= yes\n    then", truth=truth.expr, **parts)
        elif not then:
            held = block.variable(truth).expr
            template = "if truth:\n    bits |= yes\nelif truth is None:\n    bits |= unsure"
            block.body += statements(template, truth=held, **parts)
        else:
            held = block.variable(truth).expr
            template = "if truth is not False:\n    bits |= yes if truth else unsure\n    then"
            block.body += statements(template, truth=held, **parts)

    def _flags(self, layout: Layout, bits: str, block: Scope) -> ast.expr:
        """Set the flags of an action; gives the variable that says who remains."""
        action = layout.action
        remaining = self._done(layout, action, bits, block)
        phase = self.ruleset.phases.get(action.phase)
        for flag, node in (("over", phase and phase.over), ("begun", phase and phase.begins)):
            if node:
                truth = self.made.truth(node, block)
                self._flag(truth, bits, layout.flag(flag), layout.flag(f"{flag}?"), block, [])
            elif flag == "begun":
                block.body += statements("bits |= yes", bits=name(bits), yes=constant(layout.flag(flag)))
        return remaining

    def _done(self, layout: Layout, action: Action, bits: str, block: Scope) -> ast.expr:
        yes, unsure = layout.flag("done"), layout.flag("done?")
        inner = block.inner()
        if action.done_when is not None:
            self._flag(self.made.truth(action.done_when, inner), bits, yes, unsure, inner, [])
        if action.per is None:
            block.body += inner.body
            return constant(None)
        entries = self.facts.seen(action.per.each)
        records = self.facts.seen(self.ruleset.counted(action.per).list)
        left = block.variable(
            Code(fill(
                "remains(ruleset, per, entries, records)",
                per=self.lend(action.per), entries=entries.expr, records=records.expr,
            ))
        )  # fmt: skip
        block.body += statements(
            "if left is None:\n    bits |= unsure\n"
            "elif left.listed:\n    bits |= 0 if left.names else yes\n"
            "else:\n    pass\n    inner",
            left=left.expr, bits=name(bits), unsure=constant(unsure), yes=constant(yes), inner=inner.body,
        )  # fmt: skip
        return left.expr

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


def _zone_facts(ruleset: Ruleset) -> tuple[str, ...]:
    """The facts with the zones of those whom any action may reach."""
    ways = (way for action in ruleset.actions.values() for way in ruleset.ways(action))
    return tuple(sorted({path for way in ways if (path := ruleset.zone_fact(way)) is not None}))


def _often(roots: Iterator[Node]) -> Iterator[Node]:
    """The composed nodes that occur more than once and don't ask for other actions."""
    seen: Counter[Node] = Counter()
    for root in roots:
        seen.update(node for node in walk(root) if not isinstance(node, (Constant, Fact, Param)))
    for node, times in seen.items():
        inside = any(not isinstance(each, (Constant, Fact, Param)) for each in children(node))
        if times > 1 and (inside or not isinstance(node, Named)) and not asks(node):
            yield node
