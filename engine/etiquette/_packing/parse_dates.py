"""Dates as a pack writes them: ``case.opened + 14 days``, ``latest_of``, ``2 * span``.

A text is cut into tokens by one regular expression, so that whatever doesn't belong is shown with a caret
under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from etiquette._reading.wording import listed
from etiquette.algebra import Constant, Extreme, Scaled, Shift, Unit, Value

from .names import KIND_WORDS, Names, Typed
from .tree import Tree

__all__ = ["parse_date"]

_TOKEN: Final = re.compile(
    r"(?P<date>\d{4}-\d{1,2}-\d{1,2})|(?P<number>\d+)|(?P<name>[A-Za-z_][\w.]*)"
    r"|(?P<sign>[-+])|(?P<times>\*)|(?P<other>\S)",
    re.ASCII,
)
_HOW: Final = "Write a date, then amounts: + 14 days, - 2 business days, + a_parameter or + 2 * a_span."
_MOST_DAYS: Final = 20_000
_WEEKS: Final = ("week", "weeks")
_DAYS_IN_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


class _WrongError(Exception):
    """Something in the text is wrong and has been reported."""


def parse_date(tree: Tree, names: Names) -> Value | None:
    """The date at ``tree``; ``None`` when it is wrong, which is then in ``names.found``."""
    if isinstance(tree.data, dict):
        return _extreme(tree, names)
    try:
        return _Text(tree, names).date()
    except _WrongError:
        return None


def _extreme(tree: Tree, names: Names) -> Value | None:
    which = [key for key in ("latest_of", "earliest_of") if tree.get(key)]
    if len(which) != 1:
        message = "A date in braces is either latest_of or earliest_of several dates."
        help_ = "Write {latest_of: [one date, another]}, with plus or minus if need be."
        names.found.append(tree.problem("E415", message, help_))
        return None
    dates = [parse_date(each, names) for each in tree.data[which[0]]]
    found: Value | None = None
    if all(each is not None for each in dates):
        found = Extreme(
            "latest" if which[0] == "latest_of" else "earliest",
            tuple(each for each in dates if each is not None),
        )
    for key, sign in (("plus", 1), ("minus", -1)):
        amount = tree.get(key)
        if amount is None:
            continue
        try:
            moved, unit = _Text(amount, names).whole_amount(sign)
        except _WrongError:
            found = None
        else:
            found = Shift(found, moved, unit) if found is not None else None
    return found


class _Text:
    """One text, read from left to right."""

    def __init__(self, tree: Tree, names: Names) -> None:
        self.tree, self.names = tree, names
        self.text = str(tree.data)
        self._tokens: Iterator[_Token] = (
            _Token(str(m.lastgroup), m.group(), m.start(), m.end()) for m in _TOKEN.finditer(self.text)
        )
        self._next = next(self._tokens, None)

    def date(self) -> Value:
        """A date with all that is added to it."""
        found = self._base()
        while self._next is not None:
            sign = self._take("sign", f"A + or - belongs here, not {self._next.text}.")
            amount, unit = self._amount(-1 if sign.text == "-" else 1)
            found = Shift(found, amount, unit)
        return found

    def whole_amount(self, sign: int) -> tuple[Value, Unit]:
        """An amount, and nothing after it."""
        found = self._amount(sign)
        if self._next is not None:
            raise self._wrong(self._next, f"Nothing can follow the amount, and {self._next.text} does.", _HOW)
        return found

    def _base(self) -> Value:
        token = self._next
        if token is not None and token.kind == "date":
            self._advance()
            try:
                return Constant(date.fromisoformat(token.text))
            except ValueError:
                help_ = "Write a day as YYYY-MM-DD."
                raise self._wrong(token, f"{token.text} is not in the calendar.", help_) from None
        token = self._take("name", "A date begins with a fact or a definition that is a date.")
        typed = self._lookup(token)
        if typed.kind != "date":
            message = f"{token.text} is {KIND_WORDS[typed.kind]}, and a date belongs here."
            raise self._wrong(token, message, self._dates())
        return typed.value

    def _amount(self, sign: int) -> tuple[Value, Unit]:
        token = self._next
        if token is not None and token.kind == "name":
            self._advance()
            amount, unit = self._days(token)
            return (amount if sign == 1 else Scaled(-1, amount)), unit
        token = self._take("number", "An amount belongs here.")
        times = self._bounded(token) * sign
        if self._next is not None and self._next.kind == "times":
            self._advance()
            amount, unit = self._days(self._take("name", "The name of an amount of days belongs after *."))
            return Scaled(times, amount), unit
        return Constant(times), self._unit(token)

    def _unit(self, number: _Token) -> Unit:
        help_ = f"Write {number.text} days or {number.text} business days."
        word = self._take("name", f"It isn't said what {number.text} counts.", help_)
        if word.text in ("day", "days"):
            return "days"
        if word.text == "business":
            after = self._take("name", "The word days belongs after business.", help_)
            if after.text in ("day", "days"):
                return "business_days"
            word = after
        if word.text in _WEEKS:
            help_ = f"Write {int(number.text) * _DAYS_IN_WEEK} days."
        raise self._wrong(word, f"Amounts are counted in days or business days, not in {word.text}.", help_)

    def _days(self, token: _Token) -> tuple[Value, Unit]:
        """A parameter or a difference of dates by name, and what it counts."""
        typed = self._lookup(token)
        parameter = typed.parameter
        if parameter is not None and parameter.type in ("days", "business_days"):
            return typed.value, "days" if parameter.type == "days" else "business_days"
        if typed.kind == "span":
            return typed.value, "days"
        what = f"a parameter of type {parameter.type}" if parameter else KIND_WORDS[typed.kind]
        message = f"{token.text} is {what}, and an amount of days belongs here."
        help_ = "Use a parameter of type days or business_days, or a definition with days_from and to."
        raise self._wrong(token, message, help_)

    def _lookup(self, token: _Token) -> Typed:
        typed = self.names.get(token.text)
        if typed is None:
            if not self.names.knows(token.text):
                self.names.unknown(token.text, self.tree, key=False, span=(token.start, token.end))
            raise _WrongError
        return typed

    def _bounded(self, token: _Token) -> int:
        if len(token.text) > len(str(_MOST_DAYS)) or int(token.text) > _MOST_DAYS:
            raise self._wrong(token, f"{token.text} is too large.", f"At most {_MOST_DAYS} can be added.")
        return int(token.text)

    def _dates(self) -> str:
        known = [name for name, decl in self.names.vocabulary.facts.items() if decl.kind == "date"]
        return f"Facts that are dates: {listed(known)}." if known else "No fact is a date."

    def _take(self, kind: str, message: str, help_: str = _HOW) -> _Token:
        token = self._next
        if token is None:
            end = len(self.text.rstrip())
            last = _Token("end", "", max(end - 1, 0), end)
            raise self._wrong(last, f"{message[:-1]}, and the text ends.", help_)
        if token.kind != kind:
            raise self._wrong(token, message, help_)
        self._advance()
        return token

    def _advance(self) -> None:
        self._next = next(self._tokens, None)

    def _wrong(self, token: _Token, message: str, help_: str) -> _WrongError:
        self.names.found.append(self.tree.problem("E415", message, help_, span=(token.start, token.end)))
        return _WrongError()
