"""One check: from facts to a report.

What only some checks need (a proposed step, questions, rules that clash) is imported where it is needed,
since the command line starts anew for every check.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from ._deciding.evaluate import truth
from ._deciding.status import situation
from ._message import draft_read, why_unjudged, with_reading
from ._nouns import replace
from ._plugging.review import with_measures_that_work
from .diagnostics import Diagnostic, Location, has_errors, in_order
from .facts import Facts, Step
from .report import (
    AssumptionUsed,
    Conflict,
    Decision,
    Finding,
    Later,
    Question,
    Report,
    Suggestion,
    Unchecked,
)
from .ruleset import Ruleset
from .vocabulary import Missing

if TYPE_CHECKING:
    from pathlib import Path

    from ._deciding.breach import Breach
    from ._deciding.situation import Situation

__all__ = ["as_taken", "check", "conflicts", "facts_for", "findings", "insist_on_a_day"]


def facts_for(
    ruleset: Ruleset,
    source: Mapping[str, Any] | Facts | Path | str,
    *,
    today: date | None = None,
    draft: str | None = None,
) -> tuple[Facts | None, tuple[Diagnostic, ...]]:
    """Validated facts that can be so under the packs, or the diagnostics that say why not.

    Raises :class:`TypeError` when ``today`` is anything but a date.
    """
    problems: tuple[Diagnostic, ...] = ()
    if isinstance(source, Facts):
        facts = source if today is None else replace(source, today=today)
        insist_on_a_day(facts.today)
        problems = tuple(_doors().senseless(facts, ruleset))
        if not problems and ruleset.worth_compiling() and not _cannot_be(ruleset, facts):
            return with_reading(ruleset, facts), ()
    else:
        if today is not None:
            insist_on_a_day(today)
        if draft is None and isinstance(source, Mapping):
            plain = _plainly(ruleset, source, today)
            if plain is not None:
                return plain, ()
        from ._reading.read_facts import read_facts

        read, problems = read_facts(source, ruleset, today=today, draft=draft)
        if read is None:
            return None, problems
        facts = read
    facts = with_reading(ruleset, facts)
    problems = in_order((*problems, *_impossibilities(ruleset, facts)))
    return (None if has_errors(problems) else facts), problems


def _plainly(ruleset: Ruleset, source: Mapping[str, Any], today: date | None) -> Facts | None:
    """The facts by the generated reader, where they are plainly right; ``None`` where it isn't sure."""
    if not ruleset.worth_compiling():
        return None
    facts = ruleset.swift_reader(source, today)
    if facts is None:
        return None
    return None if _cannot_be(ruleset, facts) else with_reading(ruleset, facts)


def _cannot_be(ruleset: Ruleset, facts: Facts) -> bool:
    """Whether the packs say that it can't be so, by generated code."""
    return bool(ruleset.impossible and _compiled().certainly(ruleset, facts, ruleset.never))


@cache
def _doors() -> Any:
    from ._reading import sense

    return sense


@cache
def _compiled() -> Any:
    """What of the compiled code a check calls; imported once, and only where code is worth generating."""
    from ._compiling import answers

    return answers


def insist_on_a_day(day: object, name: str = "today") -> None:
    """A moment passes for a date with every type checker, but which day it is depends on the time zone."""
    if isinstance(day, datetime):
        raise TypeError(
            f"{name} should be a date, not the moment {day.isoformat()}: "
            f"give {name}=moment.date(), or moment.astimezone(zone).date() in the time zone of the facts"
        )
    if not isinstance(day, date):
        raise TypeError(f"{name} should be a datetime.date, not {type(day).__name__} {day!r}")


