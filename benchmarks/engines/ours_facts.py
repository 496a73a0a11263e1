"""The facts of a case in the words of the pack: as the engine has them once validated, and before that."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any, Final
from zoneinfo import ZoneInfo

from etiquette import Facts, Message, Step
from etiquette.facts import NONE, FactValue
from workload.facts import Flat

__all__ = ["facts_of", "mapping_of", "planned_of"]

_ZONE: Final = ZoneInfo("UTC")
_CHANNELS: Final = {"email": "email", "phone": "phone", "sms": "sms", "none": "other"}
_CONCEPTS: Final = ("gratitude", "urgency", "welcome")
_SAYS: Final = {
    said: tuple(concept for concept, is_said in zip(_CONCEPTS, said, strict=True) if is_said)
    for said in product((True, False), repeat=len(_CONCEPTS))
}
_SAYS_AS_SET: Final = {said: frozenset(concepts) for said, concepts in _SAYS.items()}

_day = date.fromordinal


def facts_of(flat: Flat) -> Facts:
    """The facts as they are once they have been validated."""
    return Facts(_told(flat, NONE), _day(flat["now"]), _ZONE, _step(flat["planned"]))


def mapping_of(flat: Flat) -> dict[str, Any]:
    """The facts as another program gives them: a mapping as in a facts file, which is to be validated."""
    mapping = _told(flat, "none")
    mapping["today"] = _day(flat["now"])
    mapping["timezone"] = "UTC"
    plan = flat["planned"]
    if plan["action"] != "none":
        step = mapping["proposed"] = {
            "action": plan["action"],
            "date": _day(plan["day"]),
            "channel": _CHANNELS[plan["channel"]],
            "to": plan["recipient"],
        }
        if plan["action"] != "visit":
            said = _SAYS[plan["thanks"], plan["urgent"], plan["welcomes_contact"]]
            step["message"] = {"words": plan["words"], "says": said}
    return mapping


def _told(flat: Flat, none: FactValue) -> dict[str, Any]:
    promised, last = flat["promised_by_day"], flat["last_inquiry_day"]
    preferred = flat["preferred_channel"]
    return {
        "interview_day": _day(flat["interview_day"]),
        "promised_by_day": none if promised is None else _day(promised),
        "via_recruiter": flat["via_recruiter"],
        "invited_in_person": flat["invited_in_person"],
        "thank_you_sent": flat["thank_you_sent"],
        "reply_received": flat["reply_received"],
        "offer": flat["offer"],
        "rejected": flat["rejected"],
        "preferred_channel": none if preferred == "none" else preferred,
        "status_inquiries_sent": flat["status_inquiries_sent"],
        "last_inquiry_day": none if last is None else _day(last),
        "days_since_last_inquiry": none if last is None else flat["now"] - last,
    }


def _step(plan: Flat) -> Step | None:
    action = plan["action"]
    if action == "none":
        return None
    message = None
    if action != "visit":
        said = _SAYS_AS_SET[plan["thanks"], plan["urgent"], plan["welcomes_contact"]]
        message = Message(lengths={"words": plan["words"]}, says=said)
    return Step(
        action, _day(plan["day"]), channel=_CHANNELS[plan["channel"]], to=plan["recipient"], message=message
    )


def planned_of(plan: Flat) -> tuple[Any, ...]:
    """The step as a ruleset's ``decider`` takes it: in parts, its day a number."""
    action = plan["action"]
    parts = (action, plan["day"], _CHANNELS[plan["channel"]], plan["recipient"], None)
    if action == "visit":
        return (*parts, None, None)
    said = _SAYS_AS_SET[plan["thanks"], plan["urgent"], plan["welcomes_contact"]]
    return (*parts, {"words": plan["words"]}, said)
