"""Business days in proofs: the bounds hold in every country, and weekends are exact."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from random import Random

import z3

from etiquette._deciding.calendars import add_business_days, countries
from etiquette._proving.logic import number_in
from etiquette._proving.symbols import Number, Symbols
from etiquette._proving.workdays import Workdays
from packs_at_random import base

AMOUNTS = (-30, -11, -10, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 10, 11, 30)
YEARS = (2003, 2024, 2025, 2026, 2027, 2030)
DAYS = 5


def moved(amounts: range | None, *, country: bool) -> tuple[z3.Solver, Symbols, z3.ArithRef]:
    """A solver that knows of a day ``base`` moved by ``by`` business days what proofs know, and where to."""
    symbols = Symbols(base(country))
    days = Workdays(symbols)
    found = days.moved(Number(z3.Int("base")), Number(z3.Int("by")), amounts)
    solver = z3.Solver()
    solver.add(*(each if not isinstance(each, bool) else z3.BoolVal(each) for each in symbols.said))
    if country:
        solver.add(z3.Not(z3.Bool("case.country!none")))
    return solver, symbols, found.term


def where(solver: z3.Solver, day: date, by: int, to: z3.ArithRef) -> tuple[int, int]:
    """The first and the last day that a day may be moved to."""
    here = z3.Int("base") == day.toordinal(), z3.Int("by") == by
    ends = []
    for way in (1, -1):
        optimum = z3.Optimize()
        optimum.add(*solver.assertions(), *here)
        optimum.minimize(way * to)
        assert optimum.check() == z3.sat
        ends.append(number_in(optimum.model(), to))
    return ends[0], ends[1]


def test_the_bounds_hold_in_every_country() -> None:
    """In any country, in some year, a day so many business days away is where proofs think that it can be."""
    solver, _, to = moved(None, country=True)
    base_day = date(2026, 11, 23)
    bounds = {by: where(solver, base_day, by, to) for by in AMOUNTS}
    random = Random(1)  # noqa: S311 - repeatable, no secret
    for country in sorted(countries()):
        year = random.choice(YEARS)
        for by, _ in product(AMOUNTS, range(DAYS)):
            day = date(year, 1, 1) + timedelta(days=random.randrange(365))
            apart = (add_business_days(day, by, country) - day).days
            first, last = (end - base_day.toordinal() for end in bounds[by])
            assert first <= apart <= last, (country, day, by)


def test_weekends_are_exact() -> None:
    """Where only weekends are off, a day is moved to one day only, and that is the right one."""
    solver, _, to = moved(range(-30, 31), country=False)
    for by in range(-30, 31):
        for ahead in range(7):
            day = date(2026, 11, 23) + timedelta(days=ahead)
            right = add_business_days(day, by, None).toordinal()
            asked = z3.Int("base") == day.toordinal(), z3.Int("by") == by
            assert solver.check(*asked, to != right) == z3.unsat, (day, by)
            assert solver.check(*asked, to == right) == z3.sat, (day, by)


def test_what_a_calendar_says_otherwise_is_put_right() -> None:
    """A guess that the calendar of a country contradicts is corrected, and a right one isn't."""
    symbols = Symbols(base(True))
    days = Workdays(symbols)
    to = days.moved(Number(date(2026, 12, 24).toordinal()), Number(1), range(1, 2)).term
    _ = days.only_weekends
    solver = z3.Solver()
    solver.add(*(each if not isinstance(each, bool) else z3.BoolVal(each) for each in symbols.said))
    german = symbols.fact("case.country")
    solver.add(german.code == symbols.code("DE"), z3.Not(german.none))  # type: ignore[union-attr]
    looks = 0
    while wrong := _wrong(days, solver):
        solver.add(*wrong)
        looks += 1
    assert looks >= 1
    assert number_in(solver.model(), to) == date(2026, 12, 28).toordinal()


def _wrong(days: Workdays, solver: z3.Solver) -> list[object]:
    assert solver.check() == z3.sat
    return list(days.corrected(solver.model()))
