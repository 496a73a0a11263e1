"""CEL, as its C++ and its Rust implementation: the whole decision is one expression, the same for both."""

from __future__ import annotations

from typing import Final

from workload.facts import Answer, Flat

from .base import Decide, Engine, imported

__all__ = ["ENGINES"]

_LATER: Final = "(promised_by_day > interview_day + 14 ? promised_by_day : interview_day + 14)"
_EARLIEST: Final = f"(promised_by_day == null ? interview_day + 14 : {_LATER} + 2)"
_CHANNELS: Final = '(preferred_channel in ["email", "phone"] ? [preferred_channel] : ["email", "phone"])'
_THANKS: Final = 'planned.action == "thank_you"'
_ASKS: Final = 'planned.action == "status_inquiry"'
_VISITS: Final = 'planned.action == "visit"'
_IN_TIME: Final = "interview_day <= {0} && {0} <= interview_day + 1"
_NOW, _THEN = _IN_TIME.format("now"), _IN_TIME.format("planned.day")
_SOON: Final = "(last_inquiry_day != null && planned.day - last_inquiry_day < 7)"

_RULES: Final = (
    f"!thank_you_sent && {_NOW} && !({_THANKS} && {_THEN})",
    f"{_THANKS} && planned.day > interview_day + 1",
    f"{_THANKS} && planned.words > 150",
    f"{_THANKS} && !planned.thanks",
    f"{_ASKS} && planned.day < {_EARLIEST}",
    f"{_ASKS} && (reply_received || offer)",
    f"{_ASKS} && planned.words > 120",
    f"{_ASKS} && planned.urgent",
    f"{_ASKS} && !planned.welcomes_contact",
    f"({_THANKS} || {_ASKS}) && !(planned.channel in {_CHANNELS})",
    f"{_VISITS} && !invited_in_person",
    'planned.action != "none" && via_recruiter && planned.recipient != "recruiter"',
    f"{_ASKS} && (status_inquiries_sent >= 2 || {_SOON})",
    f"rejected && ({_ASKS} || {_VISITS})",
)
_FOUND: Final = " + ".join(
    f'({condition} ? ["R{number:02}"] : [])' for number, condition in enumerate(_RULES, start=1)
)
_ASKED_LATELY: Final = "last_inquiry_day != null && now - last_inquiry_day < 7"
_EXPRESSION: Final = f"""{{
    "violations": {_FOUND},
    "earliest": {_EARLIEST},
    "window": [interview_day, interview_day + 1],
    "thank_you": thank_you_sent ? "done" : now < interview_day ? "not_yet"
        : now <= interview_day + 1 ? "due" : "late",
    "inquiry": rejected || offer || reply_received || status_inquiries_sent >= 2 ? "forbidden"
        : status_inquiries_sent >= 1 && {_ASKED_LATELY} ? "done"
        : now < {_EARLIEST} ? "not_yet" : now <= {_EARLIEST} + 7 ? "due" : "late",
    "channels": {_CHANNELS}
}}"""


def _cpp() -> Decide:
    cel = imported("cel_expr_python.cel")
    kinds = cel.Type
    flags = ("via_recruiter", "invited_in_person", "thank_you_sent", "reply_received", "offer", "rejected")
    variables = {
        **dict.fromkeys(("now", "interview_day", "status_inquiries_sent"), kinds.INT),
        **dict.fromkeys(("promised_by_day", "last_inquiry_day"), kinds.DYN),
        **dict.fromkeys(flags, kinds.BOOL),
        "preferred_channel": kinds.STRING,
        "planned": kinds.Map(kinds.STRING, kinds.DYN),
    }
    expression = cel.NewEnv(variables=variables).compile(_EXPRESSION)

    def decide(facts: Flat) -> Answer:
        answer: Answer = expression.eval(data=facts).plain_value()
        return answer

    return decide


def _rust() -> Decide:
    program = imported("cel").compile(_EXPRESSION)

    def decide(facts: Flat) -> Answer:
        answer: Answer = program.execute(facts)
        return answer

    return decide


ENGINES: Final = (
    Engine("CEL (C++)", _cpp, "cel-expr-python", "cel_expr_python"),
    Engine("CEL (Rust)", _rust, "common-expression-language", "cel"),
)
