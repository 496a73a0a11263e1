"""Claims one and two: no rules contradict each other, and what must or should be done can be done.

The solver looks for a case in which an action's decision is a conflict. The evaluator replays it and names a
minimal set of rules. Where all of these take part is then left aside, so that the next case shows others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from typing import Final

from etiquette._deciding.combine import CONSTRAINTS
from etiquette._deciding.wording import any_of
from etiquette.model import Aspect, Override, Rule
from etiquette.proof import Answer, Claim
from etiquette.report import Conflict
from etiquette.ruleset import Ruleset

from .asking import Guidance, clashes, instance, witness_of
from .decisions import Decided
from .glance import never_clash
from .logic import Formula, both, either, negate, number_in
from .session import Session
from .witness import with_parameters

__all__ = ["about_clashes", "proved_of"]

_MOST: Final = 12
"""Different sets of rules that are named for one action."""
_MOST_DAYS: Final = 800
_SETS: Final = ("channels", "recipients", "via")


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
    ruleset = session.rulesets[0]
    decided = session.decisions[0].of(action)
    title = ruleset.actions[action].title
    refuted: set[Claim] = set()
    known: list[Formula] = []
    unknown = ""
    for _ in range(_MOST):
        found = session.find(either(decided.outcomes["conflict"], decided.stuck), *known)
        if found.state != "case":
            unknown = found.ran_out
            break
        made = witness_of(session, found, lambda rules, facts: bool(clashes(rules, facts, action)))
        if made is None:
            unknown = "a way to replay what the solver found"
            break
        case, witness = made
        rules = with_parameters(ruleset, case.parameters)
        conflict = clashes(rules, case.facts, action)[0]
        guilty = [rule for rule in ruleset.rules if rule.id in conflict.rules]
        known.append(negate(both(*(_takes_part(decided, rule, conflict) for rule in guilty))))
        claim: Claim = "no_conflict" if _is_clash(guilty, conflict) else "possible"
        refuted.add(claim)
        yield Answer(
            claim,
            action,
            "refuted",
            f"{conflict.message} For instance when {instance(case)}.",
            "E801" if claim == "no_conflict" else "E802",
            _settling(guidance, session, guilty, conflict),
            conflict.rules,
            conflict.locations,
            witness,
            guidance=guidance.name,
        )
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
        elif claim not in refuted:
            yield Answer(claim, action, "proved", proved, guidance=guidance.name)


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


# What would settle it


def _settling(guidance: Guidance, session: Session, guilty: Sequence[Rule], conflict: Conflict) -> str:
    """An override, or a bound, that was tried and leaves no conflict among these rules."""
    tried = list(_overrides(guidance, session, guilty, conflict))
    more_special = [text for special, text in tried if special]
    parts = more_special[:1] or [text for _, text in tried][:2]
    bound = _bound(session, guilty, conflict)
    parts += [bound] if bound else []
    if parts:
        text = any_of(parts, "or")
        return f"{text[:1].upper()}{text[1:]}."
    return "Let their conditions exclude each other, or take one of their demands away."


def _overrides(
    guidance: Guidance, session: Session, guilty: Sequence[Rule], conflict: Conflict
) -> Iterator[tuple[bool, str]]:
    decided = session.decisions[0].of(conflict.action)
    for winner, loser in permutations(guilty, 2):
        if winner.owner.startswith("plugin:") or loser.owner.startswith("plugin:"):
            continue
        for aspect in _aspects(winner, loser, conflict):
            override = Override(loser.id, aspect)
            changed = replace(winner, overrides=(*winner.overrides, override))
            if _settles(guidance, session.rulesets[0], changed, guilty, conflict):
                special = session.find(
                    decided.applies(winner.id), negate(decided.applies(loser.id)), nicely=False
                )
                yield (
                    special.state == "none",
                    f"let {winner.id} be an exception (`overrides: [{override}]`)",
                )


def _aspects(winner: Rule, loser: Rule, conflict: Conflict) -> list[Aspect]:
    """The aspects of the loser that may be at fault."""
    if conflict.about == "modality":
        return ["modality"] if {winner.modality, loser.modality} - {None} else []
    wanted = {"ways": _SETS, "hours": ("hours", "window")}.get(conflict.about, (conflict.about,))
    return [aspect for aspect in loser.aspects if aspect in wanted]


def _settles(
    guidance: Guidance, ruleset: Ruleset, changed: Rule, guilty: Sequence[Rule], conflict: Conflict
) -> bool:
    """Whether with a changed rule these rules no longer clash, wherever all of them apply."""
    rules = tuple(changed if rule.id == changed.id else rule for rule in ruleset.rules)
    if _circular(rules):
        return False
    session = guidance.session(replace(ruleset, rules=rules))
    decided = session.decisions[0].of(conflict.action)
    clash = either(decided.outcomes["conflict"], decided.stuck)
    applying = (decided.applies(rule.id) for rule in guilty)
    return session.find(clash, *applying, nicely=False).state == "none"


def _circular(rules: Sequence[Rule]) -> bool:
    """Whether two rules override each other."""
    named = {(rule.id, each.target) for rule in rules for each in rule.overrides}
    return any((target, rule) in named for rule, target in named)


def _bound(session: Session, guilty: Sequence[Rule], conflict: Conflict) -> str:
    """By how many days a window would have to be longer, where that has an end."""
    if conflict.about != "window":
        return ""
    decided = session.decisions[0].of(conflict.action)
    day = decided.formulas.day
    begins = [rule for rule in guilty if rule.window and rule.window.not_before is not None]
    closes = [rule for rule in guilty if rule.window and rule.window.not_after is not None]
    if len(begins) != 1 or len(closes) != 1:
        return ""
    first, last = day(begins[0].window.not_before), day(closes[0].window.not_after)  # type: ignore[union-attr, arg-type]
    here = (
        decided.binding(begins[0], "window"),
        decided.binding(closes[0], "window"),
        negate(first.none),
        negate(last.none),
    )
    if session.find(*here, first.term - last.term > _MOST_DAYS, nicely=False).state != "none":
        return ""
    least, most = 0, _MOST_DAYS
    while least < most:
        middle = (least + most) // 2
        found = session.find(*here, first.term - last.term > middle, nicely=False)
        if found.state == "unknown":
            return ""
        if found.model is None:
            most = middle
        else:
            least = max(middle + 1, number_in(found.model, first.term) - number_in(found.model, last.term))
    days = "1 day" if least == 1 else f"{least} days"
    return f"let {closes[0].id} end {days} later, which is enough in every case"
