"""Dates, amounts of days and single values as noun phrases.

An amount stands before the date that it is counted from, and an extreme says how many dates follow. So a
phrase that is built from others can be read in one way only, however deep it goes.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from etiquette.algebra import (
    Constant,
    Count,
    Difference,
    Extreme,
    Fact,
    Named,
    Node,
    Param,
    Pick,
    Scalar,
    Scaled,
    Shift,
    Unit,
)
from etiquette.vocabulary import FactDecl

from .lists import day, joined, number_of
from .phrases import Phrases

__all__ = ["amount", "counted", "limit", "noun", "parameter", "scalar", "setting"]

_UNITS: Final[dict[Unit, str]] = {"days": "day", "business_days": "business day"}
_EXTREMES: Final = {"latest": ("later", "latest"), "earliest": ("earlier", "earliest")}


def noun(node: Node, phrases: Phrases, decl: FactDecl | None = None) -> str:
    """A value as a noun phrase; ``decl`` is the fact that a constant belongs to."""
    match node:
        case Constant(value):
            values = value if isinstance(value, tuple) else (value,)
            shown = [scalar(each, phrases, decl) for each in values]
            return shown[0] if len(shown) == 1 else f"one of {joined(shown)}" if shown else "one of nothing"
        case Fact(path):
            return phrases.noun(path)
        case Named(_, body):
            return noun(body, phrases, decl)
        case Param():
            return parameter(node, phrases)
        case Count(path, where):
            return f"the number of {counted(path, where, phrases, many=True)}"
        case Pick(end, path, where, field):
            of = counted(path, where, phrases, many=False)
            return f"{phrases.noun(f'{path}[].{field}')} of the {end} {of}"
        case Extreme(which, dates):
            return _extreme(which, [noun(each, phrases) for each in dates])
        case Shift(base, moved, unit):
            return _shift(base, moved, unit, phrases)
        case Difference() | Scaled():
            return amount(node, "days", phrases)
        case _:
            raise TypeError(f"{node!r} is no value")


def amount(node: Node, unit: Unit, phrases: Phrases) -> str:
    """An amount of days: ``14 days``, ``14 days (wait)``, ``twice the days from one day to another``."""
    match node:
        case Constant(int(value)):
            return f"{'minus ' if value < 0 else ''}{number_of(abs(value), _UNITS[unit])}"
        case Param(name):
            shown = amount(Constant(phrases.ruleset.parameter(name)), unit, phrases)
            return f"{shown} ({name})" if phrases.ids else shown
        case Named(_, body):
            return amount(body, unit, phrases)
        case Scaled(times, inner):
            sign = "minus " if times < 0 else ""
            often = "twice" if abs(times) == 2 else f"{abs(times)} times"
            return f"{sign}{often} {amount(inner, unit, phrases)}"
        case Difference(start, end):
            kind = "" if unit == "days" else " counted as business days"
            return f"the days from {noun(start, phrases)} to {noun(end, phrases)}{kind}"
        case _:
            return noun(node, phrases)


def parameter(node: Param, phrases: Phrases) -> str:
    """A number or word that layers may set: its value, and its name."""
    shown = setting(phrases.ruleset.parameter(node.name), phrases)
    return f"{shown} ({node.name})" if phrases.ids else shown


def setting(value: Scalar, phrases: Phrases) -> str:
    """What a parameter can be set to: a number, a quoted word, on or off."""
    return ("on" if value else "off") if isinstance(value, bool) else scalar(value, phrases, None)


def limit(most: int | Param, phrases: Phrases) -> tuple[str, str]:
    """A bound on a length, and what follows the unit: the name of the parameter."""
    if isinstance(most, Param):
        return str(phrases.ruleset.parameter(most.name)), f" ({most.name})" if phrases.ids else ""
    return str(most), ""


def scalar(value: Scalar, phrases: Phrases, decl: FactDecl | None) -> str:
    """A literal: a day in full, a number in digits, a word by its title."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day(value)
    return phrases.word(decl, value) if isinstance(value, str) else str(value)


def counted(path: str, where: tuple[tuple[str, Scalar], ...], phrases: Phrases, *, many: bool) -> str:
    """Entries of a list, such as ``calls from you``; phrases for single words stand next to the noun."""
    having = sorted(_having(path, field, value, phrases) for field, value in where)
    return " ".join((phrases.entry(path, many=many), *(text for _, text in having)))


def _having(path: str, field: str, value: Scalar, phrases: Phrases) -> tuple[int, str]:
    whole = f"{path}[].{field}"
    decl = phrases.declared(whole)
    key = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    for rank, said in enumerate((phrases.having(whole, key), phrases.having(whole, f"is {key}"))):
        if said:
            return rank, said
    return 2, f"with {phrases.noun(whole)} {scalar(value, phrases, decl)}"


def _extreme(which: str, dates: list[str]) -> str:
    two, more = _EXTREMES[which]
    if len(dates) == 1:
        return dates[0]
    if len(dates) == 2:
        return f"the {two} of {joined(dates)}"
    return f"the {more} of the {number_of(len(dates), 'day')} {joined(dates)}"


def _shift(base: Node, moved: Node, unit: Unit, phrases: Phrases) -> str:
    start = noun(base, phrases)
    match moved:
        case Constant(0) if unit == "business_days":
            return f"the first working day on or after {start}"
        case Constant(int(value)):
            return f"{number_of(abs(value), _UNITS[unit])} {'before' if value < 0 else 'after'} {start}"
        case Scaled(times, inner) if times < 0:
            positive = inner if times == -1 else Scaled(-times, inner)
            return f"{_lying(positive, unit, phrases)} before {start}"
        case _:
            return f"{_lying(moved, unit, phrases)} after {start}"


def _lying(moved: Node, unit: Unit, phrases: Phrases) -> str:
    """An amount before the day that it is counted from; introduced where it has days of its own."""
    shown = amount(moved, unit, phrases)
    return shown if isinstance(moved, Param) else f"the day that lies ({shown})"
