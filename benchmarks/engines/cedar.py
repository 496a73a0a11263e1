"""Cedar (Rust): every rule and every status is a policy that forbids, and the answer is which of them did.

A policy can only permit or forbid, so what the answer has to say is told by the ids of the policies; and none
can return a number, so the days are worked out by the host.
"""

from __future__ import annotations

from typing import Final

from workload.facts import Answer, Flat

from .base import RULES, Decide, Engine, imported

__all__ = ["ENGINES"]

_LATER: Final = (
    "(if context.promised_by_day > context.interview_day + 14"
    " then context.promised_by_day else context.interview_day + 14)"
)
_EARLIEST: Final = f"(if context has promised_by_day then {_LATER} + 2 else context.interview_day + 14)"
_TY: Final = 'action == Action::"thank_you"'
_SI: Final = 'action == Action::"status_inquiry"'
_VISIT: Final = 'action == Action::"visit"'
_MESSAGE: Final = 'action in [Action::"thank_you", Action::"status_inquiry"]'
_WANTED: Final = '["email", "phone"]'
_CHANNEL_FITS: Final = (
    f"(if {_WANTED}.contains(context.preferred_channel)"
    " then context.planned.channel == context.preferred_channel"
    f" else {_WANTED}.contains(context.planned.channel))"
)
_IN_TIME: Final = "(context.interview_day <= {0} && {0} <= context.interview_day + 1)"
_NOW, _THEN = _IN_TIME.format("context.now"), _IN_TIME.format("context.planned.day")
_LATELY: Final = "(context has last_inquiry_day && {} - context.last_inquiry_day < 7)"
_OFTEN: Final = "context.status_inquiries_sent >= 2"
_SETTLED: Final = f"(context.rejected || context.offer || context.reply_received || {_OFTEN})"
_ASKED: Final = f"(context.status_inquiries_sent >= 1 && {_LATELY.format('context.now')})"

_RULES: Final = (
    ("action", f'!context.thank_you_sent && {_NOW} && !(action == Action::"thank_you" && {_THEN})'),
    (_TY, "context.planned.day > context.interview_day + 1"),
    (_TY, "context.planned.words > 150"),
    (_TY, "!context.planned.thanks"),
    (_SI, f"context.planned.day < {_EARLIEST}"),
    (_SI, "context.reply_received || context.offer"),
    (_SI, "context.planned.words > 120"),
    (_SI, "context.planned.urgent"),
    (_SI, "!context.planned.welcomes_contact"),
    (_MESSAGE, f"!{_CHANNEL_FITS}"),
    (_VISIT, "!context.invited_in_person"),
    (
        'action in [Action::"thank_you", Action::"status_inquiry", Action::"visit"]',
        'context.via_recruiter && context.planned.recipient != "recruiter"',
    ),
    (_SI, f"{_OFTEN} || {_LATELY.format('context.planned.day')}"),
    ('action in [Action::"status_inquiry", Action::"visit"]', "context.rejected"),
)
"""Of each rule, in order, the actions that it is about, and when they violate it."""

_THANKS: Final = (
    ("done", "context.thank_you_sent"),
    ("not_yet", "context.now < context.interview_day"),
    ("due", "context.now <= context.interview_day + 1"),
)
_INQUIRY: Final = (
    ("forbidden", _SETTLED),
    ("done", _ASKED),
    ("not_yet", f"context.now < {_EARLIEST}"),
    ("due", f"context.now <= {_EARLIEST} + 7"),
)


def _policies() -> str:
    told = list(zip(RULES, _RULES, strict=True))
    for name, chain in (("thank_you", _THANKS), ("inquiry", _INQUIRY)):
        before = ""
        for word, condition in chain:
            told.append((f"{name}:{word}", ("action", f"{before}{condition}")))
            before += f"!({condition}) && "
    return "\n".join(
        f'@id("{name}") forbid (principal, {about}, resource) when {{ {condition} }};'
        for name, (about, condition) in told
    )


def _cedar() -> Decide:
    cedar = imported("cedarpy")
    policies = cedar.PolicySet.from_str(_policies())
    entities = cedar.Entities.from_json_str("[]")
    is_authorized = cedar.is_authorized
    anybody = {"principal": 'User::"somebody"', "resource": 'Case::"this"'}

    def decide(facts: Flat) -> Answer:
        context = {name: value for name, value in facts.items() if value is not None}
        action = f'Action::"{facts["planned"]["action"]}"'
        result = is_authorized({**anybody, "action": action, "context": context}, policies, entities)
        told = set(result.diagnostics.id_annotations_by_reason.values())
        statuses = dict(each.split(":") for each in told if ":" in each)
        first, promised = facts["interview_day"], facts["promised_by_day"]
        preferred = facts["preferred_channel"]
        return {
            "violations": sorted(each for each in told if ":" not in each),
            "earliest": first + 14 if promised is None else max(promised, first + 14) + 2,
            "window": [first, first + 1],
            "thank_you": statuses.get("thank_you", "late"),
            "inquiry": statuses.get("inquiry", "late"),
            "channels": [preferred] if preferred in ("email", "phone") else ["email", "phone"],
        }

    return decide


ENGINES: Final = (
    Engine(
        "Cedar",
        _cedar,
        "cedarpy",
        "cedarpy",
        "earliest, window and channels; leaving out nulls; the last status of each chain; sorting",
    ),
)
