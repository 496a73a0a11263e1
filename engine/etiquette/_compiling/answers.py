"""A case decided barely: statuses, days, ways and what the step breaches, without a word of explanation."""

from __future__ import annotations

from datetime import date
from typing import Any

from etiquette._deciding.breach import Breach
from etiquette._deciding.decide import resolve
from etiquette._deciding.status import situation
from etiquette._deciding.steps import breaches
from etiquette.facts import Facts, Step
from etiquette.report import BareDecision, Breached, Decision
from etiquette.ruleset import Ruleset

from .breaching import breached
from .deciding import by_hand, certainly, decided, plan_of
from .program import Decided
from .timing import Bare

__all__ = ["bare_decisions", "breaches_of", "certainly", "decided", "plan_of", "quick_breaches"]

_date = date.fromordinal
_new = tuple.__new__
_GRAVITY = {"error": 0, "warning": 1, "note": 2}


def bare_decisions(ruleset: Ruleset, facts: Facts, found: Decided) -> tuple[BareDecision, ...]:
    """What was found as bare decisions on all actions, in declared order."""
    return tuple(
        [
            _of_decision(by_hand(ruleset, facts, action)) if bare is None else _of_bare(bare)
            for bare, action in zip(found[0], ruleset.actions.values(), strict=True)
        ]
    )


def quick_breaches(ruleset: Ruleset, facts: Facts, step: Step, found: Decided) -> tuple[Breached, ...] | None:
    """What a step breaches, gravest first, but for notes; ``None`` where it takes the readable code to say.

    The step goes through the carrier that it addresses, if it addresses one.
    """
    program = ruleset.compiled
    place = program.places[step.action]
    bare = found[0][place]
    if bare is None:
        return None
    zone, told = facts.timezone.key, facts.told
    at_home = True
    for path in program.zones:
        at_home = at_home and told.get(path, zone) == zone
    return breached(bare, step, bool(program.layouts[place].asking), facts.today.toordinal(), at_home)


def breaches_of(ruleset: Ruleset, facts: Facts, step: Step) -> list[tuple[Breached, Breach]]:
    """The same by the readable code, each with the breach itself, notes as well."""
    at = situation(ruleset, facts).on(step.day)
    hard = [each for each in breaches(at, resolve(at, ruleset.actions[step.action]), step) if not each.soft]
    pairs = [(Breached(each.rule.id, each.level, each.about), each) for each in hard]
    return sorted(
        pairs, key=lambda pair: (_GRAVITY[pair[0].level], pair[0].about, pair[0].rule, pair[1].observed)
    )


def _of_bare(bare: Bare) -> BareDecision:
    shape, status, begins, by, ends, opens, _, settled = bare
    key = (BareDecision, status, settled)
    kept = shape.kept.get(key)
    if kept is None:
        head = (bare.action, status, bare.modality)
        kept = shape.kept[key] = head, (bare.channels, bare.recipients, bare.via, bare.rules)
    head, tail = kept
    days = (
        None if begins is None else _date(int(begins)),
        None if by is None else _date(int(by)),
        None if ends is None else _date(int(ends)),
        None if opens is None else _date(int(opens)),
    )
    return _new(BareDecision, (*head, *days, *tail))


def _of_decision(decision: Decision) -> BareDecision:
    fields: Any = (getattr(decision, name) for name in BareDecision._fields)
    return BareDecision(*fields)