def _impossibilities(ruleset: Ruleset, facts: Facts) -> Iterator[Diagnostic]:
    from .algebra import facts_in

    for each in ruleset.impossible:
        if truth(each.when, situation(ruleset, facts)) is True:
            read = sorted(facts_in(each.when))
            told = [path for path in read if path in facts.locations]
            told += sorted(
                path for path in facts.locations if any(path.startswith(f"{head}[") for head in read)
            )
            places = [facts.locations[path] for path in told]
            yield Diagnostic(
                "E304",
                f"This can't be: {each.title[:1].lower()}{each.title[1:]}.",
                f"Look at {', '.join(read)} again; at least one of them must be otherwise.",
                places[0] if places else None,
                related=tuple(places[1:]),
            )


def check(
    ruleset: Ruleset,
    source: Mapping[str, Any] | Facts | Path | str,
    *,
    today: date | None = None,
    draft: str | None = None,
    as_of: date | None = None,
) -> Report:
    """What ``ruleset`` says about the facts; see :meth:`etiquette.Ruleset.check`."""
    if as_of is not None:
        insist_on_a_day(as_of, "as_of")
    return with_measures_that_work(ruleset, lambda rules: _check(rules, source, today, draft, as_of))


def _check(
    ruleset: Ruleset,
    source: Mapping[str, Any] | Facts | Path | str,
    today: date | None,
    draft: str | None,
    as_of: date | None,
) -> Report:
    facts, problems = facts_for(ruleset, source, today=today, draft=draft)
    complete = not has_errors(ruleset.diagnostics)
    if facts is None:
        day = today or datetime.now(UTC).date()
        return Report(
            day,
            packs=ruleset.packs,
            diagnostics=in_order((*ruleset.diagnostics, *problems)),
            complete=complete,
            answered=False,
        )
    guidance = as_of or facts.today
    ruleset = ruleset.as_of(guidance)
    common: dict[str, Any] = {
        "as_of": facts.today,
        "timezone": facts.timezone.key,
        "packs": ruleset.packs,
        "proposed": facts.proposed,
        "assumptions": Later(lambda: (*_of_the_reader(facts), *_assumed(ruleset, facts))),
        "guidance_as_of": None if guidance == facts.today else guidance,
        "guidance_until": ruleset.guidance_until(guidance),
    }
    if _can_wait(ruleset, facts.proposed) and ruleset.worth_compiling():
        return _answered_later(ruleset, facts, problems, common, complete=complete)
    plan = _planned(ruleset, facts)
    found: tuple[Finding, ...] = ()
    failures: tuple[Diagnostic, ...] = ()
    if facts.proposed is not None:
        found, failures = findings(ruleset, facts, facts.proposed)
    return Report(
        plan=plan,
        findings=found,
        questions=Later(lambda: _asked(ruleset, facts, plan)),
        conflicts=conflicts(ruleset, facts, plan),
        diagnostics=in_order((*ruleset.diagnostics, *problems, *failures)),
        complete=complete and not failures,
        unchecked=tuple(_unchecked(ruleset, facts)),
        draft=draft_read(ruleset, facts.proposed, found),
        **common,
    )


def _can_wait(ruleset: Ruleset, step: Step | None) -> bool:
    """Whether nothing can go wrong later: no plugin has a say in what the step breaches."""
    return step is None or (not ruleset.reviewers and (step.message is None or step.message.text is None))


def _answered_later(
    ruleset: Ruleset,
    facts: Facts,
    problems: tuple[Diagnostic, ...],
    common: dict[str, Any],
    *,
    complete: bool,
) -> Report:
    """The report of a compiled ruleset: decided now, put into words when somebody looks."""
    code = _compiled()
    found = code.decided(ruleset, facts)
    plan = Later(lambda: code.plan_of(ruleset, facts, found))
    clashing = any(bare is None or bare.status == "conflict" for bare in found[0])
    step = facts.proposed
    against: Sequence[Finding] = ()
    if step is not None:
        known = code.quick_breaches(ruleset, facts, as_taken(ruleset, step), found)
        gravest = None if known is None else (known[0].level if known else "note")
        against = Later(
            lambda: findings(ruleset, facts, step)[0], None if gravest is None else gravest == "error"
        )
    message = step is not None and step.message is not None
    noted = (*ruleset.diagnostics, *problems)
    return Report(
        plan=plan,
        findings=against,
        questions=Later(lambda: _asked(ruleset, facts, plan)),
        conflicts=conflicts(ruleset, facts, plan) if clashing else (),
        diagnostics=in_order(noted) if noted else (),
        complete=complete,
        unchecked=Later(lambda: tuple(_unchecked(ruleset, facts))) if message else (),
        **common,
    )


