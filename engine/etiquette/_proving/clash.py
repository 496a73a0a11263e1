"""Claims one and two: no rules contradict each other, and what must or should be done can be done.

The solver looks for a case in which an action's decision is a conflict. The evaluator replays it and names a
minimal set of rules. Where all of these take part is then left aside, so that the next case shows others; so
a clash can hide one beside it until it is settled, and nothing is claimed of an action that has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from etiquette._deciding.combine import CONSTRAINTS
from etiquette.facts import Facts
from etiquette.model import Rule
from etiquette.proof import Answer, Claim
from etiquette.report import Conflict
from etiquette.ruleset import Ruleset

from .asking import Guidance, clashes, instance, witness_of
from .decisions import Decided
from .glance import never_clash
from .logic import Formula, both, either, negate
from .rooms import Room
from .session import Session
from .settle import settling
from .witness import with_parameters

__all__ = ["about_clashes", "proved_of"]

_MOST: Final = 12
"""Different sets of rules that are named for one action."""


def about_clashes(guidance: Guidance, action: str) -> Iterator[Answer]:
    """Both claims about one action: one answer for each set of rules that clash, or that both hold."""
    if never_clash(guidance.ruleset, action):
        yield from proved_of(guidance, action)
    else:
        yield from _by_the_solver(guidance, action)


def proved_of(guidance: Guidance, action: str) -> Iterator[Answer]:
    """The answers about an action of which both claims hold."""
    for claim, proved in _sentences(guidance.ruleset.actions[action].title):
        yield Answer(claim, action, "proved", proved, guidance=guidance.name)


def _sentences(title: str) -> tuple[tuple[Claim, str], ...]:
    return (
        ("no_conflict", f"No rules about “{title}” contradict each other."),
        ("possible", f"Whenever “{title}” must or should be done, there is a way to do it."),
    )


def _by_the_solver(guidance: Guidance, action: str) -> Iterator[Answer]:
    session = guidance.session_about(action)
    decided = session.decisions[0].of(action)
    title = guidance.ruleset.actions[action].title
    refuted = False
    unknown = ""
    opposite: list[tuple[frozenset[str], Formula]] = []
    narrow: list[tuple[frozenset[str], Formula]] = []
    simple = both(decided.obliged, negate(Room(decided, decided.everywhere(), None).window))
    for wanted, known in (
        (decided.outcomes["conflict"], opposite),
        (simple, narrow),
        (decided.stuck, narrow),
    ):
        for _ in range(_MOST):
            answer, ran_out = _clash(guidance, session, action, wanted, known)
            if answer is None:
                unknown = unknown or ("" if wanted is simple else ran_out)
                break
            refuted = True
            yield answer
    for claim, proved in _sentences(title):
        if unknown:
            sentence = f"It isn't known whether {proved[:1].lower()}{proved[1:]}"
            yield Answer(  # the rest of the cases, even where one was found
                claim,
                action,
                "unknown",
                sentence,
                "E811",
                "Try again with more time (--seconds), or make the conditions of its rules simpler.",
                ran_out=unknown,
                guidance=guidance.name,
            )
        elif not refuted:  # beside a clash, cases of the other kind may hide
            yield Answer(claim, action, "proved", proved, guidance=guidance.name)


def _clash(
    guidance: Guidance,
    session: Session,
    action: str,
    wanted: Formula,
    known: list[tuple[frozenset[str], Formula]],
) -> tuple[Answer | None, str]:
    """A clash other than those that are ``known``, to which it is added; else what ran out, if any."""
    ruleset = session.rulesets[0]
    decided = session.decisions[0].of(action)
    found = session.find(wanted, *(formula for _, formula in known))
    if found.state != "case":
        return None, found.ran_out

    def another(rules: Ruleset, facts: Facts) -> Conflict | None:
        new = (
            each
            for each in clashes(rules, facts, action)
            if not any(guilty <= set(each.rules) for guilty, _ in known)
        )
        return next(new, None)

    made = witness_of(session, found, lambda rules, facts: another(rules, facts) is not None)
    if made is None:
        return None, "a way to replay what the solver found"
    case, witness = made
    conflict = another(with_parameters(ruleset, case.parameters), case.facts)
    assert conflict is not None  # noqa: S101 - the case shows it
    guilty = [rule for rule in ruleset.rules if rule.id in conflict.rules]
    apart = negate(both(*(_takes_part(decided, rule, conflict) for rule in guilty)))
    known.append((frozenset(conflict.rules), apart))
    clash = _is_clash(guilty, conflict)
    return Answer(
        "no_conflict" if clash else "possible",
        action,
        "refuted",
        f"{conflict.message} For instance when {instance(case)}.",
        "E801" if clash else "E802",
        settling(guidance, session, guilty, conflict),
        conflict.rules,
        conflict.locations,
        witness,
        guidance=guidance.name,
    ), ""


def _is_clash(guilty: Sequence[Rule], conflict: Conflict) -> bool:
    """Whether several rules demand what doesn't go together, rather than one what can't be done at all."""
    if conflict.about == "modality":
        return True
    return sum(bool(set(rule.aspects) & set(CONSTRAINTS)) for rule in guilty) > 1


def _takes_part(decided: Decided, rule: Rule, conflict: Conflict) -> Formula:
    """That everything which the rule says in the conflict is in play."""
    if conflict.about == "modality":
        return decided.in_play(rule, "modality")
    return either(*(decided.in_play(rule, aspect) for aspect in rule.aspects))
