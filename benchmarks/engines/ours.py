"""The engine of this repository: the decision as a rule pack, asked for less and for more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import etiquette
from etiquette import Facts, Report, Ruleset
from workload.facts import Answer, Flat

from .base import Decide, Engine
from .ours_facts import facts_of, mapping_of, planned_of

__all__ = ["BARE", "ENGINES", "PACK", "generated_code"]

PACK: Final = Path(__file__).parents[1] / "workload" / "pack"

_HOST: Final = (
    "R01, which is about the step of any action; how many days ago the last question was; "
    "the inquiry's status, from those of two actions; dates, where there are any"
)
_STATUS_OF_THANKS: Final = {"done": "done", "not_yet": "not_yet", "due": "due", "missed": "late"}


def _answer(flat: Flat, plan: Mapping[str, Any], broken: Iterable[str], rules: Mapping[str, str]) -> Answer:
    """The answer, from the decisions and the ids of the rules that the step breaks."""
    thank, ask, frame, wait = plan["thank_you"], plan["status_inquiry"], plan["in_touch"], plan["wait"]
    found = {rules[rule] for rule in broken if rule in rules}
    first, last = frame.not_before.toordinal(), frame.not_after.toordinal()
    step = flat["planned"]
    in_time = step["action"] == "thank_you" and first <= step["day"] <= last
    if thank.status == "due" and not in_time:
        found.add("R01")
    return {
        "violations": sorted(found),
        "earliest": wait.not_before.toordinal(),
        "window": [first, last],
        "thank_you": _STATUS_OF_THANKS[thank.status],
        "inquiry": ask.status if ask.status in ("done", "forbidden") else wait.status,
        "channels": list(frame.channels),
    }


def _loaded() -> tuple[Ruleset, dict[str, str]]:
    """The ruleset, and which of the fourteen rules each of its rules says."""
    ruleset = etiquette.load(str(PACK), plugins=())
    return ruleset, {rule.id: rule.source.norms[0] for rule in ruleset.rules if rule.source.norms}


def _reporting(given: Callable[[Flat], Any], use: Callable[[Report], object]) -> Decide:
    """A decision by a report on the facts as ``given`` gives them, which is put to some use."""
    ruleset, rules = _loaded()

    def decide(flat: Flat) -> Answer:
        report = ruleset.check(given(flat))
        use(report)
        plan = {each.action: each for each in report.plan}
        return _answer(flat, plan, [each.rule for each in report.findings], rules)

    return decide


def _barely(given: Callable[[Flat], Any]) -> Decide:
    """A decision without explanations, on the facts as ``given`` gives them."""
    ruleset, rules = _loaded()

    def decide(flat: Flat) -> Answer:
        outcome = ruleset.decide(given(flat))
        plan = {each.action: each for each in outcome.decisions}
        return _answer(flat, plan, [each.rule for each in outcome.breaches], rules)

    return decide


def _plainly() -> Decide:
    """A decision on the plain facts, whose days are numbers, without making facts of them first."""
    ruleset, rules = _loaded()
    decider = ruleset.decider()
    places = {action: place for place, action in enumerate(ruleset.actions)}
    thanks, inquiry = places["thank_you"], places["status_inquiry"]
    frame_at, wait_at = places["in_touch"], places["wait"]

    def decide(flat: Flat) -> Answer:
        now, plan, asked = flat["now"], flat["planned"], flat["last_inquiry_day"]
        told = {**flat, "days_since_last_inquiry": None if asked is None else now - asked}
        action, day = plan["action"], plan["day"]
        decisions, breaches = decider(told, now, None if action == "none" else planned_of(plan))
        thank, ask, frame, wait = (
            decisions[thanks],
            decisions[inquiry],
            decisions[frame_at],
            decisions[wait_at],
        )
        first, last = frame.not_before, frame.not_after
        found = [rules[each.rule] for each in breaches if each.rule in rules]
        if thank.status == "due" and not (action == "thank_you" and first <= day <= last):
            found.append("R01")
        return {
            "violations": sorted(set(found)) if len(found) > 1 else found,
            "earliest": wait.not_before,
            "window": [first, last],
            "thank_you": _STATUS_OF_THANKS[thank.status],
            "inquiry": ask.status if ask.status in ("done", "forbidden") else wait.status,
            "channels": list(frame.channels),
        }

    return decide


def generated_code() -> Callable[[Facts], object]:
    """What decides in the end, given facts that are ready and with nothing made of what it says."""
    decide = _loaded()[0].compiled.decide
    return lambda facts: decide(facts.told, facts.today.toordinal(), facts.timezone.key)


def _looked_at(report: Report) -> object:
    """What a caller looks at who shows findings with the nearest step that would be right."""
    return [(each.observed, each.required, each.suggestion) for each in report.findings]


def _as_json(report: Report) -> object:
    return report.to_json()


BARE: Final = Engine("etiquette, bare decision", _plainly, host=_HOST)

ENGINES: Final[tuple[Engine, ...]] = (
    BARE,
    Engine("etiquette, bare decision with dates", lambda: _barely(facts_of), host=_HOST),
    Engine("etiquette, facts validated, bare decision", lambda: _barely(mapping_of), host=_HOST),
    Engine("etiquette, report", lambda: _reporting(facts_of, _looked_at), host=_HOST),
    Engine("etiquette, facts validated, report", lambda: _reporting(mapping_of, _looked_at), host=_HOST),
    Engine(
        "etiquette, facts validated, report as JSON", lambda: _reporting(mapping_of, _as_json), host=_HOST
    ),
)