def _planned(ruleset: Ruleset, facts: Facts) -> tuple[Decision, ...]:
    """The decisions; the first few cases of a ruleset aren't worth generating code for."""
    if ruleset.worth_compiling():
        from ._compiling.deciding import make_plan

        return make_plan(ruleset, facts)
    from ._deciding.plan import make_plan as readable_plan

    return readable_plan(ruleset, facts)


def _asked(ruleset: Ruleset, facts: Facts, plan: Sequence[Decision]) -> tuple[Question, ...]:
    from ._deciding.questions import questions

    return questions(ruleset, facts, plan)


def _assumed(ruleset: Ruleset, facts: Facts) -> tuple[AssumptionUsed, ...]:
    from ._compiling.assuming import assumptions_used

    return assumptions_used(ruleset, facts)


def as_taken(ruleset: Ruleset, step: Step) -> Step:
    """The step as it is taken: whoever addresses a carrier goes through that carrier."""
    return replace(step, via=step.to) if step.via is not None and step.to in ruleset.carriers else step


def _unchecked(ruleset: Ruleset, facts: Facts) -> Iterator[Unchecked]:
    """What the rules ask of a proposed message that nobody could look at."""
    step = facts.proposed
    if step is None or step.message is None:
        return
    from ._deciding.decide import resolve
    from ._deciding.steps import matching_ways

    at = situation(ruleset, facts).on(step.day)
    found = resolve(at, ruleset.actions[step.action])
    plans = [way.message for way in matching_ways(found, as_taken(ruleset, step))]
    message = step.message
    if message.concepts is None and any(
        (*plan.must, *plan.should, *plan.avoid, plan.first) for plan in plans
    ):
        yield Unchecked("proposed.message.says", why_unjudged(ruleset, message))
    if isinstance(message.subject, Missing) and any(plan.subject for plan in plans):
        yield Unchecked("proposed.message.subject", "Whether the message has a subject is not known.")
    if message.text is None:
        for unit in sorted({unit for plan in plans for unit, _ in plan.limits} - set(message.lengths)):
            yield Unchecked(f"proposed.message.{unit}", f"How long the message is in {unit} is not known.")


def _of_the_reader(facts: Facts) -> Iterator[AssumptionUsed]:
    for path, value in sorted(facts.assumed.items()):
        yield AssumptionUsed(path, value)


def conflicts(ruleset: Ruleset, facts: Facts, plan: Sequence[Decision]) -> tuple[Conflict, ...]:
    """The clashes behind those decisions of a plan whose status is ``conflict``."""
    if all(decision.status != "conflict" for decision in plan):
        return ()
    from ._deciding.conflicts import conflicts_of
    from ._deciding.decide import resolve

    at = situation(ruleset, facts)
    return tuple(
        conflict
        for decision in plan
        if decision.status == "conflict"
        for conflict in conflicts_of(at, resolve(at, ruleset.actions[decision.action]))
    )


