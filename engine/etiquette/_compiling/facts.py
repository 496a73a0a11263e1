"""What conditions see of the facts, as generated code: told, else assumed, else unknown.

An assumption gives way where the packs say that it can't be beside what else is told and assumed. Whether it
can is asked with that fact as assumed and with all others taken on trust, as
:mod:`etiquette._deciding.situation` does.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import replace
from math import nan
from typing import Any, Final

from etiquette.algebra import Node, facts_in
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import NONE, Assumption, FactDecl

from .expressions import FALSE, Code, Expressions, Kind, Scope, either_codes
from .trees import constant, fill, name, statements

__all__ = ["FactCodes"]

_UNTOLD: Final = Code(constant(None), unknown=True)


class FactCodes:
    """The code of each fact, made when it is first asked for, in the outermost ``scope``.

    ``as_numbers``: days are told as numbers already, and known to be none is the word ``none``. ``today`` is
    the variable that holds today's number.
    """

    def __init__(
        self, ruleset: Ruleset, lend: Callable[[Any], ast.expr], scope: Scope, *, as_numbers: bool
    ) -> None:
        self.ruleset = ruleset
        self.lend = lend
        self.scope = scope
        self.as_numbers = as_numbers
        self.today = name("today")
        self._told: dict[str, Code] = {}
        self._trusted: dict[str, Code] = {}
        self._seen: dict[str, Code] = {}
        self._assuming: list[str] = []
        self._trusting: list[str] = []

    def seen(self, path: str) -> Code:
        """What conditions see."""
        return self._kept(self._seen, path, lambda decl, told: self._unless_impossible(decl, told, self.seen))

    def trusted(self, path: str) -> Code:
        """The same, but that nobody asks whether what is assumed can be."""
        if self.ruleset.excluded_by.keys().isdisjoint({path, *self._rests_on(path, ())}):
            return self.seen(path)
        stack, self._assuming = self._assuming, self._trusting
        try:
            return self._kept(
                self._trusted, path, lambda decl, told: self._merged(decl, told, self.trusted, self.scope)
            )
        finally:
            self._assuming = stack

    def told(self, path: str) -> Code:
        """What was told, with days as numbers; unknown where nothing was."""
        if path not in self._told:
            decl = self.ruleset.vocabulary[path]
            target = self.scope.names()
            template = "target = told[path]" if decl.required else "target = get(path)"
            self.scope.body += statements(template, target=name(target), path=constant(path))
            code = Code(name(target), _kind(decl), unknown=not decl.required, none=decl.can_be_none)
            converted = self._converted(decl, code)
            if converted is not None:
                self.scope.body += statements("target = code", target=name(target), code=converted)
            self._told[path] = code
        return self._told[path]

    def _converted(self, decl: FactDecl, code: Code) -> ast.expr | None:
        """What turns a told value into what code reckons with, where it isn't that already."""
        day = code.kind == "day" and not self.as_numbers
        # As plain data has it, what must be told is none where there is nothing.
        none = "item is None or item == 'none'" if decl.required else "item == 'none'"
        if self.as_numbers and code.none and decl.kind == "word":
            return fill(f"NONE if {none} else item", item=code.expr)
        if not day and not (code.none and code.kind != "other"):
            return None
        template = "item.toordinal()" if day else "item"
        if code.none:
            template = f"nan if {none if self.as_numbers else 'item is NONE'} else {template}"
        if code.unknown:
            template = f"None if item is None else {template}"
        return fill(template, item=code.expr)

    def _kept(self, kept: dict[str, Code], path: str, make: Callable[[FactDecl, Code], Code]) -> Code:
        if path in kept:
            return kept[path]
        told, decl = self.told(path), self.ruleset.vocabulary[path]
        if path in self._assuming or decl.assume is None or not told.unknown:
            return told
        self._assuming.append(path)
        try:
            kept[path] = make(decl, told)
        finally:
            self._assuming.pop()
        return kept[path]

    # What is assumed

    def _assumed(self, decl: FactDecl, assume: Assumption, look: Callable[[str], Code], scope: Scope) -> Code:
        """What is taken for true while a fact isn't told, where ``look`` gives the other facts."""
        match assume.kind:
            case "value":
                code = self._constant(decl, assume.value)
            case "holds":
                body = self.ruleset.definitions.get(assume.value)
                code = _UNTOLD if body is None else self._truth(body, look, scope)
            case _:
                code = self._since(look(assume.value))
        return code

    def _truth(self, condition: Node, look: Callable[[str], Code], scope: Scope) -> Code:
        """The code of a condition whose facts are as ``look`` gives them, and shared with nobody else's."""
        apart = Scope(scope.names)
        found = Expressions(self.ruleset, look, self.lend, apart).truth(condition, apart)
        scope.body += apart.body
        return found

    def _constant(self, decl: FactDecl, value: Any) -> Code:
        kind = _kind(decl)
        if value is NONE and kind != "other":
            return Code(name("nan"), kind, none=True, fixed=True, value=nan)
        made = Expressions(self.ruleset, self.seen, self.lend, self.scope).of_constant(value)
        return replace(made, kind=kind)

    def _since(self, anchor: Code) -> Code:
        """Whether today is after a day; unknown on the day itself."""
        tests = ["anchor is None"] if anchor.unknown else []
        tests += ["anchor != anchor"] if anchor.none else []
        template = f"None if {' or '.join([*tests, 'today == anchor'])} else today > anchor"
        return Code(fill(template, anchor=anchor.expr), unknown=True)

    def _merged(self, decl: FactDecl, told: Code, look: Callable[[str], Code], scope: Scope) -> Code:
        """What was told, else what is assumed."""
        assert decl.assume is not None  # noqa: S101 - the caller's condition
        inner = scope.inner()
        assumed = inner.variable(self._assumed(decl, decl.assume, look, scope))
        return self._chosen(told, assumed, inner, scope)

    def _chosen(self, told: Code, assumed: Code, inner: Scope, scope: Scope) -> Code:
        """``told`` where it is known, else ``assumed``, which ``inner`` works out."""
        target = name(scope.names())
        scope.body += statements(
            "target = told\nif target is None:\n    work\n    target = assumed",
            target=target, told=told.expr, work=inner.body, assumed=assumed.expr,
        )  # fmt: skip
        return Code(target, told.kind, unknown=assumed.unknown, none=told.none or assumed.none)

    def _unless_impossible(self, decl: FactDecl, told: Code, look: Callable[[str], Code]) -> Code:
        assert decl.assume is not None  # noqa: S101 - the caller's condition
        if decl.path not in self.ruleset.excluded_by:
            return self._merged(decl, told, look, self.scope)
        assumed = self._assumed(decl, decl.assume, look, self.scope)
        inner = self.scope.inner()
        allowed = self._allowed(decl, assumed, inner)
        return self._chosen(told, allowed, inner, self.scope)

    def _allowed(self, decl: FactDecl, assumed: Code, scope: Scope) -> Code:
        """What is assumed where it can be; else the opposite where that can be; else unknown."""
        held = scope.variable(assumed)
        block = scope.inner()
        bad = self._excluded(decl.path, held, block)
        if bad.fixed and not bad.value:
            return held
        target = name(scope.names())
        instead = self._instead(decl, held, target, block)
        block.body += statements("if bad:\n    instead", bad=bad.expr, instead=instead.body)
        template = (
            "target = held\nif target is not None:\n    block" if held.unknown else "target = held\nblock"
        )
        scope.body += statements(template, target=target, held=held.expr, block=block.body)
        return Code(target, held.kind, unknown=True, none=held.none)

    def _instead(self, decl: FactDecl, held: Code, target: ast.Name, scope: Scope) -> Scope:
        """What comes in the place of an assumption that can't be."""
        instead = scope.inner()
        if decl.kind != "boolean":
            instead.body += statements("target = None", target=target)
            return instead
        opposite = Code(fill("not held", held=held.expr))
        if held.fixed:
            opposite = Code(constant(not held.value), fixed=True, value=not held.value)
        opposite = instead.variable(opposite)
        too = self._excluded(decl.path, opposite, instead)
        instead.body += statements(
            "target = None if too else opposite", target=target, too=too.expr, opposite=opposite.expr
        )
        return instead

    def _excluded(self, path: str, value: Code, scope: Scope) -> Code:
        """Whether some impossible situation certainly holds with a fact being ``value``."""

        def look(other: str) -> Code:
            if other == path:
                return replace(value, unknown=False)
            if path in self._rests_on(other, ()):
                return self._hypothetical(other, look, scope)
            return self.trusted(other)

        tests = [self._truth(each.when, look, scope) for each in self.ruleset.excluded_by[path]]
        held = [each for each in tests if not (each.fixed and each.value is not True)]
        # A truth that isn't known counts as false here, as ``or`` has it.
        return either_codes([replace(each, unknown=False) for each in held], scope) if held else FALSE

    def _hypothetical(self, path: str, look: Callable[[str], Code], scope: Scope) -> Code:
        told, decl = self.told(path), self.ruleset.vocabulary[path]
        if decl.assume is None or not told.unknown:
            return told
        return self._merged(decl, told, look, scope)

    def _rests_on(self, path: str, above: Iterable[str]) -> frozenset[str]:
        """The facts that what is assumed for a fact depends on."""
        assume = self.ruleset.vocabulary[path].assume
        if assume is None or assume.kind == "value" or path in above:
            return frozenset()
        read = frozenset({assume.value})
        if assume.kind == "holds":
            body = self.ruleset.definitions.get(assume.value)
            read = frozenset() if body is None else facts_in(body)
        return read.union(*(self._rests_on(each, (*above, path)) for each in read))


def _kind(decl: FactDecl) -> Kind:
    return {"date": "day", "number": "number"}.get(decl.kind, "other")  # type: ignore[return-value]
