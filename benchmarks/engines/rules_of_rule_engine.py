"""rule-engine (Python): a rule object for each rule, and one for each value that the answer has besides."""

from __future__ import annotations

from typing import Final

from workload.facts import Answer, Flat

from .base import RULES, Decide, Engine, imported

__all__ = ["ENGINES"]

_TY: Final = 'planned["action"] == "thank_you"'
_SI: Final = 'planned["action"] == "status_inquiry"'
_VISIT: Final = 'planned["action"] == "visit"'
_IN_TIME: Final = 'planned["day"] >= interview_day and planned["day"] <= interview_day + 1'
_DUE: Final = "not thank_you_sent and now >= interview_day and now <= interview_day + 1"
_SOON: Final = '(last_inquiry_day != null and planned["day"] - last_inquiry_day < 7)'

_RULES: Final = (
    f"{_DUE} and not ({_TY} and {_IN_TIME})",
    f'{_TY} and planned["day"] > interview_day + 1',
    f'{_TY} and planned["words"] > 150',
    f'{_TY} and not planned["thanks"]',
    f'{_SI} and planned["day"] < earliest',
    f"{_SI} and (reply_received or offer)",
    f'{_SI} and planned["words"] > 120',
    f'{_SI} and planned["urgent"]',
    f'{_SI} and not planned["welcomes_contact"]',
    f'({_TY} or {_SI}) and not (planned["channel"] in channels)',
    f"{_VISIT} and not invited_in_person",
    'planned["action"] != "none" and via_recruiter and planned["recipient"] != "recruiter"',
    f"{_SI} and (status_inquiries_sent >= 2 or {_SOON})",
    f"rejected and ({_SI} or {_VISIT})",
)
_EARLIEST: Final = (
    "promised_by_day == null ? interview_day + 14"
    " : (promised_by_day > interview_day + 14 ? promised_by_day : interview_day + 14) + 2"
)
_CHANNELS: Final = 'preferred_channel in ["email", "phone"] ? [preferred_channel] : ["email", "phone"]'
_WINDOW: Final = "[interview_day, interview_day + 1]"
_THANKS: Final = (
    'thank_you_sent ? "done"'
    ' : (now < interview_day ? "not_yet" : (now <= interview_day + 1 ? "due" : "late"))'
)
_SETTLED: Final = "rejected or offer or reply_received or status_inquiries_sent >= 2"
_LATELY: Final = "status_inquiries_sent >= 1 and last_inquiry_day != null and now - last_inquiry_day < 7"
_INQUIRY: Final = (
    f'({_SETTLED}) ? "forbidden" : (({_LATELY}) ? "done"'
    ' : (now < earliest ? "not_yet" : (now <= earliest + 7 ? "due" : "late")))'
)


def _rule_engine() -> Decide:
    engine = imported("rule_engine")
    context = engine.Context(resolver=engine.resolve_item)

    matches = [
        (name, engine.Rule(text, context=context).matches) for name, text in zip(RULES, _RULES, strict=True)
    ]
    earliest, channels, window, thanks, inquiry = (
        engine.Rule(text, context=context).evaluate
        for text in (_EARLIEST, _CHANNELS, _WINDOW, _THANKS, _INQUIRY)
    )

    def decide(facts: Flat) -> Answer:
        facts = {**facts, "earliest": earliest(facts), "channels": list(channels(facts))}
        return {
            "violations": [name for name, violated in matches if violated(facts)],
            "earliest": facts["earliest"],
            "window": list(window(facts)),
            "thank_you": thanks(facts),
            "inquiry": inquiry(facts),
            "channels": facts["channels"],
        }

    return decide


ENGINES: Final = (
    Engine(
        "rule-engine",
        _rule_engine,
        "rule-engine",
        "rule_engine",
        "calling the rules one by one, the two derived facts first",
    ),
)