def findings(
    ruleset: Ruleset, facts: Facts, step: Step
) -> tuple[tuple[Finding, ...], tuple[Diagnostic, ...]]:
    """What is said against a step, gravest first, and the failures of plugins that were to review it."""
    from ._deciding.plan import decide
    from ._deciding.suggest import advise
    from ._plugging.review import review

    at = situation(ruleset, facts)
    action = ruleset.actions[step.action]
    step = as_taken(ruleset, step)
    advised = advise(at, action, step)
    suggestion = _suggestion(at, step, advised.nearest) if advised.breaches else None
    mine = [_finding(at, facts, step, breach, suggestion) for breach in advised.breaches]
    decision = decide(at.on(step.day), action)
    others, failures = review(ruleset.reviewers, step, facts, decision)
    grave = {"error": 0, "warning": 1, "note": 2}
    ordered = sorted((*mine, *others), key=lambda f: (grave[f.level], f.about, f.rule, f.observed))
    once = [each for place, each in enumerate(ordered) if each not in ordered[:place]]
    return tuple(once), failures


def _finding(
    at: Situation, facts: Facts, step: Step, breach: Breach, suggestion: Suggestion | None
) -> Finding:
    from ._deciding.wording import title_of

    rule = breach.rule
    place = _place(facts, step, breach)
    subject = title_of(at.ruleset, "actions", step.action)
    message = f"{rule.title}: {breach.observed}, where it should be {breach.required}."
    if breach.about == "action":
        message = f"{rule.title}: you are asked {breach.required} ({subject})."
    return Finding(
        rule.id,
        breach.level,
        breach.about,
        message,
        breach.observed,
        breach.required,
        suggestion,
        rule.because,
        rule.source,
        place,
        concept=breach.concept,
        spans=breach.spans,
        instead=breach.instead or _wording(at, step, breach),
    )


def _wording(at: Situation, step: Step, breach: Breach) -> str:
    """A sentence of the packs' for what the message lacks; empty where they have none."""
    message = step.message
    if breach.concept is None or message is None or breach.concept in (message.concepts or ()):
        return ""
    from ._writing.suggesting import wording_for

    language = message.reading.language if message.reading else ""
    return wording_for(
        at.ruleset, breach.concept, step.action, step.channel or "", told=at.facts.told, language=language
    )


def _place(facts: Facts, step: Step, breach: Breach) -> Location | None:
    """Where what a breach is about stands: in the file of the draft, else in that of the facts."""
    draft = step.message.draft if step.message else None
    if draft is not None and draft.label and breach.about.startswith("message"):
        placed = (draft.place(span) for span in breach.spans)
        return next((each for each in placed if each), Location(draft.label))
    part = {"recipient": "to", "day": "date"}.get(breach.about, breach.about)
    names = [part, *(("message.text", "message") if part.startswith("message") else ())]
    places = (facts.locations.get(f"proposed.{name}") for name in names)
    return next((each for each in places if each), facts.locations.get("proposed"))


def _suggestion(at: Situation, step: Step, nearest: Step | None) -> Suggestion:
    if nearest is None:
        return Suggestion("There is no step of this kind that would be right; leave it.")
    from ._deciding.wording import step_in_words

    words = step_in_words(at.ruleset, nearest, at.facts.today)
    return Suggestion(f"{words[:1].upper()}{words[1:]}{_message_in_words(at, step, nearest)}.", nearest)


def _message_in_words(at: Situation, step: Step, nearest: Step) -> str:
    if step.message is None or nearest.message is None or nearest.message == step.message:
        return ""
    from ._deciding.drafts import length_in
    from ._deciding.wording import title_of

    parts: list[str] = []
    before, after = step.message, nearest.message
    sizes = [
        f"{most} {unit}"
        for unit, most in sorted(after.lengths.items())
        if (length_in(at, before, unit) or 0) > most
    ]
    if sizes:
        parts.append(f"cut to {', '.join(sizes)}")
    if before.subject != after.subject:
        parts.append("without a subject" if isinstance(before.subject, str) else "with a subject")
    said, says = before.concepts, after.concepts
    if said is not None and says is not None:
        for verb, concepts in (("saying", says - said), ("leaving out", said - says)):
            if concepts:
                titles = [title_of(at.ruleset, "concepts", each) for each in sorted(concepts)]
                parts.append(f"{verb} {' and '.join(f'“{title}”' for title in titles)}")
    return f"; {', '.join(parts)}" if parts else ""
