"""Why a decision is what it is: every rule's fate, every condition's value, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any as Anything
from typing import Final

from ._deciding.combine import CONSTRAINTS, ChosenFrom, Demand, work_out
from ._deciding.decide import STRENGTH, Resolution, resolve
from ._deciding.domains import representatives
from ._deciding.evaluate import truth, value
from ._deciding.messages import WorkedOutMessage
from ._deciding.plan import decide, make_plan
from ._deciding.questions import is_possible
from ._deciding.situation import Situation
from ._deciding.status import situation
from ._deciding.unparse import node_in_words, value_in_words
from ._deciding.wording import WEEKDAYS, any_of, day_in_words, entries_of, hours_in_words, title_of
from ._plugging.review import with_measures_that_work
from .algebra import All, Any, Condition, Constant, IsOpen, Named, Node, Not, Test, facts_in
from .check import facts_for, insist_on_a_day
from .diagnostics import FactsError
from .explanation import ActionExplained, Change, ConditionLine, Explanation, Fate, RuleExplained
from .facts import Facts, with_fact
from .model import Action, Aspect, Hours, Rule, Window
from .report import Decision, Status
from .ruleset import Ruleset

__all__ = ["condition_lines", "explain"]

_WOULD: Final[Mapping[Status, str]] = {
    "conflict": "the rules would contradict each other",
    "done": "it would be done",
    "forbidden": "you must not do it",
    "discouraged": "you had better not do it",
    "impossible": "no way would be left",
    "not_yet": "it would be too early",
    "missed": "it would be too late",
    "late": "it would be late",
    "due": "it would be due",
    "open": "you might do it now",
    "unaddressed": "the rules would say nothing about it",
}

_ORDER: Final[tuple[Fate, ...]] = (
    "in_effect",
    "undetermined",
    "outweighed",
    "overridden",
    "does_not_apply",
    "not_in_force",
)
_DAY: Final = timedelta(days=1)


def explain(
    ruleset: Ruleset,
    source: Mapping[str, Anything] | Facts | Path | str,
    topic: str | None = None,
    *,
    today: date | None = None,
    as_of: date | None = None,
) -> Explanation:
    """The explanation of one action, of all actions that a rule speaks of, or of the whole plan.

    See :meth:`etiquette.Ruleset.explain`.
    """
    if as_of is not None:
        insist_on_a_day(as_of, "as_of")
    wanted = _actions_of(ruleset, topic)
    facts, problems = with_measures_that_work(ruleset, lambda rules: facts_for(rules, source, today=today))
    if facts is None:
        raise FactsError(problems)
    guidance = as_of or facts.today
    ruleset = ruleset.as_of(guidance)
    return Explanation(
        facts.today,
        ruleset.packs,
        topic,
        tuple(
            _action(ruleset, facts, decision, topic if topic not in ruleset.actions else None)
            for decision in make_plan(ruleset, facts)
            if decision.action in wanted
        ),
        None if guidance == facts.today else guidance,
        ruleset.guidance_until(guidance),
    )


def _actions_of(ruleset: Ruleset, topic: str | None) -> frozenset[str]:
    if topic is None:
        return frozenset(ruleset.actions)
    if topic in ruleset.actions:
        return frozenset({topic})
    rule = next((each for each in (*ruleset.rules, *ruleset.not_in_force) if each.id == topic), None)
    if rule is None:
        raise KeyError(topic)
    return frozenset(action.id for action in ruleset.actions.values() if rule.speaks_of(action))


def _action(ruleset: Ruleset, facts: Facts, decision: Decision, only: str | None) -> ActionExplained:
    at = situation(ruleset, facts)
    action = ruleset.actions[decision.action]
    found = resolve(at, action)
    rules = [_rule(at, found, rule) for rule in ruleset.by_action[action.id] if only in (None, rule.id)]
    rules += [
        RuleExplained(rule, "not_in_force", tuple(condition_lines(rule.when, at)))
        for rule in ruleset.not_in_force
        if rule.speaks_of(action) and only in (None, rule.id)
    ]
    rules.sort(key=lambda each: (_ORDER.index(each.fate), each.rule.id))
    changes = (*_by_time(facts, decision), *_by_facts(ruleset, facts, action, decision))
    return ActionExplained(decision, tuple(rules), changes)


def _rule(at: Situation, found: Resolution, rule: Rule) -> RuleExplained:
    lines = tuple(condition_lines(rule.when, at))
    applies = found.applies[rule.id]
    if applies is False:
        return RuleExplained(rule, "does_not_apply", lines)
    in_play = found.in_play[rule.id]
    out: tuple[Aspect, ...] = tuple(aspect for aspect, state in in_play.items() if state is False)
    if found.outweighed.get(rule.id):
        return RuleExplained(rule, "outweighed", lines, by=_outweighing(found, rule), aspects_out=out)
    by = tuple(
        sorted(
            {
                other.id
                for aspect in out
                for other in at.ruleset.overriders.get((rule.id, aspect), ())
                if found.applies.get(other.id) is True
            }
        )
    )
    left: list[Aspect] = [aspect for aspect, state in in_play.items() if state is not False]
    says = tuple(_says(at, rule, work_out(rule, [a for a in CONSTRAINTS if a in left], at), left))
    fate: Fate = "in_effect"
    if not left:
        fate = "overridden"
    elif applies is None or all(in_play[aspect] is None for aspect in left):
        fate = "undetermined"
    return RuleExplained(rule, fate, lines, says, by, out)


def _outweighing(found: Resolution, rule: Rule) -> tuple[str, ...]:
    return tuple(
        other.id
        for other in found.rules.values()
        if other.modality is not None
        and rule.modality is not None
        and found.in_play.get(other.id, {}).get("modality") is True
        and not found.outweighed.get(other.id)
        and STRENGTH[other.modality] > STRENGTH[rule.modality]
    )


def _says(at: Situation, rule: Rule, demand: Demand, left: list[Anything]) -> Iterator[str]:
    if rule.modality and "modality" in left:
        yield rule.modality.replace("_", " ")
    if rule.window and "window" in left:
        yield from _window(at, rule.window, demand)
    if rule.hours and "hours" in left:
        yield from _hours(rule.hours)
    for aspect in ("channels", "recipients", "via"):
        if aspect in left:
            yield from _choice(at.ruleset, aspect, getattr(demand, aspect))
    if demand.message is not None:
        yield from _message(at.ruleset, demand.message)


def _window(at: Situation, window: Window, demand: Demand) -> Iterator[str]:
    for name in ("not_before", "ideally_by", "not_after"):
        node, day = getattr(window, name), getattr(demand, name)
        if node is not None:
            when = day_in_words(day, at.facts.today) if day else value_in_words(value(node, at))
            yield f"{name.replace('_', ' ')} {when} ({node_in_words(node)})"


def _hours(hours: Hours) -> Iterator[str]:
    for verb, interval in (("only", hours.only), ("rather", hours.prefer)):
        if interval:
            yield f"{verb} from {hours_in_words(interval)} where they are"
    for verb, days in (("only on", hours.weekdays), ("rather on", hours.prefer_weekdays)):
        if days is not None:
            yield f"{verb} {any_of([WEEKDAYS[day - 1] for day in sorted(days)])}"


def _message(ruleset: Ruleset, asked: WorkedOutMessage) -> Iterator[str]:
    for verb, words in (
        ("must", "must say"),
        ("should", "should say"),
        ("may", "may say"),
        ("avoid", "avoid"),
    ):
        if getattr(asked, verb):
            titles = [f"“{title_of(ruleset, 'concepts', each)}”" for each in getattr(asked, verb)]
            yield f"message: {words} {any_of(titles, 'and')}"
    if asked.first:
        yield f"message: “{title_of(ruleset, 'concepts', asked.first)}” first"
    for path in asked.mention:
        yield f"message: names one of the {entries_of(ruleset, path)}, if there are any"
    yield from (f"message: at most {most} {unit}" for unit, most in asked.limits)
    if asked.subject:
        yield f"message: subject {asked.subject}"


def _choice(ruleset: Ruleset, aspect: str, choice: ChosenFrom) -> Iterator[str]:
    kind = "carriers" if aspect == "via" else aspect

    def titles(names: Iterable[str], last: str) -> str:
        return any_of([title_of(ruleset, kind, name) for name in names], last)

    if choice.only is not None:
        yield f"{aspect}: only {titles(sorted(choice.only), 'or') or 'none'}"
    if choice.never:
        yield f"{aspect}: never {titles(sorted(choice.never), 'or')}"
    if choice.prefer:
        yield f"{aspect}: rather {titles(choice.prefer, 'then')}"


def condition_lines(node: Condition, at: Situation, depth: int = 0) -> Iterator[ConditionLine]:
    """A condition as an indented tree of lines, each with what was observed and what is required."""
    match node:
        case All(parts):
            if len(parts) != 1 and depth:
                yield ConditionLine(depth, "all of", truth(node, at))
            for part in parts:
                yield from condition_lines(part, at, depth + (len(parts) != 1 and depth > 0))
        case Any(parts):
            yield ConditionLine(depth, "any of", truth(node, at))
            for part in parts:
                yield from condition_lines(part, at, depth + 1)
        case Not(Test() as test):
            yield _test_line(node, test, at, depth)
        case Not(Named(name, body)):
            yield ConditionLine(depth, f"not {name}", truth(node, at))
            yield from _definition_lines(body, at, depth + 1)
        case Not(part):
            yield ConditionLine(depth, "not", truth(node, at))
            yield from condition_lines(part, at, depth + 1)
        case Named(name, body):
            yield ConditionLine(depth, name, truth(node, at))
            yield from _definition_lines(body, at, depth + 1)
        case IsOpen(action):
            holds = truth(node, at)
            observed = "not known" if holds is None else ("open" if holds else "not open")
            yield ConditionLine(depth, f"{action} is open", holds, observed, "open")
        case Test():
            yield _test_line(node, node, at, depth)


def _definition_lines(body: Node, at: Situation, depth: int) -> Iterator[ConditionLine]:
    """What a definition says, its parts directly below its name."""
    if isinstance(body, All):
        for part in body.parts:
            yield from condition_lines(part, at, depth)
    elif isinstance(body, (Test, Any, Not, Named, IsOpen)):
        yield from condition_lines(body, at, depth)


def _test_line(whole: Condition, test: Test, at: Situation, depth: int) -> ConditionLine:
    left = test.left
    observed = value_in_words(value(left, at))
    read = sorted(facts_in(left))
    fact = read[0] if len(read) == 1 else None
    required = node_in_words(whole).removeprefix(node_in_words(left)).strip().removeprefix("is ").strip()
    if test.right is not None and not isinstance(test.right, Constant):
        required = f"{required} ({value_in_words(value(test.right, at))})"
    assumed = fact is not None and fact in at.assumed_read
    return ConditionLine(depth, node_in_words(whole), truth(whole, at), observed, required, fact, assumed)


def _by_time(facts: Facts, decision: Decision) -> Iterator[Change]:
    today = facts.today
    if decision.opens_on and decision.opens_on > today:
        yield Change(f"from {day_in_words(decision.opens_on, today)} it is open", decision.opens_on)
    if decision.status in ("done", "unaddressed"):
        return
    for day, what in ((decision.ideally_by, "late"), (decision.not_after, "missed")):
        if day and day >= today:
            yield Change(f"from {day_in_words(day + _DAY, today)} it is {what}", day + _DAY)


def _by_facts(ruleset: Ruleset, facts: Facts, action: Action, decision: Decision) -> Iterator[Change]:
    """Single facts that, told otherwise, give another status; one line for each fact and status."""
    read: set[str] = set(facts_in(action.done_when)) if action.done_when else set()
    for rule in ruleset.by_action[action.id]:
        read |= facts_in(rule.when)
    for path in sorted(read):
        now = situation(ruleset, facts).fact(path)
        seen: set[Status] = set()
        for other in representatives(ruleset, facts, path):
            if other == now:
                continue
            told = replace(facts, told=with_fact(facts.told, path, other))
            if not is_possible(situation(ruleset, told)):
                continue
            status = decide(situation(ruleset, told), action).status
            if status not in (decision.status, "undetermined", *seen):
                seen.add(status)
                words = f"{path} were {value_in_words(other)}"
                yield Change(f"if {words}, {_WOULD[status]}", fact=path)
