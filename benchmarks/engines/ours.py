"""The engine of this repository: the decision as a rule pack, asked for less and for more."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import etiquette
from etiquette import Decision, Facts, Message, Report, Ruleset, Step
from etiquette.facts import NONE, FactValue
from workload.facts import Answer, Flat

from .base import Decide, Engine

__all__ = ["BARE", "ENGINES", "PACK", "bare_decision", "compiled", "facts_of", "nested"]

PACK: Final = Path(__file__).parents[1] / "workload" / "pack"

_ZONE: Final = ZoneInfo("UTC")
_CHANNELS: Final = {"email": "email", "phone": "phone", "sms": "sms", "none": "other"}
_HOST: Final = (
    "dates; R01, which speaks of the step of another action; how many days ago the last question was"
)


def facts_of(flat: Flat) -> Facts:
    """The facts in the words of the pack, as they are once they have been validated."""
    day = date.fromordinal
    promised, last = flat["promised_by_day"], flat["last_inquiry_day"]
    preferred = flat["preferred_channel"]
    told: dict[str, FactValue] = {
        "interview_day": day(flat["interview_day"]),
        "promised_by_day": NONE if promised is None else day(promised),
        "via_recruiter": flat["via_recruiter"],
        "invited_in_person": flat["invited_in_person"],
        "thank_you_sent": flat["thank_you_sent"],
        "reply_received": flat["reply_received"],
        "offer": flat["offer"],
        "rejected": flat["rejected"],
        "preferred_channel": NONE if preferred == "none" else preferred,
        "status_inquiries_sent": flat["status_inquiries_sent"],
        "last_inquiry_day": NONE if last is None else day(last),
        "days_since_last_inquiry": NONE if last is None else flat["now"] - last,
    }
    return Facts(told, day(flat["now"]), _ZONE, _step(flat["planned"]))


def _step(plan: Flat) -> Step | None:
    action = plan["action"]
    if action == "none":
        return None
    message = None if action == "visit" else Message(lengths={"words": plan["words"]}, says=_says(plan))
    channel = _CHANNELS[plan["channel"]]
    return Step(action, date.fromordinal(plan["day"]), None, channel, plan["recipient"], None, None, message)


def _says(plan: Flat) -> frozenset[str]:
    return _SAYS[plan["thanks"], plan["urgent"], plan["welcomes_contact"]]


_SAYS: Final = {
    (thanks, urgent, welcome): frozenset(
        word for word, said in (("gratitude", thanks), ("urgency", urgent), ("welcome", welcome)) if said
    )
    for thanks in (True, False)
    for urgent in (True, False)
    for welcome in (True, False)
}


def nested(flat: Flat) -> dict[str, Any]:
    """The facts as another program has them: a mapping as in a facts file, which is to be validated."""
    facts = facts_of(flat)
    asked: dict[str, Any] = {
        path: "none" if value is NONE else value.isoformat() if isinstance(value, date) else value
        for path, value in facts.told.items()
    }
    asked |= {"today": facts.today.isoformat(), "timezone": "UTC"}
    step = facts.proposed
    if step is not None:
        asked["proposed"] = {
            "action": step.action,
            "date": step.day.isoformat(),
            "channel": step.channel,
            "to": step.to,
        }
        if step.message is not None:
            says = sorted(step.message.says or ())
            asked["proposed"]["message"] = {"words": step.message.lengths["words"], "says": says}
    return asked


def _reported(report: Report) -> Mapping[str, Decision]:
    return {each.action: each for each in report.plan}


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
        return _answer(flat, _reported(report), [each.rule for each in report.findings], rules)

    return decide


def bare_decision(ruleset: Ruleset, facts: Facts) -> Any:
    """Everything that is decided about the facts, as bare as it comes."""
    return ruleset.compiled.decide(facts.told, facts.today.toordinal(), facts.timezone.key)


def compiled(ruleset: Ruleset) -> Any:
    """What is done once for a ruleset before it decides."""
    return ruleset.compiled


BARE: Final = Engine("etiquette, report", lambda: _reporting(facts_of, bool), host=_HOST)
ENGINES: Final[tuple[Engine, ...]] = (
    BARE,
    Engine("etiquette, facts validated, report", lambda: _reporting(nested, bool), host=_HOST),
    Engine(
        "etiquette, facts validated, report as JSON",
        lambda: _reporting(nested, lambda report: json.dumps(report.to_dict())),
        host=_HOST,
    ),
)
