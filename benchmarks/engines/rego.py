"""Rego (rego-cpp): a policy that is compiled into a bundle once, with one object as its answer."""

from __future__ import annotations

from typing import Final

from workload.facts import Answer, Flat

from .base import Decide, Engine, imported

__all__ = ["ENGINES"]

_POLICY: Final = """
package workload

import rego.v1

earliest := input.interview_day + 14 if input.promised_by_day == null

earliest := max([input.promised_by_day, input.interview_day + 14]) + 2 if input.promised_by_day != null

wanted := {"email", "phone"}

channels := [input.preferred_channel] if input.preferred_channel in wanted

channels := ["email", "phone"] if not input.preferred_channel in wanted

in_time if {
    input.planned.action == "thank_you"
    input.interview_day <= input.planned.day
    input.planned.day <= input.interview_day + 1
}

thanks if input.planned.action == "thank_you"

asks if input.planned.action == "status_inquiry"

visits if input.planned.action == "visit"

violations contains "R01" if {
    not input.thank_you_sent
    input.interview_day <= input.now
    input.now <= input.interview_day + 1
    not in_time
}

violations contains "R02" if { thanks; input.planned.day > input.interview_day + 1 }

violations contains "R03" if { thanks; input.planned.words > 150 }

violations contains "R04" if { thanks; not input.planned.thanks }

violations contains "R05" if { asks; input.planned.day < earliest }

violations contains "R06" if { asks; answered }

violations contains "R07" if { asks; input.planned.words > 120 }

violations contains "R08" if { asks; input.planned.urgent }

violations contains "R09" if { asks; not input.planned.welcomes_contact }

violations contains "R10" if {
    input.planned.action in {"thank_you", "status_inquiry"}
    not input.planned.channel in channels
}

violations contains "R11" if { visits; not input.invited_in_person }

violations contains "R12" if {
    input.planned.action != "none"
    input.via_recruiter
    input.planned.recipient != "recruiter"
}

violations contains "R13" if { asks; input.status_inquiries_sent >= 2 }

violations contains "R13" if {
    asks
    input.last_inquiry_day != null
    input.planned.day - input.last_inquiry_day < 7
}

violations contains "R14" if {
    input.rejected
    input.planned.action in {"status_inquiry", "visit"}
}

answered if input.reply_received

answered if input.offer

settled if input.rejected

settled if answered

settled if input.status_inquiries_sent >= 2

asked_lately if {
    input.status_inquiries_sent >= 1
    input.last_inquiry_day != null
    input.now - input.last_inquiry_day < 7
}

thank_you := "done" if {
    input.thank_you_sent
} else := "not_yet" if {
    input.now < input.interview_day
} else := "due" if {
    input.now <= input.interview_day + 1
} else := "late"

inquiry := "forbidden" if {
    settled
} else := "done" if {
    asked_lately
} else := "not_yet" if {
    input.now < earliest
} else := "due" if {
    input.now <= earliest + 7
} else := "late"

answer := {
    "violations": [rule | some rule in violations],
    "earliest": earliest,
    "window": [input.interview_day, input.interview_day + 1],
    "thank_you": thank_you,
    "inquiry": inquiry,
    "channels": channels,
}
"""


def _rego() -> Decide:
    regopy = imported("regopy")
    rego = regopy.Interpreter()
    rego.add_module("workload", _POLICY)
    bundle = rego.build(None, ["workload/answer"])
    running = regopy.Interpreter()

    def decide(facts: Flat) -> Answer:
        running.set_input(facts)
        answer: Answer = running.query_bundle_entrypoint(bundle, "workload/answer")[0][0]
        return answer

    return decide


ENGINES: Final = (Engine("Rego", _rego, "regopy", "regopy"),)
