"""CLIPS (C): the case is a fact, the fourteen rules are rules, and so is each step towards a status."""

from __future__ import annotations

import atexit
from typing import Any, Final

from workload.facts import Answer, Flat

from .base import Decide, Engine, imported

__all__ = ["ENGINES"]

_SLOTS: Final = (
    "now", "interview_day", "promised_by_day", "via_recruiter", "invited_in_person", "thank_you_sent",
    "reply_received", "offer", "rejected", "preferred_channel", "status_inquiries_sent", "last_inquiry_day",
)  # fmt: skip
_PLANNED: Final = ("action", "channel", "recipient", "day", "words", "urgent", "thanks", "welcomes_contact")

_TY: Final = "(action thank_you)"
_SI: Final = "(action status_inquiry)"
_EARLIEST: Final = "(earliest ?earliest)"
_RULES: Final = {
    "R01": f"(case (thank_you_sent FALSE) (now ?n) (interview_day ?i&:(<= ?i ?n (+ ?i 1)))) (not (case {_TY}"
    " (interview_day ?j) (day ?d&:(<= ?j ?d (+ ?j 1)))))",
    "R02": f"(case {_TY} (interview_day ?i) (day ?d&:(> ?d (+ ?i 1))))",
    "R03": f"(case {_TY} (words ?w&:(> ?w 150)))",
    "R04": f"(case {_TY} (thanks FALSE))",
    "R05": f"{_EARLIEST} (case {_SI} (day ?d&:(< ?d ?earliest)))",
    "R06": f"(exists (or (case {_SI} (reply_received TRUE)) (case {_SI} (offer TRUE))))",
    "R07": f"(case {_SI} (words ?w&:(> ?w 120)))",
    "R08": f"(case {_SI} (urgent TRUE))",
    "R09": f"(case {_SI} (welcomes_contact FALSE))",
    "R10": "(channels $?all) (case (action thank_you|status_inquiry) (channel ?c&:(not (member$ ?c ?all))))",
    "R11": "(case (action visit) (invited_in_person FALSE))",
    "R12": "(case (action ~none) (via_recruiter TRUE) (recipient ~recruiter))",
    "R13": f"(exists (or (case {_SI} (status_inquiries_sent ?s&:(>= ?s 2)))"
    f" (case {_SI} (last_inquiry_day ?l&~nil) (day ?d&:(< (- ?d ?l) 7)))))",
    "R14": "(case (rejected TRUE) (action status_inquiry|visit))",
}
_DERIVED: Final = {
    "(case (promised_by_day nil) (interview_day ?i))": "(assert (earliest (+ ?i 14)))",
    "(case (promised_by_day ?p&~nil) (interview_day ?i))": "(assert (earliest (+ (max ?p (+ ?i 14)) 2)))",
    "(case (preferred_channel ?c&email|phone))": "(assert (channels ?c))",
    "(case (preferred_channel ~email&~phone))": "(assert (channels email phone))",
    "(case (thank_you_sent TRUE))": "(assert (thank_you done))",
    "(case (thank_you_sent FALSE) (now ?n) (interview_day ?i))": "(assert (thank_you"
    " (if (< ?n ?i) then not_yet else (if (<= ?n (+ ?i 1)) then due else late))))",
    "(exists (or (case (rejected TRUE)) (case (offer TRUE)) (case (reply_received TRUE))"
    " (case (status_inquiries_sent ?s&:(>= ?s 2)))))": "(assert (inquiry forbidden))",
    "(case (rejected FALSE) (offer FALSE) (reply_received FALSE) (status_inquiries_sent 1)"
    " (now ?n) (last_inquiry_day ?l&~nil&:(< (- ?n ?l) 7)))": "(assert (inquiry done))",
    f"{_EARLIEST} (case (rejected FALSE) (offer FALSE) (reply_received FALSE)"
    " (status_inquiries_sent ?s&:(< ?s 2))"
    " (now ?n) (last_inquiry_day ?l&:(or (eq ?l nil) (eq ?s 0) (>= (- ?n ?l) 7))))": "(assert (inquiry"
    " (if (< ?n ?earliest) then not_yet else (if (<= ?n (+ ?earliest 7)) then due else late))))",
}


def _constructs() -> list[str]:
    slots = " ".join(f"(slot {name})" for name in (*_SLOTS, *_PLANNED))
    rules = [f"(defrule {rule} {when} => {_tell(rule)})" for rule, when in _RULES.items()]
    derived = [f"(defrule derived-{n} {when} => {then})" for n, (when, then) in enumerate(_DERIVED.items())]
    heard = [
        f"(defrule heard-{name} ({name} $?all) => {_tell(name, '(create$ ?all)')})"
        for name in ("earliest", "channels", "thank_you", "inquiry")
    ]
    return [f"(deftemplate case {slots})", "(defglobal ?*told* = (create$))", *derived, *heard, *rules]


def _tell(*words: str) -> str:
    return f"(bind ?*told* (create$ ?*told* {' '.join(words)}))"


def _clips() -> Decide:
    clips = imported("clips")
    environment = clips.Environment()
    atexit.register(environment.clear)  # it complains at the end of Python about what is left in it
    for construct in _constructs():
        environment.build(construct)
    case = environment.find_template("case")
    symbol = clips.Symbol
    words = {True: symbol("TRUE"), False: symbol("FALSE"), None: symbol("nil")}

    def slot(value: Any) -> Any:
        if isinstance(value, str):
            return symbol(value)
        return words[value] if value is None or isinstance(value, bool) else value

    def decide(facts: Flat) -> Answer:
        environment.reset()
        flat = {**facts, **facts["planned"]}
        del flat["planned"]
        case.assert_fact(**{name: slot(value) for name, value in flat.items()})
        environment.run()
        told = list(map(_plain, environment.eval("?*told*")))
        first, channels = facts["interview_day"], told.index("channels") + 1
        return {
            "violations": sorted(each for each in told if each in _RULES),
            "earliest": told[told.index("earliest") + 1],
            "window": [first, first + 1],
            "thank_you": told[told.index("thank_you") + 1],
            "inquiry": told[told.index("inquiry") + 1],
            "channels": [each for each in told[channels : channels + 2] if each in ("email", "phone")],
        }

    return decide


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


ENGINES: Final = (
    Engine(
        "CLIPS",
        _clips,
        "clipspy",
        "clips",
        "window; words as symbols; taking the answer from a list of words",
    ),
)
