"""Facts that are all known, drawn at random, and the same facts as unknowns of the solver that are pinned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

import z3

from etiquette import Ruleset
from etiquette._deciding.decide import resolve
from etiquette._deciding.domains import amounts_in, landmarks, words_for
from etiquette._deciding.each import remaining
from etiquette._deciding.evaluate import truth
from etiquette._deciding.situation import Situation
from etiquette._deciding.status import open_on, situation, status_on
from etiquette._proving.decisions import Decided
from etiquette._proving.logic import true_in
from etiquette._proving.session import Session
from etiquette._proving.symbols import Flag, Number, Symbol, Text, Word, Words
from etiquette.facts import NONE, Facts, FactValue
from etiquette.vocabulary import FactDecl

__all__ = ["complete_facts", "disagreements", "pinned"]

_TODAYS: Final = (date(2026, 11, 23), date(2026, 11, 20), date(2028, 2, 29), date(2026, 12, 31))
_ZONES: Final = (
    "UTC",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "America/Bogota",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)
_COUNTRIES: Final = ("DE", "US", "AT", "IL")


def complete_facts(ruleset: Ruleset, random: Random) -> Facts:  # noqa: C901  # one case for each kind
    """Every fact of the vocabulary told, every field of every record too, around what the rules look at."""
    today = random.choice(_TODAYS)
    amounts = [*amounts_in(ruleset), 0, 1, 7]
    told: dict[str, FactValue] = {}

    def day(decl: FactDecl) -> date:
        move = random.choice(amounts) * random.choice((-1, 1)) + random.randint(-2, 2)
        found = today + timedelta(days=max(-7000, min(move, 7000)))
        return min(found, today) if decl.past else found

    def value(decl: FactDecl) -> FactValue:
        if decl.can_be_none and random.random() < 0.5:
            return NONE
        match decl.kind:
            case "boolean":
                return random.random() < 0.5
            case "word":
                return random.choice(words_for(ruleset, decl))
            case "words":
                return tuple(word for word in words_for(ruleset, decl) if random.random() < 0.5)
            case "number":
                near = [n + by for n in landmarks(ruleset).numbers for by in (-1, 0, 1)]
                low, high = decl.least or 0, decl.most if decl.most is not None else 99
                return random.choice([n for n in near if low <= n <= high] or [low])
            case "date":
                return day(decl)
            case "zone":
                return random.choice(_ZONES)
            case "records":
                return tuple(
                    {field.name: value(field) for field in decl.fields} for _ in range(random.randint(0, 4))
                )
            case "texts":
                return tuple(random.sample(("one", "another"), random.randint(0, 2)))
            case _:
                return random.choice(_COUNTRIES if decl.path == ruleset.country else ("Ana", "Ben"))

    for path, decl in ruleset.vocabulary.facts.items():
        told[path] = value(decl)
    for action in ruleset.actions.values():
        if action.per is not None:
            names = ("Ana", "Ben", "Cem", "Dana")
            entries: Any = told[action.per.each]
            told[action.per.each] = tuple(
                {**each, action.per.by: name} for each, name in zip(entries, names, strict=False)
            )
    return Facts(told, today, ZoneInfo(random.choice(_ZONES)))


def pinned(session: Session, facts: Facts) -> Iterator[Any]:
    """That the unknowns of a session are what these facts tell."""
    world = session.world
    yield world.symbols.today == facts.today.toordinal()
    for path, symbol in world.symbols.facts.items():
        yield _is(world.symbols.code, symbol, facts.told[path])
    for path, records in world.lists.made.items():
        entries: Any = facts.told[path]
        for sort in records.sorts:
            mine = [each for each in entries if _matched(records.wheres, each) == sort.matches]
            yield sort.count == len(mine)
            for field, (first, last, some) in sort.days.items():
                days = [each[field] for each in mine if isinstance(each[field], date)]
                yield some if days else _not(some)
                if days:
                    yield first == min(days).toordinal()
                    yield last == max(days).toordinal()
    for path, offset in world.zones.offsets.items():
        zone = facts.timezone if path == "timezone" else ZoneInfo(str(facts.told[path]))
        yield offset == _minutes(zone, facts.today)
    for action in session.rulesets[0].actions.values():
        if action.per is not None and action.id in world.everyone:
            left = remaining(situation(session.rulesets[0], facts), action.per)
            assert left is not None
            served = world.everyone[action.id]
            yield served if left.listed and not left.names else _not(served)


def _matched(wheres: Any, entry: Mapping[str, Any]) -> frozenset[Any]:
    return frozenset(where for where in wheres if all(entry.get(name) == wanted for name, wanted in where))


def _is(code: Any, symbol: Symbol, value: Any) -> Any:
    if not isinstance(symbol, Flag):
        if value is NONE:
            return symbol.none
        if symbol.none is not False:
            return z3.And(z3.Not(symbol.none), _is_value(code, symbol, value))
    return _is_value(code, symbol, value)


def _is_value(code: Any, symbol: Symbol, value: Any) -> Any:
    match symbol:
        case Flag(holds, _):
            return holds if value else _not(holds)
        case Word(choices, _):
            return choices[value]
        case Words():
            parts = [holds if word in value else _not(holds) for word, holds in symbol.has.items()]
            return z3.And([z3.BoolVal(True), *parts])
        case Text(number, _):
            return number == code(value)
        case Number(term, _):
            return term == (value.toordinal() if isinstance(value, date) else value)


def _not(formula: Any) -> Any:
    return (not formula) if isinstance(formula, bool) else z3.Not(formula)


def _minutes(zone: ZoneInfo, day: date) -> int:
    from datetime import datetime

    ahead = datetime(day.year, day.month, day.day, 12, tzinfo=zone).utcoffset()
    assert ahead is not None
    return int(ahead.total_seconds()) // 60


def disagreements(ruleset: Ruleset, random: Random, cases: int) -> Iterator[str]:
    """Where the formulas of a ruleset say something else of a random case than the evaluator says."""
    session = Session(ruleset, ranging=False)
    decided = {action: session.decisions[0].of(action) for action in ruleset.actions}
    holds = session.decisions[0].formulas.holds
    excluded = [(each, holds(each.when)) for each in ruleset.impossible]
    for one in decided.values():
        _ = one.outcomes, one.stuck, one.open_today, one.done
    solver = z3.Solver()
    solver.add(*(_formula(each) for each in session.world.symbols.said))
    for _ in range(cases):
        facts = complete_facts(ruleset, random)
        model = _model(session, solver, facts)
        if model is None:
            yield f"no case at all of {facts}"
            return
        at = situation(ruleset, facts)
        for impossible, excludes in excluded:
            if truth(impossible.when, at) is not true_in(model, excludes):
                yield f"impossible, {impossible.title}: {facts}"
        for action, one in decided.items():
            for what, formulas, evaluator in _about(at, model, one):
                if formulas != evaluator:
                    yield f"{action}, {what}: {formulas}, by the evaluator {evaluator}: {facts}"


def _about(at: Situation, model: z3.ModelRef, decided: Decided) -> Iterator[tuple[str, Any, Any]]:
    """What a decision is about, what the formulas say of it and what the evaluator says."""
    found = resolve(at, decided.action)
    yield (
        "outcomes",
        {key for key, holds in decided.outcomes.items() if true_in(model, holds)},
        set(found.modalities),
    )
    ways = {(way.channel, way.recipient, way.via) for way in found.ways}
    yield "ways", {key for key in decided.universe if true_in(model, decided.feasible(key))}, ways
    yield "open", true_in(model, decided.open_today), open_on(at, decided.action.id)
    status = status_on(at, found)
    clash = true_in(model, decided.outcomes["conflict"]) or true_in(model, decided.stuck)
    yield "conflict", clash, status == "conflict"
    yield "done", true_in(model, decided.done) and not clash, status == "done"
    for rule in decided.rules:
        play = found.in_play.get(rule.id, {})
        mine = {
            aspect
            for aspect in rule.aspects
            if true_in(
                model,
                decided.in_play(rule, aspect) if aspect == "modality" else decided.binding(rule, aspect),
            )
        }
        yield rule.id, mine, {aspect for aspect, state in play.items() if state}


def _model(session: Session, solver: z3.Solver, facts: Facts) -> z3.ModelRef | None:
    """The case of the formulas that is these facts, business days put right; ``None`` if there is none."""
    solver.push()
    try:
        solver.add(*(_formula(each) for each in pinned(session, facts)))
        while solver.check() == z3.sat:
            model = solver.model()
            wrong = session.world.workdays.corrected(model)
            if not wrong:
                return model
            solver.add(*wrong)
        return None
    finally:
        solver.pop()


def _formula(each: Any) -> Any:
    return z3.BoolVal(each) if isinstance(each, bool) else each
